"""Lists that a word processor numbers by itself: the labels that we compute in the DOCX are those that LibreOffice prints of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.limits import Limits
from core.records.document import Document
from extract.read.pdf.reader import read_pdf

Understood = Callable[..., Document]
WORDS = (
    "The Parties keep this corridor of the sky whales open along the whole of its length and report on it each year."
)


def level(depth: int, format_: str, pattern: str, style: str = "") -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>{linked}<w:lvlText w:val="{pattern}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{720 * (depth + 1)}" w:hanging="720"/></w:pPr></w:lvl>'
    )


def abstract(key: int, *levels: tuple[str, str]) -> str:
    inner = "".join(level(depth, format_, pattern) for depth, (format_, pattern) in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'


def num(number: int, key: int, restart: bool = False) -> str:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{key}"/>{override}</w:num>'


NUMBERING = (
    abstract(1, ("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))
    + abstract(2, ("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)"))
    + abstract(3, ("upperRoman", "%1."), ("bullet", "–"))
    + num(1, 1)
    + num(2, 2)
    + num(3, 3)
    + num(4, 1, restart=True)
)
# List and level of each paragraph; a word is a heading between.
SHAPE: list[tuple[int, int] | str] = [
    "GENERAL MATTERS", (1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 0), (1, 1), "ANNEX 1", (4, 0), (4, 0), (4, 1), "ANNEX 2", (2, 0),
    (2, 1), (2, 1), (2, 2), (2, 2), (2, 0), (2, 1), "ANNEX 3", (3, 0), (3, 0), (3, 0),
]  # fmt: skip
PATHS = [
    "1", "1/a", "1/b", "1/b/i", "1/b/ii", "2", "2/a", "annex1/1", "annex1/2", "annex1/2/a", "annex2/1", "annex2/1.1", "annex2/1.2",
    "annex2/1.2/a", "annex2/1.2/b", "annex2/2", "annex2/2.1", "annex3/I", "annex3/II", "annex3/III",
]  # fmt: skip


def paragraph(one: tuple[int, int] | str) -> str:
    if isinstance(one, str):
        return f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{one}</w:t></w:r></w:p>"
    number, depth = one
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{WORDS}</w:t></w:r></w:p>"
    )


def numbered(document: Document) -> list[tuple[str, str | None]]:
    return [(one.path, one.label) for one in document.segments if one.kind not in ("heading", "title")]


def test_docx(wordprocessing: Any, understood: Understood) -> None:
    data = wordprocessing.file(*map(paragraph, SHAPE), numbering=NUMBERING)
    assert [path for path, _ in numbered(understood(wordprocessing.pages(data)))] == PATHS


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_pdf_of_libreoffice(wordprocessing: Any, understood: Understood, tmp_path: Path) -> None:
    data = wordprocessing.file(*map(paragraph, SHAPE), numbering=NUMBERING)
    source = tmp_path / "made.docx"
    source.write_bytes(data)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(tmp_path), str(source),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    printed = understood(read_pdf(source.with_suffix(".pdf").read_bytes(), "made.pdf", Limits()))
    assert numbered(printed) == numbered(understood(wordprocessing.pages(data)))
