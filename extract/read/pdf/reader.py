"""PDF files through pdfium, page by page."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import pypdfium2
from pypdfium2 import raw

from core.codes import describe
from core.errors import Refused, Waiting
from core.limits import Limits
from core.records.pages import PageIssue, Pages
from extract.read.clean_text import clean
from extract.read.media_types import PDF, refused
from extract.read.pdf import functions as pdfium
from extract.read.pdf.annotations import read_annotations, with_insertions
from extract.read.pdf.assembly import assemble
from extract.read.pdf.characters import NO_CHARACTERS, Characters, read_characters
from extract.read.pdf.drafts import DraftLine, PageDraft
from extract.read.pdf.frames import Frame
from extract.read.pdf.lines import lines_of
from extract.read.pdf.marks import with_marks
from extract.read.pdf.mending import mended, undecodable
from extract.read.pdf.order import in_reading_order
from extract.read.pdf.properties import links_of, properties_of, with_links
from extract.read.pdf.tables import lines_with_tables
from extract.read.pdf.vectors import Rule, Vectors, covered_share, read_vectors
from extract.read.pdf.words import words_of

# A page with fewer characters, of which pictures cover more than this share, is a scan.
_FEW_CHARACTERS = 20
_MUCH_PICTURE = 0.4
_TAIL = 2_048  # bytes in which a PDF says that it ends
_SEPARATOR = (40.0, 0.55)  # points at least, share of the width at most


def read_pdf(data: bytes, name: str, limits: Limits) -> Pages:  # noqa: ARG001
    """Lines with boxes, fonts and marks. A file that pdfium cannot open is mended first; where that is of no use either,
    the second reader tries.

    Raises Refused (`encrypted`, `damaged`, `truncated`, `no-pages`, `no-text`, over a limit) and Waiting (`needs-ocr`).
    """
    try:
        pages = _read(data, limits)
        if pages is not None:
            return pages
        error = pypdfium2.PdfiumError("No page can be loaded.", err_code=raw.FPDF_ERR_PAGE)
    except pypdfium2.PdfiumError as failure:
        if failure.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            raise refused("encrypted") from failure
        error = failure
    made = mended(data)
    if made is None:
        return _second_reading(data, limits, error)
    if made.lost and not _has_end(data):
        cause = f"The end of the file is missing, and with it {len(made.lost)} of its {made.pages} pages."
        raise refused("truncated", cause) from error
    try:
        pages = _read(made.data, limits, mended_by=made.program)
    except pypdfium2.PdfiumError:
        pages = None
    return pages or _second_reading(data, limits, error)


def _read(data: bytes, limits: Limits, mended_by: str | None = None) -> Pages | None:
    """Pages by pdfium; None where not one can be loaded. Raises PdfiumError where the file cannot be opened."""
    document = pypdfium2.PdfDocument(data)
    try:
        drafts, issues = _drafts(document, limits)
        if not drafts:
            return None
        blank = [draft.number for draft in drafts if not draft.characters and not draft.drawn]
        if blank:
            detail = "Its content cannot be unpacked."
            issues += [
                PageIssue(code="damaged-page", page=number, detail=detail) for number in undecodable(data, blank)
            ]
        reader = f"pypdfium2 {pypdfium2.PYPDFIUM_INFO.tag}"
        if mended_by is not None:
            reader = f"{reader}, {mended_by}"
            issues.insert(
                0, PageIssue(code="repaired", detail=f"It could not be opened before; mended by {mended_by}.")
            )
        elif not raw.FPDF_DocumentHasValidCrossReferenceTable(document.raw):
            issues.insert(0, PageIssue(code="repaired", detail="The table of its objects was wrong and was made anew."))
        return finished(drafts, issues, reader, properties_of(document))
    finally:
        document.close()


def finished(
    drafts: Sequence[PageDraft], issues: Sequence[PageIssue], reader: str, properties: dict[str, str]
) -> Pages:
    """The answer for a file whose pages have been read; raises when they hold no text."""
    if not any(draft.characters >= _FEW_CHARACTERS for draft in drafts):
        # Without text, whatever is drawn may be text: pictures, and letters as shapes.
        drawn = sum(draft.drawn or draft.image_share > 0 for draft in drafts)
        few = sum(draft.characters for draft in drafts)
        if drawn and (not few or any(draft.image_share > _MUCH_PICTURE for draft in drafts)):
            entry = describe("needs-ocr")
            raise Waiting(f"{entry.cause} {drawn} of {len(drafts)} pages.", hint=entry.hint, code="needs-ocr")
        if not few and any(issue.code == "page-over-limit" for issue in issues):
            raise refused("too-much-text", f"Every page with text is over a limit. {issues[0].detail}")
        if not few:
            raise refused("damaged" if issues else "no-text", "No page could be read." if issues else "")
    scanned = [
        draft.number for draft in drafts if draft.characters < _FEW_CHARACTERS and draft.image_share > _MUCH_PICTURE
    ]
    return Pages(
        media_type=PDF,
        reader=reader,
        pages=assemble(drafts),
        properties=properties,
        issues=(*issues, *(PageIssue(code="page-scanned", page=number) for number in scanned)),
    )


def _second_reading(data: bytes, limits: Limits, error: Exception) -> Pages:
    # Loaded only here: it costs more to load than most files to read.
    from extract.read.pdf.second_reader import read_drafts  # noqa: PLC0415

    try:
        drafts, issues, properties, version = read_drafts(data, limits)
    except Refused:
        raise
    except Exception as second:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_SUCCESS:
            raise refused("no-pages") from second  # well formed, but no page could be found by either
        code = "damaged" if _has_end(data) else "truncated"
        raise refused(code, f"The PDF cannot be opened: {error}") from second
    return finished(drafts, issues, version, properties)


def _has_end(data: bytes) -> bool:
    return b"%%EOF" in data[-_TAIL:] or b"startxref" in data[-_TAIL:]


def _drafts(document: Any, limits: Limits) -> tuple[list[PageDraft], list[PageIssue]]:
    count = len(document)
    if count == 0:
        raise refused("no-pages")
    if count > limits.pages and _page(document, limits.pages) is not None:
        raise refused("too-many-pages", f"The PDF has {count} pages; the limit is {limits.pages}.")
    drafts: list[PageDraft] = []
    issues: list[PageIssue] = []
    characters = 0
    missing: list[int] = []
    for index in range(min(count, limits.pages)):
        page = _page(document, index)
        if page is None:
            missing.append(index + 1)
            continue
        issues += (_damaged(number, number) for number in missing)
        missing.clear()
        label = clean(document.get_page_label(index) or "").strip()
        try:
            draft = _draft(document, page, index + 1, label or None, limits, issues)
        finally:
            page.close()
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


def _page(document: Any, index: int) -> Any | None:
    try:
        return document[index]
    except pypdfium2.PdfiumError:
        return None


def _damaged(first: int, last: int) -> PageIssue:
    if first == last:
        return PageIssue(code="damaged-page", page=first, detail="The page cannot be loaded.")
    return PageIssue(code="damaged-page", page=first, detail=f"The pages {first} to {last} cannot be loaded.")


def _draft(
    document: Any, page: Any, number: int, label: str | None, limits: Limits, issues: list[PageIssue]
) -> PageDraft:
    with ExitStack() as opened:
        characters = _characters(page, number, limits, issues, opened)
        return _draft_of(document, page, characters, number, label, limits, issues)


def _draft_of(
    document: Any,
    page: Any,
    characters: Characters,
    number: int,
    label: str | None,
    limits: Limits,
    issues: list[PageIssue],
) -> PageDraft:
    shown = _shown_frame(page)
    turns: Counter[int] = Counter()
    for start, end, font, _ in characters.stretches:
        turns[font.turn] += end - start
    main = shown.turned(turns.most_common(1)[0][0]) if turns else shown
    page_handle = pdfium.handle(page.raw)
    vectors = read_vectors(page_handle, main, limits.page_objects)
    if not vectors.complete:
        detail = f"More than {limits.page_objects} objects: rules and pictures beyond were not looked at."
        issues.append(PageIssue(code="page-over-limit", page=number, detail=detail))
    annotations = read_annotations(page_handle, limits.page_objects)
    lines: list[DraftLine] = []
    for turn, _ in turns.most_common():
        frame = shown.turned(turn)
        words = words_of(characters, frame, turn)
        words = with_links(words, links_of(pdfium.handle(document.raw), page_handle, frame))
        if frame == main:
            words = with_marks(words, characters, frame, vectors, annotations)
            words = with_insertions(words, annotations, characters, frame)
            found = lines_with_tables(words, vectors, frame, first_page=number == 1)
        else:
            found = lines_of(words)
        lines += [DraftLine(line, frame) for line in in_reading_order(found)]
    return PageDraft(
        number=number,
        shown=shown,
        lines=lines,
        characters=turns.total(),
        label=label,
        separators=_separators(vectors, main),
        image_share=covered_share(vectors.images, main.width, main.height),
        drawn=vectors.drawn,
    )


def _shown_frame(page: Any) -> Frame:
    area = raw.FS_RECTF()
    if (
        not raw.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(area))
        or area.right <= area.left
        or area.top <= area.bottom
    ):
        width, height = page.get_size()
        return Frame(0.0, 0.0, width or 612.0, height or 792.0, 0)
    return Frame(area.left, area.bottom, area.right, area.top, page.get_rotation() // 90 % 4)


def _characters(page: Any, number: int, limits: Limits, issues: list[PageIssue], opened: ExitStack) -> Characters:
    try:
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        issues.append(PageIssue(code="damaged-page", page=number, detail=str(error)))
        return NO_CHARACTERS
    opened.callback(textpage.close)
    text = pdfium.handle(textpage.raw)
    count = pdfium.count_chars(text)
    if count > limits.page_chars:
        detail = f"{count} characters; the limit is {limits.page_chars}. The text of the page was left out."
        issues.append(PageIssue(code="page-over-limit", page=number, detail=detail))
        return NO_CHARACTERS
    return read_characters(text)


def _separators(vectors: Vectors, frame: Frame) -> tuple[Rule, ...]:
    least, most = _SEPARATOR
    return tuple(
        rule
        for rule in vectors.horizontal
        if not rule.edge and least <= rule.x1 - rule.x0 <= most * frame.width and rule.top > 0.25 * frame.height
    )
