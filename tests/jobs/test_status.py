"""`mea status`: the shape, and the truth at each moment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from core.settings import Settings
from jobs.ingest import IngestSummary
from jobs.status import status

Run = Callable[..., IngestSummary]
Inbox = Callable[..., Path]


def test_nothing_was_ever_ingested_and_nothing_is_made(run_settings: Settings) -> None:
    assert msgspec.to_builtins(status(run_settings, failed=True)) == {
        "files": {"seen": 0, "contents": 0, "done": 0, "refused": 0, "waiting": 0, "failed": 0},
        "failures": (),
        "index": {"engine": "embedded", "generation": None, "documents": 0, "paragraphs": 0, "citations": 0},
        "last_run": None,
    }
    assert not run_settings.home.exists()


def test_every_file_that_is_not_done_by_each_of_its_names(run: Run, inbox: Inbox, run_settings: Settings) -> None:
    folder = inbox(
        {"fine.txt": "x", "refused.txt": "REFUSE", "again.txt": "REFUSE", "scan.txt": "WAIT", "broken.txt": "FAIL"}
    )
    run(folder)
    report = status(run_settings, failed=True)
    assert msgspec.to_builtins(report.files) == {
        "seen": 5, "contents": 4, "done": 1, "refused": 2, "waiting": 1, "failed": 1,
    }  # fmt: skip
    assert [(Path(one.file).name, one.state, one.code) for one in report.failures] == [
        ("again.txt", "refused", "encrypted"),
        ("broken.txt", "failed", "reader-error"),
        ("refused.txt", "refused", "encrypted"),
        ("scan.txt", "waiting", "needs-ocr"),
    ]
    assert report.failures[0].cause == "It is locked."
    assert report.failures[0].hint == "Unlock it."
    assert all(one.cause and one.hint for one in report.failures)
    assert status(run_settings).failures == ()


def test_the_index_and_the_last_run(run: Run, inbox: Inbox, run_settings: Settings) -> None:
    summary = run(inbox({"a.txt": "a", "b.txt": "b"}))
    report = status(run_settings)
    assert report.index.generation
    assert (report.index.documents, report.index.paragraphs, report.index.citations) == (2, 1, 2)
    assert report.last_run.state == "done"
    assert report.last_run.command.startswith("mea ingest /")
    assert report.last_run.started.endswith("+00:00")
    assert report.last_run.summary == msgspec.to_builtins(summary)


def test_a_status_asked_while_a_run_writes(run: Run, inbox: Inbox, run_settings: Settings) -> None:
    seen: list[tuple[int, int]] = []

    def ask(*_: object) -> None:
        report = status(run_settings)
        seen.append((report.files.seen, report.files.done))
        assert report.last_run.state == "running"

    run(inbox({"a.txt": "a", "b.txt": "b"}), progress=ask)
    assert seen[0] == (0, 0)
    assert seen[-1] == (2, 2)


def test_what_a_stopped_run_left_is_no_success(run: Run, inbox: Inbox, run_settings: Settings) -> None:
    def stop(stage: str, *_: int) -> None:
        if stage == "read":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(inbox({"a.txt": "a", "b.txt": "b"}), progress=stop)
    report = status(run_settings, failed=True)
    assert report.last_run.state == "interrupted"
    assert {(one.state, one.code) for one in report.failures} == {("failed", "started")}
    assert report.files.done == 0
