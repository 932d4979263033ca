"""Damaged PDFs, through qpdf (pikepdf): table of objects, trailer and tree of pages are made anew from what is there."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from extract.read.media_types import refused


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
    pikepdf = _pikepdf()
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            for number in numbers:
                if number <= len(document.pages) and not _unpacks(document.pages[number - 1].obj.get("/Contents")):
                    yield number
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError):
        return


def _unpacks(contents: Any) -> bool:
    pikepdf = _pikepdf()
    if contents is None:
        return True
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    try:
        for stream in streams:
            stream.read_bytes()
    except pikepdf.PdfError:
        return False
    return True


def _pikepdf() -> Any:
    # Loaded only here: it costs more to load than most files to read, and few files need it.
    import pikepdf  # noqa: PLC0415

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    return pikepdf
