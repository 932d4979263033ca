"""A paper with several symbols is held, found, linked and shown under each of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.configuration import Configuration
from core.records.document import Document
from core.symbols.grammar import Grammar
from index.held import corpus_of, head_of
from index.links.resolving import Resolver
from index.resolve import resolve_in
from index.search import Searcher
from index.view import document as view_of

FIRST, SECOND = "FCCC/KP/CMP/2022/4", "FCCC/PA/CMA/2022/3"


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return Grammar.load(Configuration())


@pytest.fixture(scope="module")
def searcher(search_over: Callable[..., Searcher], document: Callable[..., Document]) -> Searcher:
    return search_over(
        {
            "01": document(FIRST, ["whales"], also=(SECOND,), treaty="KYOTO"),
            "02": document("CMS/Resolution/1.2", [f"see {{{SECOND}}}"]),
        }
    )


@pytest.mark.parametrize("symbol", [FIRST, SECOND, SECOND.lower(), SECOND.replace("/", " / ")])
def test_each_symbol_resolves_to_what_is_held(symbol: str, searcher: Searcher, grammar: Grammar) -> None:
    (reading,) = resolve_in(searcher.readers.current(), grammar, symbol).readings
    assert reading.held
    assert reading.versions == (FIRST,)


@pytest.mark.parametrize("symbol", [FIRST, SECOND])
def test_each_symbol_finds_the_paper_first(symbol: str, searcher: Searcher) -> None:
    assert searcher.search(symbol).hits[0].canonical == FIRST


def test_the_page_lives_at_the_first_symbol_and_names_the_others(searcher: Searcher) -> None:
    page = view_of(searcher, SECOND)
    assert page is not None
    assert (page.canonical, page.also) == (FIRST, (SECOND,))
    assert page.redirect is not None
    assert page.incoming_total == 1, "a citation of the second symbol leads to the paper"


def test_a_paper_of_its_own_under_the_second_symbol_comes_first(document: Callable[..., Document]) -> None:
    joint = document(FIRST, ["x"], also=(SECOND,))
    alone = document(SECOND, ["y"])
    with_both = corpus_of([head_of("01", joint), head_of("02", alone)])
    assert Resolver(with_both, {}).held(SECOND, None) == SECOND
    only_joint = corpus_of([head_of("01", joint)])
    assert Resolver(only_joint, {}).held(SECOND, None) == FIRST
    assert Resolver(only_joint, {}).held("FCCC/PA/CMA/2022/4", None) is None


def test_versions_of_a_joint_paper(document: Callable[..., Document]) -> None:
    revised = document(f"{FIRST}/Rev.1", ["x"], also=(f"{SECOND}/Rev.1",))
    corpus = corpus_of([head_of("01", revised)])
    assert Resolver(corpus, {}).held(SECOND, None) == f"{FIRST}/Rev.1"
    assert Resolver(corpus, {}).held(f"{SECOND}/Rev.1", None) == f"{FIRST}/Rev.1"
    assert Resolver(corpus, {}).held(f"{SECOND}/Rev.2", None) is None
