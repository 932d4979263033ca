"""The second reader: pdfplumber, for the files that pdfium cannot open. Ten times slower, and more patient with some
kinds of damage; what it finds goes the same way as what pdfium finds."""

from __future__ import annotations

import io
import logging
from importlib.metadata import version
from typing import Any

import pdfplumber

from core.limits import Limits
from core.records.pages import PageIssue
from extract.read.clean_text import clean
from extract.read.media_types import refused
from extract.read.pdf.characters import Font, face_style
from extract.read.pdf.drafts import DraftLine, PageDraft
from extract.read.pdf.frames import Frame
from extract.read.pdf.lines import lines_of
from extract.read.pdf.order import in_reading_order
from extract.read.pdf.properties import named_properties
from extract.read.pdf.vectors import covered_share
from extract.read.pdf.words import Word


def read_drafts(data: bytes, limits: Limits) -> tuple[list[PageDraft], list[PageIssue], dict[str, str], str]:
    """Drafts of the pages, issues, properties, and the name of the reader. Raises whatever pdfplumber raises."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with pdfplumber.open(io.BytesIO(data)) as document:
        count = len(document.pages)
        if count == 0:
            raise ValueError("no page can be found")
        if count > limits.pages:
            raise refused("too-many-pages", f"The PDF has {count} pages; the limit is {limits.pages}.")
        drafts: list[PageDraft] = []
        issues: list[PageIssue] = []
        characters = 0
        for page in document.pages:
            draft = _draft(page, limits, issues)
            characters += draft.characters
            if characters > limits.text_chars:
                raise refused("too-much-text", f"The text is over the limit of {limits.text_chars} characters.")
            drafts.append(draft)
            page.close()
        properties = named_properties({key: str(value) for key, value in (document.metadata or {}).items()})
        return drafts, issues, properties, f"pdfplumber {version('pdfplumber')}"


def _draft(page: Any, limits: Limits, issues: list[PageIssue]) -> PageDraft:
    width, height = float(page.width), float(page.height)
    frame = Frame(0.0, 0.0, width, height, 0)
    if len(page.chars) > limits.page_chars:
        detail = f"{len(page.chars)} characters; the limit is {limits.page_chars}. The text of the page was left out."
        issues.append(PageIssue(code="page-over-limit", page=page.page_number, detail=detail))
        words = []
    else:
        words = page.extract_words(extra_attrs=["fontname", "size"], use_text_flow=True)
    lines = lines_of([_word(word) for word in words])
    images = [(float(i["x0"]), float(i["top"]), float(i["x1"]), float(i["bottom"])) for i in page.images]
    return PageDraft(
        number=page.page_number,
        shown=frame,
        lines=[DraftLine(line, frame) for line in in_reading_order(lines)],
        characters=sum(len(word["text"]) for word in words),
        image_share=covered_share(images, width, height),
    )


def _word(word: dict[str, Any]) -> Word:
    name = str(word["fontname"]).split("+", 1)[-1]
    bold, italic = face_style(name, 0)
    font = Font(name, round(float(word["size"]), 1), bold, italic, 0)
    place = (float(word["x0"]), float(word["top"]), float(word["x1"]), float(word["bottom"]))
    return Word(clean(word["text"]), *place, font, 0, 0, False)
