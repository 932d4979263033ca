"""Each replica is crawled with the source's own configuration: exactly the plan comes home, politely, and once."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from replicas.changes import Change, later_of
from replicas.crawled import TIME_SCALE, Pass, addresses_of, crawl_once, differences, path_of
from replicas.plan import Plan
from replicas.serving import RETRY_AFTER_SECONDS

from core.configuration import Configuration
from core.ledger import open_ledger
from core.ledger.fetches import fetch_entries
from crawler.sources.load import load_source

ROBOTS_DELAY = {"cms": 10.0, "aewa": 10.0}
"""Crawl-delay of their robots.txt, in seconds."""
FORBIDDEN = (
    r"^/meeting/download-all-files/",
    r"^/(?:[a-z]{2,3}/)?search(?:/|$)",
    r"^/(?:[a-z]{2,3}/)?user/",
    r"^/admin/",
    r"\.zip$",
    r"^/cdn-cgi/",
    r"^/profiles/",
    r"mac-screen-sharing",
)
_TICK = 0.001  # seconds: sleeps end as early as that
_NO_VALIDATORS = frozenset(
    {"none", "missing", "reset", "truncated", "503", "soft-404", "off-site", "loop", "search404"}
)
"""Ways to serve after which there is nothing to ask with."""


def test_the_first_crawl_ends_well(crawled: Any) -> None:
    assert (crawled.first.summary.state, crawled.first.summary.cause) == ("done", None)
    assert crawled.first.summary.pending == 0


def test_exactly_the_planned_files_come_home(crawled: Any) -> None:
    """Document, language, format and revision of each; nothing else, nothing twice under another address."""
    known = addresses_of(crawled.settings, crawled.plan.site)
    assert "\n".join(differences(crawled.plan, known)) == ""


def test_nothing_forbidden_is_asked(crawled: Any) -> None:
    source = load_source(Configuration(None), crawled.plan.site)
    log = [*crawled.first.log, *crawled.second.log]
    assert {entry.host for entry in log} <= set(source.hosts)
    assert [entry.target for entry in log if any(re.search(rule, path_of(entry)) for rule in FORBIDDEN)] == []
    may_not = {crawled.plan.path(file) for _, file in crawled.plan.rows() if file.state == "not_asked"}
    assert may_not & (crawled.first.paths() | crawled.second.paths()) == set()


def test_robots_is_asked_first_and_once(crawled: Any) -> None:
    for one in (crawled.first, crawled.second):
        for host in {entry.host for entry in one.log}:
            asked = [path_of(entry) for entry in one.log if entry.host == host]
            assert asked[0] == "/robots.txt"
            assert asked.count("/robots.txt") == 1


def test_requests_say_who_asks(crawled: Any) -> None:
    agents = {entry.headers.get("user-agent") for entry in crawled.first.log}
    assert len(agents) == 1
    assert "mailto:crawl@example.org" in agents.pop()


def test_one_request_at_a_time_and_the_delay_between_them(crawled: Any) -> None:
    """From the moment an answer begins to the next request of its host: never less than the delay, on the scaled clock.

    Both moments are the server's, and one causes the other, so that a slow machine can only make the gaps longer.
    """
    source = load_source(Configuration(None), crawled.plan.site)
    delay = max(source.politeness.min_delay_s, ROBOTS_DELAY.get(crawled.plan.site, 0.0)) * TIME_SCALE
    for one in (crawled.first, crawled.second):
        for host in {entry.host for entry in one.log}:
            log = [entry for entry in one.log if entry.host == host]
            pairs = list(pairwise(log))[1:]  # the delay that robots.txt asks for holds from its answer on
            overlaps = [after.target for before, after in pairs if after.at < before.answered]
            assert overlaps == [], f"{host} had {len(overlaps)} requests while it was answering another one"
            # A connection that broke before any answer is opened again at once, once: below the crawl, as for any client
            # whose kept connection the server has closed in the meantime.
            pairs = [(before, after) for before, after in pairs if before.sent]
            early = [
                (after.at - before.answered, after.target)
                for before, after in pairs
                if after.at - before.answered < delay - _TICK
            ]
            assert early == [], (
                f"{host} was asked earlier than {delay:.3f} s after an answer, {len(early)} times of {len(pairs)}"
            )


def test_a_host_that_asks_for_time_is_given_it(crawled: Any) -> None:
    """Retry-After in seconds and as a date (which has whole seconds)."""
    rows = {crawled.plan.path(file): file for _, file in crawled.plan.rows()}
    waits = {
        rows[path_of(before)].serve: after.at - before.answered
        for before, after in pairwise(crawled.first.log)
        if before.status in {429, 503} and path_of(before) in rows and rows[path_of(before)].serve.startswith("retry-")
    }
    assert waits.keys() == ({"retry-seconds", "retry-date"} if crawled.plan.site == "cms" else set())
    least = (RETRY_AFTER_SECONDS - 1) * TIME_SCALE
    assert {serve: wait for serve, wait in waits.items() if wait < least} == {}, f"asked again within {least:.3f} s"


def test_no_file_is_asked_twice(crawled: Any) -> None:
    """But those that fail or redirect in a circle. Parameters and spellings of an address make no other file of it."""
    rows = {crawled.plan.path(file): file for _, file in crawled.plan.rows()}
    asked: dict[str, int] = {}
    for entry in crawled.first.log:
        if entry.method == "GET" and entry.scheme == "https" and entry.status == 200:
            asked[path_of(entry)] = asked.get(path_of(entry), 0) + 1
    twice = {path for path, times in asked.items() if times > 1 and path in rows and rows[path].state != "given_up"}
    assert twice == set()


def test_the_second_crawl_finds_nothing_new(crawled: Any) -> None:
    summary = crawled.second.summary
    assert (summary.state, summary.new, summary.changed) == ("done", 0, 0)
    assert summary.held == crawled.first.summary.held
    known = addresses_of(crawled.settings, crawled.plan.site)
    assert "\n".join(differences(crawled.plan, known)) == ""


def test_the_second_crawl_asks_with_conditions(crawled: Any) -> None:
    """All but robots.txt, what has nothing to ask with, and what the first crawl did not get."""
    rows = {crawled.plan.path(file): file for _, file in crawled.plan.rows()}
    without = [
        entry.target
        for entry in crawled.second.log
        if not entry.conditional
        and path_of(entry) != "/robots.txt"
        and (path_of(entry) not in rows or rows[path_of(entry)].serve not in _NO_VALIDATORS)
    ]
    assert [target for target in without if not _has_no_validators(crawled, target)] == []


def _has_no_validators(crawled: Any, target: str) -> bool:
    """Pages that the site itself sends without ETag and date: redirects, errors, listings of services."""
    first = [entry for entry in crawled.first.log if entry.target == target]
    return bool(first) and all(entry.status != 200 or urlsplit(target).path in _WITHOUT for entry in first)


_WITHOUT: frozenset[str] = frozenset({"/document/moved-away"})


def test_the_second_crawl_costs_almost_nothing(crawled: Any) -> None:
    """Rows that are cut off or have no end count in neither crawl."""
    rows = {crawled.plan.path(file): file for _, file in crawled.plan.rows()}

    def cost(log: Any) -> int:
        return sum(
            entry.sent
            for entry in log
            if path_of(entry) not in rows or rows[path_of(entry)].state in {"collected", "copy"}
        )

    assert cost(crawled.second.log) <= 0.05 * cost(crawled.first.log)


def test_the_summary_says_what_the_server_saw(crawled: Any) -> None:
    for one in (crawled.first, crawled.second):
        # A connection that breaks may be tried again below what counts requests.
        broken = sum(1 for entry in one.log if entry.sent == 0)
        assert len(one.log) - broken <= one.summary.requests <= len(one.log)
        assert one.summary.bytes <= one.sent


@pytest.fixture(scope="module")
def later(crawled: Any) -> tuple[Plan, tuple[Change, ...], Pass]:
    """The third crawl, three weeks later; tests of the first two stand above, for it changes site and ledger."""
    if crawled.plan.site == "cms":
        pytest.skip("its twelve changes are those of test_end_to_end.py")
    plan, changes = later_of(crawled.plan)
    crawled.server.show(crawled.site_of(plan))
    return plan, changes, crawl_once(crawled.server, crawled.settings, plan.site)


def test_three_weeks_later(crawled: Any, later: tuple[Plan, tuple[Change, ...], Pass]) -> None:
    plan, changes, third = later
    assert third.summary.state == "done", third.summary.cause
    known = addresses_of(crawled.settings, plan.site)
    missed = {crawled.plan.path(file) for _, file in crawled.plan.rows()} - {plan.path(file) for _, file in plan.rows()}
    assert {known[path].misses for path in missed} <= {1}
    kept = {path: address for path, address in known.items() if path not in missed}
    assert "\n".join(differences(plan, kept)) == ""
    counts = {outcome: sum(1 for change in changes if change.outcome == outcome) for outcome in ("new", "changed")}
    assert {"new": third.summary.new, "changed": third.summary.changed} == counts


def test_each_change_is_handled_as_its_kind(crawled: Any, later: tuple[Plan, tuple[Change, ...], Pass]) -> None:
    plan, changes, third = later
    with open_ledger(crawled.settings) as ledger:
        entries = fetch_entries(ledger, crawl=third.summary.crawl)
        outcomes = {unquote(urlsplit(one.asked).path): one.outcome for one in entries}
    became = {"missed": "gone"}
    paths = {change: change.name if change.name.startswith("/") else plan.folder + change.name for change in changes}
    wrong = [
        f"{change.kind}: {change.name} is {outcomes.get(path)}"
        for change, path in paths.items()
        if outcomes.get(path) != became.get(change.outcome, change.outcome)
    ]
    assert wrong == []
