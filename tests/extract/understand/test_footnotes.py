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
