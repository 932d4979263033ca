"""Where a crawl begins, and what a crawl of one meeting leaves out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.records import Context, Follow, Found, ListedFile
from crawler.sources.expand import fill, restricted, start_requests
from crawler.sources.model import SourceDefinition

SourceOf = Callable[[str], SourceDefinition]


@pytest.mark.parametrize(
    ("template", "variables", "url", "reason"),
    [
        ("https://a/{prefix}/x", {"prefix": "fra"}, "https://a/fra/x", "prefix"),
        ("https://a/{prefix}/x", {"prefix": ""}, "https://a/x", "an empty prefix takes its slash with it"),
        (
            "https://a/{path_segment}/x",
            {"path_segment": "language/fr-CH"},
            "https://a/language/fr-CH/x",
            "several steps",
        ),
        ("https://a/{code}/x", {"code": "COP-15"}, "https://a/COP-15/x", "value of a row"),
        (
            "https://a/{code}/x",
            {"code": "../../admin?x=1#y"},
            "https://a/..%2F..%2Fadmin%3Fx%3D1%23y/x",
            "a value is never a path",
        ),
        (
            "https://a/?q=%22{symbol}%22",
            {"symbol": "CBD/COP/15/L.25"},
            "https://a/?q=%22CBD%2FCOP%2F15%2FL.25%22",
            "in a query",
        ),
        ("https://a/{session}", {}, None, "a variable without value"),
    ],
)
def test_templates(template: str, variables: dict[str, str], url: str | None, reason: str) -> None:
    assert fill(template, variables) == url, reason


def addresses(source: SourceDefinition, meeting: str | None = None) -> list[str]:
    return [follow.url for follow in start_requests(source, meeting)]


def test_starts_run_through_languages_and_sessions(source_of: SourceOf) -> None:
    urls = addresses(source_of("cites"))
    assert "https://cites.org/eng/cop/19/agenda-documents" in urls
    assert "https://cites.org/fra/cop/16/doc/index.php" in urls
    assert "https://cites.org/esp/cop/19/agenda-documents" not in urls, "Spanish is not collected"
    assert len(urls) == len(set(urls))


def test_english_without_prefix(source_of: SourceOf) -> None:
    urls = addresses(source_of("ramsar"))
    assert "https://www.ramsar.org/meeting/cop14" in urls
    assert "https://www.ramsar.org/fr/meeting/cop14" in urls


def test_the_first_page_of_a_service_has_its_parameters(source_of: SourceOf) -> None:
    (follow,) = start_requests(source_of("cbd"))
    assert follow.step == "meetings", "steps that only others lead to do not start"
    assert follow.url.endswith("&start=0&rows=100")
    (listing,) = [one for one in start_requests(source_of("informea")) if one.step == "decisions"]
    assert listing.url.endswith("&$top=20&$skip=0")
    whc = addresses(source_of("whc"))
    assert "https://whc.unesco.org/fr/decisions/&action=list&search_session_decision=119&index=1&maxrows=200" in whc


def test_steps_that_are_off_do_not_start(source_of: SourceOf) -> None:
    assert not [one for one in start_requests(source_of("cites")) if one.step == "decisions"]


def test_a_meeting_leaves_out_other_meetings(source_of: SourceOf) -> None:
    cites = addresses(source_of("cites"), "CITES/CoP18")
    assert cites == ["https://cites.org/eng/cop/18/doc/index.php", "https://cites.org/fra/cop/18/doc/index.php"]
    cms = start_requests(source_of("cms"), "CMS/COP12")
    assert [one.url for one in cms if one.step == "meeting"] == ["https://www.cms.int/en/node/9295"]
    assert "cop_list" in {one.step for one in cms}, "the list may know more pages of the meeting"
    assert "resolutions" not in {one.step for one in cms}, "a series of its own"


def test_the_meeting_is_handed_down(source_of: SourceOf) -> None:
    (page,) = [one for one in start_requests(source_of("cms")) if one.url.endswith("/node/9295")]
    assert page.context.fields["meeting"] == "CMS/COP12"
    (table,) = [one for one in start_requests(source_of("cites")) if one.url.endswith("/fra/cop/18/doc/index.php")]
    assert table.context.fields["meeting"] == "CITES/CoP18"
    assert table.context.vars["lang"] == "fr"


def test_what_is_found_is_restricted(source_of: SourceOf) -> None:
    def file(meeting: str | None) -> ListedFile:
        url = f"https://www.cms.int/{meeting}.pdf"
        return ListedFile(url=url, key=url, step="meeting", page="p", meeting=meeting)

    def follow(url: str, meeting: str | None = None) -> Follow:
        context = Context(fields={"meeting": meeting} if meeting else {})
        return Follow(url=url, key=url, step="meeting", context=context)

    found = Found(
        files=(file("CMS/COP14"), file("CMS/COP13"), file(None)),
        follows=(
            follow("https://www.cms.int/a", "CMS/COP14"),
            follow("https://www.cms.int/b", "CMS/COP13"),
            follow("https://www.cms.int/en/meeting/fifth-meeting-conference-parties-cms"),
            follow("https://www.cms.int/en/meeting/somewhere"),
        ),
    )
    kept = restricted(found, source_of("cms"), "CMS/COP14")
    assert [one.meeting for one in kept.files] == ["CMS/COP14", None]
    assert [one.url[-9:] for one in kept.follows] == ["cms.int/a", "somewhere"]
