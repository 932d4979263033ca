"""A document page holds everything that is shown, from the index alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.records.document import Dates, Document, Evidence, Part
from index.rows import permalink, sentence_around
from index.search import Searcher
from index.view import document as view

MakeDocument = Callable[..., Document]


@pytest.fixture(scope="module")
def searcher(document: MakeDocument, search_over: Callable[..., Searcher]) -> Searcher:
    resolution = [
        "Birds",
        "Recalling {CMS/Resolution/1.1} and {CMS/Resolution/9.9};",
        "See {CMS/Resolution/1.1|AEWA/Resolution/1.1}.",
    ]
    return search_over(
        {
            "01": document("CMS/Resolution/1.1", ["Old"], dates=Dates(adopted="1985"), title="First"),
            "02": document("CMS/Resolution/1.1/Rev.COP3", ["Newer"], dates=Dates(adopted="1991"), title="Revised"),
            "03": document("CMS/Resolution/4.1", resolution, title="Citing", dates=Dates(document="1994"),
                           evidence={"title": (Evidence(value="Citing", source="text"),)}),
            "04": document("CMS/Resolution/4.1", ["Oiseaux"], lang="fr", title="Citant"),
            "05": document("CMS/Resolution/4.1", ["Oiseaux", "deux"], lang="fr", title="Citant"),
            "06": document("CMS/Report/7", ["Rapport", ("annex1", "Adopted here.")], parts=(
                Part(id="main", kind="main"),
                Part(id="annex1", kind="decision", canonical="CMS/Decision/7.1", force="adopted", title="In the annex"),
            )),
        }
    )  # fmt: skip


def test_header_text_and_links_out(searcher: Searcher) -> None:
    page = view(searcher, "CMS/Resolution/4.1", "en")
    assert page is not None
    assert (page.canonical, page.lang, page.languages, page.redirect) == (
        "CMS/Resolution/4.1",
        "en",
        ("en", "fr"),
        None,
    )
    assert (page.titles, page.title, page.date, page.date_kind) == (
        {"en": "Citing", "fr": "Citant"},
        "Citing",
        "1994",
        "document",
    )
    assert page.expression.evidence["title"][0].value == "Citing"
    assert [segment.path for segment in page.segments] == ["1", "2", "3"]
    assert page.segments[1].url == "/documents/CMS/Resolution/4.1?lang=en#2"
    held, missing = page.segments[1].links
    assert page.segments[1].text[held.start : held.end] == "CMS/Resolution/1.1"
    assert (held.held, held.url, held.missing) == (
        "CMS/Resolution/1.1/Rev.COP3",
        "/documents/CMS/Resolution/1.1/Rev.COP3?lang=en",
        None,
    )
    assert (missing.target, missing.held, missing.url, missing.missing) == (
        "CMS/Resolution/9.9",
        None,
        None,
        "not_crawled",
    )
    (open_one,) = page.segments[2].links
    assert (open_one.target, open_one.readings) == (None, ("CMS/Resolution/1.1", "AEWA/Resolution/1.1"))


def test_one_of_two_files_speaks_and_the_other_is_named(searcher: Searcher) -> None:
    page = view(searcher, "CMS/Resolution/4.1", "fr")
    assert page is not None
    assert (page.expression.content, page.expression.twins, page.expression.twin_names) == (
        "05",
        ("04",),
        ("/files/04.pdf",),
    )
    assert [segment.text for segment in page.segments] == ["Oiseaux", "deux"]


def test_who_cites_it(searcher: Searcher) -> None:
    page = view(searcher, "CMS/Resolution/1.1/Rev.COP3")
    assert page is not None
    assert page.incoming_total == 2, "the one that is ambiguous may be meant too"
    links = [one for group in page.incoming for one in group.links]
    assert {(one.citing, one.path, one.url) for one in links} == {
        ("CMS/Resolution/4.1", "2", "/documents/CMS/Resolution/4.1?lang=en#2"),
        ("CMS/Resolution/4.1", "3", "/documents/CMS/Resolution/4.1?lang=en#3"),
    }
    for one in links:
        assert one.context[one.start : one.end] == one.exact == "CMS/Resolution/1.1"
    old = view(searcher, "CMS/Resolution/1.1")
    assert old is not None
    assert [one.path for group in old.incoming for one in group.links] == ["3"], (
        "a decided citation leads to one version"
    )


@pytest.mark.parametrize(
    ("asked", "shown", "redirect"),
    [
        ("CMS/Resolution/1.1", "CMS/Resolution/1.1", False),
        ("CMS/Resolution/4.1", "CMS/Resolution/4.1", False),
        ("Note on CMS/Resolution/4.1", "CMS/Resolution/4.1", True),
        ("CMS/Decision/7.1", "CMS/Decision/7.1", False),
    ],
)
def test_ids_in_other_spellings_lead_on(searcher: Searcher, asked: str, shown: str, redirect: bool) -> None:
    page = view(searcher, asked)
    assert page is not None
    assert (page.canonical, page.redirect is not None, page.asked) == (shown, redirect, asked)


@pytest.mark.parametrize(
    "asked", ["CMS/Resolution/9.9", "", "CMS", "CMS/Resolution/1.1 CMS/Resolution/4.1", "\x00", "../.."]
)
def test_what_is_not_held_is_none(searcher: Searcher, asked: str) -> None:
    assert view(searcher, asked) is None


def test_versions_the_newest_first(searcher: Searcher) -> None:
    page = view(searcher, "CMS/Resolution/1.1", "fr")
    assert page is not None
    assert page.lang == "en", "a language that is not held is a wish"
    assert [one.canonical for one in page.versions] == ["CMS/Resolution/1.1/Rev.COP3", "CMS/Resolution/1.1"]


def test_an_adopted_part_stands_alone_and_its_container_keeps_the_rest(searcher: Searcher) -> None:
    report, part = view(searcher, "CMS/Report/7"), view(searcher, "CMS/Decision/7.1")
    assert report is not None
    assert part is not None
    assert (report.contained, [one.text for one in report.segments]) == (("CMS/Decision/7.1",), ["Rapport"])
    assert (part.container, part.title, [one.text for one in part.segments]) == (
        "CMS/Report/7",
        "In the annex",
        ["Adopted here."],
    )
    assert part.type == "decision"
    assert searcher.search("adopted").total == 1


def test_a_treaty_stands_in_the_decision_that_adopted_it_and_that_in_its_report(
    document: MakeDocument, search_over: Callable[..., Searcher]
) -> None:
    texts = ["Report", ("7.1", "Adopts it."), ("7.1/annex", "Article"), ("7.1/annex", "See {CMS/Treaty}.")]
    parts = (
        Part(id="main", kind="main"),
        Part(id="7.1", kind="decision", canonical="CMS/Decision/7.1", force="adopted"),
        Part(id="7.1/annex", kind="annex", canonical="CMS/Treaty", force="adopted", title="Convention"),
    )
    searcher = search_over({"01": document("CMS/Report/7", texts, parts=parts)})
    report, decision, treaty = (view(searcher, one) for one in ("CMS/Report/7", "CMS/Decision/7.1", "CMS/Treaty"))
    assert report is not None
    assert decision is not None
    assert treaty is not None
    assert (report.container, report.contained) == (None, ("CMS/Decision/7.1", "CMS/Treaty"))
    assert (decision.container, decision.contained) == ("CMS/Report/7", ("CMS/Treaty",))
    assert (treaty.container, treaty.contained) == ("CMS/Decision/7.1", ())
    assert (treaty.type, treaty.treaty, len(treaty.segments), len(decision.segments)) == ("treaty", "CMS", 2, 1)


def test_permalinks_keep_slashes_and_are_safe() -> None:
    assert permalink("CMS/Doc 1?x#y", "fr", "annex1/8bis") == "/documents/CMS/Doc%201%3Fx%23y?lang=fr#annex1/8bis"


@pytest.mark.parametrize(
    ("text", "cited", "expected"),
    [
        ("One. Two cites X here. Three.", "X", "Two cites X here."),
        ("X", "X", "X"),
        ("a " * 400 + "X" + " b" * 400, "X", None),
        ("a" * 800 + "X" + "b" * 800, "X", None),
    ],
)
def test_the_sentence_around_a_citation(text: str, cited: str, expected: str | None) -> None:
    at = text.index(cited)
    context, start, end = sentence_around(text, at, at + len(cited))
    assert context[start:end] == cited
    assert len(context) <= 310
    if expected is not None:
        assert context == expected
