"""What holds for any text and any symbol."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.symbols.finder import find
from core.symbols.grammar import Grammar
from core.symbols.identity import printed, split
from core.symbols.in_queries import symbols_in_query
from core.symbols.normalise import View
from core.symbols.numerals import from_roman, to_roman
from core.symbols.resolve import resolve

_PIECES = st.sampled_from(
    ["Resolution ", "Décision ", "12.3", " and ", "(Rev.COP13)", "UNEP/CMS/COP14/Doc.", "1/CP.16", ", ", "(", ")", "Article 4",
     " paragraph 3 ", "of the Convention", "\u00a0", "\u00ad", "\n", "X/2", "é", "\u0301", "\u202e", "\ud800",
     "🦁", "FCCC/", "Add.1", " to "]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map("".join))

_NUMBER = st.integers(1, 60)
_IDS = st.one_of(
    st.builds("CMS/Resolution/{}.{}".format, st.integers(1, 15), _NUMBER),
    st.builds("CMS/Resolution/{}.{}/Rev.COP{}".format, st.integers(1, 14), _NUMBER, st.integers(5, 15)),
    st.builds("CMS/Decision/{}.{}".format, st.integers(9, 15), _NUMBER),
    st.builds("AEWA/Resolution/{}.{}".format, st.integers(1, 9), _NUMBER),
    st.builds("CITES/Resolution/Conf.{}.{}/Rev.CoP{}".format, st.integers(1, 19), _NUMBER, st.integers(10, 19)),
    st.builds("CITES/Decision/{}.{}".format, st.integers(10, 19), _NUMBER),
    st.builds("CMS/Notification/{}/{:03d}".format, st.integers(2000, 2026), st.integers(1, 200)),
    st.builds(lambda s, n: f"CBD/Decision/{to_roman(s)}/{n}", st.integers(1, 13), _NUMBER),
    st.builds("CBD/Decision/{}/{}".format, st.integers(14, 19), _NUMBER),
    st.builds(lambda s, n: f"MONTREAL/Decision/{to_roman(s)}/{n}", st.integers(1, 35), _NUMBER),
    st.builds(lambda s, n: f"CARTAGENA/Decision/BS-{to_roman(s)}/{n}", st.integers(1, 7), _NUMBER),
    st.builds("NAGOYA/Decision/NP-{}/{}".format, st.integers(1, 5), _NUMBER),
    st.builds("UNFCCC/Decision/{}/CP.{}".format, _NUMBER, st.integers(1, 30)),
    st.builds("KYOTO/Decision/{}/CMP.{}".format, _NUMBER, st.integers(1, 19)),
    st.builds("PARIS/Decision/{}/CMA.{}".format, _NUMBER, st.integers(1, 6)),
    st.builds("UNCCD/Decision/{}/COP.{}".format, _NUMBER, st.integers(1, 16)),
    st.builds("BASEL/Decision/BC-{}/{}".format, st.integers(10, 17), _NUMBER),
    st.builds("ROTTERDAM/Decision/RC-{}/{}".format, st.integers(1, 12), _NUMBER),
    st.builds("STOCKHOLM/Decision/SC-{}/{}".format, st.integers(1, 12), _NUMBER),
    st.builds("MINAMATA/Decision/MC-{}/{}".format, st.integers(1, 6), _NUMBER),
    st.builds("IPBES/Decision/IPBES-{}/{}".format, st.integers(1, 11), _NUMBER),
    st.builds("UNGA/Resolution/{}/{}".format, st.integers(40, 80), st.integers(1, 300)),
    st.builds("UNEA/Resolution/{}/{}".format, st.integers(1, 6), st.integers(1, 25)),
    st.builds(lambda s, n: f"RAMSAR/Resolution/{to_roman(s)}.{n}", st.integers(6, 14), st.integers(1, 40)),
    st.builds("HELCOM/Recommendation/{}/{}".format, st.integers(1, 40), st.integers(1, 9)),
    st.builds(lambda n, p: f"CITES/Article/{to_roman(n)}/para.{p}", st.integers(1, 25), st.integers(1, 9)),
    st.builds("CARTAGENA/Article/{}/para.{}/{}".format, st.integers(1, 40), st.integers(1, 9), st.sampled_from("abc")),
    st.builds("CBD/Article/{}".format, st.integers(1, 42)),
    st.builds("UNEP/CMS/COP{}/Doc.{}.{}".format, st.integers(1, 15), st.integers(1, 40), st.integers(1, 9)),
    st.builds("UNEP/CMS/COP{}/Doc.{}/Rev.{}".format, st.integers(1, 15), st.integers(1, 40), st.integers(1, 3)),
    st.builds("CITES/CoP{}/Doc.{}".format, st.integers(9, 20), st.integers(1, 99)),
    st.builds("CITES/SC{}/Inf.{}".format, st.integers(40, 80), st.integers(1, 40)),
    st.builds("CBD/SBSTTA/{}/INF/{}".format, st.integers(20, 26), _NUMBER),
    st.builds("FCCC/SBI/{}/{}/Add.{}".format, st.integers(1996, 2025), _NUMBER, st.integers(1, 3)),
    st.builds("FCCC/CP/{}/L.{}".format, st.integers(1996, 2025), _NUMBER),
    st.builds("ICCD/COP({})/{}".format, st.integers(1, 16), _NUMBER),
    st.builds("UNEP/CHW.{}/INF/{}".format, st.integers(1, 17), _NUMBER),
    st.builds("IPBES/{}/{}".format, st.integers(1, 11), _NUMBER),
)


@given(text=_TEXTS, home=st.sampled_from([None, "CMS", "CBD", "UNFCCC", "no treaty"]))
@settings(max_examples=300, deadline=None)
def test_find_takes_any_text(text: str, home: str | None, grammar: Grammar) -> None:
    found = find(text, lang=None, home=home, grammar=grammar)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all((one.canonical is None) == bool(one.readings) for one in found)


@given(text=_TEXTS)
@settings(max_examples=150, deadline=None)
def test_resolver_takes_any_text(text: str, grammar: Grammar) -> None:
    answer = resolve(text, home=None, grammar=grammar)
    assert answer.text == text
    spots = symbols_in_query(text, grammar)
    assert all(0 <= start < end <= len(text) and readings for start, end, readings in spots)


@given(text=st.text(max_size=120))
def test_view_leads_back(text: str) -> None:
    view = View(text)
    assert view.text.isascii()
    spans = [view.span(place, place + 1) for place in range(len(view))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before <= after for before, after in pairwise(spans))


@given(canonical=_IDS, lang=st.sampled_from(["en", "fr"]))
@settings(max_examples=600, deadline=None)
def test_what_is_printed_is_read_again(canonical: str, lang: str, grammar: Grammar) -> None:
    text = printed(canonical, lang, grammar.treaties)
    assert resolve(text, home=None, grammar=grammar).readings == (canonical,), text


@given(canonical=_IDS)
@settings(max_examples=300, deadline=None)
def test_an_id_is_a_spelling_of_itself(canonical: str, grammar: Grammar) -> None:
    assert resolve(canonical, home=None, grammar=grammar).readings == (canonical,)
    assert resolve(canonical.lower(), home=None, grammar=grammar).readings == (canonical,)


@given(canonical=_IDS)
def test_work_and_version_make_the_id(canonical: str) -> None:
    work, version = split(canonical)
    assert canonical == (f"{work}/{version}" if version else work)
    assert split(work) == (work, None)


def _noisy(text: str, noise: str) -> str:
    if noise == "capitals":
        return text.upper()
    if noise == "no-break spaces":
        return text.replace(" ", "\u00a0")
    if noise == "double blanks":
        return text.replace(" ", "  ")
    if noise == "line breaks":
        return text.replace(" ", "\n")
    if noise == "soft hyphens":
        return re.sub(r"(?<=[a-zé])(?=[a-zé])", "\u00ad", text)
    if noise == "typographic dashes":
        return text.replace("-", "\u2011")
    raise AssertionError(noise)


@pytest.mark.parametrize(
    "noise", ["capitals", "no-break spaces", "double blanks", "line breaks", "soft hyphens", "typographic dashes"]
)
@given(canonicals=st.lists(_IDS, min_size=1, max_size=3), lang=st.sampled_from(["en", "fr"]))
@settings(max_examples=60, deadline=None)
def test_noise_changes_no_id(noise: str, canonicals: list[str], lang: str, grammar: Grammar) -> None:
    opening = "Recalling " if lang == "en" else "Rappelant "
    text = opening + "; ".join(printed(one, lang, grammar.treaties) for one in canonicals) + ", as adopted"
    plain = [one.canonical for one in find(text, lang=lang, home=None, grammar=grammar)]
    noisy = [one.canonical for one in find(_noisy(text, noise), lang=lang, home=None, grammar=grammar)]
    assert noisy == plain
    assert plain == canonicals


@given(number=st.integers(1, 49))
def test_roman_numerals(number: int) -> None:
    assert from_roman(to_roman(number)) == number
    assert from_roman(to_roman(number).lower()) == number
