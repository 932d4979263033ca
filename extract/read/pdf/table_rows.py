"""Words of a table to its rows: each cell with the lines that stand in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extract.read.pdf.frames import Box
from extract.read.pdf.lines import RawLine, lines_of
from extract.read.pdf.order import in_reading_order
from extract.read.pdf.words import Word

CellOf = Callable[[Word], tuple[int, int] | None]
"""Row and column, from 0, of the cell that a word stands in; None where it stands beside the table."""


def rows_of(words: Sequence[Word], cell_of: CellOf, rows: int, columns: int) -> tuple[list[RawLine], set[int]]:
    """The rows that hold text, and the `start` of the words that went into them."""
    held: dict[tuple[int, int], list[Word]] = {}
    taken: set[int] = set()
    for word in words:
        cell = cell_of(word)
        if cell is not None:
            held.setdefault(cell, []).append(word)
            taken.add(word.start)
    lines = []
    for row in range(rows):
        cells = tuple(tuple(in_reading_order(lines_of(held.get((row, column), ())))) for column in range(columns))
        if any(cells):
            lines.append(_row(cells))
    return lines, taken


def _row(cells: tuple[tuple[RawLine, ...], ...]) -> RawLine:
    lines = [line for cell in cells for line in cell]
    weights: dict[float, int] = {}
    for line in lines:
        weights[line.size] = weights.get(line.size, 0) + sum(len(word.text) for word in line.words)
    return RawLine(
        words=tuple(word for line in lines for word in line.words),
        x0=min(line.x0 for line in lines),
        top=min(line.top for line in lines),
        x1=max(line.x1 for line in lines),
        bottom=max(line.bottom for line in lines),
        size=max(weights, key=lambda size: weights[size]),
        cells=cells,
    )


def middle(word: Word) -> tuple[float, float]:
    return (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2


def inside(point: tuple[float, float], box: Box, by: float = 0.0) -> bool:
    x, y = point
    x0, top, x1, bottom = box
    return x0 - by <= x <= x1 + by and top - by <= y <= bottom + by


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
