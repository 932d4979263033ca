"""Notes at the foot of a page whose call, number or rule is missing, and small type that is no note."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from core.limits import Limits
from core.records.pages import Line
from extract.read.pdf.reader import read_pdf

BODY = (
    "The Parties shall keep the corridor of the sky whales open along its whole",
    "length and shall light moorings from below only, in line with what the Council",
    "gave them to read, and shall tell the Secretariat which lamps were put out.",
)
NOTE = ("See the list of corridors that the Council keeps, as it stood before", "the second meeting of the Parties.")


def made(
    foot: Sequence[str], *, size: float = 8, top: float = 110, rule: bool = False, call: str = "", paragraphs: int = 9
) -> tuple[Line, ...]:
    """Lines of the first of two pages: numbered paragraphs in 11 points, and `foot` in smaller type from `top` on."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in (0, 1):
        y = 760.0
        for number in range(paragraphs if page == 0 else 9):
            for at, line in enumerate(BODY):
                canvas.setFont("Times-Roman", 11)
                text = f"{9 * page + number + 1}. {line}" if at == 0 else line
                canvas.drawString(72, y, text)
                if call and page == 0 and number == at == 1:
                    canvas.setFont("Times-Roman", 6.5)
                    canvas.drawString(72 + canvas.stringWidth(text, "Times-Roman", 11), y + 4, call)
                y -= 13
            y -= 8
        if page == 0:
            if rule:
                canvas.line(72, top + 12, 210, top + 12)
            canvas.setFont("Times-Roman", size)
            for at, line in enumerate(foot):
                canvas.drawString(72, top - (size + 2) * at, line)
        canvas.setFont("Times-Roman", 9)
        canvas.drawString(290, 40, str(page + 1))
        canvas.showPage()
    canvas.save()
    return read_pdf(out.getvalue(), "made.pdf", Limits()).pages[0].lines


def notes(lines: Sequence[Line]) -> list[tuple[str | None, str]]:
    return [(line.note, line.text) for line in lines if line.role == "footnote"]


@pytest.mark.parametrize(
    ("label", "note", "reason"),
    [
        ("1 ", "1", "a number that is not raised"),
        ("7 ", "7", "whatever number it is"),
        ("1/ ", "1", "with a stroke, as typewriters wrote it"),
        ("1. ", "1", "with a point, in much smaller type"),
        ("(1) ", "1", "in brackets, in much smaller type"),
        ("* ", "*", "a sign"),
        ("*", "*", "a sign at its word"),
        ("** ", "**", "two signs"),
        ("† ", "†", "a dagger"),
        ("a/ ", "a", "a letter with a stroke"),
    ],
)
def test_a_note_without_call_and_rule_is_a_note(label: str, note: str, reason: str) -> None:
    lines = made([f"{label}{NOTE[0]}", NOTE[1]])
    assert notes(lines) == [(note, f"{label}{NOTE[0]}"), (note, NOTE[1])], reason


def test_notes_follow_each_other() -> None:
    lines = made([f"3 {NOTE[0]}", NOTE[1], "4 Amber lights excepted.", "5 And green ones."])
    assert [note for note, _ in notes(lines)] == ["3", "3", "4", "5"]


def test_a_number_with_a_point_and_its_call_in_type_that_is_a_little_smaller() -> None:
    assert notes(made([f"1. {NOTE[0]}", NOTE[1]], size=10)) == []
    assert len(notes(made([f"1. {NOTE[0]}", NOTE[1]], size=10, call="1"))) == 2


@pytest.mark.parametrize(
    ("foot", "keys", "reason"),
    [
        ((f"1 {NOTE[0]}", NOTE[1]), {"size": 11.0}, "as large as the text"),
        ((f"1 {NOTE[0]}", NOTE[1]), {"top": 560.0, "paragraphs": 2}, "in the upper half of the page"),
        ((NOTE[0], NOTE[1]), {}, "nothing says that it is a note"),
        (("2019 was a good year for whales.",), {}, "a year"),
        (("(a) the lamps of the harbour;", "(b) the bells."), {}, "items in small type"),
        (("16. The Parties shall meet again.",), {"size": 10.0}, "a paragraph in type a little smaller"),
    ],
)
def test_other_small_type_is_text(foot: tuple[str, ...], keys: dict[str, float], reason: str) -> None:
    assert notes(made(foot, **keys)) == [], reason  # type: ignore[arg-type]


def test_a_rule_makes_notes_of_lines_without_a_number() -> None:
    assert notes(made(NOTE, rule=True)) == [(None, NOTE[0]), (None, NOTE[1])]
