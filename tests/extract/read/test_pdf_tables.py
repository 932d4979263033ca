"""Tables of PDFs: ruled ones, ones with horizontal rules only, and rules that are no tables."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core.limits import Limits
from core.records.pages import Pages
from extract.read.pdf.reader import read_pdf

Draw = Callable[[Canvas], None]
HEAD = ("Corridor", "Year", "Adults")
ROWS = (("Northern arc", "2019", "412"), ("Straits", "2020", "118"), ("High plateau", "2021", "60"))
LEFTS = (80.0, 220.0, 320.0)
RIGHT = 420.0
HEIGHT = 20.0


def read(*pages: Draw) -> Pages:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return read_pdf(out.getvalue(), "made.pdf", Limits())


def text(canvas: Canvas) -> None:
    canvas.setFont("Times-Roman", 11)
    for number in range(6):
        canvas.drawString(
            72, 760 - 14 * number, f"Line {number} of a paragraph that goes before the table of the page."
        )


def after(canvas: Canvas) -> None:
    canvas.drawString(72, 300, "A line that comes after it.")


def cells(canvas: Canvas, top: float = 600) -> None:
    for number, row in enumerate((HEAD, *ROWS)):
        for left, cell in zip(LEFTS, row, strict=True):
            canvas.drawString(left + 4, top - HEIGHT * number - 14, cell)


def grid(canvas: Canvas, top: float = 600) -> None:
    for number in range(len(ROWS) + 2):
        canvas.line(LEFTS[0], top - HEIGHT * number, RIGHT, top - HEIGHT * number)
    for x in (*LEFTS, RIGHT):
        canvas.line(x, top, x, top - HEIGHT * (len(ROWS) + 1))


def ruled(canvas: Canvas) -> None:
    grid(canvas)
    cells(canvas)


def boxed(canvas: Canvas) -> None:
    """A rectangle for each cell, and white ones below, as word processors draw them."""
    edges = (*LEFTS, RIGHT)
    for row in range(len(ROWS) + 1):
        for left, right in pairwise(edges):
            canvas.setFillColorRGB(1, 1, 1)
            canvas.rect(left + 3, 600 - HEIGHT * (row + 1) + 4, right - left - 6, HEIGHT - 8, stroke=0, fill=1)
            canvas.setFillColorRGB(0, 0, 0)
            canvas.rect(left, 600 - HEIGHT * (row + 1), right - left, HEIGHT, stroke=1, fill=0)
    cells(canvas)


def three_rules(canvas: Canvas) -> None:
    for y in (600.0, 600 - HEIGHT, 600 - HEIGHT * (len(ROWS) + 1)):
        canvas.line(LEFTS[0], y, RIGHT, y)
    cells(canvas)


def by_columns(canvas: Canvas) -> None:
    """The words of one column after those of the other."""
    grid(canvas)
    for column, left in enumerate(LEFTS):
        for number, row in enumerate((HEAD, *ROWS)):
            canvas.drawString(left + 4, 600 - HEIGHT * number - 14, row[column])


def rows(pages: Pages) -> list[tuple[str, ...]]:
    return [line.cells for page in pages.pages for line in page.lines if line.role == "table"]


@pytest.mark.parametrize("draw", [ruled, boxed, three_rules, by_columns])
def test_rows_and_cells_are_read_in_the_place_of_the_table(draw: Draw) -> None:
    # A page before it: rules in the upper half of a first page are those of a masthead.
    def page(canvas: Canvas) -> None:
        text(canvas)
        draw(canvas)
        after(canvas)

    pages = read(text, page)
    assert rows(pages) == [HEAD, *ROWS]
    lines = pages.pages[1].lines
    assert [line.role for line in lines] == ["body"] * 6 + ["table"] * 4 + ["body"]
    assert [(line.table, line.row) for line in lines if line.role == "table"] == [(0, 0), (0, 1), (0, 2), (0, 3)]
    assert lines[6].text == "Corridor\tYear\tAdults"


def test_a_cell_over_two_columns_and_wrapped_text() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for y in (600, 580, 540):
            canvas.line(80, y, 420, y)
        for x in (80, 420):
            canvas.line(x, 600, x, 540)
        canvas.line(220, 580, 220, 540)
        canvas.drawString(84, 586, "Counts of whales")
        canvas.drawString(84, 566, "in the North-")
        canvas.drawString(84, 552, "East corridor")
        canvas.drawString(224, 566, "412")

    assert rows(read(page)) == [("Counts of whales", ""), ("in the North-East corridor", "412")]


def frame(canvas: Canvas) -> None:
    text(canvas)
    canvas.rect(60, 280, 480, 500)


def underlined(canvas: Canvas) -> None:
    text(canvas)
    for number in range(6):
        canvas.line(72, 758 - 14 * number, 380, 758 - 14 * number)


def boxes_below_each_other(canvas: Canvas) -> None:
    text(canvas)
    for y in (600, 560, 520):
        canvas.line(80, y, 420, y)
    for x in (80, 420):
        canvas.line(x, 600, x, 520)
    canvas.drawString(84, 575, "A box with a remark.")
    canvas.drawString(84, 535, "Another one.")


def ruled_paragraphs(canvas: Canvas) -> None:
    """Three rules of one width with sentences between them, and no gap that goes through."""
    text(canvas)
    for y in (600, 540, 480):
        canvas.line(72, y, 440, y)
    canvas.setFont("Times-Roman", 11)
    for number in range(7):
        canvas.drawString(
            72, 588 - 15 * number, f"Between {'the ' * (number % 3)}rules a sentence goes on and on and on ({number})."
        )


def masthead(canvas: Canvas) -> None:
    for y in (800, 760, 700):
        canvas.line(72, y, 520, y)
    canvas.setFont("Times-Roman", 11)
    for number, (left, right) in enumerate(
        (("Convention on", "MAR/COP3/Doc.7"), ("the Sky", "12 June 2023"), ("Whales", "English"))
    ):
        canvas.drawString(72, 740 - 14 * number, left)
        canvas.drawString(360, 740 - 14 * number, right)
    canvas.drawString(72, 600, "The text begins here and is long enough.")


@pytest.mark.parametrize("draw", [frame, underlined, boxes_below_each_other, ruled_paragraphs, masthead])
def test_other_rules_are_no_tables(draw: Draw) -> None:
    assert rows(read(draw)) == []


def test_a_chart_of_very_many_rules_is_passed_over_in_time() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas)
        for step in range(120):
            canvas.line(60, 100 + step * 1.5 + 100 * (step % 2), 540, 100 + step * 1.5 + 100 * (step % 2))
            canvas.line(60 + 4 * step, 100, 60 + 4 * step, 400)
        after(canvas)

    assert [line.text for line in read(page).pages[0].lines][-1] == "A line that comes after it."


def test_the_table_of_the_sample_report(root: Path) -> None:
    path = root / "samples" / "documents" / "cop4-inf-3.en.pdf"
    found = rows(read_pdf(path.read_bytes(), path.name, Limits()))
    assert found[0] == ("Corridor", "Year", "Adults", "Calves", "Moorings")
    assert len(found) == 13
    assert ("Straits", "2022", "119", "(11)", "8") in found
