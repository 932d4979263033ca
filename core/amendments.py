"""The three texts of a paragraph that is being amended: as proposed, as it was, and both at once.

What is stored is the redline: the text with everything in it, and marks that say what is inserted and what is deleted. The
other two are computed from it, so that offsets into the stored text stay the only ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from core.records.document import Mark

PARAGRAPH_END = "¶"
"""Target of a mark without letters: the end of a paragraph was deleted here (what were two are one as proposed), or inserted
at the end of the text (what is the next paragraph now was the rest of this one)."""

TextVersion = Literal["proposed", "former", "redline"]
TEXT_VERSIONS: tuple[TextVersion, ...] = ("proposed", "former", "redline")

_LEFT_OUT = {"proposed": "deleted", "former": "inserted"}
_CLOSING = ",;.:!?)]"
_OPENING = ("(", "[", "“", "‘")


class Reading(Struct, frozen=True):
    """One of the texts, with its way back to the stored one."""

    text: str
    ranges: tuple[tuple[int, int], ...]
    """Half-open stretches of the stored text that, one after the other, are `text`."""

    def stretches(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Where `text[start:end]` stands in the stored text: one stretch, or several where something was left out between."""
        found = []
        at = 0
        for first, last in self.ranges:
            low, high = max(start - at, 0), min(end - at, last - first)
            if low < high:
                found.append((first + low, first + high))
            at += last - first
        return tuple(found)


def is_amended(marks: Iterable[Mark]) -> bool:
    return any(mark.kind in ("inserted", "deleted") for mark in marks)


def reading(text: str, marks: Iterable[Mark], version: TextVersion) -> Reading:
    """`text` as `version`. A stretch that is left out takes one of the blanks beside it along."""
    wanted = _LEFT_OUT.get(version)
    cuts = _merged([(mark.start, mark.end) for mark in marks if mark.kind == wanted and mark.start < mark.end])
    if not cuts:
        return Reading(text, ((0, len(text)),) if text else ())
    ranges: list[tuple[int, int]] = []
    at = 0
    for start, end in cuts:
        before = text[at:start] or (text[ranges[-1][0] : ranges[-1][1]] if ranges else "")
        after = text[end : end + 1]
        blank_after = after == " " and (not before or before.endswith((" ", *_OPENING)))
        blank_before = not blank_after and at < start and text[start - 1] == " " and after in ("", *_CLOSING)
        if at < start - blank_before:
            ranges.append((at, start - blank_before))
        at = end + blank_after
    if at < len(text):
        ranges.append((at, len(text)))
    return Reading("".join(text[start:end] for start, end in ranges), tuple(ranges))


def _merged(cuts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(cuts):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
