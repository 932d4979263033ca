"""What was asked and answered can be had again: from the ledger, and from the archive where one is wanted."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import ArchiveIterator

from core.blobs import Blobs
from core.ledger import Ledger
from core.ledger.fetches import fetch_entries
from core.settings import Settings

if TYPE_CHECKING:
    from played_site import Site


def test_provenance_and_archive(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], ledger: Ledger, settings: Settings
) -> None:
    from played_site import Reply, page, pdf, validated

    packed = gzip.compress(pdf("packed").body)
    site.routes |= {
        "/robots.txt": Reply(body=b"User-agent: *\nDisallow: /no/\n", type="text/plain"),
        "/": page("/moved-en.pdf", "/packed-en.pdf", "/missing-en.pdf", "/no/way-en.pdf"),
        "/moved-en.pdf": Reply(status=301, headers={"Location": "/here-en.pdf"}),
        "/here-en.pdf": validated(pdf("here"), etag='"e"', modified="Tue, 10 Feb 2026 10:00:00 GMT"),
        "/packed-en.pdf": Reply(body=packed, headers={"Content-Encoding": "gzip"}, type="application/pdf"),
    }  # fmt: skip
    source()
    summary = crawled(warc=True)
    crawled()
    fetches = {(one.crawl, one.asked.removeprefix("https://papers.example")): one for one in fetch_entries(ledger)}
    first, second = sorted({crawl for crawl, _ in fetches})
    moved = fetches[first, "/moved-en.pdf"]
    assert (moved.status, moved.outcome, moved.final, moved.chain) == (
        200,
        "new",
        "https://papers.example/here-en.pdf",
        (),
    )
    assert moved.response_headers["etag"] == '"e"'
    assert "mailto:operator@papers.example" in moved.request_headers["user-agent"]
    assert moved.size == len(pdf("here").body)
    assert moved.seconds is not None
    assert moved.at > 0
    assert Blobs(settings.blobs_url).get(moved.digest or "") == pdf("here").body
    again = fetches[second, "/moved-en.pdf"]
    assert (again.status, again.outcome) == (304, "not_modified")
    assert again.request_headers["if-none-match"] == '"e"'
    assert again.digest == moved.digest, "that of the bytes, not of the empty answer"
    assert fetches[first, "/robots.txt"].status == 200
    assert fetches[first, "/missing-en.pdf"].outcome == "gone"
    assert (first, "/no/way-en.pdf") not in fetches, "nothing was asked"

    assert summary.warc is not None
    with Path(summary.warc).open("rb") as stream:
        records = [
            (one.rec_type, one.rec_headers.get_header("WARC-Target-URI"), one.content_stream().read(), one.http_headers)
            for one in ArchiveIterator(stream, check_digests=True)
        ]
    assert records[0][0] == "warcinfo"
    assert b"mailto:operator@papers.example" in records[0][2]
    answers = {uri: (body, headers) for kind, uri, body, headers in records if kind == "response"}
    requests = {uri: headers for kind, uri, _, headers in records if kind == "request"}
    assert (
        set(answers)
        == set(requests)
        == {
            f"https://papers.example{path}"
            for path in ("/robots.txt", "/", "/moved-en.pdf", "/here-en.pdf", "/packed-en.pdf", "/missing-en.pdf")
        }
    )
    assert answers["https://papers.example/packed-en.pdf"][0] == pdf("packed").body, "which the reader unpacks"
    assert answers["https://papers.example/moved-en.pdf"][1].get_statuscode() == "301"
    assert requests["https://papers.example/here-en.pdf"].get_header("Host") == "papers.example"
