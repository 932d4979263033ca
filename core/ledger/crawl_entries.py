"""What the ledger is told of crawls, and what it gives back. `context` and `listed` are JSON that only the crawler reads."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from core.ledger.entries import SeenFile

Kind = Literal["page", "file", "probe"]
AddressState = Literal["pending", "done", "refused", "gone", "given_up"]
CrawlState = Literal["running", "done", "failed", "blocked", "stopped"]
Outcome = Literal["new", "changed", "same", "not_modified", "gone", "refused", "failed", "blocked", "skipped"]
ChangeClass = Literal["cosmetic", "editorial", "substantive"]


class NewAddress(Struct, frozen=True, kw_only=True):
    """An address that a page links, or that a crawl begins with."""

    kind: Kind
    key: str
    """Canonical form, for comparison; one address of each kind and key in a source."""
    url: str
    """As published: this is what is asked for."""
    step: str
    rank: int
    """Smaller ones are asked first."""
    context: str | None = None
    listed: str | None = None
    deeper: bool = True
    """False: it lies as deep as the page that links it, as the further pages of a listing do."""


class Address(Struct, frozen=True, kw_only=True):
    """A known address with what was learned of it the last time. Times are seconds since 1970."""

    id: int
    source: str
    kind: Kind
    key: str
    url: str
    step: str
    rank: int
    depth: int
    state: AddressState
    context: str | None
    listed: str | None
    code: str | None
    cause: str | None
    attempts: int
    """Crawls in a row that ended without an answer of use."""
    failing_since: float | None
    due: float | None
    crawl: int | None
    """The last crawl that handled it."""
    listed_in: int | None
    """The last crawl in which something linked it."""
    etag: str | None
    last_modified: str | None
    digest: str | None
    """sha256 of the bytes that it gave the last time it gave any."""
    size: int | None
    media_type: str | None
    checked_at: float | None
    asked_fully_at: float | None
    misses: int
    missed_on: str | None
    withdrawn_at: float | None


class Fetch(Struct, frozen=True, kw_only=True):
    """What was asked and what was answered: the provenance of bytes, and of their absence."""

    asked: str
    outcome: Outcome
    final: str | None = None
    """Address that answered; None: nothing did."""
    chain: tuple[str, ...] = ()
    """Addresses in between, in order."""
    status: int | None = None
    request_headers: dict[str, str] = {}
    response_headers: dict[str, str] = {}
    digest: str | None = None
    size: int | None = None
    seconds: float | None = None
    code: str | None = None


class FetchEntry(Fetch, frozen=True, kw_only=True):
    """A fetch as it was recorded."""

    id: int
    address: int | None
    crawl: int
    at: float
    """Seconds since 1970 by the ledger's clock."""


class Settled(Struct, frozen=True, kw_only=True):
    """How an address ended in a crawl: all that is to be recorded in one transaction, after its bytes are durable."""

    state: AddressState
    fetch: Fetch | None = None
    """None: nothing was asked (the guard or robots.txt forbade it)."""
    code: str | None = None
    cause: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    size: int | None = None
    media_type: str | None = None
    unconditional: bool = False
    """Asked without conditions, so that the answer is about the bytes."""
    retry_days: float | None = None
    """Not before as many days is it asked again; None: in the next crawl."""
    missed: bool = False
    """The site says that there is nothing here."""
    file: SeenFile | None = None
    links: tuple[NewAddress, ...] | None = None
    """Of a page that was read: all it links. None: it was not read."""


class CrawlEntry(Struct, frozen=True, kw_only=True):
    id: int
    source: str
    scope: str | None
    run: int | None
    started: float
    finished: float | None
    state: CrawlState
    summary: dict[str, Any] = {}
    resumed: bool = False
    """Begun by an earlier process that did not finish it."""


class SourceState(Struct, frozen=True, kw_only=True):
    source: str
    paused_at: float | None = None
    paused_reason: str | None = None
    blocked_at: float | None = None
    blocked_cause: str | None = None
    last_good: int | None = None
    """Number of the last crawl of the whole source that met its expectations."""
    failing_since: float | None = None
    """When the first of the crawls in a row that failed ended."""


class DeadLink(Struct, frozen=True, kw_only=True):
    url: str
    pages: tuple[str, ...]
    """Addresses of the pages that link it."""
    code: str | None
    cause: str | None
    attempts: int
    failing_since: float


class Change(Struct, frozen=True, kw_only=True):
    """New bytes at an old address."""

    id: int
    source: str
    name: str
    old: str
    new: str
    crawl: int
    at: float
    kind: ChangeClass | None
    """None: not yet compared."""
    detail: str | None
