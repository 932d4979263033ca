"""Marks of a segment: links, tracked changes, footnote calls, undecided text in square brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.records.document import Mark
from extract.understand.blocks import Block

_BRACKETS = re.compile(r"\[[^\[\]]*\]")


def marks(block: Block) -> tuple[Mark, ...]:
    """In the order of the text."""
    return tuple(sorted(_marks(block), key=lambda mark: (mark.start, mark.end, mark.kind)))


def _marks(block: Block) -> Iterator[Mark]:
    length = len(block.text)
    for stretch in block.stretches:
        start, end, style = stretch.start, min(stretch.end, length), stretch.style
        if start >= end:
            continue
        if style.link:
            yield Mark(start=start, end=end, kind="link", target=style.link)
        if style.inserted:
            yield Mark(start=start, end=end, kind="inserted")
        if style.deleted:
            yield Mark(start=start, end=end, kind="deleted")
    for call in block.calls:
        yield Mark(start=min(call.at, length), end=min(call.at, length), kind="note_call", target=call.label)
    for match in _BRACKETS.finditer(block.text):
        yield Mark(start=match.start(), end=match.end(), kind="bracketed")
