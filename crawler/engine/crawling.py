"""One crawl from its order to its summary: the order checked, the source claimed, all that a crawl needs put together."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import msgspec

from core.blobs import Blobs
from core.configuration import Configuration
from core.errors import UsageError
from core.ledger import Ledger, open_ledger
from core.ledger.crawl_entries import CrawlEntry
from core.ledger.crawls import Crawls, place_of, source_state
from core.ledger.frontier import Frontier
from core.lock import run_lock
from core.program import program_version
from core.settings import Settings
from crawler.engine.guard import Guard, is_loopback
from crawler.engine.naming import merged
from crawler.engine.order import CrawlOrder, End, Line, Listener
from crawler.engine.pace import Manners, Pace
from crawler.engine.running_scrapy import run_spider
from crawler.engine.session import Session
from crawler.engine.summing_up import sum_up
from crawler.sources.load import load_source
from crawler.sources.model import SourceDefinition

NO_CONTACT = "no-contact-given"


def crawl(order: CrawlOrder, settings: Settings, events: Listener) -> int:
    """Crawls and tells the summary. Raises Locked, ConfigurationError, UsageError or StorageError where it cannot begin."""
    check(order)
    source = load_source(Configuration(settings.config_dir), order.source)
    with ExitStack() as stack:
        # The kernel frees this lock however the process ends; see core.ledger.crawls.
        stack.enter_context(run_lock(settings.home / "crawls" / source.id, f"mea crawl {source.id}"))
        ledger = stack.enter_context(open_ledger(settings))
        state = source_state(ledger, source.id)
        if state.paused_at is not None:
            raise UsageError(
                f"The source {source.id} is paused: {state.paused_reason}.",
                hint=f"`mea sources resume {source.id}` ends the pause.",
            )
        crawls = Crawls(ledger, place_of(settings), lease_seconds=settings.limits.lease_seconds)
        entry = crawls.begin(
            source.id,
            scope=scope_of(order),
            program=program_version(),
            resume_seconds=settings.limits.crawl_resume_hours * 3600,
        )
        session = _session(order, source, settings, ledger, entry)
        if session.warc is not None:
            stack.callback(session.warc.close)
        if settings.crawl.contact is None:
            events.tell(Line(text=f"Sites are told no contact address: set MEA__CRAWL__CONTACT ({session.agent})."))
        run_spider(session, crawls, events)
        if session.warc is not None:
            session.warc.close()
        events.tell(End(summary=sum_up(session, crawls)))
    return 0


def check(order: CrawlOrder) -> None:
    """Raises UsageError for an order that asks for what is never done."""
    for host, place in order.rehearse.items():
        if not is_loopback(place):
            raise UsageError(
                f"--rehearse {host}={place}: only a server on this machine can play a site.",
                hint="Write http://127.0.0.1:PORT.",
            )
    if order.time_scale != 1 and not order.rehearse:
        raise UsageError("--time-scale holds for rehearsals only.", hint="Name a --rehearse too, or leave it out.")
    if order.time_scale < 0:
        raise UsageError(
            f"--time-scale {order.time_scale}: time does not run backwards.", hint="Write 0.01, for instance."
        )


def scope_of(order: CrawlOrder) -> str | None:
    """What a crawl is restricted to, as JSON; None: the whole source."""
    scope: dict[str, Any] = {}
    if order.meeting is not None:
        scope["meeting"] = order.meeting
    if order.limit is not None:
        scope["limit"] = order.limit
    if order.dry_run:
        scope["dry_run"] = True
    return msgspec.json.encode(scope, order="sorted").decode() if scope else None


def _session(
    order: CrawlOrder, source: SourceDefinition, settings: Settings, ledger: Ledger, entry: CrawlEntry
) -> Session:
    if entry.run is None:
        raise RuntimeError("a crawl that was begun has a run")
    manners = source.politeness
    pace = Pace(
        Manners(
            min_delay=manners.min_delay_s,
            max_delay=manners.autothrottle.max_delay_s,
            target_concurrency=manners.autothrottle.target_concurrency,
            max_wait=manners.retry_after.max_wait_s,
            back_off=settings.limits.crawl_back_off_seconds,
            failures_in_a_row=settings.limits.crawl_failures,
        ),
        scale=order.time_scale,
    )
    agent = source.user_agent.format(version=program_version(), contact=settings.crawl.contact or NO_CONTACT)
    warc = None
    if order.warc:
        from crawler.engine.warc import WarcFile  # noqa: PLC0415 - only who wants an archive needs its writer

        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        name = f"{source.id}-{moment}-{entry.id}"
        warc = WarcFile(settings.home / "warc", name, software=agent, most_bytes=settings.limits.warc_bytes)
    return Session(
        order=order,
        source=source,
        settings=settings,
        ledger=ledger,
        blobs=Blobs(settings.blobs_url),
        crawl=entry,
        frontier=Frontier(ledger, source.id, crawl=entry.id, run=entry.run, merge=merged),
        pace=pace,
        guard=Guard(source, order.rehearse or None),
        agent=agent,
        warc=warc,
    )
