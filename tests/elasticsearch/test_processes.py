"""Which processes count as those of a node, and how they end. The processes here only look like servers."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from local_processes import mark, pid_file, processes, stop

Pretender = Callable[..., "subprocess.Popen[str]"]
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(600)"
ORDINARY = "import time; print(flush=True); time.sleep(600)"


@pytest.fixture
def pretend() -> Iterator[Pretender]:
    """Starts a process with the given arguments, and returns when it runs."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, code: str = ORDINARY) -> subprocess.Popen[str]:
        process = subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == "\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cluster" / "n1").mkdir(parents=True)
    return tmp_path / "cluster"


def test_the_server_and_its_launcher_count(folder: Path, pretend: Pretender) -> None:
    server, launcher = pretend(mark(folder / "n1")), pretend("-d", "-p", str(pid_file(folder / "n2")))
    assert processes(folder) == sorted([server.pid, launcher.pid])


@pytest.mark.parametrize(
    "argument",
    [
        "{folder}/n1/logs/server.log",  # someone who reads the log
        "-Dmea.node={folder}-other/n1",  # a cluster whose folder begins alike
        "{folder}-other/n1/server.pid",
        "-Dmea.node={folder}",
    ],
)
def test_others_do_not_count(folder: Path, pretend: Pretender, argument: str) -> None:
    pretend(argument.format(folder=folder))
    assert processes(folder) == []


def test_stop_ends_all_and_nobody_else(folder: Path, pretend: Pretender) -> None:
    ours = [pretend(mark(folder / name)) for name in ("n1", "n2")]
    ours[1].send_signal(signal.SIGSTOP)
    other = pretend(mark(folder.with_name("other") / "n1"))
    stop(folder)
    assert [process.wait() for process in ours] == [-signal.SIGTERM, -signal.SIGTERM]
    assert (folder.exists(), other.poll()) == (False, None)


def test_one_that_does_not_listen_is_killed(folder: Path, pretend: Pretender) -> None:
    deaf = pretend(mark(folder / "n1"), code=STUBBORN)
    stop(folder, patience=0.2)
    assert deaf.wait() == -signal.SIGKILL


def test_nothing_to_stop(tmp_path: Path) -> None:
    stop(tmp_path / "never-was")
