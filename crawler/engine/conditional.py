"""When an address is asked `only if it changed`, and when for all of it."""

from __future__ import annotations

import hashlib

from core.ledger.crawl_entries import Address

_DAY = 86_400


def conditions(address: Address) -> dict[str, str]:
    """The headers of a conditional request; empty where the site gave nothing to compare by."""
    found = {"If-None-Match": address.etag, "If-Modified-Since": address.last_modified}
    return {name: value for name, value in found.items() if value}


def to_be_asked_fully(address: Address, now: float, days: int) -> bool:
    """Whether it is time again to ask without conditions, for servers lie: `not modified` of what has changed, and tags that never
    move. Each address has its own day in a cycle of `days`, by the hash of its key, so that no night has to ask for everything.
    """
    if address.asked_fully_at is None:
        return True
    own = int.from_bytes(hashlib.sha256(address.key.encode()).digest()[:8], "big") % days
    return (int(now // _DAY) + own) // days != (int(address.asked_fully_at // _DAY) + own) // days
