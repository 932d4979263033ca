"""The second reader of PDFs, and when it is asked."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from core.errors import Refused
from core.limits import Limits
from extract.read.pdf.reader import read_pdf
from extract.read.pdf.second_reader import read_drafts


def two_pages() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setTitle("On meadows")
    for number in (1, 2):
        canvas.setFont("Times-Bold", 14)
        canvas.drawString(72, 720, f"Decision {number}")
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(72, 690, "The Parties shall count the cranes,")
        canvas.drawString(72, 676, "each spring.")
        canvas.drawString(300, 40, str(number))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def without_pdfium(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any) -> None:
        raise pypdfium2.PdfiumError("Failed to load document.", err_code=3)

    monkeypatch.setattr(pypdfium2, "PdfDocument", refuse)


@pytest.mark.usefixtures("without_pdfium")
def test_it_gives_what_the_first_would_have_given() -> None:
    pages = read_pdf(two_pages(), "a.pdf", Limits())
    assert pages.reader.startswith("pdfplumber ")
    assert pages.properties["title"] == "On meadows"
    assert [page.label for page in pages.pages] == ["1", "2"]
    first = pages.pages[0].lines
    assert [(line.text, line.role) for line in first] == [
        ("Decision 1", "body"),
        ("The Parties shall count the cranes,", "body"),
        ("each spring.", "body"),
        ("1", "footer"),
    ]
    assert (first[0].bold, first[0].size, first[1].bold, first[1].indent) == (True, 14.0, False, 72.0)


def test_lines_of_both_readers_stand_in_the_same_places(monkeypatch: pytest.MonkeyPatch) -> None:
    drafts, issues, _, _ = read_drafts(two_pages(), Limits())
    assert issues == []
    with_pdfium = read_pdf(two_pages(), "a.pdf", Limits()).pages
    for draft, page in zip(drafts, with_pdfium, strict=True):
        for line, other in zip(draft.lines, page.lines, strict=True):
            assert other.box is not None
            assert line.raw.x0 == pytest.approx(other.box[0], abs=1)
            assert line.raw.top < (other.box[1] + other.box[3]) / 2 < line.raw.bottom


@pytest.mark.usefixtures("without_pdfium")
@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (b"%PDF-1.7\n%%EOF", Limits(), "damaged"),
        (b"%PDF-1.7\n1 0 obj\n<</Type", Limits(), "truncated"),
        (two_pages(), Limits(pages=1), "too-many-pages"),
        (two_pages(), Limits(text_chars=30), "too-much-text"),
        (two_pages(), Limits(page_chars=10), "too-much-text"),
    ],
    ids=["damaged", "truncated", "pages", "text", "page"],
)
def test_its_refusals(data: bytes, limits: Limits, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_pdf(data, "a.pdf", limits)
    assert caught.value.code == code
