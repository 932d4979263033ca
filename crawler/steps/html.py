"""Pages of HTML: bytes to a tree, and values out of it."""

from __future__ import annotations

import re

from lxml import etree
from parsel import Selector, SelectorList
from w3lib.encoding import html_to_unicode

from crawler.records import Page
from crawler.sources.step_models import FieldRule

VALUE_CHARS = 4000
"""Characters of one value of a listing; longer ones are cut with an ellipsis: titles have a few hundred."""
DEPTH = 1_000
"""Elements within one another; real pages have under a hundred, and deeper ones only cost time."""
_TEXTS = etree.XPath(
    "descendant-or-self::*[not(self::script or self::style or self::noscript or self::template)]/text()",
    smart_strings=False,
)
_HAS_PARTS = etree.XPath("boolean(descendant::*[self::br or self::p or self::div or self::li or self::td or self::th])")


def tree_of(page: Page) -> Selector | None:
    """The page as a tree, whatever it declares as its encoding; None: it has no element, or is nested deeper than DEPTH."""
    _, text = html_to_unicode(page.content_type, page.body, auto_detect_fun=_detected)
    if not text.strip("\x00\ufeff \t\r\n"):
        return None
    try:
        root = Selector(text=text, type="html")
    except (ValueError, etree.LxmlError):
        return None
    return root if isinstance(root.root, etree._Element) and not _too_deep(root.root) else None


def _too_deep(root: etree._Element) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEPTH:
            return True
    return False


def _detected(body: bytes) -> str:
    try:
        body.decode()
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def clean(text: str) -> str:
    """One line, single blanks, no characters that cannot be printed."""
    whole = len(text) <= 4 * VALUE_CHARS
    line = " ".join(text[: 4 * VALUE_CHARS].split())
    if not line.isprintable():
        line = " ".join("".join(sign for sign in line if sign.isprintable()).split())
    return line if whole and len(line) <= VALUE_CHARS else line[: VALUE_CHARS - 1] + "…"


def text_of(selector: Selector) -> str:
    """All text of an element that people see; of an attribute or a text, itself."""
    root = selector.root
    if isinstance(root, str):
        return clean(root)
    # Where pieces of the text stand apart on the page, a blank goes between them.
    texts = [text for text in _TEXTS(root) if isinstance(text, str)]  # type: ignore[union-attr]
    return clean((" " if _HAS_PARTS(root) else "").join(texts))


def first(selector: Selector | SelectorList[Selector], css: str) -> str | None:
    """The first match of `css` that holds text; ::text and ::attr() as in CSS of Scrapy."""
    for match in selector.css(css):
        if text := text_of(match):
            return text
    return None


def value(selector: Selector, rule: str | FieldRule) -> str | None:
    """A field of a row. A rule with a regex gives its first group, or the whole match."""
    if isinstance(rule, str):
        return first(selector, rule)
    found = first(selector, rule.css) if rule.css else text_of(selector)
    return narrowed(found, rule.regex)


def narrowed(text: str | None, pattern: str | None) -> str | None:
    """What `pattern` finds in `text`; without a pattern, the text."""
    if text is None or pattern is None:
        return text
    found = re.search(pattern, text)
    if found is None:
        return None
    return (found.group(1) if found.re.groups else found.group()) or None
