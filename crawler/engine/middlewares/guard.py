"""Outermost: no request passes that the guard refuses, of a host that was left, or in a circle.

Redirects come by here again, hop by hop, because Scrapy sends each as a request of its own.
"""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.engine.errors import AddressRefused, CrawlStopped, HostLeft
from crawler.engine.guard import host_name
from crawler.engine.session import Session, session_of


class GuardMiddleware:
    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(session_of(crawler))

    def process_request(self, request: Request) -> None:
        """Raises AddressRefused, HostLeft or CrawlStopped."""
        session = self._session
        refusal = session.guard.refusal(request.url)
        if refusal is not None:
            raise AddressRefused(refusal.code, refusal.cause, request.url)
        hops = request.meta.get("redirect_urls", [])
        if request.url in hops:
            raise AddressRefused(
                "redirect-refused", f"{hops[0]} redirects in a circle, back to {request.url}.", request.url
            )
        if len(hops) > session.settings.limits.crawl_redirects:
            raise AddressRefused(
                "redirect-refused", f"{hops[0]} redirects more than {len(hops) - 1} times.", request.url
            )
        host = host_name(request.url)
        if host in session.pace.left:
            raise HostLeft(session.pace.left[host])
        if session.stopped and session.at_once:
            raise CrawlStopped(session.stopped)
