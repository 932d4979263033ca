"""Runs a program of the system on a file of strangers: a folder, a process group and limits of its own."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from core.codes import describe
from core.digests import digest_of
from core.errors import ReadFailed
from core.limits import Limits

_OUTPUT_BYTES = 1_000_000_000


def run(command: Sequence[str], folder: Path, seconds: float, limits: Limits) -> str:
    """What the command says. Raises ReadFailed when it takes too long; how it ends otherwise shows in what it made."""
    environment = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "PYTHONPATH": os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
    }
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: _limit(seconds, limits),  # noqa: PLW1509 - the worker has one thread
    ) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise ReadFailed(
                f"{Path(command[0]).name} took longer than {seconds:g} seconds and was ended.",
                hint=describe("reader-timeout").hint,
                code="reader-timeout",
            ) from error
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
    return said.decode("utf-8", "replace")


def stamp(programs: Sequence[str | None]) -> str:
    """Changes whenever one of the programs (paths; None where there is none) comes, goes or is replaced by another version.

    Told by the file that is run, its size and its time: asking LibreOffice for its version takes longer than most of its work.
    """
    marks = []
    for program in programs:
        if program is None:
            continue
        file = Path(program).resolve()
        with contextlib.suppress(OSError):
            state = file.stat()
            marks.append(f"{file} {state.st_size} {state.st_mtime_ns}")
    return digest_of(*marks)[:16] if marks else ""


def _limit(seconds: float, limits: Limits) -> None:
    for kind, value in (
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_AS, 2 * limits.read_bytes),
        (resource.RLIMIT_FSIZE, _OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))
