"""Underlining and striking out, which a PDF only draws: thin rules below or through the letters.

A rule marks text when it is about as long as that text. Borders of tables, lines under headers and separators of
footnotes overshoot theirs; that test, not the height of the rule, tells them apart.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from extract.read.pdf.annotations import Annotation
from extract.read.pdf.characters import Box, Characters
from extract.read.pdf.frames import Frame
from extract.read.pdf.vectors import Rule, Vectors
from extract.read.pdf.words import UNMARKED, Word

# The baseline lies this share of the font's height above its lower edge; distances from it are in type sizes.
_BASELINE = 0.215
_UNDERLINE = (-0.34, 0.04)
_STRIKE = (0.12, 0.48)
# Points by which a rule may be longer than its text: a blank that is marked too, in type sizes, and what producers round;
# less than the usual distance of a cell's border from its text.
_OVERSHOOT, _MOST_OVERSHOOT = 3.0, 5.0
_BLANK, _ROUNDED = 0.33, 1.2
_COVERED = 0.55
_COVERED_WITH_NEIGHBOURS = 0.2


class _Hit(NamedTuple):
    rule: Rule
    strike: bool
    characters: list[int]
    """Indices of the marked characters; blanks are not among them."""
    covered: float
    """Width of the characters, in points."""
    left_over: bool
    right_over: bool


class _Letter(Struct, frozen=True, gc=False):
    position: int
    x0: float
    x1: float
    baseline: float
    size: float


def with_marks(
    words: list[Word], characters: Characters, frame: Frame, vectors: Vectors, annotations: Sequence[Annotation] = ()
) -> list[Word]:
    """The words with what marks them; a word of which only a part is marked becomes several."""
    if not words:
        return words
    rules = [rule for rule in vectors.horizontal if not rule.edge]
    underlined: set[int] = set()
    struck: set[int] = set()
    if rules:
        index = _Index(words)
        hits = [hit for rule in rules for hit in _hits(rule, index, characters, frame)]
        underlined, struck = _accepted([hit for hit in hits if not _in_grid(hit.rule, vectors.vertical)])
    deleted: set[int] = set()
    for annotation in annotations:
        for box in annotation.boxes:
            inside = _inside(frame.place(*box), words, characters, frame)
            if annotation.kind == "strike":
                deleted.update(inside)
            elif annotation.kind == "underline":
                underlined.update(inside)
    if not underlined and not struck and not deleted:
        return words
    marked = _Marked(underlined, struck | deleted, deleted)
    starts = [word.start for word in words]  # in order, as the words are
    touched = {bisect.bisect_right(starts, position) - 1 for position in marked.underlined | marked.struck}
    return [
        piece
        for number, word in enumerate(words)
        for piece in (_split(word, marked, characters, frame) if number in touched else (word,))
    ]


class _Marked(NamedTuple):
    """Indices of characters."""

    underlined: set[int]
    struck: set[int]
    deleted: set[int]
    """Struck by an annotation: nobody draws one for another reason."""

    def of(self, index: int) -> tuple[bool, bool, bool]:
        return index in self.underlined, index in self.struck, index in self.deleted


def _inside(area: Box, words: Sequence[Word], characters: Characters, frame: Frame) -> Iterator[int]:
    """Indices of the characters whose middle lies in the area."""
    x0, top, x1, bottom = area
    for word in words:
        if word.x0 < x1 and word.x1 > x0 and top <= (word.top + word.bottom) / 2 <= bottom:
            for letter in _letters(word, characters, frame):
                if x0 <= (letter.x0 + letter.x1) / 2 <= x1:
                    yield letter.position


class _Index:
    """Words by their upper edge."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = sorted(words, key=attrgetter("top"))
        self._tops = [word.top for word in self._words]
        self._tallest = max([word.bottom - word.top for word in words])

    def around(self, rule: Rule) -> Iterator[Word]:
        """Words whose height, a little more below, holds the middle of the rule, and which it touches."""
        y = rule.middle
        reach = 0.2 * self._tallest
        for position in range(
            bisect.bisect_left(self._tops, y - self._tallest - reach), bisect.bisect_right(self._tops, y)
        ):
            word = self._words[position]
            if y <= word.bottom + 0.2 * word.font.size and word.x0 < rule.x1 and word.x1 > rule.x0:
                yield word


def _hits(rule: Rule, index: _Index, characters: Characters, frame: Frame) -> list[_Hit]:
    """What the rule underlines and what it strikes out, before its length is judged."""
    below: list[_Letter] = []
    through: list[_Letter] = []
    for word in index.around(rule):
        if rule.bottom - rule.top > 0.13 * word.font.size + 0.5:
            continue
        for letter in _letters(word, characters, frame):
            if min(letter.x1, rule.x1) - max(letter.x0, rule.x0) < 0.5 * (letter.x1 - letter.x0):
                continue
            above_baseline = (letter.baseline - rule.middle) / (letter.size or 10.0)
            if _UNDERLINE[0] <= above_baseline <= _UNDERLINE[1]:
                below.append(letter)
            elif _STRIKE[0] <= above_baseline <= _STRIKE[1]:
                through.append(letter)
    return [_hit(rule, letters, strike=strike) for strike, letters in ((False, below), (True, through)) if letters]


def _hit(rule: Rule, letters: list[_Letter], *, strike: bool) -> _Hit:
    blank = _BLANK * max(letter.size for letter in letters) + _ROUNDED
    most = min(max(_OVERSHOOT, blank), _MOST_OVERSHOOT)
    first, last = min(letter.x0 for letter in letters), max(letter.x1 for letter in letters)
    return _Hit(
        rule=rule,
        strike=strike,
        characters=[letter.position for letter in letters],
        # Blanks between marked words count as covered: they are under the rule too.
        covered=_covered(letters),
        left_over=first - rule.x0 > most,
        right_over=rule.x1 - last > most,
    )


def _covered(letters: list[_Letter]) -> float:
    ordered = sorted(letters, key=lambda letter: letter.x0)
    covered = ordered[0].x1 - ordered[0].x0
    for before, letter in pairwise(ordered):
        between = letter.x0 - before.x1
        covered += letter.x1 - letter.x0 + (between if 0 < between < letter.size else 0.0)
    return covered


def _letters(word: Word, characters: Characters, frame: Frame) -> Iterator[_Letter]:
    for index, (left, top, right, bottom) in enumerate(_boxes(word, characters), word.start):
        x0, y0, x1, y1 = frame.place(left, bottom, right, top)
        if x1 - x0 >= 0.15:
            yield _Letter(index, x0, x1, y1 - _BASELINE * (y1 - y0), word.font.size)


def _boxes(word: Word, characters: Characters) -> list[Box]:
    return characters.boxes(word.start, word.end, word.font)


def _in_grid(rule: Rule, vertical: Sequence[Rule]) -> bool:
    """Whether vertical rules cross it, or meet it at both ends: the border of a table cell."""
    y = rule.middle
    at = [line.x0 for line in vertical if line.top - 1 <= y <= line.bottom + 1]
    if any(rule.x0 + 2 < x < rule.x1 - 2 for x in at):
        return True
    return any(abs(x - rule.x0) < 1.5 for x in at) and any(abs(x - rule.x1) < 1.5 for x in at)


def _accepted(hits: list[_Hit]) -> tuple[set[int], set[int]]:
    marked: tuple[set[int], set[int]] = (set(), set())
    accepted: dict[tuple[bool, int], list[_Hit]] = {}  # by kind and height in whole points
    pending: list[_Hit] = []
    single: list[_Hit] = []
    for hit in hits:
        if hit.strike and len(hit.characters) < 2:
            single.append(hit)
            continue
        if hit.left_over or hit.right_over or hit.covered < _COVERED * (hit.rule.x1 - hit.rule.x0):
            pending.append(hit)
            continue
        accepted.setdefault((hit.strike, round(hit.rule.middle)), []).append(hit)
        marked[hit.strike].update(hit.characters)
    # A single struck character is nearly always a dash, or a line of a chart behind a label; unless its rule goes on with
    # others: some producers draw one for each run.
    for hit in single:
        if any(_touch(hit.rule, other.rule) for other in _peers(hit, accepted)):
            marked[hit.strike].update(hit.characters)
    # A longer rule counts where it continues one that counts: a tab inside of a struck passage.
    for hit in pending:
        peers = _peers(hit, accepted)
        left = not hit.left_over or any(abs(other.rule.x1 - hit.rule.x0) < 1.6 for other in peers)
        right = not hit.right_over or any(abs(other.rule.x0 - hit.rule.x1) < 1.6 for other in peers)
        enough = hit.covered > _COVERED_WITH_NEIGHBOURS * (hit.rule.x1 - hit.rule.x0)
        if left and right and enough and (hit.left_over or hit.right_over):
            marked[hit.strike].update(hit.characters)
    return marked


def _peers(hit: _Hit, accepted: dict[tuple[bool, int], list[_Hit]]) -> list[_Hit]:
    """Accepted rules of the same kind at the same height."""
    height = round(hit.rule.middle)
    return [
        other
        for near in (height - 1, height, height + 1)
        for other in accepted.get((hit.strike, near), ())
        if abs(other.rule.middle - hit.rule.middle) < 0.6
    ]


def _touch(one: Rule, other: Rule) -> bool:
    return min(abs(one.x1 - other.x0), abs(other.x1 - one.x0)) < 1.6


def _split(word: Word, marked: _Marked, characters: Characters, frame: Frame) -> Iterator[Word]:
    marks = [marked.of(index) for index in range(word.start, word.end)]
    boxes = _boxes(word, characters)
    begin = 0
    for position in range(1, len(marks) + 1):
        if position < len(marks) and marks[position] == marks[begin]:
            continue
        underline, strike, deleted = marks[begin]
        marking = word.marking._replace(underline=underline, strike=strike, deleted=deleted)
        if marking == UNMARKED:
            marking = UNMARKED
        if begin == 0 and position == len(marks):
            yield replace(word, marking=marking)
            return
        left, top, right, bottom = boxes[begin]
        l2, t2, r2, b2 = boxes[position - 1]
        x0, y0, x1, y1 = frame.place(min(left, l2), min(bottom, b2), max(right, r2), max(top, t2))
        yield replace(
            word,
            text=word.text[begin:position],
            x0=x0,
            top=y0,
            x1=x1,
            bottom=y1,
            start=word.start + begin,
            end=word.start + position,
            glued=word.glued or begin > 0,
            marking=marking,
        )
        begin = position
