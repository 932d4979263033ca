"""Names and the bytes behind them. Each function works inside the transaction that it is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Join, Row, and_, case, func, insert, or_, select, update

from core.codes import State, describe
from core.ledger.clock import ledger_now
from core.ledger.entries import ContentEntry, FileEntry, SeenFile
from core.ledger.tables import contents, files, former, stages
from core.records.codec import from_json, to_json
from core.records.files import Provenance, Sidecar

_read = stages.alias("read")
_understand = stages.alias("understand")


def record(connection: Connection, run: int, seen: SeenFile) -> None:
    """Takes a name in, or notes that it was seen again.

    A name known under another source moves to the one that is stated now. Bytes that the name held before go to `former`.
    """
    if seen.content is not None and seen.size is not None:
        _record_content(connection, seen.content, seen.size)
    known = connection.execute(select(files).where(files.c.name == seen.name).with_for_update()).first()
    values = {
        "source": seen.source,
        "sidecar": _sidecar_json(seen.sidecar),
        "last_seen": run,
        "state": describe(seen.code).state if seen.code else None,
        "code": seen.code,
        "cause": seen.cause,
        "hint": seen.hint,
    }
    if seen.content is not None:
        values |= {"content": seen.content, "size": seen.size}
    if known is None:
        connection.execute(insert(files).values(name=seen.name, first_seen=ledger_now(), **values))
        return
    if known.content is not None and seen.content is not None and known.content != seen.content:
        connection.execute(insert(former).values(file=known.id, content=known.content, until=ledger_now()))
    connection.execute(update(files).where(files.c.id == known.id).values(**values))


def restate(connection: Connection, run: int, seen: SeenFile) -> bool:
    """Records a name again where source, sidecar or content differ from what is known; whether they did."""
    known = connection.execute(select(files).where(files.c.name == seen.name)).first()
    stated = (seen.source, _sidecar_json(seen.sidecar), seen.content)
    if known is not None and (known.source, known.sidecar, known.content) == stated:
        return False
    record(connection, run, seen)
    return True


def _record_content(connection: Connection, sha256: str, size: int) -> None:
    if connection.execute(select(contents.c.sha256).where(contents.c.sha256 == sha256)).first() is None:
        connection.execute(insert(contents).values(sha256=sha256, size=size, first_seen=ledger_now()))


def set_media_type(connection: Connection, sha256: str, media_type: str) -> None:
    connection.execute(update(contents).where(contents.c.sha256 == sha256).values(media_type=media_type))


def content_entries(
    connection: Connection, *, sha256: str | None = None, run: int | None = None
) -> Iterator[ContentEntry]:
    """Bytes with at least one sound name, ordered by sha256; only those of one content, or seen in one run, where given."""
    query = (
        select(contents, files.c.source, files.c.name, files.c.sidecar, files.c.last_seen)
        .join(files, files.c.content == contents.c.sha256)
        .where(files.c.code.is_(None))
        .order_by(contents.c.sha256, files.c.source, files.c.name)
    )
    if sha256 is not None:
        query = query.where(contents.c.sha256 == sha256)
    for digest, rows in groupby(connection.execute(query), key=lambda row: row.sha256):
        names = list(rows)
        if run is None or any(row.last_seen == run for row in names):
            yield ContentEntry(
                sha256=digest, size=names[0].size, media_type=names[0].media_type, names=provenances(names)
            )


def provenances(rows: Sequence[Row[Any]]) -> tuple[Provenance, ...]:
    return tuple(Provenance(source=row.source, name=row.name, sidecar=_sidecar(row.sidecar)) for row in rows)


def file_entries(
    connection: Connection, *, run: int | None = None, states: Sequence[State] = ()
) -> Iterator[FileEntry]:
    """Names with their states, ordered by name; only those seen in one run, or in some states, where given."""
    state = _state()
    own = files.c.code.is_not(None)
    at_fault = _read.c.state.is_distinct_from("done")
    query = select(
        files.c.source,
        files.c.name,
        files.c.content,
        files.c.size,
        files.c.sidecar,
        state.label("state"),
        *(
            case((own, files.c[key]), (at_fault, _read.c[key]), else_=_understand.c[key]).label(key)
            for key in ("code", "cause", "hint")
        ),
    ).select_from(_joined())
    for row in connection.execute(query.where(*_only(state, run, states)).order_by(files.c.name)):
        code, cause, hint = row.code, row.cause, row.hint
        if row.state == "failed" and code is None:
            # Recorded, and the run ended before its turn came.
            code = "started"
        if code is not None:
            cause, hint = cause or describe(code).cause, hint or describe(code).hint
        yield FileEntry(
            source=row.source,
            name=row.name,
            content=row.content,
            size=row.size,
            state=row.state,
            code=code,
            cause=cause,
            hint=hint,
            sidecar=_sidecar(row.sidecar),
        )


def count_states(connection: Connection, *, run: int | None = None) -> dict[State, int]:
    """Names by state; every state is there, with 0 where no name has it."""
    state = _state()
    query = select(state, func.count()).select_from(_joined()).where(*_only(state, run, ())).group_by(state)
    counts: dict[State, int] = {"done": 0, "refused": 0, "waiting": 0, "failed": 0}
    for name, count in connection.execute(query):
        counts[name] += count
    return counts


def count_contents(connection: Connection, *, run: int | None = None) -> int:
    """Different bytes under the names that are known now."""
    query = select(func.count(func.distinct(files.c.content)))
    return connection.execute(query if run is None else query.where(files.c.last_seen == run)).scalar_one()


def _state() -> ColumnElement[State]:
    expression: ColumnElement[State] = case(
        (files.c.code.is_not(None), files.c.state),
        (_read.c.state.is_distinct_from("done"), func.coalesce(_read.c.state, "failed")),
        else_=func.coalesce(_understand.c.state, "failed"),
    )
    return expression


def _joined() -> Join:
    reading = and_(_read.c.unit == files.c.content, _read.c.stage == "read")
    understanding = and_(_understand.c.unit == files.c.content, _understand.c.stage == "understand")
    return files.outerjoin(_read, reading).outerjoin(_understand, understanding)


def _only(state: ColumnElement[State], run: int | None, states: Sequence[State]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if run is not None:
        conditions.append(files.c.last_seen == run)
    if states:
        conditions.append(or_(*(state == one for one in states)))
    return conditions


def _sidecar_json(sidecar: Sidecar) -> str | None:
    return None if sidecar == Sidecar() else to_json(sidecar).decode()


def _sidecar(text: str | None) -> Sidecar:
    return Sidecar() if text is None else from_json(Sidecar, text.encode())
