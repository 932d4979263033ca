"""How the database is opened: what SQLite must be told, and what its errors mean to people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    ProgrammingError,
)

from core.errors import ConfigurationError, StorageError

_WRITES = "mea_writes"


def database_file(url: str) -> Path | None:
    """The file of a SQLite ledger; None for other databases and for one in memory."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError(
            f"MEA__LEDGER__URL is no database address: {url!r}.", hint="Write sqlite:////folder/ledger.sqlite."
        ) from error
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def connect(url: str, wait_seconds: float, *, readonly: bool = False) -> Engine:
    """An engine; nothing is opened yet. SQLite runs in WAL mode: readers never wait, writers wait up to `wait_seconds`.

    `readonly` is for users without the right to write: nothing can be changed then.
    """
    file = database_file(url)
    if make_url(url).get_backend_name() != "sqlite":
        try:
            return create_engine(url)
        except (ImportError, NoSuchModuleError) as error:
            raise ConfigurationError(
                f"MEA__LEDGER__URL names a database whose driver is not here: {error}.", hint="Install the driver."
            ) from error
    if readonly and file is not None:
        engine = create_engine(url, creator=lambda: _open_readonly(file, wait_seconds))
        event.listen(engine, "begin", _begin)
        return engine
    engine = create_engine(url, connect_args={"timeout": wait_seconds})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _open_readonly(file: Path, wait_seconds: float) -> sqlite3.Connection:
    address = f"file:{quote(str(file))}?mode=ro"
    try:
        return _opened(address, wait_seconds)
    except sqlite3.OperationalError:
        # In WAL mode SQLite wants two files beside the ledger, which are there while somebody has it open, and which this
        # user cannot make. Where there are none nobody writes, and all that was written is in the ledger itself.
        if file.with_name(f"{file.name}-wal").exists():
            raise
        return _opened(f"{address}&immutable=1", wait_seconds)


def _opened(address: str, wait_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=wait_seconds, isolation_level=None, check_same_thread=False)
    try:
        # SQLite opens the file with the first question.
        connection.execute("PRAGMA schema_version").close()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _prepare(connection: Any, _record: object) -> None:
    # Without this the driver itself decides when a transaction begins, and begins it too late to be alone.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: one that reads first and writes later would have to fail when another was faster.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """One transaction: kept when the block ends, undone when it raises.

    Raises StorageError, which names the database and the mend, where the database itself fails.
    """
    try:
        with engine.connect().execution_options(**{_WRITES: writes}) as connection, connection.begin():
            yield connection
    except DatabaseError as error:
        if isinstance(error, (IntegrityError, ProgrammingError, DataError)):
            raise  # what we asked was wrong: a defect of ours, not of the database
        raise storage_error(engine, error) from error


def storage_error(engine: Engine, error: DBAPIError) -> StorageError:
    where = engine.url.render_as_string(hide_password=True)
    reason = str(error.orig)
    if "locked" in reason:
        hint = "Another program writes to it for long; wait, or raise MEA__LIMITS__LEDGER_WAIT_SECONDS."
    elif any(word in reason for word in ("readonly", "unable to open", "denied")):
        hint = "Give this user the right to write there, or set MEA__DATA_DIR to a folder of its own."
    elif any(word in reason for word in ("full", "I/O")):
        hint = "Make room on the disk; nothing that was recorded is lost."
    elif any(word in reason for word in ("malformed", "not a database")):
        hint = "Put a backup in its place (files beside it named *.bak), or move it away and ingest again."
    else:
        hint = "Report it with this message."
    return StorageError(f"The ledger {where} cannot be used: {reason}.", hint=hint)
