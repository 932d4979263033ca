"""robots.txt, read as a promise: what cannot be read closes the host for this run (RFC 9309, 2.3.1.4), and is reported.

Scrapy's own middleware takes an error, a refusal and a dropped connection for `all allowed`, and knows no Crawl-delay.
"""

from __future__ import annotations

import asyncio
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser

from core.ledger.crawl_entries import Fetch, Outcome
from core.ledger.fetches import record_fetch
from crawler.engine.answers import header_texts
from crawler.engine.errors import AddressRefused, CrawlStopped, HostBlocked, HostLeft
from crawler.engine.guard import host_name
from crawler.engine.session import session_of

_NO_RULES = frozenset({404, 410})
_FIRST = 1_000  # priority of a request for robots.txt: before any other


class StrictRobotsMiddleware:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session_of(crawler)
        self._rules: dict[str, RobotParser | None] = {}
        self._reading: dict[str, asyncio.Lock] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises HostLeft where the host is closed, AddressRefused where the address is not allowed."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        place = urlsplit(request.url).netloc.lower()
        # Who comes while the rules are read waits for them; nobody passes before they are known.
        async with self._reading.setdefault(place, asyncio.Lock()):
            if place not in self._rules:
                self._rules[place] = await self._read(request.url)
        rules = self._rules[place]
        if rules is None:
            raise HostLeft(
                self._session.pace.left.get(urlsplit(request.url).hostname or "", "robots.txt is unreadable")
            )
        if not rules.allowed(request.url, self._session.agent):
            raise AddressRefused(
                "robots-disallowed", f"robots.txt of {place} does not allow {request.url}.", request.url
            )

    async def _read(self, url: str) -> RobotParser | None:
        """The rules of a host; None: it is closed."""
        parts = urlsplit(url)
        host = host_name(url)
        asked = f"{parts.scheme}://{parts.netloc}/robots.txt"
        request = Request(
            asked,
            callback=NO_CALLBACK,
            priority=_FIRST,
            dont_filter=True,
            meta={
                "dont_obey_robotstxt": True,
                "download_maxsize": self._session.settings.limits.robots_bytes,
                "download_fail_on_dataloss": True,
            },
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except (HostBlocked, CrawlStopped):
            raise
        except Exception as error:
            if isinstance(error, HostLeft):
                self._close(host, str(error))
            else:
                self._close(host, f"robots.txt cannot be read: {_reason(error)}")
                self._record(asked, None, "failed")
            return None
        reason = _unreadable(response)
        if reason is not None:
            self._close(host, f"robots.txt cannot be read: {reason}")
            self._record(asked, response, "failed")
            return None
        body = b"" if response.status in _NO_RULES else response.body
        rules = ProtegoRobotParser(body, None)
        delay = rules.crawl_delay(self._session.agent)
        if delay is not None:
            self._session.pace.crawl_delay(host, delay)
        self._record(asked, response, "new")
        return rules

    def _close(self, host: str, reason: str) -> None:
        self._session.closed[host] = reason
        self._session.pace.leave(host, reason)

    def _record(self, asked: str, response: Response | None, outcome: Outcome) -> None:
        session = self._session
        fetch = Fetch(asked=asked, outcome=outcome)
        if response is not None:
            fetch = Fetch(
                asked=asked,
                outcome=outcome,
                final=response.url,
                status=response.status,
                response_headers=header_texts(response.headers),
                request_headers=header_texts(response.request.headers) if response.request else {},
                size=len(response.body),
                seconds=response.meta.get("mea_seconds"),
            )
        record_fetch(session.ledger, session.crawl.id, fetch)


def _unreadable(response: Response) -> str | None:
    """Why an answer is no robots.txt; None: it is one, or says that there is none."""
    if response.status in _NO_RULES:
        return None
    if response.status != 200:
        return f"the answer has status {response.status}"
    if "partial" in response.flags or "dataloss" in response.flags:
        return "the answer was cut off"
    # A remark in another encoding harms no rule; a path in one would be read as another path.
    rules = b"\n".join(line.partition(b"#")[0] for line in response.body.splitlines())
    try:
        text = rules.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "a rule is no text in UTF-8"
    if "\x00" in text or text.lstrip()[:1] == "<":
        return "it is a page, not a list of rules"
    return None


def _reason(error: Exception) -> str:
    if isinstance(error, AddressRefused):
        return error.cause
    if isinstance(error, IgnoreRequest):
        return str(error)
    return f"{type(error).__name__}: {error}".rstrip(": ")
