"""Papers with known text in known places, drawn as different producers draw: what a reader finds in them can be counted.

A paper is made of a seed: fonts, sizes, words, which of them are struck out or underlined, and how the rules are drawn.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

_TEXT = (
    "the corridor of sky whales shall remain open along its whole length for moorings by night jaguar quay lamps and "
    "bells each Party gives notice in writing to the secretariat before spring when herds pass over meadows"
)
WORDS = tuple(_TEXT.split())
Drawing = Literal["lines", "words"]
Mark = Literal["u", "s", " "]
Letter = tuple[str, Mark]


@dataclass
class Truth:
    """What stands on a page, in the order in which a person reads it."""

    header: str
    label: str
    body: list[str] = field(default_factory=list)
    """Lines of the text."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    """Of the body, without blanks, each with what marks it."""


class Paper:
    """Draws pages and keeps their truth."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._out = io.BytesIO()
        self._canvas = Canvas(self._out, pagesize=A4, pageCompression=seed % 2, invariant=1)
        self._symbol = f"MAR/COP{seed % 9 + 1}/Doc.{seed + 3}"
        self._font = self._chance.choice(["Times-Roman", "Helvetica", "Times-Italic"])
        self._size = self._chance.choice([9.5, 10.0, 11.0, 12.0])
        self._drawing: Drawing = self._chance.choice(["lines", "words"])
        self._rule = self._chance.choice(["stroke", "box", "pieces"])
        self._turned: list[int] = []
        self.pages: list[Truth] = []

    def bytes(self) -> bytes:
        self._canvas.save()
        if not self._turned:
            return self._out.getvalue()
        changed = io.BytesIO()
        with pikepdf.open(self._out) as document:
            for number in self._turned:
                document.pages[number].rotate(90, relative=False)
            document.save(changed)
        return changed.getvalue()

    def text(self, *, marked: bool, lines: int = 34) -> None:
        """A page of numbered paragraphs; some of their words are struck out or underlined."""
        truth = self._begin()
        y = 740.0
        number = 0
        while len(truth.body) < lines:
            number += 1
            for words in self._paragraph(f"{number}.", 450, marked=marked, most=lines - len(truth.body)):
                self._line(truth, 72, y, words)
                y -= 1.25 * self._size
            y -= 0.6 * self._size
        self._end()

    def columns(self, *, by_rows: bool) -> None:
        """A page of two columns, drawn one after the other, or row by row."""
        truth = self._begin()
        lefts = 72.0, 318.0
        columns = [self._running(205, 30) for _ in lefts]
        truth.body = [" ".join(words) for column in columns for words in column]
        truth.letters = [(letter, " ") for line in truth.body for letter in line if letter != " "]
        order = [(column, row) for column in (0, 1) for row in range(30)]
        if by_rows:
            order.sort(key=lambda place: place[1])
        for column, row in order:
            self._words(lefts[column], 740 - 1.25 * self._size * row, columns[column][row])
        self._end()

    def notes(self) -> None:
        """A page with two footnotes below a rule, called in its text."""
        truth = self._begin()
        y = 740.0
        for row, words in enumerate(self._running(450, 24)):
            call = {5: "1", 15: "2"}.get(row)
            end = self._words(72, y, words)
            if call:
                self._canvas.setFont(self._font, 0.6 * self._size)
                self._canvas.drawString(end, y + 0.35 * self._size, call)
            truth.body.append(" ".join(words) + (call or ""))
            y -= 1.25 * self._size
        self._canvas.setLineWidth(0.5)
        self._canvas.line(72, 120, 216, 120)
        for label, y in (("1", 106.0), ("2", 94.0)):
            words = self._running(300, 1)[0]
            self._canvas.setFont(self._font, 0.5 * self._size)
            self._canvas.drawString(72, y + 3, label)
            self._canvas.setFont(self._font, 0.8 * self._size)
            self._canvas.drawString(80, y, " ".join(words))
            truth.notes.append((label, f"{label} {' '.join(words)}"))
        self._end()

    def table(self, *, ruled: bool) -> None:
        """A page with a table between paragraphs: rules around all cells, or below and above the rows only."""
        truth = self._begin()
        y = 740.0
        for words in self._running(450, 6):
            self._line(truth, 72, y, [(word, " ") for word in words])
            y -= 1.25 * self._size
        top, height, lefts = y - 10, 20.0, (80.0, 230.0, 330.0, 430.0)
        truth.rows = [("Corridor", "Year", "Adults")] + [
            (self._chance.choice(WORDS).title(), str(2015 + row), str(self._chance.randint(10, 900)))
            for row in range(7)
        ]
        self._canvas.setLineWidth(0.5)
        for row in range(len(truth.rows) + 1) if ruled else (0, 1, len(truth.rows)):
            self._canvas.line(lefts[0], top - height * row, lefts[-1], top - height * row)
        for x in lefts if ruled else ():
            self._canvas.line(x, top, x, top - height * len(truth.rows))
        self._canvas.setFont(self._font, self._size)
        for number, cells in enumerate(truth.rows):
            for left, cell in zip(lefts, cells, strict=False):
                self._canvas.drawString(left + 4, top - height * number - 14, cell)
        y = top - height * len(truth.rows) - 30
        for words in self._running(450, 4):
            self._line(truth, 72, y, [(word, " ") for word in words])
            y -= 1.25 * self._size
        self._end()

    def turned(self) -> None:
        """A page on its side: text along the long edge, and the file says that it is to be turned."""
        truth = self._begin(furniture=False)
        self._turned.append(len(self.pages) - 1)
        self._canvas.saveState()
        self._canvas.translate(0, 0)
        self._canvas.rotate(90)  # x runs up the page, y to its left
        for row, words in enumerate(self._running(600, 20)):
            self._line(truth, 80, -80 - 1.25 * self._size * row, [(word, " ") for word in words])
        self._canvas.restoreState()
        self._end(furniture=False)

    def _begin(self, *, furniture: bool = True) -> Truth:
        truth = Truth(self._symbol if furniture else "", str(len(self.pages) + 1) if furniture else "")
        self.pages.append(truth)
        if furniture:
            self._canvas.setFont(self._font, 9)
            self._canvas.drawString(72, 800, self._symbol)
        return truth

    def _end(self, *, furniture: bool = True) -> None:
        if furniture:
            self._canvas.setFont(self._font, 9)
            self._canvas.drawString(290, 40, self.pages[-1].label)
        self._canvas.showPage()

    def _running(self, width: float, lines: int) -> list[list[str]]:
        """Lines of words that fill the width."""
        made: list[list[str]] = []
        while len(made) < lines:
            words: list[str] = []
            while not words or self._width(" ".join([*words, "moorings"])) < width:
                words.append(self._chance.choice(WORDS))
            made.append(words)
        return made

    def _paragraph(self, label: str, width: float, *, marked: bool, most: int) -> list[list[tuple[str, Mark]]]:
        lines: list[list[tuple[str, Mark]]] = [[(label, " ")]]
        mark: Mark = " "
        for _ in range(self._chance.randint(12, 50)):
            if marked and self._chance.random() < 0.2:
                mark = self._chance.choice(("u", "s", " ", " "))
            word = self._chance.choice(WORDS)
            if self._width(" ".join([*(one for one, _ in lines[-1]), word])) > width:
                lines.append([])
            lines[-1].append((word, mark))
        return lines[:most]

    def _line(self, truth: Truth, x: float, y: float, words: Sequence[tuple[str, Mark]]) -> None:
        truth.body.append(" ".join(word for word, _ in words))
        truth.letters += ((letter, mark) for word, mark in words for letter in word)
        self._words(x, y, [word for word, _ in words])
        blank = self._width(" ")
        start = 0
        while start < len(words):
            stop = start + 1
            while stop < len(words) and words[stop][1] == words[start][1]:
                stop += 1
            left = x + sum(self._width(word) + blank for word, _ in words[:start])
            if words[start][1] != " ":
                height = 0.28 * self._size if words[start][1] == "s" else -0.12 * self._size
                self._mark(left, y + height, [word for word, _ in words[start:stop]])
            start = stop

    def _mark(self, x: float, y: float, words: Sequence[str]) -> None:
        self._canvas.setLineWidth(0.6)
        width = self._width(" ".join(words))
        if self._rule == "stroke":
            self._canvas.line(x, y, x + width, y)
        elif self._rule == "box":
            self._canvas.rect(x, y - 0.3, width, 0.6, stroke=0, fill=1)
        else:  # one rule for each word and the blank after it
            for number, word in enumerate(words):
                piece = self._width(word + (" " if number < len(words) - 1 else ""))
                self._canvas.line(x, y, x + piece, y)
                x += piece

    def _words(self, x: float, y: float, words: Sequence[str]) -> float:
        """Where the line ends."""
        self._canvas.setFont(self._font, self._size)
        text = " ".join(words)
        if self._drawing == "lines":
            self._canvas.drawString(x, y, text)
        else:
            at = x
            for word in words:
                self._canvas.drawString(at, y, word)
                at += self._width(f"{word} ")
        return x + self._width(text)

    def _width(self, text: str) -> float:
        return float(self._canvas.stringWidth(text, self._font, self._size))


def paper(seed: int) -> tuple[bytes, list[Truth]]:
    """A PDF of ten pages of all kinds, and what stands on each."""
    made = Paper(seed)
    for _ in range(3):
        made.text(marked=True)
    made.text(marked=False)
    made.columns(by_rows=False)
    made.columns(by_rows=True)
    made.notes()
    made.table(ruled=True)
    made.table(ruled=False)
    made.turned()
    return made.bytes(), made.pages
