"""Plain text: physical lines with their indentation and the blank lines before them."""

from __future__ import annotations

import codecs
import re

from core.limits import Limits
from core.records.pages import Line, Page, PageIssue, Pages
from extract.read.clean_text import clean
from extract.read.decoding import decode
from extract.read.media_types import TEXT, refused
from extract.read.page_furniture import mark_text_pages
from extract.read.styled_text import PLAIN, styled_line

_LINE_END = re.compile(r"\r\n|\r|\n")
_TAB = 8
# Nobody wraps by hand beyond this many characters: such a line is a whole paragraph.
_LONGEST_WRAPPED = 200


def read_text(data: bytes, name: str, limits: Limits) -> Pages:  # noqa: ARG001
    """A form feed begins a new page. Lines are `whole` where the file has one paragraph a line."""
    decoded = decode(data)
    text = clean(decoded.text)
    if len(text) > limits.text_chars:
        raise refused("too-much-text", f"The text has {len(text)} characters; the limit is {limits.text_chars}.")
    sheets = text.split("\f")
    if len(sheets) > limits.pages:
        raise refused("too-many-pages", f"The text has {len(sheets)} pages; the limit is {limits.pages}.")
    whole = _one_paragraph_a_line(text)
    pages = [
        Page(number=number, lines=tuple(_lines(sheet, whole)))
        for number, sheet in enumerate(sheets, 1)
        if sheet.strip()
    ]
    if not pages:
        raise refused("no-text")
    issues = (PageIssue(code="bad-charset", detail=decoded.problem),) if decoded.problem else ()
    encoding = codecs.lookup(decoded.encoding).name
    return Pages(
        media_type=TEXT,
        reader=f"text {encoding}",
        pages=tuple(mark_text_pages(pages)),
        issues=issues,
    )


def _lines(sheet: str, whole: bool) -> list[Line]:
    lines: list[Line] = []
    gap = False
    for physical in _LINE_END.split(sheet):
        columns = physical.expandtabs(_TAB)
        indent = len(columns) - len(columns.lstrip(" \xa0"))
        line = styled_line([(physical, PLAIN)], whole=whole, gap=gap, indent=float(indent))
        gap = line is None
        if line is not None:
            lines.append(line)
    return lines


def _one_paragraph_a_line(text: str) -> bool:
    lengths = [len(line) for line in _LINE_END.split(text)]
    return sum(length for length in lengths if length > _LONGEST_WRAPPED) > 0.3 * sum(lengths)
