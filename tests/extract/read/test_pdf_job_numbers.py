"""The number of a print job at the foot of a first page, alone or beside the number of the page."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core.limits import Limits
from extract.read.pdf.reader import read_pdf


def foot(left: str, right: str, *, y: float = 30) -> list[tuple[str, str]]:
    """Role and text of the last lines of a paper of one page with a footnote."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("Times-Roman", 11)
    for row in range(12):
        canvas.drawString(72, 760 - 14 * row, "Words of the text that goes on from margin to margin of the page.")
    canvas.line(72, 64, 200, 64)
    canvas.setFont("Times-Roman", 9)
    canvas.drawString(72, 52, "* The agenda of the meeting.")
    canvas.drawString(72, y, left)
    canvas.drawRightString(523, y, right)
    canvas.save()
    lines = read_pdf(out.getvalue(), "made.pdf", Limits()).pages[0].lines
    return [(line.role, line.text) for line in lines[-2:]]


@pytest.mark.parametrize(
    ("left", "right", "role", "reason"),
    [
        ("24-15321", "1", "footer", "a bare number of a job, and the page"),
        ("GE.22-08912", "1", "footer", "one with its place"),
        ("GE.22-08912 (E)", "", "footer", "one with its language, alone"),
        ("K2200695", "1", "footer", "one of Nairobi"),
        ("24-15321", "", "footer", "a bare one, alone"),
        ("See page", "1", "footnote", "words"),
        ("2024", "2025", "footnote", "two numbers"),
    ],
)
def test_what_stands_below_the_notes(left: str, right: str, role: str, reason: str) -> None:
    found, text = foot(left, right)[-1]
    assert (found, text.split()) == (role, f"{left} {right}".split()), reason
