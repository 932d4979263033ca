"""Who may work on what, and what a crash leaves behind."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from core.codes import describe
from core.ledger import Ledger, open_ledger
from core.ledger.connection import connect
from core.settings import Settings

UNIT = "a" * 64


def another(settings: Settings, *, run: int | None = None, lease_seconds: float = 600) -> Ledger:
    """The same ledger as another run sees it."""
    return Ledger(connect(settings.ledger_url, 5), run=run, lease_seconds=lease_seconds)


def test_failed_started_is_written_before_the_work(ledger: Ledger) -> None:
    assert ledger.claim(UNIT, "read", "d1") is not None
    entry = ledger.stage(UNIT, "read")
    assert (entry.state, entry.code, entry.finished) == ("failed", "started", None)
    assert (entry.cause, entry.hint) == (describe("started").cause, describe("started").hint)


@pytest.mark.parametrize(
    ("state", "code", "digest", "is_work"),
    [
        pytest.param("done", None, "d1", False, id="done with the same digest"),
        pytest.param("done", None, "d2", True, id="done with another input, code or configuration"),
        pytest.param("refused", "encrypted", "d1", False, id="refused is final"),
        pytest.param("refused", "too-large", "d2", True, id="refused until bytes, limits or readers change"),
        pytest.param("waiting", "needs-ocr", "d1", False, id="waiting waits"),
        pytest.param("failed", "reader-error", "d1", True, id="failed is tried again"),
    ],
)
def test_what_is_work(ledger: Ledger, state: str, code: str | None, digest: str, is_work: bool) -> None:
    claim = ledger.claim(UNIT, "read", "d1")
    assert ledger.finish(claim) if code is None else ledger.give_up(claim, state, code)
    assert (ledger.claim(UNIT, "read", digest) is not None) is is_work


def test_force_works_again_on_what_is_done(ledger: Ledger) -> None:
    ledger.finish(ledger.claim("corpus", "index", "d"))
    assert ledger.claim("corpus", "index", "d") is None
    assert ledger.claim("corpus", "index", "d", force=True) is not None


def test_attempts_count_from_one_for_each_digest(ledger: Ledger) -> None:
    for attempt in (1, 2, 3):
        claim = ledger.claim(UNIT, "read", "d1")
        assert claim.attempt == attempt
        ledger.give_up(claim, "failed", "reader-error")
    assert ledger.claim(UNIT, "read", "d2").attempt == 1


def test_cause_and_hint_come_from_the_code_unless_given(ledger: Ledger) -> None:
    ledger.give_up(ledger.claim(UNIT, "read", "d"), "refused", "encrypted")
    entry = ledger.stage(UNIT, "read")
    assert (entry.cause, entry.hint) == (describe("encrypted").cause, describe("encrypted").hint)
    ledger.give_up(ledger.claim(UNIT, "read", "d2"), "failed", "reader-error", cause="Page 3 is strange.")
    entry = ledger.stage(UNIT, "read")
    assert (entry.cause, entry.hint) == ("Page 3 is strange.", describe("reader-error").hint)


def test_a_claimed_stage_is_another_owners(ledger: Ledger, settings: Settings) -> None:
    ledger.claim(UNIT, "read", "d")
    with another(settings) as other:
        other._host = "another machine"
        other.begin_run("test", "0")
        assert other.claim(UNIT, "read", "d") is None
        assert other.claim(UNIT, "read", "another digest") is None
        assert other.claim(UNIT, "understand", "d") is not None


def test_a_lease_ends_by_itself_and_the_late_owner_has_lost(ledger: Ledger, settings: Settings) -> None:
    with another(settings, lease_seconds=0.02) as slow:
        late = slow.claim(UNIT, "read", "d")
        time.sleep(0.03)
        now = ledger.claim(UNIT, "read", "d")
        assert now is not None
        assert slow.finish(late, output="late") is False
        assert ledger.stage(UNIT, "read").state == "failed"
        assert ledger.finish(now, output="right") is True
        assert slow.give_up(late, "failed", "reader-error") is False
    assert (ledger.stage(UNIT, "read").state, ledger.stage(UNIT, "read").output) == ("done", "right")


def test_a_new_run_frees_what_a_run_that_is_over_had_claimed(ledger: Ledger, settings: Settings) -> None:
    late = ledger.claim(UNIT, "read", "d")
    with another(settings) as later:
        later.begin_run("test", "0")
        assert later.claim(UNIT, "read", "d").attempt == 2
    assert ledger.finish(late) is False


def test_what_a_process_of_this_run_had_claimed_is_freed_when_it_died(ledger: Ledger, settings: Settings) -> None:
    ledger.claim(UNIT, "read", "d")
    assert ledger.release_own() == 1
    assert ledger.release_own() == 0
    with another(settings, run=ledger.run) as worker:
        assert worker.claim(UNIT, "read", "d").attempt == 2


def test_the_time_is_the_ledgers_own(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: 0.0)
    ledger.claim(UNIT, "read", "d")
    assert abs(ledger.stage(UNIT, "read").started - now) < 60


CLAIMS = """
import sys
from core.ledger import open_ledger
from core.settings import load_settings
with open_ledger(load_settings(), run=int(sys.argv[1])) as ledger:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(60):
        claim = ledger.claim(f"unit{number}", "read", "d")
        if claim:
            print(claim.unit, flush=True)
            ledger.finish(claim)
"""


def test_processes_at_once_work_on_each_unit_exactly_once(ledger: Ledger, settings: Settings, root: Path) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIMS, str(ledger.run)],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for child in children:
        assert child.stdout.readline() == "ready\n"
    outputs = []
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        output, _ = child.communicate(timeout=60)
        assert child.returncode == 0
        outputs.append(output.split())
    counted = Counter(unit for output in outputs for unit in output)
    assert counted == Counter(f"unit{number}" for number in range(60))


def test_a_ledger_that_stays_busy_is_told_with_its_mend(settings: Settings, ledger: Ledger) -> None:
    with Ledger(connect(settings.ledger_url, 0.05), run=1, lease_seconds=1) as impatient, ledger._writing():
        from core.errors import StorageError

        with pytest.raises(StorageError, match="locked") as caught:
            impatient.claim(UNIT, "read", "d")
    assert "LEDGER_WAIT_SECONDS" in caught.value.hint


def test_the_lease_outlasts_the_longest_reading(settings: Settings) -> None:
    limits = settings.limits.model_copy(update={"read_seconds": 1000.0, "lease_seconds": 10})
    with open_ledger(settings.model_copy(update={"limits": limits})) as ledger:
        assert ledger._lease_seconds >= 2000
