"""Names to addresses of the public network, and to no others.

Twisted connects to the very address that is resolved here, so that a name which points to a private network, or to another
address each time it is asked, leads nowhere: also for redirects, and for names that are written as numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

from crawler.engine.guard import is_loopback_number, is_public

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred


class PublicOnlyResolver(CachingThreadedResolver):
    """For Scrapy's TWISTED_DNS_RESOLVER."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """Fails with DNSLookupError for a name whose address is not public."""
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found.addCallback(_public, name)


class LoopbackOnlyResolver(CachingThreadedResolver):
    """Of a rehearsal: no name has an address, so that nothing leaves this machine. Only the stand-ins' own number does."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: ARG002, N802
        if is_loopback_number(name):
            return defer.succeed(name)
        return defer.fail(DNSLookupError(f"{name} is not played in this rehearsal"))


def _public(address: str, name: str) -> str:
    if not is_public(address):
        raise DNSLookupError(f"{name} has the address {address}, which is not public")
    return address
