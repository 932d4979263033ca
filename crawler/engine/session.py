"""What one crawl has in hand: handed to the spider, and through it to all parts of the downloader. One object a process."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from core.blobs import Blobs
from core.ledger import Ledger
from core.ledger.crawl_entries import CrawlEntry
from core.ledger.frontier import Frontier
from core.settings import Settings
from crawler.engine.guard import Guard
from crawler.engine.order import CrawlOrder, Progress
from crawler.engine.pace import Pace
from crawler.sources.model import SourceDefinition

if TYPE_CHECKING:
    from crawler.engine.judging import Judge
    from crawler.engine.warc import WarcFile

LEAST_TIMEOUT = 5.0  # seconds: in a rehearsal time limits shrink with the clock, but machines do not get faster


@dataclass
class Tally:
    """Counts of this process."""

    requests: int = 0
    bytes: int = 0
    pages: int = 0
    files: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    gone: int = 0
    failed: int = 0

    def progress(self, pending: int, waiting: float) -> Progress:
        return Progress(
            pages=self.pages, files=self.files, new=self.new, changed=self.changed, same=self.same, refused=self.refused,
            gone=self.gone, failed=self.failed, pending=pending, waiting=round(waiting, 1),
        )  # fmt: skip


@dataclass
class Session:
    order: CrawlOrder
    source: SourceDefinition
    settings: Settings
    ledger: Ledger
    blobs: Blobs
    crawl: CrawlEntry
    frontier: Frontier
    pace: Pace
    guard: Guard
    agent: str
    """How requests name themselves."""
    warc: WarcFile | None = None
    tally: Tally = field(default_factory=Tally)
    closed: dict[str, str] = field(default_factory=dict)
    """Hosts whose robots.txt could not be read, with the reason."""
    blocked: str | None = None
    """The first sign of a protection page."""
    stopped: str | None = None
    """Why this run ends before the crawl does."""
    at_once: bool = False
    defects: list[str] = field(default_factory=list)
    """What failed in the program itself."""
    issues: dict[str, None] = field(default_factory=dict)
    """What people should look at, in order, each once."""
    turns: dict[str, asyncio.Lock] = field(default_factory=dict)
    """Hosts, each with one request at a time."""
    judge: Judge | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set whenever something ended, so that who waits looks again."""

    began: float = field(default_factory=time.monotonic)

    @property
    def whole(self) -> bool:
        """Whether the crawl is of all that the source has."""
        order = self.order
        return order.meeting is None and order.limit is None and not order.dry_run

    def stop(self, reason: str, *, at_once: bool = True) -> None:
        """The first reason stays. What waits for its turn is only asked where it need not be `at_once`."""
        self.stopped = self.stopped or reason
        self.at_once = self.at_once or at_once
        self.changed.set()

    def seconds(self, limit: float) -> float:
        """A time limit on the clock of this crawl."""
        return max(limit * self.order.time_scale, min(limit, LEAST_TIMEOUT))


def session_of(crawler: Crawler) -> Session:
    """What the parts of the downloader share."""
    session = getattr(crawler.spider, "session", None)
    if not isinstance(session, Session):
        raise NotConfigured("this part works for SourceSpider only")
    return session
