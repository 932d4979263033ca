"""Tables with horizontal rules only, as United Nations printers set them: columns are told by the gaps between words."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.read.pdf.frames import Box, Frame
from extract.read.pdf.lines import RawLine
from extract.read.pdf.table_rows import inside, middle, overlap, rows_of
from extract.read.pdf.vectors import Rule, Vectors
from extract.read.pdf.words import Word

_SAME = 4.0  # points by which the ends of rules of one table may differ
_SHORTEST = 0.3  # of the width of the page
_LEAST_RULES = 3
_GAP = 0.8  # type sizes between two columns
_LEAST_LINES = 3
_APART = 1.25  # of the least distance of two lines
_SMALL = 0.8  # of the usual type size
# A masthead is set between rules too.
_MASTHEAD = 0.5


class _Band(NamedTuple):
    """Rules of one width, one below the other."""

    x0: float
    x1: float
    ys: list[float]


def open_tables(
    words: Sequence[Word], vectors: Vectors, frame: Frame, closed: Sequence[Box], *, first_page: bool
) -> list[tuple[list[RawLine], set[int]]]:
    """Rows of each table with the `start` of its words. `closed` are the tables known already."""
    tables = []
    for band in _bands(vectors, frame):
        box = (band.x0, band.ys[0], band.x1, band.ys[-1])
        if any(overlap(box, other) for other in closed):
            continue
        if first_page and box[1] < _MASTHEAD * frame.height:
            continue
        own = [word for word in words if inside(middle(word), box, 2.0)]
        table = _table(own, band)
        if table is not None:
            tables.append(table)
    return tables


def _bands(vectors: Vectors, frame: Frame) -> list[_Band]:
    bands: list[_Band] = []
    for y, x0, x1 in sorted(_joined(vectors.horizontal)):
        if x1 - x0 < _SHORTEST * frame.width:
            continue
        for band in bands:
            if abs(band.x0 - x0) <= _SAME and abs(band.x1 - x1) <= _SAME:
                if y - band.ys[-1] > 2:
                    band.ys.append(y)
                break
        else:
            bands.append(_Band(x0, x1, [y]))
    return [band for band in bands if len(band.ys) >= _LEAST_RULES]


def _joined(rules: Sequence[Rule]) -> list[tuple[float, float, float]]:
    """Rules that touch on one height, as one: producers draw them cell by cell."""
    joined: list[tuple[float, float, float]] = []
    heights: dict[int, list[Rule]] = {}
    for rule in rules:
        heights.setdefault(round(rule.middle), []).append(rule)
    for group in heights.values():
        x0 = x1 = -1.0
        y = group[0].middle
        for rule in sorted(group):
            if x1 >= 0 and rule.x0 - x1 <= _SAME:
                x1 = max(x1, rule.x1)
            else:
                if x1 >= 0:
                    joined.append((y, x0, x1))
                x0, x1 = rule.x0, rule.x1
        joined.append((y, x0, x1))
    return joined


def _table(words: list[Word], band: _Band) -> tuple[list[RawLine], set[int]] | None:
    body = [word for word in words if middle(word)[1] > band.ys[1]]
    lines = _printed_lines(body)
    if len(lines) < _LEAST_LINES:
        return None
    columns = _columns(body)
    if len(columns) < 2:
        return None
    starts = [start for start, _ in columns]
    beside = sum(len({_column(word, starts) for word in line}) > 1 for line in lines)
    if beside < 0.5 * len(lines):
        return None  # a line that goes over columns, or paragraphs beside each other
    head = _printed_lines([word for word in words if middle(word)[1] <= band.ys[1]])
    tops = [min(word.top for word in head[0]) - 0.5] if head else []
    tops += _row_tops(lines, band, starts)

    def cell_of(word: Word) -> tuple[int, int] | None:
        return max(bisect.bisect_right(tops, middle(word)[1]) - 1, 0), _column(word, starts)

    return rows_of(words, cell_of, len(tops), len(starts))


def _printed_lines(words: Sequence[Word]) -> list[list[Word]]:
    """What stands on one height. Raised and lowered signs belong to the line that they touch."""
    if not words:
        return []
    size = sorted(word.font.size for word in words)[len(words) // 2]
    full = [word for word in words if word.font.size >= _SMALL * size]
    lines: list[list[Word]] = []
    bottom = 0.0
    for word in sorted(full, key=lambda word: (middle(word)[1], word.x0)):
        if lines and middle(word)[1] < bottom:
            lines[-1].append(word)
        else:
            lines.append([word])
            bottom = word.bottom - 0.2 * (word.bottom - word.top)
    small: list[Word] = []
    for word in words:
        if word.font.size < _SMALL * size:
            own = next((line for line in lines if line[0].top - 2 <= middle(word)[1] <= line[0].bottom + 2), None)
            (small if own is None else own).append(word)
    if not small:
        return lines
    return sorted([*lines, *([word] for word in small)], key=lambda line: line[0].top)


def _columns(words: Sequence[Word]) -> list[tuple[float, float]]:
    """Stretches of the width in which words stand, where clear gaps go down through all lines."""
    columns: list[tuple[float, float]] = []
    size = sorted(word.font.size for word in words)[len(words) // 2]
    for word in sorted(words, key=lambda word: word.x0):
        if columns and word.x0 - columns[-1][1] < _GAP * size:
            columns[-1] = (columns[-1][0], max(columns[-1][1], word.x1))
        else:
            columns.append((word.x0, word.x1))
    return columns


def _column(word: Word, starts: Sequence[float]) -> int:
    return max(bisect.bisect_right(starts, middle(word)[0]) - 1, 0)


def _row_tops(lines: Sequence[Sequence[Word]], band: _Band, starts: Sequence[float]) -> list[float]:
    """Upper edges of the rows. A row begins below a rule, and at a line that has text in the first column and in others;
    a line of the first column alone begins one too where white space stands before it."""
    tops: list[float] = []
    above: Word | None = None
    least = min((b[0].top - a[0].top for a, b in pairwise(lines) if b[0].top > a[0].top), default=0.0)
    for line in lines:
        first = line[0]
        used = {_column(word, starts) for word in line}
        ruled = above is None or any(above.bottom - 2 <= y <= first.top + 2 for y in band.ys)
        apart = above is not None and first.top - above.top > _APART * least
        if ruled or (0 in used and (len(used) > 1 or apart)):
            tops.append(first.top - 0.5)
        above = first
    return tops
