"""Where a text shows what was asked for. The analyser that made the tokens of the index cuts the text here too."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence

from core.records.search import ParagraphRow
from index.analysis import HOLE, Analyser, Token
from index.edits import edits
from index.encode import searchable
from index.query.phrases import slop_of
from index.query.planner import Mark
from index.rows import cited_ids


def highlights(row: ParagraphRow, marks: Iterable[Mark], analyser: Analyser) -> tuple[tuple[int, int], ...]:
    """Code points of `row.text`, half open, in order, not overlapping. Stretches that touch are one."""
    tokens: list[Token] | None = None
    forms: dict[bool, _Forms] = {}
    spans: list[tuple[int, int]] = []
    for mark in marks:
        if mark.kind == "ids":
            wanted = set(mark.tokens)
            spans.extend((link.start, link.end) for link in row.links if wanted & set(cited_ids([link])))
        elif row.lang in mark.langs:
            if tokens is None:
                tokens = analyser.tokens(searchable(row.text, row.marks), row.lang)
            exact = mark.kind != "stems"
            if exact not in forms:
                forms[exact] = _Forms([one.exact if exact else one.stem for one in tokens])
            spans.extend(_found(mark, tokens, forms[exact]))
    return _merged(spans)


class _Forms:
    """The words of a text in one form, and where each of them stands: a text is looked through once, not once a mark."""

    def __init__(self, forms: list[str | None]) -> None:
        self.forms = forms
        self.places: dict[str | None, list[int]] = defaultdict(list)
        for place, form in enumerate(forms):
            self.places[form].append(place)

    def beginnings(self, mark: Mark) -> Iterable[int]:
        """Places at which all of the mark has room and its first word may stand."""
        last = len(self.forms) - len(mark.tokens)
        first = mark.tokens[0]
        if first == HOLE or (mark.kind == "opening" and len(mark.tokens) == 1):
            return range(last + 1)
        return (place for place in self.places.get(first, ()) if place <= last)


def _found(mark: Mark, tokens: Sequence[Token], forms: _Forms) -> Iterable[tuple[int, int]]:
    match mark.kind:
        case "near":
            return [(tokens[place].start, tokens[place].end) for place in _near(mark, tokens)]
        case "fuzzy":
            wanted, most = mark.tokens[0], mark.distance
            alike = (places for form, places in forms.places.items() if edits(form or "", wanted, most) <= most)
            return [(tokens[place].start, tokens[place].end) for places in alike for place in places]
    length = len(mark.tokens)
    return [
        (tokens[at].start, tokens[at + length - 1].end)
        for at in forms.beginnings(mark)
        if _stands(mark, forms.forms[at : at + length])
    ]


def _stands(mark: Mark, forms: Sequence[str | None]) -> bool:
    if mark.kind == "opening" and not (forms[-1] or "").startswith(mark.tokens[-1]):
        return False
    exact = len(forms) - (mark.kind == "opening")
    return all(wanted in (HOLE, form) for wanted, form in zip(mark.tokens[:exact], forms[:exact], strict=True))


def _near(mark: Mark, tokens: Sequence[Token]) -> set[int]:
    """Places of words that stand near enough to another one of the phrase."""
    places = [[one.position for one in tokens if one.exact == word] for word in mark.tokens]
    found: set[int] = set()
    for (i, ones), (j, others) in itertools.combinations(enumerate(places), 2):
        most = slop_of(mark.distance, i, j)
        found.update(place for p in ones for q in others if abs(q - p - 1) <= most for place in (p, q))
    return found


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
