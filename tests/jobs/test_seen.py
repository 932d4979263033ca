"""Which files are taken in, and that none is left out in silence."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from core.blobs import Blobs
from core.errors import UsageError
from core.limits import Limits
from jobs.seen import find, look_at, readable_name

Inbox = Callable[..., Path]


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs((tmp_path / "blobs").as_uri())


def test_folders_are_walked_and_what_is_no_document_is_named(inbox: Inbox) -> None:
    folder = inbox(
        {
            "b.pdf": "b",
            "a/c.docx": "c",
            "a/c.docx.meta.yml": "lang: fr",
            "gone.pdf.meta.yml": "lang: fr",
            ".hidden": "x",
            ".git/config": "x",
            ".git/deep/file.txt": "x",
            "~$b.docx": "x",
            "Thumbs.db": "x",
            "no ending": "x",
        }
    )
    found = find([folder])
    assert found.files == (folder / "a/c.docx", folder / "b.pdf", folder / "no ending")
    assert found.passed_over == tuple(sorted(folder / name for name in (".git", ".hidden", "~$b.docx", "Thumbs.db")))
    assert found.orphans == (folder / "gone.pdf.meta.yml",)


def test_a_hidden_file_that_is_named_itself_is_taken_in(inbox: Inbox) -> None:
    folder = inbox({".hidden.txt": "x", "a.txt": "x"})
    found = find([folder, folder / ".hidden.txt"])
    assert found.files == (folder / ".hidden.txt", folder / "a.txt")
    assert found.passed_over == ()


def test_a_file_that_is_reached_twice_is_one_file(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = inbox({"a/x.txt": "x"})
    monkeypatch.chdir(folder / "a")
    assert find([folder, folder / "a", Path("x.txt"), Path("../a/./x.txt")]).files == (folder / "a/x.txt",)


def test_links_to_files_are_followed_and_links_to_folders_are_not(inbox: Inbox, tmp_path: Path) -> None:
    folder = inbox({"real.txt": "x"})
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/o.txt").write_text("x")
    (folder / "link.txt").symlink_to("real.txt")
    (folder / "outside").symlink_to(tmp_path / "outside")
    (folder / "loop").symlink_to(folder)
    found = find([folder])
    assert found.files == (folder / "link.txt", folder / "real.txt")
    assert found.passed_over == (folder / "loop", folder / "outside")


@pytest.mark.parametrize(
    ("paths", "says"),
    [
        pytest.param(["absent"], "no file or folder .*absent", id="no such path"),
        pytest.param(["a.txt", "absent"], "no file or folder .*absent", id="one of several: nothing is begun"),
        pytest.param(["empty"], "No file was found", id="an empty folder"),
        pytest.param(["hidden"], r"1 hidden or temporary ones were passed over", id="only hidden files"),
        pytest.param(["a.txt.meta.yml"], "is a sidecar", id="a sidecar"),
    ],
)
def test_paths_that_give_nothing(inbox: Inbox, paths: list[str], says: str) -> None:
    folder = inbox({"a.txt": "x", "a.txt.meta.yml": "", "hidden/.x": "x"})
    (folder / "empty").mkdir()
    with pytest.raises(UsageError, match=says) as caught:
        find([folder / path for path in paths])
    assert caught.value.exit_code == 2
    assert caught.value.hint


def test_the_bytes_are_stored_under_their_sha256(inbox: Inbox, blobs: Blobs) -> None:
    folder = inbox({"a.txt": b"\x00bytes"})
    seen = look_at(folder / "a.txt", None, blobs, Limits())
    assert seen.content == hashlib.sha256(b"\x00bytes").hexdigest()
    assert (seen.size, seen.source, seen.name, seen.code) == (6, "local", str(folder / "a.txt"), None)
    assert blobs.get(seen.content) == b"\x00bytes"


def test_an_empty_file_is_stored_too(inbox: Inbox, blobs: Blobs) -> None:
    seen = look_at(inbox({"empty.pdf": b""}) / "empty.pdf", None, blobs, Limits())
    assert (seen.size, seen.code) == (0, None)
    assert blobs.get(seen.content) == b""


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _dead_link(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.parametrize("make", [_pipe, _dead_link])
def test_what_cannot_be_opened_is_told_and_waits_for_nobody(
    inbox: Inbox, blobs: Blobs, make: Callable[[Path], None]
) -> None:
    folder = inbox({"a.txt": "x"})
    make(folder / "odd.pdf")
    assert folder / "odd.pdf" in find([folder]).files
    seen = look_at(folder / "odd.pdf", "cms", blobs, Limits())
    assert (seen.code, seen.content, seen.source) == ("unreadable-path", None, "cms")
    assert "cannot be opened" in seen.cause


def test_a_file_that_grows_while_it_is_stored_is_recorded_as_it_was_kept(
    inbox: Inbox, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = inbox({"a.txt": "short"}) / "a.txt"
    holds = Blobs.holds

    def then_grow(self: Blobs, key: str, size: int) -> bool:
        path.write_text("short and longer")
        return holds(self, key, size)

    monkeypatch.setattr(Blobs, "holds", then_grow)
    seen = look_at(path, None, blobs, Limits())
    assert blobs.get(seen.content) == b"short and longer"
    assert seen.size == len("short and longer")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(b"\xff\xfe.txt", id="no UTF-8"),
        pytest.param("Résolution 14.2 – «état» \u202e.txt".encode(), id="accents and direction marks"),
        pytest.param(b"line\nbreak.txt", id="line break"),
        pytest.param(b"x" * 250 + b".txt", id="as long as names can be"),
        pytest.param(b"'; DROP TABLE files; --.txt", id="SQL"),
    ],
)
def test_names_are_data(run: Callable[..., object], inbox: Inbox, run_settings, name: bytes) -> None:
    from core.ledger import open_ledger

    folder = inbox({"a.txt": "x"})
    (folder / "a.txt").rename(folder / os.fsdecode(name))
    assert run(folder).by_state.done == 1
    assert run(folder).read == 0
    with open_ledger(run_settings) as ledger:
        (entry,) = ledger.files()
    assert entry.name == readable_name(folder / os.fsdecode(name))
    entry.name.encode("utf-8")
