"""Crawls: who works on a source, what came of it, and which sources are paused, blocked or failing.

A crawl is claimed by a lease in the ledger, source by source, and not by the run lock: crawling takes hours and waits nearly all
of that time, so that it must not keep `mea ingest` from working; and machines that share a ledger do not share a data folder.
On one machine a lock file per source (`core.lock`) says first that no other process is at it, so that the lease of a crawler
that was killed need not run out before the next one goes on.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.errors import Locked
from core.ledger.clock import ledger_now
from core.ledger.crawl_entries import CrawlEntry, CrawlState, SourceState
from core.ledger.crawl_tables import addresses, crawls, source_states
from core.ledger.ledger import Ledger
from core.ledger.tables import runs
from core.settings import Settings

_RESUMABLE = ("running", "stopped")


def place_of(settings: Settings) -> str:
    """What the lock files of this process are valid for: machine and data folder."""
    return f"{socket.gethostname()}:{settings.home}"


class Crawls:
    """`place` names what the lock file of this process is valid for (machine and data folder)."""

    def __init__(self, ledger: Ledger, place: str, *, lease_seconds: float) -> None:
        self._ledger = ledger
        self._place = place
        self._lease_seconds = lease_seconds

    @property
    def _owner(self) -> str:
        return f"{self._place}#{os.getpid()}"

    def begin(self, source: str, *, scope: str | None, program: str, resume_seconds: float) -> CrawlEntry:
        """Claims the source: its unfinished crawl of the same scope where that is young enough, else a new one.

        To be called by the holder of the source's lock file only. Raises Locked, and says who, where a crawler elsewhere
        holds the source. Addresses that were found and never asked are taken over into a new crawl of the whole source.
        """
        with self._ledger.transaction(writes=True) as connection:
            _hold(connection, source)
            young = (crawls.c.started > ledger_now() - resume_seconds).label("young")
            leased = (crawls.c.lease_until > ledger_now()).label("leased")
            query = select(crawls, young, leased).where(crawls.c.source == source).order_by(crawls.c.id.desc()).limit(1)
            last = connection.execute(query.with_for_update()).first()
            if last is not None and last.leased and not _is_at(last.owner, self._place):
                raise Locked(
                    f"Another crawler works on {source}: {last.owner}.",
                    hint="Wait until it ends; if its machine is gone, its claim ends by itself "
                    f"within {self._lease_seconds:.0f} seconds.",
                )
            run = self._begin_run(connection, source, program)
            claim: dict[str, Any] = {
                "run": run,
                "owner": self._owner,
                "lease_until": ledger_now() + self._lease_seconds,
                "state": "running",
                "finished": None,
            }
            if last is not None and last.state == "running":
                connection.execute(
                    update(runs).where(runs.c.id == last.run, runs.c.state == "running").values(state="interrupted")
                )
            if last is not None and last.young and last.scope == scope and last.state in _RESUMABLE:
                connection.execute(update(crawls).where(crawls.c.id == last.id).values(**claim))
                return _entry(_row(connection, last.id), resumed=True)
            if last is not None and last.state == "running":
                connection.execute(
                    update(crawls)
                    .where(crawls.c.id == last.id)
                    .values(state="stopped", finished=ledger_now(), owner=None, lease_until=None)
                )
            result = connection.execute(
                insert(crawls).values(source=source, scope=scope, started=ledger_now(), **claim)
            )
            key = result.inserted_primary_key
            assert key is not None  # noqa: S101 - the insert above has one row
            crawl = int(key[0])
            if scope is None:
                connection.execute(
                    update(addresses)
                    .where(addresses.c.source == source, addresses.c.state == "pending")
                    .values(listed_in=crawl)
                )
            return _entry(_row(connection, crawl))

    def renew(self, crawl: int) -> bool:
        """Prolongs the claim; False where it was lost, because nothing was heard of this process for too long."""
        with self._ledger.transaction(writes=True) as connection:
            result = connection.execute(
                update(crawls)
                .where(crawls.c.id == crawl, crawls.c.owner == self._owner)
                .values(lease_until=ledger_now() + self._lease_seconds)
            )
            return result.rowcount == 1

    def end(self, crawl: int, state: CrawlState, summary: dict[str, Any]) -> None:
        """The end of a crawl and of its run. A claim that was lost meanwhile is left to who has it."""
        text = msgspec.json.encode(summary, order="sorted").decode()
        with self._ledger.transaction(writes=True) as connection:
            here = connection.execute(
                update(crawls)
                .where(crawls.c.id == crawl, crawls.c.owner == self._owner)
                .values(state=state, finished=ledger_now(), owner=None, lease_until=None, summary=text)
            )
            if here.rowcount == 1:
                run = connection.execute(select(crawls.c.run).where(crawls.c.id == crawl)).scalar_one()
                ended = "done" if state in {"done", "stopped"} else "failed"
                connection.execute(
                    update(runs).where(runs.c.id == run).values(state=ended, finished=ledger_now(), summary=text)
                )

    def _begin_run(self, connection: Connection, source: str, program: str) -> int:
        result = connection.execute(
            insert(runs).values(
                command=f"crawl {source}",
                host=socket.gethostname(),
                pid=os.getpid(),
                program=program,
                started=ledger_now(),
                state="running",
            )
        )
        key = result.inserted_primary_key
        assert key is not None  # noqa: S101 - the insert above has one row
        return int(key[0])


def abandon(ledger: Ledger, source: str, summary: dict[str, Any], *, place: str, pid: int) -> CrawlEntry | None:
    """A crawler of this machine ended without a word: its crawl is `stopped`, to be gone on with, and its run `interrupted`.

    To be called by the one who started the process `pid` at `place` and saw it end; the crawl of another process is left alone.
    Gives the crawl as it was; None: it had not begun.
    """
    text = msgspec.json.encode(summary, order="sorted").decode()
    with ledger.transaction(writes=True) as connection:
        query = select(crawls).where(
            crawls.c.source == source, crawls.c.state == "running", crawls.c.owner == f"{place}#{pid}"
        )
        row = connection.execute(query.order_by(crawls.c.id.desc()).with_for_update()).first()
        if row is None:
            return None
        connection.execute(
            update(crawls)
            .where(crawls.c.id == row.id)
            .values(state="stopped", finished=ledger_now(), owner=None, lease_until=None, summary=text)
        )
        connection.execute(update(runs).where(runs.c.id == row.run).values(state="interrupted"))
        return _entry(row)


def crawl_entries(ledger: Ledger, source: str | None = None) -> Iterator[CrawlEntry]:
    """Crawls, the newest first; only those of `source` where given."""
    query = select(crawls).order_by(crawls.c.id.desc())
    if source is not None:
        query = query.where(crawls.c.source == source)
    with ledger.transaction(writes=False) as connection:
        for row in connection.execute(query):
            yield _entry(row)


def crawl_entry(ledger: Ledger, crawl: int) -> CrawlEntry | None:
    with ledger.transaction(writes=False) as connection:
        row = connection.execute(select(crawls).where(crawls.c.id == crawl)).first()
        return None if row is None else _entry(row)


def source_state(ledger: Ledger, source: str) -> SourceState:
    """What is known of a source beside its crawls; empty for one that was never crawled or paused."""
    with ledger.transaction(writes=False) as connection:
        row = connection.execute(select(source_states).where(source_states.c.source == source)).first()
        return SourceState(source=source) if row is None else SourceState(**row._mapping)


def pause(ledger: Ledger, source: str, reason: str) -> None:
    """The source is not crawled until `unpause`; `reason` is shown to who asks for it."""
    _set(ledger, source, paused_at=ledger_now(), paused_reason=reason)


def unpause(ledger: Ledger, source: str) -> None:
    _set(ledger, source, paused_at=None, paused_reason=None)


def record_result(
    ledger: Ledger, source: str, crawl: int, *, good: bool | None, whole: bool, blocked: str | None, read: bool = True
) -> SourceState:
    """What a crawl means for its source. `good` is None for one that was stopped: it says nothing. Good and failing count only
    where the `whole` source was crawled. `blocked` names the sign of a protection page; without one an earlier
    one is cleared, if a page was `read`.
    """
    before = source_state(ledger, source)
    values: dict[str, Any] = {}
    if blocked or read:
        values |= {"blocked_at": (before.blocked_at or ledger_now()) if blocked else None, "blocked_cause": blocked}
    if good and whole:
        values |= {"last_good": crawl, "failing_since": None}
    elif good is False and whole:
        values["failing_since"] = before.failing_since or ledger_now()
    if values:
        _set(ledger, source, **values)
    return source_state(ledger, source)


def _set(ledger: Ledger, source: str, **values: Any) -> None:
    with ledger.transaction(writes=True) as connection:
        here = source_states.c.source == source
        if connection.execute(update(source_states).where(here).values(**values)).rowcount == 0:
            connection.execute(insert(source_states).values(source=source, **values))


def _hold(connection: Connection, source: str) -> None:
    """Lets one process at a time begin a crawl of `source`, also where the database lets several write."""
    row = select(source_states.c.source).where(source_states.c.source == source).with_for_update()
    if connection.execute(row).first() is None:
        with contextlib.suppress(IntegrityError), connection.begin_nested():
            connection.execute(insert(source_states).values(source=source))
        connection.execute(row).first()


def _is_at(owner: str | None, place: str) -> bool:
    return owner is not None and owner.rpartition("#")[0] == place


def _row(connection: Connection, crawl: int) -> Row[Any]:
    return connection.execute(select(crawls).where(crawls.c.id == crawl)).one()


def _entry(row: Row[Any], *, resumed: bool = False) -> CrawlEntry:
    return CrawlEntry(
        id=row.id,
        source=row.source,
        scope=row.scope,
        run=row.run,
        started=row.started,
        finished=row.finished,
        state=row.state,
        summary=msgspec.json.decode(row.summary) if row.summary else {},
        resumed=resumed,
    )
