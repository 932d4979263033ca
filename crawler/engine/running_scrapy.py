"""Scrapy started and watched: progress told, the claim on the source kept, the end noticed."""

from __future__ import annotations

import asyncio
import time
from itertools import count

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from core.errors import MeaError
from core.ledger.crawls import Crawls, source_state
from crawler.engine.links import of_pages
from crawler.engine.order import Line, Listener
from crawler.engine.scrapy_settings import scrapy_settings
from crawler.engine.session import Session
from crawler.engine.spider import SourceSpider
from crawler.engine.targets import places_to_look
from crawler.sources.expand import start_requests

_BEAT_SECONDS = 1.0
_BEATS_TO_LOOK = 5  # between two looks whether the source was paused
_LONG_WAIT = 30.0  # seconds of waiting for a host that are worth a word


def run_spider(session: Session, crawls: Crawls, events: Listener) -> None:
    """Crawls until nothing is left to ask or may be asked. Once a process: Twisted's reactor cannot be started again."""
    order = session.order
    begin = of_pages(start_requests(session.source, order.meeting))
    session.frontier.start((*begin, *places_to_look(session.source, order.targets, order.meeting)))
    process = AsyncCrawlerProcess(scrapy_settings(session))
    crawler = process.create_crawler(SourceSpider)
    watch = _Watch(session, crawls, events)
    crawler.signals.connect(watch.begin, signal=signals.spider_opened)
    crawler.signals.connect(watch.end, signal=signals.spider_closed)
    crawler.signals.connect(watch.failed, signal=signals.spider_error)
    task = process.crawl(crawler, session=session)
    process.start(install_signal_handlers=False)
    error = task.exception() if task.done() and not task.cancelled() else None
    if error is not None:
        session.defects.append(f"{type(error).__name__}: {error}")
    stats = crawler.stats.get_stats()
    if not session.defects and (stats.get("spider_exceptions/count") or stats.get("finish_reason") == "start_error"):
        session.defects.append("The crawler itself failed before it could say why. Please report it.")


class _Watch:
    def __init__(self, session: Session, crawls: Crawls, events: Listener) -> None:
        self._session = session
        self._crawls = crawls
        self._events = events
        self._beats: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self._beats = asyncio.ensure_future(self._beat())

    def end(self) -> None:
        if self._beats is not None:
            self._beats.cancel()
        self._tell()

    def failed(self, failure: Failure, response: Response | None = None) -> None:
        """A defect of the program: of the page at hand, which is tried again in the next crawl."""
        where = f"{response.url}: " if response is not None else ""
        self._session.defects.append(f"{where}{type(failure.value).__name__}: {failure.value}")

    async def _beat(self) -> None:
        every = self._session.settings.limits.lease_seconds / 4
        renewed = time.monotonic()
        told: set[str] = set()
        for beat in count(1):
            await asyncio.sleep(_BEAT_SECONDS)
            most = self._session.settings.limits.crawl_seconds
            if time.monotonic() - self._session.began > most:
                self._session.stop(f"the {most:.0f} seconds of one run are over")
            try:
                if time.monotonic() - renewed > every:
                    renewed = time.monotonic()
                    if not self._crawls.renew(self._session.crawl.id):
                        self._session.stop("another crawler has taken over the source")
                if beat % _BEATS_TO_LOOK == 0 and source_state(self._session.ledger, self._session.source.id).paused_at:
                    self._session.stop("the source was paused")
            except MeaError as error:
                self._session.stop(error.cause)
            self._tell()
            for host, reason in self._session.pace.left.items():
                if host not in told:
                    told.add(host)
                    self._say(Line(text=f"{host} is left for this run: {reason}."))

    def _tell(self) -> None:
        session = self._session
        waiting = session.pace.longest_wait()
        pending = session.frontier.pending()
        self._say(session.tally.progress(pending, waiting if waiting >= _LONG_WAIT else 0.0))

    def _say(self, event: object) -> None:
        try:
            self._events.tell(event)  # type: ignore[arg-type]
        except (BrokenPipeError, ValueError):
            self._session.stop("nobody reads what this crawl tells")
