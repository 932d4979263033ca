"""How crawls end other than well: killed, crashed, locked out, blocked, stopped; and that the ledger tells the truth of each."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from core.errors import ConfigurationError, Locked, UsageError
from core.ledger import Ledger
from core.ledger.crawls import crawl_entries, pause, source_state, unpause
from core.ledger.frontier import known_addresses
from core.lock import run_lock
from core.settings import Settings
from crawler.engine.crawling import check
from crawler.engine.order import CrawlOrder, End, Event, Line, Progress
from crawler.engine.running import run_crawl

if TYPE_CHECKING:
    from played_site import Site


def slow_files(
    site: Site, count: int, seconds: float = 0.0, gate: threading.Event | None = None, free: int = 0
) -> list[str]:
    """A listing of files that take their time; those from number `free` on wait for `gate`."""
    from played_site import Asked, Reply, page, pdf

    def slowly(asked: Asked) -> Reply:
        time.sleep(seconds)
        if gate is not None and asked.path >= f"/{free:02}-en.pdf":
            gate.wait(60)
        return pdf(asked.path)

    links = [f"/{number:02}-en.pdf" for number in range(count)]
    site.routes |= dict.fromkeys(links, slowly) | {"/": page(*links)}
    return links


def started(order: CrawlOrder) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-m", "crawler.engine.child"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    assert child.stdin is not None
    child.stdin.write(msgspec.json.encode(order))
    child.stdin.close()
    return child


def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to it"
        time.sleep(0.02)


def end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait(10)
    if child.stdout is not None:
        child.stdout.close()


def test_killed_in_the_middle_and_gone_on_with(
    site: Site,
    source: Callable[..., str],
    order: Callable[..., CrawlOrder],
    crawled: Callable[..., Any],
    ledger: Ledger,
    settings: Settings,
) -> None:
    """Another crawler is turned away while the first one lives, and goes on at once when it is dead."""
    gate = threading.Event()
    links = slow_files(site, 20, gate=gate, free=5)
    source(files={"max_seconds": 60, "stall_seconds": 60})
    child = started(order())
    try:
        until(lambda: len(site.paths()) >= 6)
        with pytest.raises(Locked, match="mea crawl papers"):
            run_crawl(order())
        # Crawling holds no run lock: an ingest may work meanwhile, and what it says of earlier runs is not said of the crawl.
        with run_lock(settings.home, "mea ingest"):
            ledger.begin_run("ingest", "0")
        before = [one.path for one in site.asked]
        os.kill(child.pid, signal.SIGKILL)
        child.wait(10)
    finally:
        end(child)
        gate.set()
    (entry,) = crawl_entries(ledger, "papers")
    assert entry.state == "running", "nobody was there to say otherwise"
    kept = {one.url for one in known_addresses(ledger, "papers") if one.state == "done"}
    pending = {one.url for one in known_addresses(ledger, "papers") if one.state == "pending"}
    assert len(kept) + len(pending) == len(links) + 1
    summary = crawled()
    assert (summary.state, summary.resumed, summary.crawl) == ("done", True, entry.id)
    assert (summary.held, summary.new) == (20, 20)
    times = Counter(site.paths())
    # Only what was being asked when it was killed may be asked again; what was recorded is not.
    again = {path for path, count in times.items() if count > 1}
    assert len(again) <= 1
    assert not {f"https://papers.example{path}" for path in again} & kept
    assert set(links) <= set(times)
    assert len(before) < len(site.asked)
    assert len(list(crawl_entries(ledger, "papers"))) == 1


def test_a_crawler_whose_reader_is_gone_ends_by_itself(
    site: Site, source: Callable[..., str], order: Callable[..., CrawlOrder], ledger: Ledger
) -> None:
    slow_files(site, 60, seconds=0.3)
    source()
    child = started(order())
    try:
        until(lambda: len(site.paths()) >= 2)
        assert child.stdout is not None
        child.stdout.close()
        child.wait(15)
    finally:
        end(child)
    assert len(site.paths()) < 60
    (entry,) = crawl_entries(ledger, "papers")
    assert entry.state == "stopped"


def test_who_is_interrupted_takes_the_crawler_along(
    site: Site, source: Callable[..., str], order: Callable[..., CrawlOrder], ledger: Ledger
) -> None:
    slow_files(site, 60, seconds=0.3)
    source()

    def interrupt(event: Event) -> None:
        if isinstance(event, Progress) and event.files:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_crawl(order(), interrupt)
    asked = len(site.asked)
    time.sleep(0.8)
    assert len(site.asked) <= asked + 1
    assert next(crawl_entries(ledger, "papers")).state == "stopped"


def test_a_crash_of_the_crawler_is_told_with_its_cause(
    site: Site, source: Callable[..., str], order: Callable[..., CrawlOrder], ledger: Ledger
) -> None:
    slow_files(site, 40, seconds=0.3)
    source()
    events: list[Event] = []
    found: list[int] = []

    def kill(event: Event) -> None:
        events.append(event)
        if isinstance(event, Progress) and event.files and not found:
            children = subprocess.run(
                ["pgrep", "-P", str(os.getpid()), "-f", "crawler.engine.child"],
                capture_output=True,
                text=True,
                check=False,
            )
            found.extend(int(line) for line in children.stdout.split())
            os.kill(found[0], signal.SIGKILL)

    summary = run_crawl(order(), kill)
    assert summary.state == "failed"
    assert "SIGKILL" in (summary.cause or "")
    assert not any(isinstance(event, End) for event in events)
    (entry,) = crawl_entries(ledger, "papers")
    assert (entry.state, entry.id) == ("stopped", summary.crawl)


def test_a_protection_page_stops_the_host(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], ends: Callable[..., Any], ledger: Ledger
) -> None:
    from played_site import Reply, page, pdf

    challenge = (
        b"<html><head><title>Just a moment...</title></head><body><script src='/cdn-cgi/x'></script></body></html>"
    )
    frame = b"<iframe src='/_Incapsula_Resource?x'>Request unsuccessful. Incapsula incident ID: 1</iframe>"
    incident = b"<html><body>" + frame + b"</body></html>"
    passive = page(
        "/n1-en.pdf",
        rest=f"<script>window.__CF$cv$params={{}}</script><p>{'Words. ' * 400}</p><script src='/_Incapsula_Resource'>",
    )
    hosts = ("cloud.example", "wall.example", "shy.example", "normal.example", "private.example")
    site.routes |= {
        "//cloud.example/": Reply(status=403, headers={"cf-mitigated": "challenge"}, body=challenge),
        "//wall.example/": page("/w1-en.pdf", "/w2-en.pdf", "/w3-en.pdf"),
        "//wall.example/w1-en.pdf": pdf("w1"),
        "//wall.example/w2-en.pdf": Reply(body=incident),
        "//shy.example/": page(*[f"/s{number}-en.pdf" for number in range(9)]),
        "//normal.example/": passive,
        "//normal.example/n1-en.pdf": pdf("n1"),
        "//private.example/": page("/p1-en.pdf", "/p2-en.pdf", "/p3-en.pdf", "/p4-en.pdf"),
        **{f"//shy.example/s{number}-en.pdf": Reply(status=403) for number in range(9)},
        **{f"//private.example/p{number}-en.pdf": Reply(status=403) if number != 3 else pdf() for number in (1, 2, 3, 4)},
    }  # fmt: skip
    source(hosts=list(hosts), urls=[f"https://{host}/" for host in hosts])
    told: list[Event] = []
    summary = crawled(hosts=hosts)
    assert summary.state == "blocked"
    assert set(summary.hosts) == {"cloud.example", "wall.example", "shy.example"}
    assert "protection page" in summary.hosts["wall.example"]
    assert "inbox" in (summary.cause or "")
    # Nothing is asked of a host after its protection page.
    assert site.paths("cloud.example") == ["/"]
    assert "/w3-en.pdf" not in site.paths("wall.example")
    assert len(site.paths("shy.example")) == 4
    state = ends(hosts=True)
    assert state["//cloud.example/"] == ("pending", None)
    assert state["//wall.example/w1-en.pdf"] == ("done", None)
    assert state["//wall.example/w2-en.pdf"] == ("pending", None)
    assert state["//normal.example/n1-en.pdf"] == ("done", None), "a passive script is no protection page"
    assert state["//private.example/p4-en.pdf"] == ("refused", "forbidden"), "single private files are none either"
    assert source_state(ledger, "papers").blocked_cause == summary.blocked
    assert not told


def test_a_step_that_fails_fails_the_crawl_and_nothing_else(
    site: Site,
    source: Callable[..., str],
    order: Callable[..., CrawlOrder],
    crawled: Callable[..., Any],
    ledger: Ledger,
) -> None:
    from played_site import Reply, page, pdf

    site.routes |= {
        "/": page("/a-en.pdf"),
        "/api": Reply(body=b"[" * 100_000, type="application/json"),
        "/a-en.pdf": pdf("a"),
    }
    source(
        discovery=[
            {
                "id": "rows",
                "kind": "json_api",
                "url": "https://papers.example/api",
                "rows": "$",
                "files": {"path": "files", "url": "url"},
            },
            {"id": "all", "kind": "html_links", "urls": ["https://papers.example/"], "links": "li a"},
        ],
        pages={},
        expect={"minimum": 5, "canaries": ["CSKW/COP1/Doc.1"]},
    )
    summary = crawled()
    assert summary.held == 1
    assert summary.state == "failed"
    assert summary.failing_since is not None
    first = source_state(ledger, "papers").failing_since
    source(
        discovery=[{"id": "all", "kind": "html_links", "urls": ["https://papers.example/"], "links": "li a"}],
        pages={},
        expect={"minimum": 2},
    )
    second = crawled()
    assert second.state == "failed"
    assert (second.cause or "").startswith("Expected at least 2 files: 1. Failing since 20")
    assert second.failing_since == first, "since the first of them"
    source(expect={"minimum": 1})
    third = crawled()
    assert (third.state, third.failing_since) == ("done", None)
    assert source_state(ledger, "papers").last_good == third.crawl


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("crawler.engine.spider:read_page", id="where a page is read"),
        pytest.param("crawler.engine.spider:end_of_file", id="where a file is judged"),
        pytest.param("crawler.engine.spider:SourceSpider._work", id="where the next address is sought"),
        pytest.param("crawler.engine.transport:Transport._ask", id="where it is asked"),
    ],
)
def test_a_defect_of_the_program_fails_the_crawl(
    site: Site, source: Callable[..., str], order: Callable[..., CrawlOrder], ledger: Ledger, broken: str
) -> None:
    from forked_crawl import crawl_forked

    slow_files(site, 2)
    source()
    summary = crawl_forked(order(), broken)
    assert (summary.state, summary.held) == ("failed", 0)
    assert "ZeroDivisionError" in (summary.cause or "")
    assert next(crawl_entries(ledger)).state == "failed"
    assert {one.state for one in known_addresses(ledger, "papers")} <= {"pending", "done"}, "no end is made up"


def test_a_crawl_that_was_limited_goes_on_where_it_was(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], ledger: Ledger
) -> None:
    links = slow_files(site, 7, seconds=0.0)
    source(politeness={"max_requests_per_run": 6})
    assert crawled(dry_run=True).files_listed == 7
    assert site.paths() == ["/"], "a dry run asks for no file"
    site.forget()
    first = crawled(limit=2)
    assert (first.state, first.new, first.expectations) == ("stopped", 2, ())
    assert [one for one in site.paths() if one != "/"] == links[:2]
    site.forget()
    second = crawled()
    assert (second.state, second.requests) == ("stopped", 6), "robots.txt counts too"
    assert "6 requests" in (second.cause or "")
    assert site.paths() == links[2:], "what was found and never asked comes first"
    site.forget()
    third = crawled()
    assert (third.state, third.resumed, third.held) == ("done", True, 7)
    assert site.paths() == ["/", *links[:2]]


def test_a_run_has_its_time(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEA__LIMITS__CRAWL_SECONDS", "0.5")
    slow_files(site, 40, seconds=0.2)
    source()
    summary = crawled()
    assert summary.state == "stopped"
    assert "seconds of one run" in (summary.cause or "")
    assert 0 < summary.pending <= 40


def test_where_nothing_can_be_kept_nothing_more_is_asked(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "full").write_text("a file where the folder of blobs should be")
    monkeypatch.setenv("MEA__BLOBS__URL", (tmp_path / "full" / "blobs").as_uri())
    slow_files(site, 5)
    source()
    summary = crawled()
    assert summary.state == "failed"
    assert "blob" in (summary.cause or "")
    assert site.paths() == ["/"]
    assert summary.pending == 1


def test_what_cannot_begin_says_why(
    site: Site, source: Callable[..., str], order: Callable[..., CrawlOrder], ledger: Ledger
) -> None:
    source()
    pause(ledger, "papers", "they asked us to")
    with pytest.raises(UsageError, match="they asked us to"):
        run_crawl(order())
    unpause(ledger, "papers")
    for keys, says in [
        ({"rehearse": {"papers.example": "http://10.0.0.1:80"}}, "on this machine"),
        ({"rehearse": {}, "time_scale": 0.1}, "rehearsals only"),
        ({"time_scale": -1.0}, "backwards"),
    ]:
        with pytest.raises(UsageError, match=says):
            check(order(**keys))
    with pytest.raises(ConfigurationError, match="no source elsewhere"):
        run_crawl(order("elsewhere"))
    assert site.asked == []
    assert list(crawl_entries(ledger)) == []


def test_two_crawlers_of_two_sources_do_not_wait_for_each_other(
    site: Site, source: Callable[..., str], order: Callable[..., CrawlOrder], ledger: Ledger
) -> None:
    links = slow_files(site, 8, seconds=0.05)
    source(id="one", hosts=["one.example"])
    source(id="two", hosts=["two.example"])
    summaries: dict[str, Any] = {}

    def crawl(name: str) -> None:
        summaries[name] = run_crawl(order(name, hosts=(f"{name}.example",)))

    threads = [threading.Thread(target=crawl, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {name: (one.state, one.held) for name, one in summaries.items()} == {"one": ("done", 8), "two": ("done", 8)}
    assert Counter(site.paths()) == {"/": 2} | dict.fromkeys(links, 2)


def test_sites_are_told_who_asks(
    site: Site, source: Callable[..., str], order: Callable[..., CrawlOrder], monkeypatch: pytest.MonkeyPatch
) -> None:
    from forked_crawl import crawl_forked
    from played_site import page

    site.routes["/"] = page()
    source()
    crawl_forked(order())
    agents = {one.headers["User-Agent"] for one in site.asked}
    assert all("(+mailto:operator@papers.example)" in agent for agent in agents)
    assert len(agents) == 1
    assert not {name for one in site.asked for name in one.headers} & {"Cookie", "Referer", "Authorization"}
    monkeypatch.delenv("MEA__CRAWL__CONTACT")
    told: list[Event] = []
    crawl_forked(order(), on_event=told.append)
    assert any(isinstance(event, Line) and "MEA__CRAWL__CONTACT" in event.text for event in told)
