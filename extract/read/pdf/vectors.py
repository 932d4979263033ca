"""Rules and pictures of a page: the thin lines that underline, strike out, separate or make tables."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import islice, pairwise, repeat
from typing import NamedTuple

from msgspec import Struct

from extract.read.pdf import functions as pdfium
from extract.read.pdf.fills import Fill, visible_sides
from extract.read.pdf.frames import Box, Frame

# Points. Rules in real documents are 0.25 to 2.25 thick; thicker ones are bars.
_THICKEST = 2.5
_SHORTEST = 1.5
_MOST_SEGMENTS = 2_000
_WHITE = 0xF8

Matrix = tuple[float, float, float, float, float, float]


class Rule(Struct, frozen=True, gc=False, order=True):
    x0: float
    top: float
    x1: float
    bottom: float
    edge: bool = False
    """The side of a filled box: bounds a table cell, never marks text."""

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Vectors(NamedTuple):
    """All in the coordinates of the frame that was asked for."""

    horizontal: list[Rule]
    vertical: list[Rule]
    images: list[Box]
    drawn: bool
    """Whether there is any object but text."""
    complete: bool
    """False where the page holds more objects than were looked at."""


def read_vectors(page: int, frame: Frame, most: int) -> Vectors:
    """Rules and pictures among the first `most` objects of the page, those inside of forms included."""
    walk = _Walk(frame, most)
    object_type, text = pdfium.object_type, pdfium.TEXT
    for item in _objects(page):
        if walk.seen >= most:
            return walk.found(complete=False)
        kind = object_type(item)
        if kind == text:  # most of them are
            walk.seen += 1
        else:
            walk.take(item, kind, None)
    return walk.found(complete=walk.seen < most)


def is_invisible(page: int, most: int) -> bool:
    """Whether most of the text objects, among the first `most` objects of the page, are set to show nothing: a layer of
    text that lies behind a picture for searching and copying."""
    texts = hidden = 0
    for item in islice(_objects(page), most):
        if pdfium.object_type(item) == pdfium.TEXT:
            texts += 1
            hidden += pdfium.text_render_mode(item) == pdfium.INVISIBLE
    return hidden > 0.5 * texts


def _objects(page: int) -> Iterator[int]:
    return map(pdfium.get_object, repeat(pdfium.reference(page)), range(pdfium.count_objects(page)))


def covered_share(images: list[Box], width: float, height: float) -> float:
    """Share of the page that the pictures cover, 0 to 1, counted on a grid of 32 by 32 points of sight."""
    if not images or width <= 0 or height <= 0:
        return 0.0
    steps = 32
    covered: set[int] = set()
    for x0, top, x1, bottom in images:
        columns = range(max(0, round(x0 / width * steps)), min(steps, round(x1 / width * steps)))
        for row in range(max(0, round(top / height * steps)), min(steps, round(bottom / height * steps))):
            covered.update(row * steps + column for column in columns)
    return round(len(covered) / (steps * steps), 3)


class _Walk:
    def __init__(self, frame: Frame, most: int) -> None:
        self._frame = frame
        self._most = most
        self.seen = 0
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []
        self.images: list[Box] = []
        self._fills: list[Fill] = []
        self._drawn = False
        self._four = pdfium.Float4()
        self._six = pdfium.Float6()
        self._modes = (ctypes.c_int * 2)()
        self._width = ctypes.c_float()
        self._color = (ctypes.c_uint * 4)()

    def found(self, *, complete: bool) -> Vectors:
        for fill, seams in visible_sides(self._fills):
            left, bottom, right, top = fill.box
            sides = {"left": (left, bottom, left, top), "right": (right, bottom, right, top)}
            sides |= {"bottom": (left, bottom, right, bottom), "top": (left, top, right, top)}
            for name, side in sides.items():
                if name not in seams:
                    self._rule(side, edge=True)
        self._fills = []
        return Vectors(self.horizontal, self.vertical, self.images, self._drawn, complete)

    def take(self, item: int, kind: int, outer: Matrix | None, depth: int = 0) -> None:
        self.seen += 1
        self._drawn = self._drawn or kind not in {pdfium.TEXT, pdfium.FORM}
        if kind == pdfium.PATH:
            self._path(item, outer)
        elif kind == pdfium.IMAGE:
            bounds = self._bounds(item, outer)
            if bounds is not None:
                self.images.append(self._frame.place(*bounds))
        elif kind == pdfium.FORM and depth < 20:
            inner = _times(self._matrix(item), outer)
            for index in range(max(pdfium.form_count(item), 0)):
                if self.seen >= self._most:
                    return
                within = pdfium.form_object(item, index)
                self.take(within, pdfium.object_type(within), inner, depth + 1)

    def _bounds(self, item: int, outer: Matrix | None) -> Box | None:
        """left, bottom, right, top in the page's space."""
        at = ctypes.addressof(self._four)
        if not pdfium.object_bounds(item, at, at + 4, at + 8, at + 12):
            return None
        left, bottom, right, top = self._four
        if outer is None:
            return left, bottom, right, top
        corners = [_apply(outer, x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def _matrix(self, item: int) -> Matrix:
        if not pdfium.object_matrix(item, ctypes.addressof(self._six)):
            return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        a, b, c, d, e, f = self._six
        return a, b, c, d, e, f

    def _path(self, item: int, outer: Matrix | None) -> None:
        bounds = self._bounds(item, outer)
        if bounds is None:
            return
        at = ctypes.addressof(self._modes)
        pdfium.draw_mode(item, at, at + 4)
        filled, stroked = self._modes
        if not filled and not stroked:
            return
        if not stroked and self._is_white(item):
            return  # white boxes hide what is below; they show nothing
        width = 0.0
        if stroked:
            pdfium.stroke_width(item, ctypes.addressof(self._width))
            width = self._width.value
            bounds = _shrunk(bounds, width / 2)
        segments = pdfium.count_segments(item)
        left, bottom, right, top = bounds
        if segments <= 6 and (top - bottom <= _THICKEST + width or right - left <= _THICKEST + width):
            self._rule(bounds, edge=False)
        elif segments <= _MOST_SEGMENTS:
            self._subpaths(item, segments, _times(self._matrix(item), outer), stroked=bool(stroked))

    def _is_white(self, item: int) -> bool:
        at = ctypes.addressof(self._color)
        return bool(pdfium.fill_color(item, at, at + 4, at + 8, at + 12)) and min(self._color[:3]) >= _WHITE

    def _subpaths(self, item: int, segments: int, matrix: Matrix, *, stroked: bool) -> None:
        at = ctypes.addressof(self._four)
        points: list[tuple[float, float]] = []
        for index in range(segments):
            segment = pdfium.get_segment(item, index)
            pdfium.segment_point(segment, at, at + 4)
            if pdfium.segment_type(segment) == pdfium.SEGMENT_MOVE:
                self._subpath(points, stroked=stroked)
                points = []
            points.append(_apply(matrix, self._four[0], self._four[1]))
        self._subpath(points, stroked=stroked)

    def _subpath(self, points: list[tuple[float, float]], *, stroked: bool) -> None:
        if len(points) < 2:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = min(xs), min(ys), max(xs), max(ys)
        if box[2] - box[0] <= _THICKEST or box[3] - box[1] <= _THICKEST:
            self._rule(box, edge=False)
        elif not stroked and len(points) in {4, 5} and _is_upright(points):
            self._fills.append(Fill((*self._color[:3],), box))
        elif stroked or len(points) in {4, 5}:
            closed = [*points, points[0]] if len(points) == 4 else points
            for (xa, ya), (xb, yb) in pairwise(closed):
                if abs(xa - xb) <= 0.5 or abs(ya - yb) <= 0.5:
                    self._rule((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)), edge=not stroked)

    def _rule(self, bounds: Box, *, edge: bool) -> None:
        x0, top, x1, bottom = self._frame.place(*bounds)
        if bottom - top <= _THICKEST and x1 - x0 >= _SHORTEST:
            self.horizontal.append(Rule(x0, top, x1, bottom, edge))
        elif x1 - x0 <= _THICKEST and bottom - top >= _SHORTEST:
            self.vertical.append(Rule(x0, top, x1, bottom, edge))


def _is_upright(points: list[tuple[float, float]]) -> bool:
    return all(abs(xa - xb) <= 0.5 or abs(ya - yb) <= 0.5 for (xa, ya), (xb, yb) in pairwise(points))


def _shrunk(bounds: Box, by: float) -> Box:
    """pdfium widens what is stroked by the whole width of the line on each side; half of it is really drawn."""
    left, bottom, right, top = bounds
    x, y = min(by, (right - left) / 2), min(by, (top - bottom) / 2)
    return left + x, bottom + y, right - x, top - y


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    x, y = _apply(outer, e, f)
    oa, ob, oc, od = outer[:4]
    return a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, x, y
