"""Files that a DOCX takes in (`w:altChunk`): their text stands where Word would show it, or an issue says that it is not read."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from core.limits import Limits
from core.records.pages import Pages
from extract.read.docx.reader import read_docx

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
HTML = b"<html><body><p>Whales <b>first</b>.</p><table><tr><th>Party</th><th>Share</th></tr></table></body></html>"


def with_chunk(data: bytes, name: str, kind: str, *, external: str = "", relation: str = "") -> Pages:
    """A DOCX with a paragraph, a frame, a table, the chunk and a paragraph."""
    document: Any = docx.Document()
    document.add_paragraph("Before.")
    document.add_table(1, 1).rows[0].cells[0].text = "Cirrus"
    for cell in document.add_table(1, 2).rows[0].cells:
        cell.text = "12"
    if external:
        key = document.part.relate_to(external, KIND, is_external=True)
    else:
        key = document.part.relate_to(Part(PackURI(f"/word/{name}"), kind, data, document.part.package), KIND)
    chunk = parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="{relation or key}"/>')
    document.element.body.insert_element_before(chunk, "w:sectPr")
    document.add_paragraph("After.")
    out = io.BytesIO()
    document.save(out)
    return read_docx(out.getvalue(), "made.docx", Limits())


def test_html_is_read_in_its_place() -> None:
    pages = with_chunk(HTML, "a.htm", "text/html")
    lines = pages.pages[0].lines
    assert [(line.text, line.table) for line in lines] == [
        ("Before.", None), ("Cirrus", None), ("12\t12", 0), ("Whales first.", None), ("Party\tShare", 1), ("After.", None),
    ]  # fmt: skip
    assert [lines[3].text[span.start : span.end] for span in lines[3].spans if span.bold] == ["first"]
    assert pages.issues == ()


def test_plain_text_is_read() -> None:
    pages = with_chunk(b"Whales first.\nThen lamps.", "a.txt", "text/plain")
    assert [line.text for line in pages.pages[0].lines][3:5] == ["Whales first.", "Then lamps."]


@pytest.mark.parametrize(
    ("data", "name", "keys", "reason"),
    [
        (b"{\\rtf1 Whales first.}", "a.rtf", {}, "a format that only LibreOffice reads"),
        (b"\0\1\2" * 300, "a.bin", {}, "noise"),
        (b"", "a.htm", {}, "nothing"),
        (HTML, "a.htm", {"external": "https://example.org/a.htm"}, "another file, which is never fetched"),
        (HTML, "a.htm", {"relation": "rId99"}, "a relation that there is not"),
    ],
)
def test_what_is_not_read_is_told(data: bytes, name: str, keys: dict[str, str], reason: str) -> None:
    pages = with_chunk(data, name, "application/octet-stream", **keys)
    assert [line.text for line in pages.pages[0].lines] == ["Before.", "Cirrus", "12\t12", "After."], reason
    (issue,) = pages.issues
    assert issue.code == "embedded-unread", reason
    assert issue.detail
