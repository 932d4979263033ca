"""`mea ingest` of the samples with its real processes, killed (SIGKILL) again and again, ends as an undisturbed one."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

MEA = [sys.executable, "-c", "from jobs.cli import main; main()"]

MOMENTS = {
    "the first names are recorded": "SELECT count(*) >= 1 FROM files",
    "something was read": "SELECT count(*) >= 2 FROM stages WHERE stage = 'read' AND state = 'done'",
    "links or index are being made": "SELECT count(*) >= 1 FROM stages WHERE unit = 'corpus'",
}


@pytest.fixture
def mea(root: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `mea` on a data folder, in a process group of its own."""
    started: list[subprocess.Popen[str]] = []

    def mea(home: Path, *arguments: str) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [*MEA, *arguments],
            cwd=root,
            env=os.environ | {"MEA__DATA_DIR": str(home), "MEA__LOG__LEVEL": "error", "PYTHONPATH": str(root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        started.append(child)
        return child

    yield mea
    for child in started:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()


def answer(child: subprocess.Popen[str]) -> dict[str, Any]:
    out, _ = child.communicate(timeout=120)
    assert child.returncode == 0
    return json.loads(out)


def is_reached(home: Path, sql: str) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{home / 'ledger.sqlite'}?mode=ro", uri=True)) as connection:
            return bool(connection.execute(sql).fetchone()[0])
    except sqlite3.OperationalError:
        return False  # not made yet


def wait_for(child: subprocess.Popen[str], home: Path, sql: str) -> None:
    while child.poll() is None and not is_reached(home, sql):
        time.sleep(0.005)


def comparable(held: dict[str, Any]) -> dict[str, Any]:
    """Without the name of the generation, which counts the attempts to build one."""
    return held | {"stages": [row for row in held["stages"] if row[1] != "index"]}


def test_killed_at_several_moments(
    mea: Callable[..., subprocess.Popen[str]],
    snapshot: Callable[[Path], dict[str, Any]],
    tmp_path: Path,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MEA__RUN__PROCESSES", "1")  # what starts processes five times should start few
    samples = str(root / "samples" / "documents")
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    expected = answer(mea(undisturbed, "ingest", samples, "--json"))

    ends = []
    for sql in MOMENTS.values():
        child = mea(killed, "ingest", samples)
        wait_for(child, killed, sql)
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        ends.append(child.wait())
    assert ends[:2] == [-signal.SIGKILL] * 2, "the first moments are long before the end"

    summary = answer(mea(killed, "ingest", samples, "--json"))
    for field in ("seen", "contents", "by_state", "documents", "citations"):
        assert summary[field] == expected[field], field
    assert summary["by_state"]["done"] == summary["seen"]
    assert comparable(snapshot(killed)) == comparable(snapshot(undisturbed))

    answers = [answer(mea(home, "search", "parties", "--limit", "50", "--json")) for home in (undisturbed, killed)]
    assert answers[0]["total"] > 0
    for one in answers:
        assert one.pop("generation")
    assert answers[0] == answers[1]

    again = answer(mea(killed, "ingest", samples, "--json"))
    assert (again["read"], again["understood"]) == (0, 0)


def descendants_of(parent: int) -> set[int]:
    """Processes that descend from `parent`, whatever session or group they opened."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(stat.parent.name)] = int(fields[1])
    found = {parent}
    while more := {process for process, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {parent}


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_second_run_is_turned_away_and_no_process_outlives_a_killed_one(
    mea: Callable[..., subprocess.Popen[str]], tmp_path: Path, root: Path
) -> None:
    child = mea(tmp_path / "data", "ingest", str(root / "samples" / "documents"))
    wait_for(child, tmp_path / "data", MOMENTS["something was read"])
    # Stopped, it keeps the lock for certain while the second one begins.
    os.kill(child.pid, signal.SIGSTOP)
    second = subprocess.run(
        [*MEA, "ingest", str(root / "samples" / "documents")],
        env=os.environ | {"MEA__DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert second.returncode == 75
    assert f"process {child.pid} on " in second.stderr
    descendants = descendants_of(child.pid)
    assert child.poll() is None
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert len(descendants) >= 2, "workers, and their reading servers"
    deadline = time.monotonic() + 30
    while any(alive(process) for process in descendants) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not {process for process in descendants if alive(process)}
