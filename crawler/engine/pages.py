"""Reading a page that a crawl fetched: the step that knows it, and what it found as links for the frontier."""

from __future__ import annotations

import msgspec
from msgspec import Struct, structs

from core.ledger.crawl_entries import Address, NewAddress
from crawler.engine.links import links_of, too_deep
from crawler.engine.session import Session
from crawler.records import Context, Page
from crawler.sources.expand import restricted
from crawler.steps.registry import parse

_ISSUES = 200  # of one page in the report: a page that is misread has one for each row


class Reading(Struct, frozen=True, kw_only=True):
    links: tuple[NewAddress, ...] = ()
    issues: tuple[str, ...] = ()
    gone: str | None = None
    """Why the page is none, although it came with status 200."""


def read_page(session: Session, address: Address, page: Page, body: bytes) -> Reading:
    """`body` is that of the answer, or what is kept of the page where it was not modified."""
    source, order = session.source, session.order
    page = structs.replace(page, body=body, status=200, content_type=page.content_type or address.media_type)
    context = Context() if address.context is None else msgspec.json.decode(address.context, type=Context)
    found = parse(page, source.steps[address.step], source, context)
    if found.state == "soft_404":
        return Reading(gone=f"{address.url}: {found.issues[0].detail if found.issues else 'it says so itself'}.")
    session.defects.extend(f"{one.where}: {one.detail}" for one in found.issues if one.code == "step-failed")
    if order.meeting is not None:
        found = restricted(found, source, order.meeting)
    deepest = session.settings.limits.crawl_depth
    issues = [f"{issue.code}: {issue.where}: {issue.detail}" for issue in found.issues]
    issues += [
        f"depth: {url} is deeper than {deepest} pages" for url in too_deep(found, depth=address.depth, deepest=deepest)
    ]
    return Reading(
        links=links_of(found, depth=address.depth, deepest=deepest),
        issues=tuple(issues[:_ISSUES]),
    )
