"""The open generations of an engine, shared by the requests of a process."""

from __future__ import annotations

import threading

from core.errors import NoIndex, SearchError
from index.analysis import Analyser
from index.engines.protocol import Engine, Manifest, Reader
from index.engines.schema import INDEX_FORMAT

REBUILD = "Run `mea reindex`; it fetches, reads and understands nothing again."

KEPT = 2
"""Generations that stay: the current one and the one before it."""


class Readers:
    """Gives the current generation, reopened when it changes, and the one before it as long as it is kept."""

    def __init__(self, engine: Engine, analyser: Analyser) -> None:
        self._engine = engine
        self._analyser = analyser
        self._lock = threading.Lock()
        self._open: dict[str, Reader] = {}

    def current(self) -> Reader:
        """Raises NoIndex where nothing was indexed yet, SearchError where the index is of another program's making."""
        generation = self._engine.current()
        if generation is None:
            raise NoIndex("Nothing has been indexed yet.", hint="Run `mea ingest PATH` first.")
        return self.named(generation)

    def named(self, generation: str) -> Reader:
        """Raises NoIndex where it is not kept any more."""
        with self._lock:
            reader = self._open.get(generation)
            if reader is None:
                # The name may come from a cursor, which anybody can write: it is looked up before it is opened.
                if generation not in self._engine.generations():
                    raise NoIndex(f"There is no index {generation[:40]!r}.", hint=REBUILD)
                reader = self._engine.open(generation)
                reason = usable(reader.manifest, self._analyser)
                if reason:
                    reader.close()
                    raise SearchError(f"The index {generation} cannot be used: {reason}.", hint=REBUILD)
                self._open[generation] = reader
                for old in sorted(self._open)[:-KEPT]:
                    # Not closed: another request may still be reading it. It goes when the last one lets go of it.
                    del self._open[old]
            return reader

    def close(self) -> None:
        with self._lock:
            for reader in self._open.values():
                reader.close()
            self._open.clear()


def usable(manifest: Manifest, analyser: Analyser) -> str | None:
    """None, or why a generation cannot answer this program's queries."""
    if manifest.format != INDEX_FORMAT:
        return f"it has format {manifest.format}, this program reads {INDEX_FORMAT}"
    if manifest.analysis != analyser.version:
        return "the rules of analysis (config/analysis, stemmer) have changed since it was built"
    return None
