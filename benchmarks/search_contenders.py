"""Our engines as contenders: built by the real build, asked through the real searcher."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from benchmarks.generated_queries import KINDS, Asked
from benchmarks.search_peers import WORKS, Seen, Times
from core.configuration import Configuration
from core.limits import Limits
from index.analysis import Analyser
from index.engines.protocol import Engine, Manifest, Reader, Writer
from index.engines.schema import CollectionName, EngineRow
from index.generations import Batch, build
from index.search import Searcher
from index.symbol_finding import symbol_finder


class Ours:
    kinds = frozenset(KINDS)

    def __init__(
        self, name: str, engine: Engine, analyser: Analyser, size: Callable[[], int], clear: Callable[[], None]
    ) -> None:
        """`size`: bytes on the disk. `clear`: takes away what was made elsewhere than in the folder of the benchmark."""
        self.name = name
        self.size = size
        self._engine = engine
        self._analyser = analyser
        self._clear = clear
        self._searcher = Searcher(engine, analyser, symbol_finder(Configuration()), Limits())

    def build(self, batches: Iterable[Batch]) -> Times:
        watched = _Watched(self._engine)
        begun = time.perf_counter()
        build(watched, batches, analyser=self._analyser, digest="generated")
        ended = time.perf_counter()
        return Times(watched.handed - begun, ended - watched.handed)

    def ask(self, asked: Asked) -> Seen:
        answer = self._searcher.search(asked.text, limit=WORKS, filters=asked.filters)
        return Seen(
            answer.total,
            {name: {one.value: one.count for one in values} for name, values in answer.facets.items()},
            len(answer.hits),
            sum(len(hit.paragraphs) for hit in answer.hits),
        )

    def close(self) -> None:
        self._searcher.close()
        self._clear()


class _Watched:
    """An engine that notes when it was handed the last row."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = engine.name
        self.version = engine.version
        self.handed = 0.0

    def begin(self, generation: str) -> Writer:
        return _WatchedWriter(self._engine.begin(generation), self)

    def generations(self) -> tuple[str, ...]:
        return self._engine.generations()

    def unfinished(self) -> tuple[str, ...]:
        return self._engine.unfinished()

    def current(self) -> str | None:
        return self._engine.current()

    def switch(self, generation: str) -> None:
        self._engine.switch(generation)

    def open(self, generation: str) -> Reader:
        return self._engine.open(generation)

    def drop(self, generation: str) -> None:
        self._engine.drop(generation)


class _WatchedWriter:
    def __init__(self, writer: Writer, watched: _Watched) -> None:
        self._writer = writer
        self._watched = watched

    def add(self, collection: CollectionName, rows: Iterable[EngineRow]) -> None:
        self._writer.add(collection, rows)

    def finish(self, manifest: Manifest) -> None:
        self._watched.handed = time.perf_counter()
        self._writer.finish(manifest)

    def abort(self) -> None:
        self._writer.abort()
