"""A configuration of one file, files of plain text, and a run with made-up stages."""

from __future__ import annotations

import importlib.util
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from core.settings import Settings, load_settings
from jobs.ingest import IngestSummary, ingest

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="session")
def made_up() -> ModuleType:
    """The module `made_up_stages.py` beside this file."""
    name = "made_up_stages"
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def overlay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration folder of the user's own, with a citations.yml that says nothing."""
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "citations.yml").write_text("one: 1\n")
    monkeypatch.setenv("MEA__CONFIG_DIR", str(folder))
    return folder


@pytest.fixture
def run_settings(settings: Settings, overlay: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with the overlay, silent but for errors."""
    monkeypatch.setenv("MEA__LOG__LEVEL", "error")
    return load_settings()


@pytest.fixture
def inbox(tmp_path: Path) -> Callable[..., Path]:
    """Writes files (name and text) into one folder and gives the folder; None removes the file."""
    folder = tmp_path / "inbox"

    def inbox(files: dict[str, str | bytes | None]) -> Path:
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_bytes(text.encode() if isinstance(text, str) else text)
        return folder

    return inbox


@pytest.fixture
def run(made_up: ModuleType, run_settings: Settings) -> Callable[..., IngestSummary]:
    """An ingest with made-up stages, in this process."""

    def run(*paths: Path, settings: Settings = run_settings, **options: Any) -> IngestSummary:
        given = {"tools": made_up.TOOLS, "corpus": made_up.corpus, "pool": made_up.Inline}
        return ingest(list(paths), settings=settings, **(given | options))

    return run


@pytest.fixture(scope="session")
def snapshot() -> Callable[[Path], dict[str, Any]]:
    """All that a data folder holds, without what may differ between an undisturbed and a disturbed way to it:
    times, attempts and runs."""
    tables = {
        "files": "source, name, sidecar, content, size, state, code, cause, hint",
        "contents": "sha256, size, media_type",
        "stages": "unit, stage, state, code, cause, hint, digest, output, detail, owner, lease_until",
        "documents": "*",
        "links": "*",
        "former": "content",
    }

    def snapshot(home: Path) -> dict[str, Any]:
        with closing(sqlite3.connect(home / "ledger.sqlite")) as connection:
            held: dict[str, Any] = {
                table: sorted(connection.execute(f"SELECT {columns} FROM {table}").fetchall(), key=repr)  # noqa: S608
                for table, columns in tables.items()
            }
        files = sorted(path for path in (home / "blobs").rglob("*") if path.is_file())
        return held | {"blobs": {path.name: path.read_bytes() for path in files}}

    return snapshot
