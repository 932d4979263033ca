"""What a user without rights is told. Root may everything, so a test that runs as root gives its rights up in a child."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

NOBODY = 65_534

CHILD = """
import os, sys
from pathlib import Path
from core.errors import MeaError
from core.settings import load_settings
import jobs.ingest, jobs.status, made_up_stages

def ingest(paths, settings):
    return jobs.ingest.ingest(
        [Path(path) for path in paths], settings=settings,
        tools=made_up_stages.TOOLS, corpus=made_up_stages.corpus, pool=made_up_stages.Inline,
    )

# Once with all rights, so that everything is loaded: the interpreter may lie where others cannot read.
settings = load_settings()
warm = Path(sys.argv[1])
ingest([warm / "warm.txt"], settings.model_copy(update=dict(data_dir=warm / "data")))
jobs.status.status(settings)
if os.getuid() == 0:
    os.setgroups([])
    os.setgid({nobody})
    os.setuid({nobody})
try:
    summary = ingest(sys.argv[2:], settings)
    for failure in jobs.status.status(settings, failed=True).failures:
        print(failure.code, failure.file, failure.cause)
    print(summary.by_state)
except MeaError as error:
    print(type(error).__name__, error.exit_code, error.cause, error.hint)
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everybody can reach (the tests' own folder is closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="mea-rights-"))
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def ingest_without_rights(place: Path, root: Path, *paths: Path) -> str:
    (place / "config").mkdir(exist_ok=True)
    (place / "config/citations.yml").write_text("one: 1\n")
    (place / "warm").mkdir(exist_ok=True)
    (place / "warm/warm.txt").write_text("warm")
    here = Path(__file__).resolve().parent
    environment = os.environ | {
        "PYTHONPATH": f"{root}{os.pathsep}{here}",
        "MEA__DATA_DIR": str(place / "data"),
        "MEA__CONFIG_DIR": str(place / "config"),
        "MEA__LOG__LEVEL": "error",
    }
    child = subprocess.run(
        [sys.executable, "-c", CHILD.format(nobody=NOBODY), str(place / "warm"), *map(str, paths)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert child.returncode == 0, child.stderr
    return child.stdout


def files(place: Path) -> Path:
    folder = place / "files"
    (folder / "closed folder").mkdir(parents=True)
    for name in ("open.txt", "closed.txt", "closed folder/inside.txt"):
        (folder / name).write_text(name)
    return folder


def open_data_folder(place: Path) -> None:
    (place / "data").mkdir()
    (place / "data").chmod(0o777)


@pytest.mark.parametrize("exists", [False, True], ids=["it cannot be made", "it cannot be written"])
def test_a_data_folder_that_cannot_be_written(place: Path, root: Path, exists: bool) -> None:
    if exists:
        (place / "data").mkdir(mode=0o555)
    else:
        (place / "config").mkdir()
    folder = files(place)
    place.chmod(0o755)
    said = ingest_without_rights(place, root, folder / "open.txt")
    assert said.startswith("StorageError 74")
    assert str(place / "data") in said
    assert "MEA__DATA_DIR" in said


def test_a_ledger_that_cannot_be_written(place: Path, root: Path) -> None:
    folder = files(place)
    open_data_folder(place)
    ingest_without_rights(place, root, folder / "open.txt")
    for path in (place / "data").glob("ledger.sqlite*"):
        path.chmod(0o444)
        if os.getuid() == 0:
            os.chown(path, 0, 0)
    said = ingest_without_rights(place, root, folder / "open.txt")
    assert said.startswith("StorageError 74"), said
    assert "ledger.sqlite" in said
    assert "right to write" in said


def test_files_and_folders_that_cannot_be_opened_are_named_and_the_rest_goes_on(place: Path, root: Path) -> None:
    folder = files(place)
    open_data_folder(place)
    (folder / "closed.txt").chmod(0)
    (folder / "closed folder").chmod(0)
    said = ingest_without_rights(place, root, folder).splitlines()
    assert said[0].startswith(f"unreadable-path {folder}/closed folder ")
    assert said[1].startswith(f"unreadable-path {folder}/closed.txt ")
    assert "Permission denied" in said[0]
    assert said[2] == "ByState(done=1, refused=0, waiting=0, failed=2)"


def test_a_file_in_a_folder_that_this_user_may_not_enter(place: Path, root: Path) -> None:
    folder = files(place)
    open_data_folder(place)
    (folder / "closed folder").chmod(0o644)
    said = ingest_without_rights(place, root, folder / "closed folder/inside.txt")
    assert said.startswith("UsageError 2"), said
    assert "Permission denied" in said
    assert "right to enter" in said


def test_a_folder_that_may_be_listed_and_not_entered(place: Path, root: Path) -> None:
    folder = files(place)
    open_data_folder(place)
    (folder / "closed folder").chmod(0o644)
    (folder / "closed folder/inside.txt.meta.yml").write_text("lang: fr\n")
    lines = ingest_without_rights(place, root, folder).splitlines()
    assert lines[0].startswith(f"unreadable-path {folder}/closed folder/inside.txt "), lines
    assert lines[-1] == "ByState(done=2, refused=0, waiting=0, failed=1)"


def test_a_closed_file_that_was_named_itself(place: Path, root: Path) -> None:
    folder = files(place)
    open_data_folder(place)
    (folder / "closed.txt").chmod(0)
    said = ingest_without_rights(place, root, folder / "closed.txt")
    assert said.startswith("UsageError 2")
    assert f"{folder}/closed.txt" in said
