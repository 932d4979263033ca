"""Documents, links and runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.ledger import Ledger, open_ledger
from core.records.document import Citation, Dates, Document
from core.records.links import Link
from core.settings import Settings

TakeIn = Callable[..., str]
MakeDocument = Callable[..., Document]


def link(number: int, content: str, **fields: object) -> Link:
    given = {
        "citing": "x/1", "lang": "en", "segment": "s1", "path": "1", "start": 0, "end": 4, "exact": "Doc.", "kind": "document",
        "treaty": None, "target": "x/2",
    }  # fmt: skip
    return Link(id=f"{content}:s1:{number}", content=content, **(given | fields))


def put(ledger: Ledger, content: str, document: Document, digest: str = "d") -> None:
    assert ledger.finish_document(
        ledger.claim(content, "understand", digest), document.canonical.ljust(64, "0"), document
    )


def test_a_document_with_all_that_the_ledger_knows_of_it(
    ledger: Ledger, take_in: TakeIn, document: MakeDocument
) -> None:
    content = take_in("a", "/b.pdf")
    take_in("a", "/a.pdf")
    citation = Citation(segment="s1", start=0, end=1, exact="x", kind="document", treaty=None, canonical="x/2")
    put(ledger, content, document("x/1", langs=("fr", "en"), lang="fr", title="A title", citations=(citation,)))
    (entry,) = ledger.documents()
    assert entry.document == "x/1".ljust(64, "0")
    assert (entry.canonical, entry.lang, entry.langs, entry.title) == ("x/1", "fr", ("fr", "en"), "A title")
    assert entry.date == "2001-02-03"
    assert entry.citations == 1
    assert [name.name for name in entry.names] == ["/a.pdf", "/b.pdf"]
    assert ledger.count_documents() == (1, 1)


def test_the_date_of_a_document_is_its_own_before_that_of_its_adoption(
    ledger: Ledger, take_in: TakeIn, document: MakeDocument
) -> None:
    put(
        ledger,
        take_in("a"),
        document("x/1", dates=Dates(document="2020-01-01", adopted="2019-01-01", published="2018")),
    )
    put(ledger, take_in("b"), document("x/2", dates=Dates(published="2018")))
    assert [entry.date for entry in ledger.documents()] == ["2020-01-01", None]


def test_documents_are_ordered_whatever_the_order_they_came_in(
    ledger: Ledger, take_in: TakeIn, document: MakeDocument
) -> None:
    for digit, canonical in (("c", "x/1"), ("a", "x/3"), ("b", "x/2")):
        put(ledger, take_in(digit), document(canonical))
    assert [entry.canonical for entry in ledger.documents()] == ["x/1", "x/2", "x/3"]


@pytest.mark.parametrize(
    ("state", "code", "stays"), [("failed", "understand-error", True), ("refused", "encrypted", False)]
)
def test_a_failure_keeps_the_last_good_document_and_a_refusal_drops_it(
    ledger: Ledger, take_in: TakeIn, document: MakeDocument, state: str, code: str, stays: bool
) -> None:
    content = take_in("a")
    put(ledger, content, document("x/1"))
    ledger.give_up(ledger.claim(content, "understand", "d2"), state, code)
    assert bool(list(ledger.documents())) is stays


@pytest.mark.parametrize("change", ["another document", "another name", "another content", "nothing"])
def test_the_digest_of_the_documents(ledger: Ledger, take_in: TakeIn, document: MakeDocument, change: str) -> None:
    content = take_in("a")
    put(ledger, content, document("x/1"))
    before = ledger.documents_digest()
    if change == "another document":
        put(ledger, content, document("x/2"), "d2")
    elif change == "another name":
        take_in("a", "/z.pdf")
    elif change == "another content":
        put(ledger, take_in("b"), document("x/3"))
    assert (ledger.documents_digest() == before) is (change == "nothing")


def test_links_are_replaced_in_one_transaction_with_the_state(ledger: Ledger, take_in: TakeIn) -> None:
    content = take_in("a")
    first = [link(number, content, missing="not_crawled" if number % 2 else None) for number in range(1200)]
    assert ledger.finish_links(ledger.claim("corpus", "link", "d1"), first, detail={"links": 1200})
    assert list(ledger.links()) == sorted(first, key=lambda one: one.id)
    assert {one.missing for one in ledger.links(missing=True)} == {"not_crawled"}
    assert len(list(ledger.links(missing=True))) == 600
    digest = ledger.links_digest()

    def breaks():
        yield link(1, content)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ledger.finish_links(ledger.claim("corpus", "link", "d2"), breaks())
    assert ledger.links_digest() == digest
    assert ledger.stage("corpus", "link").code == "started"
    assert ledger.finish_links(ledger.claim("corpus", "link", "d2"), [link(1, content)])
    assert list(ledger.links()) == [link(1, content)]
    assert ledger.links_digest() != digest


def test_a_lost_claim_replaces_no_links(ledger: Ledger, take_in: TakeIn) -> None:
    content = take_in("a")
    claim = ledger.claim("corpus", "link", "d1")
    assert ledger.finish_links(claim, [link(1, content)])
    assert ledger.finish_links(claim, []) is False
    assert len(list(ledger.links())) == 1


def test_the_last_run(ledger: Ledger) -> None:
    assert ledger.last_run().state == "running"
    ledger.end_run("done", {"seen": 3})
    run = ledger.last_run()
    assert (run.command, run.state, run.summary) == ("test", "done", {"seen": 3})
    assert run.finished >= run.started


def test_a_run_that_was_killed_is_marked_by_the_next(settings: Settings) -> None:
    with open_ledger(settings) as ledger:
        killed = ledger.begin_run("killed", "0")
        ledger.begin_run("next", "0")
        ledger.run = killed
        assert ledger.last_run().command == "next"
    import sqlite3

    connection = sqlite3.connect(settings.home / "ledger.sqlite")
    assert connection.execute("SELECT state FROM runs ORDER BY id").fetchall() == [("interrupted",), ("running",)]
    connection.close()
