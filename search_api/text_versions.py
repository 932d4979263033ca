"""A document that proposes amendments, shown as it would read, as it read, or with both: `?text=proposed|former|redline`."""

from __future__ import annotations

from typing import TypeVar

from msgspec.structs import replace

from core.amendments import TEXT_VERSIONS, Reading, TextVersion, is_amended, reading
from core.records.document import Mark
from core.records.search import DocumentView, OutgoingLink, SegmentView

Placed = TypeVar("Placed", Mark, OutgoingLink)


def text_version(asked: str | None) -> TextVersion:
    """The version that an address asks for; the redline, which hides nothing, where it asks for none that there is."""
    return next((one for one in TEXT_VERSIONS if one == asked), "redline")


def has_versions(view: DocumentView) -> bool:
    return any(is_amended(segment.marks) for segment in view.segments)


def in_version(segment: SegmentView, version: TextVersion) -> SegmentView:
    """The segment with the text of that version; its marks and citations stand where they stand in it."""
    if version == "redline" or not is_amended(segment.marks):
        return segment
    read = reading(segment.text, segment.marks, version)
    marks = (_moved(mark, read) for mark in segment.marks if mark.kind not in ("inserted", "deleted"))
    links = (_moved(link, read) for link in segment.links if not (version == "proposed" and link.deleted))
    return replace(
        segment,
        text=read.text,
        marks=tuple(mark for mark in marks if mark is not None),
        links=tuple(link for link in links if link is not None),
    )


def _moved(placed: Placed, read: Reading) -> Placed | None:
    """In the text of `read`; None where nothing of it is left. What marks a place only stays at its place."""
    start = end = None
    at = 0
    for first, last in read.ranges:
        if placed.start == placed.end and first <= placed.start <= last:
            return replace(placed, start=at + placed.start - first, end=at + placed.start - first)
        low, high = max(placed.start, first), min(placed.end, last)
        if low < high:
            start = at + low - first if start is None else start
            end = at + high - first
        at += last - first
    return None if start is None or end is None else replace(placed, start=start, end=end)
