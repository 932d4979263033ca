"""What a crawl is told and what it tells: the order on the child's stdin, the events on its stdout, one JSON object a line."""

from __future__ import annotations

from typing import Any, Literal, Protocol

from msgspec import Struct

from core.ledger.crawl_entries import CrawlState


class CrawlOrder(Struct, frozen=True, kw_only=True):
    source: str
    """Id of config/sources."""
    settings: dict[str, Any]
    """Of `crawler.engine.running.settings_for_child`; environment variables do not count in the child."""
    meeting: str | None = None
    """Only this meeting (`CMS/COP14`); files of which no meeting is known are left out."""
    limit: int | None = None
    """Files at most; the next crawl goes on."""
    dry_run: bool = False
    """Listings are read and recorded; no file is asked for."""
    warc: bool = False
    targets: tuple[str, ...] = ()
    """Canonical ids of documents to look for."""
    rehearse: dict[str, str] = {}
    """host (or host:port) -> address of a server on this machine that plays it. Where anything stands here, nothing leaves the
    machine."""
    time_scale: float = 1.0
    """Factor of all waits, 0 for none; other than 1 only in a rehearsal."""


class CrawlSummary(Struct, frozen=True, kw_only=True):
    """What came of a crawl. Counts are of the whole crawl, also of what earlier processes did of it; `bytes`, `requests` and
    `seconds` are those of this process."""

    source: str
    crawl: int | None = None
    """None: it did not begin."""
    run: int | None = None
    """Number under which the names of its files were recorded the last."""
    state: CrawlState = "failed"
    cause: str | None = None
    """Why it is not `done`."""
    pages: int = 0
    files_listed: int = 0
    """Linked in this crawl, held or not."""
    held: int = 0
    """Of those, the ones whose bytes are at hand."""
    new: int = 0
    changed: int = 0
    same: int = 0
    not_modified: int = 0
    refused: int = 0
    gone: int = 0
    withdrawn: int = 0
    """Files held to be withdrawn since this crawl."""
    given_up: int = 0
    """Links that gave nothing after all tries, old ones included."""
    pending: int = 0
    """Addresses left for the next crawl."""
    blocked: str | None = None
    """The sign of a protection page."""
    hosts: dict[str, str] = {}
    """Hosts that were left, with the reason: robots.txt unreadable, asked to wait too long, failing, blocked."""
    bytes: int = 0
    """Received, as sent (compressed)."""
    requests: int = 0
    seconds: float = 0.0
    by_language: dict[str, int] = {}
    """Files held of those listed; `und`: nothing says the language."""
    expectations: tuple[tuple[str, bool], ...] = ()
    """What was expected, and whether it was met; empty where only a part of the source was crawled."""
    failing_since: float | None = None
    """Seconds since 1970; None: the last crawl of the whole source was good."""
    targets: dict[str, Literal["found", "not_found", "not_asked"]] = {}
    """Cited and missing documents that were looked for; `not_asked`: the crawl ended before all places were asked."""
    issues: tuple[str, ...] = ()
    """What people should look at, one line each."""
    resumed: bool = False
    warc: str | None = None
    """The file written."""


class Progress(Struct, frozen=True, kw_only=True, tag_field="event", tag="progress"):
    """Where the crawl stands. Counts are of this process."""

    pages: int = 0
    files: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    """Same bytes, or not modified."""
    refused: int = 0
    gone: int = 0
    failed: int = 0
    pending: int = 0
    waiting: float = 0.0
    """Seconds until a host may be asked again, where that is long."""


class Line(Struct, frozen=True, kw_only=True, tag_field="event", tag="line"):
    """Something for people to know at once."""

    text: str


FailureKind = Literal["locked", "configuration", "usage", "storage", "other"]


class Failure(Struct, frozen=True, kw_only=True, tag_field="event", tag="failure"):
    """The crawl could not begin: an error of the project with its exit code."""

    kind: FailureKind
    cause: str
    hint: str = ""


class End(Struct, frozen=True, kw_only=True, tag_field="event", tag="end"):
    summary: CrawlSummary


Event = Progress | Line | Failure | End


class Listener(Protocol):
    """Who is told of a crawl."""

    def tell(self, event: Event) -> None: ...
