"""Pins as printed, in both languages, to segments of the cited text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.links.pins import places_of
from index.links.places import Place

TEXT = tuple(
    Place(path, kind, label)
    for path, kind, label in [
        ("title", "title", None),
        ("pre1", "preambular", None),
        ("pre3", "preambular", None),
        ("h1", "heading", "II."),
        ("3", "operative", "3."),
        ("3/b", "item", "(b)"),
        ("4", "operative", "4."),
        ("4/a", "item", "(a)"),
        ("4/a/vi", "item", "(vi)"),
        ("5", "operative", "5."),
        ("8bis", "operative", "8 bis"),
        ("annex1/title", "heading", None),
        ("annex1/2", "paragraph", "2."),
        ("annex1/3", "paragraph", "3."),
        ("annex2/h1", "heading", "ANNEX II"),
        ("annex2/1", "paragraph", "1."),
    ]
)


WHOLE = ("as amended", "section IV", "table 1")
"""What is not there and has a blank in its name."""


@pytest.mark.parametrize(
    ("pin", "places", "unplaced", "reason"),
    [
        ("paragraph 3", "3", "", "a number is a path"),
        ("paragraph 3(b)", "3/b", "", "an item"),
        ("paragraphe 3 b)", "3/b", "", "as French prints it"),
        ("4(a)(vi)", "4/a/vi", "", "one pin, not three"),
        ("paragraph 4 (a) (vi)", "4/a/vi", "", "blanks do not count"),
        ("paragraphs 3(b) and 4", "3/b 4", "", "a list"),
        ("paragraphes 3 et 5", "3 5", "", "a list in French"),
        ("paragraphs 3 to 5", "3 4 5", "", "all of a range"),
        ("paragraphes 3 à 5", "3 4 5", "", "all of a range in French"),
        ("paragraphs 3–5", "3 4 5", "", "a range with a dash"),
        ("paragraphs 3-7", "3 4 5", "6 7", "what of a range is not there"),
        ("paragraphs 3, 4 and 5(a)-(c)", "3 4 5", "", "a range of letters that are not set apart"),
        ("paragraph 3(a) to (c)", "3/b", "3/a 3/c", "a range of letters"),
        ("paragraph 4(a)(v)-(vi)", "4/a/vi", "4/a/v", "a range of Roman numerals"),
        ("paragraphs 5 to 3", "5 3", "", "ends that fall are no range"),
        ("paragraphs 3 and 4 to 5", "3 4 5", "", "a list with a range in it"),
        ("paragraph 8 bis", "8bis", "", "a number that was put between"),
        ("operative paragraph 5", "5", "", "operative is what is numbered"),
        ("operative paragraph 5(c)", "5", "", "an item that is not set apart stands in its paragraph"),
        ("paragraph 4(c)", "", "4/c", "the paragraph has items, and not this one"),
        ("paragraph 3(a) and (b)", "3/b", "3/a", "a letter alone stands in the paragraph before it"),
        ("paragraph 9", "", "9", "no such paragraph"),
        ("preambular paragraph 3", "pre3", "", "the preamble counts by itself"),
        ("annex II", "annex2/h1", "", "the beginning of the annex"),
        ("Annexe 2", "annex2/h1", "", "Arabic and French"),
        ("annexes I et II", "annex1/title annex2/h1", "", "two annexes"),
        ("annex III", "", "annex3", "no such annex"),
        ("annex", "", "annex", "which of two is not said"),
        ("paragraph 2 of annex I", "annex1/2", "", "inside of the annex"),
        ("annex I, paragraph 2", "annex1/2", "", "the other way round"),
        ("paragraph 5 of annex I", "", "annex1/5", "paragraph 5 of the main text is another one"),
        ("section II", "h1", "", "a heading with that number"),
        ("section IV", "", "section 4", "no such heading"),
        ("table 1", "", "table 1", "tables are not told apart"),
        ("as amended", "", "as amended", "no place at all: kept as it is"),
    ],
)
def test_places(pin: str, places: str, unplaced: str, reason: str) -> None:
    found = places_of(pin, TEXT)
    assert found.places == tuple(places.split()), reason
    assert found.unplaced == (tuple(unplaced.split()) if pin not in WHOLE else (unplaced,)), reason


def test_the_only_annex_needs_no_number() -> None:
    one = (Place("1", "operative"), Place("annex/1", "paragraph"), Place("annex/2", "paragraph"))
    assert places_of("annex", one).places == ("annex/1",)
    assert places_of("annex I", one).places == ("annex/1",)
    assert places_of("paragraph 2 of the annex", one).places == ("annex/2",)
    assert places_of("annex II", one).places == ()


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["paragraph", "annex", "3", "(a)", "ii", "and", ",", "ſ", "İ"]), max_size=30).map(
        " ".join
    )
)
def test_any_pin_gives_places_that_are_there_or_says_what_is_not(pin: str) -> None:
    found = places_of(pin, TEXT)
    assert set(found.places) <= {one.path for one in TEXT}
    assert found.places or found.unplaced or not pin
