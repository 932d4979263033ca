"""Where a text shows what was asked for. The analyser that made the tokens of the index cuts the text here too."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from core.records.search import ParagraphRow
from index.analysis import HOLE, Analyser
from index.edits import edits
from index.encode import searchable
from index.query.phrases import slop_of
from index.query.planner import Mark
from index.rows import cited_ids

Span = tuple[int, int]
Forms = Sequence[str | None]
"""The words of a text in one form: stems, or exact ones."""


class Highlighter:
    """The marks of one question, for one text after another. Not to be shared between threads."""

    def __init__(self, marks: Iterable[Mark], analyser: Analyser) -> None:
        self._marks = tuple(marks)
        self._analyser = analyser
        self._alike: dict[Mark, dict[str | None, bool]] = defaultdict(dict)
        """Of a mark for similar words, which ones are: texts have many words in common."""

    def spans(self, row: ParagraphRow) -> tuple[Span, ...]:
        """Code points of `row.text`, half open, in order, not overlapping. Stretches that touch are one."""
        spans: list[Span] = []
        for mark in self._marks:
            if mark.kind == "ids":
                wanted = set(mark.tokens)
                spans.extend((link.start, link.end) for link in row.links if wanted & set(cited_ids([link])))
        asked = [mark for mark in self._marks if mark.kind != "ids" and row.lang in mark.langs]
        if asked:
            words = self._analyser.words(searchable(row.text, row.marks), row.lang)
            forms: dict[bool, Forms] = {}
            for mark in asked:
                exact = mark.kind != "stems"
                if exact not in forms:
                    forms[exact] = [one[exact] for one in words.forms]
                spans.extend(
                    (words.found[first].start(), words.found[last].end())
                    for first, last in self._found(mark, forms[exact])
                )
        return _merged(spans)

    def _found(self, mark: Mark, forms: Forms) -> Iterable[Span]:
        """First and last word of each place where the mark stands."""
        match mark.kind:
            case "near":
                return [(place, place) for place in _near(mark, forms)]
            case "fuzzy":
                return [(place, place) for place, form in enumerate(forms) if self._is_alike(mark, form)]
        length, first = len(mark.tokens), mark.tokens[0]
        if length == 1 and mark.kind == "opening":
            return [(place, place) for place, form in enumerate(forms) if form is not None and form.startswith(first)]
        if length == 1:
            return [(place, place) for place in _places(forms, first)]
        return [(at, at + length - 1) for at in _beginnings(mark, forms) if _stands(mark, forms[at : at + length])]

    def _is_alike(self, mark: Mark, form: str | None) -> bool:
        known = self._alike[mark]
        if form not in known:
            known[form] = edits(form or "", mark.tokens[0], mark.distance) <= mark.distance
        return known[form]


def _beginnings(mark: Mark, forms: Forms) -> Iterable[int]:
    """Places at which all of the mark has room and its first word may stand."""
    last = len(forms) - len(mark.tokens)
    first = mark.tokens[0]
    if first == HOLE:
        return range(last + 1)
    return itertools.takewhile(lambda place: place <= last, _places(forms, first))


def _places(forms: Forms, word: str) -> Iterator[int]:
    place = -1
    for _ in range(forms.count(word)):
        place = forms.index(word, place + 1)
        yield place


def _stands(mark: Mark, forms: Forms) -> bool:
    if mark.kind == "opening" and not (forms[-1] or "").startswith(mark.tokens[-1]):
        return False
    exact = len(forms) - (mark.kind == "opening")
    return all(wanted in (HOLE, form) for wanted, form in zip(mark.tokens[:exact], forms[:exact], strict=True))


def _near(mark: Mark, forms: Forms) -> set[int]:
    """Places of words that stand near enough to another one of the phrase."""
    places = [list(_places(forms, word)) for word in mark.tokens]
    found: set[int] = set()
    for (i, ones), (j, others) in itertools.combinations(enumerate(places), 2):
        most = slop_of(mark.distance, i, j)
        found.update(place for p in ones for q in others if abs(q - p - 1) <= most for place in (p, q))
    return found


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
