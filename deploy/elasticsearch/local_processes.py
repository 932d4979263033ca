"""The processes of the nodes in one folder: how they are known again, and how they end. Python's own library only."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from local_installation import ServerError


def mark(node: Path) -> str:
    """An argument of the Java processes of the node in the folder `node`. Pids are used again, and a pid file may be old."""
    return f"-Dmea.node={node}"


def pid_file(node: Path) -> Path:
    """Where the server writes its pid; the shell script that begins a launch has this among its arguments."""
    return node / "server.pid"


def stop(folder: Path, patience: float = 20) -> None:
    """Ends every process of the nodes in `folder`, stopped and starting ones too, and removes it. After `patience` seconds
    what did not end is killed. Raises ServerError when even that does not help."""
    for ending in (signal.SIGTERM, signal.SIGKILL):
        told: set[int] = set()
        end = time.monotonic() + patience
        while (left := processes(folder)) and time.monotonic() < end:
            for pid in set(left) - told:  # a launcher may have made another one meanwhile
                _send(pid, ending)
                _send(pid, signal.SIGCONT)
                told.add(pid)
            time.sleep(0.1)
    if left := processes(folder):
        raise ServerError(f"The processes {left} of {folder} do not end.")
    shutil.rmtree(folder, ignore_errors=True)


def processes(folder: Path) -> list[int]:
    """The pids, launchers included, of what runs for the nodes in `folder`."""
    ours = re.compile(
        rf"(?:^|[\0 ])(?:{re.escape(mark(folder))}/[^/\0 ]+|{re.escape(str(folder))}/[^/\0 ]+/server\.pid)(?:[\0 ]|$)"
    )
    return sorted(pid for pid, command in _commands() if pid != os.getpid() and ours.search(command))


def _commands() -> Iterator[tuple[int, str]]:
    """Every process of the machine with its arguments, which are joined by NUL or, where the system has no /proc, by space."""
    if Path("/proc/self/cmdline").exists():
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):  # it ended meanwhile
                yield int(path.parent.name), os.fsdecode(path.read_bytes())
        return
    listed = subprocess.run(["ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        pid, _, command = line.strip().partition(" ")
        yield int(pid), command


def _send(pid: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # it ended meanwhile
        os.kill(pid, what)
