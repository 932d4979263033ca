"""What a symbol names, and what of it is held: over a made-up index."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.configuration import Configuration
from core.records.document import Document
from core.symbols.grammar import Grammar
from index.resolve import readings_of, resolve_in
from index.search import Searcher

MakeDocument = Callable[..., Document]


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return Grammar.load(Configuration())


@pytest.fixture(scope="module")
def searcher(search_over: Callable[..., Searcher], document: MakeDocument) -> Searcher:
    held = (
        "AEWA/Resolution/3.4",
        "CMS/Resolution/3.1",
        "CMS/Resolution/3.1/Rev.COP9",
        "CMS/Resolution/3.1/Rev.COP12",
        "CMS/Treaty",
    )
    return search_over(
        {f"{number:02}": document(one, ["x"], title=f"Title of {one}") for number, one in enumerate(held)}
    )


def _resolved(
    searcher: Searcher, grammar: Grammar, text: str, **given: Any
) -> tuple[str | None, list[tuple[str, bool]]]:
    found = resolve_in(searcher.readers.current(), grammar, text, **given)
    return found.canonical, [(one.canonical, one.held) for one in found.readings]


def test_of_several_readings_the_held_ones_come_first_and_none_is_chosen(searcher: Searcher, grammar: Grammar) -> None:
    canonical, readings = _resolved(searcher, grammar, "Resolution 3.4")
    assert canonical is None
    assert readings[0] == ("AEWA/Resolution/3.4", True)
    assert len(readings) > 1
    assert not any(held for _, held in readings[1:])
    assert _resolved(searcher, grammar, "Resolution 3.4", home="cms") == (
        "CMS/Resolution/3.4",
        [("CMS/Resolution/3.4", False)],
    )


@pytest.mark.parametrize(
    ("text", "canonical", "held", "reason"),
    [
        ("Article III of CMS", "CMS/Article/III", True, "an article is held where its treaty's text is"),
        ("Article 8 of the CBD", "CBD/Article/8", False, "and is not where it is not"),
        ("Convention on Migratory Species", "CMS/Treaty", True, "the name of a treaty"),
        ("cites", "CITES/Treaty", False, "its abbreviation"),
    ],
)
def test_treaties_and_their_articles(
    searcher: Searcher, grammar: Grammar, text: str, canonical: str, held: bool, reason: str
) -> None:
    assert _resolved(searcher, grammar, text) == (canonical, [(canonical, held)]), reason


@pytest.mark.parametrize(
    ("text", "home", "nearest", "reason"),
    [
        ("CMS Resolution 3.1 (Rev.COP11)", None, {"CMS/Resolution/3.1", "CMS/Resolution/3.1/Rev.COP12"}, "of the work"),
        ("CBD Resolution 3.1", None, set(), "the treaty that is named has none, and others are not meant"),
        ("CBD 3.1", None, set(), "read as decision III/1; resolutions of others are not near it"),
        ("Resolution 3.4", "CITES", set(), "nor is what another treaty than the home treaty holds"),
        ("UNEP/CMS/COP3/Doc.1", None, set(), "a paper is not near a resolution"),
    ],
)
def test_what_is_near_is_of_the_treaty_that_is_meant(
    searcher: Searcher, grammar: Grammar, text: str, home: str | None, nearest: set[str], reason: str
) -> None:
    found = resolve_in(searcher.readers.current(), grammar, text, home=home)
    assert nearest <= set(found.nearest), reason
    assert bool(nearest) == bool(found.nearest), reason


def test_a_body_has_no_text(searcher: Searcher, grammar: Grammar) -> None:
    assert _resolved(searcher, grammar, "General Assembly") == (None, [])


def test_versions_of_a_work_come_newest_first(searcher: Searcher, grammar: Grammar) -> None:
    found = readings_of(
        searcher.readers.current(), ["CMS/Resolution/3.1", "CMS/Resolution/3.1/Rev.COP9", "CMS/Resolution/9.9"]
    )
    assert found["CMS/Resolution/3.1"].versions == (
        "CMS/Resolution/3.1/Rev.COP12", "CMS/Resolution/3.1/Rev.COP9", "CMS/Resolution/3.1",
    )  # fmt: skip
    assert found["CMS/Resolution/3.1/Rev.COP9"].versions == ("CMS/Resolution/3.1/Rev.COP9",)
    assert (found["CMS/Resolution/9.9"].held, found["CMS/Resolution/9.9"].versions) == (False, ())
    assert readings_of(None, ["CMS/Resolution/3.1"])["CMS/Resolution/3.1"].held is False
