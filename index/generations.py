"""Generations: a new index is built beside the old one, checked, and put in its place in one step.

A reader sees the old index or the new one, never something between. The last two are kept, so that a page of hits can be
followed by the next one while the index changes, and so that a bad one can be taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from core.errors import SearchError
from index.analysis import Analyser
from index.engines.protocol import Engine, Manifest, Reader, Request
from index.engines.schema import COLLECTIONS, INDEX_FORMAT, CollectionName, EngineRow, key_of
from index.query.plan import Term, Values
from index.readers import KEPT

__all__ = ["Batch", "Canaries", "build", "finds", "prune"]

_CANARIES = 25
"""At least so many rows of each collection that are looked up in a new generation before it is used."""

Batch = tuple[CollectionName, list[EngineRow]]


def build(engine: Engine, batches: Iterable[Batch], *, analyser: Analyser, digest: str) -> Manifest:
    """A new generation from all rows there are; it is current when this returns.

    Raises SearchError, and leaves the current generation as it is, where the new one does not answer as it must.
    """
    generation = _next_name(engine)
    writer = engine.begin(generation)
    try:
        counted = _Counted()
        for name, rows in batches:
            writer.add(name, counted.passing(name, rows))
        manifest = Manifest(
            generation=generation,
            engine=engine.name,
            engine_version=engine.version,
            format=INDEX_FORMAT,
            analysis=analyser.version,
            digest=digest,
            languages=tuple(sorted(counted.languages)),
            counts=counted.counts,
            built=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        )
        writer.finish(manifest)
    except BaseException:
        writer.abort()
        raise
    reader = engine.open(generation)
    try:
        _check(reader, counted)
    except SearchError:
        reader.close()
        engine.drop(generation)
        raise
    reader.close()
    engine.switch(generation)
    prune(engine)
    return manifest


def prune(engine: Engine) -> None:
    """Removes all generations but the current one and those kept before it, and what builds that were cut short left."""
    current = engine.current()
    if current is None:
        return
    finished = engine.generations()
    kept = {current, *[name for name in finished if name < current][-(KEPT - 1) :]}
    for name in (*finished, *engine.unfinished()):
        if name not in kept:
            engine.drop(name)


def _next_name(engine: Engine) -> str:
    numbers = [int(name.rsplit("-", 1)[1]) for name in (*engine.generations(), *engine.unfinished())]
    return f"gen-{max(numbers, default=0) + 1:06d}"


class Canaries:
    """Some rows of each collection, evenly spread over all that are offered, however many these are."""

    def __init__(self) -> None:
        self.kept: list[tuple[CollectionName, EngineRow]] = []
        self._offered: dict[str, int] = dict.fromkeys(COLLECTIONS, 0)
        self._stride: dict[str, int] = dict.fromkeys(COLLECTIONS, 1)

    def offer(self, name: CollectionName, row: EngineRow) -> None:
        if self._offered[name] % self._stride[name] == 0:
            self.kept.append((name, row))
            if self._offered[name] // self._stride[name] >= _CANARIES:
                # Fewer and further apart, so that they lie all over a collection of any size.
                self._stride[name] *= 2
                self.kept = [one for place, one in enumerate(self.kept) if one[0] != name or place % 2 == 0]
        self._offered[name] += 1


class _Counted:
    """Counts rows as they pass to the engine, and keeps some of them to ask for later."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = dict.fromkeys(COLLECTIONS, 0)
        self.languages: set[str] = set()
        self.canaries = Canaries()

    def passing(self, name: CollectionName, rows: Iterable[EngineRow]) -> Iterator[EngineRow]:
        for row in rows:
            if name == "documents":
                self.languages.update(row.keywords.get("text_language", ()))
            self.canaries.offer(name, row)
            self.counts[name] += 1
            yield row


def _check(reader: Reader, counted: _Counted) -> None:
    hint = "The index in use was left as it is. Run `mea reindex`; should it fail again, report it."
    for name in COLLECTIONS:
        if reader.count(name) != counted.counts[name]:
            raise SearchError(
                f"The new index holds {reader.count(name)} rows of {name}, {counted.counts[name]} were written.",
                hint=hint,
            )
    for name, row in counted.canaries.kept:
        try:
            (source,) = reader.fetch(name, [key_of(row.id)])
        except KeyError:
            source = b""
        if source != row.source or not finds(reader, name, row):
            raise SearchError(f"The new index does not find {row.id} in {name}.", hint=hint)


def finds(reader: Reader, name: CollectionName, row: EngineRow) -> bool:
    """Whether the row is found by its own words and keywords."""
    plans = [Values(field, values) for field, values in row.keywords.items() if values][:2]
    tokens = [(field, value.split()[0]) for field, values in row.texts.items() for value in values[:1] if value]
    asked = [*plans, *(Term(field, token) for field, token in tokens)]
    return all(reader.search(Request(collection=name, plan=plan, need=0)).total > 0 for plan in asked)
