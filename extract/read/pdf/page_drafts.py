"""Pages of a PDF through pdfium, one by one: what is known of each before the whole document has been seen."""

from __future__ import annotations

import ctypes
from typing import Any

from core.limits import Limits
from core.records.pages import PageIssue
from extract.read.clean_text import clean
from extract.read.media_types import refused
from extract.read.pdf import functions as pdfium
from extract.read.pdf.annotations import read_annotations, with_insertions
from extract.read.pdf.characters import BoxRoom, Characters, no_characters, read_characters
from extract.read.pdf.columns import in_columns
from extract.read.pdf.drafts import MUCH_PICTURE, DraftLine, PageDraft
from extract.read.pdf.frames import Frame
from extract.read.pdf.legibility import is_garbled
from extract.read.pdf.lines import lines_of
from extract.read.pdf.marks import with_marks
from extract.read.pdf.order import in_reading_order
from extract.read.pdf.properties import links_of, with_links
from extract.read.pdf.tables import lines_with_tables
from extract.read.pdf.vectors import Rule, Vectors, covered_share, is_invisible, read_vectors
from extract.read.pdf.words import words_of

_SEPARATOR = (40.0, 0.55)  # points at least, share of the width at most


def read_drafts(document: Any, limits: Limits) -> tuple[list[PageDraft], list[PageIssue]]:
    """Drafts of the pages that can be loaded, and issues. Raises Refused (`no-pages`, `too-many-pages`, `too-much-text`)."""
    count = len(document)
    if count == 0:
        raise refused("no-pages")
    handle = pdfium.handle(document.raw)
    if count > limits.pages and _is_there(handle, limits.pages):
        raise refused("too-many-pages", f"The PDF has {count} pages; the limit is {limits.pages}.")
    drafts: list[PageDraft] = []
    issues: list[PageIssue] = []
    characters = 0
    missing: list[int] = []
    room = BoxRoom()
    for index in range(min(count, limits.pages)):
        page = pdfium.load_page(handle, index)
        if not page:
            missing.append(index + 1)
            continue
        issues += (_damaged(number, number) for number in missing)
        missing.clear()
        label = clean(document.get_page_label(index) or "").strip()
        try:
            draft = _draft(handle, page, index + 1, label or None, limits, issues, room)
        finally:
            pdfium.close_page(page)
        characters += draft.characters
        if characters > limits.text_chars:
            raise refused(
                "too-much-text",
                f"The text of the first {index + 1} pages is over the limit of {limits.text_chars} characters.",
            )
        drafts.append(draft)
    if missing:  # of the end: named by the tree of pages or only by its count
        issues.append(_damaged(missing[0], count))
    return drafts, issues


def _is_there(document: int, index: int) -> bool:
    page = pdfium.load_page(document, index)
    if page:
        pdfium.close_page(page)
    return bool(page)


def _damaged(first: int, last: int) -> PageIssue:
    if first == last:
        return PageIssue(code="damaged-page", page=first, detail="The page cannot be loaded.")
    return PageIssue(code="damaged-page", page=first, detail=f"The pages {first} to {last} cannot be loaded.")


def _draft(
    document: int, page: int, number: int, label: str | None, limits: Limits, issues: list[PageIssue], room: BoxRoom
) -> PageDraft:
    text = pdfium.load_text(page)
    try:
        characters = _characters(text, number, limits, issues, room)
        return _draft_of(document, page, characters, number, label, limits, issues)
    finally:
        if text:
            pdfium.close_text(text)


def _draft_of(
    document: int,
    page: int,
    characters: Characters,
    number: int,
    label: str | None,
    limits: Limits,
    issues: list[PageIssue],
) -> PageDraft:
    shown = _shown_frame(page)
    letters = [0, 0, 0, 0]
    for start, end, font, _ in characters.stretches:
        letters[font.turn] += end - start
    turns = sorted((turn for turn in range(4) if letters[turn]), key=lambda turn: -letters[turn])
    main = shown.turned(turns[0]) if turns else shown
    vectors = read_vectors(page, main, limits.page_objects)
    if not vectors.complete:
        detail = f"More than {limits.page_objects} objects: rules and pictures beyond were not looked at."
        issues.append(PageIssue(code="page-over-limit", page=number, detail=detail))
    annotations = read_annotations(page, limits.page_objects)
    lines: list[DraftLine] = []
    for turn in turns:
        frame = shown.turned(turn)
        words = words_of(characters, frame, turn)
        words = with_links(words, links_of(document, page, frame))
        if frame == main:
            words = with_marks(words, characters, frame, vectors, annotations)
            words = with_insertions(words, annotations, characters, frame)
            found = in_columns(lines_with_tables(words, vectors, frame, first_page=number == 1))
        else:
            found = lines_of(words)
        lines += [DraftLine(line, frame) for line in in_reading_order(found)]
    image_share = covered_share(vectors.images, main.width, main.height)
    return PageDraft(
        number=number,
        shown=shown,
        lines=lines,
        characters=sum(letters),
        label=label,
        separators=_separators(vectors, main),
        image_share=image_share,
        drawn=vectors.drawn,
        hidden=image_share > MUCH_PICTURE and bool(lines) and is_invisible(page, limits.page_objects),
        told=characters.told,
        garbled=is_garbled(characters.text),
    )


def _shown_frame(page: int) -> Frame:
    area = pdfium.Float4()
    found = pdfium.page_box(page, ctypes.addressof(area))
    left, top, right, bottom = area
    if not found or right <= left or top <= bottom:
        return Frame(0.0, 0.0, pdfium.page_width(page) or 612.0, pdfium.page_height(page) or 792.0, 0)
    return Frame(left, bottom, right, top, max(pdfium.page_rotation(page), 0) % 4)


def _characters(text: int | None, number: int, limits: Limits, issues: list[PageIssue], room: BoxRoom) -> Characters:
    if not text:
        issues.append(PageIssue(code="damaged-page", page=number, detail="Its text cannot be loaded."))
        return no_characters(room)
    count = pdfium.count_chars(text)
    if count > limits.page_chars:
        detail = f"{count} characters; the limit is {limits.page_chars}. The text of the page was left out."
        issues.append(PageIssue(code="page-over-limit", page=number, detail=detail))
        return no_characters(room)
    return read_characters(text, room)


def _separators(vectors: Vectors, frame: Frame) -> tuple[Rule, ...]:
    least, most = _SEPARATOR
    return tuple(
        rule
        for rule in vectors.horizontal
        if not rule.edge and least <= rule.x1 - rule.x0 <= most * frame.width and rule.top > 0.25 * frame.height
    )
