"""Every shape of numbering in a text, in a DOCX with typed labels and in a PDF: the paths are the same, and right."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import yaml
from docx.shared import Cm
from msgspec import Struct
from reportlab.pdfgen.canvas import Canvas

from core.limits import Limits
from core.records.document import Document
from core.records.pages import Pages
from extract.read.docx.reader import read_docx
from extract.read.pdf.reader import read_pdf
from extract.read.text import read_text

Understood = Callable[..., Document]
SHAPES: dict[str, str] = yaml.safe_load(Path(__file__).with_name("numbering_shapes.yml").read_text(encoding="utf-8"))


class Row(Struct, frozen=True):
    depth: int
    label: str
    text: str
    path: str


def rows_of(shape: str) -> list[Row]:
    rows = []
    for line in shape.strip().splitlines():
        depth, label, words, path = (cell.strip() for cell in line.split("|"))
        rows.append(Row(int(depth), label, sentence(words), path))
    return rows


def sentence(words: str) -> str:
    if words[0] == "=" or words[0].isupper():
        return words.removeprefix("=")
    begin = f"The Parties keep the {words.rstrip(':')} corridor of the sky whales open along the whole of its length and report"
    return f"{begin} on it as follows:" if words.endswith(":") else f"{begin} on it each year."


def as_text(rows: list[Row]) -> Pages:
    lines = []
    for row in rows:
        indent = "    " * row.depth
        first, *others = wrapped(row.text, 80 - len(indent))
        lines += [
            indent + f"{row.label} {first}".strip(),
            *(indent + "    " * bool(row.label) + one for one in others),
            "",
        ]
    return read_text("\n".join(lines).encode(), "made.txt", Limits())


def as_docx(rows: list[Row]) -> Pages:
    document = docx.Document()
    for row in rows:
        paragraph = document.add_paragraph(f"{row.label}\t{row.text}" if row.label else row.text)
        paragraph.paragraph_format.left_indent = Cm(1.25 * (row.depth + bool(row.label)))
    out = io.BytesIO()
    document.save(out)
    return read_docx(out.getvalue(), "made.docx", Limits())


def as_pdf(rows: list[Row]) -> Pages:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    y = 780.0
    for row in rows:
        left = 72 + 42 * row.depth
        canvas.setFont("Times-Roman", 11)
        if row.label:
            canvas.drawString(left, y, row.label)
        for line in wrapped(row.text, 78 - 8 * row.depth):
            canvas.drawString(left + 42 * bool(row.label), y, line)
            y -= 13
        y -= 7
    canvas.save()
    return read_pdf(out.getvalue(), "made.pdf", Limits())


def wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


@pytest.mark.parametrize("made", [as_text, as_docx, as_pdf], ids=["text", "docx", "pdf"])
@pytest.mark.parametrize("name", SHAPES)
def test_paths(name: str, made: Callable[[list[Row]], Pages], understood: Understood) -> None:
    rows = rows_of(SHAPES[name])
    document = understood(made(rows))
    assert [(one.path, one.text) for one in document.segments] == [(row.path, row.text) for row in rows]


def test_there_are_many_shapes() -> None:
    assert len(SHAPES) >= 25
