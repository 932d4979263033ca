"""The last thing before the wire: whose turn it is, how long an answer may take, and who plays the site in a rehearsal.

It stands below everything else of Scrapy, so that a rehearsal differs from the real thing in nothing but the connection: guard,
robots.txt, slots and records see the real address, and the server is sent the real Host.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, DownloadTimeoutError
from scrapy.http import Response

from crawler.engine.errors import CrawlStopped, HostLeft, TooSlow
from crawler.engine.guard import host_name, played
from crawler.engine.judging import Judge
from crawler.engine.pace import retry_after
from crawler.engine.session import session_of

_TOO_MANY = 429
_STEPS = 4  # looks at a transfer within the time that it may be silent


class Transport(HTTP11DownloadHandler):
    """Scrapy's own handler of HTTP, one request a host at a time, in the pace of the crawl."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._session = session_of(crawler)
        self._compression = HttpCompressionMiddleware(crawler=crawler)
        self._judge = self._session.judge or Judge(self._session)
        self._session.judge = self._judge
        self._heard: dict[int, float] = {}
        for signal in (signals.headers_received, signals.bytes_received):
            crawler.signals.connect(self._hear, signal=signal)

    async def download_request(self, request: Request) -> Response:
        """Raises HostLeft, CrawlStopped or TooSlow beside what Scrapy's handler raises."""
        host = host_name(request.url)
        # Scrapy's slots begin all requests that wait at once where they keep no delay, whatever concurrency they are told.
        async with self._session.turns.setdefault(host, asyncio.Lock()):
            await self._turn(host)
            if "retry_times" not in request.meta:
                self._session.pace.begin(host)
            self._compression.process_request(request)
            return await self._ask(host, request)

    async def _ask(self, host: str, request: Request) -> Response:
        session, pace = self._session, self._session.pace
        session.tally.requests += 1
        real = self._rehearsed(request)
        began = time.monotonic()
        try:
            response = await self._within_time(real)
        except (TooSlow, DownloadCancelledError):
            # The host answers; it is the file that is not taken.
            pace.answered(host, time.monotonic() - began, good=False)
            raise
        except CannotResolveHostError as error:
            pace.unanswered(host)
            # Twisted does not hand on what the resolver said.
            raise CannotResolveHostError(f"{host} has no address, or none that is public") from error
        except Exception:
            pace.unanswered(host)
            raise
        finally:
            self._heard.pop(id(real), None)
        seconds = time.monotonic() - began
        request.meta["download_latency"] = real.meta.get("download_latency", seconds)
        request.meta["mea_seconds"] = seconds
        session.tally.bytes += len(response.body)
        if response.status == _TOO_MANY or response.status >= 500:
            pace.refused(host, retry_after(_header(response, "Retry-After"), _header(response, "Date")))
        else:
            pace.answered(host, request.meta["download_latency"], good=response.status < 400)
        if real is not request:
            response = response.replace(url=request.url)
        if session.warc is not None:
            session.warc.write(request, response)
        # Both within the turn of the host: what is found here decides whether it is asked again.
        response = self._unpack(request, response)
        self._judge.look_at(host, response, guessed=request.method == "HEAD")
        return response

    def _unpack(self, request: Request, response: Response) -> Response:
        unpacked = self._compression.process_response(request, response)
        if not isinstance(unpacked, Response):
            raise TypeError("decompression gives a response")
        return unpacked

    async def _turn(self, host: str) -> None:
        session = self._session
        while True:
            if host in session.pace.left:
                raise HostLeft(session.pace.left[host])
            most = session.source.politeness.max_requests_per_run
            if session.tally.requests >= most:
                session.stop(f"the {most} requests of one run are spent")
            if session.stopped and session.at_once:
                raise CrawlStopped(session.stopped)
            wait = session.pace.wait(host)
            if wait <= 0:
                return
            # In short sleeps, so that the end of the run does not wait for a host that asked for an hour.
            await asyncio.sleep(min(wait, 0.5))

    def _rehearsed(self, request: Request) -> Request:
        order = self._session.order
        if not order.rehearse:
            return request
        parts = urlsplit(request.url)
        stand_in = played(order.rehearse, parts)
        if stand_in is None:
            raise HostLeft(f"{parts.netloc} is not played in this rehearsal")
        # The resolver gives no address of this machine, so that it is written out here.
        place = urlsplit(stand_in).netloc.replace("localhost", "127.0.0.1")
        real = request.replace(url=urlunsplit(("http", place, parts.path, parts.query, "")))
        real.headers["Host"] = parts.netloc
        return real

    async def _within_time(self, request: Request) -> Response:
        """The answer, unless nothing is heard for too long, or all of it takes too long."""
        rules = self._session.source.files
        silent_at_most = self._session.seconds(rules.stall_seconds)
        ends = time.monotonic() + self._session.seconds(rules.max_seconds)
        # Scrapy's own time limit is made to be never the first, for it does not say which of the two it was.
        request.meta["download_timeout"] = 2 * rules.max_seconds + rules.stall_seconds
        self._heard[id(request)] = began = time.monotonic()
        task = asyncio.ensure_future(super().download_request(request))
        try:
            while not task.done():
                now = time.monotonic()
                heard = self._heard[id(request)]
                if now >= ends and heard > began:
                    raise TooSlow(f"Not all of it came in {rules.max_seconds:.0f} seconds.")
                if now >= min(ends, heard + silent_at_most):
                    raise DownloadTimeoutError(f"Nothing was heard for {rules.stall_seconds:.0f} seconds.")
                await asyncio.wait({task}, timeout=max(0.001, min(ends - now, silent_at_most / _STEPS)))
            return task.result()
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait({task}, timeout=1)
            if task.done() and not task.cancelled():
                task.exception()

    def _hear(self, request: Request, **_: Any) -> None:
        if id(request) in self._heard:
            self._heard[id(request)] = time.monotonic()


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return None if value is None else value.decode("latin-1")
