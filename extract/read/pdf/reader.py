"""PDF files through pdfium, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2
from pypdfium2 import raw

from core.codes import describe
from core.errors import Refused, Waiting
from core.limits import Limits
from core.records.pages import PageIssue, Pages
from extract.read.media_types import PDF, refused
from extract.read.pdf.assembly import assemble
from extract.read.pdf.drafts import MUCH_PICTURE, PageDraft
from extract.read.pdf.integrity import is_suspect, page_objects
from extract.read.pdf.mending import in_part, mended, undecodable
from extract.read.pdf.page_drafts import read_drafts
from extract.read.pdf.properties import properties_of

# A page with fewer characters, of which pictures cover much, is a scan.
_FEW_CHARACTERS = 20
_TAIL = 2_048  # bytes in which a PDF says that it ends


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


def _read(
    data: bytes, limits: Limits, mended_by: str | None = None, was: str = "It could not be opened before."
) -> Pages | None:
    """Pages by pdfium; None where not one can be loaded. Raises PdfiumError where the file cannot be opened.

    `mended_by` names the program that made the file anew, `was` what was wrong with it."""
    document = pypdfium2.PdfDocument(data)
    try:
        objects = page_objects(data) if mended_by is None else 0
        made = mended(data) if objects > len(document) else None
        if made is not None and made.pages > len(document):
            left_out = f"Its tree of pages counted {len(document)} of its {made.pages} pages."
            return _read(made.data, limits, mended_by=made.program, was=left_out)
        drafts, issues = read_drafts(document, limits)
        if not drafts:
            return None
        if made is None and objects > len(document):
            detail = f"The file holds {objects} pages, and its damaged tree names {len(document)} of them."
            issues.append(PageIssue(code="damaged-page", page=len(document) + 1, detail=detail))
        elif mended_by is None and (again := _page_again(drafts)) is not None and mended(data) is None:
            detail = "The tree of pages is a circle: this page is one that came before, and another may be missing."
            issues.append(PageIssue(code="damaged-page", page=again, detail=detail))
        blank = [draft.number for draft in drafts if not draft.characters and not draft.drawn]
        if blank:
            detail = "Its content cannot be unpacked."
            issues += [
                PageIssue(code="damaged-page", page=number, detail=detail) for number in undecodable(data, blank)
            ]
        if is_suspect(data):
            told = {issue.page for issue in issues if issue.code == "damaged-page"}
            issues += [
                PageIssue(code="damaged-page", page=number, detail=detail)
                for number, detail in in_part(data)
                if number not in told
            ]
        reader = f"pypdfium2 {pypdfium2.PYPDFIUM_INFO.tag}"
        if mended_by is not None:
            reader = f"{reader}, {mended_by}"
            issues.insert(0, PageIssue(code="repaired", detail=f"{was} It was mended by {mended_by}."))
        elif not raw.FPDF_DocumentHasValidCrossReferenceTable(document.raw):
            issues.insert(0, PageIssue(code="repaired", detail="The table of its objects was wrong and was made anew."))
        return finished(drafts, issues, reader, properties_of(document))
    finally:
        document.close()


def _page_again(drafts: Sequence[PageDraft]) -> int | None:
    """Number of the first page whose text seems to be that of a page before."""
    seen: set[tuple[int, str, str]] = set()
    for draft in drafts:
        if draft.characters >= _FEW_CHARACTERS and draft.lines:
            key = draft.characters, draft.lines[0].text, draft.lines[-1].text
            if key in seen:
                return draft.number
            seen.add(key)
    return None


def finished(
    drafts: Sequence[PageDraft], issues: Sequence[PageIssue], reader: str, properties: dict[str, str]
) -> Pages:
    """The answer for a file whose pages have been read; raises when they hold no text."""
    if not any(draft.characters >= _FEW_CHARACTERS for draft in drafts):
        # Without text, whatever is drawn may be text: pictures, and letters as shapes.
        drawn = sum(draft.drawn or draft.image_share > 0 for draft in drafts)
        few = sum(draft.characters for draft in drafts)
        if drawn and (not few or any(draft.image_share > MUCH_PICTURE for draft in drafts)):
            entry = describe("needs-ocr")
            raise Waiting(f"{entry.cause} {drawn} of {len(drafts)} pages.", hint=entry.hint, code="needs-ocr")
        if not few and any(issue.code == "page-over-limit" for issue in issues):
            raise refused("too-much-text", f"Every page with text is over a limit. {issues[0].detail}")
        if not few:
            raise refused("damaged" if issues else "no-text", "No page could be read." if issues else "")
    return Pages(
        media_type=PDF,
        reader=reader,
        pages=assemble(drafts),
        properties=properties,
        issues=(*issues, *(issue for draft in drafts for issue in _issues(draft))),
    )


def _issues(draft: PageDraft) -> Iterator[PageIssue]:
    """Whether the text of the page is what it shows."""
    if draft.characters < _FEW_CHARACTERS and draft.image_share > MUCH_PICTURE:
        yield PageIssue(code="page-scanned", page=draft.number)
    if draft.hidden:
        yield PageIssue(code="ocr-text", page=draft.number, detail="The file brings it along, behind the picture.")
    if draft.garbled:
        yield PageIssue(code="page-garbled", page=draft.number)
    if draft.told:
        yield PageIssue(code="page-decoded", page=draft.number)


def _second_reading(data: bytes, limits: Limits, error: Exception) -> Pages:
    # Loaded only here: it costs more to load than most files to read.
    from extract.read.pdf import second_reader  # noqa: PLC0415

    try:
        drafts, issues, properties, version = second_reader.read_drafts(data, limits)
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
