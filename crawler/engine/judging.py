"""Whether an answer is a protection page: judged before the host is asked anything else, for nothing follows such a page."""

from __future__ import annotations

from scrapy.http import Response

from crawler.engine.answers import header_texts
from crawler.engine.errors import HostBlocked
from crawler.engine.session import Session
from crawler.engine.sniff import sniff
from crawler.protection import blocked_cause


class Judge:
    """Of one crawl; counts the refusals in a row of each host."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._refusals: dict[str, int] = {}

    def look_at(self, host: str, response: Response, *, guessed: bool = False) -> None:
        """Raises HostBlocked, after the host has been left. The body of `response` is unpacked. Some servers refuse what they do
        not have: an address that was only guessed (`guessed`) neither adds to the refusals in a row nor ends them.
        """
        session, rules = self._session, self._session.source.blocked
        body = response.body if sniff(response.body) in {"html", "other"} else b""
        sign = blocked_cause(response.status, header_texts(response.headers), body, rules)
        if guessed:
            pass
        elif response.status in rules.status:
            self._refusals[host] = self._refusals.get(host, 0) + 1
            if sign is None and self._refusals[host] >= rules.consecutive_limit:
                sign = f"{self._refusals[host]} answers in a row had status {response.status}"
        else:
            self._refusals[host] = 0
        if sign is not None:
            session.blocked = session.blocked or f"{host}: {sign}"
            session.pace.leave(host, f"a protection page stands before it: {sign}")
            raise HostBlocked(sign, response.status)
