"""Old and foreign word files and scans, through the real programs where they are installed."""

from __future__ import annotations

import io
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from core.errors import DocumentError, ReadFailed, Refused, Waiting
from core.limits import Limits
from core.records.pages import Pages
from core.settings import Read
from extract.read.outside_tools import OutsideTools, at_hand, read_with_tools
from extract.read.readers import read
from extract.read.sandbox import Sandbox

RTF = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}}\f0\fs24 Lamps of the harbour\par 1. The lamps are lit at dusk.\par}"
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
needs_ocr = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits()) as opened:
        yield opened


def odt() -> bytes:
    out = io.BytesIO()
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = f'xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0"'
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content {spaces} office:version="1.2"><office:body><office:text>'
            "<text:p>Lamps of the harbour</text:p><text:p>The lamps are lit at dusk.</text:p>"
            "</office:text></office:body></office:document-content>",
        )
    return out.getvalue()


def lines(pages: Pages) -> list[str]:
    return [line.text for page in pages.pages for line in page.lines]


def scan(root: Path) -> bytes:
    """The first page of one of our samples as a picture and nothing else."""
    with pypdfium2.PdfDocument(root / "samples/documents/resolution-2.5.fr.pdf") as document:
        picture: Image.Image = document[0].render(scale=3, grayscale=True).to_pil()
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=216)
    return out.getvalue()


@needs_office
@pytest.mark.parametrize(("name", "data"), [("a.rtf", RTF), ("a.odt", odt())])
def test_other_word_files(name: str, data: bytes, sandbox: Sandbox) -> None:
    pages = read_with_tools(data, name, sandbox.read, at_hand(Read()), Limits())
    assert next(line for line in lines(pages) if "amps" in line) == "Lamps of the harbour"
    assert any("lit at dusk." in line for line in lines(pages))


@needs_office
def test_an_old_word_file_whatever_its_name_says(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "made.rtf").write_bytes(RTF)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless", "--convert-to", "doc",
               "--outdir", str(tmp_path), str(tmp_path / "made.rtf")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    data = (tmp_path / "made.doc").read_bytes()
    with pytest.raises(Refused) as refusal:
        read_with_tools(data, "made.docx", sandbox.read, OutsideTools(), Limits())
    assert refusal.value.code == "old-word"
    assert "LibreOffice" in (refusal.value.hint or "")
    assert "Lamps of the harbour" in lines(read_with_tools(data, "made.docx", sandbox.read, at_hand(Read()), Limits()))


@needs_ocr
def test_a_scan_is_recognised_and_says_so(sandbox: Sandbox, root: Path) -> None:
    pages = read_with_tools(scan(root), "scan.pdf", sandbox.read, at_hand(Read()), Limits())
    assert [issue.code for issue in pages.issues] == ["ocr-text"]
    printed = read((root / "samples/documents/resolution-2.5.fr.pdf").read_bytes(), "a.pdf", Limits())
    words = {word for line in printed.pages[0].lines for word in line.text.split() if len(word) > 3 and word.isalpha()}
    found = {word for line in lines(pages) for word in line.split()}
    assert len(words & found) >= 0.85 * len(words)


@pytest.mark.parametrize(("data", "code", "kind"), [(RTF, "office-format", Refused), (b"scan", "needs-ocr", Waiting)])
def test_without_a_program_it_stays_as_it_was(
    data: bytes, code: str, kind: type[DocumentError], sandbox: Sandbox, root: Path
) -> None:
    with pytest.raises(kind) as end:
        read_with_tools(scan(root) if data == b"scan" else data, "a", sandbox.read, OutsideTools(), Limits())
    assert end.value.code == code


def test_what_is_switched_off_is_not_at_hand() -> None:
    assert at_hand(Read(office="off", ocr="off")) == OutsideTools()


def made_up(folder: Path, script: str) -> OutsideTools:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return OutsideTools(office=str(program))


def test_a_program_that_makes_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(Refused) as end:
        read_with_tools(RTF, "a.rtf", sandbox.read, made_up(tmp_path, "exit 3"), Limits())
    assert end.value.code == "unconvertible"


def test_a_program_that_hangs_is_ended_with_its_children(sandbox: Sandbox, tmp_path: Path) -> None:
    tools = made_up(tmp_path, f"(sleep 5; touch {tmp_path}/outlived) & sleep 600")
    with pytest.raises(ReadFailed) as end:
        read_with_tools(RTF, "a.rtf", sandbox.read, tools, Limits(convert_seconds=0.5))
    assert end.value.code == "reader-timeout"
    assert not list(tmp_path.glob("outlived"))


def test_what_a_program_makes_is_read_like_any_file_of_strangers(sandbox: Sandbox, tmp_path: Path) -> None:
    tools = made_up(tmp_path, "echo no zip > given.docx")
    with pytest.raises(Refused):
        read_with_tools(RTF, "a.rtf", sandbox.read, tools, Limits())
