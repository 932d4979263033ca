"""What the steps of a source say: text and bytes in, these out. Nothing here knows of the network or of Scrapy."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

PageState = Literal["page", "empty", "soft_404", "blocked"]


class Page(Struct, frozen=True, kw_only=True):
    """One answer of a site, as its steps read it."""

    url: str
    """The address asked for."""
    final_url: str
    """The address that answered, after redirects; links on the page are relative to it."""
    status: int
    body: bytes
    content_type: str | None = None
    """The header as sent, parameters included; None: the server sent none."""


class Paging(Struct, frozen=True, kw_only=True):
    """Where a page stands in its listing."""

    number: int = 1
    """From 1, however the site counts."""
    seen: tuple[str, ...] = ()
    """Marks of the pages before, to notice a site that answers the same page again and again."""


class Context(Struct, frozen=True, kw_only=True):
    """What led to a page: handed down from row to page to file."""

    vars: dict[str, str] = {}
    """Variables of the address template: `lang`, `prefix`, `session`, `code`."""
    fields: dict[str, str] = {}
    """Values of the rows on the way, nearest last: meeting, section, symbol, title …"""
    paging: Paging = Paging()


class LanguageEvidence(Struct, frozen=True, kw_only=True):
    lang: str
    """ISO 639-1."""
    origin: str
    """row_label, file_term, filename, url_prefix or sibling."""
    trust: Literal["high", "low"] = "high"


class ListedFile(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file as a listing shows it. Values are as published, cleaned of blanks; None: the listing does not say."""

    url: str
    """Absolute, as published; this is what is asked for."""
    key: str
    """Canonical form of `url`, for comparison only."""
    step: str
    page: str
    """Address of the listing."""
    page_lang: str | None = None
    """Language of the listing; None: its address does not say."""
    name: str | None = None
    symbol: str | None = None
    title: str | None = None
    titles: dict[str, str] = {}
    """Titles by the language of the page that shows them, `und` where the site does not say it."""
    type: str | None = None
    status: str | None = None
    meeting: str | None = None
    """Id of the meeting, `CMS/COP14`."""
    agenda_item: str | None = None
    section: str | None = None
    published: str | None = None
    """ISO date at the source."""
    lang: str | None = None
    """By the source's order of evidence; None where nothing says it."""
    languages: tuple[LanguageEvidence, ...] = ()
    conflict: bool = False
    """Two pieces of evidence that can be trusted name different languages."""
    declared_type: str | None = None
    """Media type as the listing declares it; the content decides."""
    size: int | None = None
    """Bytes as the listing declares them."""
    revision: str | None = None
    """`Rev.1`, `Corr.1`, `Add.1`, `Rev.COP13`, as the symbol or the file name says."""
    superseded: bool = False
    twin: str | None = None
    """Names one document of several formats: equal in all its files of one language."""
    fields: dict[str, str] = {}
    """Further values of the row, by the key of the YAML."""


class Follow(Struct, frozen=True, kw_only=True):
    """Another page to read."""

    url: str
    key: str
    step: str
    context: Context
    reason: Literal["row", "next", "start"] = "row"


class Probe(Struct, frozen=True, kw_only=True):
    """An address that may exist: asked for by HEAD, accepted only with the magic bytes of a document."""

    url: str
    key: str
    like: ListedFile
    """The listed file whose sibling it would be, with the language it would have."""


class CrawlIssue(Struct, frozen=True, kw_only=True):
    code: str
    where: str
    """Address, with the row or the key."""
    detail: str


class Found(Struct, frozen=True, kw_only=True):
    """What one step found on one page."""

    state: PageState = "page"
    rows: int = 0
    """Rows of the listing, those without files included."""
    files: tuple[ListedFile, ...] = ()
    follows: tuple[Follow, ...] = ()
    probes: tuple[Probe, ...] = ()
    issues: tuple[CrawlIssue, ...] = ()
