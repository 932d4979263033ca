"""Words to lines: what stands on one baseline and follows in the content stream is one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from extract.read.pdf.words import UNMARKED, Word
from extract.read.styled_text import PLAIN, Piece, Style

# Points and font sizes; beyond both, two stretches on one baseline are two cells (a masthead, a table without rules).
_CELL_POINTS = 40.0
_CELL_SIZES = 3.0
_BLANK = 0.25  # type sizes
_RAISED = 0.12
_SMALL = 0.8


class RawLine(Struct, frozen=True, gc=False):
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
    uniform: bool = False
    """All of it is known to be set in one font, and nothing is marked."""

    @property
    def height(self) -> float:
        return self.bottom - self.top


def lines_of(words: Sequence[Word]) -> list[RawLine]:
    """Lines in the order of the content stream."""
    lines: list[RawLine] = []
    current: list[Word] = []
    top = bottom = right = small = 0.0
    for word in words:
        if current:
            high, low, size = word.top, word.bottom, word.font.size
            overlap = (bottom if bottom < low else low) - (top if top > high else high)
            smaller = bottom - top if bottom - top < low - high else low - high
            # A word may begin a little before the last one ends (kerning, italics); never much before.
            if overlap > 0.5 * smaller and word.x0 > right - 0.5 * size:
                current.append(word)
                right = word.x1 if word.x1 > right else right
                if size >= small and low - high > bottom - top:
                    top, bottom = high, low
                continue
            lines.append(line_of(current))
        current = [word]
        top, bottom, right = word.top, word.bottom, word.x1
        small = word.font.size * _SMALL
    if current:
        lines.append(line_of(current))
    return lines


def line_of(words: list[Word]) -> RawLine:
    """The line of these words."""
    first = words[0]
    font = first.font
    x0, top, x1, bottom = first.x0, first.top, first.x1, first.bottom
    uniform = True
    for word in words:  # one look at each: lists for `min` and `max` take twice the time
        x0 = word.x0 if word.x0 < x0 else x0
        top = word.top if word.top < top else top
        x1 = word.x1 if word.x1 > x1 else x1
        bottom = word.bottom if word.bottom > bottom else bottom
        if word.font is not font or word.marking is not UNMARKED:
            uniform = False
    size = font.size
    if not uniform:
        weights: Counter[float] = Counter()
        for word in words:
            weights[word.font.size] += len(word.text)
        size = weights.most_common(1)[0][0]
    return RawLine(tuple(words), x0, top, x1, bottom, size, uniform=uniform)


def pieces_of(line: RawLine, notes: frozenset[str] = frozenset()) -> list[Piece]:
    """Styled pieces of a line. Cells that stand far apart are separated by a tab; `notes` are the labels of the footnotes
    on the page, so that a raised number among them is a call."""
    if line.uniform:
        return _uniform_pieces(line)
    baseline = _baseline(line)
    pieces: list[Piece] = []
    text = ""
    style = PLAIN
    before: Word | None = None
    raised = False
    for word in line.words:
        if before is None:
            style, raised = _style(word, line, baseline, frozenset())
            text, before = word.text, word
            continue
        font = word.font
        distance = word.x0 - before.x1
        far = distance > _CELL_POINTS and distance > _CELL_SIZES * font.size
        blank = not word.glued or distance > _BLANK * font.size
        if not raised and _alike(word, before):
            if not far:
                text += f" {word.text}" if blank else word.text
                before = word
                continue
            own = style
        else:
            own, raised = _style(word, line, baseline, notes)
        if far:
            pieces += ((text, style), ("\t", PLAIN))
            text = word.text
        elif own == style and own.note is None:
            text += f" {word.text}" if blank else word.text
        else:
            pieces.append((text, style))
            if blank:
                pieces.append((" ", own if own == style else _shared(own, style)))
            text = word.text
        style, before = own, word
    pieces.append((text, style))
    return pieces


def _uniform_pieces(line: RawLine) -> list[Piece]:
    """Those of a line of one style, as most are: only the distances of its words matter."""
    first, *others = line.words
    font = first.font
    style = Style(font.bold, font.italic) if font.bold or font.italic else PLAIN
    far, blank = max(_CELL_POINTS, _CELL_SIZES * font.size), _BLANK * font.size
    pieces: list[Piece] = []
    text, right = first.text, first.x1
    for word in others:
        distance = word.x0 - right
        right = word.x1
        if distance > far:
            pieces += ((text, style), ("\t", PLAIN))
            text = word.text
        elif word.glued and distance <= blank:
            text += word.text
        else:
            text += f" {word.text}"
    pieces.append((text, style))
    return pieces


def _alike(word: Word, before: Word) -> bool:
    """Whether two words, the first of which is not raised, are styled alike: what is not raised, nothing of its font is."""
    return word.font is before.font and word.marking == before.marking and word.bottom >= before.bottom


def _style(word: Word, line: RawLine, baseline: float, notes: frozenset[str]) -> tuple[Style, bool]:
    raised = _is_raised(word, line.size, baseline)
    font = word.font
    note = word.text if raised and word.text in notes else None
    underline, strike, inserted, deleted, link = word.marking
    return Style(font.bold, font.italic, underline, strike, raised, inserted, deleted, link, note), raised


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
        inserted=one.inserted and other.inserted,
        deleted=one.deleted and other.deleted,
        link=one.link if one.link == other.link else None,
    )
