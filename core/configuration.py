"""Where the configuration lies, and its digest.

In a wheel `config/` is packed as `core/_config`; in a checkout it stands beside `core/`. The working directory plays no part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from core.errors import ConfigurationError


def shipped(name: str) -> Traversable:
    """A file of the configuration that came with the program."""
    packed = files("core") / "_config"
    root: Traversable = packed if packed.is_dir() else Path(__file__).resolve().parent.parent / "config"
    return root / name


class Configuration:
    """The configuration folder of a run: the user's own where set, file by file over the shipped one."""

    def __init__(self, folder: Path | None = None) -> None:
        if folder is not None and not folder.is_dir():
            raise ConfigurationError(
                f"The configuration folder {folder} does not exist.", hint="Mend or unset MEA__CONFIG_DIR."
            )
        self._folder = folder

    def file(self, name: str) -> Traversable:
        """`name` is a path below config/, for instance `languages/fr.yml`. Raises ConfigurationError when absent."""
        own = self._folder / name if self._folder is not None else None
        found: Traversable = own if own is not None and own.is_file() else shipped(name)
        if not found.is_file():
            raise ConfigurationError(f"The configuration has no file {name}.", hint="Restore it from the distribution.")
        return found

    def text(self, name: str) -> str:
        return self.file(name).read_text(encoding="utf-8")

    def names(self, folder: str, ending: str) -> tuple[str, ...]:
        """Names (`languages/fr.yml`) of all files of `folder` with `ending`, the user's and the shipped, sorted."""
        roots: list[Traversable] = [shipped(folder)]
        if self._folder is not None:
            roots.append(self._folder / folder)
        found = {
            entry.name for root in roots if root.is_dir() for entry in root.iterdir() if entry.name.endswith(ending)
        }
        return tuple(f"{folder}/{name}" for name in sorted(found))

    def digest(self, names: Iterable[str]) -> str:
        """sha256 over names and contents: changes whenever one of the files does."""
        total = hashlib.sha256()
        for name in sorted(names):
            content = self.file(name).read_bytes()
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
        return total.hexdigest()
