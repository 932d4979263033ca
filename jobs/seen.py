"""Which files there are: paths walked, sidecars found, bytes hashed and stored.

Not taken in, and named in the log: names that begin with a dot (`.git`, `.DS_Store`), lock files of word processors (`~$x.docx`),
`Thumbs.db`, `desktop.ini`, and links to folders. A file of that kind that is named on the command line itself is taken in.
What the program itself has written (data folder, blobs, ledger) is never taken in.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from core.blobs import Blobs, local_folder
from core.codes import describe
from core.errors import DocumentError, UsageError
from core.ledger import SeenFile
from core.ledger.connection import database_file
from core.limits import Limits
from core.records.files import Sidecar
from core.settings import Settings
from jobs.sidecars import SIDECAR_ENDING, read_sidecar

INBOX = "inbox"
"""Folder of the data folder for files fetched by hand, one folder below it for each source."""
_CHUNK = 1 << 20
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR})
_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})


class OwnPlaces(Struct, frozen=True, kw_only=True):
    """Where the program keeps what it writes; links followed."""

    folders: frozenset[Path] = frozenset()
    ledger: Path | None = None
    """The file; others in its folder that begin with its name (journal, backups) belong to it."""
    inbox: Path | None = None
    """Inside one of the folders, and yet written by people: what they drop for sources that no program may ask."""

    @classmethod
    def of(cls, settings: Settings) -> OwnPlaces:
        folders = (settings.home, local_folder(settings.blobs_url))
        ledger = database_file(settings.ledger_url)
        return cls(
            folders=frozenset(Path(os.path.realpath(one)) for one in folders if one is not None),
            ledger=None if ledger is None else Path(os.path.realpath(ledger)),
            inbox=Path(os.path.realpath(settings.home / INBOX)),
        )

    def hold(self, path: Path) -> bool:
        """Whether `path`, without links in it, is one of these places."""
        if path == self.inbox:
            return False
        return path in self.folders or (
            self.ledger is not None and path.parent == self.ledger.parent and path.name.startswith(self.ledger.name)
        )


class Found(Struct, frozen=True, kw_only=True):
    """What lies under the paths. All paths are absolute and sorted."""

    files: tuple[Path, ...]
    passed_over: tuple[Path, ...]
    """Not taken in, by the rule at the top of this module."""
    orphans: tuple[Path, ...]
    """Sidecars without a file beside them."""
    closed: tuple[tuple[Path, str], ...]
    """Folders that cannot be listed, with the system's reason."""


def find(paths: Sequence[Path], own: OwnPlaces | None = None) -> Found:
    """Everything under `paths`. Raises UsageError, before anything is done, for a path that is absent, cannot be opened, is a
    sidecar or lies in one of `own`, and where no file is found at all."""
    own = own or OwnPlaces()
    files: set[Path] = set()
    passed_over: set[Path] = set()
    orphans: set[Path] = set()
    closed: dict[Path, str] = {}
    for path in (_absolute(path) for path in paths):
        is_folder = _is_folder(path)
        real = Path(os.path.realpath(path))
        _check_foreign(path, real, own)
        if not is_folder:
            files.add(path)
            continue
        for folder, folders, names in os.walk(path, onerror=lambda error: _note(closed, error)):
            here = Path(folder)
            # Links to folders are not followed, so what lies below has no link in its name either.
            truly = real / here.relative_to(path)
            beside = {*names, *folders}
            passed_over.update(
                here / name
                for name in folders
                if _is_hidden(name) or os.path.islink(here / name) or own.hold(truly / name)  # noqa: PTH114 - raises nothing
            )
            folders[:] = sorted(name for name in folders if here / name not in passed_over)
            for name in names:
                if name.endswith(SIDECAR_ENDING):
                    if name.removesuffix(SIDECAR_ENDING) not in beside:
                        orphans.add(here / name)
                elif _is_hidden(name) or own.hold(truly / name):
                    passed_over.add(here / name)
                else:
                    files.add(here / name)
    if not files and not closed:
        raise _nothing(paths, passed_over)
    return Found(
        files=tuple(sorted(files)),
        passed_over=tuple(sorted(passed_over - files)),
        orphans=tuple(sorted(orphans)),
        closed=tuple(sorted(closed.items())),
    )


def holds_files(folder: Path) -> bool:
    """Whether there is a file in `folder` that `find` would take in; False for a folder that is not there."""
    return folder.is_dir() and any(
        not (_is_hidden(name) or name.endswith(SIDECAR_ENDING)) for _, _, names in os.walk(folder) for name in names
    )


def look_at(
    path: Path, source: str | None, blobs: Blobs, limits: Limits, treaties: Collection[str] | None = None
) -> SeenFile | None:
    """The file as the ledger records it; None where it is gone since it was found.

    Its bytes are in the blob store, durable, when this returns (unless larger than `limits.file_bytes`: then only their
    sha256 is taken). Faults of the file are told by `code`; StorageError is raised. `treaties` are the ids that a
    sidecar may state.
    """
    name = readable_name(path)
    sidecar, fault = Sidecar(), None
    try:
        sidecar = read_sidecar(path, treaties) or Sidecar()
    except DocumentError as error:
        fault = error
    source = sidecar.source or source or "local"
    try:
        with open_regular(path) as file:
            content, size = _keep(file, blobs, limits)
    except OSError as error:
        if error.errno in _GONE and not os.path.lexists(path):
            return None
        return unreadable(name, source, error.strerror or str(error), hint=_mend(error, path))
    return SeenFile(
        source=source,
        name=name,
        sidecar=sidecar,
        content=content,
        size=size,
        code=fault.code if fault else None,
        cause=fault.cause if fault else None,
        hint=fault.hint if fault else None,
    )


def unreadable(name: str, source: str, reason: str, *, hint: str = "") -> SeenFile:
    """`hint` where the right to read is not what is wanting."""
    return SeenFile(
        source=source,
        name=name,
        code="unreadable-path",
        cause=f"It cannot be opened: {reason}.",
        hint=hint or describe("unreadable-path").hint,
    )


def _mend(error: OSError, path: Path) -> str:
    if error.errno == errno.ELOOP:
        return "It is a link that leads back to itself: mend or remove it."
    if error.errno in _GONE and os.path.islink(path):  # noqa: PTH114 - raises nothing
        return "It is a link to a file that is not there: mend or remove it."
    if error.errno == errno.EINVAL:
        return "Leave it out: only files can be taken in."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return describe("unreadable-path").hint
    return "See whether the disk or the network that it lies on is in order, and ingest it again."


def readable_name(path: Path) -> str:
    """The path as text; bytes that are no UTF-8 are written as `\\xff`, because a ledger holds text."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _absolute(path: Path) -> Path:
    # Without following links: the name that a person sees is the name that the ledger keeps.
    return Path(os.path.normpath(path.absolute()))


def _keep(file: BinaryIO, blobs: Blobs, limits: Limits) -> tuple[str, int]:
    total, size = hashlib.sha256(), 0
    while chunk := file.read(_CHUNK):
        total.update(chunk)
        size += len(chunk)
    key = total.hexdigest()
    if size > limits.file_bytes or blobs.holds(key, size):
        return key, size
    file.seek(0)
    # The store hashes what it really copies: a file that changed in between is recorded as what was kept.
    return blobs.put_stream(file)


def open_regular(path: Path) -> BinaryIO:
    """`path` for reading. Raises OSError, also for what is no file."""
    if not stat.S_ISREG(path.stat().st_mode):
        # Opening a pipe would wait for somebody to write into it.
        raise OSError(errno.EINVAL, "it is a pipe, a socket or a device, not a file")
    return path.open("rb")


def _is_folder(path: Path) -> bool:
    """Raises UsageError where a path that was named can be neither walked nor read."""
    name = readable_name(path)
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        if error.errno in _GONE:
            raise UsageError(f"There is no file or folder {name}.", hint="Mend the path.") from error
        rights = error.errno in {errno.EACCES, errno.EPERM}
        raise UsageError(
            f"{name} cannot be opened: {error.strerror or error}.",
            hint="Give this user the right to enter its folder." if rights else "Mend the path.",
        ) from error
    if path.name.endswith(SIDECAR_ENDING):
        raise UsageError(
            f"{name} is a sidecar, which describes the file beside it.",
            hint=f"Name the file itself: {name.removesuffix(SIDECAR_ENDING)}.",
        )
    if not os.access(path, os.R_OK | os.X_OK if is_folder else os.R_OK):
        raise UsageError(f"{name} cannot be opened: this user may not read it.", hint="Give this user that right.")
    return is_folder


def _check_foreign(path: Path, real: Path, own: OwnPlaces) -> None:
    for place in (real, *real.parents):
        if place == own.inbox:
            return
        if own.hold(place):
            raise UsageError(
                f"{readable_name(path)} lies in {place}, where the program keeps what it writes.",
                hint="Name a folder of documents; keep data folder and documents apart.",
            )


def _nothing(paths: Sequence[Path], passed_over: set[Path]) -> UsageError:
    where = ", ".join(readable_name(path) for path in paths)
    also = f" ({len(passed_over)} were passed over: hidden, temporary, or the program's own)" if passed_over else ""
    return UsageError(
        f"No file was found in {where}{also}.", hint="Name a folder that holds documents, or the files themselves."
    )


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _OF_THE_SYSTEM


def _note(closed: dict[Path, str], error: OSError) -> None:
    closed[Path(error.filename)] = error.strerror or str(error)


__all__ = ["INBOX", "Found", "OwnPlaces", "find", "holds_files", "look_at", "readable_name", "unreadable"]
