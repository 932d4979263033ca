"""Lookups: the first rows of groups and rows by their keys, with their records, in one request where that is enough.

A group's first rows come with some rows more, so that their order is known to be final. Where a tie reaches beyond those, more
rows are asked for, of the groups that need them; at last single groups by pages, without records, which follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any as Json

from index.engines.elastic.compile import Query, narrowed
from index.engines.elastic.questions import ROW, SOURCE, Pages, Question, Questions, ranked, sorted_by
from index.engines.ordering import cut, final
from index.engines.protocol import Grouped, Keyed, Lookup, Ranked, Record, Records, Request
from index.engines.schema import CollectionName

RECORDS = 1_000
"""Stored records of one answer."""
_SPARE, _MORE = 3, 30
"""Rows of a group beyond those needed, at first and where a tie reaches further. Measured: one search of ten asks again, and of
these one in four for pages."""
_TOP = 100
"""Most rows of a group in one answer: `index.max_inner_result_window` as the server has it by default."""
_FIELDS: dict[str, Json] = SOURCE | {"docvalue_fields": ROW["docvalue_fields"]}

Narrow = Callable[[Request], Query]
"""The query of a request, with its filters."""


def looked_up(questions: Questions, narrow: Narrow, lookups: Sequence[Lookup]) -> tuple[Records, ...]:
    drawers = {
        place: _Drawers(one, narrow(one.request)) for place, one in enumerate(lookups) if isinstance(one, Grouped)
    }
    asking = [one for one in drawers.values() if one.is_open]
    keyed = [by_keys(one.collection, some) for one in lookups if isinstance(one, Keyed) for some in _loads(one.keys)]
    answers = questions.ask_all([*(one.question() for one in asking), *keyed])
    for one, answer in zip(asking, answers, strict=False):
        one.take(answer)
    held = _held(keyed, answers[len(asking) :])
    if tied := [one for one in drawers.values() if one.is_open]:
        for one, answer in zip(tied, questions.ask_all([one.question() for one in tied]), strict=True):
            one.take(answer)
            one.page(questions)
        lacking = [by_keys(one.collection, some) for one in tied for some in _loads(one.without_record())]
        held |= _held(lacking, questions.ask_all(lacking))
    for one in drawers.values():
        held |= {(one.collection, row.key): row for row in one.rows}
    return tuple(
        drawers[place].records(held)
        if isinstance(asked, Grouped)
        else {key: (row,) if (row := held.get((asked.collection, key))) else () for key in asked.keys}
        for place, asked in enumerate(lookups)
    )


def by_keys(collection: CollectionName, keys: Sequence[int]) -> Question:
    """The records of at most `RECORDS` rows; `rows_of` reads the answer."""
    return collection, {
        "query": {"constant_score": {"filter": {"terms": {"key": list(keys)}}}},
        "sort": ["key"],
        "size": len(keys),
        "track_total_hits": False,
        **SOURCE,
    }


def rows_of(answer: Json) -> Iterator[Record]:
    for hit in answer["hits"].get("hits", ()):
        yield Record(hit["sort"][-1], hit["_source"]["source"].encode())


class _Drawers:
    """One question with a drawer for each group; a question for each group costs the server five times as much."""

    def __init__(self, asked: Grouped, query: Query) -> None:
        self.collection = asked.request.collection
        self.rows: list[Record] = []
        """Those that came with their records."""
        self._request = asked.request
        self._groups = tuple(dict.fromkeys(asked.groups))
        self._query = query
        self._size = min(asked.request.need + _SPARE, _TOP)
        self._first: dict[int, tuple[Ranked, ...]] = {}
        self._open: dict[int, Json] = dict.fromkeys(self._groups)
        """Groups whose first rows are not certain yet, with the answer on them."""

    @property
    def is_open(self) -> bool:
        return bool(self._open)

    def question(self) -> Question:
        """On all groups that are open."""
        groups = list(self._open)
        best = {"top_hits": sorted_by(self._request) | {"size": self._size} | _FIELDS}
        return self.collection, {
            "query": narrowed(self._query, [{"terms": {"group": groups}}]),
            "size": 0,
            "track_total_hits": False,
            "aggs": {"groups": {"terms": {"field": "group", "size": len(groups)}, "aggs": {"best": best}}},
        }

    def take(self, answer: Json) -> None:
        """The answer to `question`; the next question asks for more rows."""
        drawers = {bucket["key"]: bucket["best"] for bucket in answer["aggregations"]["groups"]["buckets"]}
        for group in tuple(self._open):
            drawer = drawers.get(group, {"hits": {"hits": ()}})
            hits = drawer["hits"]["hits"]
            self.rows += rows_of(drawer)
            first = self._certain([ranked(hit, group) for hit in hits])
            if first is None:
                self._open[group] = drawer
            else:
                self._first[group] = first
                del self._open[group]
        self._size = min(self._request.need + _MORE, _TOP)

    def page(self, questions: Questions) -> None:
        """What is still open, group by group."""
        for group, drawer in self._open.items():
            query = {"query": narrowed(self._query, [{"term": {"group": group}}])} | sorted_by(self._request)
            pages = Pages(questions, self.collection, query, drawer, self._size)
            need = self._request.need
            self._first[group] = cut(pages.first, need) if self._request.by == "score" else tuple(pages.first(need))
        self._open.clear()

    def without_record(self) -> list[int]:
        came = {row.key for row in self.rows}
        return [row.key for first in self._first.values() for row in first if row.key not in came]

    def records(self, held: dict[tuple[CollectionName, int], Record]) -> Records:
        return {group: tuple(held[self.collection, row.key] for row in self._first[group]) for group in self._groups}

    def _certain(self, rows: list[Ranked]) -> tuple[Ranked, ...] | None:
        need = self._request.need
        if self._request.by == "score":
            # Nothing scores less than 0, and the server gives equal scores in their order: what follows stays behind.
            complete = len(rows) >= need and rows[-1].score == 0
            return final(rows, self._size + complete, need)
        return tuple(rows[:need]) if len(rows) >= need or len(rows) < self._size else None


def _held(asked: Sequence[Question], answers: Sequence[Json]) -> dict[tuple[CollectionName, int], Record]:
    return {
        (collection, row.key): row
        for (collection, _), answer in zip(asked, answers, strict=True)
        for row in rows_of(answer)
    }


def _loads(keys: Sequence[int]) -> list[Sequence[int]]:
    different = list(dict.fromkeys(keys))
    return [different[start : start + RECORDS] for start in range(0, len(different), RECORDS)]
