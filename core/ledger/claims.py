"""Stages of units: claimed by a lease before the work, ended after its effect is durable.

The rules, which two processes at once cannot break because a claim is one transaction that holds the ledger's write lock:

- `failed: started` is written before the work begins, so that a crash leaves the truth.
- What is done, refused or waiting with the same digest is not work. What failed is, each time it is claimed.
- A claimed stage belongs to its owner until the lease ends by the ledger's clock. Whoever comes back after that and finds
  another owner has lost the claim: its result is not recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from core.codes import State, describe
from core.ledger.clock import ledger_now
from core.ledger.entries import Claim, StageEntry
from core.ledger.tables import runs, stages


def claim(
    connection: Connection,
    unit: str,
    stage: str,
    digest: str,
    *,
    run: int | None,
    owner: str,
    seconds: float,
    force: bool,
) -> Claim | None:
    here = (stages.c.unit == unit) & (stages.c.stage == stage)
    columns = (stages, (stages.c.lease_until > ledger_now()).label("leased"))
    row = connection.execute(select(*columns).where(here).with_for_update()).first()
    started = describe("started")
    values: dict[str, Any] = {
        "state": started.state,
        "code": "started",
        "cause": started.cause,
        "hint": started.hint,
        "digest": digest,
        "run": run,
        "owner": owner,
        "lease_until": ledger_now() + seconds,
        "started": ledger_now(),
        "finished": None,
    }
    if row is None:
        connection.execute(insert(stages).values(unit=unit, stage=stage, attempts=1, **values))
        return Claim(unit=unit, stage=stage, digest=digest, owner=owner, attempt=1)
    if row.leased and row.owner != owner:
        return None
    if row.digest == digest and row.state != "failed" and not force:
        return None
    attempt = row.attempts + 1 if row.digest == digest else 1
    connection.execute(update(stages).where(here).values(attempts=attempt, **values))
    return Claim(unit=unit, stage=stage, digest=digest, owner=owner, attempt=attempt)


def end(
    connection: Connection,
    claimed: Claim,
    state: State,
    *,
    code: str | None,
    cause: str | None,
    hint: str | None,
    output: str | None,
    detail: dict[str, Any],
) -> bool:
    """False where the claim was lost to another owner; then nothing was written."""
    if code is not None:
        cause, hint = cause or describe(code).cause, hint or describe(code).hint
    result = connection.execute(
        update(stages)
        .where(
            stages.c.unit == claimed.unit,
            stages.c.stage == claimed.stage,
            stages.c.owner == claimed.owner,
            stages.c.digest == claimed.digest,
            stages.c.finished.is_(None),
        )
        .values(
            state=state,
            code=code,
            cause=cause,
            hint=hint,
            output=output,
            detail=msgspec.json.encode(detail, order="sorted").decode() if detail else None,
            owner=None,
            lease_until=None,
            finished=ledger_now(),
        )
    )
    return result.rowcount == 1


def lose(connection: Connection, unit: str, stage: str, *, code: str, cause: str, hint: str) -> None:
    """A stage that was done has failed after its end: its effect is gone."""
    connection.execute(
        update(stages)
        .where(stages.c.unit == unit, stages.c.stage == stage, stages.c.state != "failed")
        .values(state=describe(code).state, code=code, cause=cause, hint=hint, output=None)
    )


def release(connection: Connection, *, host: str, except_run: int | None = None, only_run: int | None = None) -> int:
    """Frees what runs of `host` that are over had claimed; the number of stages freed."""
    query = select(runs.c.id).where(runs.c.host == host)
    if except_run is not None:
        query = query.where(runs.c.id != except_run)
    if only_run is not None:
        query = query.where(runs.c.id == only_run)
    result = connection.execute(
        update(stages)
        .where(stages.c.lease_until.is_not(None), stages.c.run.in_(query))
        .values(owner=None, lease_until=None)
    )
    return result.rowcount


def entries(connection: Connection, stage: str) -> Iterator[StageEntry]:
    for row in connection.execute(select(stages).where(stages.c.stage == stage).order_by(stages.c.unit)):
        yield _entry(row)


def entry(connection: Connection, unit: str, stage: str) -> StageEntry | None:
    row = connection.execute(select(stages).where(stages.c.unit == unit, stages.c.stage == stage)).first()
    return None if row is None else _entry(row)


def _entry(row: Row[Any]) -> StageEntry:
    return StageEntry(
        unit=row.unit,
        stage=row.stage,
        state=row.state,
        digest=row.digest,
        output=row.output,
        attempts=row.attempts,
        started=row.started,
        finished=row.finished,
        code=row.code,
        cause=row.cause,
        hint=row.hint,
        detail=msgspec.json.decode(row.detail) if row.detail else {},
    )
