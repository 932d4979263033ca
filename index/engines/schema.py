"""The three collections and their fields, the same in every engine, and a row as an engine gets it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

INDEX_FORMAT = 8
"""To be raised when fields or stored rows change; an index of another format is built anew."""

_EMPTY = "_"
"""What a stop word leaves among the stems; no query asks for it."""

CollectionName = Literal["documents", "paragraphs", "citations"]


class Collection(Struct, frozen=True):
    texts: tuple[str, ...]
    """Ready token streams, indexed with positions. Several values of a field are one position apart."""
    keywords: tuple[str, ...]
    """Matched whole; several values each. Facets count them."""
    numbers: tuple[str, ...]
    """One value each, not negative, below 2**63; for ranges."""


COLLECTIONS: Mapping[CollectionName, Collection] = MappingProxyType(
    {
        "documents": Collection(
            texts=("stems", "exact", "title"),
            keywords=(
                "id", "work", "proposed", "treaty", "meeting", "meeting_name", "type", "language", "text_language", "year", "cites",
                "mentions", "body", "body_name",
            ),
            numbers=("day", "cop"),
        ),
        "paragraphs": Collection(
            texts=("stems", "exact"),
            keywords=("document", "doc_language", "language", "cites"),
            numbers=("place",),
        ),
        "citations": Collection(
            texts=(),
            keywords=("citing", "target", "relation", "treaty", "missing", "leads_to", "force", "cited_treaty"),
            numbers=("day",),
        ),
    }
)  # fmt: skip


class EngineRow(Struct, frozen=True, kw_only=True):
    """One row, ready for any engine."""

    id: str
    order: int
    """Rows of equal score come with the higher one first; below 2**63 (see `order_of`)."""
    group: int
    """Rows that belong together (versions of a work, paragraphs of a document) have the same; below 2**63."""
    texts: dict[str, tuple[str, ...]]
    keywords: dict[str, tuple[str, ...]]
    numbers: dict[str, int]
    source: bytes
    """The record, as `core.records.codec` writes it; given back as it is."""


def text_values(collection: CollectionName, row: EngineRow) -> dict[str, tuple[str, ...]]:
    """Values of every text field of a row, as each engine indexes them: a field without a word holds one hole.

    Engines differ on whether a row that lacks a field counts among the rows by which BM25 weighs it (a word of a title is
    rarer among all documents than among those that have a title). With no field empty, they agree.
    """
    values = {field: row.texts.get(field, ()) for field in COLLECTIONS[collection].texts}
    return {field: some if any(one.strip() for one in some) else (_EMPTY,) for field, some in values.items()}


def key_of(name: str) -> int:
    """63 bits of a name's hash: how rows and groups are called where a number is quicker than a name.

    Among a hundred million names two share a key with a chance of 1 in 2,000.
    """
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest()) >> 1


def order_of(rank: int, name: str) -> int:
    """`rank` (below 2**22: days since the year 1, or places counted down) first, then an order without meaning but stable."""
    return (rank << 41) | (key_of(name) >> 22)
