"""A page of HTML read by the generations of markup of its step: the first that finds rows counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs
from parsel import Selector

from crawler.addresses import absolute, canonical_key
from crawler.language import named
from crawler.probing import siblings
from crawler.records import Context, Found, Page
from crawler.sources.model import SourceDefinition
from crawler.sources.step_models import DocumentPage, DrupalMeeting, HtmlTable, LoadMore, Markup, PageParam, Step
from crawler.steps.html import DEPTH, first, text_of, tree_of
from crawler.steps.listing import Listing, Named, label_parts
from crawler.steps.pagination import Seen, next_page
from crawler.steps.rows import Link, Row, page_values, rows_of


def read_markup(
    page: Page,
    step: HtmlTable | DrupalMeeting | DocumentPage,
    source: SourceDefinition,
    context: Context,
    values: Mapping[str, str],
) -> Found:
    """Rows, files and further pages. `values` hold for the whole page, beside those of the markup's page_fields."""
    listing = Listing(page, step, source, context)
    root = tree_of(page)
    if root is None:
        listing.issue("page-unreadable", f"the page has no element of HTML, or more than {DEPTH} within one another")
        return found_of(listing, 0)
    rows, markup = _fitting(root, step)
    whole = {**values, **page_values(root, markup.page_fields)}
    for number, row in enumerate(rows, start=1):
        _take(listing, {**whole, **row.values}, row, markup, number)
    if not rows and not isinstance(step, DocumentPage) and context.paging.number == 1:
        # A table of pairs that is there shows that the page is built as it always was.
        if any("." in name for name in whole):
            listing.issue("no-documents", f"the page is one of {step.id}, and lists nothing")
        else:
            listing.issue("no-rows", f"no markup of the step {step.id} found a row")
    if markup is not step and rows:
        listing.issue(
            "other-markup", f"read by markup {1 + list(step.otherwise).index(markup)} of otherwise, {markup.evidence}"
        )
    seen = Seen(marks=[_mark(row) for row in rows], **links_onward(root, step))  # type: ignore[arg-type]
    return finished(listing, root, seen, len(rows))


def _fitting(root: Selector, step: HtmlTable | DrupalMeeting | DocumentPage) -> tuple[list[Row], Markup]:
    for markup in (step, *step.otherwise):
        rows = rows_of(root, markup)
        if any(row.values or row.links for row in rows):
            return rows, markup
    return [], step


def _take(listing: Listing, values: Mapping[str, str], row: Row, markup: Markup, number: int) -> None:
    files = [named_of(link, markup) for link in row.links]
    if (
        not listing.row(values, files, markup.item_regex)
        and not row.expected_empty
        and not isinstance(listing.step, DocumentPage)
    ):
        listing.issue("row-without-file", row.text[:300], f"{listing.page.url} row {number}")


def named_of(link: Link, markup: Markup) -> Named:
    """A link of a page as a file of the listing."""
    parts = label_parts(link.label, markup.files.label_regex) if markup.files else {}
    return Named(
        href=link.href,
        label=link.label,
        label_lang=parts.get("lang"),
        term=link.mark,
        term_trust="high" if link.mark_trusted else "low",
        date=link.date,
        declared_type=link.declared_type,
        size=link.size or parts.get("size"),
    )


def _mark(row: Row) -> str:
    return "\x1f".join((*row.values.values(), *(link.href for link in row.links))) or row.text


def links_onward(root: Selector, step: Step) -> dict[str, str | None]:
    rule = step.pagination
    if isinstance(rule, PageParam):
        return {
            "next_href": first(root, rule.next) if rule.next else None,
            "last_href": first(root, rule.last) if rule.last else None,
        }
    return {"next_href": first(root, rule.next)} if isinstance(rule, LoadMore) else {}


def finished(listing: Listing, root: Selector | None, seen: Seen, rows: int) -> Found:
    """What the listing holds, with its next page and its language versions."""
    onward = next_page(listing.page, listing.step, listing.source, listing.context, seen)
    if onward.issue:
        listing.issue(*onward.issue)
    if root is not None and listing.step.follow_languages and listing.context.paging.number == 1:
        for lang, url in language_versions(listing.page, root, listing.source):
            context = Context(vars={**listing.context.vars, "lang": lang}, fields=listing.context.fields)
            if canonical_key(url, listing.source.canonical_url) != canonical_key(
                listing.page.final_url, listing.source.canonical_url
            ):
                listing.add_page(url, listing.step.id, context)
    found = found_of(listing, rows)
    return found if onward.follow is None else structs.replace(found, follows=(*found.follows, onward.follow))


def found_of(listing: Listing, rows: int) -> Found:
    return Found(
        state="page" if rows else "empty",
        rows=rows,
        files=tuple(listing.files.values()),
        probes=siblings(tuple(listing.files.values()), listing.source),
        follows=tuple(listing.follows.values()),
        issues=tuple(listing.issues),
    )


def language_versions(page: Page, root: Selector, source: SourceDefinition) -> Sequence[tuple[str, str]]:
    """Languages and addresses that the switcher links, of those collected. Error pages link only themselves; they are none here."""
    rule = source.language_links
    versions: dict[str, str] = {}
    for link in root.css(rule.css) if rule else ():
        word = next((link.attrib[name] for name in rule.lang_attr if link.attrib.get(name)), "") if rule else ""
        lang = named(word.partition("-")[0], source) or named(text_of(link), source)
        url = absolute(page.final_url, link.attrib.get("href", ""))
        if lang in source.collect and url:
            versions.setdefault(str(lang), url)
    return list(versions.items())
