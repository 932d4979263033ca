"""`mea sources`: which sources there are, and how each stands. Reads the ledger and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from core.configuration import Configuration
from core.errors import UsageError
from core.ledger import Ledger, open_ledger
from core.ledger.connection import database_file
from core.ledger.crawl_entries import CrawlEntry, DeadLink, SourceState
from core.ledger.crawls import crawl_entries, source_state
from core.ledger.frontier import dead_links, withdrawn
from core.settings import Settings
from crawler.sources.load import load_sources
from crawler.sources.model import SourceDefinition
from jobs.changes import ChangedFile, changed_files
from jobs.sample_site import is_bundled

Standing = Literal["off", "paused", "blocked", "failing", "never crawled", "unfinished", "good"]


class LastCrawl(Struct, frozen=True, kw_only=True):
    crawl: int
    state: str
    started: float
    """Seconds since 1970, UTC."""
    finished: float | None
    files: int
    new: int
    changed: int
    given_up: int


class SourceReport(Struct, frozen=True, kw_only=True):
    """One source as `mea sources --json` gives it."""

    id: str
    treaty: str
    name: dict[str, str]
    enabled: bool
    standing: Standing
    reason: str | None
    """Why it is off, paused, blocked or failing."""
    since: float | None
    """Seconds since 1970: since when it is paused, blocked or failing."""
    access: str
    hosts: tuple[str, ...]
    collect: tuple[str, ...]
    last: LastCrawl | None


class SourceDetails(Struct, frozen=True, kw_only=True):
    """One source in full."""

    source: SourceReport
    notes: tuple[str, ...]
    dead_links: tuple[DeadLink, ...]
    withdrawn: tuple[str, ...]
    """Addresses of files that the site has withdrawn; what was fetched of them is kept."""
    changes: tuple[ChangedFile, ...]


def sources(settings: Settings) -> tuple[SourceReport, ...]:
    """All sources by id. Raises ConfigurationError where a file has a mistake."""
    known = load_sources(Configuration(settings.config_dir))
    if not _has_ledger(settings):
        return tuple(_report(one, SourceState(source=one.id), None) for one in known.values())
    with open_ledger(settings, readonly=True) as ledger:
        return tuple(_of(ledger, one) for one in known.values())


def source_details(settings: Settings, name: str) -> SourceDetails:
    """Raises UsageError where there is no such source."""
    source = known_source(load_sources(Configuration(settings.config_dir)), name)
    if not _has_ledger(settings):
        report = _report(source, SourceState(source=name), None)
        return SourceDetails(source=report, notes=source.notes, dead_links=(), withdrawn=(), changes=())
    with open_ledger(settings, readonly=True) as ledger:
        return SourceDetails(
            source=_of(ledger, source),
            notes=source.notes,
            dead_links=tuple(dead_links(ledger, name)),
            withdrawn=tuple(one.url for one in withdrawn(ledger, name)),
            changes=changed_files(ledger, source=name),
        )


def known_source(known: Mapping[str, SourceDefinition], name: str) -> SourceDefinition:
    if name not in known:
        raise UsageError(f"There is no source {name}.", hint=f"Known are {', '.join(sorted(known))}.")
    return known[name]


def _has_ledger(settings: Settings) -> bool:
    file = database_file(settings.ledger_url)
    return file is None or file.exists()


def _of(ledger: Ledger, source: SourceDefinition) -> SourceReport:
    return _report(source, source_state(ledger, source.id), next(crawl_entries(ledger, source.id), None))


def _report(source: SourceDefinition, state: SourceState, last: CrawlEntry | None) -> SourceReport:
    standing, reason, since = _standing(source, state, last)
    return SourceReport(
        id=source.id,
        treaty=source.treaty,
        name=dict(source.name),
        enabled=source.enabled,
        standing=standing,
        reason=reason,
        since=since,
        access=source.access,
        hosts=source.hosts,
        collect=source.collect,
        last=None if last is None else _last(last),
    )


def _standing(
    source: SourceDefinition, state: SourceState, last: CrawlEntry | None
) -> tuple[Standing, str | None, float | None]:
    if state.paused_at is not None:
        return "paused", state.paused_reason, state.paused_at
    if state.blocked_at is not None:
        return "blocked", state.blocked_cause, state.blocked_at
    if not source.enabled and (last is None or not is_bundled(source)):
        return "off", next(iter(source.notes), None), None
    if last is None:
        return "never crawled", None, None
    if state.failing_since is not None or last.state in {"failed", "blocked"}:
        return "failing", _cause(last), state.failing_since or last.finished
    if last.state in {"running", "stopped"} or state.last_good is None:
        return "unfinished", _cause(last) or "Only a part of it was crawled yet.", None
    return "good", None, None


def _cause(last: CrawlEntry | None) -> str | None:
    return None if last is None else last.summary.get("cause")


def _last(entry: CrawlEntry) -> LastCrawl:
    return LastCrawl(
        crawl=entry.id,
        state=entry.state,
        started=entry.started,
        finished=entry.finished,
        files=entry.summary.get("files_listed", 0),
        new=entry.summary.get("new", 0),
        changed=entry.summary.get("changed", 0),
        given_up=entry.summary.get("given_up", 0),
    )
