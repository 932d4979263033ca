"""Blobs are whole or absent, and never change."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.blobs import UNFINISHED_SECONDS, Blobs
from core.errors import BlobLost, ConfigurationError, StorageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def blobs(folder: Path) -> Blobs:
    return Blobs(folder.as_uri())


def stored(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="no bytes at all"),
        pytest.param(b"\x00\xff" * 10, id="bytes that are no text"),
        pytest.param(b"x" * (3 << 20), id="more than one chunk"),
    ],
)
@pytest.mark.parametrize("url", [None, "memory://blobs-of-a-test"], ids=["local", "another fsspec address"])
def test_what_is_put_is_got(folder: Path, url: str | None, data: bytes) -> None:
    blobs = Blobs(url or folder.as_uri())
    key = hashlib.sha256(data).hexdigest()
    assert not blobs.exists(key) or url is not None
    assert blobs.put(data) == key
    assert blobs.put_stream(io.BytesIO(data)) == (key, len(data))
    assert blobs.exists(key)
    assert blobs.get(key) == data


@pytest.mark.parametrize("name", ["with blanks", "Société", "100%", "a#b?c"])
def test_a_folder_with_any_name(tmp_path: Path, name: str) -> None:
    key = Blobs((tmp_path / name / "blobs").as_uri()).put(b"x")
    assert [path.name for path in stored(tmp_path / name / "blobs")] == [key]


def test_the_same_bytes_are_written_once(blobs: Blobs, folder: Path) -> None:
    key = blobs.put(b"once")
    (file,) = stored(folder)
    before = file.stat()
    assert file == folder / key[:2] / key[2:4] / key
    blobs.put(b"once")
    blobs.put_stream(io.BytesIO(b"once"))
    after = file.stat()
    assert stored(folder) == [file]
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_stream_is_kept_from_where_it_stands(blobs: Blobs) -> None:
    stream = io.BytesIO(b"passed over, kept")
    stream.seek(len(b"passed over, "))
    key, size = blobs.put_stream(stream)
    assert (blobs.get(key), size) == (b"kept", 4)


def test_damage_is_found_and_named(blobs: Blobs, folder: Path) -> None:
    key = blobs.put(b"as it was")
    (file,) = stored(folder)
    file.write_bytes(b"as it waz")
    with pytest.raises(StorageError, match="damaged") as caught:
        blobs.get(key)
    assert str(file) in caught.value.cause
    assert caught.value.hint


def test_an_absent_blob_is_named(blobs: Blobs) -> None:
    with pytest.raises(StorageError, match=r"missing"):
        blobs.get("0" * 64)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n", "0" * 65])
def test_only_a_sha256_is_a_key(blobs: Blobs, key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        blobs.exists(key)


def test_an_unknown_address_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(ConfigurationError, match="MEA__BLOBS__URL"):
        Blobs("gopher://somewhere/blobs")


def test_a_source_that_breaks_off_leaves_nothing(blobs: Blobs, folder: Path) -> None:
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("the disk of the source broke")
            return super().read(10)

    with pytest.raises(OSError, match="the disk of the source broke") as caught:
        blobs.put_stream(Breaks(b"x" * 100))
    assert not isinstance(caught.value, StorageError), "an error of the source is not one of the store"
    assert stored(folder) == []


KILLED_BEFORE_RENAME = """
import os, signal, sys
from pathlib import Path
from core.blobs import Blobs
Path.rename = lambda self, target: os.kill(os.getpid(), signal.SIGKILL)
Blobs(sys.argv[1]).put(b"half of it" * 1000)
"""


def test_a_writer_killed_between_file_and_name_leaves_nothing_visible(blobs: Blobs, folder: Path, root: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", KILLED_BEFORE_RENAME, folder.as_uri()], cwd=root, capture_output=True, check=False
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    data = b"half of it" * 1000
    (left,) = stored(folder)
    assert left.parent.name == "unfinished"
    assert not blobs.exists(hashlib.sha256(data).hexdigest())
    key = blobs.put(data)
    assert blobs.get(key) == data
    assert blobs.sweep() == 0, "a crawl may be writing it"
    os.utime(left, (0, time.time() - UNFINISHED_SECONDS - 60))
    assert blobs.sweep() == 1
    assert [path.name for path in stored(folder)] == [key]


def test_the_name_is_given_after_the_bytes_are_on_the_disk(
    blobs: Blobs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename = os.fsync, Path.rename

    def spy_sync(descriptor: int) -> None:
        what = Path(f"/proc/self/fd/{descriptor}").readlink()
        steps.append("folder" if what.is_dir() else "bytes")
        sync(descriptor)

    def spy_rename(self: Path, target: Path) -> Path:
        steps.append("name")
        return rename(self, target)

    blobs.put(b"makes the folders")
    monkeypatch.setattr(os, "fsync", spy_sync)
    monkeypatch.setattr(Path, "rename", spy_rename)
    blobs.put(b"second")
    assert steps[0] == "bytes"
    assert steps[-2:] == ["name", "folder"]


@pytest.mark.parametrize("bytes_now", [b"as it waz", b"as", b""], ids=["other bytes", "cut off", "emptied"])
def test_what_the_disk_has_damaged_is_written_anew(blobs: Blobs, folder: Path, bytes_now: bytes) -> None:
    key = blobs.put(b"as it was")
    (file,) = stored(folder)
    file.write_bytes(bytes_now)
    assert blobs.holds(key, len(b"as it was")) == (len(bytes_now) == len(b"as it was"))
    assert blobs.put(b"as it was") == key
    assert blobs.get(key) == b"as it was"
    file.write_bytes(bytes_now)
    assert blobs.put_stream(io.BytesIO(b"as it was")) == (key, 9)
    assert blobs.get(key) == b"as it was"
    assert stored(folder) == [file]


@pytest.mark.parametrize("url", [None, "memory://discarded-blobs"], ids=["local", "another fsspec address"])
def test_a_discarded_blob_is_gone_and_may_be_discarded_twice(folder: Path, url: str | None) -> None:
    blobs = Blobs(url or folder.as_uri())
    key = blobs.put(b"made again at will")
    assert blobs.holds(key, 18)
    blobs.discard(key)
    blobs.discard(key)
    assert not blobs.holds(key, 18)
    with pytest.raises(BlobLost, match="missing"):
        blobs.get(key)


def test_a_blob_that_was_there_before_has_a_durable_name_too(
    blobs: Blobs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = blobs.put(b"its writer was ended before the folder was on the disk")
    synced: list[Path] = []
    sync = os.fsync

    def spy(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", spy)
    blobs.put(b"its writer was ended before the folder was on the disk")
    assert synced == [folder / key[:2] / key[2:4]]
    blobs.put_stream(io.BytesIO(b"its writer was ended before the folder was on the disk"))
    assert synced[-1] == folder / key[:2] / key[2:4]
