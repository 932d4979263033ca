"""Damaged PDFs, through qpdf (pikepdf): table of objects, trailer and tree of pages are made anew from what is there."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from extract.read.media_types import refused
from extract.read.pdf.integrity import OPERATORS, is_whole


class Mended(NamedTuple):
    data: bytes
    """The file as qpdf writes it."""
    program: str
    """Name and version."""
    pages: int
    lost: tuple[int, ...]
    """Pages, counted from 1, that the tree names and whose content is nowhere in the file."""


def mended(data: bytes) -> Mended | None:
    """The file made anew; None where it has no page that could be found.

    Raises Refused (`encrypted`) where a password is asked for.
    """
    pikepdf = _pikepdf()
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            pages = [page.obj for page in document.pages]
            if not pages:
                return None
            lost = tuple(number for number, page in enumerate(pages, 1) if page.get("/Contents") is None)
            out = io.BytesIO()
            document.save(out)
            return Mended(out.getvalue(), f"pikepdf {pikepdf.__version__}", len(pages), lost)
    except pikepdf.PasswordError as error:
        raise refused("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError):
        return None


def undecodable(data: bytes, numbers: Sequence[int]) -> Iterator[int]:
    """Those of the pages `numbers`, counted from 1, whose content cannot be unpacked: pdfium shows such a page as blank."""
    for number, page in _pages(data):
        if number in numbers and not all(_unpacks(stream) for stream in _streams(page)):
            yield number


def in_part(data: bytes) -> Iterator[tuple[int, str]]:
    """Pages of whose content a part cannot be read, counted from 1, each with what is wrong."""
    for number, page in _pages(data):
        if not all(_unpacks(stream) for stream in _streams(page)):
            yield number, "Its content can be unpacked in part only."
        elif (wrong := _wrong_operators(page)) is not None:
            yield number, wrong


def _pages(data: bytes) -> Iterator[tuple[int, Any]]:
    pikepdf = _pikepdf()
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            for number, page in enumerate(document.pages, 1):
                yield number, page.obj
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError):
        return


def _streams(page: Any) -> list[Any]:
    """The content of a page and of the forms that it may draw."""
    pikepdf = _pikepdf()
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [] if contents is None else [contents]
    drawn = page.get("/Resources", {}).get("/XObject", {})
    forms = [form for form in drawn.values() if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form"]
    return [stream for stream in (*streams, *forms) if isinstance(stream, pikepdf.Stream)]


def _unpacks(stream: Any) -> bool:
    pikepdf = _pikepdf()
    try:
        if stream.get("/Filter") == "/FlateDecode" and "/DecodeParms" not in stream:
            raw = stream.read_raw_bytes()
            return not raw or is_whole(raw)
        stream.read_bytes()
    except pikepdf.PdfError:
        return False
    return True


def _wrong_operators(page: Any) -> str | None:
    pikepdf = _pikepdf()
    try:
        operators = [bytes(one.operator) for one in pikepdf.parse_content_stream(page)]
    except pikepdf.PdfError:
        return "Its content is no list of operators."
    unknown = next((one for one in operators if one not in OPERATORS and one != b"INLINE IMAGE"), None)
    if unknown is not None and b"BX" not in operators:
        name = unknown[:20].decode("ascii", "backslashreplace")
        return f"Its content has operators that there are not ({name!r}): what stood there may be missing."
    return "Its content ends in the middle of a text." if operators.count(b"BT") > operators.count(b"ET") else None


def _pikepdf() -> Any:
    # Loaded only here: it costs more to load than most files to read, and few files need it.
    import pikepdf  # noqa: PLC0415

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    return pikepdf
