"""Which addresses are work, and how they end: the rules, without a crawler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from core.ledger import Ledger, SeenFile
from core.ledger.crawl_entries import Fetch, NewAddress, Settled
from core.ledger.crawl_tables import addresses
from core.ledger.crawls import Crawls
from core.ledger.fetches import change_entries, count_outcomes, fetch_entries
from core.ledger.frontier import Frontier, dead_links, known_addresses, withdrawn
from core.ledger.tables import metadata
from core.records.files import Sidecar

DAY = 86_400.0


def page(key: str, rank: int = 3, **more: Any) -> NewAddress:
    return NewAddress(kind="page", key=key, url=f"https://x/{key}", step="s", rank=rank, **more)


def file(key: str, listed: str = '"a"', **more: Any) -> NewAddress:
    return NewAddress(
        kind="file", key=key, url=more.pop("url", f"https://x/{key}"), step="s", rank=1, listed=listed, **more
    )


def probe(key: str, listed: str = '"like"') -> NewAddress:
    return NewAddress(kind="probe", key=key, url=f"https://x/{key}", step="s", rank=2, listed=listed)


@pytest.fixture
def crawl(ledger: Ledger) -> Callable[..., Frontier]:
    """The frontier of a new crawl; the one before is over."""
    crawls = Crawls(ledger, "here", lease_seconds=60)
    open_crawl: list[int] = []

    def begin(**more: Any) -> Frontier:
        if open_crawl:
            crawls.end(open_crawl.pop(), "done", {})
        entry = crawls.begin("papers", scope=None, program="1", resume_seconds=0)
        open_crawl.append(entry.id)
        return Frontier(ledger, "papers", crawl=entry.id, run=entry.run or 0, **more)

    return begin


def asked(frontier: Frontier) -> list[str]:
    return [one.key for one in frontier.next_batch(99)]


def take(frontier: Frontier, key: str):
    return next(one for one in frontier.next_batch(99) if one.key == key)


def done(digit: str = "a", **more: Any) -> Settled:
    fetch = Fetch(asked="u", outcome=more.pop("outcome", "new"))
    return Settled(state="done", fetch=fetch, digest=digit * 64, size=1, unconditional=True, **more)


def held(key: str, digit: str = "a", **more: Any) -> Settled:
    name = SeenFile(source="papers", name=f"https://x/{key}", content=digit * 64, size=1, sidecar=Sidecar(title="t"))
    return done(digit, file=name, **more)


def test_what_is_found_is_asked_once_and_in_order(crawl: Callable[..., Frontier]) -> None:
    frontier = crawl()
    assert frontier.start([page("start", rank=4)]) == 1
    frontier.settle(
        take(frontier, "start"), done(links=(page("row"), file("f"), probe("p"), page("next", rank=0), file("f")))
    )
    assert asked(frontier) == ["next", "f", "p", "row"]
    assert [one.key for one in frontier.next_batch(2, without={take(frontier, "next").id})] == ["f", "p"]
    assert [one.key for one in frontier.next_batch(9, kinds=("page",))] == ["next", "row"]
    frontier.settle(take(frontier, "f"), held("f"))
    assert frontier.pending() == 3
    assert frontier.start([page("start", rank=4)]) == 0
    assert "start" not in asked(frontier), "what was handled in this crawl is no work of it"


def test_a_new_crawl_has_to_find_everything_again_but_what_was_never_asked(crawl: Callable[..., Frontier]) -> None:
    frontier = crawl()
    frontier.start([page("start", rank=4)])
    frontier.settle(take(frontier, "start"), done(links=(file("f"), file("g"))))
    frontier.settle(take(frontier, "f"), held("f"))
    frontier = crawl()
    assert asked(frontier) == ["g"]
    frontier.start([page("start", rank=4)])
    frontier.settle(take(frontier, "start"), done(links=(file("f"),)))
    assert asked(frontier) == ["f", "g"]


def test_depth_counts_pages_and_not_the_pages_of_a_listing(crawl: Callable[..., Frontier]) -> None:
    frontier = crawl()
    frontier.start([page("start")])
    frontier.settle(take(frontier, "start"), done(links=(page("more", deeper=False), page("row"))))
    assert (take(frontier, "more").depth, take(frontier, "row").depth) == (0, 1)


def test_a_listing_is_complete_when_each_of_its_links_has_ended_somehow(crawl: Callable[..., Frontier]) -> None:
    frontier = crawl()
    frontier.start([page("start")])
    start = take(frontier, "start")
    frontier.settle(start, done(links=tuple(file(key) for key in "abcd")))
    fetch = Fetch(asked="u", outcome="failed")
    ends = {
        "a": held("a"),
        "b": Settled(state="refused", code="too-small", fetch=fetch),
        "c": Settled(state="given_up", code="download-failed", cause="no", fetch=fetch),
        "d": Settled(state="gone", fetch=fetch, missed=True),
    }
    for key, end in ends.items():
        assert not frontier.listing_complete(start.id)
        frontier.settle(take(frontier, key), end)
    assert frontier.listing_complete(start.id)


def test_a_given_up_link_is_listed_by_name_and_age_with_its_pages(
    ledger: Ledger, crawl: Callable[..., Frontier]
) -> None:
    gone = Settled(
        state="given_up", code="download-failed", cause="no answer", fetch=Fetch(asked="u", outcome="failed")
    )
    since = []
    for number in (1, 2):
        frontier = crawl()
        frontier.start([page("one"), page("two")])
        for start in ("one", "two"):
            frontier.settle(take(frontier, start), done(links=(file("dead"), file("fine"))))
        frontier.settle(take(frontier, "dead"), gone)
        frontier.settle(take(frontier, "fine"), held("fine"))
        (dead,) = dead_links(ledger, "papers")
        assert (dead.url, dead.pages, dead.attempts) == ("https://x/dead", ("https://x/one", "https://x/two"), number)
        since.append(dead.failing_since)
    assert since[0] == since[1], "since the first time"
    frontier = crawl()
    frontier.start([file("dead")])
    frontier.settle(take(frontier, "dead"), held("dead"))
    assert dead_links(ledger, "papers") == []


def test_what_has_a_day_of_its_own_is_no_work_before(ledger: Ledger, crawl: Callable[..., Frontier]) -> None:
    frontier = crawl()
    frontier.start([file("f")])
    frontier.settle(take(frontier, "f"), Settled(state="refused", code="too-small", retry_days=3.0))
    frontier = crawl()
    frontier.start([file("f")])
    assert asked(frontier) == []
    with ledger.transaction(writes=True) as connection:
        connection.execute(update(addresses).values(due=addresses.c.due - 3 * DAY))
    assert asked(frontier) == ["f"]


def test_misses_count_once_a_day_and_the_third_withdraws(ledger: Ledger, crawl: Callable[..., Frontier]) -> None:
    missing = Settled(state="gone", missed=True, fetch=Fetch(asked="u", outcome="gone"))
    frontier = crawl()
    frontier.start([file("f"), file("never"), page("p")])
    frontier.settle(take(frontier, "f"), held("f"))
    frontier.settle(take(frontier, "never"), missing)
    frontier.settle(take(frontier, "p"), done("b", links=()))
    seen = []
    for new_day in (True, False, True, True):
        if new_day:
            with ledger.transaction(writes=True) as connection:
                connection.execute(update(addresses).values(missed_on="2001-01-01"))
        frontier = crawl()
        frontier.start([file("f"), file("never"), page("p")])
        for key in ("f", "never", "p"):
            frontier.settle(take(frontier, key), missing)
        known = {one.key: one for one in known_addresses(ledger, "papers")}
        seen.append((known["f"].misses, [one.key for one in withdrawn(ledger)]))
    assert seen == [(1, []), (1, []), (2, []), (3, ["f"])]
    assert known["f"].digest == "a" * 64, "nothing is forgotten"
    assert [entry.name for entry in ledger.files()] == ["https://x/f"]
    frontier = crawl()
    frontier.start([file("f")])
    frontier.settle(take(frontier, "f"), held("f"))
    assert withdrawn(ledger) == []


def test_a_file_that_nothing_links_is_asked_for_itself(ledger: Ledger, crawl: Callable[..., Frontier]) -> None:
    frontier = crawl()
    frontier.start([page("start")])
    frontier.settle(take(frontier, "start"), done(links=(file("f"), file("g"))))
    for key in ("f", "g"):
        frontier.settle(take(frontier, key), held(key))

    def next_crawl() -> Frontier:
        frontier = crawl()
        frontier.start([page("start")])
        frontier.settle(take(frontier, "start"), done("b", links=(file("f"),)))
        frontier.settle(take(frontier, "f"), held("f"))
        return frontier

    def unlisted(frontier: Frontier) -> list[str]:
        return [one.key for one in frontier.unlisted(9, recheck_days=30)]

    frontier = next_crawl()
    assert unlisted(frontier) == ["g"], "at once"
    frontier.settle(frontier.unlisted(9, recheck_days=30)[0], held("g"))
    assert unlisted(frontier) == []
    frontier = next_crawl()
    assert unlisted(frontier) == [], "it is there; it is looked at now and then"
    with ledger.transaction(writes=True) as connection:
        connection.execute(update(addresses).values(checked_at=addresses.c.checked_at - 31 * DAY))
    assert unlisted(frontier) == ["g"]
    frontier.settle(
        frontier.unlisted(9, recheck_days=30)[0],
        Settled(state="gone", missed=True, fetch=Fetch(asked="u", outcome="gone")),
    )
    assert unlisted(next_crawl()) == ["g"], "once missed, each time"


def test_files_are_not_missed_where_their_page_could_not_be_read(crawl: Callable[..., Frontier]) -> None:
    frontier = crawl()
    frontier.start([page("start")])
    frontier.settle(take(frontier, "start"), done(links=(file("f"),)))
    frontier.settle(take(frontier, "f"), held("f"))
    frontier = crawl()
    frontier.start([page("start"), page("never")])
    failed = Settled(state="given_up", code="download-failed", fetch=Fetch(asked="u", outcome="failed"))
    assert frontier.pages_failed() == 2, "not yet asked"
    for key in ("start", "never"):
        frontier.settle(take(frontier, key), failed)
    assert frontier.pages_failed() == 1, "what never was a page has no files that could be missed"


def test_new_bytes_at_an_old_address(ledger: Ledger, crawl: Callable[..., Frontier]) -> None:
    for digit, outcome in (("a", "new"), ("a", "same"), ("b", "changed"), ("a", "changed")):
        frontier = crawl()
        frontier.start([file("f")])
        frontier.settle(take(frontier, "f"), held("f", digit, outcome=outcome))
    assert [(one.old[0], one.new[0], one.name) for one in change_entries(ledger)] == [
        ("a", "b", "https://x/f"),
        ("b", "a", "https://x/f"),
    ]
    assert [one.outcome for one in fetch_entries(ledger, source="papers")] == ["new", "same", "changed", "changed"]
    assert count_outcomes(ledger, fetch_entries(ledger).__next__().crawl) == {("file", "new"): 1}


def test_a_sibling_that_was_looked_for_becomes_the_file_that_is_listed(
    ledger: Ledger, crawl: Callable[..., Frontier]
) -> None:
    frontier = crawl()
    frontier.start([probe("f")])
    frontier.settle(take(frontier, "f"), Settled(state="gone", retry_days=7.0, fetch=Fetch(asked="u", outcome="gone")))
    frontier = crawl()
    frontier.start([probe("f")])
    assert asked(frontier) == []
    frontier.start([file("f", '"listed"')])
    (one,) = frontier.next_batch(9)
    assert (one.kind, one.listed) == ("file", '"listed"')
    frontier.start([probe("f")])
    assert take(frontier, "f").listed == '"listed"', "a guess adds nothing to what is listed"


def test_what_several_pages_say_of_a_file_is_merged_as_the_crawler_likes(crawl: Callable[..., Frontier]) -> None:
    told: list[tuple[str, str | None, bool]] = []

    def merge(now: str, before: str | None, same: bool) -> str:
        told.append((now, before, same))
        return f"{before}+{now}"

    frontier = crawl(merge=merge)
    frontier.start([file("f", "1")])
    frontier.start([file("f", "2")])
    assert take(frontier, "f").listed == "1+2"
    crawl(merge=merge).start([file("f", "3")])
    # Never asked, so that the new crawl took it over: for it this is a second telling.
    assert told == [("2", "1", True), ("3", "1+2", True)]


def test_the_spelling_of_an_address_that_works_is_kept(ledger: Ledger, crawl: Callable[..., Frontier]) -> None:
    frontier = crawl()
    frontier.start([file("f", url="https://x/F.PDF")])
    frontier.settle(take(frontier, "f"), held("f"))
    frontier = crawl()
    frontier.start([file("f", url="http://x/f.pdf")])
    one = take(frontier, "f")
    assert one.url == "https://x/F.PDF"
    frontier.settle(one, Settled(state="gone", missed=True, fetch=Fetch(asked="u", outcome="gone")))
    frontier = crawl()
    frontier.start([file("f", url="http://x/f.pdf")])
    assert take(frontier, "f").url == "http://x/f.pdf"


def test_names_are_restated_where_a_later_page_said_more(ledger: Ledger, crawl: Callable[..., Frontier]) -> None:
    frontier = crawl()
    frontier.start([file("f")])
    frontier.settle(take(frontier, "f"), held("f"))

    def named(title: str):
        return lambda one: SeenFile(
            source="papers", name=one.url, content=one.digest, size=one.size, sidecar=Sidecar(title=title)
        )

    assert frontier.restate(named("t")) == 0
    assert frontier.restate(named("a better title")) == 1
    assert [entry.sidecar.title for entry in ledger.files()] == ["a better title"]


def test_the_tables_are_such_as_both_databases_have() -> None:
    from sqlalchemy.schema import CreateTable

    for table in metadata.sorted_tables:
        for dialect in (sqlite.dialect(), postgresql.dialect()):
            assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=dialect))
