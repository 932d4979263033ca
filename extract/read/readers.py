"""Which reader reads which media type. A new format is one entry here and one test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from core.limits import Limits
from core.records.pages import Pages
from extract.read.docx.reader import read_docx
from extract.read.html.reader import read_html
from extract.read.markdown import read_markdown
from extract.read.media_types import DOCX, HTML, MARKDOWN, PDF, TEXT, media_type, refused
from extract.read.pdf.reader import read_pdf
from extract.read.text import read_text

Reader: TypeAlias = Callable[[bytes, str, Limits], Pages]

READERS: Mapping[str, Reader] = MappingProxyType(
    {PDF: read_pdf, DOCX: read_docx, HTML: read_html, MARKDOWN: read_markdown, TEXT: read_text}
)


def read(data: bytes, name: str, limits: Limits) -> Pages:
    """Pages of the file with these bytes, read in this process: `Sandbox.read` is the way for files of strangers.

    `name` is a hint only. Raises Refused, Waiting, or whatever a reader's library raises on what it cannot digest.
    """
    if len(data) > limits.file_bytes:
        raise refused("too-large", f"The file has {len(data)} bytes; the limit is {limits.file_bytes}.")
    return READERS[media_type(data, name)](data, name, limits)
