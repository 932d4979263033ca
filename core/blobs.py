"""Blobs: bytes kept under the sha256 of their content. Never changed; written anew only where a disk has damaged them.

On a local disk a blob appears whole or not at all, also when the process or the power ends in the middle: temporary file,
fsync, rename, fsync of the folder. Other fsspec addresses (`memory://`, object stores) write whole objects by themselves.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

import fsspec
from fsspec import AbstractFileSystem
from fsspec.implementations.local import LocalFileSystem

from core.errors import BlobLost, ConfigurationError, StorageError

UNFINISHED_SECONDS = 86_400.0
"""Age from which on an unfinished blob has no writer any more; the longest crawl of one file is over within minutes."""
_CHUNK = 1 << 20
_KEY = re.compile(r"[0-9a-f]{64}")
_RIGHTS = "Give this user the right to write there, or set MEA__DATA_DIR to a folder of its own."


class Blobs:
    """`url` is any fsspec address. Nothing is opened or made before the first use."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._files, self._root = _opened(url)
        self._local = Path(self._root) if isinstance(self._files, LocalFileSystem) else None

    def put(self, data: bytes) -> str:
        """Keeps `data` and gives its key. Durable when it returns. What was kept before is looked at, and written anew where
        its bytes are no longer these."""
        return self.put_stream(BytesIO(data))[0] if self._local is None else self._put_known(self._local, data)

    def put_stream(self, stream: BinaryIO) -> tuple[str, int]:
        """Keeps all that `stream` still holds, without having it in memory (local disk). Gives the key and the size."""
        if self._local is None:
            data = stream.read()
            key = hashlib.sha256(data).hexdigest()
            if not self._is_kept(key, data):
                with _storage_errors(self._url):
                    self._files.pipe_file(self._path(key), data)
            return key, len(data)
        return self._put_local(self._local, stream)

    def get(self, key: str) -> bytes:
        """Raises BlobLost, which names the file, where it is absent or no longer what it was; StorageError where it cannot be
        read."""
        path = self._path(key)
        try:
            data: bytes = self._files.cat_file(path)
        except FileNotFoundError as error:
            raise BlobLost(
                f"The blob {path} is missing.", hint="Restore it from a backup, or ingest its file again."
            ) from error
        except OSError as error:
            raise StorageError(f"The blob {path} cannot be read: {error.strerror or error}.", hint=_RIGHTS) from error
        if hashlib.sha256(data).hexdigest() != key:
            raise BlobLost(
                f"The blob {path} is damaged: its bytes no longer have the sha256 of its name.",
                hint="Check the disk, delete this file, and restore it from a backup or ingest its file again.",
            )
        return data

    def exists(self, key: str) -> bool:
        with _storage_errors(self._url):
            return bool(self._files.exists(self._path(key)))

    def holds(self, key: str, size: int) -> bool:
        """Whether there is a blob of that size. Its bytes are not looked at: `get` does that."""
        with _storage_errors(self._url):
            try:
                return bool(self._files.size(self._path(key)) == size)
            except FileNotFoundError:
                return False

    def discard(self, key: str) -> None:
        """Removes a blob that can be made again. Nothing happens where there is none."""
        with _storage_errors(self._url):
            try:
                self._files.rm_file(self._path(key))
            except FileNotFoundError:
                return

    def sweep(self) -> int:
        """Removes what writers that were killed left behind; the number of files.

        Only what is older than UNFINISHED_SECONDS: a crawl may be writing at the same time.
        """
        if self._local is None:
            return 0
        now, left = time.time(), 0
        with _storage_errors(self._url):
            for file in (self._local / "unfinished").glob("*"):
                with suppress(FileNotFoundError):  # its writer has just finished it
                    if now - file.stat().st_mtime > UNFINISHED_SECONDS:
                        file.unlink()
                        left += 1
        return left

    def _path(self, key: str) -> str:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a key of a blob: {key!r}")
        return f"{self._root}/{key[:2]}/{key[2:4]}/{key}"

    def _put_known(self, root: Path, data: bytes) -> str:
        key = hashlib.sha256(data).hexdigest()
        if not self._is_kept(key, data):
            return self._put_local(root, BytesIO(data))[0]
        # Whoever wrote it may have been ended before its name was durable.
        with _storage_errors(self._url):
            _sync_folder(Path(self._path(key)).parent)
        return key

    def _is_kept(self, key: str, data: bytes) -> bool:
        try:
            return self.get(key) == data
        except BlobLost:
            return False

    def _put_local(self, root: Path, stream: BinaryIO) -> tuple[str, int]:
        unfinished = root / "unfinished"
        temporary = unfinished / f"{os.getpid()}-{secrets.token_hex(8)}"
        with _storage_errors(self._url):
            unfinished.mkdir(parents=True, exist_ok=True)
            file = temporary.open("xb")
        try:
            with file:
                key, size = self._copy(stream, file)
            final = Path(self._path(key))
            with _storage_errors(self._url):
                if not _is_whole(final, key, size):
                    _make_folders(final.parent, root)
                    temporary.rename(final)
                _sync_folder(final.parent)
        finally:
            temporary.unlink(missing_ok=True)
        return key, size

    def _copy(self, stream: BinaryIO, file: BinaryIO) -> tuple[str, int]:
        """Errors of `stream` are its owner's and pass as they are; those of `file` are ours."""
        total = hashlib.sha256()
        size = 0
        while chunk := stream.read(_CHUNK):
            total.update(chunk)
            size += len(chunk)
            with _storage_errors(self._url):
                file.write(chunk)
        with _storage_errors(self._url):
            file.flush()
            os.fsync(file.fileno())
        return total.hexdigest(), size


def local_folder(url: str) -> Path | None:
    """The folder of a blob store on this machine; None for one elsewhere."""
    files, root = _opened(url)
    return Path(root) if isinstance(files, LocalFileSystem) else None


def _opened(url: str) -> tuple[AbstractFileSystem, str]:
    try:
        # A file address is percent-encoded (a folder "My data" is My%20data), which fsspec takes literally.
        return fsspec.core.url_to_fs(unquote(url) if url.startswith("file:") else url)  # type: ignore[no-any-return]
    except (ValueError, ImportError) as error:
        raise ConfigurationError(
            f"MEA__BLOBS__URL is no address that blobs can be kept at: {url!r} ({error}).",
            hint="Write file:///folder, or install the package that the address needs.",
        ) from error


def _is_whole(file: Path, key: str, size: int) -> bool:
    if not file.exists() or file.stat().st_size != size:
        return False
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == key


def _make_folders(folder: Path, root: Path) -> None:
    """Makes `folder` below `root`, each new name durable before something is put under it."""
    if folder.is_dir():
        return
    if folder != root:
        _make_folders(folder.parent, root)
    folder.mkdir(parents=True, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _storage_errors(where: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise StorageError(
            f"The blob store {where} cannot be used: {error.strerror or error}.",
            hint="Make room on the disk, then start again; nothing is lost." if full else _RIGHTS,
        ) from error
