"""Where a file says itself that a printed page begins."""

from __future__ import annotations

import re
from typing import Any

from extract.read.html.css import Styles

_NUMBER = re.compile(r"(?:p|pg|page|pf)?[-_]?(\d{1,4})", re.IGNORECASE)
_BREAK = re.compile(r"(?:^|;)(?:page-)?break-before:(?:always|page|left|right)")


def begins_page(element: Any, number: int, css: Styles) -> bool:
    """Whether `element` begins a page; `number` is the number that the next page would have, counted from 1."""
    tag = element.tag
    if element.get("data-page-no") is not None or element.get("data-page-number") is not None:
        return True
    if tag == "a":
        # A rule and an anchor with the number of the page, as converters write it; anchors alone are places in the text.
        name = _NUMBER.fullmatch(element.get("name") or element.get("id") or "")
        return name is not None and int(name[1]) == number and (number == 1 or _is_after_rule(element))
    if tag in {"div", "section", "article"}:
        name = _NUMBER.fullmatch(element.get("id", ""))
        if name is not None and element.get("id", "")[:1].lower() == "p" and int(name[1]) in {number, number - 1}:
            return True
    declared = css.of(element)
    return bool(declared) and _BREAK.search(";".join(f"{key}:{value}" for key, value in declared.items())) is not None


def _is_after_rule(element: Any) -> bool:
    before = element.getprevious()
    return before is not None and before.tag == "hr" and not (before.tail or "").strip()
