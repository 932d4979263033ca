"""A file that was refused for want of a program, or that a program could not read, is read by itself in the first run after
the program, or another version of it, is there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.settings import Settings, load_settings
from jobs.ingest import ByState, ingest

RTF = rb"{\rtf1\ansi Lamps of the harbour\par}"


@pytest.fixture
def programs(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs, empty so far, that is the whole PATH besides the shell's own."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("sh", "cp"):
        (folder / name).symlink_to(Path("/bin") / name)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install_office(programs: Path, docx: Path) -> None:
    (programs / "soffice").write_text(f"#!/bin/sh\ncp {docx} given.docx\n", encoding="utf-8")
    (programs / "soffice").chmod(0o755)


def settings(tmp_path: Path, office: str = "auto") -> Settings:
    return load_settings({"data_dir": tmp_path / "data", "read": {"office": office}, "run": {"processes": 1}})


def test_reading_is_repeated(tmp_path: Path, programs: Path, root: Path) -> None:
    first, other = tmp_path / "first", tmp_path / "other"
    for folder, data in ((first, RTF), (other, b"Lamps and bells, in words that anybody can read.")):
        folder.mkdir()
        (folder / ("old.rtf" if folder is first else "new.txt")).write_bytes(data)
    done = ingest([first], settings=settings(tmp_path))
    assert (done.read, done.by_state) == (1, ByState(done=0, refused=1, waiting=0, failed=0))
    install_office(programs, root / "samples/documents/cop4-doc-7.2.en.docx")
    assert ingest([other], settings=settings(tmp_path, "off")).read == 1  # only its own: the program is not to be used
    assert ingest([other], settings=settings(tmp_path)).read == 1  # now the other, which was not even named
    again = ingest([first], settings=settings(tmp_path))
    assert (again.read, again.by_state) == (0, ByState(done=1, refused=0, waiting=0, failed=0))


def test_the_same_program_is_not_asked_twice_and_a_newer_one_is(tmp_path: Path, programs: Path, root: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "old.rtf").write_bytes(RTF)
    program = programs / "soffice"
    program.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    refused = ByState(done=0, refused=1, waiting=0, failed=0)
    first, second = (ingest([folder], settings=settings(tmp_path)) for _ in range(2))
    assert (first.read, first.by_state) == (1, refused)
    assert (second.read, second.by_state) == (0, refused)
    install_office(programs, root / "samples/documents/cop4-doc-7.2.en.docx")
    third = ingest([folder], settings=settings(tmp_path))
    assert (third.read, third.by_state) == (1, ByState(done=1, refused=0, waiting=0, failed=0))


def pictures(*, text: bool) -> bytes:
    """A PDF with a page that is a picture, and with one of text before it or without."""
    out = io.BytesIO()
    canvas = Canvas(out)
    if text:
        canvas.drawString(72, 700, "A page with words enough to be read.")
        canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 128)), 0, 0, 595, 842)
    canvas.save()
    return out.getvalue()


def test_pictures_are_taken_up_when_recognition_comes_and_once_for_each_version(tmp_path: Path, programs: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(pictures(text=False))
    (folder / "mixed.pdf").write_bytes(pictures(text=True))
    state = ByState(done=1, refused=0, waiting=1, failed=0)

    def run() -> int:
        summary = ingest([folder], settings=settings(tmp_path, "off"))
        assert summary.by_state == state
        return summary.read

    assert [run(), run()] == [2, 0]
    program = programs / "tesseract"
    (tmp_path / "found.pdf").write_bytes(pictures(text=False))  # it finds nothing on them
    program.write_text(f"#!/bin/sh\ncp {tmp_path}/found.pdf made.pdf\n", encoding="utf-8")
    program.chmod(0o755)
    assert [run(), run()] == [2, 0]
    program.write_text(program.read_text() + "# the next version\n", encoding="utf-8")
    assert [run(), run()] == [2, 0]
    program.unlink()
    assert run() == 0
