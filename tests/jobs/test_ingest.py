"""The run: what is counted, what is done again, and that one bad file harms no other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.blobs import Blobs
from core.errors import Locked, UsageError
from core.ledger import open_ledger
from core.lock import run_lock
from core.settings import Settings, load_settings
from jobs.ingest import ByState, IngestSummary
from jobs.seen import look_at

Run = Callable[..., IngestSummary]
Inbox = Callable[..., Path]

TWELVE_KINDS = {
    "a.txt": "one\ncites x/1\ncites x/2",
    "again/a copy.txt": "one\ncites x/1\ncites x/2",
    "b.txt": "another",
    "refused.txt": "REFUSE",
    "scan.txt": "WAIT",
    "broken.txt": "FAIL",
    "odd.txt": "RAISE",
    "wrong.txt": "its sidecar is wrong",
    "wrong.txt.meta.yml": "langue: fr\n",
    "b.txt.meta.yml": "title: Another\n",
    ".hidden.txt": "not taken in",
    "~$b.txt": "not taken in",
}


def test_the_summary_has_the_shape_that_commands_promise(run: Run, inbox: Inbox) -> None:
    summary = msgspec.to_builtins(run(inbox(TWELVE_KINDS)))
    seconds = summary.pop("seconds")
    assert seconds > 0
    assert summary == {
        "seen": 8,
        "contents": 7,
        "read": 6,  # the content with the wrong sidecar has no sound name
        "understood": 3,
        "by_state": {"done": 3, "refused": 1, "waiting": 1, "failed": 3},
        "documents": 2,
        "citations": 2,
    }


def test_a_second_run_reads_nothing_and_counts_the_same(run: Run, inbox: Inbox) -> None:
    folder = inbox({name: text for name, text in TWELVE_KINDS.items() if text not in {"FAIL", "RAISE"}})
    first, second = run(folder), run(folder)
    assert (first.read, first.understood) == (4, 2)
    assert (second.read, second.understood) == (0, 0)
    for field in ("seen", "contents", "by_state", "documents", "citations"):
        assert getattr(first, field) == getattr(second, field), field


def test_without_a_path_it_goes_on_with_what_is_recorded(run: Run, inbox: Inbox, settings: Settings) -> None:
    run(inbox({"a.txt": "one", "refused.txt": "REFUSE"}))
    fetched = inbox({"c.txt": "fetched, and not yet read"}) / "c.txt"
    with open_ledger(settings) as ledger:
        ledger.begin_run("a crawl", "test")
        seen = look_at(fetched, "cms", Blobs(settings.blobs_url), settings.limits)
        assert seen is not None
        ledger.record([seen])
    summary = run()
    assert (summary.read, summary.understood) == (1, 1)
    assert (summary.seen, summary.contents, summary.documents) == (3, 3, 2)  # all that is known


def test_without_a_path_and_without_anything_recorded(run: Run) -> None:
    with pytest.raises(UsageError, match="Nothing is recorded"):
        run()


def test_what_failed_is_tried_again(run: Run, inbox: Inbox) -> None:
    folder = inbox({"broken.txt": "FAIL", "odd.txt": "RAISE", "fine.txt": "fine"})
    assert run(folder).by_state.failed == 2
    again = run(folder)
    assert (again.read, again.understood, again.by_state.failed) == (1, 1, 2)


def test_only_what_lies_under_the_path_is_counted_and_what_failed_elsewhere_is_left(run: Run, inbox: Inbox) -> None:
    folder = inbox({"old/broken.txt": "FAIL", "old/fine.txt": "fine", "new/b.txt": "b"})
    run(folder / "old")
    summary = run(folder / "new")
    assert (summary.seen, summary.read, summary.documents) == (1, 1, 1)
    assert summary.by_state == ByState(done=1, refused=0, waiting=0, failed=0)


def test_a_changed_row_of_citations_understands_again_and_opens_no_file(
    run: Run, inbox: Inbox, overlay: Path, run_settings: Settings
) -> None:
    folder = inbox(TWELVE_KINDS)
    run(folder / "a.txt", folder / "b.txt")
    with open_ledger(run_settings) as ledger:
        before = {entry.content: entry.title for entry in ledger.documents()}
    (overlay / "citations.yml").write_text("one: 2\n")
    summary = run(folder / "a.txt", folder / "b.txt")
    assert (summary.read, summary.understood) == (0, 2)
    with open_ledger(run_settings) as ledger:
        after = {entry.content: entry.title for entry in ledger.documents()}
    assert before.keys() == after.keys()
    assert all(before[content] != after[content] for content in before)


def test_the_whole_corpus_is_understood_by_one_configuration(run: Run, inbox: Inbox, overlay: Path) -> None:
    folder = inbox({"old/a.txt": "a", "new/b.txt": "b"})
    run(folder / "old")
    (overlay / "citations.yml").write_text("one: 2\n")
    assert run(folder / "new").understood == 2


@pytest.mark.parametrize(
    ("limit", "value", "read"),
    [
        pytest.param("pages", 7, 1, id="a limit that shapes the result"),
        pytest.param("read_seconds", 7.0, 0, id="a limit of time: who fails by it is tried again in any case"),
        pytest.param("query_chars", 7, 0, id="a limit of searching"),
    ],
)
def test_refused_is_final_until_limits_change(
    run: Run, inbox: Inbox, run_settings: Settings, limit: str, value: float, read: int
) -> None:
    folder = inbox({"refused.txt": "REFUSE"})
    assert run(folder).read == 1
    assert run(folder).read == 0
    limits = run_settings.limits.model_copy(update={limit: value})
    assert run(folder, settings=run_settings.model_copy(update={"limits": limits})).read == read


def test_new_readers_read_everything_again(run: Run, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = inbox({"refused.txt": "REFUSE", "fine.txt": "fine"})
    run(folder)
    monkeypatch.setattr("extract.stage.READ_VERSION", "a later one")
    summary = run(folder)
    assert summary.read == 2
    assert summary.understood == 0, "the pages are the same, so nothing that follows is work"


def test_new_bytes_at_an_old_name(run: Run, inbox: Inbox, run_settings: Settings) -> None:
    folder = inbox({"a.txt": "first"})
    run(folder)
    summary = run(inbox({"a.txt": "second"}))
    assert (summary.seen, summary.read, summary.documents) == (1, 1, 1)
    with open_ledger(run_settings) as ledger:
        assert len(list(ledger.documents())) == 1


def test_a_mended_sidecar_takes_the_file_up_and_a_changed_one_understands_again(run: Run, inbox: Inbox) -> None:
    folder = inbox({"a.txt": "text", "a.txt.meta.yml": "langue: fr\n"})
    assert run(folder).by_state.failed == 1
    mended = run(inbox({"a.txt.meta.yml": "lang: fr\n"}))
    assert (mended.read, mended.understood, mended.by_state.done) == (1, 1, 1)
    changed = run(inbox({"a.txt.meta.yml": "lang: en\n"}))
    assert (changed.read, changed.understood) == (0, 1)


def test_a_file_over_the_limit_is_refused_and_not_stored(run: Run, inbox: Inbox, run_settings: Settings) -> None:
    folder = inbox({"large.txt": "x" * 1000, "small.txt": "x"})
    limits = run_settings.limits.model_copy(update={"file_bytes": 999})
    summary = run(folder, settings=run_settings.model_copy(update={"limits": limits}))
    assert summary.by_state == ByState(done=1, refused=1, waiting=0, failed=0)
    with open_ledger(run_settings) as ledger:
        (large,) = ledger.files(states=("refused",))
    assert (large.code, large.size) == ("too-large", 1000)
    assert "1000 bytes" in large.cause
    assert not list((run_settings.home / "blobs").rglob(large.content))
    assert run(folder).by_state.done == 2, "a raised limit takes it up"


@pytest.mark.parametrize(
    ("which", "read", "understood"), [("the file", 0, 0), ("its pages", 1, 0), ("its document", 0, 1)]
)
def test_a_lost_blob_is_made_again(
    run: Run, inbox: Inbox, run_settings: Settings, which: str, read: int, understood: int
) -> None:
    folder = inbox({"a.txt": "a"})
    run(folder)
    with open_ledger(run_settings) as ledger:
        (entry,) = ledger.contents()
        keys = {
            "the file": entry.sha256,
            "its pages": ledger.stage(entry.sha256, "read").output,
            "its document": ledger.stage(entry.sha256, "understand").output,
        }
    (blob,) = (run_settings.home / "blobs").rglob(keys[which])
    blob.unlink()
    summary = run(folder)
    assert (summary.read, summary.understood) == (read, understood)
    assert blob.exists()


def test_a_damaged_blob_is_the_trouble_of_one_document(
    run: Run, inbox: Inbox, run_settings: Settings, overlay: Path
) -> None:
    folder = inbox({"a.txt": "a", "b.txt": "b"})
    run(folder)
    with open_ledger(run_settings) as ledger:
        pages = next(ledger.stages("read")).output
    (blob,) = (run_settings.home / "blobs").rglob(pages)
    blob.write_bytes(b"rot")
    (overlay / "citations.yml").write_text("one: 2\n")
    summary = run(folder)
    assert summary.by_state == ByState(done=1, refused=0, waiting=0, failed=1)
    with open_ledger(run_settings) as ledger:
        (failed,) = ledger.files(states=("failed",))
    assert failed.code == "blob-damaged"
    assert str(blob) in failed.cause


def test_progress_tells_each_stage_to_its_end(run: Run, inbox: Inbox) -> None:
    steps: list[tuple[str, int, int]] = []
    run(inbox({"a.txt": "a", "b.txt": "b"}), progress=lambda *step: steps.append(step))
    assert [step for step in steps if step[1] == step[2]] == [("seen", 2, 2), ("read", 2, 2), ("understand", 2, 2)]
    assert steps[0] == ("seen", 1, 2)


def test_the_run_is_recorded_with_its_summary_or_its_error(
    run: Run, inbox: Inbox, made_up: Any, run_settings: Settings
) -> None:
    folder = inbox({"a.txt": "a"})
    summary = run(folder)

    def breaks(*_: object) -> None:
        raise ZeroDivisionError("in the corpus")

    with open_ledger(run_settings) as ledger:
        assert ledger.last_run().summary == msgspec.to_builtins(summary)
        assert ledger.last_run().state == "done"
    with pytest.raises(ZeroDivisionError):
        run(folder, corpus=breaks)
    with open_ledger(run_settings) as ledger:
        assert ledger.last_run().state == "failed"
        assert "in the corpus" in ledger.last_run().summary["error"]


def test_the_source_comes_from_the_sidecar_then_the_flag_then_local(
    run: Run, inbox: Inbox, run_settings: Settings
) -> None:
    folder = inbox({"a.txt": "a", "b.txt": "b", "b.txt.meta.yml": "source: ramsar\n"})

    def sources() -> list[str]:
        with open_ledger(run_settings) as ledger:
            return [entry.source for entry in ledger.files()]

    run(folder)
    assert sources() == ["local", "ramsar"]
    run(folder, source="cms-cop14")
    assert sources() == ["cms-cop14", "ramsar"]


@pytest.mark.parametrize("source", ["", "Cms", "a b", "../x", "x" * 65])
def test_a_source_that_is_no_id(run: Run, inbox: Inbox, source: str) -> None:
    with pytest.raises(UsageError, match="no id of a source"):
        run(inbox({"a.txt": "a"}), source=source)


def test_the_units_run_on_any_executor(run: Run, inbox: Inbox) -> None:
    files = {f"{number}.txt": f"text {number}" for number in range(20)}
    assert run(inbox(files), pool=lambda: ThreadPoolExecutor(1)).by_state.done == 20


def test_two_runs_at_once(run: Run, inbox: Inbox, run_settings: Settings) -> None:
    folder = inbox({"a.txt": "a"})
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with run_lock(run_settings.home, "mea ingest first"):
            entered.set()
            leave.wait(30)

    other = threading.Thread(target=hold)
    other.start()
    entered.wait(30)
    try:
        with pytest.raises(Locked) as caught:
            run(folder)
    finally:
        leave.set()
        other.join()
    assert caught.value.exit_code == 75
    assert "mea ingest first" in caught.value.cause
    assert f"process {os.getpid()}" in caught.value.cause
    assert run(folder).by_state.done == 1


PROCESSES = Path(__file__).resolve().parent / "made_up_stages.py"


def test_a_file_that_ends_its_worker_process_harms_no_other(inbox: Inbox, run_settings: Settings, root: Path) -> None:
    files: dict[str, str] = {f"{number}.txt": f"text {number}" for number in range(8)}
    folder = inbox(files | {"deadly.txt": "KILL WORKER", "refused.txt": "REFUSE"})
    child = subprocess.run(
        [sys.executable, str(PROCESSES), str(folder)],
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    with open_ledger(run_settings) as ledger:
        assert ledger.count_states() == {"done": 8, "refused": 1, "waiting": 0, "failed": 1}
        (failed,) = ledger.files(states=("failed",))
    assert failed.name.endswith("deadly.txt")
    assert failed.code == "reader-killed"


def test_settings_go_to_other_processes_as_they_are(run_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    import pickle

    monkeypatch.delenv("MEA__DATA_DIR")
    assert pickle.loads(pickle.dumps(run_settings)) == run_settings  # noqa: S301
    assert load_settings().data_dir is None


def test_the_summary_is_json(run: Run, inbox: Inbox) -> None:
    assert json.loads(msgspec.json.encode(run(inbox({"a.txt": "a"}))))["by_state"]["done"] == 1


def test_a_file_that_vanishes_in_mid_run_is_told_and_not_recorded(
    run: Run, inbox: Inbox, run_settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = inbox({"a.txt": "a", "b.txt": "b"})

    def remove_the_next(stage: str, done: int, _of: int) -> None:
        if (stage, done) == ("seen", 1):
            (folder / "b.txt").unlink()

    monkeypatch.setenv("MEA__LOG__LEVEL", "warning")
    summary = run(folder, settings=load_settings(), progress=remove_the_next)
    assert (summary.seen, summary.by_state.done, summary.by_state.failed) == (1, 1, 0)
    assert "vanished" in capsys.readouterr().err
    with open_ledger(run_settings) as ledger:
        assert [Path(entry.name).name for entry in ledger.files()] == ["a.txt"]


def test_a_sidecar_that_states_an_unknown_treaty(run: Run, inbox: Inbox, run_settings: Settings) -> None:
    folder = inbox({"a.txt": "a", "a.txt.meta.yml": "treaty: CITE"})
    assert run(folder).by_state.failed == 1
    with open_ledger(run_settings) as ledger:
        (entry,) = ledger.files()
    assert entry.code == "sidecar-invalid"
    assert "alike are CITES" in (entry.cause or "")
