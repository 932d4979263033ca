"""Who cites a document: all are counted, so many are read as a page shows, and the pages together hold each of them once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from core.records.document import Document, Relation
from index.engines.protocol import Reader
from index.incoming import incoming_of
from index.search import Searcher
from index.view import document as view_of
from index.view import find_document

CITED = "CMS/Resolution/1.2"
RELATIONS: tuple[Relation | None, ...] = ("recalls", "recalls", "recalls", None, None, "repeals")


@pytest.fixture(scope="module")
def searcher(search_over: Callable[..., Searcher], document: Callable[..., Document]) -> Searcher:
    documents = {"00": document(CITED, ["whales", f"see {{{CITED}}}"])}
    for number in range(1, 13):
        treaty = ("CMS", "CMS", "CBD")[number % 3]
        citing = document(f"{treaty}/Resolution/3.{number}", [f"see {{{CITED}}} here"] * len(RELATIONS), treaty=treaty)
        documents[f"{number:02}"] = replace(
            citing,
            citations=tuple(
                replace(one, relation=relation) for one, relation in zip(citing.citations, RELATIONS, strict=True)
            ),
        )
    return search_over(documents)


def _expected() -> Counter[tuple[str | None, str]]:
    return Counter((relation, ("CMS", "CMS", "CBD")[number % 3]) for number in range(1, 13) for relation in RELATIONS)


@pytest.mark.parametrize("most", [1, 5, 30, 71, 72, 500])
def test_every_group_is_counted_and_has_something_to_show(most: int, searcher: Searcher) -> None:
    reader: Reader = searcher.readers.current()
    row = find_document(reader, searcher, CITED)
    assert row is not None
    groups, total = incoming_of(reader, row, most=most)
    assert total == 72, "its own is none of them"
    assert {(one.relation, one.treaty): one.total for one in groups} == _expected()
    assert all(one.links for one in groups)
    assert [one.total for one in groups] == sorted((one.total for one in groups), reverse=True)
    assert all(
        (link.relation, link.citing_treaty) == (one.relation, one.treaty) for one in groups for link in one.links
    )


@pytest.mark.parametrize("most", [7, 30, 72])
def test_pages_hold_each_citation_once(most: int, searcher: Searcher) -> None:
    reader: Reader = searcher.readers.current()
    row = find_document(reader, searcher, CITED)
    assert row is not None
    pages = [incoming_of(reader, row, start, most)[0] for start in range(most, 72, most)]
    later = [link.id for groups in pages for one in groups for link in one.links]
    every = {link.id for one in incoming_of(reader, row, most=500)[0] for link in one.links}
    assert len(later) == len(set(later)) == 72 - most
    assert set(later) < every or not later


def test_behind_the_last_there_is_nothing(searcher: Searcher) -> None:
    page = view_of(searcher, CITED, citing_from=72)
    assert page is not None
    assert (page.incoming, page.incoming_total, page.incoming_next) == ((), 72, None)


def test_a_page_that_reads_all_has_no_next(searcher: Searcher) -> None:
    page = view_of(searcher, CITED)
    assert page is not None
    assert (page.incoming_total, page.incoming_from, page.incoming_next) == (72, 0, None)
