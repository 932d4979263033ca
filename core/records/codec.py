"""Records to canonical JSON and back: keys sorted, UTF-8, no blanks, so that equal records have equal bytes."""

from __future__ import annotations

from typing import TypeVar

import msgspec

Record = TypeVar("Record")


def to_json(record: object) -> bytes:
    """Canonical bytes of a record; their sha256 identifies its content."""
    return msgspec.json.encode(record, order="sorted")


def from_json(kind: type[Record], data: bytes) -> Record:
    """The record in `data`. Raises `msgspec.ValidationError` (which names the field) when it does not fit `kind`."""
    return msgspec.json.decode(data, type=kind)
