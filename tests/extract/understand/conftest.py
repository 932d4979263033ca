"""Builders that the tests of this folder share: texts of ours to pages, to nodes, to a table that can be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.configuration import Configuration
from core.records.pages import Line, Page, Pages
from extract.understand.footnotes import join_calls
from extract.understand.nodes import Node
from extract.understand.paragraphs import paragraphs
from extract.understand.paths import assign_paths
from extract.understand.structure import structure
from extract.understand.wording import Wording, load_wording

TextPages = Callable[..., Pages]
Outline = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture(scope="session")
def wording(configuration: Configuration) -> Wording:
    return load_wording(configuration)


@pytest.fixture(scope="session")
def text_pages() -> TextPages:
    """Pages of a text as the reader of plain text gives them; a form feed begins a page, `whole` is one paragraph a line."""

    def build(text: str, *, whole: bool = False) -> Pages:
        sheets = []
        for number, sheet in enumerate(text.split("\f"), 1):
            lines, gap = [], False
            for physical in sheet.split("\n"):
                if not physical.strip():
                    gap = True
                    continue
                indent = float(len(physical) - len(physical.lstrip()))
                lines.append(Line(text=physical.strip(" "), whole=whole, gap=gap, indent=indent))
                gap = False
            sheets.append(Page(number=number, lines=tuple(lines)))
        return Pages(media_type="text/plain", reader="test", pages=tuple(sheets))

    return build


@pytest.fixture(scope="session")
def nodes_of(wording: Wording) -> Callable[[Pages], tuple[Node, ...]]:
    def build(pages: Pages) -> tuple[Node, ...]:
        laid = paragraphs(pages, wording, lambda _text, _place: False)
        nodes = structure(join_calls(laid.blocks), frozenset(), wording).nodes
        assign_paths(nodes)
        return nodes

    return build


@pytest.fixture(scope="session")
def outline(text_pages: TextPages, nodes_of: Callable[[Pages], tuple[Node, ...]]) -> Outline:
    """(path, kind, first 40 letters of the text) of every segment of a text."""

    def build(text: str, *, whole: bool = False) -> list[tuple[str, str, str]]:
        return [(node.path, node.kind, node.text[:40]) for node in nodes_of(text_pages(text, whole=whole))]

    return build
