"""Programs outside of this one that turn what cannot be read into what can: LibreOffice, and character recognition.

Each runs in a folder of its own, in a process group of its own, with limits of time, processor time, memory and output; what
it leaves is given to the sandbox like any file of strangers. Without the program the file keeps its refusal (`old-word`,
`office-format`) or waits (`needs-ocr`), and is taken up by itself when the program is there.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from core.codes import describe
from core.errors import DocumentError, Refused
from core.limits import Limits
from core.records.pages import Pages
from core.settings import Read
from extract.read.programs import run, stamp
from extract.read.recognition import UNREADABLE, ReadPages, recognised, with_recognised_pages

_OFFICE_CODES = frozenset({"old-word", "office-format"})
_OCR_CODES = frozenset({"needs-ocr"})
_TOOL_CODES = frozenset({"unconvertible"})
_ENDINGS: Mapping[bytes, str] = MappingProxyType(
    {bytes.fromhex("d0cf11e0"): ".doc", b"{\\rt": ".rtf", b"PK\x03\x04": ".odt"}
)
# No macro runs, and nothing is fetched that a document links to.
_SAFE = (("DisableMacrosExecution", "true"), ("MacroSecurityLevel", "3"), ("BlockUntrustedRefererLinks", "true"))
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for name, value in _SAFE
    )
    + "</oor:items>"
)


class OutsideTools(Struct, frozen=True, kw_only=True):
    """Paths of the programs at hand; None where there is none, or where the settings say not to use it."""

    office: str | None = None
    ocr: str | None = None
    """Tesseract. (OCRmyPDF runs the same program, needs Ghostscript too, and makes a PDF to keep; here only its text and the
    places of its words are wanted.)"""

    def reads(self, code: str | None) -> bool:
        """Whether a file that ended with `code` can be read with what is at hand."""
        return (self.office is not None and code in _OFFICE_CODES) or (self.ocr is not None and code in _OCR_CODES)

    @property
    def stamp(self) -> str:
        """Changes with the programs and their versions; empty where there is none."""
        return stamp((self.office, self.ocr))


def at_hand(read: Read) -> OutsideTools:
    """What is installed, as far as the settings let it be used."""
    office = (shutil.which("soffice") or shutil.which("libreoffice")) if read.office == "auto" else None
    return OutsideTools(office=office, ocr=shutil.which("tesseract") if read.ocr == "auto" else None)


def read_with_tools(data: bytes, name: str, read: ReadPages, tools: OutsideTools, limits: Limits) -> Pages:
    """`read(data, name)`, and where that cannot be done without a tool which is at hand, with it; pages that are pictures
    or garbled are recognised one by one.

    Raises what `read` raises, and Refused (`unconvertible`) or ReadFailed (`reader-timeout`) of the tool.
    """
    try:
        pages = read(data, name)
    except DocumentError as error:
        if not tools.reads(error.code):
            raise
        code = error.code
    else:
        return pages if tools.ocr is None else with_recognised_pages(data, name, pages, read, tools.ocr, limits)
    if code in _OCR_CODES:
        return recognised(data, name, read, str(tools.ocr), limits)
    with tempfile.TemporaryDirectory(prefix="mea-") as folder:
        made = _as_docx(data, str(tools.office), Path(folder), limits)
    return read(made, f"{name}.docx")


def would_tell_more(pages: Pages) -> bool:
    """Whether a program, or another one, might read more of these pages."""
    return any(issue.code in UNREADABLE for issue in pages.issues)


def is_about_tools(code: str) -> bool:
    """Whether a file that ended with `code` may end otherwise with another program."""
    return code in _OFFICE_CODES | _OCR_CODES | _TOOL_CODES


def _as_docx(data: bytes, office: str, folder: Path, limits: Limits) -> bytes:
    ending = next((ending for head, ending in _ENDINGS.items() if data.startswith(head)), ".doc")
    given = folder / f"given{ending}"
    given.write_bytes(data)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    command = [
        office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to",
        "docx:MS Word 2007 XML", "--outdir", str(folder), str(given),
    ]  # fmt: skip
    run(command, folder, limits.convert_seconds, limits)
    made = folder / "given.docx"
    if not made.is_file():
        raise _refused("LibreOffice made nothing of the file.")
    return made.read_bytes()


def _refused(cause: str) -> Refused:
    return Refused(cause, hint=describe("unconvertible").hint, code="unconvertible")
