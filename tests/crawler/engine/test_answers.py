"""What each answer of a site means: sizes, times, formats, pressure. Many rows in one crawl, for each costs a process."""

from __future__ import annotations

import gzip
import io
import itertools
import socket
import time
import zipfile
import zlib
from collections.abc import Callable
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import brotli
import pytest

from core.blobs import Blobs
from core.ledger import Ledger
from core.ledger.fetches import fetch_entries
from core.settings import Settings

if TYPE_CHECKING:
    from played_site import Site

LARGEST = 200_000


def _docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document>" + "x" * 500 + "</w:document>")
    return out.getvalue()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.pdf", "%PDF-" + "x" * 500)
    return out.getvalue()


def _drip(stream: Any) -> None:
    for _ in range(100):
        stream.write(b"x")
        stream.flush()
        time.sleep(0.1)


def _stall(stream: Any) -> None:
    stream.write(b"%PDF-1.4")
    stream.flush()
    time.sleep(4)


def _endless(stream: Any) -> None:
    for _ in range(5_000):
        stream.write(b"%PDF-" + b"x" * 995)


def _reset(stream: Any) -> None:
    stream._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    stream._sock.close()


def test_what_comes_as_a_file(
    site: Site,
    source: Callable[..., str],
    crawled: Callable[..., Any],
    ends: Callable[..., Any],
    ledger: Ledger,
    settings: Settings,
) -> None:
    from played_site import Reply, page, pdf

    bomb = b"%PDF-" + b"\0" * (20 * LARGEST)
    html = b"<!doctype html><html><body>" + b"<p>Please log in to see this paper.</p>" * 20 + b"</body></html>"
    encoded = {"Content-Encoding": "gzip"}
    table: dict[str, tuple[Any, tuple[str, str | None]]] = {
        "/fine-en.pdf": (pdf(), ("done", None)),
        "/stream-en.pdf": (Reply(body=pdf().body, type="application/octet-stream"), ("done", None)),
        "/untyped-en.pdf": (Reply(body=pdf().body, type=None), ("done", None)),
        "/gzip-en.pdf": (Reply(body=gzip.compress(pdf("packed").body), headers=encoded), ("done", None)),
        "/late-en.pdf": (Reply(body=b"\n" * 900 + pdf().body, type="application/pdf"), ("done", None)),
        "/docx-en.docx": (Reply(body=_docx(), type="application/zip"), ("done", None)),
        "/named-doc-en.doc": (Reply(body=_docx(), type="application/msword"), ("done", None)),
        "/rtf-en.doc": (Reply(body=b"{\\rtf1 " + b"x" * 500, type="application/msword"), ("done", None)),
        "/ole-en.doc": (Reply(body=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, type=None), ("done", None)),
        "/chunked-en.pdf": (Reply(body=pdf("until closed").body, length=-1), ("done", None)),
        "/page-en.html": (Reply(body=html), ("done", None)),
        "/html-en.pdf": (Reply(body=html), ("refused", "html-instead")),
        "/xhtml-en.pdf": (Reply(body=b"<?xml version='1.0'?>\n<html>" + html, type="application/pdf"), ("refused", "html-instead")),
        "/soft-en.pdf": (Reply(body=html.replace(b"<body>", b"<title>Page not found</title><body>")), ("gone", "gone-at-source")),
        "/zip-en.pdf": (Reply(body=_zip()), ("refused", "format-not-collected")),
        "/exe-en.pdf": (Reply(body=b"MZ" + b"\0" * 700), ("refused", "format-not-collected")),
        "/empty-en.pdf": (Reply(body=b"", type="application/pdf"), ("refused", "too-small")),
        "/tiny-en.pdf": (Reply(body=b"%PDF-1.4", type="application/pdf"), ("refused", "too-small")),
        "/404-en.pdf": (Reply(status=404, body=html), ("gone", "gone-at-source")),
        "/410-en.pdf": (Reply(status=410), ("gone", "gone-at-source")),
        "/private-en.pdf": (Reply(status=403, body=html), ("refused", "forbidden")),
        "/legal-en.pdf": (Reply(status=451), ("refused", "forbidden")),
        "/teapot-en.pdf": (Reply(status=418), ("refused", "answer-refused")),
        "/choices-en.pdf": (Reply(status=300, body=html), ("refused", "redirect-refused")),
        "/announced-en.pdf": (Reply(body=b"", length=LARGEST + 1), ("refused", "download-too-large")),
        "/endless-en.pdf": (Reply(length=-1, send=_endless), ("refused", "download-too-large")),
        "/bomb-en.pdf": (Reply(body=gzip.compress(bomb), headers=encoded), ("refused", "download-bomb")),
        "/deflate-en.pdf": (Reply(body=zlib.compress(bomb), headers={"Content-Encoding": "deflate"}), ("refused", "download-bomb")),
        "/br-en.pdf": (Reply(body=brotli.compress(bomb), headers={"Content-Encoding": "br"}), ("refused", "download-bomb")),
        "/twice-en.pdf": (
            Reply(body=gzip.compress(gzip.compress(bomb)), headers={"Content-Encoding": "gzip, gzip"}),
            ("refused", "download-bomb"),
        ),
        "/broken-en.pdf": (Reply(body=b"no gzip at all" * 40, headers=encoded), ("given_up", "download-failed")),
        "/drip-en.pdf": (Reply(length=1_000, send=_drip), ("given_up", "download-too-slow")),
        "/stall-en.pdf": (Reply(length=1_000, send=_stall), ("given_up", "download-failed")),
        "/reset-en.pdf": (Reply(length=1_000, send=_reset), ("given_up", "download-failed")),
        "/short-en.pdf": (Reply(body=pdf().body, length=5_000), ("given_up", "download-failed")),
        "/500-en.pdf": (Reply(status=500), ("given_up", "download-failed")),
        "/unasked-304-en.pdf": (Reply(status=304, type=None), ("given_up", "download-failed")),
        "/heals-en.pdf": ([Reply(status=502), pdf("healed")], ("done", None)),
    }  # fmt: skip
    for path, (answer, _) in table.items():
        site.routes[path] = answer
    site.routes["/"] = page(*table)
    source(
        discovery=[
            {
                "id": "all",
                "kind": "html_links",
                "urls": ["https://papers.example/"],
                "links": "li a",
                "file_regex": "html$",
            }
        ],
        pages={},
        files={"min_bytes": 64, "max_bytes": LARGEST, "max_seconds": 2, "stall_seconds": 0.7},
        soft_404={"title_regex": "(?i)not found"},
        blocked={"consecutive_limit": 4},
    )
    summary = crawled()
    assert summary.cause is None
    assert ends(kind="file") == {path: end for path, (_, end) in table.items()}
    fetched = {entry.asked.removeprefix("https://papers.example"): entry for entry in fetch_entries(ledger)}
    blobs = Blobs(settings.blobs_url)
    assert blobs.get(fetched["/gzip-en.pdf"].digest or "") == pdf("packed").body
    assert fetched["/gzip-en.pdf"].response_headers["content-type"].startswith("text/html")
    # A drip is not asked for again; what may heal is, once as this source says.
    assert [site.paths().count(path) for path in ("/drip-en.pdf", "/500-en.pdf", "/stall-en.pdf", "/404-en.pdf")] == [
        1,
        2,
        2,
        1,
    ]
    done = sum(end == ("done", None) for _, end in table.values())
    assert (summary.held, summary.new, summary.files_listed, summary.state) == (done, done, len(table), "done")
    assert summary.refused == sum(end[0] == "refused" for _, end in table.values())
    assert summary.given_up == sum(end[0] == "given_up" for _, end in table.values())
    given_up = [line for line in summary.issues if line.startswith("given up: ")]
    assert any("/drip-en.pdf" in line and "linked on https://papers.example/" in line for line in given_up)
    assert {entry.name for entry in ledger.files()} == {
        f"https://papers.example{path}" for path, (_, end) in table.items() if end == ("done", None)
    }
    # Names are data: all that lies in the blob store is named by its bytes.
    kept = settings.home / "blobs"
    assert {file.name for file in kept.rglob("*") if file.is_file()} >= {entry.content for entry in ledger.files()}
    assert not [file for file in settings.home.rglob("*") if "en.pdf" in file.name]


def test_a_busy_host_is_left_alone_as_long_as_it_asks(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], ends: Callable[..., Any]
) -> None:
    """On a clock a hundred times as fast."""
    from played_site import Reply, page, pdf

    # host: what it says when it is busy, and the seconds of this test that it is left alone at least
    table: dict[str, tuple[dict[str, str], float]] = {
        "seconds.example": ({"Retry-After": "90"}, 0.9),
        "date.example": (
            {"Retry-After": formatdate(1_000_090, usegmt=True), "Date": formatdate(1_000_000, usegmt=True)},
            0.9,
        ),
        "wordless.example": ({}, 0.1),
        "unread.example": ({"Retry-After": "soon"}, 0.1),
        "delayed.example": ({"Retry-After": "1"}, 0.3),
    }
    hosts = tuple(table)
    for host, (headers, _) in table.items():
        site.routes[f"//{host}/"] = page("/a-en.pdf", "/b-en.pdf")
        site.routes[f"//{host}/a-en.pdf"] = [Reply(status=429, headers=headers), pdf("a")]
        site.routes[f"//{host}/b-en.pdf"] = pdf("b")
    site.routes["//delayed.example/robots.txt"] = Reply(body=b"User-agent: *\nCrawl-delay: 30\n", type="text/plain")
    source(hosts=list(hosts), urls=[f"https://{host}/" for host in hosts])
    crawled(hosts=hosts, time_scale=0.01)
    assert set(ends(kind="file", hosts=True).values()) == {("done", None)}
    for host, (_, least) in table.items():
        asked = [one.at for one in site.asked if one.host == host]
        busy = next(one.at for one in site.asked if one.host == host and one.path == "/a-en.pdf")
        assert min(at for at in asked if at > busy) - busy >= least, host
    delayed = [one.at for one in site.asked if one.host == "delayed.example"]
    assert min(after - before for before, after in itertools.pairwise(delayed)) >= 0.3


def test_a_host_that_asks_for_too_long_is_left_and_the_next_crawl_goes_on(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], ends: Callable[..., Any]
) -> None:
    from played_site import Reply, page, pdf

    long = Reply(status=503, headers={"Retry-After": "7200"})
    site.routes |= {"/": page("/a-en.pdf", "/b-en.pdf"), "/a-en.pdf": [long, pdf("a")], "/b-en.pdf": pdf("b")}
    source()
    first = crawled()
    assert first.state == "stopped"
    assert "7200" in first.hosts["papers.example"]
    assert ends(kind="file") == {"/a-en.pdf": ("pending", None), "/b-en.pdf": ("pending", None)}
    assert first.pending == 2
    site.forget()
    second = crawled()
    assert (second.state, second.resumed, second.crawl) == ("done", True, first.crawl)
    assert sorted(site.paths()) == ["/a-en.pdf", "/b-en.pdf"]


def test_a_host_that_fails_for_ever_is_left_cleanly(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from played_site import Reply, page

    monkeypatch.setenv("MEA__LIMITS__CRAWL_FAILURES", "5")
    links = [f"/{number}-en.pdf" for number in range(20)]
    site.routes |= dict.fromkeys(links, Reply(status=503)) | {"/": page(*links)}
    source()
    summary = crawled()
    assert summary.state == "stopped"
    assert "5 requests in a row" in summary.hosts["papers.example"]
    assert site.paths() == ["/", *(f"/{number}-en.pdf" for number in (0, 0, 1, 1, 2))]
    assert summary.pending >= 18
