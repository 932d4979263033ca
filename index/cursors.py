"""Cursors: where the next page begins, for one question and one generation of the index."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import NamedTuple

import msgspec

from core.errors import UsageError


class Position(NamedTuple):
    generation: str
    offset: int
    """Hits before it, folded."""


def write_cursor(position: Position, asked: object) -> str:
    data = msgspec.json.encode((position.generation, position.offset, _digest(asked)))
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def read_cursor(cursor: str, asked: object) -> Position:
    """Raises UsageError for one that is damaged or belongs to another question."""
    try:
        data = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        generation, offset, digest = msgspec.json.decode(data, type=tuple[str, int, str])
    except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
        raise UsageError("The cursor is not one that was given here.", hint="Search again without it.") from error
    if digest != _digest(asked) or offset < 0:
        raise UsageError(
            "The cursor belongs to another query, order or choice of facets.", hint="Search again without it."
        )
    return Position(generation, offset)


def _digest(asked: object) -> str:
    return hashlib.sha256(msgspec.json.encode(asked, order="sorted")).hexdigest()[:16]
