"""The commands as a person calls them, on the sample documents."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Mea = Callable[..., subprocess.CompletedProcess[str]]


def call(
    data: Path, *arguments: str, stdin: str | None = None, timeout: float = 200, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`mea` in a process of its own, from the root folder, with nothing of this process's environment but what is given."""
    return subprocess.run(
        [sys.executable, "-m", "jobs", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MEA__DATA_DIR": str(data), **environment},
        check=False,
    )


@pytest.fixture
def mea(tmp_path: Path) -> Mea:
    """`mea` over an empty data folder."""
    return lambda *arguments, **more: call(tmp_path / "data", *arguments, **more)


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A data folder with the samples in it; tests only read from it."""
    data = tmp_path_factory.mktemp("ingested") / "data"
    done = call(data, "ingest", str(root / "samples" / "documents"), "--json")
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def asked(ingested: Path) -> Mea:
    """`mea` over the samples."""
    return lambda *arguments, **more: call(ingested, *arguments, **more)
