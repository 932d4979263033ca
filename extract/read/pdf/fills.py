"""Filled boxes: which of their sides a person sees as the side of a table cell.

Word shades a cell, and each line of text in it, by boxes of one colour; where these touch, or lie in one another, there is
nothing to see. A side between two cells of a row counts all the same, as the boxes are drawn cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extract.read.pdf.frames import Box

_TOUCHING = 1.0
_LONGEST_RUN = 60


class Fill(NamedTuple):
    color: tuple[int, ...]
    box: Box
    """left, bottom, right, top in the page's space."""


def visible_sides(fills: Sequence[Fill]) -> Iterator[tuple[Fill, frozenset[str]]]:
    """The boxes that are not lost in the one drawn before them, in the order of drawing, each with those of its sides (`top`,
    `bottom`) that are not seen."""
    for run in _runs(_not_lost(fills)):
        tops, bottoms = [fill.box[3] for fill in run], [fill.box[1] for fill in run]
        for fill in run:
            hidden = set()
            if len(run) > 1 and _is_near(fill.box[1], tops):
                hidden.add("bottom")
            if len(run) > 1 and _is_near(fill.box[3], bottoms):
                hidden.add("top")
            yield fill, frozenset(hidden)


def _not_lost(fills: Sequence[Fill]) -> Iterator[Fill]:
    """The boxes that are not lost in the one before them, or in that in which the one before them was lost."""
    around: Fill | None = None
    before: Fill | None = None
    for fill in fills:
        if around is None or not _lies_in(fill, around):
            around = before if before is not None and _lies_in(fill, before) else None
            if around is None:
                yield fill
        before = fill


def _runs(fills: Iterable[Fill]) -> Iterator[list[Fill]]:
    """Boxes of one colour and one width that were drawn one after the other: the shading of one column of cells, or of one cell."""
    run: list[Fill] = []
    for fill in fills:
        if run and (fill.color != run[-1].color or not _as_wide(fill.box, run[-1].box) or len(run) == _LONGEST_RUN):
            yield run
            run = []
        run.append(fill)
    if run:
        yield run


def _is_near(place: float, places: Sequence[float]) -> bool:
    return any(abs(place - other) < _TOUCHING for other in places)


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
