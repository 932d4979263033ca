"""Words to lines: what stands on one baseline and follows in the content stream is one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extract.read.pdf.words import Word
from extract.read.styled_text import PLAIN, Piece, Style

# Points and font sizes; beyond both, two stretches on one baseline are two cells (a masthead, a table without rules).
_CELL_POINTS = 40.0
_CELL_SIZES = 3.0
_RAISED = 0.12
_SMALL = 0.8


class RawLine(NamedTuple):
    """A line before anything is known of its role. Boxes are in an upright frame."""

    words: tuple[Word, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    cells: tuple[tuple[RawLine, ...], ...] = ()
    """The lines of each cell where this is a row of a table."""
    table: int = 0
    """Which table of the page it belongs to."""

    @property
    def height(self) -> float:
        return self.bottom - self.top


def lines_of(words: Sequence[Word]) -> list[RawLine]:
    """Lines in the order of the content stream."""
    lines: list[RawLine] = []
    current: list[Word] = []
    top = bottom = right = 0.0
    for word in words:
        if current:
            overlap = min(bottom, word.bottom) - max(top, word.top)
            smaller = min(bottom - top, word.bottom - word.top)
            # A word may begin a little before the last one ends (kerning, italics); never much before.
            if overlap > 0.5 * smaller and word.x0 > right - 0.5 * word.font.size:
                current.append(word)
                right = max(right, word.x1)
                if word.font.size >= current[0].font.size * _SMALL and word.bottom - word.top > bottom - top:
                    top, bottom = word.top, word.bottom
                continue
            lines.append(_line(current))
        current = [word]
        top, bottom, right = word.top, word.bottom, word.x1
    if current:
        lines.append(_line(current))
    return lines


def _line(words: list[Word]) -> RawLine:
    weights: Counter[float] = Counter()
    for word in words:
        weights[word.font.size] += len(word.text)
    size = weights.most_common(1)[0][0]
    return RawLine(
        tuple(words),
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
        size,
    )


def pieces_of(line: RawLine, notes: frozenset[str] = frozenset()) -> list[Piece]:
    """Styled pieces of a line. Cells that stand far apart are separated by a tab; `notes` are the labels of the footnotes
    on the page, so that a raised number among them is a call."""
    baseline = _baseline(line)
    pieces: list[Piece] = []
    right = 0.0
    previous = PLAIN
    for position, word in enumerate(line.words):
        raised = _is_raised(word, line.size, baseline)
        text = word.text
        style = Style(
            bold=word.font.bold,
            italic=word.font.italic,
            underline=word.underline,
            strike=word.strike,
            superscript=raised,
            link=word.link,
            note=text if raised and position and text in notes else None,
        )
        if position:
            distance = word.x0 - right
            if distance > max(_CELL_POINTS, _CELL_SIZES * word.font.size):
                pieces.append(("\t", PLAIN))
            elif not word.glued or distance > 0.25 * word.font.size:
                pieces.append((" ", style if style == previous else _shared(style, previous)))
        pieces.append((text, style))
        right, previous = word.x1, style
    return pieces


def leading_note(line: RawLine) -> str | None:
    """Label of the footnote that begins with this line: its first word, when it is a raised number or sign."""
    first = line.words[0]
    if len(first.text) <= 4 and len(line.words) > 1 and _is_raised(first, line.size, _baseline(line)):
        return first.text
    return None


def _baseline(line: RawLine) -> float:
    bottoms = [word.bottom for word in line.words if word.font.size == line.size]
    return max(set(bottoms), key=bottoms.count)


def _is_raised(word: Word, size: float, bottom: float) -> bool:
    return word.font.size < _SMALL * size and bottom - word.bottom > _RAISED * size


def _shared(one: Style, other: Style) -> Style:
    """The style of the blank between two words: what both have."""
    return Style(
        bold=one.bold and other.bold,
        italic=one.italic and other.italic,
        underline=one.underline and other.underline,
        strike=one.strike and other.strike,
        link=one.link if one.link == other.link else None,
    )
