"""Addresses: how they are compared, which may be asked for, and the name of a file in them. Pure text; nothing is resolved here."""

from __future__ import annotations

import re
import unicodedata
import urllib.parse
from typing import Literal

from msgspec import Struct

from crawler.sources.model import SourceDefinition
from crawler.sources.rules import CanonicalUrl

MAX_CHARS = 4096
"""Longer addresses are none: servers and proxies cut them."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"^\s*([A-Za-z][A-Za-z0-9+.-]*):")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_KEPT_ESCAPES = frozenset({0x2F, 0x3F, 0x23, 0x25})
"""`/ ? # %`: unescaped they would change what the address means."""
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,5})$")
_SPACE_AND_CONTROL = re.compile(r"[\x00-\x20\x7f]+")


class NotAllowed(Struct, frozen=True):
    """Why an address is not asked for."""

    code: Literal["malformed", "scheme", "credentials", "host", "denied"]
    detail: str


def absolute(base: str, href: str) -> str | None:
    """`href` of a page at `base` as an absolute http address, without its fragment; None: it leads to no address.

    Links to a place of the same page, `javascript:`, `mailto:` and the like are None, and so is what no parser accepts.
    """
    plain = _SPACE_AND_CONTROL.sub(
        lambda found: "" if found.group().strip(" ") else "%20" * len(found.group()), href.strip()
    )
    if not plain or plain.startswith("#") or len(plain) > MAX_CHARS:
        return None
    scheme = _SCHEME.match(plain)
    if scheme and scheme.group(1).lower() not in _DEFAULT_PORTS:
        return None
    try:
        joined = urllib.parse.urldefrag(urllib.parse.urljoin(base, plain)).url
        parts = urllib.parse.urlsplit(joined)
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return None
    return joined if parts.scheme in _DEFAULT_PORTS and parts.hostname else None


def host_of(url: str) -> str | None:
    """Host in small letters, with `:port` where it is not the scheme's own; None: the address has none."""
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host:
        return None
    host = _ascii(host.rstrip("."))
    if host is None:
        return None
    if ":" in host:
        host = f"[{host}]"
    return host if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"


def _ascii(host: str) -> str | None:
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None


def canonical_key(url: str, rules: CanonicalUrl) -> str:
    """Form in which two addresses are compared; never asked for. What cannot be parsed is its own key."""
    host = host_of(url)
    if host is None:
        return url
    parts = urllib.parse.urlsplit(url)
    scheme = "https" if rules.force_https and parts.scheme in _DEFAULT_PORTS else parts.scheme
    if rules.strip_www:
        host = host.removeprefix("www.")
    path = _without_dots(parts.path) or "/"
    if rules.unescape_path:
        path = _unescaped(path)
    if rules.lower_extension:
        path = _EXTENSION.sub(lambda found: found.group().lower(), path)
    dropped = set(rules.drop_params) - set(rules.keep_params)
    pairs = [pair for pair in urllib.parse.parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in dropped]
    query = urllib.parse.urlencode(sorted(pairs, key=lambda pair: pair[0]))
    return f"{scheme}://{host}{path}{'?' + query if query else ''}"


def _unescaped(path: str) -> str:
    """One spelling for all escapings of a path: everything escaped that has to be, nothing else."""
    kept = _ESCAPE.sub(
        lambda found: f"%25{found.group(1).upper()}" if int(found.group(1), 16) in _KEPT_ESCAPES else found.group(),
        path,
    )
    plain = urllib.parse.unquote_to_bytes(kept)
    try:
        text = unicodedata.normalize("NFC", plain.decode())
    except UnicodeDecodeError:
        return urllib.parse.quote(plain, safe="/()!$&'*+,;=:@~%")
    return urllib.parse.quote(text, safe="/()!$&'*+,;=:@~%")


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    steps = path.split("/")
    for step in steps[1:]:
        if step == "..":
            if kept:
                kept.pop()
        elif step != ".":
            kept.append(step)
    if steps[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def with_params(url: str, values: dict[str, str]) -> str:
    """`url` with parameters set in their place, others as they stand. Also for lists written `…/&a=1&b=2`, without a `?`."""
    joint = "?" if "?" in url else "&" if "&" in url else "?"
    base, _, query = url.partition(joint)
    pieces = [piece for piece in query.split("&") if piece]
    left = dict(values)
    for place, piece in enumerate(pieces):
        name = urllib.parse.unquote_plus(piece.partition("=")[0])
        if name in left:
            pieces[place] = f"{piece.partition('=')[0]}={urllib.parse.quote(left.pop(name), safe='')}"
    pieces += [
        f"{urllib.parse.quote(name, safe='$')}={urllib.parse.quote(value, safe='')}" for name, value in left.items()
    ]
    return f"{base}{joint}{'&'.join(pieces)}"


def not_allowed(url: str, source: SourceDefinition) -> NotAllowed | None:
    """Why `url` is never asked for; None: it may be, as far as the source's own rules go (robots have their say later)."""
    try:
        parts = urllib.parse.urlsplit(url)
        user = parts.username or parts.password
    except ValueError as error:
        return NotAllowed("malformed", str(error))
    if parts.scheme not in _DEFAULT_PORTS:
        return NotAllowed("scheme", f"{parts.scheme or 'no scheme'} is neither http nor https")
    if user:
        return NotAllowed("credentials", "the address holds a user name")
    host = host_of(url)
    if host is None or len(url) > MAX_CHARS or not parts.netloc.isascii():
        return NotAllowed("malformed", "the address has no host in plain letters, or is too long")
    if host not in source.hosts:
        return NotAllowed("host", f"{host} is not one of the hosts of {source.id}")
    asked = urllib.parse.unquote(_without_dots(parts.path) or "/") + (f"?{parts.query}" if parts.query else "")
    for pattern in source.deny:
        if _deny_pattern(pattern).search(asked):
            return NotAllowed("denied", f"the source's deny pattern {pattern} forbids it")
    return None


def allowed(url: str, source: SourceDefinition) -> bool:
    return not_allowed(url, source) is None


def _deny_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in pattern.strip("*").split("*")), re.IGNORECASE)


def file_name(url: str, source: SourceDefinition) -> str | None:
    """Name of the file that an address holds, unescaped; None: it ends in no name. It is data and never a path."""
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError:
        return None
    if source.filename_param:
        for key, value in urllib.parse.parse_qsl(parts.query):
            if key == source.filename_param:
                return value.replace("\\", "/").rpartition("/")[2] or None
    name = urllib.parse.unquote(parts.path.rpartition("/")[2]).replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in name if sign.isprintable()) or None


def extension(name: str | None) -> str | None:
    """Ending of a file name in small letters, without the dot."""
    found = _EXTENSION.search(name or "")
    return found.group(1).lower() if found else None
