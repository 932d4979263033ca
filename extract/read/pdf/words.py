"""Words with their boxes: what stands between blanks, parted where the font changes and after a hyphen that ends a line."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from extract.read.pdf.characters import LINE_END_HYPHENS, Characters, Font
from extract.read.pdf.frames import Frame

_HYPHEN = {ord(mark): "-" for mark in LINE_END_HYPHENS}

# Sizes. Where letters are spaced by hand, pdfium takes the wider gaps for blanks; a real one is a fifth of the size at least.
_KERNED = 0.2


class Marking(NamedTuple):
    """What is drawn around a word, or said of it by an annotation."""

    underline: bool = False
    strike: bool = False
    inserted: bool = False
    deleted: bool = False
    link: str | None = None


UNMARKED = Marking()


class Word(Struct, frozen=True, gc=False):
    """(A page has hundreds: a Struct is made in a quarter of the time that a named tuple takes, and asked in half.)"""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    font: Font
    start: int
    """Index of the first character on the page."""
    end: int
    glued: bool
    """No blank stood before it: a change of font within a word, or the other half of a hyphenated one."""
    marking: Marking = UNMARKED


def words_of(characters: Characters, frame: Frame, turn: int) -> list[Word]:
    """The words that run in direction `turn`, in the order of the content stream, with boxes in `frame`."""
    text, place = characters.text, frame.place
    words: list[Word] = []
    ends = iter(characters.ends)
    right0 = y00 = 0.0
    last_font: Font | None = None
    for (start, end, font, glued), first, last in zip(characters.stretches, ends, ends, strict=True):
        if font.turn != turn:
            continue
        left, top, right, bottom = first
        left2, top2, right2, bottom2 = last
        # Comparisons cost a third of `min` and `max`; this is done for every word of every page.
        x0, y0, x1, y1 = place(
            left if left < left2 else left2,
            bottom if bottom < bottom2 else bottom2,
            right if right > right2 else right2,
            top if top > top2 else top2,
        )
        kerned = (
            last_font is font
            and not glued
            and 0.0 <= x0 - right0 < _KERNED * font.size
            and y0 == y00
            and characters.is_added(words[-1].end)
        )
        right0, y00, last_font = x1, y0, font
        piece = text[start:end]
        if piece[-1] in LINE_END_HYPHENS:
            piece = piece.translate(_HYPHEN)
        words.append(Word(piece, x0, y0, x1, y1, font, start, end, glued or kerned))
    return words
