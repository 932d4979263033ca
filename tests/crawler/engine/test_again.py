"""The second crawl and those after it: only what changed is fetched, servers that lie are found out, nothing is deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from core.blobs import Blobs
from core.ledger import Ledger
from core.ledger.crawl_entries import Address
from core.ledger.crawl_tables import addresses
from core.ledger.fetches import change_entries, class_change, fetch_entries
from core.ledger.frontier import known_addresses, withdrawn
from core.ledger.tables import former
from core.settings import Settings
from crawler.engine.conditional import conditions, to_be_asked_fully

if TYPE_CHECKING:
    from played_site import Site

HOST = "https://papers.example"
DAY = 86_400.0


def outcomes(ledger: Ledger, crawl: int | None) -> dict[str, str]:
    return {
        one.asked.removeprefix(HOST): one.outcome
        for one in fetch_entries(ledger, crawl=crawl)
        if "robots" not in one.asked
    }


def age(ledger: Ledger, days: float, *, misses: bool = False) -> None:
    """As if the last crawl had been `days` earlier."""
    with ledger.transaction(writes=True) as connection:
        for column in ("checked_at", "asked_fully_at", "due", "failing_since"):
            connection.execute(update(addresses).values({column: addresses.c[column] - days * DAY}))
        if misses:
            connection.execute(
                update(addresses).where(addresses.c.missed_on.is_not(None)).values(missed_on="2001-01-01")
            )


def test_a_second_crawl_asks_only_for_what_is_new(
    site: Site,
    source: Callable[..., str],
    crawled: Callable[..., Any],
    ends: Callable[..., Any],
    ledger: Ledger,
    settings: Settings,
) -> None:
    from played_site import Reply, page, pdf, validated

    site.routes |= {
        "/": validated(page("/x", *(f"/{one}-en.pdf" for one in ("tag", "weak", "date", "plain", "turn", "new"))), etag='"1"'),
        "/x": page("/deep-en.pdf"),
        "/deep-en.pdf": validated(pdf("deep"), etag='"d"'),
        "/tag-en.pdf": validated(pdf("tag"), etag='"t"'),
        "/weak-en.pdf": validated(pdf("weak"), etag='W/"w"'),
        "/date-en.pdf": validated(pdf("date"), modified="Tue, 10 Feb 2026 10:00:00 GMT"),
        "/plain-en.pdf": pdf("plain"),
        "/turn-en.pdf": [Reply(body=pdf("turn").body, headers={"ETag": f'"{n}"'}) for n in range(9)],
        "/new-en.pdf": [pdf("old"), pdf("newer")],
    }  # fmt: skip
    source()
    first = crawled()
    assert (first.state, first.new, first.held) == ("done", 7, 7)
    assert Counter(outcomes(ledger, first.crawl).values()) == {"new": 9}
    site.forget()
    second = crawled()
    assert second.crawl != first.crawl
    assert outcomes(ledger, second.crawl) == {
        "/": "not_modified", "/x": "same", "/deep-en.pdf": "not_modified", "/tag-en.pdf": "not_modified",
        "/weak-en.pdf": "not_modified", "/date-en.pdf": "not_modified", "/plain-en.pdf": "same", "/turn-en.pdf": "same",
        "/new-en.pdf": "changed",
    }  # fmt: skip
    assert (second.new, second.changed, second.same, second.not_modified, second.held) == (0, 1, 2, 4, 7)
    assert second.bytes < first.bytes
    # What was not modified is known all the same: its links are read from what is kept of it.
    assert {one.path for one in site.asked if "If-None-Match" in one.headers or "If-Modified-Since" in one.headers} == {
        "/", "/deep-en.pdf", "/tag-en.pdf", "/weak-en.pdf", "/date-en.pdf", "/turn-en.pdf",
    }  # fmt: skip
    # New bytes at an old address: one name, the old bytes kept, the change told, once.
    (change,) = change_entries(ledger, crawl=second.crawl)
    blobs = Blobs(settings.blobs_url)
    assert (change.name, change.kind) == (f"{HOST}/new-en.pdf", None)
    assert (blobs.get(change.old), blobs.get(change.new)) == (pdf("old").body, pdf("newer").body)
    (entry,) = [one for one in ledger.files() if one.name == change.name]
    assert entry.content == change.new
    with ledger.transaction(writes=False) as connection:
        assert connection.execute(select(former.c.content)).scalars().all() == [change.old]
    class_change(ledger, change.id, "editorial", "one word")
    assert change_entries(ledger, unclassed=True) == []
    assert change_entries(ledger)[0].detail == "one word"


def test_what_stands_against_asking_with_conditions(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], ledger: Ledger, settings: Settings
) -> None:
    from played_site import page, pdf, validated

    files = ("lost", "unread", "old", "fresh", "liar")
    for name in files:
        site.routes[f"/{name}-en.pdf"] = validated(pdf(name), etag=f'"{name}"')
    site.routes["/"] = page(*(f"/{name}-en.pdf" for name in files))
    source()
    first = crawled()
    known = {one.url.removeprefix(HOST): one for one in known_addresses(ledger, "papers")}
    Blobs(settings.blobs_url).discard(known["/lost-en.pdf"].digest or "")
    ledger.run = first.run
    claim = ledger.claim(known["/unread-en.pdf"].digest or "", "read", "1")
    assert claim is not None
    ledger.give_up(claim, "failed", "reader-killed")
    with ledger.transaction(writes=True) as connection:
        long_ago = {"asked_fully_at": (known["/old-en.pdf"].asked_fully_at or 0) - 31 * DAY}
        for path in ("/old-en.pdf", "/liar-en.pdf"):
            connection.execute(update(addresses).where(addresses.c.id == known[path].id).values(**long_ago))
    # This one keeps its tag and has other bytes: only who asks for all of it sees that.
    site.routes["/liar-en.pdf"] = validated(pdf("the truth"), etag='"liar"')
    site.forget()
    second = crawled()
    assert outcomes(ledger, second.crawl) == {
        "/": "same", "/lost-en.pdf": "same", "/unread-en.pdf": "same", "/old-en.pdf": "same", "/fresh-en.pdf": "not_modified",
        "/liar-en.pdf": "changed",
    }  # fmt: skip
    assert Blobs(settings.blobs_url).exists(known["/lost-en.pdf"].digest or "")


def test_withdrawn_after_three_days_without_it_and_back_again(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], ends: Callable[..., Any], ledger: Ledger
) -> None:
    from played_site import Reply, page, pdf

    missing = Reply(status=404)
    site.routes |= {
        "/": [page("/a-en.pdf", "/b-en.pdf", "/never-en.pdf"), *[page("/a-en.pdf", "/never-en.pdf")] * 9],
        "/a-en.pdf": [pdf("a"), missing, missing, missing, missing, pdf("a")],
        "/b-en.pdf": [pdf("b"), pdf("b"), missing, missing, missing],
        "/never-en.pdf": missing,
    }  # fmt: skip
    source()
    told = []
    for nights in range(5):
        summary = crawled()
        told.append((summary.gone, summary.withdrawn, [one.url.rpartition("/")[2] for one in withdrawn(ledger)]))
        # The third crawl is on the day of the second: a second look on one day is no second miss.
        age(ledger, 1, misses=nights != 1)
    # b is no longer linked from the second crawl on: it is asked for itself, and is still there once.
    assert told == [(1, 0, []), (2, 0, []), (2, 0, []), (2, 0, []), (2, 1, ["a-en.pdf"])]
    assert {entry.name for entry in ledger.files()} == {f"{HOST}/a-en.pdf", f"{HOST}/b-en.pdf"}
    age(ledger, 40, misses=True)
    assert crawled().gone == 2
    (back,) = [one for one in known_addresses(ledger, "papers") if one.url.endswith("/a-en.pdf")]
    assert (back.state, back.misses, back.withdrawn_at) == ("done", 0, None)


def test_a_dead_link_neither_stops_a_listing_nor_is_forgotten(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], ledger: Ledger
) -> None:
    from played_site import Reply, page, pdf, validated

    site.routes |= {
        "/": validated(page("/a-en.pdf", "/dead-en.pdf"), etag='"1"'),
        "/a-en.pdf": validated(pdf("a"), etag='"a"'),
        "/dead-en.pdf": [*[Reply(status=500)] * 8, pdf("healed")],
    }  # fmt: skip
    source()
    assert crawled().given_up == 1
    site.forget()
    second = crawled()
    assert [one.status for one in fetch_entries(ledger, crawl=second.crawl) if one.asked == f"{HOST}/"] == [304]
    (line,) = [line for line in second.issues if line.startswith("given up")]
    assert "/dead-en.pdf" in line
    assert "2 crawls" in line
    # The third time it is given a day's rest, and then it is asked again, though the listing is as it was.
    site.forget()
    third = crawled()
    assert "/dead-en.pdf" in site.paths()
    site.forget()
    fourth = crawled()
    assert "/dead-en.pdf" not in site.paths()
    assert (third.given_up, fourth.given_up) == (1, 1)
    age(ledger, 2)
    crawled()
    assert crawled().given_up in {0, 1}


def address(**known: Any) -> Address:
    given: dict[str, Any] = dict.fromkeys(Address.__struct_fields__) | {
        "id": 1, "source": "s", "kind": "file", "key": "k", "url": "u", "step": "x", "rank": 1, "depth": 1, "state": "done",
        "attempts": 0, "misses": 0,
    }  # fmt: skip
    return Address(**(given | known))


@pytest.mark.parametrize(
    ("known", "sent"),
    [
        ({"etag": '"a"', "last_modified": "Tue"}, {"If-None-Match": '"a"', "If-Modified-Since": "Tue"}),
        ({"etag": 'W/"a"'}, {"If-None-Match": 'W/"a"'}),
        ({"last_modified": "Tue"}, {"If-Modified-Since": "Tue"}),
        ({}, {}),
    ],
)
def test_conditions(known: dict[str, str], sent: dict[str, str]) -> None:
    assert conditions(address(**known)) == sent


def test_each_address_has_its_own_day_to_be_asked_in_full() -> None:
    keys = [f"https://papers.example/{number}" for number in range(600)]
    days = Counter[int]()
    for key in keys:
        last = 20_000 * DAY
        due = [
            day for day in range(61) if to_be_asked_fully(address(key=key, asked_fully_at=last), last + day * DAY, 30)
        ]
        assert 1 <= due[0] <= 30, "never later than the cycle"
        days[due[0]] += 1
    assert to_be_asked_fully(address(), 0.0, 30), "one that never was is asked at once"
    assert max(days.values()) < 3 * len(keys) / 30, "no night has to ask for a large share"
