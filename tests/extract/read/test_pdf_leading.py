"""What is a gap between lines, and what is a line in the middle, in papers too short for counts to tell."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core.limits import Limits
from core.records.pages import Line
from extract.read.pdf.reader import read_pdf

LONG = "The keepers of the harbour lamps shall report each spring on the state of their"
ON = "lamps and on the bells, as far as these are heard at sea."


def drawn(lines: Sequence[tuple[str, float, bool]]) -> list[Line]:
    """The lines of a page: text, distance from the line above, whether it stands in the middle."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    middle = 90 + canvas.stringWidth(LONG, "Times-Roman", 11) / 2
    y = 760.0
    for text, down, centered in lines:
        y -= down
        canvas.setFont("Times-Roman", 11)
        (canvas.drawCentredString(middle, y, text) if centered else canvas.drawString(90, y, text))
    canvas.showPage()
    canvas.save()
    return list(read_pdf(out.getvalue(), "made.pdf", Limits()).pages[0].lines)


def paper(leading: float, space: float, running: int) -> list[tuple[str, float, bool]]:
    """Many paragraphs of one line, and `running` ones of two."""
    lines = [("ANNEX I", 0.0, True), ("RULES FOR LAMPS", space, True)]
    lines += [(f"({letter}) a rule of one line;", space, False) for letter in "abcdefghijkl"]
    for _ in range(running):
        lines += [(LONG, space, False), (ON, leading, False)]
    return lines


@pytest.mark.parametrize(
    ("leading", "space", "running", "gaps", "reason"),
    [
        (13.0, 22.0, 3, True, "the few lines that go on tell the leading, not the many paragraphs"),
        (13.0, 22.0, 5, True, "the same"),
        (22.0, 22.0, 4, False, "a paper with lines far apart has no gaps where all distances are alike"),
        (14.0, 17.0, 4, False, "little more than the leading is no gap"),
        (13.0, 22.0, 1, False, "one line that goes on may stand anywhere"),
    ],
)
def test_the_leading_of_a_short_paper(leading: float, space: float, running: int, gaps: bool, reason: str) -> None:
    lines = drawn(paper(leading, space, running))
    items = [line for line in lines if line.text.startswith("(")]
    assert [line.gap for line in items] == [gaps] * len(items), reason
    assert not any(line.gap for line in lines if line.text == ON), reason


@pytest.mark.parametrize(
    ("running", "reason"),
    [(3, "three lines reach the right edge"), (8, "several do")],
)
def test_the_middle_of_a_short_paper(running: int, reason: str) -> None:
    lines = drawn(paper(13.0, 22.0, running))
    assert [line.text for line in lines if line.centered] == ["ANNEX I", "RULES FOR LAMPS"], reason
