"""What an engine is. Everything above it (generations, search, views) speaks to these three protocols only.

An engine keeps *generations*: complete, named sets of the three collections. One of them is current. Readers see a
generation as it is, from beginning to end; a build is invisible until `switch`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from msgspec import Struct

from index.engines.schema import CollectionName, EngineRow
from index.query.plan import Node

MANIFEST_SCHEMA = 1


class Manifest(Struct, frozen=True, kw_only=True):
    """What a generation is made of; stored beside it."""

    generation: str
    engine: str
    engine_version: str
    format: int
    """`schema.INDEX_FORMAT` it was built with."""
    analysis: str
    """`Analyser.version` it was built with."""
    digest: str
    """Digest of everything it was made from; equal digest, equal index."""
    languages: tuple[str, ...]
    """Languages of the tokens in it."""
    counts: dict[str, int]
    built: str
    """UTC, ISO 8601."""
    schema: int = MANIFEST_SCHEMA


class Request(Struct, frozen=True, kw_only=True):
    collection: CollectionName
    plan: Node
    filters: dict[str, tuple[str, ...]] = {}
    """Keyword field -> values of which a row must have one. A facet ignores the filter on its own field."""
    facets: tuple[str, ...] = ()
    """Keyword fields to count over all rows that match."""
    by: Literal["score", "order"] = "score"
    need: int = 10
    """So many rows, the first in the order; at least 0."""


class Ranked(Struct, frozen=True):
    """A row that matches. They come by score (to 5 significant digits), then by `order`, both falling."""

    key: int
    """`key_of` its id; by it a row is fetched."""
    score: float
    order: int
    group: int


class Found(Struct, frozen=True, kw_only=True):
    total: int
    """Exact number of rows that match plan and filters."""
    rows: tuple[Ranked, ...]
    facets: dict[str, dict[str, int]]
    """Field -> value -> exact number of rows; values that no row has are left out."""


class Grouped(Struct, frozen=True, kw_only=True):
    """Of each group its first `request.need` rows. Totals and facets are not asked for."""

    request: Request
    groups: tuple[int, ...]


class Keyed(Struct, frozen=True, kw_only=True):
    """The rows that have these keys."""

    collection: CollectionName
    keys: tuple[int, ...]


Lookup = Grouped | Keyed


class Record(NamedTuple):
    key: int
    source: bytes
    """`EngineRow.source`"""


Records = Mapping[int, tuple[Record, ...]]
"""Group -> its rows in their order, or key -> the one row that has it: every group and key that was asked for, and nothing
where there are no rows."""


class Writer(Protocol):
    """A generation in the making."""

    def add(self, collection: CollectionName, rows: Iterable[EngineRow]) -> None:
        """Ids within a collection are different; a repeated one is an error of the caller."""

    def finish(self, manifest: Manifest) -> None:
        """Makes the generation durable and readable by name; it does not become current."""

    def abort(self) -> None:
        """Removes what was written. Does nothing after `finish`."""


class Reader(Protocol):
    """One generation, unchanging."""

    @property
    def manifest(self) -> Manifest: ...

    def search(self, request: Request) -> Found: ...

    def look_up(self, lookups: Sequence[Lookup]) -> tuple[Records, ...]:
        """An answer to each, all at once: a question to a server costs more than its answer."""

    def fetch(self, collection: CollectionName, keys: Sequence[int]) -> tuple[bytes, ...]:
        """`EngineRow.source` of rows by their keys, in the sequence asked for. Raises KeyError for one that is not there."""

    def count(self, collection: CollectionName) -> int: ...

    def close(self) -> None: ...


class Engine(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str:
        """Of the engine's software, as far as it decides about the format."""

    def begin(self, generation: str) -> Writer:
        """Starts a generation; one of this name that was never finished is thrown away."""

    def generations(self) -> tuple[str, ...]:
        """Names of the finished ones, the oldest first."""

    def unfinished(self) -> tuple[str, ...]:
        """Names of builds that were cut short and of those that are under way."""

    def current(self) -> str | None:
        """Name of the current one; a cheap call, made for every search. What another process switched to may show a second
        later."""

    def switch(self, generation: str) -> None:
        """Makes a finished generation the current one, at once for all readers that ask anew."""

    def open(self, generation: str) -> Reader:
        """Raises NoIndex when there is none of this name, SearchError when it cannot be read."""

    def drop(self, generation: str) -> None:
        """Removes a generation that is not the current one, finished or not."""
