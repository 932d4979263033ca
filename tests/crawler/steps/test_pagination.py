"""Every way in which listings go on, and every way in which sites fail to end."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from crawler.records import Context, Follow, Found, Page
from crawler.sources.expand import start_requests
from crawler.sources.model import SourceDefinition
from crawler.steps.registry import parse

MadeUp = Callable[[str], SourceDefinition]
HTML = """discovery:
  - id: papers
    kind: html_table
    urls: ["https://docs.example.org/list?q=x"]
    rows: li
    fields: {{title: "a"}}
    files: {{css: a}}
    pagination: {rule}
"""
JSON = """discovery:
  - id: papers
    kind: {kind}
    url: "https://docs.example.org/api?q=x"
    rows: [rows]
    fields: {{title: title}}
    files: {{path: files}}
    pagination: {rule}
"""


def crawl(
    source: SourceDefinition, answer: Callable[[str], str], most: int = 60
) -> tuple[list[str], list[str], set[str]]:
    """Addresses asked for in order, codes of issues, names of files."""
    (step,) = source.discovery
    waiting: list[Follow] = list(start_requests(source))
    asked: list[str] = []
    codes: list[str] = []
    files: set[str] = set()
    while waiting and len(asked) < most:
        follow = waiting.pop(0)
        asked.append(follow.url.removeprefix("https://docs.example.org"))
        page = Page(url=follow.url, final_url=follow.url, status=200, body=answer(asked[-1]).encode())
        found: Found = parse(page, step, source, follow.context)
        codes += [issue.code for issue in found.issues]
        files |= {one.name or "" for one in found.files}
        waiting += found.follows
    return asked, codes, files


def items(*numbers: int, more: str = "") -> str:
    return "".join(f'<li><a href="/f/{n}.pdf">{n}</a></li>' for n in numbers) + f"<p>{more}</p>"


def test_page_numbers_from_nought_until_there_is_no_next(made_up: MadeUp) -> None:
    rule = '{kind: page_param, param: page, first: 0, next: "a[rel=next]::attr(href)", stop: [no_next, empty_page, repeated_page]}'
    pages = {
        "/list?q=x": items(1, 2, more='<a rel="next" href="?q=x&amp;page=1">next</a>'),
        "/list?q=x&page=1": items(3, more='<a rel="prev" href="?q=x">back</a>'),
    }
    asked, codes, files = crawl(made_up(HTML.format(rule=rule)), pages.__getitem__)
    assert (asked, codes, files) == (list(pages), [], {"1.pdf", "2.pdf", "3.pdf"})


@pytest.mark.parametrize(("first", "second"), [(0, "/list?q=x&page=1"), (1, "/list?q=x&page=2")])
def test_page_numbers_until_an_empty_page(made_up: MadeUp, first: int, second: str) -> None:
    pages = {"/list?q=x": items(1), second: items(2)}
    asked, codes, files = crawl(
        made_up(HTML.format(rule=f"{{kind: page_param, first: {first}}}")), lambda url: pages.get(url, items())
    )
    assert asked[:2] == ["/list?q=x", second]
    assert len(asked) == 3, "the third page is empty: 200 and no row"
    assert (codes, files) == ([], {"1.pdf", "2.pdf"})


@pytest.mark.parametrize(("href", "pages"), [("?page=2", 3), ("?page=%2C%2C2", 3), ("?page=0", 1), (None, 1)])
def test_page_numbers_until_the_last_that_the_pager_names(made_up: MadeUp, href: str | None, pages: int) -> None:
    rule = '{kind: page_param, first: 0, last: "a.last::attr(href)"}'
    last = f'<a class="last" href="{href}">last</a>' if href else ""
    counter = iter(range(100))
    asked, codes, _ = crawl(made_up(HTML.format(rule=rule)), lambda _: items(next(counter), more=last))
    assert (len(asked), codes) == (pages, [])


@pytest.mark.parametrize(
    ("rule", "asked_at_most", "code", "reason"),
    [
        ("{kind: page_param, first: 0}", 2, "repeated-page", "the same page for every number"),
        (
            "{kind: page_param, first: 0, stop: [empty_page], max_pages: 5}",
            5,
            "page-limit",
            "the limit, where nothing else holds",
        ),
        ('{kind: load_more, next: "a.more::attr(href)"}', 2, "repeated-page", "a button that loads the same again"),
    ],
)
def test_a_site_that_never_ends(made_up: MadeUp, rule: str, asked_at_most: int, code: str, reason: str) -> None:
    page = items(1, 2, more='<a class="more" href="?page=1">more</a>')
    asked, codes, files = crawl(made_up(HTML.format(rule=rule)), lambda _: page)
    assert (len(asked), codes[-1:]) == (asked_at_most, [code]), reason
    assert files == {"1.pdf", "2.pdf"}


def test_a_site_that_goes_round_in_a_circle(made_up: MadeUp) -> None:
    asked, codes, _ = crawl(
        made_up(HTML.format(rule="{kind: page_param, first: 0}")),
        lambda url: items(len(url) + int(url[-1:] in "02468")),
    )
    assert len(asked) < 10
    assert codes == ["repeated-page"]


def test_a_next_page_on_another_host_is_not_asked(made_up: MadeUp) -> None:
    rule = '{kind: page_param, first: 0, next: "a::attr(href)"}'
    asked, codes, _ = crawl(
        made_up(HTML.format(rule=rule)), lambda _: '<li><a href="https://evil.example.org/">x</a></li>'
    )
    assert len(asked) == 1
    assert set(codes) == {"off-site"}


def rows(start: int, size: int, of: int) -> str:
    held = [{"id": n, "title": str(n), "files": [f"/f/{n}.pdf"]} for n in range(start, min(start + size, of))]
    return json.dumps({"rows": held, "found": of})


def number(url: str, name: str) -> int:
    return int(url.partition(f"{name}=")[2].partition("&")[0])


@pytest.mark.parametrize(("of", "pages"), [(25, 3), (20, 2), (10, 1), (0, 1)])
def test_start_and_rows_until_the_total(made_up: MadeUp, of: int, pages: int) -> None:
    source = made_up(JSON.format(kind="json_api", rule="{kind: start_rows, size: 10, total: found}"))
    asked, codes, files = crawl(source, lambda url: rows(number(url, "start"), number(url, "rows"), of))
    assert asked[0] == "/api?q=x&start=0&rows=10"
    assert (len(asked), codes, len(files)) == (pages, [], of)


def test_start_and_rows_without_a_total_end_at_an_empty_page(made_up: MadeUp) -> None:
    source = made_up(JSON.format(kind="json_api", rule="{kind: start_rows, size: 10}"))
    asked, _, files = crawl(source, lambda url: rows(number(url, "start"), 10, 20))
    assert (len(asked), len(files)) == (3, 20)


def test_top_and_skip(made_up: MadeUp) -> None:
    source = made_up(JSON.format(kind="odata", rule="{kind: top_skip, size: 10}"))
    asked, codes, files = crawl(source, lambda url: rows(number(url, "$skip"), number(url, "$top"), 25))
    assert asked[:2] == ["/api?q=x&$top=10&$skip=0", "/api?q=x&$top=10&$skip=10"]
    assert (len(asked), codes, len(files)) == (4, [], 25)


def test_a_service_that_ignores_skip_is_left_after_two_pages(made_up: MadeUp) -> None:
    source = made_up(JSON.format(kind="odata", rule="{kind: top_skip, size: 10}"))
    asked, codes, files = crawl(source, lambda _: rows(0, 10, 25))
    assert (len(asked), codes, len(files)) == (2, ["repeated-page"], 10)


def test_index_and_maxrows_count_from_one(made_up: MadeUp) -> None:
    source = made_up(HTML.replace("list?q=x", "list/&a=b").format(rule="{kind: index_maxrows, size: 3}"))
    asked, codes, files = crawl(
        source, lambda url: items(*range(number(url, "index"), min(number(url, "index") + 3, 8)))
    )
    assert asked == [
        "/list/&a=b&index=1&maxrows=3",
        "/list/&a=b&index=4&maxrows=3",
        "/list/&a=b&index=7&maxrows=3",
    ], "a page that is not full is the last"
    assert (codes, len(files)) == ([], 7)


def test_load_more_until_the_button_is_gone(made_up: MadeUp) -> None:
    source = made_up(HTML.format(rule='{kind: load_more, next: "a.more::attr(href)"}'))
    pages = {"/list?q=x": items(1, more='<a class="more" href="/more/2">more</a>'), "/more/2": items(2)}
    asked, codes, files = crawl(source, pages.__getitem__)
    assert (asked, codes, files) == (list(pages), [], {"1.pdf", "2.pdf"})


def test_what_led_to_a_listing_holds_on_all_its_pages(made_up: MadeUp) -> None:
    source = made_up(HTML.format(rule="{kind: page_param, first: 0}"))
    page = Page(
        url="https://docs.example.org/list",
        final_url="https://docs.example.org/list",
        status=200,
        body=items(1).encode(),
    )
    found = parse(page, source.steps["papers"], source, Context(vars={"session": "4"}, fields={"meeting": "CSKW/COP4"}))
    (onward,) = found.follows
    assert onward.context.fields == {"meeting": "CSKW/COP4"}
    assert onward.context.vars == {"session": "4"}


def test_the_marks_of_pages_do_not_grow_without_end(made_up: MadeUp) -> None:
    source = made_up(HTML.format(rule="{kind: page_param, first: 0, max_pages: 500}"))
    counter = iter(range(1000))
    context = Context()
    for _ in range(100):
        page = Page(
            url="https://docs.example.org/l",
            final_url="https://docs.example.org/l",
            status=200,
            body=items(next(counter)).encode(),
        )
        (follow,) = parse(page, source.steps["papers"], source, context).follows
        context = follow.context
    assert len(context.paging.seen) < 50
