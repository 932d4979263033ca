"""When a host may be asked next: every wait of a crawl, in one place and on one clock.

Shortest delay, Crawl-delay, AutoThrottle, Retry-After and back-off all end in two numbers of a host: its delay between two
requests, and the moment before which it is left alone. Scrapy's own AutoThrottle and slots know no Crawl-delay and no
Retry-After, and forget a host after a minute without requests, so they are not used.

The delay runs from the end of an answer to the beginning of the next request: what the server sees is never shorter.
Seconds are those of the site; in a rehearsal `scale` makes all of them shorter alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from msgspec import Struct


class Manners(Struct, frozen=True, kw_only=True):
    """What a source asks for. Seconds."""

    min_delay: float
    max_delay: float = 120.0
    """Longest delay that a slow server brings about."""
    target_concurrency: float = 1.0
    max_wait: float = 3600.0
    """Longest time that a server can ask to be left alone; beyond it the host is left for this run."""
    back_off: float = 10.0
    """First wait after an answer that says `too busy` and not for how long; it doubles."""
    failures_in_a_row: int = 25
    """As many unanswered or refused requests and the host is left for this run."""


@dataclass
class _Host:
    floor: float
    delay: float
    failures: int = 0
    """Requests in a row that were refused or not answered; `tries` of them are of the present address."""
    tries: int = 0
    # Both on the clock of this process.
    answered_at: float | None = None
    left_alone_until: float = 0.0


class Pace:
    def __init__(self, manners: Manners, *, scale: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._manners = manners
        self._scale = scale
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._left: dict[str, str] = {}

    @property
    def left(self) -> Mapping[str, str]:
        """Hosts that are not asked any more in this run, with the reason."""
        return self._left

    def leave(self, host: str, reason: str) -> None:
        """The first reason stays."""
        self._left.setdefault(host, reason)

    def wait(self, host: str) -> float:
        """Seconds of this process until the host may be asked; 0: now."""
        here, now = self._of(host), self._clock()
        due = now if here.answered_at is None else here.answered_at + here.delay * self._scale
        return max(0.0, due - now, here.left_alone_until - now)

    def longest_wait(self) -> float:
        """Of all hosts that are still asked."""
        return max((self.wait(host) for host in self._hosts if host not in self._left), default=0.0)

    def delay(self, host: str) -> float:
        return self._of(host).delay

    def crawl_delay(self, host: str, seconds: float) -> None:
        """What robots.txt asks for: never less than that, and never less than the source's own delay."""
        if seconds > self._manners.max_wait:
            self.leave(host, f"robots.txt asks for {seconds:.0f} seconds between requests")
            return
        here = self._of(host)
        here.floor = max(here.floor, seconds)
        here.delay = max(here.delay, here.floor)

    def begin(self, host: str) -> None:
        """Another address is asked: how often the one before was tried makes nobody wait."""
        self._of(host).tries = 0

    def answered(self, host: str, latency: float, *, good: bool) -> None:
        """An answer came after `latency` seconds. One that is not `good` never shortens the delay: errors come fast."""
        here = self._of(host)
        aim = latency / self._manners.target_concurrency
        wanted = max(aim, (here.delay + aim) / 2)
        wanted = min(max(here.floor, wanted), max(here.floor, self._manners.max_delay))
        if good or wanted > here.delay:
            here.delay = wanted
        if good:
            here.failures = here.tries = 0
        here.answered_at = self._clock()

    def refused(self, host: str, wait: float | None) -> None:
        """The host says that it is too busy; `wait` is what it asks for in seconds, None where it does not say."""
        here = self._of(host)
        self._failed(host, here)
        if wait is None:
            wait = min(self._manners.back_off * 2 ** (here.tries - 1), self._manners.max_wait)
        elif wait > self._manners.max_wait:
            self.leave(host, f"it asks to be left alone for {wait:.0f} seconds")
        self._rest(here, wait)

    def unanswered(self, host: str) -> None:
        """No connection, or no whole answer."""
        here = self._of(host)
        self._failed(host, here)
        self._rest(here, min(here.delay * 2 ** min(here.tries, 10), self._manners.max_delay))

    def _failed(self, host: str, here: _Host) -> None:
        here.failures += 1
        here.tries += 1
        if here.failures >= self._manners.failures_in_a_row:
            self.leave(host, f"{here.failures} requests in a row were refused or not answered")

    def _rest(self, here: _Host, seconds: float) -> None:
        here.answered_at = self._clock()
        here.left_alone_until = max(here.left_alone_until, here.answered_at + seconds * self._scale)

    def _of(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host(floor=self._manners.min_delay, delay=self._manners.min_delay))


def retry_after(value: str | None, date: str | None = None) -> float | None:
    """Seconds that a Retry-After header asks for: a number, or a date (RFC 9110, 10.2.3) counted from the answer's own Date
    where it has one, for the clocks of servers differ. None where there is none or it cannot be read; never negative."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    until = _moment(text)
    if until is None:
        return None
    now = _moment((date or "").strip()) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds())


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
