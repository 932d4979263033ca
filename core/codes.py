"""The codes of files that were refused, are waiting or failed, and of issues of documents: the closed list.

Each has a cause and a hint in words; `mea status --failed` shows them, docs/CODES.md explains them, a test compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

State = Literal["done", "refused", "failed", "waiting"]


class Code(Struct, frozen=True):
    state: Literal["refused", "failed", "waiting", "issue"]
    cause: str
    hint: str


CODES: Mapping[str, Code] = MappingProxyType(
    {
        # refused: final until the bytes, the limits or the readers change
        "empty": Code("refused", "The file has no bytes.", "Fetch it again; the download was probably cut off."),
        "not-a-document": Code(
            "refused",
            "The content is of no kind that is read here (PDF, DOCX, HTML, Markdown, text).",
            "Convert it to one of these, or leave it out.",
        ),
        "old-word": Code(
            "refused",
            "The content is an old binary Word file, whatever its name says.",
            "Install LibreOffice (`soffice`) and it is read by itself; or save it as DOCX or PDF and ingest that.",
        ),
        "office-format": Code(
            "refused",
            "The content is Rich Text Format or OpenDocument text.",
            "Install LibreOffice (`soffice`) and it is read by itself; or save it as DOCX or PDF and ingest that.",
        ),
        "unconvertible": Code(
            "refused",
            "The program that converts such files made nothing of it.",
            "Open and save it with a word processor, or fetch it again from its source.",
        ),
        "encrypted": Code(
            "refused",
            "The file asks for a password.",
            "Ask the publisher for a copy without password, or remove it with the password.",
        ),
        "damaged": Code("refused", "The file is damaged and cannot be opened.", "Fetch it again from its source."),
        "truncated": Code("refused", "The end of the file is missing.", "Fetch it again; the download was cut off."),
        "no-pages": Code("refused", "The PDF has no page.", "Fetch it again from its source."),
        "no-text": Code("refused", "The file holds no text.", "Nothing to do unless the text stands in another file."),
        "dtd": Code(
            "refused",
            "The DOCX declares a document type or an entity, which Office files never need.",
            "Open and save it with a word processor, and ingest that.",
        ),
        "too-large": Code(
            "refused",
            "The file is larger than the limit.",
            "Raise MEA__LIMITS__FILE_BYTES if the file is what it seems.",
        ),
        "too-many-pages": Code(
            "refused", "The file has more pages than the limit.", "Raise MEA__LIMITS__PAGES, or split the file."
        ),
        "too-much-text": Code(
            "refused", "The file holds more text than the limit.", "Raise MEA__LIMITS__TEXT_CHARS, or split the file."
        ),
        "archive-bomb": Code(
            "refused",
            "The DOCX unpacks to more, or has more parts, than the limits allow.",
            "Raise MEA__LIMITS__ZIP_BYTES if the file is what it seems.",
        ),
        # waiting: not our fault, not theirs
        "needs-ocr": Code(
            "waiting",
            "The pages are pictures without a text layer.",
            "Install tesseract with its languages and it is read by itself; a copy with a text layer serves as well.",
        ),
        # failed: tried, and worth a look
        "started": Code("failed", "Work began and no end was recorded.", "The next run does it again by itself."),
        "reader-killed": Code(
            "failed",
            "The reader was ended by the system (crash, abort or memory limit).",
            "Fetch the file again; if it stays so, report it with the file.",
        ),
        "reader-timeout": Code(
            "failed",
            "Reading took longer than the time limit.",
            "Raise MEA__LIMITS__READ_SECONDS if the file is what it seems.",
        ),
        "reader-memory": Code(
            "failed",
            "Reading needed more memory than the limit.",
            "Raise MEA__LIMITS__READ_BYTES if the file is what it seems.",
        ),
        "reader-error": Code("failed", "The reader raised an error.", "Report it with the file."),
        "understand-error": Code("failed", "Understanding raised an error.", "Report it with the file."),
        "blob-damaged": Code(
            "failed",
            "What was stored of this file is missing or damaged.",
            "Check the disk, delete the blob that the cause names, and ingest the file again.",
        ),
        "sidecar-invalid": Code(
            "failed",
            "The sidecar file has a mistake.",
            "Mend the key that the cause names; the document is taken up in the next run.",
        ),
        "unreadable-path": Code("failed", "The file cannot be opened.", "Give this user the right to read it."),
        # issues: the document is in, and this is to be known of it
        "identity-conflict": Code(
            "issue", "Two places name different identities.", "State the right one in a sidecar."
        ),
        "metadata-conflict": Code(
            "issue",
            "Symbol, masthead and text give different values for a field.",
            "See its detail; state the right value in a sidecar.",
        ),
        "ocr-text": Code(
            "issue",
            "The text of a page is what character recognition made of a picture: letters may be wrong.",
            "Compare with the picture before quoting.",
        ),
        "repaired": Code(
            "issue", "The file was damaged and was mended before it was read.", "Fetch it again; something may be lost."
        ),
        "language-conflict": Code("issue", "Metadata and text speak of different languages.", "State it in a sidecar."),
        "page-scanned": Code(
            "issue", "A page is a picture without text.", "Its text is missing until OCR has been done."
        ),
        "page-over-limit": Code("issue", "A page has more characters or objects than the limit.", "See its detail."),
        "damaged-page": Code("issue", "A page could not be read.", "The other pages are in; fetch the file again."),
        "depth-over-limit": Code("issue", "Elements nested deeper than the limit.", "See its detail."),
        "number-not-stored": Code(
            "issue",
            "Word counts numbers in this file (fields LISTNUM) that the file itself does not hold.",
            "Compare the numbers of its paragraphs with the printed document, or ingest its PDF.",
        ),
        "amendment-marks-lost": Code(
            "issue",
            "The text says that it shows amendments by underlined or struck text, and the file has no such marks.",
            "Ingest the DOCX or PDF of the same document; until then old and new text cannot be told apart.",
        ),
        "bad-charset": Code("issue", "Some bytes are no characters of the declared encoding.", "Check the file."),
    }
)


def describe(code: str) -> Code:
    """The entry of `code`. Raises KeyError for a code that is not in the list: a defect of the caller."""
    return CODES[code]
