"""Running headers, footers and page numbers: what repeats at the edges of pages and belongs to none of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from core.records.pages import Line, Page

_DIGITS = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\[(]\s*)?(?:pages?\s*|p\.\s*)?(?P<label>\d{1,4}|[ivxlc]{1,7}|[A-Z]-\d{1,3})(?:\s*(?:/|of|de|sur)\s*\d{1,4})?(?:\s*[-–—|\])])?",
    re.IGNORECASE,
)


def page_number(text: str) -> str | None:
    """The number in a line that holds nothing but a page number (`- 7 -`, `Page 3 of 54`, `6/32`, `iv`)."""
    match = _PAGE_NUMBER.fullmatch(text.strip())
    return match["label"] if match else None


def shape(text: str) -> str:
    """What two running headers have in common: letters folded, numbers and blanks aside."""
    return _BLANKS.sub(" ", _DIGITS.sub("#", text)).strip().casefold()


def often(pages: int) -> int:
    """How many pages must show a line at their edge before it counts as running: headers alternate and change."""
    return 2 if pages <= 6 else 3


def mark_text_pages(pages: Sequence[Page]) -> list[Page]:
    """Roles for pages of plain text, which have no heights: only the outermost two lines can be header or footer."""
    if len(pages) < 2:
        return list(pages)
    tops: Counter[str] = Counter()
    bottoms: Counter[str] = Counter()
    for page in pages:
        tops.update({shape(line.text) for line in page.lines[:2]})
        bottoms.update({shape(line.text) for line in page.lines[-2:]})
    need = often(len(pages))
    return [_mark_text_page(page, tops, bottoms, need) for page in pages]


def _mark_text_page(page: Page, tops: Counter[str], bottoms: Counter[str], need: int) -> Page:
    lines = list(page.lines)
    label = page.label
    for position in range(min(2, len(lines))):
        line = lines[position]
        if tops[shape(line.text)] < need and page_number(line.text) is None:
            break
        label = label or page_number(line.text)
        lines[position] = _role(line, header=True)
    for position in range(len(lines) - 1, max(len(lines) - 3, -1), -1):
        line = lines[position]
        if line.role != "body" or (bottoms[shape(line.text)] < need and page_number(line.text) is None):
            break
        label = page_number(line.text) or label
        lines[position] = _role(line, header=False)
    return replace(page, label=label, lines=tuple(lines))


def _role(line: Line, *, header: bool) -> Line:
    return replace(line, role="header" if header else "footer")
