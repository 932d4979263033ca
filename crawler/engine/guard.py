"""Which addresses may be asked at all. The first thing a request meets, and each hop of its redirects too.

Host names are compared whole: an entry admits no subdomain. An address that is a number (also one written in decimal, hex or
short form, which resolvers read as one) is never asked; what a host name resolves to is the resolver's part.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

from crawler.addresses import not_allowed
from crawler.sources.model import SourceDefinition

_PORTS = {"http": 80, "https": 443}
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_ALL_FILES = re.compile(
    r"/download-all(?:[-_/.]|$)", re.IGNORECASE
)  # a zip of a meeting has hundreds of megabytes, made on demand
_CODES = MappingProxyType(
    {
        "malformed": "address-refused",
        "scheme": "address-refused",
        "credentials": "address-refused",
        "host": "host-refused",
        "denied": "address-denied",
    }
)
LONGEST_URL = 2_083  # characters: what browsers of old took; a longer address of a document was never seen


class Refusal(Struct, frozen=True):
    code: str
    """Of `core.codes`."""
    cause: str


class Guard:
    """`rehearsed` are the only hosts that are played in a rehearsal; None outside of one."""

    def __init__(self, source: SourceDefinition, rehearsed: Mapping[str, str] | None = None) -> None:
        self._source = source
        self._rehearsed = rehearsed

    def refusal(self, url: str) -> Refusal | None:
        """Why `url` is not asked; None: it may be."""
        if len(url) > LONGEST_URL:
            return Refusal("address-refused", f"The address has {len(url)} characters.")
        reason = not_allowed(url, self._source)
        if reason is not None:
            return Refusal(_CODES[reason.code], f"{url} is not asked for: {reason.detail}.")
        parts = urlsplit(url)
        if is_number(parts.hostname or ""):
            return Refusal("address-refused", f"The host of {url} is a number, not a name.")
        if _ALL_FILES.search(parts.path):
            return Refusal("address-denied", f"{url} is an archive of all files of a page.")
        if self._rehearsed is not None and played(self._rehearsed, parts) is None:
            return Refusal("host-refused", f"The host {parts.netloc} is not played in this rehearsal.")
        return None


def host_name(url: str) -> str:
    """The host of an address, in one spelling."""
    return (urlsplit(url).hostname or "").rstrip(".")


def is_number(host: str) -> bool:
    """Whether a resolver would read `host` as an address and ask nobody: `10.0.0.1`, `[::1]`, `0x7f.1`, `2130706433`."""
    try:
        ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2]
        return not last or _NUMBER.fullmatch(last) is not None
    return True


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(number, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(str(mapped))
    return number.is_global and not (number.is_multicast or number.is_reserved or number.is_unspecified)


def played(rehearsed: Mapping[str, str], parts: SplitResult) -> str | None:
    """The address that plays the host of `parts`; None: nothing does."""
    host = (parts.hostname or "").lower()
    port = parts.port or _PORTS.get(parts.scheme)
    usual = port == _PORTS.get(parts.scheme)
    return rehearsed.get(f"{host}:{port}") or (rehearsed.get(host) if usual else None)


def is_loopback(url: str) -> bool:
    """Whether `url` is a plain address of a server on this machine: what a rehearsal may name."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme == "http"
        and (parts.hostname == "localhost" or is_loopback_number(parts.hostname or ""))
        and port is not None
        and parts.path in {"", "/"}
        and not parts.query
    )


def is_loopback_number(host: str) -> bool:
    """Whether `host` is an IPv4 address of this very machine, written as one."""
    try:
        return ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return False
