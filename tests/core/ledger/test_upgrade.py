"""A ledger is upgraded whole or not at all, after a backup; a newer one is left alone."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.errors import ConfigurationError, LedgerTooNew, StorageError
from core.ledger import open_ledger
from core.ledger.connection import connect
from core.ledger.tables import metadata
from core.ledger.upgrade import MIGRATIONS, revisions
from core.settings import Settings, load_settings

NEXT = """
import sqlalchemy as sa
from alembic import op
revision = "9001"
down_revision = "{before}"
def upgrade():
    op.add_column("runs", sa.Column("weather", sa.Text()))
    {then}
"""


@pytest.fixture
def file(settings: Settings) -> Path:
    return settings.home / "ledger.sqlite"


@pytest.fixture
def next_migrations(tmp_path: Path):
    """A copy of the migrations with one more."""

    def make(then: str = "pass") -> Path:
        folder = tmp_path / "migrations"
        shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        text = NEXT.format(before=revisions(MIGRATIONS)[-1], then=then)
        (folder / "versions" / "9001_weather.py").write_text(text)
        return folder

    return make


def query(file: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


def columns(file: Path) -> set[object]:
    return {row[1] for row in query(file, "PRAGMA table_info(runs)")}


def test_the_migrations_make_the_tables_that_the_code_uses(settings: Settings) -> None:
    open_ledger(settings).close()
    engine = connect(settings.ledger_url, 1)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_names_of_the_files_tell_the_order_that_alembic_sees() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    seen = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(seen)) == revisions(MIGRATIONS)


def test_an_older_ledger_is_copied_and_then_upgraded(settings: Settings, file: Path, next_migrations) -> None:
    with open_ledger(settings) as ledger:
        ledger.begin_run("kept", "0")
        assert ledger.backup is None
    with open_ledger(settings, migrations=next_migrations()) as ledger:
        assert ledger.backup == file.with_name(f"ledger.sqlite.{revisions(MIGRATIONS)[-1]}.bak")
        assert ledger.last_run().command == "kept"
    assert "weather" in columns(file)
    assert "weather" not in columns(ledger.backup)
    assert query(ledger.backup, "SELECT command FROM runs") == [("kept",)]
    assert query(ledger.backup, "PRAGMA integrity_check") == [("ok",)]


def test_who_only_reads_upgrades_nothing(settings: Settings, file: Path, next_migrations) -> None:
    open_ledger(settings).close()
    before = file.read_bytes()
    with pytest.raises(StorageError, match="older version") as caught:
        open_ledger(settings, migrations=next_migrations(), readonly=True)
    assert "mea ingest" in caught.value.hint
    assert file.read_bytes() == before
    assert not list(file.parent.glob("*.bak"))
    open_ledger(settings, readonly=True).close()


def test_a_backup_is_never_overwritten(settings: Settings, file: Path, next_migrations) -> None:
    open_ledger(settings).close()
    first = file.with_name(f"ledger.sqlite.{revisions(MIGRATIONS)[-1]}.bak")
    first.write_bytes(b"somebody's")
    with open_ledger(settings, migrations=next_migrations()) as ledger:
        assert ledger.backup not in {None, first}
    assert first.read_bytes() == b"somebody's"


def test_an_upgrade_that_fails_changes_nothing(settings: Settings, file: Path, next_migrations) -> None:
    open_ledger(settings).close()
    with pytest.raises(ZeroDivisionError):
        open_ledger(settings, migrations=next_migrations("1 / 0"))
    assert "weather" not in columns(file)
    open_ledger(settings).close()


def test_a_newer_ledger_is_refused_and_left_alone(settings: Settings, file: Path, next_migrations) -> None:
    open_ledger(settings, migrations=next_migrations()).close()
    before = file.read_bytes()
    with pytest.raises(LedgerTooNew) as caught:
        open_ledger(settings)
    assert caught.value.exit_code == 76
    assert "9001" in caught.value.cause
    assert revisions(MIGRATIONS)[-1] in caught.value.cause
    assert caught.value.hint
    assert file.read_bytes() == before


def test_without_room_for_a_backup_nothing_is_upgraded(
    settings: Settings, file: Path, next_migrations, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ledger(settings).close()

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(StorageError, match="No backup"):
        open_ledger(settings, migrations=next_migrations())
    assert "weather" not in columns(file)
    assert list(file.parent.glob("*.part")) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"this is a letter, not a database" * 100, "not a database", id="another kind of file"),
        pytest.param(b"SQLite format 3\x00" + b"\xff" * 4096, "cannot be used", id="a damaged database"),
    ],
)
def test_a_file_that_is_no_ledger(settings: Settings, file: Path, content: bytes, says: str) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(StorageError, match=says) as caught:
        open_ledger(settings)
    assert str(file) in caught.value.cause
    assert caught.value.hint


@pytest.mark.parametrize("url", ["no address", "nosuchbase://here/ledger"])
def test_an_address_that_is_none(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("MEA__LEDGER__URL", url)
    with pytest.raises(ConfigurationError, match="MEA__LEDGER__URL") as caught:
        open_ledger(load_settings())
    assert caught.value.hint
