"""Whether an index holds what the ledger says: row by row, by id and digest.

The rows that the documents and links of the ledger give are made again, and compared with those that the index gives back.
What a row is found by (its tokens) cannot be read back from an engine; some rows of each collection are looked for by
their own words instead, as before a new index is used.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from msgspec import Struct

from core.records.codec import from_json
from index.engines.protocol import Reader, Request
from index.engines.schema import COLLECTIONS, CollectionName, EngineRow, key_of
from index.generations import Batch, Canaries, unsound
from index.query.plan import Everything

_FETCHED = 5_000  # rows in memory at once

Fault = Literal["missing", "different", "superfluous", "not_found"]


class Counts(Struct, frozen=True, kw_only=True):
    ledger: int
    index: int


class Difference(Struct, frozen=True, kw_only=True):
    """One row in which ledger and index differ. `not_found`: it is there, and its own words and keywords do not find it."""

    fault: Fault
    collection: CollectionName
    id: str
    document: str | None
    """Canonical id of the document that the row belongs to; None where only the index knows the row."""


class DocumentDigest(Struct, frozen=True, kw_only=True):
    """A document of which some row differs: digests over the stored records of all its rows."""

    document: str
    ledger: str
    index: str


class Verification(Struct, frozen=True, kw_only=True):
    generation: str
    up_to_date: bool
    """Whether the index was made of what the ledger holds now; where not, differences are to be expected."""
    counts: dict[str, Counts]
    """Rows by collection."""
    documents: tuple[DocumentDigest, ...]
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        return self.up_to_date and not self.differences and all(one.ledger == one.index for one in self.counts.values())


class _Record(Struct):
    id: str


def verification(reader: Reader, batches: Callable[[], Iterable[Batch]], digest: str) -> Verification:
    """`batches`: the rows as they are built, document by document; made a second time where the index has rows too many.

    `digest`: that of an index made now. Raises SearchError where the index cannot be read at all.
    """
    expected: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    canaries = Canaries()
    documents: list[DocumentDigest] = []
    differences: list[Difference] = []
    for document, rows in _by_document(batches()):
        held = hashlib.sha256()
        wanted = hashlib.sha256()
        before = len(differences)
        for name, some in rows:
            expected[name] += len(some)
            for row, source in zip(some, _sources(reader, name, some), strict=True):
                _add(wanted, row.id, row.source)
                if source is not None:
                    _add(held, row.id, source)
                if source != row.source:
                    fault: Fault = "missing" if source is None else "different"
                    missing[name] += source is None
                    differences.append(Difference(fault=fault, collection=name, id=row.id, document=document))
                else:
                    canaries.offer(name, row)
        if len(differences) > before:
            documents.append(DocumentDigest(document=document, ledger=wanted.hexdigest(), index=held.hexdigest()))
    differences += [
        Difference(fault="not_found", collection=name, id=row.id, document=None)
        for name, row in unsound(reader, canaries.kept)
    ]
    counts: dict[str, Counts] = {name: Counts(ledger=expected[name], index=reader.count(name)) for name in COLLECTIONS}
    crowded = [name for name in COLLECTIONS if counts[name].index > counts[name].ledger - missing[name]]
    if crowded:
        differences += _superfluous(reader, crowded, batches())
    return Verification(
        generation=reader.manifest.generation,
        up_to_date=reader.manifest.digest == digest,
        counts=counts,
        documents=tuple(documents),
        differences=tuple(differences),
    )


def _by_document(batches: Iterable[Batch]) -> Iterator[tuple[str, list[Batch]]]:
    """The batches of each document together; that of its own row comes first."""
    document: str | None = None
    together: list[Batch] = []
    for name, rows in batches:
        if name == "documents":
            if document is not None:
                yield document, together
            document, together = rows[0].id, []
        together.append((name, rows))
    if document is not None:
        yield document, together


def _sources(reader: Reader, name: CollectionName, rows: list[EngineRow]) -> Iterator[bytes | None]:
    for start in range(0, len(rows), _FETCHED):
        keys = [key_of(row.id) for row in rows[start : start + _FETCHED]]
        try:
            yield from reader.fetch(name, keys)
        except KeyError:
            yield from (_source(reader, name, key) for key in keys)


def _source(reader: Reader, name: CollectionName, key: int) -> bytes | None:
    try:
        return reader.fetch(name, [key])[0]
    except KeyError:
        return None


def _superfluous(reader: Reader, crowded: list[CollectionName], batches: Iterable[Batch]) -> Iterator[Difference]:
    """Rows of the index that nothing in the ledger gives, and rows that it holds more than once."""
    known: dict[str, set[int]] = defaultdict(set)
    for name, rows in batches:
        known[name].update(key_of(row.id) for row in rows)
    for name in crowded:
        request = Request(collection=name, plan=Everything(), by="order", need=reader.count(name))
        seen: set[int] = set()
        for row in reader.search(request).rows:
            if row.key not in known[name] or row.key in seen:
                record = from_json(_Record, reader.fetch(name, [row.key])[0])
                yield Difference(fault="superfluous", collection=name, id=record.id, document=None)
            seen.add(row.key)


def _add(total: hashlib._Hash, name: str, source: bytes) -> None:
    for part in (name.encode(), source):
        total.update(f"{len(part)}\0".encode())
        total.update(part)
