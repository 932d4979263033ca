"""`mea status`: what is held, what is not done and why, and what the index holds. Changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from core.codes import State
from core.ledger import Ledger, open_ledger
from core.ledger.connection import database_file
from core.settings import Settings


class FileCounts(Struct, frozen=True, kw_only=True):
    """`seen` and the states count names, `contents` different bytes."""

    seen: int = 0
    contents: int = 0
    done: int = 0
    refused: int = 0
    waiting: int = 0
    failed: int = 0


class Failure(Struct, frozen=True, kw_only=True):
    file: str
    state: State
    code: str
    cause: str
    hint: str


class IndexState(Struct, frozen=True, kw_only=True):
    engine: str
    generation: str | None = None
    documents: int = 0
    paragraphs: int = 0
    citations: int = 0


class LastRun(Struct, frozen=True, kw_only=True):
    id: int
    command: str
    state: str
    """running, done, failed or interrupted."""
    started: str
    """ISO 8601, UTC."""
    finished: str | None
    summary: dict[str, Any]


class StatusReport(Struct, frozen=True, kw_only=True):
    """The answer of `mea status --json`."""

    files: FileCounts
    failures: tuple[Failure, ...]
    """Every refused, waiting or failed file by each of its names; empty unless asked for."""
    index: IndexState
    last_run: LastRun | None


def status(settings: Settings, *, failed: bool = False) -> StatusReport:
    """The state of the data folder; zeros, and no file made, where nothing was ever ingested. Raises StorageError."""
    file = database_file(settings.ledger_url)
    if file is not None and not file.exists():
        return StatusReport(files=FileCounts(), failures=(), index=IndexState(engine=settings.engine), last_run=None)
    with open_ledger(settings, readonly=True) as ledger:
        states = ledger.count_states()
        return StatusReport(
            files=FileCounts(seen=sum(states.values()), contents=ledger.count_contents(), **states),
            failures=_failures(ledger) if failed else (),
            index=_index(ledger, settings),
            last_run=_last_run(ledger),
        )


def _failures(ledger: Ledger) -> tuple[Failure, ...]:
    return tuple(
        Failure(
            file=entry.name, state=entry.state, code=entry.code or "", cause=entry.cause or "", hint=entry.hint or ""
        )
        for entry in ledger.files(states=("refused", "waiting", "failed"))
    )


def _index(ledger: Ledger, settings: Settings) -> IndexState:
    built = ledger.stage("corpus", "index")
    if built is None or built.output is None:
        return IndexState(engine=settings.engine)
    counts = {name: int(built.detail.get(name, 0)) for name in ("documents", "paragraphs", "citations")}
    return IndexState(engine=settings.engine, generation=built.output, **counts)


def _last_run(ledger: Ledger) -> LastRun | None:
    run = ledger.last_run()
    if run is None:
        return None
    return LastRun(
        id=run.id,
        command=run.command,
        state=run.state,
        started=_iso(run.started),
        finished=None if run.finished is None else _iso(run.finished),
        summary=run.summary,
    )


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
