"""One finished generation."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any as Json

from core.errors import SearchError
from index.engines.elastic.client import Server
from index.engines.elastic.compile import Query, compiled, narrowed, passing
from index.engines.elastic.lookups import RECORDS, by_keys, looked_up, rows_of
from index.engines.elastic.questions import PAGE, ROW, Pages, Questions, sorted_by
from index.engines.ordering import cut, first_size
from index.engines.protocol import Found, Lookup, Manifest, Records, Request
from index.engines.schema import CollectionName

_BUCKETS = 65_000
"""Most different values that are counted in one facet; the server's own limit for an answer is 65,536."""


class Reader:
    def __init__(
        self,
        server: Server,
        manifest: Manifest,
        indices: Mapping[CollectionName, str],
        shards: Mapping[CollectionName, int],
    ) -> None:
        self._manifest = manifest
        self._questions = Questions(server, indices, shards)

    @property
    def manifest(self) -> Manifest:
        return self._manifest

    def search(self, request: Request) -> Found:
        asked = self._compiled(request)
        # Filters on facets come after the counting, so that each facet can leave out the one on itself.
        late = {field: values for field, values in request.filters.items() if field in request.facets}
        early = {field: values for field, values in request.filters.items() if field not in late}
        query = {"query": narrowed(asked, passing(early))} | sorted_by(request)
        if late:
            query["post_filter"] = {"bool": {"filter": passing(late)}}
        size = min(first_size(request.need) if request.by == "score" else request.need, PAGE)
        counted = {"aggs": facets} if (facets := _facets(request, late)) else {}
        first = self._questions.ask(
            request.collection, query | ROW | counted | {"size": size, "track_total_hits": True}
        )
        pages = Pages(self._questions, request.collection, query, first, size)
        rows = cut(pages.first, request.need) if request.by == "score" else tuple(pages.first(request.need))
        return Found(
            total=first["hits"]["total"]["value"],
            rows=rows,
            facets={field: _counted(first["aggregations"][field], field, late) for field in request.facets},
        )

    def look_up(self, lookups: Sequence[Lookup]) -> tuple[Records, ...]:
        return looked_up(self._questions, self._narrowed, lookups)

    def fetch(self, collection: CollectionName, keys: Sequence[int]) -> tuple[bytes, ...]:
        different = list(dict.fromkeys(keys))
        sources: dict[int, bytes] = {}
        for start in range(0, len(different), RECORDS):
            sources.update(rows_of(self._questions.ask(*by_keys(collection, different[start : start + RECORDS]))))
        return tuple(sources[key] for key in keys)

    def count(self, collection: CollectionName) -> int:
        return int(self._questions.ask(collection, {"size": 0, "track_total_hits": True})["hits"]["total"]["value"])

    def close(self) -> None:
        """The connections belong to the engine."""

    def _narrowed(self, request: Request) -> Query:
        return narrowed(self._compiled(request), passing(request.filters))

    def _compiled(self, request: Request) -> Query:
        return compiled(request.plan, lambda field, tokens: self._rarity(request.collection, field, tokens))

    def _rarity(self, collection: CollectionName, field: str, tokens: Sequence[str]) -> dict[str, float]:
        """idf of BM25, from the counts of rows. They are exact because nothing was ever deleted here."""
        words = {f"t{n}": {"filter": {"term": {field: token}}} for n, token in enumerate(tokens)}
        counts = self._questions.ask(
            collection, {"size": 0, "aggs": {"all": {"filter": {"exists": {"field": field}}}, **words}}
        )["aggregations"]
        rows = counts["all"]["doc_count"]
        held = [counts[f"t{n}"]["doc_count"] for n in range(len(tokens))]
        return {
            token: math.log(1 + (rows - count + 0.5) / (count + 0.5)) for token, count in zip(tokens, held, strict=True)
        }


def _counted(answer: Json, field: str, late: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    terms = answer["values"] if late else answer
    if terms.get("sum_other_doc_count"):
        raise SearchError(
            f"The facet {field} has more than {_BUCKETS} different values.", hint="Narrow the query or its filters."
        )
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in terms["buckets"]}


def _facets(request: Request, late: Mapping[str, tuple[str, ...]]) -> dict[str, Json] | None:
    facets: dict[str, Json] = {}
    for field in request.facets:
        values = {"terms": {"field": field, "size": _BUCKETS}}
        if late:
            others = passing({name: chosen for name, chosen in late.items() if name != field})
            facets[field] = {"filter": {"bool": {"filter": others}}, "aggs": {"values": values}}
        else:
            facets[field] = values
    return facets or None
