"""Addresses that last: of documents, and of paragraphs with a fingerprint of their words."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, urlencode

from msgspec import Struct

_CITE = re.compile(r"(?P<path>.+)~(?P<print>[0-9a-f]{8})", re.DOTALL)


class Cited(Struct, frozen=True, kw_only=True):
    """What a permalink says of the paragraph that was cited."""

    path: str
    fingerprint: str


def document_address(canonical: str, *, lang: str | None = None, path: str | None = None, **more: str | None) -> str:
    """`/documents/<canonical>?lang=fr#4/b`, relative to the root of the site; parameters of None are left out."""
    given = {"lang": lang, **more}
    query = urlencode({key: value for key, value in given.items() if value is not None}, safe="/~")
    address = "/documents/" + quote(canonical, safe="/()")
    return address + (f"?{query}" if query else "") + (f"#{quote(path, safe='/')}" if path is not None else "")


def with_ui(address: str, ui: str | None) -> str:
    """An address of ours that names the language of the page too."""
    if ui is None:
        return address
    head, mark, anchor = address.partition("#")
    return head + ("&" if "?" in head else "?") + urlencode({"ui": ui}) + mark + anchor


def permalink(canonical: str, lang: str, path: str, text: str) -> str:
    """Address of a paragraph as it reads now: `/documents/<canonical>?lang=fr&cite=4/b~<8 hex digits>#4/b`."""
    return document_address(canonical, lang=lang, cite=f"{path}~{fingerprint(text)}", path=path)


def fingerprint(text: str) -> str:
    """First 8 hex digits of the sha256 of the words. White space does not count: a better reader may set it otherwise."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def parse_cite(value: str | None) -> Cited | None:
    """None where `value` is no fingerprint: a mangled address still leads to its document."""
    match = _CITE.fullmatch(value) if value else None
    return Cited(path=match["path"], fingerprint=match["print"]) if match else None
