"""Killed again and again, anywhere: the end is that of a crawl that nobody disturbed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.ledger import Ledger
from core.ledger.crawl_tables import addresses, page_links
from core.ledger.crawls import crawl_entries
from core.ledger.fetches import fetch_entries

if TYPE_CHECKING:
    from played_site import Site


def state_of(ledger: Ledger, name: str) -> dict[str, Any]:
    """All that a crawl leaves, but for numbers and times."""
    with ledger.transaction(writes=False) as connection:
        rows = {row.id: row for row in connection.execute(select(addresses).where(addresses.c.source == name))}
        links = connection.execute(select(page_links)).all()
    kept = (
        "kind",
        "key",
        "step",
        "rank",
        "depth",
        "state",
        "code",
        "etag",
        "digest",
        "size",
        "attempts",
        "misses",
        "listed",
    )
    return {
        "addresses": sorted(tuple(str(getattr(row, column)) for column in kept) for row in rows.values()),
        "links": sorted((rows[link.page].key, rows[link.address].key) for link in links if link.page in rows),
        "files": sorted((one.name, one.content) for one in ledger.files() if one.source == name),
        "fetches": sorted((one.asked, one.outcome) for one in fetch_entries(ledger, source=name)),
    }


def test_killed_anywhere(
    site: Site, source: Callable[..., str], order: Callable[..., Any], crawled: Callable[..., Any], ledger: Ledger
) -> None:
    from forked_crawl import started
    from played_site import Asked, Reply, page, pdf, validated

    pages = {
        f"/p{number}": page(*(f"/{number}{letter}-en.pdf" for letter in "abc"), "/shared-en.pdf") for number in range(4)
    }
    files = {f"/{number}{letter}-en.pdf": pdf(f"{number}{letter}") for number in range(4) for letter in "abc"}
    site.routes |= pages | files
    site.routes |= {
        "/": page(*pages),
        "/shared-en.pdf": validated(pdf("shared"), etag='"s"'),
        "/0b-en.pdf": Reply(status=404),
    }
    undisturbed, killed = "undisturbed", "killed"
    source(id=undisturbed)
    assert crawled(undisturbed).state == "done"
    wanted = state_of(ledger, undisturbed)
    times = Counter(site.paths())

    routes, reached, go_on = dict(site.routes), threading.Event(), threading.Event()

    def stop_at(path: str) -> None:
        """The next request of `path` is answered only when the crawler is dead."""

        def answer(asked: Asked) -> Reply:
            reached.set()
            go_on.wait(30)
            route = routes[path]
            return route(asked) if callable(route) else route  # type: ignore[return-value]

        site.routes[path] = answer

    source(id=killed)
    site.forget()
    stops = ["/robots.txt", "/", "/p0", "/0b-en.pdf", "/shared-en.pdf", "/p2", "/3c-en.pdf"]
    routes["/robots.txt"] = Reply(status=404)
    for path in stops:
        reached.clear()
        go_on.clear()
        stop_at(path)
        process = started(order(killed))
        try:
            assert reached.wait(60), path
            # Perhaps before the answer arrives, perhaps while what it says is written down.
            go_on.set()
            time.sleep(0.004 * stops.index(path))
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.join(10)
            go_on.set()
            site.routes[path] = routes[path]
    summary = crawled(killed)
    assert (summary.state, summary.resumed) == ("done", True)
    assert state_of(ledger, killed) == wanted
    assert len(list(crawl_entries(ledger, killed))) == 1
    # Each kill may cost one request: that which was on its way.
    assert (Counter(site.paths()) - times).total() <= len(stops)
