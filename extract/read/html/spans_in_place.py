"""Spans that bear the box of their text (`x0`, `y0`, `x1`), as a converter of PDF writes them without the blanks between."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from core.records.pages import Line
from extract.read.html.css import declarations, points

CELL = "\x1d"
"""Stands for a tab until blanks have been squeezed."""

_BLANK = 0.12  # sizes
_CELL = 3.0
_LEAST_LINES = 5


def room_before(element: Any) -> str:
    """What stands between a span and the one before it: nothing, a blank, or `CELL` where they are cells of one line."""
    before = element.getprevious()
    if before is None:
        return ""
    left, foot, right, last_foot = (
        _number(element.get("x0")), _number(element.get("y0")), _number(before.get("x1")), _number(before.get("y0")),
    )  # fmt: skip
    if left is None or foot is None or right is None or last_foot is None:
        return ""
    size = max(_size(element), _size(before))
    if abs(foot - last_foot) > 0.9 * size:
        # Text of several lines bears the place of its first; the next span may stand anywhere below.
        return CELL if left > right + _CELL * size else " "
    if left < right:
        return " " if left < right - size else ""
    return CELL if left - right > _CELL * size else " " if left - right > _BLANK * size else ""


def height_of(block: Any) -> float | None:
    """How high a block stands that bears its box (`left`, `right`, `top`) as well."""
    return _number(block.get("top")) if block.get("left") is not None and block.get("right") is not None else None


def first_page_in_order(lines: Sequence[Line], tops: Sequence[float | None], end: int) -> list[Line]:
    """The lines of a first page, up to `end`, from its upper edge down: mastheads are often drawn last. Only where every line has a
    place, counted upwards as in PDF."""
    first = tops[:end]
    places = [top for top in first if top is not None]
    falling = sum(later < earlier for earlier, later in pairwise(places))
    if len(places) < len(first) or falling < 0.7 * (len(places) - 1) or len(places) < _LEAST_LINES:
        return list(lines)
    order = sorted(range(end), key=lambda at: -places[at])
    return [*(lines[at] for at in order), *lines[end:]]


def _size(element: Any) -> float:
    return (
        points(declarations(element.get("style", "")).get("font-size")) or 7.5
    ) / 0.75  # written without a unit: points


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
