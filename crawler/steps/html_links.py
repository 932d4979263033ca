"""Pages of which only links are known: those with the ending of a document are files, the others are pages to follow."""

from __future__ import annotations

import re

from crawler.addresses import absolute
from crawler.records import Context, Found, Page
from crawler.sources.model import SourceDefinition
from crawler.sources.step_models import HtmlFiles, HtmlLinks, Markup
from crawler.steps.html import DEPTH, tree_of
from crawler.steps.listing import Listing, is_document
from crawler.steps.markup import finished, found_of, links_onward, named_of
from crawler.steps.pagination import Seen
from crawler.steps.rows import links_of, page_values

_GENERIC = re.compile(
    r"(?:download|télécharger|descargar|pdf|word|docx?|file|fichier|english|français|french|español|spanish|here|ici|more)\b.{0,30}$",
    re.IGNORECASE,
)
"""Labels that say what a click does and not what the document is."""


def html_links(page: Page, step: HtmlLinks, source: SourceDefinition, context: Context) -> Found:
    listing = Listing(page, step, source, context)
    root = tree_of(page)
    if root is None:
        listing.issue("page-unreadable", f"the page has no element of HTML, or more than {DEPTH} within one another")
        return found_of(listing, 0)
    whole = page_values(root, step.page_fields)
    rule = step.files or HtmlFiles(css=step.links)
    markup = Markup(files=rule)
    links = {link.href: link for link in links_of(root, rule)}
    for link in links_of(root, HtmlFiles(css=step.links)):
        links.setdefault(link.href, link)
    for link in links.values():
        url = absolute(page.final_url, link.href)
        label = {"title": link.label} if link.label and not _GENERIC.match(link.label) else {}
        if url is None:
            listing.issue("bad-address", f"a link holds {link.href[:200]!r}, which is no address")
        elif is_document(url, source, step.file_regex):
            listing.row({**whole, **label}, [named_of(link, markup)])
        else:
            listing.row({**whole, **label, "doc_url": link.href}, [])
    if not links and context.paging.number == 1:
        listing.issue("no-rows", f"the step {step.id} found no link")
    seen = Seen(marks=list(links), **links_onward(root, step))  # type: ignore[arg-type]
    return finished(listing, root, seen, len(links))
