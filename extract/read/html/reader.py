"""HTML files through lxml."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from lxml import etree

from core.limits import Limits
from core.records.pages import Line, Page, PageIssue, Pages
from extract.read.clean_text import clean
from extract.read.decoding import Decoded, decode
from extract.read.html.css import Styles
from extract.read.html.elements import BLOCKS, SILENT
from extract.read.html.placed import placed_pages
from extract.read.html.printed import as_pages
from extract.read.html.walk import Walk
from extract.read.media_types import HTML, refused
from extract.read.styled_text import PLAIN, Piece, lines_at_breaks, squeeze

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_META = {
    "author": "author",
    "dc.title": "title",
    "description": "subject",
    "dcterms.created": "created",
    "date": "created",
}


def read_html(data: bytes, name: str, limits: Limits) -> Pages:  # noqa: ARG001
    """One page of whole lines, or the pages of a file that a converter of PDF made.

    What nests deeper than the limit comes as plain lines, and an issue says so."""
    declared = _CHARSET.search(data[:4_096])
    decoded = decode(data, declared[1].decode("ascii") if declared else None)
    issues: list[PageIssue] = []
    if decoded.problem:
        issues.append(PageIssue(code="bad-charset", detail=decoded.problem))
    pages: list[Page] = []
    lines: list[Line] = []
    root = _tree(decoded)
    if root is None or _depth(root, limits.html_depth) > limits.html_depth:
        detail = f"Elements nested more than {limits.html_depth} deep: all of the page was read as plain lines."
        issues.append(PageIssue(code="depth-over-limit", detail=detail))
        lines, properties = _PlainLines.of(decoded.text), {}
    else:
        css = Styles(root)
        # Some pages put all of their text into what elsewhere surrounds it.
        pages = placed_pages(root, css) or _walked(root, css, around=False) or _walked(root, css, around=True)
        properties = _properties(root)
    if lines:
        pages = [Page(number=1, lines=tuple(lines))]
    characters = sum(len(line.text) for page in pages for line in page.lines)
    if characters > limits.text_chars:
        raise refused("too-much-text", f"The page has {characters} characters; the limit is {limits.text_chars}.")
    if not pages:
        raise refused("no-text")
    version = ".".join(str(part) for part in etree.LXML_VERSION[:3])
    return Pages(
        media_type=HTML,
        reader=f"lxml {version}",
        pages=tuple(pages),
        properties=properties,
        issues=tuple(issues),
    )


def _walked(root: Any, css: Styles, *, around: bool) -> list[Page]:
    walk = Walk(root, css, keep_around=around)
    return as_pages(walk.lines(), walk.page_starts, walk.tops)


def _tree(decoded: Decoded) -> Any | None:
    # Given as UTF-8, whatever it was: a declaration in the text would confuse the parser.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    text = decoded.text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError:
        return None
    # The parser gives up its tree beyond a depth of its own; it must not pass for an empty page.
    return None if any("depth" in entry.message for entry in parser.error_log) else root


def _depth(root: Any, limit: int) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if deepest > limit:
            break
    return deepest


def _properties(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    title = root.find(".//title")
    if title is not None:
        found["title"] = " ".join(clean("".join(title.itertext())).split())[:1_000]
    language = root.get("lang")
    if language:
        found["language"] = clean(language).strip()[:40]
    for meta in root.iterfind(".//meta"):
        key = _META.get((meta.get("name") or "").lower())
        content = " ".join(clean(meta.get("content") or "").split())[:1_000]
        if key and content:
            found.setdefault(key, content)
    return {key: value for key, value in found.items() if value}


class _PlainLines(HTMLParser):
    """Text by blocks without building a tree, so that no depth is too much."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[Line] = []
        self._pieces: list[Piece] = []
        self._silent = 0

    @classmethod
    def of(cls, text: str) -> list[Line]:
        parser = cls()
        parser.feed(text)
        parser.close()
        parser._flush()
        return parser._lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in {"script", "style", "noscript", "template", "head"}:
            self._silent += 1
        elif tag == "body":
            self._silent = 0
        if tag in BLOCKS or tag == "br":
            self._flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT and self._silent:
            self._silent -= 1
        if tag in BLOCKS:
            self._flush()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._pieces.append((data, PLAIN))

    def _flush(self) -> None:
        self._lines += lines_at_breaks(squeeze(self._pieces))
        self._pieces = []
