"""A document that proposes amendments, in its three texts, without a script."""

from __future__ import annotations

import lxml.html
import pytest
from fastapi.testclient import TestClient

from core.records.document import Mark
from core.records.search import OutgoingLink, SegmentView
from search_api.text_versions import in_version, text_version

DOCUMENT = "/documents/CSKW/Resolution/3.4/Rev.COP4"


def parse(html: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(html)


@pytest.mark.parametrize(
    ("asked", "words", "current"),
    [
        ("proposed", "Urges Parties to act by 2024;", "As proposed"),
        ("former", "Urges Parties to act by 2021;", "As it was"),
        ("redline", "Urges Parties to act by 2021 2024;", "Both"),
        (None, "Urges Parties to act by 2021 2024;", "Both"),
        ("<script>", "Urges Parties to act by 2021 2024;", "Both"),
    ],
)
def test_the_text_that_is_asked_for(client: TestClient, asked: str | None, words: str, current: str) -> None:
    answer = client.get(DOCUMENT, params={"lang": "en"} | ({"text": asked} if asked else {}))
    root = parse(answer.text)
    paragraph = root.get_element_by_id("2").xpath("./p")[0]
    assert paragraph.text_content().removesuffix("¶") == words
    switch = root.xpath("//nav[@aria-label='Amendments']")[0]
    assert switch.xpath(".//*[@aria-current]/text()") == [current]
    assert len(switch.xpath(".//a")) == 2
    assert all("lang=en" in address and "text=" in address for address in switch.xpath(".//a/@href"))
    assert root.xpath("//p[@role='status']/text()")
    assert bool(root.get_element_by_id("2").xpath(".//ins | .//del")) == (current == "Both")


def test_permanent_links_are_made_of_the_stored_text(client: TestClient) -> None:
    links = {
        parse(client.get(DOCUMENT, params={"text": text}).text)
        .get_element_by_id("2")
        .xpath(".//a[@class='permalink']/@href")[0]
        for text in ("proposed", "former", "redline")
    }
    assert len(links) == 1


def test_only_three_words_are_versions() -> None:
    assert [text_version(one) for one in ("proposed", "former", "redline", None, "")] == [
        "proposed", "former", "redline", "redline", "redline",
    ]  # fmt: skip


def segment(text: str, marks: tuple[Mark, ...], links: tuple[OutgoingLink, ...] = ()) -> SegmentView:
    return SegmentView(
        segment="s1", part="main", kind="operative", label=None, path="1", path_from="printed", parent=None, lang="en",
        lang_from="text", text=text, pages=None, page_label=None, marks=marks, acts=(), links=links, url="",
    )  # fmt: skip


def link(start: int, end: int, exact: str, *, deleted: bool) -> OutgoingLink:
    return OutgoingLink(
        start=start, end=end, exact=exact, target=None, held=None, missing="unknown", url=None, relation=None,
        force="none", kind="resolution", treaty=None, pin=None, readings=(), deleted=deleted, is_self=False, rule="",
    )  # fmt: skip


def test_marks_and_citations_stand_where_they_stand_in_that_text() -> None:
    text = "Recalls Resolution 2.5 and [Resolution 3.4] now."
    whole = segment(
        text,
        (
            Mark(start=8, end=27, kind="deleted"),
            Mark(start=0, end=7, kind="emphasis"),
            Mark(start=27, end=43, kind="bracketed"),
            Mark(start=44, end=44, kind="note_call", target="1"),
        ),
        (link(8, 22, "Resolution 2.5", deleted=True), link(28, 42, "Resolution 3.4", deleted=False)),
    )
    proposed = in_version(whole, "proposed")
    assert proposed.text == "Recalls [Resolution 3.4] now."
    assert [proposed.text[one.start : one.end] for one in proposed.links] == ["Resolution 3.4"]
    assert [(one.kind, proposed.text[one.start : one.end]) for one in proposed.marks] == [
        ("emphasis", "Recalls"),
        ("bracketed", "[Resolution 3.4]"),
        ("note_call", ""),
    ]
    former = in_version(whole, "former")
    assert former.text == text
    assert [former.text[one.start : one.end] for one in former.links] == ["Resolution 2.5", "Resolution 3.4"]


def test_changed_ends_of_paragraphs_are_shown_where_they_count() -> None:
    text = "Parties meet, 7. and vote by Resolution 3.4."
    joined = segment(
        text,
        (Mark(start=13, end=13, kind="deleted", target="¶"), Mark(start=13, end=16, kind="deleted")),
        (link(29, 43, "Resolution 3.4", deleted=False),),
    )
    redline = in_version(joined, "redline")
    assert redline.text == "Parties meet,¶ 7. and vote by Resolution 3.4."
    assert [redline.text[mark.start : mark.end] for mark in redline.marks] == ["¶", " 7."]
    assert {mark.target for mark in redline.marks} == {None}
    assert [redline.text[one.start : one.end] for one in redline.links] == ["Resolution 3.4"]
    assert in_version(joined, "proposed").text == "Parties meet, and vote by Resolution 3.4."
    assert in_version(joined, "former").text == redline.text

    cut = segment("Parties meet.", (Mark(start=13, end=13, kind="inserted", target="¶"),))
    assert in_version(cut, "redline").text == "Parties meet.¶"
    assert in_version(cut, "proposed").text == in_version(cut, "former").text == "Parties meet."
