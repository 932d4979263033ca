"""What bytes are, by what they begin with. Neither names nor headers count: sites send HTML as PDF, and DOCX as anything."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Literal

Format = Literal["pdf", "docx", "doc", "rtf", "html", "zip", "other"]

MEDIA_TYPES: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "html": "text/html",
    "zip": "application/zip",
    "other": "application/octet-stream",
}
_HEAD = 1_024  # bytes: readers of PDF look as far for its beginning
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|h[1-6]|div|p|table|!--)[\s>/-]", re.IGNORECASE
)


def sniff(body: bytes) -> Format:
    """The format of `body`. A zip archive is `docx` only where it holds a Word document; it is not unpacked."""
    head = body[:_HEAD]
    if head.startswith(b"PK\x03\x04"):
        return _of_zip(body)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "doc"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in head:
        return "pdf"
    text = (
        head.replace(b"\x00", b"")
        .removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .lstrip()
    )
    if text.startswith(b"<?xml"):
        text = text.partition(b"?>")[2].lstrip()
    return "html" if _HTML.match(text) else "other"


def _of_zip(body: bytes) -> Format:
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        # A cut off archive has lost its list of contents; its first part still tells.
        return "docx" if b"[Content_Types].xml" in body[:4_096] and b"word/" in body else "zip"
    return "docx" if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names) else "zip"
