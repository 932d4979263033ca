"""Pages that are none: protection against programs, and `not found` with status 200. They are recognised, never worked around."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.records import Page, PageState
from crawler.sources.model import SourceDefinition
from crawler.sources.rules import Blocked, Soft404
from crawler.steps.html import first, tree_of

_LOOKED_AT = 65_536
"""Bytes in which a signature is looked for: protection pages are small."""
_TAGS = re.compile(
    r"<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)|<[^>]*>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)


def blocked_cause(status: int, headers: Mapping[str, str], body: bytes, signs: Blocked) -> str | None:
    """Why an answer is a protection page, in words; None: it is not known to be one.

    `headers`: names in any case. A header counts with one of the statuses only: the same services put it on normal answers too.
    """
    if status in signs.status:
        sent = {name.casefold(): value.casefold() for name, value in headers.items()}
        for signature in signs.header_signatures:
            name, _, wanted = (part.strip().casefold() for part in signature.partition(":"))
            if name in sent and wanted in sent[name]:
                return f"status {status} with the header {signature}"
    return _body_cause(body, signs)


def _body_cause(body: bytes, signs: Blocked) -> str | None:
    head = body[:_LOOKED_AT]
    for signature in signs.body_signatures:
        if signature.encode() in head and _visible_chars(body) <= signs.max_text_chars:
            return f"the page holds “{signature}”"
    return None


def _visible_chars(body: bytes) -> int:
    """Characters of visible text, roughly: enough to tell a page from a challenge."""
    text = body[: 8 * _LOOKED_AT].decode("utf-8", "replace")
    return len("".join(_TAGS.sub(" ", text).split()))


def soft_404_cause(page: Page, signs: Soft404) -> str | None:
    """Why an answer with status 200 says `not found`, in words; None: it does not."""
    for part in signs.final_url_contains:
        if part in page.final_url and part not in page.url:
            return f"redirected to an address with “{part}”"
    if b"<" not in page.body[:_LOOKED_AT]:
        return None
    root = tree_of(page)
    if root is None:
        return None
    for css in signs.css_any:
        if root.css(css):
            return f"the page has {css}"
    if signs.title_regex:
        for heading in (first(root, "title"), first(root, "h1")):
            if heading and re.search(signs.title_regex, heading):
                return f"the page is called “{heading}”"
    return None


def page_state(page: Page, source: SourceDefinition) -> tuple[PageState, str] | None:
    """`blocked` or `soft_404` with its cause; None: the page is what it seems. For callers without headers."""
    cause = _body_cause(page.body, source.blocked)
    if cause:
        return "blocked", cause
    cause = soft_404_cause(page, source.soft_404)
    return ("soft_404", cause) if cause else None
