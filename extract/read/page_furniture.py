"""Running headers, footers and page numbers: what repeats at the edges of pages and belongs to none of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from core.records.pages import Line, Page

_BLANKS = re.compile(r"\s+")
_FIRST_NUMBER = re.compile(r"(\d{1,4})\b(?!\.\d)")
_LAST_NUMBER = re.compile(r"\b(\d{1,4})(?: ?(?:/|of|de|sur) ?\d{1,4})?$")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\[(]\s*)?(?:pages?\s*|p\.\s*)?(?P<label>\d{1,4}|[ivxlc]{1,7}|[A-Z]-\d{1,3})(?:\s*(?:/|of|de|sur)\s*\d{1,4})?(?:\s*[-–—|\])])?",
    re.IGNORECASE,
)


def page_number(text: str) -> str | None:
    """The number in a line that holds nothing but a page number (`- 7 -`, `Page 3 of 54`, `6/32`, `iv`)."""
    match = _PAGE_NUMBER.fullmatch(text.strip())
    return match["label"] if match else None


def running_keys(text: str, page: int) -> set[str]:
    """What a line at the edge of page number `page` has in common with its like on other pages: its letters, and, where
    a number stands at one of its ends, the rest of it with the distance of that number from `page`. (Other numbers do
    not count: `Decision 4/3` and `Decision 5/3`, each at the top of a page, are no running header.)"""
    same = folded(text)
    keys = {same}
    for match in (_FIRST_NUMBER.match(same), _LAST_NUMBER.search(same)):
        if match:
            rest = f"{same[: match.start(1)]}#{same[match.end(1) :]}"
            keys.add(f"{rest} {int(match[1]) - page:+d}")
    return keys


def folded(text: str) -> str:
    """The letters of a line, by which it is known on other pages."""
    return _BLANKS.sub(" ", text).strip().casefold()


def often(pages: int) -> int:
    """How many pages must show a line at their edge before it counts as running: headers alternate and change."""
    return 2 if pages <= 6 else 3


def repeats(text: str, page: int, counts: Counter[str], need: int) -> bool:
    """Whether `counts` (pages by running key) has seen the like of this line on at least `need` pages."""
    return any(counts[key] >= need for key in running_keys(text, page))


def mark_text_pages(pages: Sequence[Page]) -> list[Page]:
    """Roles for pages of plain text, which have no heights: only the outermost two lines can be header or footer."""
    if len(pages) < 2:
        return list(pages)
    tops: Counter[str] = Counter()
    bottoms: Counter[str] = Counter()
    for page in pages:
        tops.update(set().union(*(running_keys(line.text, page.number) for line in page.lines[:2])))
        bottoms.update(set().union(*(running_keys(line.text, page.number) for line in page.lines[-2:])))
    need = often(len(pages))
    return [_mark_text_page(page, tops, bottoms, need) for page in pages]


def _mark_text_page(page: Page, tops: Counter[str], bottoms: Counter[str], need: int) -> Page:
    lines = list(page.lines)
    label = page.label
    for position in range(min(2, len(lines))):
        line = lines[position]
        if not repeats(line.text, page.number, tops, need) and page_number(line.text) is None:
            break
        label = label or page_number(line.text)
        lines[position] = _role(line, header=True)
    for position in range(len(lines) - 1, max(len(lines) - 3, -1), -1):
        line = lines[position]
        if line.role != "body" or (
            not repeats(line.text, page.number, bottoms, need) and page_number(line.text) is None
        ):
            break
        label = page_number(line.text) or label
        lines[position] = _role(line, header=False)
    return replace(page, label=label, lines=tuple(lines))


def _role(line: Line, *, header: bool) -> Line:
    return replace(line, role="header" if header else "footer")
