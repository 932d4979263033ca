"""Programs outside of this one that turn what cannot be read into what can: LibreOffice, and character recognition.

Each runs in a folder of its own, in a process group of its own, with limits of time, processor time, memory and output; what
it leaves is given to the sandbox like any file of strangers. Without the program the file keeps its refusal (`old-word`,
`office-format`) or waits (`needs-ocr`), and is taken up by itself when the program is there.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from core.codes import describe
from core.errors import DocumentError, ReadFailed, Refused
from core.limits import Limits
from core.records.pages import PageIssue, Pages
from core.settings import Read

_OFFICE_CODES = frozenset({"old-word", "office-format"})
_OCR_CODES = frozenset({"needs-ocr"})
_OUTPUT_BYTES = 1_000_000_000
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

ReadPages = Callable[[bytes, str], Pages]


class OutsideTools(Struct, frozen=True, kw_only=True):
    """Paths of the programs at hand; None where there is none, or where the settings say not to use it."""

    office: str | None = None
    ocr: str | None = None
    """Tesseract; `ocrmypdf` needs it too and adds nothing that is used here."""

    def reads(self, code: str | None) -> bool:
        """Whether a file that ended with `code` can be read with what is at hand."""
        return (self.office is not None and code in _OFFICE_CODES) or (self.ocr is not None and code in _OCR_CODES)


def at_hand(read: Read) -> OutsideTools:
    """What is installed, as far as the settings let it be used."""
    office = (shutil.which("soffice") or shutil.which("libreoffice")) if read.office == "auto" else None
    return OutsideTools(office=office, ocr=shutil.which("tesseract") if read.ocr == "auto" else None)


def read_with_tools(data: bytes, name: str, read: ReadPages, tools: OutsideTools, limits: Limits) -> Pages:
    """`read(data, name)`, and where that cannot be done without a tool which is at hand, with it.

    Raises what `read` raises, and Refused (`unconvertible`) or ReadFailed (`reader-timeout`) of the tool.
    """
    try:
        return read(data, name)
    except DocumentError as error:
        if not tools.reads(error.code):
            raise
        code = error.code
    with tempfile.TemporaryDirectory(prefix="mea-") as folder:
        if code in _OFFICE_CODES:
            made = _as_docx(data, str(tools.office), Path(folder), limits)
            return read(made, f"{name}.docx")
        recognised = _with_text(data, str(tools.ocr), Path(folder), limits)
    pages = read(recognised, f"{name}.pdf")
    marked = {issue.page for issue in pages.issues if issue.code == "ocr-text"}
    issues = [PageIssue(code="ocr-text", page=page.number) for page in pages.pages if page.number not in marked]
    return replace(pages, reader=f"{pages.reader}, tesseract", issues=(*pages.issues, *issues))


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
    _run(command, folder, limits.convert_seconds, limits)
    made = folder / "given.docx"
    if not made.is_file():
        raise _refused("LibreOffice made nothing of the file.")
    return made.read_bytes()


def _with_text(data: bytes, ocr: str, folder: Path, limits: Limits) -> bytes:
    """The PDF of the pictures of its pages with the recognised text behind them."""
    (folder / "given.pdf").write_bytes(data)
    # Drawing pages is as dangerous as reading them.
    drawing = [sys.executable, "-P", "-m", "extract.read.pdf.drawing", "given.pdf", "page", str(limits.pages)]
    _run(drawing, folder, limits.ocr_seconds, limits)
    pictures = sorted(folder.glob("page-*.png"))
    if not pictures:
        raise _refused("No page of the file could be drawn.")
    (folder / "list.txt").write_text("".join(f"{picture}\n" for picture in pictures), encoding="utf-8")
    known = _run([ocr, "--list-langs"], folder, limits.convert_seconds, limits).split()
    languages = [language for language in ("eng", "fra", "spa") if language in known] or ["eng"]
    _run([ocr, "list.txt", "made", "-l", "+".join(languages), "pdf"], folder, limits.ocr_seconds, limits)
    made = folder / "made.pdf"
    if not made.is_file():
        raise _refused("Character recognition made nothing of the pictures.")
    return made.read_bytes()


def _run(command: Sequence[str], folder: Path, seconds: float, limits: Limits) -> str:
    """What the command says. Raises ReadFailed when it takes too long; how it ends otherwise shows in what it made."""
    environment = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "PYTHONPATH": os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
    }
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: _limit(seconds, limits),  # noqa: PLW1509 - the worker has one thread
    ) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise ReadFailed(
                f"{Path(command[0]).name} took longer than {seconds:g} seconds and was ended.",
                hint=describe("reader-timeout").hint,
                code="reader-timeout",
            ) from error
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
    return said.decode("utf-8", "replace")


def _limit(seconds: float, limits: Limits) -> None:
    for kind, value in (
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_AS, 2 * limits.read_bytes),
        (resource.RLIMIT_FSIZE, _OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def _refused(cause: str) -> Refused:
    return Refused(cause, hint=describe("unconvertible").hint, code="unconvertible")
