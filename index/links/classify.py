"""Why nothing held answers a citation. The rules, the first that applies:

1. `out_of_scope`: the treaty or body is none of those that are collected.
2. the session of the cited item is later than the one that the citing text comes from (same treaty), or it is 0:
   - `typo` where an id that differs by one character is held, or is cited by at least three other documents, and its session
     is not later;
   - `future` otherwise.
3. `absent_number`: the series (treaty, kind, session) is held: at least three numbers of it, and at least half of the
   numbers up to the highest one held; and this number is not among them.
4. `not_crawled` otherwise: nothing says that it does not exist.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from core.records.links import MissingClass
from core.symbols.identity import split
from index.held import Corpus
from index.links.series import Place, place_of, session_of_meeting

_LEAST_HELD = 3
_LEAST_CITED = 3
_LETTERS = "0123456789IVX"
_NUMBER = re.compile(r"[0-9IVX]")


class Classifier:
    def __init__(self, corpus: Corpus, scope: frozenset[str], cited: Mapping[str, int]) -> None:
        """`scope`: treaties that are collected. `cited`: by work, the number of documents that cite it."""
        self._corpus = corpus
        self._scope = scope
        self._cited = cited
        self._numbers: dict[tuple[str, str, int], set[int]] = defaultdict(set)
        for version in corpus.versions.values():
            place = place_of(version.work, version.primaries[0].treaty)
            if place is not None and place.number is not None:
                self._numbers[place.series].add(place.number)

    def classify(self, target: str, treaty: str | None, citing_meeting: str | None) -> MissingClass:
        """`citing_meeting`: id of the meeting that the citing text belongs to."""
        if treaty is None or treaty not in self._scope:
            return "out_of_scope"
        work, _ = split(target)
        place = place_of(work, treaty)
        if place is None:
            return "not_crawled"
        own = session_of_meeting(citing_meeting, treaty)
        if place.session == 0 or (own is not None and place.session > own):
            return "typo" if self._has_neighbour(work, treaty, own) else "future"
        held = self._numbers.get(place.series, set())
        if (
            place.number is not None
            and place.number not in held
            and len(held) >= _LEAST_HELD
            and 2 * len(held) >= max(held)
        ):
            return "absent_number"
        return "not_crawled"

    def _has_neighbour(self, work: str, treaty: str, own: int | None) -> bool:
        for other in _one_off(work):
            place: Place | None = place_of(other, treaty)
            if place is None or place.session == 0 or (own is not None and place.session > own):
                continue
            if other in self._corpus.works or self._cited.get(other, 0) >= _LEAST_CITED:
                return True
        return False


def cited_works(citations: Iterable[tuple[str, str]]) -> Counter[str]:
    """By work, the number of documents that cite it. Takes pairs of a citing id and a cited id."""
    return Counter(work for _, work in {(citing, split(target)[0]) for citing, target in citations})


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
