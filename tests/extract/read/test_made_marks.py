"""Underlined and struck text in files of a word processor, against what was put in: every letter counts."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

from core.limits import Limits
from core.records.pages import Pages
from extract.read.docx.reader import read_docx
from extract.read.pdf.reader import read_pdf

WORDS = [
    "the",
    "corridor",
    "of",
    "sky",
    "whales",
    "shall",
    "remain",
    "open",
    "along",
    "its",
    "whole",
    "length",
    "for",
    "moorings",
    "by",
    "night",
    "jaguar",
    "quay",
]
FONTS = ["Liberation Serif", "DejaVu Sans"]
Letter = tuple[str, str]


def made(font: str) -> tuple[bytes, list[Letter]]:
    """A DOCX, and its letters with `u`, `s` or a blank each. Blanks at the end of a run are marked like the run."""
    chance = random.Random(font)
    document = docx.Document()
    document.styles["Normal"].font.name = font
    document.styles["Normal"].font.size = Pt(11)
    truth: list[Letter] = []
    for _ in range(15):
        paragraph = document.add_paragraph()
        for _ in range(chance.randint(3, 9)):
            text = " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 7))) + " "
            style = chance.choice("  us")
            run = paragraph.add_run(text)
            run.underline = True if style == "u" else None
            run.font.strike = True if style == "s" else None
            truth += [(letter, style) for letter in text if letter != " "]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), truth


def letters(pages: Pages) -> Iterator[Letter]:
    for page in pages.pages:
        for line in page.lines:
            styles = ["u" if line.underline else " "] * len(line.text)
            for span in line.spans:
                styles[span.start : span.end] = ["s" if span.strike else "u" if span.underline else " "] * (
                    span.end - span.start
                )
            yield from ((letter, style) for letter, style in zip(line.text, styles, strict=True) if letter != " ")


def shares(found: list[Letter], truth: list[Letter], style: str) -> tuple[float, float]:
    """Precision and recall."""
    right = sum(one[1] == other[1] == style for one, other in zip(found, truth, strict=True))
    return right / sum(one[1] == style for one in found), right / sum(one[1] == style for one in truth)


@pytest.mark.parametrize("font", FONTS)
def test_docx(font: str) -> None:
    data, truth = made(font)
    assert list(letters(read_docx(data, "made.docx", Limits()))) == truth


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("font", FONTS)
def test_pdf_of_libreoffice(font: str, tmp_path: Path) -> None:
    data, truth = made(font)
    source = tmp_path / "made.docx"
    source.write_bytes(data)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(tmp_path), str(source),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    found = list(letters(read_pdf(source.with_suffix(".pdf").read_bytes(), "made.pdf", Limits())))
    assert [one[0] for one in found] == [one[0] for one in truth]
    for style in "us":
        precision, recall = shares(found, truth, style)
        assert precision >= 0.99
        assert recall >= 0.99
