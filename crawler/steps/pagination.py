"""How a listing goes on: the next page, or why there is none. The site is not trusted to end."""

from __future__ import annotations

import hashlib
import math
import re
import urllib.parse
from collections.abc import Iterable, Sequence

from msgspec import Struct, structs

from crawler.addresses import absolute, canonical_key, not_allowed, with_params
from crawler.records import Context, Follow, Page, Paging
from crawler.sources.model import SourceDefinition
from crawler.sources.step_models import IndexMaxrows, LoadMore, NoPagination, PageParam, StartRows, Step, TopSkip

_REMEMBERED = 24
"""Marks of pages kept while paging: a site that repeats itself does so at once or in a short cycle."""
_LAST_PAGE = re.compile(r"(\d{1,6})\D*$")


class Seen(Struct, frozen=True, kw_only=True):
    """What a page showed, as far as paging needs it."""

    marks: Sequence[str]
    """One text for each row that tells it from others: its id, symbol or address."""
    next_href: str | None = None
    """Link to the next page, where the YAML names one and the page has it."""
    last_href: str | None = None
    total: int | None = None
    """Number of all rows, where the answer says it."""


class Onward(Struct, frozen=True, kw_only=True):
    follow: Follow | None = None
    """The next page; None: the listing ends here."""
    issue: tuple[str, str] | None = None
    """Code and detail where it ends for a reason that somebody should know."""


def next_page(page: Page, step: Step, source: SourceDefinition, context: Context, seen: Seen) -> Onward:
    """The page after this one. Ends at: no link, an empty page, a page seen before, the last number, the total, max_pages."""
    rule = step.pagination
    if isinstance(rule, NoPagination):
        return Onward()
    paging = context.paging
    if not seen.marks:
        return Onward()
    whole, first = f"p{_digest(seen.marks)}", f"f{_digest(seen.marks[:1])}"
    if "repeated_page" in rule.stop and whole in paging.seen:
        return Onward(issue=("repeated-page", f"page {paging.number} is a page that came before"))
    if "repeated_first_id" in rule.stop and first in paging.seen:
        return Onward(issue=("repeated-page", f"page {paging.number} begins with the row of a page before"))
    url = _address(page, rule, paging.number, seen)
    if url is None:
        return Onward()
    if paging.number >= rule.max_pages:
        return Onward(issue=("page-limit", f"more than {rule.max_pages} pages"))
    refused = not_allowed(url, source)
    if refused is not None:
        return Onward(issue=("off-site" if refused.code == "host" else "bad-address", f"next page: {refused.detail}"))
    onward = structs.replace(
        context, paging=Paging(number=paging.number + 1, seen=(*paging.seen, whole, first)[-_REMEMBERED:])
    )
    key = canonical_key(url, source.canonical_url)
    return Onward(follow=Follow(url=url, key=key, step=step.id, context=onward, reason="next"))


def _address(
    page: Page, rule: PageParam | StartRows | IndexMaxrows | TopSkip | LoadMore, number: int, seen: Seen
) -> str | None:
    """`number` counts from 1; the page after it is wanted."""
    if isinstance(rule, LoadMore):
        return absolute(page.final_url, seen.next_href) if seen.next_href else None
    if isinstance(rule, PageParam):
        return _numbered(page, rule, number, seen)
    done = number * rule.size
    if isinstance(rule, IndexMaxrows):
        if len(seen.marks) < rule.size:
            return None
        return with_params(page.url, {rule.index: str(done + 1), rule.maxrows: str(rule.size)})
    if isinstance(rule, TopSkip):
        return with_params(page.url, {"$top": str(rule.size), "$skip": str(done)})
    if seen.total is not None and done >= seen.total:
        return None
    return with_params(page.url, {rule.start: str(done), rule.rows: str(rule.size)})


def _numbered(page: Page, rule: PageParam, number: int, seen: Seen) -> str | None:
    if rule.next is not None:
        if seen.next_href:
            return absolute(page.final_url, seen.next_href)
        if "no_next" in rule.stop:
            return None
    if (
        rule.total is not None
        and rule.size is not None
        and seen.total is not None
        and number >= math.ceil(seen.total / rule.size)
    ):
        return None
    if rule.last is not None and number - 1 + rule.first >= _last_number(seen.last_href, rule.param):
        return None
    return with_params(page.url, {rule.param: str(number + rule.first)})


def _last_number(href: str | None, param: str) -> int:
    """Number of the last page by the link to it; of several pagers in one parameter (`,,7`) the last one. No link: this is it."""
    for key, value in urllib.parse.parse_qsl(urllib.parse.urlsplit(href or "").query):
        if key == param and (found := _LAST_PAGE.search(value)):
            return int(found[1])
    return 0


def _digest(marks: Iterable[str]) -> str:
    total = hashlib.sha256()
    for mark in marks:
        total.update(f"{len(mark)}:{mark}".encode("utf-8", "surrogatepass"))
    return total.hexdigest()[:12]
