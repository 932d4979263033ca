"""Why a request ended without an answer of use: raised in the downloader, told to the spider's errback."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest


class AddressRefused(IgnoreRequest):
    """The guard, robots.txt or a limit forbids it. `code` is one of `core.codes`."""

    def __init__(self, code: str, cause: str, url: str) -> None:
        super().__init__(cause)
        self.code = code
        self.cause = cause
        self.url = url
        """The address that was refused: one that the asked one redirects to, perhaps."""


class HostLeft(IgnoreRequest):
    """The host is not asked any more in this run; the address stays work."""


class HostBlocked(HostLeft):
    """A protection page came."""

    def __init__(self, sign: str, status: int) -> None:
        super().__init__(sign)
        self.sign = sign
        self.status = status


class CrawlStopped(IgnoreRequest):
    """The run is over (requests spent, time over); the address stays work."""


class TooSlow(Exception):
    """Bytes came, and not all of them in the time of one file. Asking again would take as long."""
