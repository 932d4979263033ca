"""What a person sees who asks for something that cannot be done: cause, mend, and the documented exit code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jobs.cli import COMMANDS, cli


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(name: str) -> None:
    done = CliRunner().invoke(cli, [name, "--help"])
    assert done.exit_code == 0
    assert f"mea {name}" in done.output.split("Example", 1)[1]


@pytest.mark.parametrize(
    ("arguments", "code", "said", "why"),
    [
        (["ingest"], 2, "Missing argument", "nothing was named"),
        (["ingest", "/no/such/folder"], 2, "/no/such/folder", "a path that is not there"),
        (["extract", "/no/such/file.pdf"], 2, "/no/such/file.pdf", "a file that is not there"),
        (["search", "anything"], 69, "mea ingest", "nothing was ever indexed"),
        (["frobnicate"], 2, "frobnicate", "no such command"),
        (["search", "--limit", "0", "x"], 2, "limit", "an option out of its range"),
    ],
)
def test_mistakes_have_their_exit_code(mea: Any, arguments: list[str], code: int, said: str, why: str) -> None:
    done = mea(*arguments)
    assert (done.returncode, said in done.stderr) == (code, True), (why, done.stderr)
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_wrong_setting_names_itself(mea: Any) -> None:
    done = mea("status", MEA__SERVE__PORT="many")
    assert done.returncode == 78
    assert "MEA__SERVE__PORT" in done.stderr


def test_an_empty_folder_is_a_mistake(mea: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = mea("ingest", str(tmp_path / "empty"))
    assert done.returncode == 2
    assert str(tmp_path / "empty") in done.stderr


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 100, "not-a-document"),
        (b"%PDF-1.7\ngarbage", "truncated"),
        (b"%PDF-1.7\ngarbage\n%%EOF\n", "damaged"),
    ],
)
def test_extract_of_no_document_says_so(mea: Any, tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "odd.pdf"
    file.write_bytes(content)
    done = mea("extract", str(file), "--json")
    assert (done.returncode, done.stdout) == (65, "")
    assert f"[{code}]" in done.stderr
    assert str(file) in done.stderr


@pytest.mark.parametrize("line", ["no json", '["a list"]', '{"id": 1}', '{"id": 1, "text": 5}'])
def test_refs_names_the_line(mea: Any, line: str) -> None:
    done = mea("refs", stdin='{"id": 0, "lang": "en", "home_treaty": null, "text": "fine"}\n' + line + "\n")
    assert done.returncode == 2
    assert "Line 2" in done.stderr


def test_refused_files_are_no_failure_and_are_listed(mea: Any, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "fine.txt").write_text("The Parties met in Cirrus Harbour and agreed on nothing.\n", encoding="utf-8")
    assert mea("ingest", str(folder)).returncode == 0
    listed = mea("status", "--failed").stdout
    assert "empty.pdf" in listed
    assert "fine.txt" not in listed


def test_a_sidecar_with_a_mistake_fails_its_file_only(mea: Any, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(f"The text of paper {name}, about corridors.\n", encoding="utf-8")
    (folder / "one.txt.meta.yml").write_text("titel: wrong key\n", encoding="utf-8")
    done = mea("ingest", str(folder))
    assert done.returncode == 1
    assert "titel" in mea("status", "--failed").stdout
    assert "two.txt" not in mea("status", "--failed").stdout


@pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX systems")
def test_no_terminal_no_escape_codes(asked: Any) -> None:
    assert "\x1b" not in asked("search", "corridors").stdout
