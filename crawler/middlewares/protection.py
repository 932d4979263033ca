"""Next to the wire, after decompression: a protection page ends all asking of its host at once."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.answers import header_texts
from crawler.errors import HostBlocked
from crawler.guard import host_name
from crawler.protection import blocked_cause
from crawler.session import Session, session_of
from crawler.sniff import sniff


class ProtectionMiddleware:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._refusals: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(session_of(crawler))

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises HostBlocked."""
        session, rules = self._session, self._session.source.blocked
        host = host_name(request.url)
        body = response.body if sniff(response.body) in {"html", "other"} else b""
        sign = blocked_cause(response.status, header_texts(response.headers), body, rules)
        if response.status in rules.status:
            self._refusals[host] = self._refusals.get(host, 0) + 1
            if sign is None and self._refusals[host] >= rules.consecutive_limit:
                sign = f"{self._refusals[host]} answers in a row had status {response.status}"
        else:
            self._refusals[host] = 0
        if sign is None:
            return response
        session.blocked = session.blocked or f"{host}: {sign}"
        session.pace.leave(host, f"a protection page stands before it: {sign}")
        raise HostBlocked(sign, response.status)
