"""Every spelling of a symbol is one id, and no two symbols become one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from core.symbols.finder import find
from core.symbols.grammar import Grammar
from core.symbols.identity import printed
from core.symbols.numerals import to_roman
from core.symbols.resolve import resolve, symbols_in_query

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
