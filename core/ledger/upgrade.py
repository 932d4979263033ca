"""Brings a ledger to the newest revision, or refuses one that is newer than this program.

Revisions are counted (`0001`, `0002`, …) and stand in the names of the files in `migrations/versions`, so that the usual
case, nothing to do, costs one query and does not load Alembic.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from core.errors import LedgerTooNew, StorageError
from core.ledger.connection import database_file, transaction

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def revisions(migrations: Path) -> tuple[str, ...]:
    """All revisions that this program knows, oldest first."""
    return tuple(sorted(file.name.split("_")[0] for file in (migrations / "versions").glob("[0-9]*_*.py")))


def bring_up_to_date(engine: Engine, migrations: Path = MIGRATIONS) -> Path | None:
    """Upgrades where needed, whole or not at all, after a backup beside the file. Gives the backup's path, if one was made.

    Raises LedgerTooNew where the ledger has a revision that is not among those known here.
    """
    known = revisions(migrations)
    with transaction(engine, writes=False) as connection:
        found = _revision(connection)
    if found == known[-1]:
        return None
    _refuse_unknown(engine, found, known)
    backup = _back_up(engine, found) if found is not None else None
    with transaction(engine, writes=True) as connection:
        # Another process may have been faster while this one waited for the lock.
        found = _revision(connection)
        _refuse_unknown(engine, found, known)
        if found != known[-1]:
            _upgrade(connection, migrations)
    return backup


def require_current(engine: Engine, migrations: Path = MIGRATIONS) -> None:
    """For who may only read. Raises LedgerTooNew, and StorageError where the ledger would have to be upgraded first."""
    known = revisions(migrations)
    with transaction(engine, writes=False) as connection:
        found = _revision(connection)
    _refuse_unknown(engine, found, known)
    if found != known[-1]:
        raise StorageError(
            f"The ledger {engine.url.render_as_string(hide_password=True)} is of an older version of this program "
            f"(revision {found or 'none'}, wanted is {known[-1]}).",
            hint="`mea ingest` and `mea reindex` upgrade it; run one of them as the user who may write it.",
        )


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


def _refuse_unknown(engine: Engine, found: str | None, known: tuple[str, ...]) -> None:
    if found is not None and found not in known:
        raise LedgerTooNew(
            f"The ledger {engine.url.render_as_string(hide_password=True)} has revision {found}; "
            f"this program knows revisions up to {known[-1]}.",
            hint="Install the newer version of the program that wrote it, or set MEA__DATA_DIR to another folder.",
        )


def _upgrade(connection: Connection, migrations: Path) -> None:
    from alembic import command  # noqa: PLC0415 - costs a quarter of a second and is needed once in a ledger's life
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _back_up(engine: Engine, found: str) -> Path | None:
    """A copy made by SQLite itself, so that it is whole even while others read. Databases on servers have their own ways."""
    original = database_file(engine.url.render_as_string(hide_password=False))
    if original is None:
        return None
    backup = original.with_name(f"{original.name}.{found}.bak")
    number = 1
    while backup.exists():
        number += 1
        backup = original.with_name(f"{original.name}.{found}.{number}.bak")
    unfinished = backup.with_name(f"{backup.name}.part")
    try:
        with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.rename(backup)
    except (OSError, sqlite3.Error) as error:
        unfinished.unlink(missing_ok=True)
        raise StorageError(
            f"No backup of the ledger {original} (revision {found}) could be written to {backup}: {error}.",
            hint="Make room and give this user the right to write there; without a backup it is not upgraded.",
        ) from error
    return backup
