"""Elasticsearch over its official client as directly as it can be: one request for the works, one for their paragraphs."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any as Json

from elasticsearch import Elasticsearch as Client
from elasticsearch.helpers import parallel_bulk

from benchmarks.generated_queries import KINDS, Asked
from benchmarks.search_peers import FACETS, PASSAGES, SEARCHED, WORKS, Seen, Times, marked, rows_searched
from index.analysis import Analyser
from index.engines.schema import EngineRow, key_of
from index.generations import Batch
from index.query.plan import All, Any, Fuzzy, Node, Phrase, Prefix, Term

_MERGE_SECONDS = 3600
_TEXT = {"type": "text", "analyzer": "whitespace", "position_increment_gap": 1}
_MAPPING = {
    "dynamic": "strict",
    "_source": {"includes": ["source"]},
    "properties": {
        **dict.fromkeys(("stems", "exact", "title"), _TEXT),
        **{field: {"type": "keyword"} for field in FACETS},
        **{field: {"type": "long"} for field in ("key", "order", "group")},
        "source": {"type": "object", "enabled": False},
    },
}


class PlainElasticsearch:
    kinds = frozenset(KINDS)
    name = "plain Elasticsearch"

    def __init__(self, url: str, prefix: str, analyser: Analyser) -> None:
        self._client = Client(url, request_timeout=60)
        self._indices = {name: f"{prefix}-{name}" for name in SEARCHED}
        self._analyser = analyser
        for index in self._indices.values():
            settings = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": -1}
            self._client.indices.create(index=index, settings=settings, mappings=_MAPPING)

    def build(self, batches: Iterable[Batch]) -> Times:
        begun = time.perf_counter()
        for stored, item in parallel_bulk(
            self._client,
            self._actions(batches),
            thread_count=4,
            chunk_size=1000,
            queue_size=4,
            max_chunk_bytes=20_000_000,
        ):
            assert stored, item
        handed = time.perf_counter()
        names = list(self._indices.values())
        self._client.options(request_timeout=_MERGE_SECONDS).indices.forcemerge(index=names, max_num_segments=1)
        self._client.indices.refresh(index=names)
        return Times(handed - begun, time.perf_counter() - handed)

    def ask(self, asked: Asked) -> Seen:
        clauses = {field: {"terms": {field: list(values)}} for field, values in asked.filters.items()}
        answer = self._client.search(
            index=self._indices["documents"],
            query=_compiled(asked.plan),
            post_filter={"bool": {"filter": list(clauses.values())}} if clauses else None,
            aggs={facet: _facet(facet, clauses) for facet in FACETS},
            collapse={"field": "group"},
            sort=[{"_score": "desc"}, {"order": "desc"}],
            size=WORKS,
            track_scores=True,
            track_total_hits=True,
            source=False,
            docvalue_fields=["key"],
        ).body
        heads = [hit["fields"]["key"][0] for hit in answer["hits"]["hits"]]
        counted = {
            facet: answer["aggregations"][facet]["values"] if clauses else answer["aggregations"][facet]
            for facet in FACETS
        }
        facets = {facet: {one["key"]: one["doc_count"] for one in counted[facet]["buckets"]} for facet in FACETS}
        sources = self._passages(asked, heads) if heads else []
        return Seen(answer["hits"]["total"]["value"], facets, len(heads), marked(sources, asked, self._analyser))

    def size(self) -> int:
        stats = self._client.indices.stats(index=list(self._indices.values()), metric="store").body
        return int(stats["_all"]["total"]["store"]["size_in_bytes"])

    def close(self) -> None:
        self._client.indices.delete(index=list(self._indices.values()))
        self._client.close()

    def _passages(self, asked: Asked, heads: list[int]) -> list[bytes]:
        best = {"top_hits": {"size": PASSAGES, "_source": ["source"]}}
        answer = self._client.search(
            index=self._indices["paragraphs"],
            query={
                "bool": {
                    "should": [_compiled(leaf) for leaf in asked.leaves],
                    "minimum_should_match": 1,
                    "filter": [{"terms": {"group": heads}}],
                }
            },
            aggs={"heads": {"terms": {"field": "group", "size": WORKS}, "aggs": {"best": best}}},
            size=0,
            track_total_hits=False,
            request_cache=False,
        ).body
        return [
            hit["_source"]["source"].encode()
            for bucket in answer["aggregations"]["heads"]["buckets"]
            for hit in bucket["best"]["hits"]["hits"]
        ]

    def _actions(self, batches: Iterable[Batch]) -> Iterator[dict[str, Json]]:
        for collection, row in rows_searched(batches):
            yield {"_index": self._indices[collection], "_id": row.id, "_source": _document(row)}


def _document(row: EngineRow) -> dict[str, Json]:
    return {
        **row.texts,
        **{field: row.keywords[field] for field in FACETS if field in row.keywords},
        "key": key_of(row.id),
        "order": row.order,
        "group": row.group,
        "source": row.source.decode(),
    }


def _compiled(node: Node) -> dict[str, Json]:
    match node:
        case Term(field=field, token=token):
            return {"term": {field: token}}
        case Phrase(field=field, tokens=tokens):
            return {"match_phrase": {field: " ".join(token for _, token in tokens)}}
        case Prefix(field=field, start=start):
            return {"prefix": {field: {"value": start, "rewrite": "constant_score"}}}
        case Fuzzy(field=field, token=token, distance=distance):
            return {"fuzzy": {field: {"value": token, "fuzziness": distance, "rewrite": "constant_score"}}}
        case All(must=must, must_not=must_not):
            return {
                "bool": {"must": [_compiled(one) for one in must], "must_not": [_compiled(one) for one in must_not]}
            }
        case Any(nodes=nodes):
            return {"bool": {"should": [_compiled(one) for one in nodes], "minimum_should_match": 1}}
    raise TypeError(f"no question asks this: {node!r}")


def _facet(facet: str, clauses: dict[str, Json]) -> dict[str, Json]:
    values = {"terms": {"field": facet, "size": 1000}}
    if not clauses:
        return values
    others = [clause for field, clause in clauses.items() if field != facet]
    return {"filter": {"bool": {"filter": others}}, "aggs": {"values": values}}
