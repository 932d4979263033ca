"""One run at a time; the second learns who holds the lock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import Locked, StorageError
from core.lock import LOCK_FILE, run_lock

HOLDS = """
import sys, time
from pathlib import Path
from core.lock import run_lock
with run_lock(Path(sys.argv[1]), "mea ingest somewhere"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path, root: Path):
    child = subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path)], cwd=root, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    yield child
    child.kill()
    child.wait()
    child.stdout.close()


def test_the_second_run_learns_who_holds_the_lock(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(Locked) as caught, run_lock(tmp_path, "mea ingest elsewhere"):
        pass
    assert caught.value.exit_code == 75
    assert f"process {holder.pid} on {os.uname().nodename}" in caught.value.cause
    assert "`mea ingest somewhere`" in caught.value.cause
    assert caught.value.hint


def test_a_holder_that_was_killed_leaves_no_lock(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / LOCK_FILE).read_bytes(), "the name of the dead holder still stands there"
    with run_lock(tmp_path, "mea ingest elsewhere") as now:
        assert now.pid == os.getpid()


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), run_lock(tmp_path, "one"):
        _ = 1 / 0
    with run_lock(tmp_path, "two"):
        pass


def test_a_holder_that_has_not_yet_written_its_name(tmp_path: Path) -> None:
    with run_lock(tmp_path, "one"):
        (tmp_path / LOCK_FILE).write_bytes(b"")
        with pytest.raises(Locked, match="just begun"), run_lock(tmp_path, "two"):
            pass


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be written") as caught, run_lock(tmp_path / "file" / "data", "one"):
        pass
    assert "MEA__DATA_DIR" in caught.value.hint
