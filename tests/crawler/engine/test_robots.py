"""robots.txt as a promise: what cannot be read closes the host for the run, and is reported."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from played_site import Site


def _drop(stream: Any) -> None:
    stream._sock.shutdown(socket.SHUT_RDWR)


def _silent(stream: Any) -> None:
    time.sleep(3)


def test_what_robots_txt_says_and_what_it_does_not(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], ends: Callable[..., Any]
) -> None:
    from played_site import Reply, page, pdf

    rules = Reply(body=b"User-agent: *\nDisallow: /secret/\nCrawl-delay: 2\n", type="text/plain")
    # host: its robots.txt, and whether its listing may be read
    table: dict[str, tuple[Any, bool, str]] = {
        "rules.example": (rules, True, "a list of rules"),
        "absent.example": (Reply(status=404, body=b"no"), True, "404 says that there are none"),
        "gone.example": (Reply(status=410), True, "410 says that there are none"),
        "empty.example": (Reply(body=b"", type="text/plain"), True, "no rule forbids nothing"),
        "bom.example": (Reply(body=b"\xef\xbb\xbfUser-agent: *\nDisallow:\n", type="text/plain"), True, "a mark of UTF-8"),
        "moved.example": (Reply(status=301, headers={"Location": "/rules.txt"}), True, "a redirect on the same host is followed"),
        "again.example": ([Reply(status=503), rules], True, "the second answer counts"),
        "closed.example": (Reply(body=b"User-agent: *\nDisallow: /\n", type="text/plain"), False, "it forbids everything"),
        "forbidden.example": (Reply(status=403), False, "403 is no permission"),
        "login.example": (Reply(status=401), False, "401 is no permission"),
        "busy.example": (Reply(status=429), False, "429 is no permission"),
        "broken.example": (Reply(status=503), False, "RFC 9309 2.3.1.4: complete disallow"),
        "dropped.example": (Reply(length=-1, send=_drop), False, "a cut off list may lack a rule"),
        "short.example": (Reply(body=b"User-agent: *\n", length=500), False, "fewer bytes than announced"),
        "silent.example": (Reply(length=100, send=_silent), False, "no answer in time"),
        "latin.example": (Reply(body=b"User-agent: *\nDisallow: /\xe9t\xe9\n", type="text/plain"), False, "a path in no UTF-8"),
        "remark.example": (
            Reply(body=b"# R\xe8gles\nUser-agent: *\nDisallow: /secret/\n", type="text/plain"), True, "a remark harms no rule",
        ),
        "shell.example": (page(title="Welcome"), False, "a page is no list of rules"),
        "large.example": (Reply(body=b"#" * 600_000, type="text/plain"), False, "larger than the limit"),
        "away.example": (Reply(status=302, headers={"Location": "https://elsewhere.example/robots.txt"}), False, "led to others"),
    }  # fmt: skip
    for host, (answer, _, _) in table.items():
        site.routes[f"//{host}/robots.txt"] = answer
        site.routes[f"//{host}/"] = page("/a-en.pdf", "/secret/b-en.pdf")
    site.routes["/rules.txt"] = rules
    site.routes["/a-en.pdf"] = site.routes["/secret/b-en.pdf"] = pdf()
    hosts = tuple(table)
    source(hosts=list(hosts), urls=[f"https://{host}/" for host in hosts])
    summary = crawled(hosts=hosts)

    read = {host for host in hosts if "/" in site.paths(host)}
    assert read == {host for host, (_, allowed, _) in table.items() if allowed}
    # What is forbidden by a rule is refused; what is closed for a run stays work and is told.
    state = ends(kind="file", hosts=True)
    assert state["//rules.example/secret/b-en.pdf"] == ("refused", "robots-disallowed")
    assert state["//rules.example/a-en.pdf"] == ("done", None)
    assert "/secret/b-en.pdf" not in site.paths("rules.example")
    closed = {host for host, (_, allowed, _) in table.items() if not allowed} - {"closed.example"}
    assert set(summary.hosts) == closed
    assert all("robots.txt cannot be read" in reason for reason in summary.hosts.values())
    assert summary.state == "failed"
    assert "robots.txt" in (summary.cause or "")
    pages = ends(kind="page", hosts=True)
    assert {host for host in hosts if pages[f"//{host}/"] == ("pending", None)} == closed
    # Read once a host and crawl, and nothing before it.
    for host in hosts:
        asked = [one.path for one in site.asked if one.host == host]
        assert asked[0] == "/robots.txt"
        assert site.paths(host).count("/robots.txt") == 0


@pytest.mark.parametrize(("delay", "left"), [("86400", True), ("7", False)])
def test_a_crawl_delay_beyond_what_is_waited_for_leaves_the_host(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], delay: str, left: bool
) -> None:
    from played_site import Reply, page

    site.routes |= {"/robots.txt": Reply(body=f"User-agent: *\nCrawl-delay: {delay}\n".encode()), "/": page()}
    source(politeness={"retry_after": {"max_wait_s": 3600}})
    summary = crawled()
    assert bool(summary.hosts) is left
    assert ("/" in site.paths()) is not left
