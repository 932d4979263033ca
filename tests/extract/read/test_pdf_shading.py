"""Tables with shaded cells: the boxes of a shading that nobody sees as such part no rows and no columns."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.colors import black, lightgrey
from reportlab.pdfgen.canvas import Canvas

from core.limits import Limits
from extract.read.pdf.fills import Fill, visible_sides
from extract.read.pdf.reader import read_pdf

ROWS = [
    (["Corridor"], ["Measure", "of the Party"], ["Cost"]),
    (["Lamps", "on quays"], ["Put them out", "by night"], ["120"]),
    (["Bell", "boats", "and buoys"], ["Ring them", "twice an hour"], ["35"]),
    (["Meadows"], ["Leave them", "alone"], ["0"]),
]
LEFTS = (72.0, 190.0, 390.0, 460.0)
LINE = 13.0
TEXTS = [tuple(" ".join(cell) for cell in row) for row in ROWS]

Shade = Callable[[Canvas, float, float, float, float, int], None]
"""Shades a cell: canvas, left, right, top, height, lines of text in it."""


def by_line(canvas: Canvas, left: float, right: float, top: float, height: float, lines: int) -> None:
    """One box a line of text, narrower than the cell, and no box of the cell."""
    canvas.setFillColor(lightgrey)
    for line in range(lines):
        canvas.rect(left + 5, top - LINE * (line + 1), right - left - 10, LINE, stroke=0, fill=1)


def cell_and_lines(canvas: Canvas, left: float, right: float, top: float, height: float, lines: int) -> None:
    """The whole cell, then a box a line in it, as Word does."""
    canvas.setFillColor(lightgrey)
    canvas.rect(left, top - height, right - left, height, stroke=0, fill=1)
    by_line(canvas, left, right, top, height, lines)


def strips_and_line(canvas: Canvas, left: float, right: float, top: float, height: float, lines: int) -> None:
    """What is above and below the text of a cell, then its lines, as Word does where text stands in the middle."""
    canvas.setFillColor(lightgrey)
    room = (height - LINE * lines) / 2
    canvas.rect(left, top - room, right - left, room, stroke=0, fill=1)
    canvas.rect(left, top - height, right - left, room, stroke=0, fill=1)
    for line in range(lines):
        canvas.rect(left + 0.4, top - room - LINE * (line + 1), right - left - 0.8, LINE, stroke=0, fill=1)


def cell_alone(canvas: Canvas, left: float, right: float, top: float, height: float, lines: int) -> None:
    canvas.setFillColor(lightgrey)
    canvas.rect(left, top - height, right - left, height, stroke=0, fill=1)


def made(shade: Shade, *, shaded: Callable[[int, int], bool], ruled: bool = True) -> list[tuple[str, ...]]:
    """Cells of the rows of a table in which some cells are shaded."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, 780, "The table shows what was done for the whales.")
    y = 750.0
    for number, row in enumerate(ROWS):
        height = LINE * max(len(cell) for cell in row) + 4
        for column, cell in enumerate(row):
            if shaded(number, column):
                shade(canvas, LEFTS[column], LEFTS[column + 1], y, height, len(cell))
        canvas.setFillColor(black)
        canvas.setFont("Helvetica", 10)
        for column, cell in enumerate(row):
            for at, line in enumerate(cell):
                canvas.drawString(LEFTS[column] + 7, y - 10 - LINE * at, line)
        if ruled:
            canvas.setLineWidth(0.5)
            for column in range(3):
                canvas.rect(LEFTS[column], y - height, LEFTS[column + 1] - LEFTS[column], height, stroke=1, fill=0)
        y -= height
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, y - 30, "It is to be kept up to date.")
    canvas.save()
    return [
        line.cells for line in read_pdf(out.getvalue(), "made.pdf", Limits()).pages[0].lines if line.role == "table"
    ]


SHADED: list[tuple[Callable[[int, int], bool], str]] = [
    (lambda row, column: row == 0, "the head"),
    (lambda row, column: column == 0, "the first column"),
    (lambda row, column: row == 0 or column == 0, "both"),
    (lambda row, column: True, "all of it"),
    (lambda row, column: row % 2 == 1, "every other row"),
]  # fmt: skip


@pytest.mark.parametrize("shade", [by_line, cell_and_lines, strips_and_line, cell_alone])
@pytest.mark.parametrize(("shaded", "reason"), SHADED, ids=[row[1] for row in SHADED])
def test_shading_parts_no_rows(shade: Shade, shaded: Callable[[int, int], bool], reason: str) -> None:
    assert made(shade, shaded=shaded) == TEXTS, reason


def test_a_table_that_is_drawn_by_its_shading_alone() -> None:
    assert made(cell_alone, shaded=lambda row, column: True, ruled=False) == TEXTS


GREY, DARK = (200, 200, 200), (90, 90, 90)


@pytest.mark.parametrize(
    ("boxes", "seen", "reason"),
    [
        ([(GREY, (0, 0, 100, 20))], [set()], "one box"),
        ([(GREY, (0, 10, 100, 20)), (GREY, (0, 0, 100, 10))], [{"bottom"}, {"top"}], "two that touch"),
        ([(GREY, (0, 0, 100, 10)), (GREY, (0, 10, 100, 20))], [{"top"}, {"bottom"}], "drawn from below"),
        (
            [(GREY, (0, 30, 100, 40)), (GREY, (0, 0, 100, 10)), (GREY, (0.6, 10, 99.4, 30))],
            [{"bottom"}, {"top"}, {"top", "bottom"}],
            "above and below a line, then the line",
        ),
        ([(GREY, (0, 10, 100, 20)), (DARK, (0, 0, 100, 10))], [set(), set()], "of two colours"),
        ([(GREY, (0, 10, 100, 20)), (GREY, (0, 0, 60, 10))], [set(), set()], "of two widths"),
        ([(GREY, (0, 15, 100, 20)), (GREY, (0, 0, 100, 10))], [set(), set()], "with room between"),
        (
            [(GREY, (0, 10, 100, 20)), (GREY, (100, 10, 200, 20)), (GREY, (0, 0, 100, 10))],
            [set()] * 3,
            "cells, row by row",
        ),
        (
            [(GREY, (0, 0, 100, 50)), (GREY, (5, 30, 95, 45)), (GREY, (5, 5, 95, 30))],
            [set()],
            "lost in the one around them",
        ),
        ([(GREY, (0, 0, 100, 50)), (DARK, (5, 30, 95, 45))], [set(), set()], "to be seen in the one around it"),
    ],
)
def test_which_sides_are_seen(
    boxes: list[tuple[tuple[int, ...], tuple[float, float, float, float]]], seen: list[set[str]], reason: str
) -> None:
    fills = [Fill(color, box) for color, box in boxes]
    assert [hidden for _, hidden in visible_sides(fills)] == seen, reason
