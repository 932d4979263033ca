"""What the sandbox and its reading server say to each other: one JSON message each way a document."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from core.errors import DocumentError, ReadFailed, Refused, Waiting
from core.records.pages import Pages

OUT_OF_MEMORY = 71
"""Exit code of a child that could not even write why it ended."""

_KINDS: Mapping[str, type[DocumentError]] = MappingProxyType(
    {kind.__name__: kind for kind in (Refused, Waiting, ReadFailed)}
)


class Order(Struct, frozen=True, kw_only=True):
    """Read a file. Three open files travel with the message: the bytes, the answer to write, the error output."""

    name: str
    limits: dict[str, Any]


class End(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a child ended. Exactly one of `exit_code`, `signal`, `timed_out`, `server_lost` says so."""

    exit_code: int | None = None
    signal: int | None = None
    timed_out: bool = False
    server_lost: str = ""
    seconds: float = 0.0
    """Wall time."""
    cpu_seconds: float = 0.0
    peak_bytes: int = 0
    """Largest resident size of the child."""


class Problem(Struct, frozen=True, kw_only=True):
    kind: str
    code: str
    cause: str
    hint: str

    @classmethod
    def of(cls, error: DocumentError) -> Problem:
        return cls(kind=type(error).__name__, code=error.code, cause=error.cause, hint=error.hint)

    def exception(self) -> DocumentError:
        return _KINDS[self.kind](self.cause, hint=self.hint, code=self.code)


class Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a child writes: pages, or why there are none."""

    pages: Pages | None = None
    error: Problem | None = None
