"""Generations: a new index is built beside the old one, checked, and put in its place in one step.

A reader sees the old index or the new one, never something between. The last two are kept, so that a page of hits can be
followed by the next one while the index changes, and so that a bad one can be taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from core.errors import SearchError
from index.analysis import Analyser
from index.engines.protocol import Engine, Grouped, Keyed, Lookup, Manifest, Reader, Request
from index.engines.schema import COLLECTIONS, INDEX_FORMAT, CollectionName, EngineRow, key_of
from index.query.plan import Term, Values
from index.readers import KEPT

__all__ = ["Batch", "Canaries", "build", "prune", "unsound"]

_CANARIES = 25
"""At least so many rows of each collection that are looked up in a new generation before it is used."""
_ASKED = 25
"""Rows that are looked up at once."""

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
    for name, row in unsound(reader, counted.canaries.kept):
        raise SearchError(f"The new index does not find {row.id} in {name}.", hint=hint)


def unsound(reader: Reader, rows: Sequence[tuple[CollectionName, EngineRow]]) -> list[tuple[CollectionName, EngineRow]]:
    """Those of `rows` that are not stored as they are here, or are not found by their own words and keywords."""
    wrong: list[tuple[CollectionName, EngineRow]] = []
    for start in range(0, len(rows), _ASKED):
        some = rows[start : start + _ASKED]
        asked = [
            (place, lookup)
            for place, (name, row) in enumerate(some)
            for lookup in (Keyed(collection=name, keys=(key_of(row.id),)), *_by_its_words(name, row))
        ]
        missed: set[int] = set()
        for (place, lookup), found in zip(asked, reader.look_up([lookup for _, lookup in asked]), strict=True):
            records = next(iter(found.values()))
            sources = {record.source for record in records}
            if not records or (isinstance(lookup, Keyed) and sources != {some[place][1].source}):
                missed.add(place)
        wrong += [some[place] for place in sorted(missed)]
    return wrong


def _by_its_words(name: CollectionName, row: EngineRow) -> Iterator[Lookup]:
    values = [Values(field, values) for field, values in row.keywords.items() if values][:2]
    words = [Term(field, value.split()[0]) for field, values in row.texts.items() for value in values[:1] if value]
    for plan in (*values, *words):
        yield Grouped(request=Request(collection=name, plan=plan, by="order", need=1), groups=(row.group,))
