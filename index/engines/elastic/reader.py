"""One finished generation. It takes no more rows, so pages follow one another by `search_after` without a point in time."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any as Json

from elastic_transport import ObjectApiResponse
from elasticsearch import Elasticsearch as Client

from core.errors import SearchError
from index.engines.elastic.client import Server
from index.engines.elastic.compile import Query, compiled, narrowed, passing
from index.engines.ordering import cut, first_size
from index.engines.protocol import Found, Manifest, Ranked, Request
from index.engines.schema import CollectionName

_PAGE = 10_000
"""Rows of one answer: `index.max_result_window` as the server has it by default."""
_BUCKETS = 65_000
"""Most different values that are counted in one facet; the server's own limit for an answer is 65,536."""
_RECORDS = 1_000
"""Stored records of one answer."""
_TOP = 100
"""Most rows of a group in one answer: `index.max_inner_result_window` as the server has it by default."""
_GROUP: dict[str, Json] = {"stored_fields": "_none_", "docvalue_fields": [{"field": "group"}]}
"""Of a row, its group and nothing else."""
_SEARCHING = "searching"

Ask = Callable[[dict[str, Json]], Json]


class Reader:
    def __init__(
        self,
        server: Server,
        manifest: Manifest,
        indices: Mapping[CollectionName, str],
        shards: Mapping[CollectionName, int],
    ) -> None:
        self._server = server
        self._manifest = manifest
        self._indices = indices
        self._shards = shards

    @property
    def manifest(self) -> Manifest:
        return self._manifest

    def search(self, request: Request) -> Found:
        asked = self._compiled(request)
        # Filters on facets come after the counting, so that each facet can leave out the one on itself.
        late = {field: values for field, values in request.filters.items() if field in request.facets}
        early = {field: values for field, values in request.filters.items() if field not in late}
        query = {"query": narrowed(asked, passing(early))}
        if late:
            query["post_filter"] = {"bool": {"filter": passing(late)}}
        ask = self._asking(request.collection)
        size = min(first_size(request.need) if request.by == "score" else request.need, _PAGE)
        first = ask(
            query | _sorted(request.by) | {"size": size, "track_total_hits": True, "aggs": _facets(request, late)}
        )
        pages = _Pages(ask, query | _sorted(request.by), first, size)
        rows = cut(pages.first, request.need) if request.by == "score" else tuple(pages.first(request.need))
        return Found(
            total=first["hits"]["total"]["value"],
            rows=rows,
            facets={field: self._counted(first["aggregations"][field], field, late) for field in request.facets},
        )

    def best(self, request: Request, groups: Sequence[int]) -> Mapping[int, tuple[Ranked, ...]]:
        if not groups:
            return {}
        asked = narrowed(self._compiled(request), passing(request.filters))
        size = min(first_size(request.need), _TOP)
        # One question with a drawer for each group; a question for each group costs the server five times as much.
        drawers = {
            "terms": {"field": "group", "size": len(groups)},
            "aggs": {"best": {"top_hits": _sorted("score") | {"size": size, "_source": False} | _GROUP}},
        }
        ask = self._asking(request.collection)
        answer = ask(
            {
                "query": narrowed(asked, [{"terms": {"group": list(groups)}}]),
                "size": 0,
                "track_total_hits": False,
                "aggs": {"groups": drawers},
            }
        )
        firsts = {bucket["key"]: bucket["best"] for bucket in answer["aggregations"]["groups"]["buckets"]}

        def rows(group: int) -> tuple[Ranked, ...]:
            query = {"query": narrowed(asked, [{"term": {"group": group}}])} | _sorted("score")
            return cut(_Pages(ask, query, firsts.get(group, {}), size).first, request.need)

        return {group: rows(group) for group in groups}

    def fetch(self, collection: CollectionName, keys: Sequence[int]) -> tuple[bytes, ...]:
        ask = self._asking(collection)
        different = list(dict.fromkeys(keys))
        sources: dict[int, bytes] = {}
        for start in range(0, len(different), _RECORDS):
            some = different[start : start + _RECORDS]
            answer = ask(
                {
                    "query": {"constant_score": {"filter": {"terms": {"key": some}}}},
                    "sort": ["key"],
                    "size": len(some),
                    "source": ["source"],
                    "track_total_hits": False,
                }
            )
            for hit in answer["hits"].get("hits", ()):
                sources[hit["sort"][0]] = hit["_source"]["source"].encode()
        return tuple(sources[key] for key in keys)

    def count(self, collection: CollectionName) -> int:
        return int(self._asking(collection)({"size": 0, "track_total_hits": True})["hits"]["total"]["value"])

    def close(self) -> None:
        """The connections belong to the engine."""

    def _compiled(self, request: Request) -> Query:
        return compiled(request.plan, lambda field, tokens: self._rarity(request.collection, field, tokens))

    def _rarity(self, collection: CollectionName, field: str, tokens: Sequence[str]) -> dict[str, float]:
        """idf of BM25, from the counts of rows. They are exact because nothing was ever deleted here."""
        counts = self._asking(collection)(
            {
                "size": 0,
                "aggs": {
                    "all": {"filter": {"exists": {"field": field}}},
                    **{f"t{n}": {"filter": {"term": {field: token}}} for n, token in enumerate(tokens)},
                },
            }
        )["aggregations"]
        rows = counts["all"]["doc_count"]
        held = [counts[f"t{n}"]["doc_count"] for n in range(len(tokens))]
        return {
            token: math.log(1 + (rows - count + 0.5) / (count + 0.5)) for token, count in zip(tokens, held, strict=True)
        }

    def _asking(self, collection: CollectionName) -> Ask:
        def ask(body: dict[str, Json]) -> Json:
            def send(client: Client) -> ObjectApiResponse[Json]:
                return client.search(
                    index=self._indices[collection],
                    **({"source": False} | body),
                    **({} if "source" in body else _GROUP),
                    search_type=self._search_type(collection),
                    preference=self._preference(collection),
                    allow_partial_search_results=False,
                    filter_path="timed_out,_shards,hits.total,hits.hits.sort,hits.hits.fields,hits.hits._source,aggregations",
                )

            with self._server.asking(_SEARCHING):
                answer = self._server.soon(send)
            return self._server.whole(answer.body, _SEARCHING)

        return ask

    def _search_type(self, collection: CollectionName) -> str | None:
        # Each shard weighs words by its own rows, unless their counts are put together first.
        return "dfs_query_then_fetch" if self._shards[collection] > 1 else None

    def _preference(self, collection: CollectionName) -> str | None:
        # A node that holds the only shard answers from it, and waits for no other node, which may be hung. Of several
        # shards it holds some; for the others the server's own choice, by who answered quickly, does better (measured).
        return "_local" if self._shards[collection] == 1 else None

    def _counted(self, answer: Json, field: str, late: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
        terms = answer["values"] if late else answer
        if terms.get("sum_other_doc_count"):
            raise SearchError(
                f"The facet {field} has more than {_BUCKETS} different values.", hint="Narrow the query or its filters."
            )
        return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in terms["buckets"]}


class _Pages:
    """The rows of one query from the first on, asked for as far as they are needed."""

    def __init__(self, ask: Ask, query: dict[str, Json], first: Json, size: int) -> None:
        self._ask = ask
        self._query = query
        self._rows: list[Ranked] = []
        self._last: list[Json] | None = None
        self._take(first, size)

    def first(self, size: int) -> list[Ranked]:
        while len(self._rows) < size and self._last is not None:
            wanted = min(size - len(self._rows), _PAGE)
            answer = self._ask({**self._query, "size": wanted, "search_after": self._last, "track_total_hits": False})
            self._take(answer, wanted)
        return self._rows[:size]

    def _take(self, answer: Json, wanted: int) -> None:
        hits = answer.get("hits", {}).get("hits", ())
        for hit in hits:
            *score, order, key = hit["sort"]
            self._rows.append(Ranked(key, score[0] if score else 0.0, order, hit["fields"]["group"][0]))
        self._last = hits[-1]["sort"] if hits and len(hits) == wanted else None


def _sorted(by: str) -> dict[str, Json]:
    return {"sort": [*([{"_score": "desc"}] if by == "score" else []), {"order": "desc"}, {"key": "asc"}]}


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
