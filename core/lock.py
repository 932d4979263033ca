"""The run lock: one run at a time in a data folder.

The kernel holds the lock (flock) and frees it when its holder ends, however it ends; what is written in the file only
serves the message. So there is never a stale lock, and never a lock file to remove by hand.
"""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from core.errors import Locked, StorageError

LOCK_FILE = "run.lock"


class Holder(Struct, frozen=True, kw_only=True):
    pid: int
    host: str
    command: str
    since: str
    """ISO 8601, UTC."""


@contextmanager
def run_lock(home: Path, command: str) -> Iterator[Holder]:
    """Holds the lock of the data folder `home` (made where absent) for the block.

    Raises Locked at once, and says who holds it, where another process does; StorageError where the folder cannot be written.
    """
    descriptor = _open(home)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _locked(home, descriptor) from None
        except OSError as error:
            raise StorageError(
                f"The data folder {home} cannot be locked: {error.strerror}.",
                hint="Its file system knows no locks; set MEA__DATA_DIR to a folder on a local disk.",
            ) from error
        holder = Holder(
            pid=os.getpid(),
            host=socket.gethostname(),
            command=command,
            since=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, msgspec.json.encode(holder), 0)
        try:
            yield holder
        finally:
            # Who comes next must not read the name of who has gone.
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _open(home: Path) -> int:
    try:
        home.mkdir(parents=True, exist_ok=True)
        return os.open(home / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StorageError(
            f"The data folder {home} cannot be written: {error.strerror}.",
            hint="Give this user the right to write there, or set MEA__DATA_DIR to a folder of its own.",
        ) from error


def _locked(home: Path, descriptor: int) -> Locked:
    hint = "Wait until it ends, or stop it; what it has done so far is kept."
    try:
        holder = msgspec.json.decode(os.pread(descriptor, 10_000, 0), type=Holder)
    except msgspec.DecodeError:
        # It has the lock and has not yet written its name.
        return Locked(f"Another run has just begun in {home}.", hint=hint)
    return Locked(
        f"Another run works in {home}: `{holder.command}`, process {holder.pid} on {holder.host}, since {holder.since}.",
        hint=hint,
    )
