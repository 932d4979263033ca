"""A file that was refused for want of a program is read by itself in the first run after the program is there."""

from __future__ import annotations

from pathlib import Path

import pytest

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
