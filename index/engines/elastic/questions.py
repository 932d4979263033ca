"""Questions to the indices of one generation, one by one or several in one request, and whole answers to them.

A generation takes no more rows, so pages follow one another by `search_after` without a point in time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any as Json

from elastic_transport import ObjectApiResponse
from elasticsearch import Elasticsearch as Client

from index.engines.elastic.client import Server
from index.engines.elastic.errors import as_error, foreign, refusal_of, verdict_of
from index.engines.protocol import Ranked, Request
from index.engines.schema import CollectionName

PAGE = 10_000
"""Rows of one answer: `index.max_result_window` as the server has it by default."""
ROW: dict[str, Json] = {"_source": False, "stored_fields": "_none_", "docvalue_fields": [{"field": "group"}]}
"""Of a row, its group and nothing else."""
SOURCE: dict[str, Json] = {"_source": ["source"]}
"""Of a row, its stored record."""
_SEARCHING = "searching"
_TRIES = 4
"""Of a question in a request of several: as often as the client sends one alone."""
_AGAIN = frozenset({502, 503, 504})

Question = tuple[CollectionName, dict[str, Json]]


class Questions:
    def __init__(
        self, server: Server, indices: Mapping[CollectionName, str], shards: Mapping[CollectionName, int]
    ) -> None:
        self._server = server
        self._indices = indices
        self._shards = shards

    def ask(self, collection: CollectionName, body: dict[str, Json]) -> Json:
        def send(client: Client) -> ObjectApiResponse[Json]:
            return client.search(
                index=self._indices[collection],
                body=body,
                **self._way(collection),
                allow_partial_search_results=False,
                filter_path="timed_out,_shards,hits.total,hits.hits.sort,hits.hits.fields,hits.hits._source,aggregations",
            )

        with self._server.asking(_SEARCHING):
            answer = self._server.soon(send)
        return self._server.whole(answer.body, _SEARCHING)

    def ask_all(self, questions: Sequence[Question]) -> list[Json]:
        """The answers to all `questions`, in one request: on its way each costs as much as what it asks."""
        answers: dict[int, Json] = {}
        for number in range(_TRIES):
            open_ones = [place for place in range(len(questions)) if place not in answers]
            if not open_ones:
                break
            last = number == _TRIES - 1
            for place, answer in zip(open_ones, self._sent([questions[one] for one in open_ones]), strict=True):
                if isinstance(answer, dict) and "error" in answer:
                    refusal = refusal_of(int(answer.get("status", 500)), answer["error"])
                    if last or refusal.status not in _AGAIN:
                        raise as_error(verdict_of(refusal), _SEARCHING, self._server.where)
                else:
                    answers[place] = self._server.whole(answer, _SEARCHING)
        return [answers[place] for place in range(len(questions))]

    def _sent(self, questions: Sequence[Question]) -> list[Json]:
        lines = [
            line
            for collection, body in questions
            for line in (
                {
                    "index": self._indices[collection],
                    "allow_partial_search_results": False,
                    **self._way(collection),
                },
                body,
            )
        ]

        def send(client: Client) -> ObjectApiResponse[Json]:
            return client.msearch(searches=lines)

        with self._server.asking(_SEARCHING):
            body = self._server.soon(send).body
        answers = body.get("responses") if isinstance(body, dict) else None
        if not isinstance(answers, list) or len(answers) != len(questions):
            raise foreign(_SEARCHING, self._server.where)
        return answers

    def _way(self, collection: CollectionName) -> dict[str, Json]:
        if self._shards[collection] > 1:
            # Each shard weighs words by its own rows, unless their counts are put together first. Of several shards a node
            # holds some; for the others the server's own choice, by who answered quickly, does better (measured).
            return {"search_type": "dfs_query_then_fetch"}
        # A node that holds the only shard answers from it, and waits for no other node, which may be hung.
        return {"preference": "_local"}


class Pages:
    """The rows of one query from the first on, asked for as far as they are needed."""

    def __init__(
        self, questions: Questions, collection: CollectionName, query: dict[str, Json], first: Json, size: int
    ) -> None:
        """`first`: the answer to `query` with this `size`."""
        self._questions = questions
        self._collection = collection
        self._query = query
        self._rows: list[Ranked] = []
        self._last: list[Json] | None = None
        self._take(first, size)

    def first(self, size: int) -> list[Ranked]:
        while len(self._rows) < size and self._last is not None:
            wanted = min(size - len(self._rows), PAGE)
            answer = self._questions.ask(
                self._collection,
                self._query | ROW | {"size": wanted, "search_after": self._last, "track_total_hits": False},
            )
            self._take(answer, wanted)
        return self._rows[:size]

    def _take(self, answer: Json, wanted: int) -> None:
        hits = answer.get("hits", {}).get("hits", ())
        self._rows += [ranked(hit, hit["fields"]["group"][0]) for hit in hits]
        self._last = hits[-1]["sort"] if hits and len(hits) == wanted else None


def ranked(hit: Json, group: int) -> Ranked:
    *score, order, key = hit["sort"]
    return Ranked(key, score[0] if score else 0.0, order, group)


def sorted_by(request: Request) -> dict[str, Json]:
    by_score = [{"_score": "desc"}] if request.by == "score" else []
    return {"sort": [*by_score, {"order": "desc"}, {"key": "asc"}]}
