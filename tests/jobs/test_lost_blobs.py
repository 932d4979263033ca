"""What the disk loses of the blob store is made again where it can be, and named where it cannot."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.ledger import open_ledger
from core.settings import Settings
from jobs.ingest import IngestSummary
from jobs.stages import link_and_index

Run = Callable[..., IngestSummary]
Inbox = Callable[..., Path]

FILES = {"a.txt": "first\ncites x/1", "b.txt": "second"}


@pytest.fixture
def whole_run(run: Run) -> Run:
    """Made-up reading and understanding, then the links and the index as they are."""

    def whole_run(*paths: Path) -> IngestSummary:
        return run(*paths, corpus=link_and_index)

    return whole_run


def outputs(settings: Settings, name: str) -> dict[str, str]:
    content = hashlib.sha256(FILES[name].encode()).hexdigest()
    with open_ledger(settings) as ledger:
        stages = {stage: ledger.stage(content, stage) for stage in ("read", "understand")}
    return {"file": content} | {name: entry.output for name, entry in stages.items() if entry and entry.output}


def blob(settings: Settings, key: str) -> Path:
    return settings.home / "blobs" / key[:2] / key[2:4] / key


def not_done(settings: Settings) -> dict[str, tuple[str | None, str | None]]:
    with open_ledger(settings) as ledger:
        return {Path(one.name).name: (one.code, one.cause) for one in ledger.files(states=("failed",))}


def test_a_lost_store_is_built_again_from_the_files(
    whole_run: Run, inbox: Inbox, run_settings: Settings, snapshot: Callable[[Path], dict[str, Any]]
) -> None:
    folder = inbox(FILES)
    whole_run(folder)
    before = snapshot(run_settings.home)
    shutil.rmtree(run_settings.home / "blobs")
    again = whole_run(folder)
    assert (again.read, again.understood, again.by_state.done) == (2, 2, 2)
    assert snapshot(run_settings.home) == before


def test_what_is_gone_from_its_path_too_ends_failed_and_named(
    whole_run: Run, inbox: Inbox, run_settings: Settings
) -> None:
    folder = inbox(FILES)
    whole_run(folder)
    shutil.rmtree(run_settings.home / "blobs")
    inbox({"b.txt": None})
    summary = whole_run(folder)
    assert (summary.by_state.done, summary.documents) == (1, 1)
    code, cause = not_done(run_settings)["b.txt"]
    assert code == "blob-damaged"
    assert outputs(run_settings, "b.txt")["file"] in (cause or "")
    inbox({"c.txt": "third"})
    whole_run(folder)
    with open_ledger(run_settings) as ledger:
        held = {Path(entry.names[0].name).name for entry in ledger.documents()}
    assert held == {"a.txt", "c.txt"}, "the index that is built next is without it"
    inbox({"b.txt": FILES["b.txt"]})
    assert whole_run(folder).by_state.done == 3


@pytest.mark.parametrize("damage", [None, b"", b"{}"], ids=["missing", "emptied", "other bytes"])
@pytest.mark.parametrize("of", ["read", "understand"])
def test_what_was_made_of_a_file_is_made_again_within_two_runs(
    whole_run: Run, inbox: Inbox, run_settings: Settings, damage: bytes | None, of: str
) -> None:
    """Two, because damage is found only when the blob is used."""
    folder = inbox(FILES)
    whole_run(folder)
    key = outputs(run_settings, "a.txt")[of]
    blob(run_settings, key).unlink()
    if damage is not None:
        blob(run_settings, key).write_bytes(damage)
    # New words in a configuration file make every document be understood, linked and indexed anew.
    assert run_settings.config_dir is not None
    (run_settings.config_dir / "citations.yml").write_text("one: 2\n")
    inbox({"c.txt": "third"})
    whole_run(folder / "c.txt")
    last = whole_run(folder)
    assert (last.by_state.done, last.documents) == (3, 3)
    assert not not_done(run_settings)


def test_a_damaged_original_of_the_same_size_is_named(whole_run: Run, inbox: Inbox, run_settings: Settings) -> None:
    folder = inbox(FILES)
    whole_run(folder)
    made = outputs(run_settings, "a.txt")
    blob(run_settings, made["file"]).write_bytes(b"x" * len(FILES["a.txt"]))
    blob(run_settings, made["read"]).unlink()
    summary = whole_run(folder)
    assert summary.by_state.failed == 1
    code, cause = not_done(run_settings)["a.txt"]
    assert code == "blob-damaged"
    assert str(blob(run_settings, made["file"])) in (cause or "")
    blob(run_settings, made["file"]).unlink()
    assert whole_run(folder).by_state.done == 2, "as the hint says: deleted, and ingested again"


def test_an_original_that_was_cut_off_is_replaced_from_its_path(
    whole_run: Run, inbox: Inbox, run_settings: Settings
) -> None:
    folder = inbox(FILES)
    whole_run(folder)
    kept = blob(run_settings, outputs(run_settings, "a.txt")["file"])
    kept.write_bytes(b"cut")
    whole_run(folder)
    assert kept.read_bytes() == FILES["a.txt"].encode()
