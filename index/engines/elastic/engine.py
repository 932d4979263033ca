"""Elasticsearch as an engine: three indices a generation, and aliases that say which generation is the current one.

::

    mea-gen-000007-documents, -paragraphs, -citations     one generation; its manifest stands in the mapping of the first
    mea-documents, mea-paragraphs, mea-citations          aliases of the current one, moved in one step
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import msgspec
from elasticsearch import BadRequestError

from core.errors import NoIndex, SearchError
from core.records.codec import from_json
from core.settings import Elasticsearch
from index.engines.elastic.client import Server
from index.engines.elastic.errors import REBUILD
from index.engines.elastic.mapping import MAPPING_FORMAT, Names, building, index_body
from index.engines.elastic.reader import Reader
from index.engines.elastic.writer import Writer
from index.engines.protocol import Manifest
from index.engines.schema import CollectionName

_REMEMBERED = 1.0
"""Seconds in which the server is not asked again which generation is the current one: a search in ten would be for that."""

_PLACING = 20
"""Seconds to wait for all copies of a new index."""


class _Current(NamedTuple):
    generation: str
    until: float


class ElasticEngine:
    name = "elasticsearch"
    # The server keeps its files readable from one version to the next; what decides is how rows are mapped.
    version = f"mapping {MAPPING_FORMAT}"

    def __init__(self, settings: Elasticsearch, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._known: _Current | None = None
        self._server = Server(settings)
        self._names = Names(settings.prefix)

    def begin(self, generation: str) -> Writer:
        self._server.check_version()
        if generation in self.generations():
            raise ValueError(f"{generation} is finished and cannot be begun again")
        self._remove(generation)
        indices = self._names.indices(generation)
        with (
            self._server.asking(f"making the indices of {generation}"),
            ThreadPoolExecutor(max_workers=len(indices)) as pool,  # each waits for its shards
        ):
            placed = dict(zip(indices.values(), pool.map(self._created, indices.items()), strict=True))
        if not all(placed.values()):
            self._remove(generation)
            index = next(index for index, stands in placed.items() if not stands)
            raise SearchError(
                f"Elasticsearch at {self._server.where} has made the index {index} and found no node to put it on.",
                hint="See `GET _cluster/allocation/explain`: mostly the disks of all nodes are nearly full.",
            )
        return Writer(self._server, indices)

    def generations(self) -> tuple[str, ...]:
        return tuple(sorted(name for name, manifest in self._manifests().items() if manifest is not None))

    def unfinished(self) -> tuple[str, ...]:
        return tuple(sorted(name for name, manifest in self._manifests().items() if manifest is None))

    def current(self) -> str | None:
        known = self._known
        if known is not None and self._clock() < known.until:
            return known.generation
        found = self._asked_for_current()
        self._known = _Current(found, self._clock() + _REMEMBERED) if found else None
        return found

    def _asked_for_current(self) -> str | None:
        alias = self._names.alias("documents")
        with self._server.asking("looking for the current index"):
            answer = self._server.soon(lambda client: client.options(ignore_status=404).indices.get_alias(name=alias))
        if answer.meta.status == 404:
            return None
        generations = {self._names.generation(index) for index in answer.body}
        if len(generations) != 1 or None in generations:
            raise SearchError(
                f"The alias {alias} of Elasticsearch at {self._server.where} points to {', '.join(sorted(answer.body))}.",
                hint=f"Only this program may move it. {REBUILD}",
            )
        return generations.pop()

    def switch(self, generation: str) -> None:
        if generation not in self.generations():
            raise ValueError(f"{generation} is not finished")
        self._known = None
        with self._server.asking("switching to the new index"):
            self._server.client.indices.update_aliases(
                actions=[
                    action
                    for collection, index in self._names.indices(generation).items()
                    for action in (
                        {
                            "remove": {
                                "index": self._names.every(collection),
                                "alias": self._names.alias(collection),
                                "must_exist": False,
                            }
                        },
                        {"add": {"index": index, "alias": self._names.alias(collection)}},
                    )
                ]
            )
        self._known = None

    def open(self, generation: str) -> Reader:
        indices = self._names.indices(generation)
        with self._server.asking(f"opening the index {generation}"):
            found = self._server.client.indices.get(index=list(indices.values()), ignore_unavailable=True).body
        known = found.get(indices["documents"], {}).get("mappings", {}).get("_meta", {}).get("manifest")
        if known is None:
            raise NoIndex(f"There is no index {generation} in Elasticsearch at {self._server.where}.", hint=REBUILD)
        missing = [index for index in indices.values() if index not in found]
        if missing:
            raise SearchError(f"Elasticsearch at {self._server.where} lacks {', '.join(missing)}.", hint=REBUILD)
        shards: dict[CollectionName, int] = {
            name: int(found[index]["settings"]["index"]["number_of_shards"]) for name, index in indices.items()
        }
        try:
            manifest = from_json(Manifest, known.encode())
        except msgspec.MsgspecError as error:
            raise SearchError(
                f"The manifest of {indices['documents']} cannot be read: {error}", hint=REBUILD
            ) from error
        return Reader(self._server, manifest, indices, shards)

    def drop(self, generation: str) -> None:
        if generation == self._asked_for_current():
            raise ValueError(f"{generation} is the current generation")
        self._remove(generation)

    def _created(self, made: tuple[CollectionName, str]) -> bool:
        """Whether each shard of the new index stands ready; the server says yes to an index that it cannot place, too.

        Copies are waited for: should a node be lost while the first rows come, one that is not there yet saves nothing.
        """
        collection, index = made
        try:
            answer = self._server.client.indices.create(
                index=index,
                aliases={building(index): {}},
                wait_for_active_shards="all",
                timeout=f"{min(_PLACING, max(1, round(self._settings.request_seconds * 2 / 3)))}s",
                **index_body(collection, self._settings),
            )
        except BadRequestError as error:
            # It was not there a moment ago: the client has asked twice, because the first answer was lost.
            if error.error != "resource_already_exists_exception":
                raise
            return self._stands(index)
        return bool(answer["shards_acknowledged"]) or self._stands(index)

    def _stands(self, index: str) -> bool:
        """Whether there is a copy of each shard; more copies than nodes may have been asked for."""
        end = self._clock() + 1
        while True:
            stats = self._server.client.indices.stats(index=index, metric="docs", level="shards").body
            if len(stats.get("indices", {}).get(index, {}).get("shards", {})) == self._settings.shards:
                return True
            if self._clock() > end:
                return False
            time.sleep(0.1)

    def _remove(self, generation: str) -> None:
        with self._server.asking(f"removing the index {generation}"):
            self._server.client.indices.delete(
                index=list(self._names.indices(generation).values()), ignore_unavailable=True
            )

    def _manifests(self) -> dict[str, str | None]:
        """Manifest of each generation of which anything is there; None for one that was not finished."""
        with self._server.asking("listing the indices"):
            found = self._server.client.indices.get_mapping(index=self._names.every()).body
        manifests: dict[str, str | None] = {}
        for index, entry in found.items():
            generation = self._names.generation(index)
            if generation is not None:
                known = entry["mappings"].get("_meta", {}).get("manifest")
                manifests[generation] = manifests.get(generation) or known
        return manifests
