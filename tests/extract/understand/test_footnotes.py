"""Calls of footnotes: marks at their place, and no letters of the text; blanks that stood for them go along."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.records.document import Document
from core.records.pages import Line, Page, Pages, Span

Understood = Callable[..., Document]


def page(text: str, calls: list[tuple[int, int]], notes: list[tuple[str, str]], *, whole: bool = False) -> Pages:
    """One paragraph with raised calls, and footnotes (label, text)."""
    spans = tuple(Span(start=start, end=end, superscript=True) for start, end in calls)
    body = Line(
        text=text,
        spans=spans,
        box=None if whole else (72, 100, 500, 111),
        indent=72,
        size=None if whole else 11,
        whole=whole,
    )
    foot = tuple(
        Line(
            text=f"{label} {words}",
            role="footnote",
            note=label,
            box=(72, 700 + 20 * at, 300, 709 + 20 * at),
            indent=72,
            size=9,
        )
        if not whole
        else Line(text=words, role="footnote", note=label, whole=True)
        for at, (label, words) in enumerate(notes)
    )
    return Pages(media_type="test", reader="test", pages=(Page(number=1, width=595, height=842, lines=(body, *foot)),))


ONE = [("1", "Amber lights excepted.")]
TWO = [*ONE, ("2", "And green ones.")]


@pytest.mark.parametrize(
    ("text", "calls", "notes", "kept", "places", "reason"),
    [
        ("Corridors1 are open.", [(9, 10)], ONE, "Corridors are open.", [9], "in a sentence"),
        ("Corridors are open1.", [(18, 19)], ONE, "Corridors are open.", [18], "before a full stop"),
        ("Corridors are open.1", [(19, 20)], ONE, "Corridors are open.", [19], "behind a full stop"),
        ("Corridors are open1 .", [(18, 19)], ONE, "Corridors are open.", [18], "with a blank behind it"),
        ("Corridors 1, all of it, are open.", [(10, 11)], ONE, "Corridors, all of it, are open.", [9], "with a blank before it"),
        ("Corridors1,2 are open.", [(9, 12)], TWO, "Corridors are open.", [9, 9], "two in one stretch"),
        ("Corridors 1 are open.", [], ONE, "Corridors 1 are open.", [], "not raised: a number"),
        ("Corridors,1pursuant to it", [(10, 11)], ONE, "Corridors, pursuant to it", [10], "glued to both its neighbours"),
        ("Corridors1/ are open.", [(9, 11)], ONE, "Corridors are open.", [9], "with a stroke"),
        ("Corridors, 1/ of the sky.", [], ONE, "Corridors, of the sky.", [10], "in line, with a stroke"),
        ("Corridors of 1/CP.3 are open.", [], ONE, "Corridors of 1/CP.3 are open.", [], "the number of a decision"),
        ("Half, 1/2, of the corridors.", [], ONE, "Half, 1/2, of the corridors.", [], "a fraction"),
        ("Corridors7 are open.", [(9, 10)], [], "Corridors are open.", [9], "a call whose note is nowhere"),
        ("Corridors are open.12", [(19, 21)], ONE, "Corridors are open.", [19], "one behind a full stop"),
        ("The Parties* meet.", [(11, 12)], [], "The Parties meet.", [11], "a sign"),
        ("The UN3 reports.", [(6, 7)], [], "The UN reports.", [6], "behind a short name"),
        ("Parcs nationaux3, lacs et forêts", [(15, 16)], [], "Parcs nationaux, lacs et forêts", [15], "in French"),
        ("An area of 30 km2 is open.", [(16, 17)], ONE, "An area of 30 km2 is open.", [], "an exponent of a unit"),
        ("An area of 30 Km2, open.", [(16, 17)], [], "An area of 30 Km2, open.", [], "of one in other letters"),
        ("Some 103 whales", [(7, 8)], [], "Some 103 whales", [], "an exponent of a number"),
        ("The x2 of whales", [(5, 6)], [], "The x2 of whales", [], "an exponent of a letter"),
        ("The 14C of whales", [(4, 6)], [], "The 14C of whales", [], "an isotope"),
        ("Le 1er jour", [(4, 6)], [], "Le 1er jour", [], "an ordinal"),
    ],
)  # fmt: skip
def test_calls_leave_the_text(
    text: str, calls: list[tuple[int, int]], notes: list[tuple[str, str]], kept: str, places: list[int], reason: str,
    understood: Understood,
) -> None:  # fmt: skip
    segment = understood(page(text, calls, notes)).segments[0]
    assert segment.text == kept, reason
    assert [mark.start for mark in segment.marks if mark.kind == "note_call"] == places, reason


def test_a_number_at_a_word_is_no_call_where_the_format_declares_calls(understood: Understood) -> None:
    text = "The groups UNA1 and UNA2 report."
    segment = understood(page(text, [], ONE, whole=True)).segments[0]
    assert segment.text == text
