"""Why nothing held answers a citation. The rules, the first that applies:

1. `out_of_scope`: the treaty or body is none of those that are collected.
2. the session of the cited item is 0, or later than the citing text: than the session that this comes from (same treaty),
   else, where the list of meetings has it, its meeting begins after the date of the text (for a paper, more than a year after,
   for papers are numbered long before their meeting):
   - `typo` where an id that differs by one character is held, or is cited by at least three other documents, and its session
     is not later; these ids are the nearest, held ones first;
   - `future` otherwise.
3. `absent_number`: the series (treaty, kind, session) is held: at least three numbers of it, and at least half of the
   numbers up to the highest one held; and this number is not among them.
4. `not_crawled` otherwise: nothing says that it does not exist.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from msgspec import Struct

from core.records.links import MissingClass
from core.symbols.identity import split
from index.held import Corpus, is_later
from index.links.series import Place, place_of, session_of_meeting

_LEAST_HELD = 3
_LEAST_CITED = 3
_MOST_NEAREST = 3
_PAPERS = "Document"
_LETTERS = "0123456789IVX"
_NUMBER = re.compile(r"[0-9IVX]")


class Citing(Struct, frozen=True):
    """What decides about the age of the citing text."""

    meeting: str | None = None
    """Id of the meeting that the text belongs to."""
    date: str | None = None


class Why(Struct, frozen=True):
    missing: MissingClass
    nearest: tuple[str, ...] = ()


class Classifier:
    def __init__(
        self,
        corpus: Corpus,
        scope: frozenset[str],
        cited: Mapping[str, int],
        begins: Mapping[tuple[str, int], str] | None = None,
    ) -> None:
        """`scope`: treaties that are collected. `cited`: by work, the number of documents that cite it. `begins`: first day
        of a meeting by treaty and session."""
        self._begins = begins or {}
        self._known: dict[tuple[str, str | None, Citing], Why] = {}
        self._near: dict[str, tuple[tuple[str, Place], ...]] = {}
        self._places: dict[tuple[str, str], tuple[str, Place | None]] = {}
        self._corpus = corpus
        self._scope = scope
        self._cited = cited
        self._known_works = {*corpus.works, *(work for work, count in cited.items() if count >= _LEAST_CITED)}
        self._numbers: dict[tuple[str, str, int], set[int]] = defaultdict(set)
        for version in corpus.versions.values():
            place = place_of(version.work, version.primaries[0].treaty)
            if place is not None and place.number is not None:
                self._numbers[place.series].add(place.number)

    def classify(self, target: str, treaty: str | None, citing: Citing) -> Why:
        key = (target, treaty, citing)
        if key not in self._known:
            self._known[key] = self._classify(target, treaty, citing)
        return self._known[key]

    def _classify(self, target: str, treaty: str | None, citing: Citing) -> Why:
        if treaty is None or treaty not in self._scope:
            return Why("out_of_scope")
        if (target, treaty) not in self._places:
            work = split(target)[0]
            self._places[target, treaty] = (work, place_of(work, treaty))
        work, place = self._places[target, treaty]
        if place is None:
            return Why("not_crawled")
        if place.session == 0 or self._is_later(place, treaty, citing):
            near = self._neighbours(work, treaty, citing)
            return Why("typo", near) if near else Why("future")
        held = self._numbers.get(place.series, set())
        if (
            place.number is not None
            and place.number not in held
            and len(held) >= _LEAST_HELD
            and 2 * len(held) >= max(held)
        ):
            return Why("absent_number")
        return Why("not_crawled")

    def _is_later(self, place: Place, treaty: str, citing: Citing) -> bool:
        own = session_of_meeting(citing.meeting, treaty)
        if own is not None:
            return place.session > own
        begins = self._begins.get((treaty, place.session))
        if begins is None or citing.date is None:
            return False
        if place.kind == _PAPERS:
            begins = f"{int(begins[:4]) - 1}{begins[4:]}"
        return is_later(begins, citing.date)

    def _neighbours(self, work: str, treaty: str, citing: Citing) -> tuple[str, ...]:
        if work not in self._near:
            self._near[work] = tuple(self._near_ids(work, treaty))
        return tuple(other for other, place in self._near[work] if not self._is_later(place, treaty, citing))[
            :_MOST_NEAREST
        ]

    def _near_ids(self, work: str, treaty: str) -> Iterator[tuple[str, Place]]:
        """Held ones first, then the most cited ones."""
        known = _one_off(work) & self._known_works
        for other in sorted(known, key=lambda one: (one not in self._corpus.works, -self._cited.get(one, 0), one)):
            place = place_of(other, treaty)
            if place is not None and place.session != 0:
                yield other, place


def cited_works(citations: Iterable[tuple[str, str]]) -> Counter[str]:
    """By work, the number of documents that cite it. Takes pairs of a citing id and a cited id."""
    works: dict[str, str] = {}
    by_citing: dict[str, set[str]] = defaultdict(set)
    for citing, target in citations:
        if target not in works:
            works[target] = split(target)[0]
        by_citing[citing].add(works[target])
    return Counter(chain.from_iterable(by_citing.values()))


def _one_off(work: str) -> set[str]:
    """Ids that differ from `work` by one digit (or roman letter) of its number: one more, one less, another."""
    treaty, kind, tail = ([*work.split("/", 2), "", ""])[:3]
    head = f"{treaty}/{kind}"
    variants = set()
    for place, letter in enumerate(tail):
        if _NUMBER.match(letter):
            variants.add(tail[:place] + tail[place + 1 :])
            variants.update(tail[:place] + other + tail[place + 1 :] for other in _LETTERS)
        variants.update(tail[:place] + other + tail[place:] for other in _LETTERS)
    variants.discard(tail)
    return {f"{head}/{variant}" for variant in variants}
