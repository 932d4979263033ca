"""A generation in the making: three indices without a manifest, which nobody reads."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any as Json

from elastic_transport import ApiError, TransportError

from core.errors import SearchError
from core.records.codec import to_json
from index.engines.elastic.bulk import BYTES, ROWS, Loader
from index.engines.elastic.client import Server
from index.engines.elastic.errors import REBUILD, explained, verdict_of_exception
from index.engines.elastic.mapping import building, document, document_id, weight
from index.engines.protocol import Manifest
from index.engines.schema import COLLECTIONS, CollectionName, EngineRow

_SENDERS = 4
_AHEAD = 4
"""Loads that may wait for a sender. Each load is one request, so no sender waits for another."""
_LOAD_CHARS = BYTES * 4 // 5
"""Characters are at most bytes, mostly; a load that is larger after all goes in two requests."""
_MERGE_SECONDS = 3_600.0
_ROUND, _LATE, _WORTH, _PAUSE = 30.0, 2.0, 0.1, 0.25
"""Seconds from one look of the server at what it may let go of to the next, counted from the making of an index; seconds by which
one may be late; the share of a build's time that may be spent on waiting for it; seconds between two questions whether it was."""
_DOING = "finishing the new index"


class Writer:
    def __init__(self, server: Server, indices: dict[CollectionName, str]) -> None:
        self._server = server
        self._indices = indices
        self._loader = Loader(server)
        self._senders = ThreadPoolExecutor(max_workers=_SENDERS, thread_name_prefix="elasticsearch-load")
        self._sending: deque[Future[None]] = deque()
        self._begun = time.monotonic()
        self._rows: dict[CollectionName, dict[str, dict[str, Json]]] = {name: {} for name in COLLECTIONS}
        self._chars: dict[CollectionName, int] = dict.fromkeys(COLLECTIONS, 0)
        self._sent: dict[CollectionName, int] = dict.fromkeys(COLLECTIONS, 0)
        self._finished = False

    def add(self, collection: CollectionName, rows: Iterable[EngineRow]) -> None:
        for row in rows:
            held = self._rows[collection]
            held[document_id(row)] = document(collection, row)
            self._chars[collection] += weight(row)
            if len(held) >= ROWS or self._chars[collection] >= _LOAD_CHARS:
                self._send(collection)

    def finish(self, manifest: Manifest) -> None:
        for collection in COLLECTIONS:
            self._send(collection)
        self._wait(0)
        self._senders.shutdown()
        names = list(self._indices.values())
        client = self._server.client
        with self._server.asking(_DOING):
            client.indices.refresh(index=names)
            self._check_counts()
            self._let_go(names)
            self._merge(names)
            client.indices.refresh(index=names)
            client.indices.put_settings(index=names, settings={"index.blocks.write": True})
            client.options(ignore_status=404).indices.update_aliases(
                # Gone already where the client has asked twice, because the first answer was lost.
                actions=[{"remove": {"index": name, "alias": building(name)}} for name in names]
            )
            # Last: an index without a manifest was never finished.
            client.indices.put_mapping(
                index=self._indices["documents"], meta={"manifest": to_json(manifest).decode("utf-8")}
            )
        self._finished = True

    def abort(self) -> None:
        """Tells no error: there is one already, and what stays behind is removed with the next build."""
        if self._finished:
            return
        self._loader.stop()
        self._senders.shutdown(cancel_futures=True)
        try:
            quick = self._server.client.options(request_timeout=10, max_retries=0)
            quick.indices.delete(index=list(self._indices.values()), ignore_unavailable=True)
        except (ApiError, TransportError):
            return

    def _send(self, collection: CollectionName) -> None:
        rows = self._rows[collection]
        if not rows:
            return
        self._wait(_SENDERS + _AHEAD - 1)
        self._sending.append(self._senders.submit(self._loader.load, building(self._indices[collection]), rows))
        self._sent[collection] += len(rows)
        self._rows[collection] = {}
        self._chars[collection] = 0

    def _wait(self, most: int) -> None:
        """Until at most so many loads are under way. Raises what ended one."""
        while len(self._sending) > most:
            self._sending.popleft().result()

    def _check_counts(self) -> None:
        for collection, name in self._indices.items():
            answer = self._server.whole(self._server.client.count(index=name).body, _DOING)
            if answer["count"] != self._sent[collection]:
                raise SearchError(
                    f"Elasticsearch at {self._server.where} holds {answer['count']} rows of {collection}, "
                    f"{self._sent[collection]} were acknowledged.",
                    hint=f"The index in use was left as it is. {REBUILD}",
                )

    def _let_go(self, names: list[str]) -> None:
        """Waits until the server no longer keeps the rows as they were sent, token streams and all, beside what it stores.

        It keeps them for copies that may have to catch up, looks every 30 seconds which ones are needed no more, and leaves
        them out when it merges after that. Measured with 100,000 paragraphs: 135 MB for 307, and records of documents in
        half the time. Where the next look is too far off for what the build has taken, the index is larger, and right all the same.
        """
        client = self._server.client
        client.indices.flush(index=names)
        taken = time.monotonic() - self._begun
        wanted = _ROUND - taken % _ROUND + _LATE
        end = time.monotonic() + wanted
        while wanted <= _WORTH * taken and time.monotonic() < end:
            stats = client.indices.stats(index=names, metric="store", level="shards").body
            if all(map(_has_let_go, _copies(stats))):
                return
            time.sleep(_PAUSE)

    def _merge(self, names: list[str]) -> None:
        """One segment a shard: smaller and quicker. An index that is not merged in time is right all the same."""
        patient = self._server.client.options(request_timeout=_MERGE_SECONDS, max_retries=0)
        try:
            patient.indices.forcemerge(index=names, max_num_segments=1)
        except (ApiError, TransportError) as error:
            if not verdict_of_exception(error).passes:
                raise explained(error, _DOING, self._server.where) from error


def _copies(stats: Json) -> Iterator[Json]:
    """What the server tells of each copy of each shard."""
    for index in stats.get("indices", {}).values():
        for copies in index.get("shards", {}).values():
            yield from copies


def _has_let_go(copy: Json) -> bool:
    last = copy.get("seq_no", {}).get("max_seq_no", -1)
    return all(one["retaining_seq_no"] > last for one in copy.get("retention_leases", {}).get("leases", ()))
