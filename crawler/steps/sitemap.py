"""Sitemaps (sitemaps.org): lists of addresses, and lists of such lists."""

from __future__ import annotations

import re
import zlib

from lxml import etree
from msgspec import structs

from crawler.addresses import absolute
from crawler.records import Context, Found, Page
from crawler.sources.model import SourceDefinition
from crawler.sources.step_models import Sitemap
from crawler.steps.html import clean
from crawler.steps.listing import Listing, Named, is_document
from crawler.steps.markup import found_of

_GZIP = b"\x1f\x8b"
_DEPTH = 3
"""Lists of lists, at most: the standard allows two levels."""


def sitemap(page: Page, step: Sitemap, source: SourceDefinition, context: Context) -> Found:
    """Addresses with the ending of a document are files, others are followed as the field `loc`; further sitemaps are read too."""
    listing = Listing(page, step, source, context)
    root = _root(page.body, source.files.page_max_bytes)
    if root is None:
        listing.issue("page-unreadable", "the answer is no sitemap")
        return found_of(listing, 0)
    rows = 0
    for entry in root.iterchildren(etree.Element):
        kind = etree.QName(entry).localname
        if kind not in {"sitemap", "url"}:
            continue
        texts = {etree.QName(part).localname: clean(part.text or "") for part in entry.iterchildren(etree.Element)}
        loc = texts.get("loc", "")
        rows += 1
        if kind == "sitemap":
            _further(listing, loc)
        elif _counts(loc, step):
            _address(listing, loc, texts.get("lastmod"))
    return found_of(listing, rows)


def _root(body: bytes, most: int) -> etree._Element | None:
    if body.startswith(_GZIP):
        try:
            unpacker = zlib.decompressobj(wbits=31)
            body = unpacker.decompress(body, most)
            if unpacker.unconsumed_tail:
                return None
        except zlib.error:
            return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root is not None and etree.QName(root).localname in {"urlset", "sitemapindex"} else None


def _counts(loc: str, step: Sitemap) -> bool:
    return bool(
        loc
        and (step.include is None or re.search(step.include, loc))
        and not (step.exclude and re.search(step.exclude, loc))
    )


def _further(listing: Listing, loc: str) -> None:
    paging = listing.context.paging
    url = absolute(listing.page.final_url, loc)
    if url is None:
        listing.issue("bad-address", f"a sitemap is named as {loc[:200]!r}, which is no address")
    elif paging.number >= _DEPTH:
        listing.issue("page-limit", f"sitemaps nested deeper than {_DEPTH}")
    else:
        context = structs.replace(listing.context, paging=structs.replace(paging, number=paging.number + 1))
        listing.add_page(url, listing.step.id, context)


def _address(listing: Listing, loc: str, changed: str | None) -> None:
    url = absolute(listing.page.final_url, loc)
    values = {"lastmod": changed} if changed else {}
    if url is None:
        listing.issue("bad-address", f"{loc[:200]!r} is no address")
    elif is_document(url, listing.source, None):
        listing.row(values, [Named(href=loc)])
    else:
        listing.row({**values, "loc": loc}, [])
