"""Reads files of strangers in a child process of its own each, which may die, hang or grow without harm to anybody else."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec

from core.codes import describe
from core.errors import MeaError, ReadFailed, StorageError
from core.limits import Limits
from core.records.codec import from_json
from core.records.pages import Pages
from extract.read.answers import OUT_OF_MEMORY, Answer, End, Order

_START_SECONDS = 60.0
# The reading server keeps the time itself; only when it says nothing at all it is ended from here.
_GRACE_SECONDS = 15.0
_MEGABYTE = 1_000_000


class Sandbox:
    """A reading server (a process that has the readers loaded) which forks one child for each document.

    A context manager; the server is started by the first `read` and again after a mishap. For one thread: every worker
    process has its own.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._server: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self.cpu_seconds = 0.0
        """Processor time that the children have used so far."""
        self.peak_bytes = 0
        """Largest resident size of any child so far."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, data: bytes, name: str) -> Pages:
        """Pages of the file. `name` is a hint for what content cannot tell, and never opened.

        Raises what the reader raised of ours (Refused, Waiting), and ReadFailed for every other end: `reader-killed`,
        `reader-timeout`, `reader-memory`, `reader-error`. Raises StorageError when there is no room for temporary files, and
        MeaError when no server can be started: then no document is to blame.
        """
        try:
            with (
                tempfile.TemporaryFile() as given,
                tempfile.TemporaryFile() as answer,
                tempfile.TemporaryFile() as talk,
            ):
                given.write(data)
                given.flush()
                end = self._order(name, (given.fileno(), answer.fileno(), talk.fileno()))
                self.cpu_seconds += end.cpu_seconds
                self.peak_bytes = max(self.peak_bytes, end.peak_bytes)
                return _result(end, answer, talk, self._limits)
        except OSError as error:
            # Not the fault of the document: nothing about it may be written down.
            raise StorageError(
                f"The folder for temporary files cannot be used: {error}.",
                hint="Make room there, or name another folder by TMPDIR.",
            ) from error

    def close(self) -> None:
        """Ends the server and any child. May be called twice."""
        line, server = self._line, self._server
        self._line = self._server = None
        if line is not None:
            line.close()
        if server is None:
            return
        try:
            # A server whose line is closed ends by itself, its child with it.
            server.wait(timeout=2 if line is not None else 0)
        except subprocess.TimeoutExpired:
            _kill_group(server)
            server.wait()

    def _order(self, name: str, files: tuple[int, int, int]) -> End:
        if self._server is not None and self._server.poll() is not None:
            self._abandon()  # it died between two documents: none of them is to blame
        line = self._line or self._started()
        order = Order(name=name, limits=self._limits.model_dump())
        try:
            line.settimeout(self._limits.read_seconds + _GRACE_SECONDS)
            socket.send_fds(line, [msgspec.json.encode(order) + b"\n"], list(files))
            return from_json(End, _receive(line))
        except TimeoutError:
            self._abandon()
            return End(timed_out=True, seconds=self._limits.read_seconds + _GRACE_SECONDS)
        except (OSError, EOFError, msgspec.DecodeError) as error:
            self._abandon()
            return End(server_lost=str(error) or type(error).__name__)
        except BaseException:
            # Interrupted half way: the next answer on this line would belong to this file.
            self._abandon()
            raise

    def _started(self) -> socket.socket:
        """A server that is ended while it starts is not yet a broken installation: memory may have been short for a moment."""
        for last in (False, True):
            try:
                return self._start()
            except (OSError, EOFError) as error:
                self._abandon()
                if last:
                    raise MeaError(
                        f"The process that reads files cannot be started: {_words(error)}.",
                        hint="What it said itself stands above. See whether the machine has memory and processes left; if it has, "
                        "install the program again.",
                    ) from error
        raise AssertionError  # the second time either returns or raises

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        self._line = ours
        with theirs:
            self._server = subprocess.Popen(
                [sys.executable, "-P", "-m", "extract.read.reading_server", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # Of its own: what the readers need, and none of the secrets of the run.
                env={
                    "PYTHONPATH": os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry),
                    "LC_ALL": "C.UTF-8",
                    "TMPDIR": tempfile.gettempdir(),
                },
                cwd="/",
                start_new_session=True,
            )
        ours.settimeout(_START_SECONDS)
        _receive(ours)
        return ours

    def _abandon(self) -> None:
        line, server = self._line, self._server
        self._line = self._server = None
        if line is not None:
            line.close()
        if server is not None:
            _kill_group(server)
            server.wait()


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"it said nothing for {_START_SECONDS:g} seconds"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return "it ended before it had begun"


def _kill_group(server: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(server.pid, signal.SIGKILL)


def _receive(line: socket.socket) -> bytes:
    """One message, which ends with a line break. Raises EOFError when the other side has gone; TimeoutError."""
    message = b""
    deadline = time.monotonic() + (line.gettimeout() or 0)
    while not message.endswith(b"\n"):
        if time.monotonic() > deadline:
            raise TimeoutError
        part = line.recv(65_536)
        if not part:
            raise EOFError("the reading server has gone")
        message += part
    return message


def _result(end: End, answer: IO[bytes], talk: IO[bytes], limits: Limits) -> Pages:
    if end.server_lost:
        raise _failed("reader-killed", f"The reading server was lost: {end.server_lost}.", talk)
    if end.timed_out:
        raise _failed(
            "reader-timeout", f"Reading took longer than {limits.read_seconds:g} seconds and was ended.", talk
        )
    if end.signal is not None:
        raise _killed(end, talk, limits)
    if end.exit_code == OUT_OF_MEMORY:
        raise _failed("reader-memory", f"Reading needed more than {limits.read_bytes} bytes of memory.", talk)
    answer.seek(0)
    try:
        content = from_json(Answer, answer.read())
    except msgspec.DecodeError:
        raise _failed(
            "reader-error", f"The reader ended with exit code {end.exit_code} and no complete answer.", talk
        ) from None
    if content.error is not None:
        raise content.error.exception()
    if content.pages is None or end.exit_code != 0:
        raise _failed("reader-error", f"The reader ended with exit code {end.exit_code} after its answer.", talk)
    return content.pages


def _killed(end: End, talk: IO[bytes], limits: Limits) -> ReadFailed:
    number = end.signal or 0
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = f"signal {number}"
    if name == "SIGXCPU" or end.cpu_seconds >= limits.read_cpu_seconds:
        return _failed("reader-timeout", f"Reading used up {limits.read_cpu_seconds} seconds of processor time.", talk)
    peak = f"{end.peak_bytes / _MEGABYTE:.0f} MB"
    if end.peak_bytes > 0.8 * limits.read_bytes:
        return _failed("reader-memory", f"The reader was ended by {name} with {peak} of memory in use.", talk)
    return _failed(
        "reader-killed", f"The reader was ended by {name} after {end.seconds:.1f} s, at most {peak} in use.", talk
    )


def _failed(code: str, cause: str, talk: IO[bytes]) -> ReadFailed:
    size = talk.seek(0, os.SEEK_END)
    talk.seek(max(0, size - 2_000))
    tail = " ".join(talk.read().decode("utf-8", "replace").split())[-500:]
    return ReadFailed(f"{cause} Its last words: {tail}" if tail else cause, hint=describe(code).hint, code=code)
