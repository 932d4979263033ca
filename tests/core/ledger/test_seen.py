"""Names, the bytes behind them, and the state that a person is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from core.ledger import Ledger, SeenFile
from core.records.files import Provenance, Sidecar
from core.settings import Settings

TakeIn = Callable[..., str]


def states(ledger: Ledger) -> dict[str, tuple[str, str | None]]:
    return {entry.name: (entry.state, entry.code) for entry in ledger.files()}


def test_two_names_of_one_content(ledger: Ledger, take_in: TakeIn) -> None:
    content = take_in("a", "/x.pdf")
    take_in("a", "/y.pdf", source="cms", sidecar=Sidecar(lang="fr", dates={"adopted": "2014"}))
    (entry,) = ledger.contents()
    assert entry.sha256 == content
    assert entry.names == (
        Provenance(source="cms", name="/y.pdf", sidecar=Sidecar(lang="fr", dates={"adopted": "2014"})),
        Provenance(source="local", name="/x.pdf"),
    )
    assert ledger.count_contents() == 1
    ledger.give_up(ledger.claim(content, "read", "d"), "waiting", "needs-ocr")
    assert ledger.count_states() == {"done": 0, "refused": 0, "waiting": 2, "failed": 0}


def test_a_name_seen_again_is_one_name(ledger: Ledger, take_in: TakeIn) -> None:
    take_in("a")
    take_in("a")
    assert len(list(ledger.files())) == 1


def test_a_name_moves_to_the_source_that_is_stated_now(ledger: Ledger, take_in: TakeIn) -> None:
    take_in("a", "/x.pdf")
    take_in("a", "/x.pdf", source="cms")
    (entry,) = ledger.files()
    assert entry.source == "cms"


def test_new_bytes_at_an_old_name_and_the_old_ones_are_remembered(
    ledger: Ledger, take_in: TakeIn, settings: Settings
) -> None:
    old, new = take_in("a", "/x.pdf"), take_in("b", "/x.pdf")
    assert [entry.sha256 for entry in ledger.contents()] == [new]
    assert ledger.content(old) is None
    with closing(sqlite3.connect(settings.home / "ledger.sqlite")) as connection:
        assert connection.execute("SELECT content FROM former").fetchall() == [(old,)]


def test_the_state_of_a_name_is_its_own_fault_first_then_read_then_understand(
    ledger: Ledger, take_in: TakeIn, document: Callable[..., object]
) -> None:
    take_in("0", "/only recorded")
    ledger.give_up(ledger.claim(take_in("1", "/refused"), "read", "d"), "refused", "encrypted")
    ledger.finish(ledger.claim(take_in("2", "/read"), "read", "d"), output="0" * 64)
    for digit, name in (("3", "/not understood"), ("4", "/done")):
        ledger.finish(ledger.claim(take_in(digit, name), "read", "d"), output="0" * 64)
    ledger.give_up(ledger.claim("3" * 64, "understand", "d"), "failed", "understand-error")
    ledger.finish_document(ledger.claim("4" * 64, "understand", "d"), "0" * 64, document("a/b"))
    take_in("4", "/wrong sidecar", code="sidecar-invalid", cause="The key x.")
    ledger.record([SeenFile(source="local", name="/closed", code="unreadable-path")])
    expected = {
        "/only recorded": ("failed", "started"),
        "/refused": ("refused", "encrypted"),
        "/read": ("failed", "started"),
        "/not understood": ("failed", "understand-error"),
        "/done": ("done", None),
        "/wrong sidecar": ("failed", "sidecar-invalid"),
        "/closed": ("failed", "unreadable-path"),
    }
    assert states(ledger) == expected
    assert ledger.count_states() == {"done": 1, "refused": 1, "waiting": 0, "failed": 5}
    for entry in ledger.files(states=("failed", "refused")):
        assert entry.cause, entry.name
        assert entry.hint, entry.name
    assert [entry.name for entry in ledger.files(states=("refused",))] == ["/refused"]


def test_only_the_names_of_one_run(ledger: Ledger, take_in: TakeIn) -> None:
    take_in("a")
    first = ledger.run
    second = ledger.begin_run("test", "0")
    take_in("b")
    assert [entry.sha256[0] for entry in ledger.contents(run=second)] == ["b"]
    assert [entry.sha256[0] for entry in ledger.contents(run=first)] == ["a"]
    assert sum(ledger.count_states(run=second).values()) == 1
    assert ledger.count_contents(run=second) == 1
    assert ledger.count_contents() == 2


def test_a_name_with_a_fault_gives_no_work_and_forgets_no_document(
    ledger: Ledger, take_in: TakeIn, document: Callable[..., object]
) -> None:
    content = take_in("a")
    ledger.finish_document(ledger.claim(content, "understand", "d"), "0" * 64, document("a/b"))
    ledger.record([SeenFile(source="local", name="/a.pdf", code="unreadable-path")])
    assert list(ledger.contents()) == []
    assert [entry.canonical for entry in ledger.documents()] == ["a/b"]


def test_all_names_of_a_batch_or_none(ledger: Ledger) -> None:
    good = SeenFile(source="local", name="/good", content="a" * 64, size=1)
    bad = SeenFile(source="local", name="/bad", code="no-such-code")
    with pytest.raises(KeyError):
        ledger.record([good, bad])
    assert list(ledger.files()) == []
