"""Every spelling of a symbol is one id, and no two symbols become one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from core.symbols.finder import find
from core.symbols.grammar import Grammar
from core.symbols.identity import printed, split
from core.symbols.in_queries import symbols_in_query
from core.symbols.numerals import to_roman
from core.symbols.resolve import resolve

_PAPERS = [
    *(f"UNEP/CMS/COP{cop}/Doc.{item}.{part}" for cop in (12, 13, 14) for item in (2, 9, 18, 29) for part in (1, 11)),
    *(f"UNEP/CMS/COP14/Doc.29.1/{tail}" for tail in ("Rev.1", "Add.1", "Corr.1", "Rev.1/Add.2")),
    *(f"UNEP/CMS/StC{number}/Doc.{number - 40}" for number in (45, 52, 54)),
    *(
        f"CBD/{body}/{session}/{number}"
        for body in ("COP", "SBI", "SBSTTA")
        for session in (3, 12, 15)
        for number in (2, 12, 21)
    ),
    *(f"UNEP/CBD/COP/{session}/INF/{number}" for session in (8, 9, 11) for number in (4, 14, 41)),
    *(
        f"FCCC/{body}/{year}/{number}"
        for body in ("CP", "SBI")
        for year in (2001, 2008, 2015)
        for number in (1, 10, 11)
    ),
    *(f"FCCC/SBSTA/2014/{number}" for number in ("L.2", "L.20", "INF.2", "MISC.2", "2/Add.1", "2/Rev.1")),
    *(f"ICCD/COP({session})/{number}" for session in (1, 11, 14) for number in (1, 23)),
    *(f"UNEP/CHW.{session}/{number}" for session in (1, 13) for number in (2, 28, "INF/10")),
    *(f"UNEP/FAO/RC/COP.{session}/{number}" for session in (4, 9) for number in (2, 24)),
    *(f"UNEP/POPS/COP.{session}/{number}" for session in (4, 9) for number in (2, 32)),
    *(f"UNEP/MC/COP.{session}/{number}" for session in (1, 5) for number in (2, 25)),
    *(f"IPBES/{session}/{number}" for session in (1, 3, 10) for number in (2, 16, "INF/7")),
    *(f"UNEP/EA.{session}/{number}" for session in (1, 5) for number in (2, 26)),
    *(f"A/CONF.{number}/{paper}" for number in (151, 199) for paper in (2, 20)),
    *(f"E/CN.{number}/2015/{paper}" for number in (1, 18) for paper in (1, 14)),
    *(f"IWC/{session}/{number}" for session in (66, 68) for number in ("5.1", "5.11")),
]
_NORMS = [
    *(f"CMS/Resolution/{session}.{number}" for session in (1, 11, 12) for number in (1, 3, 6, 16)),
    *(f"CMS/Resolution/12.{number}/Rev.COP{cop}" for number in (6, 16) for cop in (13, 14)),
    *(f"CMS/Decision/{session}.{number}" for session in (13, 14) for number in (2, 22, 122)),
    *(f"AEWA/Resolution/{session}.{number}" for session in (5, 8) for number in (1, 12)),
    *(f"CITES/Resolution/Conf.{session}.{number}" for session in (4, 12, 18) for number in (1, 8, 18)),
    *(f"CITES/Resolution/Conf.12.8/Rev.CoP{cop}" for cop in (13, 18)),
    *(f"CITES/Decision/{session}.{number}" for session in (16, 19) for number in (4, 46)),
    *(f"CITES/Notification/{year}/{number:03d}" for year in (2018, 2021) for number in (4, 42)),
    *(f"CBD/Decision/{to_roman(session)}/{number}" for session in (2, 7, 9, 10, 12, 13) for number in (1, 11, 20)),
    *(f"CBD/Decision/{session}/{number}" for session in (14, 15, 16) for number in (1, 4, 31)),
    *(f"CARTAGENA/Decision/BS-{to_roman(session)}/{number}" for session in (1, 4, 7) for number in (1, 15)),
    *(f"NAGOYA/Decision/NP-{session}/{number}" for session in (1, 4) for number in (1, 13)),
    *(f"UNFCCC/Decision/{number}/CP.{session}" for number in (1, 6, 16) for session in (1, 16, 21)),
    *(f"KYOTO/Decision/{number}/CMP.{session}" for number in (2, 12) for session in (1, 11)),
    *(f"PARIS/Decision/{number}/CMA.{session}" for number in (2, 12) for session in (1, 5)),
    *(f"UNCCD/Decision/{number}/COP.{session}" for number in (2, 22) for session in (1, 14)),
    *(f"BASEL/Decision/BC-{session}/{number}" for session in (10, 16) for number in (1, 18)),
    *(f"ROTTERDAM/Decision/RC-{session}/{number}" for session in (1, 8) for number in (1, 6, 16)),
    *(f"STOCKHOLM/Decision/SC-{session}/{number}" for session in (1, 8) for number in (2, 21)),
    *(f"MINAMATA/Decision/MC-{session}/{number}" for session in (1, 3) for number in (5, 15)),
    *(f"MONTREAL/Decision/{to_roman(session)}/{number}" for session in (19, 28, 31) for number in (2, 12)),
    *(f"RAMSAR/Resolution/{to_roman(session)}.{number}" for session in (7, 8, 13) for number in (1, 6, 16)),
    *(f"IPBES/Decision/IPBES-{session}/{number}" for session in (2, 9) for number in (1, 3)),
    *(f"UNEA/Resolution/{session}/{number}" for session in (2, 5) for number in (1, 11)),
    *(f"UNGA/Resolution/{session}/{number}" for session in (47, 70, 73) for number in (1, 191, 333)),
    *(f"HELCOM/Recommendation/{session}/{number}" for session in (19, 37) for number in (1, 2)),
    *(f"WHC/Decision/{session}COM7B.{number}" for session in (37, 43) for number in (8, 18)),
]
_SYMBOLS = [*_PAPERS, *_NORMS]


def _spellings(canonical: str, grammar: Grammar) -> Iterator[str]:
    prints = (
        [canonical]
        if canonical in _PAPERS
        else [canonical, *(printed(canonical, lang, grammar.treaties) for lang in ("en", "fr"))]
    )
    for text in prints:
        yield text
        yield text.lower()
        yield text.upper()
        yield text.replace(" ", "\u00a0")
        yield text.replace(" ", "  ")
        yield text.replace("-", "\u2011")
        yield f" {text}\n"
    if canonical in _PAPERS:
        yield canonical.replace("UNEP/", "PNUE/")
        yield canonical.replace("/", " / ")
        yield canonical.replace("/", "\u00a0/\u00a0")
        yield re.sub(r"(?<=[A-Za-z])\.(?=\d)", ". ", canonical)
        yield re.sub(r"(?<=[A-Za-z])\.(?=\d)", ". ", canonical).lower().replace("/", " / ")
        yield canonical.replace("/", "/\u200b")


_FILES: tuple[tuple[str, str], ...] = (
    (r"UNEP/CMS/(COP|StC)(\d+)/Doc\.([\d.]+)", r"cms_\1\2_doc.\3"),
    (r"UNEP/CMS/(COP|StC)(\d+)/Doc\.([\d.]+)", r"UNEP_CMS_\1\2_Doc.\3"),
    (r"UNEP/CBD/COP/(8|9|11)/INF/(\d+)", r"cop-\1-inf-\2"),
    (r"FCCC/(CP|SBI|SBSTA)/(\d+)/(?:(L|INF|MISC)\.)?(\d+)", r"\1\2_\3\4"),
    (r"ICCD/COP\((\d+)\)/(\d+)", r"ICCD_COP(\1)_\2"),
    (r"UNEP/CHW\.(\d+)/(INF/)?(\d+)", r"UNEP-CHW.\1-\2\3"),
    (r"UNEP/(FAO/RC|POPS|MC)/COP\.(\d+)/(\d+)", r"UNEP-\1-COP.\2-\3"),
    (r"IPBES/(\d+)/(INF/)?(\d+)", r"ipbes-\1-\2\3"),
    (r"A/CONF\.(\d+)/(\d+)", r"A_CONF.\1_\2"),
    (r"E/CN\.(\d+)/2015/(\d+)", r"E_CN.\1_2015_\2"),
    (r"CMS/Resolution/(12)\.(\d+)", r"cms_cop\1_res.\1.\2"),
    (r"CMS/Decision/(\d+)\.(\d+)", r"cms_cop\1_dec.\1.\2"),
    (r"AEWA/Resolution/(\d+)\.(\d+)", r"aewa_mop\1_res_\1.\2"),
    (r"CITES/Resolution/Conf\.(\d+)\.(\d+)", r"E-Res-\1-\2"),
    (r"CITES/Decision/(\d+)\.(\d+)", r"F-Dec-\1-\2"),
    (r"CITES/Notification/(\d+)/(\d+)", r"E-Notif-\1-\2"),
    (r"CBD/Decision/(14|15|16)/(\d+)", r"cop-\1-dec-\2"),
    (r"NAGOYA/Decision/NP-(\d)/(\d+)", r"np-mop-\1-dec-\2"),
    (r"BASEL/Decision/BC-(\d+)/(\d+)", r"BC-\1-\2"),
    (r"STOCKHOLM/Decision/SC-(\d+)/(\d+)", r"UNEP-POPS-COP.\1-SC-\1-\2"),
    (r"ROTTERDAM/Decision/RC-(\d+)/(\d+)", r"UNEP-FAO-RC-COP.\1-RC-\1-\2"),
    (r"MINAMATA/Decision/MC-(\d+)/(\d+)", r"UNEP-MC-COP\1-Dec\2"),
    (r"RAMSAR/Resolution/([IVX]+)\.(\d+)", r"res_\1.\2"),
    (r"UNEA/Resolution/(\d)/(\d+)", r"k2200707_-_unep-ea.\1-res.\2"),
    (r"UNGA/Resolution/(\d+)/(\d+)", r"A_RES_\1_\2"),
)
"""How sites write symbols into the names of files."""


def _file_names(canonical: str) -> Iterator[str]:
    work, _, tail = canonical.partition("/Rev.CoP")
    revised = f"-R{tail}" if tail else ""
    work, steps = re.fullmatch(r"(.*?)((?:/(?:Rev|Add|Corr)\.\w+)*)", work).groups()  # type: ignore[union-attr]
    for symbol, name in _FILES:
        found = re.fullmatch(symbol, work)
        if found is None:
            continue
        stem = found.expand(name).replace("/", "-") + revised + steps.replace("/", "_").lower()
        for ending in (".pdf", "_f.pdf", "_en_0.docx", "-fr.pdf", ".English.pdf", " (1).pdf", "_e.PDF"):
            yield f"https://files.example.org/a%20b/{stem}{ending}" if ending == ".pdf" else stem + ending


_TYPED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(\w+)/Decision/(BC|RC|SC|MC|NP)-(\d+)/(\d+)",
     (r"\2 \3/\4", r"\2-\3-\4", r"\2 \3 \4", r"decision \2\3/\4", r"\1 decision \3/\4")),
    (r"UNFCCC/Decision/(\d+)/CP\.(\d+)", (r"\1 CP \2", r"\1-cp-\2", r"\1cp\2", r"UNFCCC decision \1 CP \2")),
    (r"(KYOTO|PARIS)/Decision/(\d+)/(CM[PA])\.(\d+)", (r"\2 \3 \4", r"décision \2/\3 \4")),
    (r"UNCCD/Decision/(\d+)/COP\.(\d+)", (r"\1 cop \2", r"UNCCD \1-COP-\2")),
    (r"CBD/Decision/([IVX]+|\d+)/(\d+)", (r"CBD \1-\2", r"CBD \1.\2", r"CDB décision \1.\2", r"CBD dec. \1 \2")),
    (r"CMS/(Resolution|Decision)/(\d+)\.(\d{1,2})", (r"CMS \1 \2/\3", r"CMS \1 \2-\3", r"CMS \1 \2.0\3")),
    (r"AEWA/Resolution/(\d+)\.(\d+)", (r"AEWA \1.\2", r"aewa res \1-\2")),
    (r"CITES/Resolution/Conf\.(\d+)\.(\d+)", (r"conf \1.\2", r"CITES conf. \1-\2", r"Rés.Conf.\1.\2")),
    (r"UNEA/Resolution/(\d)/(\d+)", (r"UNEA \1 res \2", r"UNEA-\1 resolution \2", r"UNEA res \1-\2")),
    (r"UNGA/Resolution/(\d+)/(\d+)", (r"UNGA \1-\2", r"UNGA res \1.\2")),
    (r"(UNEP/CMS/COP14/Doc\.29\.1)/(Rev|Add|Corr)\.1", (r"\1.\2.1", r"\1 \2 1", r"\1-\2.1", r"\1\2 1")),
)  # fmt: skip
"""What people write for them."""


def _typed(canonical: str) -> Iterator[str]:
    for symbol, texts in _TYPED:
        found = re.fullmatch(symbol, canonical)
        if found is not None:
            for text in texts:
                yield found.expand(text)
                yield found.expand(text).lower()


_FRENCH = {
    "Decision": "décision",
    "Resolution": "résolution",
    "Recommendation": "recommandation",
    "Notification": "notification",
}
_SHORT = {
    "Decision": ("Dec.", "Déc.", "dec"),
    "Resolution": ("Res.", "Rés.", "res", "Reso."),
    "Recommendation": ("Rec.", "rec", "Recomm."),
    "Notification": ("Notif.", "notif"),
}


def _papers_around(canonical: str) -> Iterator[str]:
    """A paper's symbol as it stands in a text that somebody copies."""
    for pattern in (
        '"{}"',
        "«\u00a0{}\u00a0»",
        "({})",
        "[{}]",
        "{}.",
        "{}*",
        "{},",
        "{};",
        "document {}",
        "le document {}",
        "doc. {}",
    ):
        yield pattern.format(canonical)
    for slash in ("∕", "／", "\\", "/\u202f", "/\n", " / ", "/\u200b"):
        yield canonical.replace("/", slash)
    if "/Rev." in canonical:
        for revision in (r" (Rev. \1)", r" Rev \1", r"Rev\1", r"/Rév.\1", r".rev.\1"):
            yield re.sub(r"/Rev\.(\d)", revision, canonical)


def _norms_written(canonical: str, grammar: Grammar) -> Iterator[tuple[str, str | None]]:
    """A norm as people write it, with its treaty or at home."""
    treaty, kind, _ = canonical.split("/", 2)
    work, version = split(canonical)
    number = work.split("/", 2)[2].replace("Conf.", "Conf. ").replace("COM", " COM ")
    name, nom = (grammar.treaties.rows[treaty].abbreviation(lang) for lang in ("en", "fr"))
    tail = f" ({version})" if version else ""
    for text in (
        f"{name} {kind} No. {number}{tail}", f"{_FRENCH[kind]} n° {number}{tail} ({nom})",
        f"{nom} {_FRENCH[kind]} nº {number}{tail}",
        f"{kind} {number}{tail} of the {name}", f"{_FRENCH[kind]} {number}{tail} de la {nom}", f"{name} {kind}: {number}{tail}",
        f"{name} {kind} #{number}{tail}", f"the {name} {kind} {number}{tail}", canonical.replace("/", " / "),
        f"{name} {kind} {number.replace('-', '‐')}{tail}", *(f"{name} {short} {number}{tail}" for short in _SHORT[kind]),
    ):  # fmt: skip
        yield text, None
    for text in (kind, _FRENCH[kind].upper(), f"{kind}s", *_SHORT[kind]):
        yield f"{text} {number}{tail}", treaty
        yield f"{text}{number}{tail}", treaty
    if version:
        for revision in (
            f" {version}",
            version,
            f", {version}",
            f" [{version}]",
            f" (Rév. {version[4:]})",
            f" (revised {version[4:]})",
        ):
            yield f"{name} {kind} {number}{revision}", None


def test_there_are_three_hundred_symbols_of_their_own() -> None:
    assert len(_SYMBOLS) >= 300
    assert len(set(_SYMBOLS)) == len(_SYMBOLS)


@pytest.mark.parametrize("part", range(4))
def test_every_spelling_is_one_id(part: int, grammar: Grammar) -> None:
    wrong = [
        (spelling, readings)
        for canonical in _SYMBOLS[part::4]
        for spelling in _spellings(canonical, grammar)
        if (readings := resolve(spelling, home=None, grammar=grammar).readings) != (canonical,)
    ]
    assert wrong == []


@pytest.mark.parametrize("part", range(2))
def test_names_of_files_are_spellings(part: int, grammar: Grammar) -> None:
    names = [(name, canonical) for canonical in _SYMBOLS[part::2] for name in _file_names(canonical)]
    wrong = [
        (name, readings)
        for name, canonical in names
        if (readings := resolve(name, home=None, grammar=grammar).readings) != (canonical,)
    ]
    assert wrong == []
    assert len({canonical for _, canonical in names}) > 60


@pytest.mark.parametrize("part", range(3))
def test_ways_of_writing_are_one_id(part: int, grammar: Grammar) -> None:
    written = [
        *((text, None, canonical) for canonical in _PAPERS for text in _papers_around(canonical)),
        *((text, home, canonical) for canonical in _NORMS for text, home in _norms_written(canonical, grammar)),
    ]
    wrong = [
        (text, home, readings)
        for text, home, canonical in written[part::3]
        if (readings := resolve(text, home=home, grammar=grammar).readings) != (canonical,)
    ]
    assert wrong == []


def test_what_people_type_is_one_id(grammar: Grammar) -> None:
    typed = [(text, canonical) for canonical in _SYMBOLS for text in _typed(canonical)]
    wrong = [
        (text, readings)
        for text, canonical in typed
        if (readings := resolve(text, home=None, grammar=grammar).readings) != (canonical,)
    ]
    assert wrong == []
    assert len(typed) > 400


def test_spellings_of_papers_are_one_word_of_a_query(grammar: Grammar) -> None:
    for canonical in _PAPERS:
        for spelling in (canonical, canonical.replace("/", " / "), canonical.lower().replace("/", " / ")):
            query = f"plants {spelling} adopted"
            assert symbols_in_query(query, grammar) == ((7, 7 + len(spelling), (canonical,)),), query


def test_no_two_symbols_stand_for_one_in_a_text(grammar: Grammar) -> None:
    text = "; ".join(
        canonical if canonical in _PAPERS else printed(canonical, "en", grammar.treaties) for canonical in _SYMBOLS
    )
    assert [one.canonical for one in find(text, lang="en", home=None, grammar=grammar)] == _SYMBOLS
