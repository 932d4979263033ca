"""Sending rows until each one is acknowledged.

The result of every row is looked at. Rows that were not acknowledged (connection lost, queue full, node gone) are sent again,
with pauses that grow, as long as some get through. They are *created* under an id of their own: one that was stored though its
answer was lost is refused as a double, and taken for stored when what is stored is what was sent. So nothing is stored twice,
and no replaced copy stays behind to move the scores. Whatever does not pass by waiting (a full disk, a block, a row the mapping
refuses) ends the load; an index without a row would be a worse one than that which answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import Any as Json

from elastic_transport import ApiError, TransportError
from elasticsearch.helpers import streaming_bulk

from core.errors import SearchError
from index.engines.elastic.client import Server
from index.engines.elastic.errors import (
    Refusal,
    Verdict,
    as_error,
    foreign,
    refusal_of,
    verdict_of,
    verdict_of_exception,
)

ROWS = 1_000
BYTES = 5_000_000
"""Of one request. Four at a time stay below the tenth of a heap of 512 MB that a server gives to writes by default."""
_SHORTEST, _LONGEST = 0.25, 10.0
"""Seconds between two tries."""
_DOING = "writing rows"
_LONGEST_NAME = 200


class Loader:
    """Safe to share between threads. `stop` ends the waiting between two tries in all of them."""

    def __init__(self, server: Server, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._server = server
        self._patience = server.settings.retry_seconds
        self._clock = clock
        self._stopped = Event()
        self._progress = clock()
        """When a row was last stored, by any thread."""

    def stop(self) -> None:
        self._stopped.set()

    def load(self, alias: str, rows: dict[str, dict[str, Json]]) -> None:
        """Returns when all `rows` (by id) are stored; raises SearchError when they cannot be."""
        waiting = dict(rows)
        pause, size = _SHORTEST, ROWS
        begun = self._clock()
        while waiting:
            before = len(waiting)
            trouble, too_large = self._sent(alias, waiting, size)
            if not waiting:
                return
            if too_large is not None:
                if size == 1:
                    raise self._error(too_large, waiting, verdict_of(refusal_of(413, "")))
                size //= 10
                continue
            if len(waiting) < before:
                pause, self._progress = _SHORTEST, self._clock()
            elif self._clock() > max(begun, self._progress) + self._patience:
                raise trouble or SearchError("unreachable")
            if self._stopped.wait(pause):
                raise trouble or SearchError("The load was stopped.")
            pause = min(pause * 2, _LONGEST)

    def _sent(
        self, alias: str, waiting: dict[str, dict[str, Json]], size: int
    ) -> tuple[SearchError | None, str | None]:
        """Sends all of `waiting` once and takes out what is stored. Gives what may pass by waiting, and a row that is too
        large for its request; raises what does not pass."""
        trouble: SearchError | None = None
        too_large: str | None = None
        doubles: list[str] = []
        actions = [{"_op_type": "create", "_index": alias, "_id": id_, "_source": row} for id_, row in waiting.items()]
        try:
            for stored, item in streaming_bulk(
                self._server.client,
                actions,
                chunk_size=size,
                max_chunk_bytes=BYTES,
                raise_on_error=False,
                raise_on_exception=False,
                # A name that is gone would be made anew, with whatever mapping its first row suggests.
                require_alias=True,
                # The server's own minute for a shard that is away is longer than the client waits.
                timeout=f"{max(1, round(self._server.settings.request_seconds * 2 / 3))}s",
            ):
                (told,) = item.values()
                if stored:
                    waiting.pop(told["_id"], None)
                    continue
                if _is_double(told):
                    doubles.append(told["_id"])
                    continue
                refusal = _refusal(told)
                if refusal.status == 413:
                    too_large = too_large or told["_id"]
                    continue
                whole = told.get("exception")
                verdict = verdict_of_exception(whole) if isinstance(whole, ApiError) else verdict_of(refusal)
                if not verdict.passes:
                    raise self._error(told["_id"], waiting, verdict)
                trouble = as_error(verdict, _DOING, self._server.where)
            for stored_id in self._as_sent(alias, doubles, waiting):
                waiting.pop(stored_id)
        except (TypeError, KeyError) as error:  # the helper takes whatever comes with status 200 for its answer
            raise foreign(_DOING, self._server.where) from error
        except (ApiError, TransportError) as error:
            verdict = verdict_of_exception(error)
            trouble = as_error(verdict, _DOING, self._server.where)
            if not verdict.passes:
                raise trouble from error
        return trouble, too_large

    def _as_sent(self, alias: str, ids: list[str], sent: dict[str, dict[str, Json]]) -> list[str]:
        """Those of `ids` that are stored, and as they were sent. Raises SearchError where something else has the id."""
        if not ids:
            return []
        answer = self._server.client.mget(index=alias, ids=ids, source=["source"], realtime=True).body
        held = {one["_id"]: one["_source"]["source"] for one in answer["docs"] if one.get("found")}
        for id_, source in held.items():
            if source != sent[id_]["source"]:
                raise SearchError(
                    f"Elasticsearch at {self._server.where}, {_DOING}: {_named(id_, sent)} was sent twice, and differs.",
                    hint="The index in use was left as it is. Run `mea reindex`; should it fail again, report it.",
                )
        return list(held)

    def _error(self, id_: str, sent: dict[str, dict[str, Json]], verdict: Verdict) -> SearchError:
        return as_error(verdict, f"{_DOING} ({_named(id_, sent)})", self._server.where)


def _named(id_: str, sent: dict[str, dict[str, Json]]) -> str:
    """The row and the document it belongs to, which ids of citations and of long rows do not tell."""
    row = sent.get(id_, {})
    document = next((row[field][0] for field in ("document", "citing", "id") if row.get(field)), None)
    if document is None or document == id_:
        return f"row {id_}"
    return f"row {id_} of the document {document[:_LONGEST_NAME]}{'…' * (len(document) > _LONGEST_NAME)}"


def _is_double(told: dict[str, Json]) -> bool:
    return told.get("status") == 409 and "version_conflict_engine_exception" in _refusal(told).types


def _refusal(told: dict[str, Json]) -> Refusal:
    error = told.get("exception")
    if isinstance(error, ApiError):  # the whole request was refused, and each of its rows is given as refused
        body = error.body
        return refusal_of(error.meta.status, body.get("error", body) if isinstance(body, dict) else body)
    return refusal_of(int(told.get("status", 500)), told.get("error"))
