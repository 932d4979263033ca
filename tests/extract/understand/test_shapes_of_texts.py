"""Whole texts from the tables beside: the parts with their force, and every segment by kind and path."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.limits import Limits
from core.records.document import Document
from core.records.pages import Line, Page, Pages
from extract.read.text import read_text

Understood = Callable[..., Document]
FILES = (
    "shapes_of_bodies.yml",
    "shapes_of_compilations.yml",
    "shapes_of_headings.yml",
    "shapes_of_papers.yml",
    "shapes_of_quotations.yml",
    "shapes_of_reports.yml",
    "shapes_of_resolutions.yml",
)
ROWS: list[dict[str, Any]] = [
    row for name in FILES for row in yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
]


def part_line(document: Document) -> list[str]:
    return [
        " ".join(filter(None, (part.id, part.kind, part.force, part.canonical)))
        for part in document.parts
    ]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_parts_and_paths(row: dict[str, Any], understood: Understood) -> None:
    document = understood(read_text(f"\n{row['text']}\n".encode(), "made.txt", Limits()))
    assert part_line(document) == row["parts"], row["why"]
    assert [f"{one.kind} {one.path}" for one in document.segments] == row["segments"].split(", "), row["why"]


@pytest.mark.parametrize("row", [row for row in ROWS if "\n\n" in row["text"]], ids=lambda row: row["name"])
def test_one_paragraph_a_line(row: dict[str, Any], understood: Understood) -> None:
    """The same text as a DOCX, a page or unwrapped text gives it: no white space tells what is a heading."""
    paragraphs = (" ".join(one.split()) for one in row["text"].split("\n\n"))
    lines = tuple(Line(text=one, whole=True) for one in paragraphs)
    pages = Pages(media_type="text/plain", reader="test", pages=(Page(number=1, lines=lines),))
    document = understood(pages)
    assert part_line(document) == row["parts"], row["why"]
    assert [f"{one.kind} {one.path}" for one in document.segments] == row["segments"].split(", "), row["why"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_nothing_of_a_text_is_lost(row: dict[str, Any], understood: Understood) -> None:
    document = understood(read_text(f"\n{row['text']}\n".encode(), "made.txt", Limits()))
    kept = sorted("".join(f"{one.label or ''}{one.text}" for one in document.segments))
    assert [letter for letter in kept if letter.isalnum()] == sorted(filter(str.isalnum, row["text"])), row["why"]
