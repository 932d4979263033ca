"""A document that proposes amendments, shown as it would read, as it read, or with both: `?text=proposed|former|redline`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TypeVar

from msgspec.structs import replace

from core.amendments import PARAGRAPH_END, TEXT_VERSIONS, Reading, TextVersion, is_amended, reading
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
    if not is_amended(segment.marks):
        return segment
    segment = _with_paragraph_ends(segment, version)
    if version == "redline":
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


def _with_paragraph_ends(segment: SegmentView, version: TextVersion) -> SegmentView:
    """The sign of word processors at each changed end of a paragraph. The proposed text needs none: it ends where it ends."""
    signs = sorted(
        mark.start
        for mark in segment.marks
        if mark.target == PARAGRAPH_END and not (version == "proposed" and mark.kind == "inserted")
    )
    if not signs:
        return segment
    borders = [0, *signs, len(segment.text)]
    pieces = [segment.text[start:end] for start, end in pairwise(borders)]

    def shifted(placed: Placed) -> Placed:
        last = bisect_left(signs, placed.end) if placed.start < placed.end else bisect_right(signs, placed.end)
        return replace(placed, start=placed.start + bisect_right(signs, placed.start), end=placed.end + last)

    def on_sign(mark: Mark) -> Mark:
        at = mark.start + bisect_left(signs, mark.start)
        return replace(mark, start=at, end=at + 1, target=None)

    return replace(
        segment,
        text=PARAGRAPH_END.join(pieces),
        marks=tuple(
            on_sign(mark) if mark.target == PARAGRAPH_END else shifted(mark)
            for mark in segment.marks
            if not (version == "proposed" and mark.kind == "inserted" and mark.target == PARAGRAPH_END)
        ),
        links=tuple(shifted(link) for link in segment.links),
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
