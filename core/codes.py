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
        # refused by the crawler, before or after the answer; asked again when its time comes, see docs/SOURCES.md
        "address-refused": Code(
            "refused",
            "The address is none that may be asked: not http or https, a number for a host, a user name in it, or too long.",
            "Nothing to do; the page that links it is at fault.",
        ),
        "host-refused": Code(
            "refused",
            "The address, or one that it redirects to, lies on a host that is none of the source.",
            "Look at the host; where it belongs to the source, add it to `hosts` in its YAML.",
        ),
        "address-denied": Code(
            "refused",
            "The address is never asked for, by the source or by rule (archives of all files, searches, logins).",
            "Nothing to do; the files are listed one by one elsewhere.",
        ),
        "robots-disallowed": Code(
            "refused",
            "The site's robots.txt does not allow this address.",
            "Ask the site, or put the file into the inbox of the source by hand.",
        ),
        "redirect-refused": Code(
            "refused",
            "The address redirects in a circle, too often, or to nowhere.",
            "Open it in a browser; where the file has moved, the listing or the YAML is to be mended.",
        ),
        "forbidden": Code(
            "refused",
            "The site does not give this file to everybody.",
            "Ask the site, or put the file into the inbox of the source by hand.",
        ),
        "answer-refused": Code(
            "refused",
            "The site answered with a status that is no file.",
            "See its cause; open the address in a browser.",
        ),
        "html-instead": Code(
            "refused",
            "The link promises a document, and a web page came.",
            "Open the address in a browser; the file is asked for again by itself.",
        ),
        "format-not-collected": Code(
            "refused",
            "The content is of a format that the source does not collect.",
            "Add it to `files.formats` of the source if it is wanted.",
        ),
        "too-small": Code(
            "refused",
            "The answer is smaller than any document.",
            "Lower `files.min_bytes` of the source if it is what it seems; it is asked for again by itself.",
        ),
        "download-too-large": Code(
            "refused",
            "The file is larger than the limit, by what the site says or by what it sent.",
            "Raise `files.max_bytes` of the source and MEA__LIMITS__FILE_BYTES if it is what it seems.",
        ),
        "download-bomb": Code(
            "refused",
            "What the site sent compressed unpacks to more than the limit.",
            "Raise `files.max_bytes` of the source if it is what it seems.",
        ),
        "gone-at-source": Code(
            "refused",
            "The site says that there is nothing at this address.",
            "Nothing to do; what was fetched before is kept. After three days without it, it counts as withdrawn.",
        ),
        "blocked": Code(
            "refused",
            "The site answered with a protection page for programs. It is never worked around.",
            "Fetch the file with a browser and put it into the inbox of the source.",
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
        "download-failed": Code(
            "failed",
            "The site gave no whole answer: no connection, an error of the server, or a cut off file.",
            "It is asked for again by the next crawls; `mea sources` lists what was given up, and since when.",
        ),
        "download-too-slow": Code(
            "failed",
            "The file came so slowly that the time for it ran out.",
            "Raise `files.max_seconds` of the source if the site is always so slow.",
        ),
        "host-unresolved": Code(
            "failed",
            "The name of the host has no address, or one that is not public.",
            "Check the name; what resolves to a private network is never asked.",
        ),
        "page-unread": Code(
            "failed", "The listing could not be read: a defect of the step.", "Report it with the address of the page."
        ),
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
            "issue",
            "A page is a picture without text.",
            "Its text is missing. Install tesseract and it is read by itself.",
        ),
        "page-garbled": Code(
            "issue",
            "The letters of a page are not those that it shows: its fonts do not say which letters they are.",
            "Install tesseract and the page is read from its picture; or ingest another copy of the document.",
        ),
        "page-decoded": Code(
            "issue",
            "The fonts of a page do not say which letters they are; these were told by the usual order of their glyphs.",
            "Compare with the page before quoting.",
        ),
        "page-over-limit": Code("issue", "A page has more characters or objects than the limit.", "See its detail."),
        "damaged-page": Code(
            "issue",
            "A page could not be read, or only in part.",
            "See its detail; the other pages are in. Fetch the file again.",
        ),
        "embedded-unread": Code(
            "issue",
            "The file takes in another file, whose text was not read.",
            "See its detail; open the document and save it with a word processor, and ingest that.",
        ),
        "depth-over-limit": Code("issue", "Elements nested deeper than the limit.", "See its detail."),
        "glued-words": Code(
            "issue",
            "Two words stood without a blank between them and were parted; the document has both by themselves.",
            "Compare with the printed document before quoting.",
        ),
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
