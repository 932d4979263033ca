"""Tables of a page: what stands between ruling lines, with its rows and cells.

Lattices come from pdfplumber's table geometry, fed with the rules that pdfium gave. White boxes are not among these: they hide
what is below and would cut cells in pieces. A frame around text is no table, nor is a row of boxes.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace
from pdfplumber.table import cells_to_tables, edges_to_intersections, merge_edges

from extract.read.pdf.frames import Box, Frame
from extract.read.pdf.lines import RawLine, lines_of
from extract.read.pdf.open_tables import open_tables
from extract.read.pdf.table_rows import inside, middle, rows_of
from extract.read.pdf.vectors import Rule, Vectors
from extract.read.pdf.words import Word

_Point = tuple[float, float]

_SNAP = 3.0
# The geometry is quadratic in the corners: a page with more of them is a chart or a map.
_MOST_CORNERS = 3_000
_MOST_CROSSINGS = 400_000
_NARROW = 12.0
_INSET = 8.0
# Where one cell holds more of the text in the table than this, its rules frame a text.
_FRAMED = 0.85


def lines_with_tables(words: Sequence[Word], vectors: Vectors, frame: Frame, *, first_page: bool) -> list[RawLine]:
    """Lines of a page in the order of the content stream; a row of a table is one line with `cells`, where its first word was."""
    tables: list[tuple[list[RawLine], set[int]]] = []
    boxes: list[Box] = []
    for cells in _lattices(vectors):
        rows, taken = _rows_of_lattice(words, cells)
        if _is_table(rows):
            tables.append((rows, taken))
            boxes.append(_around(cells))
    tables += open_tables(words, vectors, frame, boxes, first_page=first_page)
    if not tables:
        return lines_of(words)
    owner = {start: index for index, (_, taken) in enumerate(tables) for start in taken}
    lines: list[RawLine] = []
    pending: list[Word] = []
    done: set[int] = set()
    for word in words:
        index = owner.get(word.start)
        if index is None:
            pending.append(word)
        elif index not in done:
            done.add(index)
            lines += lines_of(pending)
            pending = []
            lines += [replace(row, table=index) for row in tables[index][0]]
    return lines + lines_of(pending)


def _lattices(vectors: Vectors) -> Iterable[list[Box]]:
    """The cells of each lattice of rules."""
    horizontal, vertical = vectors.horizontal, vectors.vertical
    if len({round(rule.middle) for rule in horizontal}) < 3 or len({round(rule.x0) for rule in vertical}) < 3:
        return []
    vertical = _without_insets(vertical)
    edges = merge_edges([*map(_edge_h, horizontal), *map(_edge_v, vertical)], _SNAP, _SNAP, _SNAP, _SNAP)
    down = sum(edge["orientation"] == "v" for edge in edges)
    if down * (len(edges) - down) > _MOST_CROSSINGS:
        return []
    corners = edges_to_intersections(edges, _SNAP, _SNAP)
    if len(corners) > _MOST_CORNERS:
        return []
    tables: list[list[Box]] = cells_to_tables(_cells(corners))
    return tables


def _without_insets(vertical: Sequence[Rule]) -> list[Rule]:
    """The rules without sides of shaded boxes that stand a little inside of a ruled one: the shading of a text in its cell."""
    if not any(rule.edge for rule in vertical):
        return list(vertical)
    ruled = sorted(rule.x0 for rule in vertical if not rule.edge)
    by_place: dict[float, list[Rule]] = {}
    for rule in vertical:
        if not rule.edge:
            by_place.setdefault(rule.x0, []).append(rule)

    def is_inset(rule: Rule) -> bool:
        near = ruled[bisect.bisect_left(ruled, rule.x0 - _INSET) : bisect.bisect_right(ruled, rule.x0 + _INSET)]
        return any(
            other.top <= rule.bottom + _SNAP and rule.top <= other.bottom + _SNAP
            for place in dict.fromkeys(near)
            for other in by_place[place]
        )

    return [rule for rule in vertical if not (rule.edge and is_inset(rule))]


def _cells(corners: Mapping[_Point, Mapping[str, Sequence[Any]]]) -> list[Box]:
    """The smallest box right of and below each corner whose four sides are ruled.

    pdfplumber has the same, comparing all corners of a page with each other; here only those on one rule meet.
    """
    on_rule: dict[int, list[_Point]] = {}  # from left to right, or downwards
    rules: dict[_Point, dict[str, set[int]]] = {}
    for corner in sorted(corners):
        rules[corner] = {way: {id(edge) for edge in edges} for way, edges in corners[corner].items()}
        for way in ("v", "h"):
            for rule in rules[corner][way]:
                on_rule.setdefault(rule, []).append(corner)
    cells = []
    for corner, ways in rules.items():
        right = sorted({to for to in _behind(corner, ways["h"], on_rule) if to[1] == corner[1]})
        below = sorted({to for to in _behind(corner, ways["v"], on_rule) if to[0] == corner[0]})
        cell = next(
            (
                (*corner, *opposite)
                for low in below
                for side in right
                if (opposite := (side[0], low[1])) in rules
                and rules[opposite]["v"] & rules[side]["v"]
                and rules[opposite]["h"] & rules[low]["h"]
            ),
            None,
        )
        if cell is not None:
            cells.append(cell)
    return cells


def _behind(corner: _Point, rules: Iterable[int], on_rule: Mapping[int, Sequence[_Point]]) -> Iterator[_Point]:
    """The corners that come after this one on its rules."""
    for rule in rules:
        others = on_rule[rule]
        yield from others[bisect.bisect_right(others, corner) :]


def _edge_h(rule: Rule) -> dict[str, Any]:
    return _edge(rule.x0, rule.middle, rule.x1, rule.middle, "h")


def _edge_v(rule: Rule) -> dict[str, Any]:
    x = (rule.x0 + rule.x1) / 2
    return _edge(x, rule.top, x, rule.bottom, "v")


def _edge(x0: float, top: float, x1: float, bottom: float, orientation: str) -> dict[str, Any]:
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top, "y0": -bottom, "y1": -top,
        "width": x1 - x0, "height": bottom - top, "orientation": orientation, "object_type": "line",
    }  # fmt: skip


def _rows_of_lattice(words: Sequence[Word], cells: Sequence[Box]) -> tuple[list[RawLine], set[int]]:
    """A cell that spans several rows or columns belongs to the first of them; the others are empty."""
    tops, lefts = sorted({cell[1] for cell in cells}), sorted({cell[0] for cell in cells})
    if len(tops) < 2 or len(lefts) < 2:
        return [], set()
    around = _around(cells)
    by_row: dict[int, list[Box]] = {}
    for cell in cells:
        for row in range(bisect.bisect_left(tops, cell[1]), bisect.bisect_left(tops, cell[3])):
            by_row.setdefault(row, []).append(cell)

    def cell_of(word: Word) -> tuple[int, int] | None:
        point = middle(word)
        if not inside(point, around):
            return None
        for cell in by_row.get(bisect.bisect_right(tops, point[1]) - 1, ()):
            if inside(point, cell):
                return bisect.bisect_left(tops, cell[1]), bisect.bisect_left(lefts, cell[0])
        return None

    rows, taken = rows_of(words, cell_of, len(tops), len(lefts))
    return _without_seams(rows, lefts), taken


def _without_seams(rows: Sequence[RawLine], lefts: Sequence[float]) -> list[RawLine]:
    """The rows without columns that are narrow and empty: the room between a cell's side and the shading of its text."""
    filled = {column for row in rows for column, cell in enumerate(row.cells) if cell}
    kept = [
        column
        for column in range(len(lefts))
        if column in filled or column + 1 == len(lefts) or lefts[column + 1] - lefts[column] > _NARROW
    ]
    if len(kept) == len(lefts):
        return list(rows)
    return [replace(row, cells=tuple(row.cells[column] for column in kept)) for row in rows]


def _is_table(rows: Sequence[RawLine]) -> bool:
    if len(rows) < 2:
        return False
    columns = {column for row in rows for column, cell in enumerate(row.cells) if cell}
    letters: Counter[tuple[int, int]] = Counter()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            letters[number, column] = sum(len(word.text) for line in cell for word in line.words)
    # Somewhere two cells must stand side by side: boxes below each other are frames.
    beside = any(sum(bool(cell) for cell in row.cells) > 1 for row in rows)
    return len(columns) > 1 and beside and max(letters.values()) <= _FRAMED * letters.total()


def _around(cells: Iterable[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*cells, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
