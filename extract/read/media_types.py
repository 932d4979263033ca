"""What a file is, by its content. A name only settles what content cannot: Markdown, plain text, or a program's text."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

from core.codes import describe
from core.errors import Refused
from extract.read.decoding import decode

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_HEAD = 1_024
# Only a declaration, comments and blanks may stand before the element that makes it HTML.
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<(?:html|head|body|title|meta|link|script|div|main|article|h[1-6]|p|table)\b)",
    re.IGNORECASE | re.DOTALL,
)
_HTML_STRONG = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html\b)", re.IGNORECASE | re.DOTALL
)
_BINARY_NAME = re.compile(r"\.(?:pdf|docx?|odt|rtf)$", re.IGNORECASE)
_PROGRAM_OR_DATA_NAME = re.compile(
    r"\.(?:py|pyi|ipynb|js|mjs|ts|jsx|tsx|css|scss|sh|bash|zsh|bat|cmd|ps1|c|h|cc|cpp|hpp|cs|java|kt|go|rs|rb|php|pl|r|sql|lua|swift"
    r"|toml|ya?ml|json|jsonl|geojson|csv|tsv|log|ini|cfg|conf|properties|lock)$",
    re.IGNORECASE,
)
_MARKDOWN_NAME = re.compile(r"\.(?:md|markdown)$", re.IGNORECASE)


def media_type(data: bytes, name: str = "") -> str:
    """One of the constants of this module.

    Raises Refused: `empty`, `old-word`, `office-format`, `encrypted` (an Office file under a password), `damaged` or
    `truncated` (a zip that cannot be opened), `not-a-document` for all the rest; the cause says what it seems to be.
    """
    if not data:
        raise refused("empty")
    head = data[:_HEAD]
    text_head = decode(_head(data, 4 * _HEAD)).text
    if b"%PDF-" in head and not _HTML_STRONG.match(text_head):
        return PDF
    if head.startswith(_OLE2):
        raise _ole2(data)
    if head.startswith(b"PK\x03\x04"):
        return _zip(data)
    if head.startswith(b"{\\rtf"):
        raise refused("office-format", "The content is Rich Text Format (RTF).")
    return _text(data, name)


def refused(code: str, cause: str = "") -> Refused:
    """The refusal with this code; `cause` where there is more to say than the list of codes says."""
    entry = describe(code)
    return Refused(cause or entry.cause, hint=entry.hint, code=code)


def _ole2(data: bytes) -> Refused:
    # Streams are named in UTF-16 in the directory of the compound file.
    if "EncryptedPackage".encode("utf-16-le") in data:
        return refused("encrypted", "The Office file asks for a password.")
    if "WordDocument".encode("utf-16-le") in data:
        return refused("old-word")
    return refused("not-a-document", "The content is an old binary Office file that holds no Word text.")


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename for info in archive.infolist()}
            first = archive.infolist()[:1]
            kind = archive.read(first[0])[:100] if first and first[0].file_size < 100 else b""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OverflowError, UnicodeError) as error:
        if b"PK\x05\x06" not in data:
            raise refused("truncated", "The zip archive has no directory at its end.") from error
        raise refused("damaged", f"The zip archive cannot be opened: {error}.") from error
    if "[Content_Types].xml" in names and any(part.startswith("word/") for part in names):
        return DOCX
    if "[Content_Types].xml" in names:
        raise refused("not-a-document", "The content is an Office file of another kind than Word (a sheet or slides).")
    if kind == b"application/vnd.oasis.opendocument.text":
        raise refused("office-format", "The content is OpenDocument text.")
    raise refused("not-a-document", "The content is a zip archive that is no Word document.")


def _text(data: bytes, name: str) -> str:
    text, encoding, _ = decode(_head(data, 200_000))
    odd = sum(1 for char in text if char < " " and char not in "\t\n\r\f\x1a")
    if encoding != "utf-8":  # there most letters fit, and the few that do not are told with the text
        odd += text.count("\ufffd")
    if not text.strip("\x00") or odd > 0.01 * len(text):
        raise refused("not-a-document", "The content is binary data of no kind that is read here.")
    if not text.strip():
        raise refused("no-text", "The file holds nothing but blanks.")
    markdown = bool(_MARKDOWN_NAME.search(name))
    if (_HTML_STRONG if markdown else _HTML_START).match(text.lstrip("\ufeff")):
        return HTML
    if markdown:
        return MARKDOWN
    if _BINARY_NAME.search(name):
        # What a server says in place of a file; taken as a document it would hide that the file is missing.
        raise refused("not-a-document", "The name is that of a PDF or Office file, the content is plain text.")
    kind = _data_kind(data, text)
    if kind:
        raise refused("not-a-document", f"The content is data ({kind}), not a document.")
    if ending := _PROGRAM_OR_DATA_NAME.search(name):
        raise refused(
            "not-a-document", f"The name is that of a program or of data ({ending[0]}), the content is plain text."
        )
    return TEXT


def _head(data: bytes, size: int) -> bytes:
    """The first `size` bytes, without a character of UTF-8 that the cut would halve."""
    if len(data) <= size:
        return data
    end = size
    while end > size - 4 and data[end] & 0xC0 == 0x80:
        end -= 1
    return data[:end]


def _data_kind(data: bytes, text: str) -> str | None:
    start = text.lstrip("\ufeff \t\r\n")
    if start[:5].lower() == "<?xml" or start[:4].lower() == "<svg":
        return "XML"
    if start[:1] in {"{", "["}:
        try:
            json.loads(data)
        except (ValueError, RecursionError):
            pass
        else:
            return "JSON"
    return "CSV" if _is_table(text) else None


def _is_table(text: str) -> bool:
    """Rows of one same number of fields, at least three: no prose does that for five lines on end."""
    lines = text.split("\n")
    for delimiter in ",;\t|":
        if delimiter not in lines[0]:
            continue
        try:
            # The last line may be cut by the sample.
            rows = [
                row
                for row, _ in zip(csv.reader(lines[:-1], delimiter=delimiter, strict=True), range(40), strict=False)
                if row
            ]
        except csv.Error:
            continue
        if len(rows) >= 5 and len(rows[0]) >= 3 and all(len(row) == len(rows[0]) for row in rows):
            return True
    return False
