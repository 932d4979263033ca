"""Characters to words: split at blanks, at changes of font, and at the hyphens that end a line."""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.read.pdf.characters import Characters, Font
from extract.read.pdf.frames import Frame

# pdfium marks a hyphen at the end of a line by one of these and leaves the line break out.
_LINE_END_HYPHENS = "\ufffe\x02"
_WORD = re.compile(rf"[^\s\x00{_LINE_END_HYPHENS}]+[{_LINE_END_HYPHENS}]?|[{_LINE_END_HYPHENS}]")
_HYPHEN = {ord(mark): "-" for mark in _LINE_END_HYPHENS}


class Word(NamedTuple):
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
    underline: bool = False
    strike: bool = False
    link: str | None = None


def words_of(characters: Characters, frame: Frame, turn: int) -> list[Word]:
    """The words that run in direction `turn`, in the order of the content stream, with boxes in `frame`."""
    text, boxes, runs = characters
    words: list[Word] = []
    if not runs:
        return words
    place = frame.place
    position, last = 0, len(runs) - 1
    previous_end = -1
    for match in _WORD.finditer(text):
        begin, end = match.span()
        while position < last and runs[position][1] <= begin:
            position += 1
        run, start = position, begin
        while start < end:
            stop = min(end, runs[run][1]) if run < last else end
            font = runs[run][2]
            if font.turn == turn and stop > start:
                left, top, right, bottom = boxes[start]
                if stop - start > 1:
                    l2, t2, r2, b2 = boxes[stop - 1]
                    left, bottom, right, top = min(left, l2), min(bottom, b2), max(right, r2), max(top, t2)
                piece = text[start:stop]
                if piece[-1] in _LINE_END_HYPHENS:
                    piece = piece.translate(_HYPHEN)
                words.append(Word(piece, *place(left, bottom, right, top), font, start, stop, start == previous_end))
            previous_end = stop
            start = stop
            run = min(run + 1, last)
    return words
