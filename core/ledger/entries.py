"""What the ledger gives back: frozen records, never rows of the database."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from core.codes import State
from core.records.files import Provenance, Sidecar


class SeenFile(Struct, frozen=True, kw_only=True):
    """A name as a run found it, to be recorded. `code` is set where the name itself is at fault."""

    source: str
    name: str
    sidecar: Sidecar = Sidecar()
    content: str | None = None
    """sha256 of the bytes, 64 hex digits; None where they could not be read."""
    size: int | None = None
    """Bytes."""
    code: str | None = None
    cause: str | None = None
    hint: str | None = None


class FileEntry(Struct, frozen=True, kw_only=True):
    """A name with the state that a person would give it: its own fault first, else that of its content's stages."""

    source: str
    name: str
    content: str | None
    size: int | None
    state: State
    code: str | None = None
    cause: str | None = None
    hint: str | None = None
    sidecar: Sidecar = Sidecar()


class ContentEntry(Struct, frozen=True, kw_only=True):
    """Some bytes and all sound names under which they are known, sorted by source and name."""

    sha256: str
    size: int
    media_type: str | None
    names: tuple[Provenance, ...]


class StageEntry(Struct, frozen=True, kw_only=True):
    unit: str
    stage: str
    state: State
    digest: str
    output: str | None
    """Key of the blob (read, understand), name of the generation (index), or what the stage says."""
    attempts: int
    started: float
    finished: float | None
    code: str | None = None
    cause: str | None = None
    hint: str | None = None
    detail: dict[str, Any] = {}
    """Small numbers that the stage tells of its result."""


class Claim(Struct, frozen=True, kw_only=True):
    """The right to work on one stage of one unit until the lease ends; hand it back with the result."""

    unit: str
    stage: str
    digest: str
    owner: str
    attempt: int
    """1 for the first time with this digest."""


class DocumentEntry(Struct, frozen=True, kw_only=True):
    """A document that is done. The whole record lies in the blob `document`."""

    content: str
    """sha256 of the file it was read from."""
    document: str
    """Key of the blob with the canonical JSON of `core.records.document.Document`."""
    canonical: str
    work: str
    version: str | None
    lang: str
    langs: tuple[str, ...]
    treaty: str | None
    type: str | None
    symbol: str | None
    title: str | None
    date: str | None
    """Date of the document, else the day it was adopted; ISO 8601, None where neither is known."""
    meeting: str | None
    identity: str
    segments: int
    citations: int
    issues: int
    media_type: str | None = None
    names: tuple[Provenance, ...] = ()


class RunEntry(Struct, frozen=True, kw_only=True):
    id: int
    command: str
    host: str
    pid: int
    program: str
    started: float
    finished: float | None
    state: str
    """running, done or failed; a run that was killed stays `running` until the next one finds it: `interrupted`."""
    summary: dict[str, Any] = {}
