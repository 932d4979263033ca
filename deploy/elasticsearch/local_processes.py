"""The processes of the nodes in one folder: how they are known again, and how they end. Python's own library only."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from local_installation import ServerError


def mark(folder: Path) -> str:
    """The argument that every process of the node in `folder` carries. Pids are used again, and a pid file may be old."""
    return f"-Dmea.node={folder}"


def stop(folder: Path) -> None:
    """Ends every process of the nodes in `folder`, stopped and starting ones too, and removes it."""
    for ending, seconds in ((signal.SIGTERM, 20), (signal.SIGKILL, 20)):
        told: set[int] = set()
        end = time.monotonic() + seconds
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
    argument = f"{mark(folder)}{os.sep}"
    if Path("/proc/self/cmdline").exists():
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                arguments = os.fsdecode(path.read_bytes()).split("\0")
            except OSError:  # it ended meanwhile
                continue
            if any(each.startswith(argument) for each in arguments):
                found.append(int(path.parent.name))
        return sorted(found)
    listed = subprocess.run(["ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True, check=True).stdout
    return sorted(int(line.split()[0]) for line in listed.splitlines() if argument in line)


def _send(pid: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # it ended meanwhile
        os.kill(pid, what)
