"""Columns of text whose lines were drawn across: row by row, so that each line of the page holds one line of each column.

Most producers draw one column after the other, and then there is nothing to do. What is parted here is running text: a gap at
one place through many lines, with words on both sides that nearly fill their column. Tables have shorter cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import mean
from typing import NamedTuple

from extract.read.pdf.lines import RawLine, line_of

_GAP = 1.2  # type sizes
_LEAST_LINES = 8
_LEAST_WORDS = 3
_FILLED = 0.6
_SAME = 2.0  # points by which the left edge of a column may differ


class _Parted(NamedTuple):
    left: RawLine
    right: RawLine


def in_columns(lines: Sequence[RawLine]) -> list[RawLine]:
    """The lines in their order, those of two columns parted: all of the left one, then all of the right one."""
    gutter = _gutter(lines)
    if gutter is None:
        return list(lines)
    ordered: list[RawLine] = []
    run: list[tuple[RawLine, _Parted | None]] = []
    for line in lines:
        parted = _parted(line, gutter)
        if parted is None and (line.cells or line.x0 < gutter - _SAME < line.x1):
            ordered += _in_order(run, gutter)
            run = []
            ordered.append(line)
        else:
            run.append((line, parted))
    return ordered + _in_order(run, gutter)


def _gutter(lines: Sequence[RawLine]) -> float | None:
    """Left edge of the right column."""
    edges: Counter[int] = Counter()
    for line in lines:
        words = line.words
        if line.cells or len(words) < 2 * _LEAST_WORDS:
            continue
        least = _GAP * line.size
        for position in range(_LEAST_WORDS, len(words) - _LEAST_WORDS + 1):
            if words[position].x0 - words[position - 1].x1 > least:
                edges[round(words[position].x0)] += 1
    if edges.total() < _LEAST_LINES:
        return None
    edge, _ = max(edges.items(), key=lambda item: sum(edges[item[0] + near] for near in (-1, 0, 1)))
    found = [parted for line in lines if (parted := _parted(line, edge)) is not None]
    return float(edge) if _is_running_text(found, edge) else None


def _is_running_text(parted: Sequence[_Parted], gutter: float) -> bool:
    if len(parted) < _LEAST_LINES:
        return False
    left, right = min(one.left.x0 for one in parted), max(one.right.x1 for one in parted)
    inner = max(one.left.x1 for one in parted)
    return (
        mean(_words(one.left) for one in parted) >= _LEAST_WORDS
        and mean(_words(one.right) for one in parted) >= _LEAST_WORDS
        and mean(one.left.x1 - one.left.x0 for one in parted) >= _FILLED * (inner - left)
        and mean(one.right.x1 - one.right.x0 for one in parted) >= _FILLED * (right - gutter)
    )


def _words(line: RawLine) -> int:
    """Numbers do not count: tables are full of them."""
    return sum(any(map(str.isalpha, word.text)) for word in line.words)


def _parted(line: RawLine, gutter: float) -> _Parted | None:
    if line.cells or not line.x0 < gutter - _SAME < line.x1:
        return None
    words = line.words
    for position in range(1, len(words)):
        word, before = words[position], words[position - 1]
        if abs(word.x0 - gutter) <= _SAME and word.x0 - before.x1 > _GAP * line.size:
            return _Parted(line_of(list(words[:position])), line_of(list(words[position:])))
    return None


def _in_order(run: Sequence[tuple[RawLine, _Parted | None]], gutter: float) -> list[RawLine]:
    if sum(parted is not None for _, parted in run) < _LEAST_LINES // 2:
        return [line for line, _ in run]
    left: list[RawLine] = []
    right: list[RawLine] = []
    for line, parted in run:
        if parted is not None:
            left.append(parted.left)
            right.append(parted.right)
        else:
            (left if line.x0 < gutter - _SAME else right).append(line)
    return [*left, *right]
