"""Character recognition (tesseract) of a PDF's pages: of all of a scan, or of the pages whose text is missing or garbled."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from core.codes import describe
from core.errors import DocumentError, Refused
from core.limits import Limits
from core.records.pages import Page, PageIssue, Pages
from extract.read.programs import run

ReadPages = Callable[[bytes, str], Pages]

UNREADABLE = frozenset({"page-scanned", "page-garbled"})
"""Issues of pages of which only the picture tells what they say."""

_LANGUAGES = ("eng", "fra", "spa")
_NUMBER = re.compile(r"(\d+)\.png$")
_FEW_CHARACTERS = 20
_HEAD = 1_024


def recognised(data: bytes, name: str, read: ReadPages, ocr: str, limits: Limits) -> Pages:
    """The pages of a scan. Raises what `read` raises (`needs-ocr` where nothing was found), Refused (`unconvertible`) and
    ReadFailed (`reader-timeout`)."""
    pages = _pages(data, name, read, ocr, (), limits)
    return replace(pages, issues=(*_others(pages), *(_said(page.number) for page in pages.pages)))


def with_recognised_pages(data: bytes, name: str, pages: Pages, read: ReadPages, ocr: str, limits: Limits) -> Pages:
    """The pages, the unreadable ones of them as recognised. Those of which nothing comes stay as they are, and say so."""
    wanted = sorted({issue.page for issue in pages.issues if issue.code in UNREADABLE and issue.page is not None})
    if not wanted or b"%PDF-" not in data[:_HEAD]:
        return pages
    try:
        made = _pages(data, name, read, ocr, wanted, limits)
    except DocumentError:
        return pages
    found = {page.number: page for page in made.pages if sum(len(line.text) for line in page.lines) >= _FEW_CHARACTERS}
    issues = [issue for issue in pages.issues if not (issue.code in UNREADABLE | {"ocr-text"} and issue.page in found)]
    return replace(
        pages,
        reader=made.reader,
        pages=tuple(_in_place(page, found.get(page.number)) for page in pages.pages),
        issues=(*issues, *(_said(number) for number in found)),
    )


def _in_place(page: Page, found: Page | None) -> Page:
    if found is None:
        return page
    return replace(found, label=page.label or found.label, image_share=page.image_share)


def _said(number: int) -> PageIssue:
    return PageIssue(code="ocr-text", page=number)


def _others(pages: Pages) -> list[PageIssue]:
    return [issue for issue in pages.issues if issue.code != "ocr-text"]


def _pages(data: bytes, name: str, read: ReadPages, ocr: str, numbers: Sequence[int], limits: Limits) -> Pages:
    """The recognised pages, with the numbers that they have in the file; all where `numbers` is empty."""
    with tempfile.TemporaryDirectory(prefix="mea-") as folder:
        made, drawn = _with_text(data, ocr, numbers, Path(folder), limits)
    pages = read(made, f"{name}.pdf")
    number_of = dict(enumerate(drawn, 1))
    return replace(
        pages,
        reader=f"{pages.reader}, tesseract",
        pages=tuple(replace(page, number=number_of.get(page.number, page.number), trust="low") for page in pages.pages),
        issues=tuple(
            replace(issue, page=number_of.get(issue.page, issue.page)) if issue.page is not None else issue
            for issue in pages.issues
        ),
    )


def _with_text(data: bytes, ocr: str, numbers: Sequence[int], folder: Path, limits: Limits) -> tuple[bytes, list[int]]:
    """A PDF of the pictures of the pages with the recognised text behind them, and which pages these are."""
    (folder / "given.pdf").write_bytes(data)
    # Drawing pages is as dangerous as reading them.
    drawing = [sys.executable, "-P", "-m", "extract.read.pdf.drawing", "given.pdf", "page", str(limits.pages)]
    run([*drawing, *map(str, numbers)], folder, limits.ocr_seconds, limits)
    pictures = sorted(folder.glob("page-*.png"))
    if not pictures:
        raise _unconvertible("No page of the file could be drawn.")
    (folder / "list.txt").write_text("".join(f"{picture}\n" for picture in pictures), encoding="utf-8")
    known = run([ocr, "--list-langs"], folder, limits.convert_seconds, limits).split()
    languages = [language for language in _LANGUAGES if language in known] or ["eng"]
    run([ocr, "list.txt", "made", "-l", "+".join(languages), "pdf"], folder, limits.ocr_seconds, limits)
    made = folder / "made.pdf"
    if not made.is_file():
        raise _unconvertible("Character recognition made nothing of the pictures.")
    return made.read_bytes(), [int(match[1]) for picture in pictures if (match := _NUMBER.search(picture.name))]


def _unconvertible(cause: str) -> Refused:
    return Refused(cause, hint=describe("unconvertible").hint, code="unconvertible")
