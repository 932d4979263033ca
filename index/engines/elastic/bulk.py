"""Sending rows until each one is acknowledged.

The result of every row is looked at. Rows that were not acknowledged (connection lost, queue full, node gone) are sent again,
with pauses that grow, as long as some get through. They are *created* under an id of their own: one that was stored though its
answer was lost is refused as a double, which is an acknowledgement. So nothing is stored twice, and no replaced copy stays
behind to move the scores. Whatever does not pass by waiting (a full disk, a block, a row the mapping refuses) ends the load.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import Any as Json

from elastic_transport import ApiError, TransportError
from elasticsearch.helpers import parallel_bulk

from core.errors import SearchError
from index.engines.elastic.client import Server
from index.engines.elastic.errors import (
    Refusal,
    as_error,
    foreign,
    refusal_of,
    refused,
    verdict_of,
    verdict_of_exception,
)

_THREADS = 4
_QUEUE = 4
_ROWS = 1000
_BYTES = 5_000_000
"""Of one request. Four at a time stay below the tenth of a heap of 512 MB that a server gives to writes by default."""
_SHORTEST, _LONGEST = 0.25, 10.0
"""Seconds between two tries."""
_DOING = "writing rows"


class Loader:
    """Writes into one index after another. `stop` from another thread ends the waiting between two tries."""

    def __init__(self, server: Server, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._server = server
        self._patience = server.settings.retry_seconds
        self._clock = clock
        self._stopped = Event()

    def stop(self) -> None:
        self._stopped.set()

    def load(self, alias: str, rows: dict[str, dict[str, Json]]) -> None:
        """Returns when all `rows` (by id) are stored; raises SearchError when they cannot be."""
        waiting = dict(rows)
        pause, size = _SHORTEST, _ROWS
        end = self._clock() + self._patience
        while waiting:
            before = len(waiting)
            trouble, too_large = self._sent(alias, waiting, size)
            if not waiting:
                return
            if too_large is not None:
                if size == 1:
                    raise self._error(too_large, refusal_of(413, ""))
                size //= 10
                continue
            if len(waiting) < before:
                pause, end = _SHORTEST, self._clock() + self._patience
            elif self._clock() > end:
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
        actions = [{"_op_type": "create", "_index": alias, "_id": id_, "_source": row} for id_, row in waiting.items()]
        try:
            for stored, item in parallel_bulk(
                self._server.client,
                actions,
                thread_count=_THREADS,
                queue_size=_QUEUE,
                chunk_size=size,
                max_chunk_bytes=_BYTES,
                raise_on_error=False,
                raise_on_exception=False,
                # A name that is gone would be made anew, with whatever mapping its first row suggests.
                require_alias=True,
                # The server's own minute for a shard that is away is longer than the client waits.
                timeout=f"{max(1, round(self._server.settings.request_seconds * 2 / 3))}s",
            ):
                (told,) = item.values()
                if stored or _is_double(told):
                    waiting.pop(told["_id"], None)
                    continue
                refusal = _refusal(told)
                if refusal.status == 413:
                    too_large = too_large or told["_id"]
                    continue
                verdict = verdict_of(refusal)
                if not verdict.passes:
                    raise self._error(told["_id"], refusal)
                trouble = as_error(verdict, _DOING, self._server.where)
        except (TypeError, KeyError) as error:  # the helper takes whatever comes with status 200 for its answer
            raise foreign(_DOING, self._server.where) from error
        except (ApiError, TransportError) as error:
            verdict = verdict_of_exception(error)
            trouble = as_error(verdict, _DOING, self._server.where)
            if not verdict.passes:
                raise trouble from error
        return trouble, too_large

    def _error(self, id_: str, refusal: Refusal) -> SearchError:
        return refused(refusal, f"{_DOING} (row {id_})", self._server.where)


def _is_double(told: dict[str, Json]) -> bool:
    return told.get("status") == 409 and "version_conflict_engine_exception" in _refusal(told).types


def _refusal(told: dict[str, Json]) -> Refusal:
    error = told.get("exception")
    if isinstance(error, ApiError):  # the whole request was refused, and each of its rows is given as refused
        body = error.body
        return refusal_of(error.meta.status, body.get("error", body) if isinstance(body, dict) else body)
    return refusal_of(int(told.get("status", 500)), told.get("error"))
