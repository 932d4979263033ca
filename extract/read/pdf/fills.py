"""Filled boxes: which of their sides a person sees as the side of a table cell.

Word shades a cell, and each line of text in it, by boxes of one colour; where these touch, or lie in one another, there is
nothing to see. A side between two cells of a row counts all the same, as the boxes are drawn cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.read.pdf.frames import Box

_TOUCHING = 1.0


class Fill(NamedTuple):
    color: tuple[int, ...]
    box: Box
    """left, bottom, right, top in the page's space."""


def visible_sides(fills: Sequence[Fill]) -> Iterator[tuple[Fill, frozenset[str]]]:
    """The boxes that are not lost in the one drawn before them, in the order of drawing, each with those of its sides (`top`,
    `bottom`) that are not seen."""
    around: Fill | None = None
    for at, fill in enumerate(fills):
        before = fills[at - 1] if at else None
        if around is not None and _lies_in(fill, around):
            continue
        if before is not None and _lies_in(fill, before):
            around = before
            continue
        hidden = set()
        for other in (before, fills[at + 1] if at + 1 < len(fills) else None):
            if other is not None and other.color == fill.color and _as_wide(fill.box, other.box):
                if abs(other.box[3] - fill.box[1]) < _TOUCHING:
                    hidden.add("bottom")
                if abs(other.box[1] - fill.box[3]) < _TOUCHING:
                    hidden.add("top")
        yield fill, frozenset(hidden)


def _lies_in(fill: Fill, other: Fill) -> bool:
    """Whether a box lies in another one that is larger and of the same colour."""
    if fill.color != other.color:
        return False
    left, bottom, right, top = fill.box
    x0, y0, x1, y1 = other.box
    inside = x0 - _TOUCHING < left and right < x1 + _TOUCHING and y0 - _TOUCHING < bottom and top < y1 + _TOUCHING
    return inside and (x1 - x0) * (y1 - y0) > 1.05 * (right - left) * (top - bottom)


def _as_wide(one: Box, other: Box) -> bool:
    return abs(one[0] - other[0]) < _TOUCHING and abs(one[2] - other[2]) < _TOUCHING
