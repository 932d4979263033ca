"""Files of other formats inside of a DOCX (`w:altChunk`), which Word takes into the text when it opens the file."""

from __future__ import annotations

from core.limits import Limits
from core.records.pages import Line, PageIssue
from extract.read.html.reader import read_html
from extract.read.media_types import DOCX, HTML, TEXT, media_type, refused
from extract.read.text import read_text

_READERS = {HTML: read_html, TEXT: read_text}


def read_chunk(data: bytes, name: str, limits: Limits) -> tuple[list[Line], list[PageIssue]]:
    """Lines of HTML or text, and what is to be known of them. Raises Refused for any other format."""
    kind = media_type(data, name)
    if kind not in _READERS:
        raise refused("not-a-document", f"It is {'another DOCX' if kind == DOCX else kind}.")
    pages = _READERS[kind](data, name, limits)
    return [line for page in pages.pages for line in page.lines], list(pages.issues)
