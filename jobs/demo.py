"""Where the bundled samples lie, and where a demonstration keeps its data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from core.errors import StorageError
from core.settings import Settings


def demo_settings(settings: Settings) -> Settings:
    """Settings whose data folder is the demonstration's own, unless the user named one."""
    if settings.data_dir is not None:
        return settings
    return settings.model_copy(update={"data_dir": settings.home / "demo"})


@contextmanager
def sample_folder() -> Iterator[Path]:
    """The folder of sample files: packed in a wheel as `jobs/_samples`, in a checkout `samples/documents`."""
    packed = files("jobs") / "_samples"
    if packed.is_dir():
        with as_file(packed) as folder:
            yield folder
        return
    folder = Path(__file__).resolve().parent.parent / "samples" / "documents"
    if not folder.is_dir():
        raise StorageError(f"The sample documents are not at {folder}.", hint="Install the distribution again.")
    yield folder
