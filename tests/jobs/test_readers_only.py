"""A user who may read the data folder and not write in it. Root may everything, so its rights are given up in a child."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.configuration import Configuration
from core.errors import MeaError
from core.ledger import SeenFile, open_ledger
from core.settings import Settings
from index.analysis import Analyser
from index.engines.embedded import EmbeddedEngine
from index.generations import build
from jobs.stale import stale
from jobs.status import status

NOBODY = 65_534


@pytest.fixture
def kept() -> Iterator[Settings]:
    """A data folder with one name in its ledger, which everybody may read and its owner alone may change."""
    place = Path(tempfile.mkdtemp(prefix="mea-readers-"))
    place.chmod(0o755)
    settings = Settings(data_dir=place / "data")
    with open_ledger(settings) as ledger:
        ledger.begin_run("ingest", program="test")
        ledger.record([SeenFile(source="local", name="/a.pdf", content="0" * 64, size=1)])
    yield settings
    shutil.rmtree(place)


def close_to_others(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)


def as_nobody(say: Callable[[], str]) -> str:
    """What `say` gives, or the words of its error, where it is run without the rights of root."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        said = "nothing"
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            said = say()
        except MeaError as error:
            said = f"{type(error).__name__}: {error.cause} {error.hint}"
        except BaseException as error:
            said = repr(error)
        finally:
            os.write(writing, said.encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


@pytest.mark.parametrize("in_use", [False, True], ids=["nobody has it open", "a run has it open"])
def test_status_asks_for_no_right_to_write(kept: Settings, in_use: bool) -> None:
    status(kept)  # so that everything is loaded: the interpreter may lie where others cannot read
    stale(kept)
    run = open_ledger(kept) if in_use else None
    if run is not None:
        run.begin_run("ingest", program="test")
        run.record([SeenFile(source="local", name="/b.pdf", content="1" * 64, size=1)])
    close_to_others(kept.home)
    assert as_nobody(lambda: f"{status(kept).files.seen} files") == ("2 files" if in_use else "1 files")
    assert as_nobody(lambda: f"{len(stale(kept).stages)} stages") == "4 stages"
    if run is not None:
        run.close()


def test_a_ledger_that_is_open_for_reading_takes_nothing(kept: Settings) -> None:
    with open_ledger(kept, readonly=True) as ledger, pytest.raises(MeaError, match="readonly"):
        ledger.begin_run("ingest", program="test")


def test_a_ledger_that_may_not_be_read_is_named(kept: Settings) -> None:
    (kept.home / "ledger.sqlite").chmod(0)
    said = as_nobody(lambda: str(status(kept)))
    assert said.startswith("StorageError"), said
    assert "ledger.sqlite" in said


def test_the_index_says_what_it_needs(kept: Settings, configuration: Configuration) -> None:
    engine = EmbeddedEngine(kept.home / "index")
    generation = build(engine, iter(()), analyser=Analyser.load(configuration), digest="made").generation
    folder = kept.home / "index" / generation

    def opened() -> str:
        reader = engine.open(generation)
        reader.close()
        return "opened"

    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    if os.getuid() != 0:
        close_to_others(folder)
    said = as_nobody(opened)
    assert said.startswith("SearchError"), said
    assert "lock file" in said
    assert "None" not in said
    assert "OPERATIONS" in said
    for lock in folder.rglob(".tantivy-meta.lock"):
        lock.chmod(0o666)
    assert as_nobody(opened) == "opened", "as the documentation says"
    (folder / "manifest.json").chmod(0)
    said = as_nobody(opened)
    assert said.startswith("SearchError"), said
    assert "OPERATIONS" in said
