"""Killed (SIGKILL) at every single durable step of a run, and started again: the same ledger, documents and index."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.blobs import UNFINISHED_SECONDS
from core.ledger import Ledger, open_ledger
from core.settings import Settings
from jobs.ingest import IngestSummary

FILES = {
    "a.txt": "one\ncites x/1",
    "b.txt": "two",
    "again/a.txt": "one\ncites x/1",
    "refused.txt": "REFUSE",
    "odd.txt": "RAISE",
    "wrong.txt": "text",
    "wrong.txt.meta.yml": "langue: fr\n",
}


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch, step: Callable[[], None]) -> Iterator[None]:
    """Calls `step` after each thing that outlasts the process: a transaction, the bytes of a blob, the name of a blob."""
    with monkeypatch.context() as patch:
        writing, rename = Ledger._writing, Path.rename

        @contextmanager
        def write(self: Ledger) -> Iterator[Any]:
            with writing(self) as connection:
                yield connection
            step()

        def give_name(self: Path, target: Path) -> Path:
            step()
            renamed = rename(self, target)
            step()
            return renamed

        patch.setattr(Ledger, "_writing", write)
        patch.setattr(Path, "rename", give_name)
        yield


def in_child(work: Callable[[], object]) -> int:
    """Runs `work` in a forked process; its exit code, negative for a signal."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def test_killed_at_every_step_and_started_again(
    run: Callable[..., IngestSummary],
    inbox: Callable[..., Path],
    run_settings: Settings,
    snapshot: Callable[[Path], dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    folder = inbox(FILES)

    def home(name: str) -> Settings:
        return run_settings.model_copy(update={"data_dir": tmp_path / name})

    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    with counted(monkeypatch, count):
        undisturbed = run(folder, settings=home("undisturbed"))
    expected = snapshot(tmp_path / "undisturbed")
    index = (tmp_path / "undisturbed" / "index.txt").read_text()
    assert len(expected["documents"]) == 2
    assert steps > 30

    for deadly in range(1, steps + 1):
        settings, taken = home(f"killed at {deadly}"), 0

        def die(at: int = deadly) -> None:
            nonlocal taken
            taken += 1
            if taken == at:
                os.kill(os.getpid(), signal.SIGKILL)

        with counted(monkeypatch, die):
            ended = in_child(lambda settings=settings: run(folder, settings=settings))
        assert ended == -signal.SIGKILL, f"step {deadly} of {steps} was not reached"
        for left in (settings.home / "blobs" / "unfinished").glob("*"):
            os.utime(left, (0, time.time() - UNFINISHED_SECONDS - 60))  # younger ones may be a crawl's
        again = run(folder, settings=settings)
        assert snapshot(settings.home) == expected, f"killed at step {deadly} of {steps}"
        assert (settings.home / "index.txt").read_text() == index
        assert again.by_state == undisturbed.by_state
        assert (again.documents, again.citations) == (undisturbed.documents, undisturbed.citations)


def test_a_killed_run_is_told_as_it_is(
    run: Callable[..., IngestSummary],
    inbox: Callable[..., Path],
    run_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = inbox({"a.txt": "a"})

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(lambda: run(folder, corpus=die)) == -signal.SIGKILL
    with open_ledger(run_settings) as ledger:
        assert ledger.last_run().state == "running"
    run(folder)
    with open_ledger(run_settings) as ledger:
        assert ledger.last_run().state == "done"
        (document,) = ledger.documents()
    assert document.names[0].name == str(folder / "a.txt")
