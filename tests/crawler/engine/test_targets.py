"""Documents that are asked for are looked for where they would be, and told as found or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from core.configuration import Configuration
from core.ledger import Ledger
from core.ledger.frontier import known_addresses
from core.settings import Settings
from crawler.engine.targets import found_of
from crawler.records import ListedFile
from crawler.sources.load import load_source

if TYPE_CHECKING:
    from played_site import Site

TARGETS = [
    {
        "id_regex": r"CSKW/COP(?P<session>\d+)/(?P<kind>Doc|Inf)\.(?P<num>[\d.]+)",
        "candidates": ["https://papers.example/files/cop{session}-{kind}-{num}-{lang}.pdf"],
    }
]


def test_what_is_asked_for(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], ends: Callable[..., Any], ledger: Ledger
) -> None:
    from played_site import Reply, page, pdf

    soft = Reply(body=b"<!doctype html><html><title>Files</title><body>" + b"<p>Nothing by that name.</p>" * 20)
    site.routes |= {
        "/": Reply(
            body=b'<html><body><ul><li><a href="/listed-en.pdf">CSKW/COP3/Doc.7 Report</a></li></ul></body></html>'
        ),
        "/listed-en.pdf": pdf("listed"),
        "/files/cop3-Doc-8-en.pdf": pdf("hidden"),
        "/files/cop3-Doc-9-en.pdf": soft,
        "/files/cop3-Inf-1-en.pdf": lambda asked: Reply(status=405) if asked.method == "HEAD" else pdf("no head"),
        "/files/cop3-Inf-2-en.pdf": lambda asked: pdf() if asked.method == "HEAD" else soft,
        "/empty": page(),
    }
    source(targets=TARGETS, symbol_regex=r"CSKW/COP\d+/\w+\.[\d.]*\d")
    asked = (
        "CSKW/COP3/Doc.7",
        "CSKW/COP3/Doc.8",
        "CSKW/COP3/Doc.9",
        "CSKW/COP3/Inf.1",
        "CSKW/COP3/Inf.2",
        "CSKW/COP9/Doc.1",
    )
    summary = crawled(targets=(*asked, "CSKW/Resolution/1.1"))
    assert summary.targets == {
        "CSKW/COP3/Doc.7": "found",
        "CSKW/COP3/Doc.8": "found",
        "CSKW/COP3/Doc.9": "not_found",
        "CSKW/COP3/Inf.1": "found",
        "CSKW/COP3/Inf.2": "not_found",
        "CSKW/COP9/Doc.1": "not_found",
        "CSKW/Resolution/1.1": "not_found",
    }
    assert summary.state == "done", "what is not there fails no crawl"
    assert (summary.gone, summary.held) == (0, 3)
    methods = {one.path: [two.method for two in site.asked if two.path == one.path] for one in site.asked}
    assert methods["/files/cop3-Doc-8-en.pdf"] == ["HEAD", "GET"]
    assert methods["/files/cop3-Doc-9-en.pdf"] == ["HEAD"]
    assert methods["/files/cop9-Doc-1-en.pdf"] == ["HEAD"]
    assert ends(kind="probe")["/files/cop3-Doc-8-en.pdf"] == ("done", None)
    # Asked for in the next two crawls too, then with rests between; what was found is kept like any file.
    site.forget()
    crawled(targets=asked)
    assert "/files/cop9-Doc-1-en.pdf" in site.paths()
    again = crawled(targets=asked)
    assert again.targets["CSKW/COP3/Doc.8"] == "found"
    assert {one.url for one in known_addresses(ledger, "papers") if one.due is not None} == {
        f"https://papers.example/files/cop{name}-en.pdf" for name in ("3-Doc-7", "3-Doc-9", "3-Inf-2", "9-Doc-1")
    }
    held = {one.url for one in known_addresses(ledger, "papers") if one.kind == "probe" and one.digest}
    assert held == {f"https://papers.example/files/cop3-{name}-en.pdf" for name in ("Doc-8", "Inf-1")}


def test_what_a_stopped_crawl_did_not_find_may_be_there(settings: Settings, source: Callable[..., str]) -> None:
    name = source(targets=TARGETS)
    configuration = Configuration(settings.config_dir)
    file = ListedFile(
        url="https://papers.example/a-en.pdf", key="a", step="listing", page="p", symbol="CSKW/COP3/Doc.7"
    )
    asked, papers = ("CSKW/COP3/Doc.7", "CSKW/COP3/Doc.8"), load_source(configuration, name)
    for complete, other in ((True, "not_found"), (False, "not_asked")):
        assert found_of(asked, [file], papers, configuration, complete=complete) == {asked[0]: "found", asked[1]: other}
