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
        (["ingest"], 2, "Nothing is recorded", "nothing was named, and nothing was ever fetched"),
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


def test_a_misspelt_setting_is_not_lost(mea: Any) -> None:
    done = mea("status", MEA__SERVE__PROT="9000")
    assert done.returncode == 78
    assert "MEA__SERVE__PORT" in done.stderr, "the nearest name is the mend"


@pytest.mark.parametrize("command", [["missing"], ["reindex"]])
def test_nothing_ingested_is_said_and_nothing_is_made(mea: Any, tmp_path: Path, command: list[str]) -> None:
    done = mea(*command)
    assert done.returncode == 69
    assert "mea ingest" in done.stderr
    assert mea("search", "x").returncode == 69, "no empty index was switched to"


def test_a_data_folder_that_is_a_file(mea: Any, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")
    for command in (["status"], ["search", "x"], ["missing"]):
        done = mea(*command)
        assert (done.returncode, "is a file" in done.stderr) == (74, True), command


def test_extract_of_a_pipe_does_not_wait_for_a_writer(mea: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    done = mea("extract", str(tmp_path / "pipe.pdf"))
    assert (done.returncode, "pipe" in done.stderr) == (2, True)


def test_extract_of_a_file_over_the_limit(mea: Any, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("word " * 1000, encoding="utf-8")
    done = mea("extract", str(tmp_path / "long.txt"), MEA__LIMITS__FILE_BYTES="1000")
    assert (done.returncode, "[too-large]" in done.stderr) == (65, True)


@pytest.mark.parametrize("line", ["[" * 100_000, '{"id": NaN, "text": "x"}'])
def test_refs_of_odd_json(mea: Any, line: str) -> None:
    done = mea("refs", stdin=line)
    assert (done.returncode, "Line 1" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_refs_reads_a_home_treaty_in_any_letters_and_names_one_it_does_not_know(mea: Any) -> None:
    lines = [
        '{"id": 1, "home_treaty": "cms", "text": "Resolution 12.9"}',
        '{"id": 2, "home_treaty": "XYZ", "text": "x"}',
    ]
    done = mea("refs", stdin="\n".join(lines))
    assert '"canonical":"CMS/Resolution/12.9"' in done.stdout
    assert "line 2: XYZ" in done.stderr


def test_words_that_no_output_can_show(asked: Any) -> None:
    for command in ("search", "resolve"):
        done = asked(command, os.fsdecode(b"\xff corridors"), "--json")
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr


def test_a_word_that_is_excluded_is_no_option(asked: Any) -> None:
    assert asked("search", "-corridors", "--limit", "1").returncode == 0


@pytest.mark.parametrize("command", [["ingest", "/tmp", "--source", "BAD id!"], ["extract", "x", "--source", "../x"]])
def test_an_id_of_a_source_is_checked(mea: Any, command: list[str]) -> None:
    done = mea(*command)
    assert (done.returncode, "no id of a source" in done.stderr) == (2, True)


def test_an_unknown_home_is_told_with_those_that_are_known(mea: Any) -> None:
    done = mea("resolve", "Resolution 12.9", "--home", "XYZ")
    assert (done.returncode, "CITES" in done.stderr) == (2, True)
