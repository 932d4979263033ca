"""Amendments in published reports: what a reader sees underlined and struck on five pages comes out as marks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.limits import Limits
from core.records.document import Document, MarkKind
from core.records.pages import Pages
from extract.read.pdf.reader import read_pdf

pytestmark = pytest.mark.corpus
Understood = Callable[..., Document]


@pytest.fixture(scope="module")
def reports(shared: Path) -> Callable[[str], Pages]:
    folder = shared / "corpus" / "unfccc-petermr"

    def read(name: str) -> Pages:
        path = folder / f"{name}.pdf"
        if not path.is_file():
            pytest.skip(f"{name} is not on this machine")
        return read_pdf(path.read_bytes(), path.name, Limits())

    return read


def marked(document: Document, page: int, kind: MarkKind) -> list[str]:
    return [
        segment.text[mark.start : mark.end]
        for segment in document.segments
        if segment.pages and segment.pages[0] == page
        for mark in segment.marks
        if mark.kind == kind
    ]


# Name of the file, page, first and last words of deletions, least number of insertions and deletions: seen on the page.
PAGES = [
    ("CMP_5__1_10_CMP_5", 18, ["and to the Fund", "calendar", "calendar"], 4, 4),
    ("CMP_4__1_8_CMP_4", 16, ["and"], 1, 1),
    ("CP_9__1_16_CP_9", 46, ["source", "emission", "emission", "sources", "sources", "sources"], 1, 6),
    ("CP_20__1_CP_20", 18, ["Cooperation and support for implementation"], 0, 1),
    ("CP_18__11_18_CP18", 40, [], 5, 0),
]


@pytest.mark.parametrize(("name", "page", "deleted", "insertions", "deletions"), PAGES)
def test_marks_of_published_pages(
    name: str, page: int, deleted: list[str], insertions: int, deletions: int,
    reports: Callable[[str], Pages], understood: Understood,
) -> None:  # fmt: skip
    document = understood(reports(name))
    found = marked(document, page, "deleted")
    assert [one for one in found if one in deleted] == deleted
    assert len(found) == deletions
    assert len(marked(document, page, "inserted")) >= insertions
    # Labels of options and hyperlinks are underlined too, and are no insertions.
    assert not any(one.startswith("Option ") for one in marked(document, page, "inserted"))
