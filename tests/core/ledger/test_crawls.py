"""Who works on a source, and what a crawl means for it."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from core.errors import Locked
from core.ledger import Ledger
from core.ledger.crawl_tables import crawls as table
from core.ledger.crawls import (
    Crawls,
    abandon,
    crawl_entries,
    crawl_entry,
    pause,
    record_result,
    source_state,
    unpause,
)
from core.ledger.tables import runs

HOUR = 3600.0


@pytest.fixture
def at(ledger: Ledger) -> Callable[..., Crawls]:
    """Crawls as a process at some place sees them."""
    return lambda place="here:/data", lease=600.0: Crawls(ledger, place, lease_seconds=lease)


def begin(crawls: Crawls, source: str = "papers", scope: str | None = None, hours: float = 72):
    return crawls.begin(source, scope=scope, program="1", resume_seconds=hours * HOUR)


def run_states(ledger: Ledger) -> list[tuple[str, str]]:
    with ledger.transaction(writes=False) as connection:
        return [(row.command, row.state) for row in connection.execute(select(runs).order_by(runs.c.id))]


def test_a_crawl_begins_and_ends_with_a_run_of_its_own(ledger: Ledger, at: Callable[..., Crawls]) -> None:
    crawls = at()
    entry = begin(crawls)
    assert (entry.state, entry.resumed, entry.finished) == ("running", False, None)
    crawls.end(entry.id, "done", {"held": 7})
    ended = crawl_entry(ledger, entry.id)
    assert ended is not None
    assert (ended.state, ended.summary, ended.finished is None) == ("done", {"held": 7}, False)
    assert run_states(ledger)[-1] == ("crawl papers", "done")
    assert begin(crawls).id != entry.id


def test_a_source_that_is_crawled_elsewhere_is_locked_until_the_lease_ends(
    ledger: Ledger, at: Callable[..., Crawls]
) -> None:
    first = begin(at("there:/data"))
    with pytest.raises(Locked, match="there:/data") as caught:
        begin(at("here:/data"))
    assert "600 seconds" in caught.value.hint
    assert begin(at("here:/data"), "others").id != first.id, "another source is free"
    with ledger.transaction(writes=True) as connection:
        connection.execute(update(table).where(table.c.id == first.id).values(lease_until=1.0))
    taken = begin(at("here:/data"))
    assert (taken.id, taken.resumed) == (first.id, True)
    assert not at("there:/data").renew(first.id), "who was away for too long has lost it"
    assert at("here:/data").renew(first.id)


def test_what_the_loser_of_a_claim_says_of_its_end_does_not_count(ledger: Ledger, at: Callable[..., Crawls]) -> None:
    there = at("there:/data", 0.0)
    first = begin(there)
    begin(at("here:/data"))
    there.end(first.id, "failed", {})
    assert crawl_entry(ledger, first.id).state == "running"


def test_a_crawler_that_died_here_is_gone_on_with_at_once(ledger: Ledger, at: Callable[..., Crawls]) -> None:
    first = begin(at())
    second = begin(at())
    assert (second.id, second.resumed) == (first.id, True)
    assert second.run != first.run
    assert run_states(ledger)[-2:] == [("crawl papers", "interrupted"), ("crawl papers", "running")]


@pytest.mark.parametrize(
    ("state", "scope", "age", "goes_on"),
    [
        pytest.param("stopped", None, 1, True, id="stopped in time"),
        pytest.param("stopped", None, 80, False, id="stopped too long ago: listings move"),
        pytest.param("stopped", '{"limit":3}', 1, False, id="of another scope"),
        pytest.param("done", None, 1, False, id="done"),
        pytest.param("failed", None, 1, False, id="failed"),
        pytest.param("blocked", None, 1, False, id="blocked"),
    ],
)
def test_which_crawls_are_gone_on_with(
    ledger: Ledger, at: Callable[..., Crawls], state: str, scope: str | None, age: float, goes_on: bool
) -> None:
    crawls = at()
    first = begin(crawls, scope=scope)
    crawls.end(first.id, state, {})
    with ledger.transaction(writes=True) as connection:
        connection.execute(update(table).values(started=table.c.started - age * HOUR))
    assert begin(crawls).resumed is goes_on


def test_one_that_was_killed_too_long_ago_is_ended(ledger: Ledger, at: Callable[..., Crawls]) -> None:
    first = begin(at())
    with ledger.transaction(writes=True) as connection:
        connection.execute(update(table).values(started=1.0))
    assert not begin(at()).resumed
    assert crawl_entry(ledger, first.id).state == "stopped"


def test_who_saw_a_crawler_end_says_so(ledger: Ledger, at: Callable[..., Crawls]) -> None:
    here = {"place": "here:/data", "pid": os.getpid()}
    assert abandon(ledger, "papers", {}, **here) is None
    first = begin(at())
    assert abandon(ledger, "papers", {}, place="here:/data", pid=1) is None, (
        "the crawl of another process is left alone"
    )
    assert abandon(ledger, "papers", {"cause": "killed"}, **here).id == first.id
    (entry,) = crawl_entries(ledger, "papers")
    assert (entry.state, entry.summary) == ("stopped", {"cause": "killed"})
    assert run_states(ledger)[-1] == ("crawl papers", "interrupted")
    assert begin(at()).resumed


def test_a_run_that_begins_leaves_crawls_alone(ledger: Ledger, at: Callable[..., Crawls]) -> None:
    """Crawling holds no run lock: that an ingest has the lock does not mean that a crawl is over."""
    begin(at())
    ledger.begin_run("ingest", "1")
    assert run_states(ledger) == [("test", "interrupted"), ("crawl papers", "running"), ("ingest", "running")]


def test_a_source_is_paused_with_a_reason(ledger: Ledger) -> None:
    assert source_state(ledger, "papers").paused_at is None
    pause(ledger, "papers", "they asked us to")
    pause(ledger, "papers", "until March")
    state = source_state(ledger, "papers")
    assert (state.paused_reason, state.paused_at is None) == ("until March", False)
    assert source_state(ledger, "others").paused_at is None
    unpause(ledger, "papers")
    assert source_state(ledger, "papers").paused_reason is None


def test_what_a_crawl_means_for_its_source(ledger: Ledger, at: Callable[..., Crawls]) -> None:
    crawls = at()

    def result(good: bool | None, *, whole: bool = True, blocked: str | None = None):
        entry = begin(crawls)
        crawls.end(entry.id, "done", {})
        return entry.id, record_result(ledger, "papers", entry.id, good=good, whole=whole, blocked=blocked)

    first, state = result(True)
    assert (state.last_good, state.failing_since) == (first, None)
    _, failing = result(False, blocked="a page")
    assert (failing.last_good, failing.blocked_cause) == (first, "a page")
    _, still = result(False, blocked="another page")
    assert (still.failing_since, still.blocked_at) == (failing.failing_since, failing.blocked_at), "since the first"
    _, part = result(True, whole=False)
    assert (part.last_good, part.failing_since) == (first, failing.failing_since), "a part says nothing of the whole"
    _, stopped = result(None)
    assert stopped.failing_since == failing.failing_since
    last, good = result(True)
    assert (good.last_good, good.failing_since, good.blocked_at) == (last, None, None)
