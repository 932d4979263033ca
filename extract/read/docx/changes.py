"""Tracked changes of a DOCX: what was inserted, deleted or moved, down to the ends of paragraphs and the rows of tables.

Moved text stands twice, as deleted where it was and as inserted where it is now.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Literal

from extract.read.docx.names import W
from extract.read.styled_text import PLAIN, Piece, Style

Change = Literal["inserted", "deleted"]

_CHANGES = MappingProxyType(
    {W + "ins": "inserted", W + "moveTo": "inserted", W + "del": "deleted", W + "moveFrom": "deleted"}
)


def is_change(tag: object) -> bool:
    return tag in _CHANGES


def changed(style: Style, tag: str) -> Style:
    """The style of text inside of an element with this tag."""
    return with_change(style, _CHANGES[tag])


def with_change(style: Style, change: str) -> Style:
    return style._replace(inserted=True) if change == "inserted" else style._replace(deleted=True)


def change_of(properties: Any | None) -> Change | None:
    """How a row (`w:trPr`) or the end of a paragraph (`w:rPr` of its `w:pPr`) was changed; deleted counts before inserted."""
    found = None
    for child in properties if properties is not None else ():
        if is_change(child.tag):
            if _CHANGES[child.tag] == "deleted":
                return "deleted"
            found = "inserted"
    return found  # type: ignore[return-value]


def end_of_paragraph(properties: Any | None) -> Change | None:
    """How the end of a paragraph with these properties (`w:pPr`) was changed."""
    return change_of(properties.find(W + "rPr")) if properties is not None else None


def keeps_text(pieces: Sequence[Piece], *, of: Change) -> bool:
    """Whether something stands in the paragraph that is not `of` this change."""
    return any(text.strip() and not getattr(style, of) for text, style in pieces)


def has_former_text(paragraph: Any) -> bool:
    """Whether the paragraph holds text that was there before the changes."""
    for text in paragraph.iter(W + "t", W + "delText"):
        if (text.text or "").strip():
            above = (one.tag for one in text.iterancestors())
            if not any(_CHANGES.get(tag) == "inserted" for tag in above):
                return True
    return False


def paragraph_end(change: Change) -> Piece:
    """A changed end of a paragraph in a text: it has a place and no letter."""
    return "", with_change(PLAIN, change)
