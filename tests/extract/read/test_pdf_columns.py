"""Columns that were drawn across, and what looks like them and is none."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from core.limits import Limits
from extract.read.pdf.reader import read_pdf

PROSE = "the herds of whales pass over the quays"


def read(rows: Sequence[tuple[str, ...]], lefts: Sequence[float] = (50, 320)) -> list[str]:
    """Lines of a page whose rows were drawn one after the other, each cell at its left edge."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, row in enumerate(rows):
        for left, cell in zip(lefts, row, strict=False):
            canvas.drawString(left, 760 - 15 * number, cell)
    canvas.save()
    return [line.text for line in read_pdf(out.getvalue(), "a.pdf", Limits()).pages[0].lines]


def test_a_title_over_both_columns_stays_above_and_a_remark_below() -> None:
    both = "A title that goes over both of the columns and over what stands between them, to the end"
    rows = [(both,), *((f"left {row} {PROSE}", f"right {row} {PROSE}") for row in range(12)), (both,)]
    expected = [both, *(f"{side} {row} {PROSE}" for side in ("left", "right") for row in range(12)), both]
    assert read(rows) == expected


def test_a_column_may_be_longer_than_the_other() -> None:
    rows = [(f"left {row} {PROSE}", f"right {row} {PROSE}") for row in range(10)] + [
        (f"left {10} {PROSE}",),
        ("the end.",),
    ]
    lines = read(rows)
    assert lines[:12] == [*(f"left {row} {PROSE}" for row in range(11)), "the end."]
    assert lines[12] == f"right 0 {PROSE}"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("The corridor of the northern herds", "1 175 300 24 100 2 385 900"), "a table of sums"),
        (("1.", "The herds of whales pass over the quays"), "a number and its paragraph"),
        (("Species", "What is asked of the Parties by it"), "a short cell and a long one"),
    ],
)
def test_what_is_not_running_text_is_read_across(row: tuple[str, str], reason: str) -> None:
    lines = read([row] * 12)
    assert len(lines) == 12, reason
    assert all(cell in lines[0] for cell in row)


def test_few_lines_are_no_columns() -> None:
    assert len(read([(PROSE, PROSE)] * 5)) == 5
