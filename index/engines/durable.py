"""Writing files so that they are there after a power cut."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """`path` has its old content or the new, never a mixture, and the new is on the disk when this returns."""
    scratch = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with scratch.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """All files below `folder`, and the folders that name them, are on the disk when this returns."""
    for base, _, files in os.walk(folder):
        for name in files:
            _sync(Path(base) / name)
        sync_folder(Path(base))


def sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened, and its entries are durable with the file
        _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
