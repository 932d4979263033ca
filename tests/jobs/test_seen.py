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
from core.settings import Settings
from jobs.seen import INBOX, OwnPlaces, find, holds_files, look_at, readable_name

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
        pytest.param(["hidden"], r"1 were passed over: hidden, temporary", id="only hidden files"),
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


def test_a_file_that_is_gone_since_it_was_found_is_none(inbox: Inbox, blobs: Blobs) -> None:
    folder = inbox({"a/x.txt": "x", "a/x.txt.meta.yml": "langue: wrong"})
    (path,) = find([folder]).files
    inbox({"a/x.txt": None})
    assert look_at(path, None, blobs, Limits()) is None
    inbox({"a/x.txt.meta.yml": None})
    (folder / "a").rmdir()
    inbox({"a": "a file now"})
    assert look_at(path, None, blobs, Limits()) is None


def test_what_the_program_writes_is_not_taken_in(inbox: Inbox, tmp_path: Path) -> None:
    folder = inbox({"a.txt": "x", "data/blobs/aa": "x", "data/other.txt": "x", "stored/bb": "x", "led/ger.txt": "x"})
    for name in ("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite.0001.bak"):
        (folder / "led" / name).write_text("x")
    settings = Settings(
        data_dir=folder / "data",
        blobs={"url": (folder / "stored").as_uri()},
        ledger={"url": f"sqlite:///{folder}/led/ledger.sqlite"},
    )
    own = OwnPlaces.of(settings)
    found = find([folder], own)
    assert found.files == (folder / "a.txt", folder / "led/ger.txt")
    assert {path.relative_to(folder).as_posix() for path in found.passed_over} == {
        "data", "stored", "led/ledger.sqlite", "led/ledger.sqlite-wal", "led/ledger.sqlite.0001.bak",
    }  # fmt: skip
    by_link = tmp_path / "by link"
    by_link.symlink_to(folder)
    assert find([by_link], own).files == (by_link / "a.txt", by_link / "led/ger.txt")
    for inside in (folder / "data", by_link / "data/other.txt", folder / "stored", folder / "led/ledger.sqlite-wal"):
        with pytest.raises(UsageError, match="where the program keeps what it writes"):
            find([inside], own)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param("x" * 300, "cannot be opened: File name too long", id="a name that cannot be"),
        pytest.param("loop", "cannot be opened: Too many levels of symbolic links", id="a link to itself"),
        pytest.param("a.txt/b", "no file or folder", id="below a file"),
        pytest.param("dead", "no file or folder", id="a link to nowhere"),
    ],
)
def test_a_named_path_that_cannot_be_looked_at(inbox: Inbox, name: str, says: str) -> None:
    folder = inbox({"a.txt": "x"})
    (folder / "loop").symlink_to("loop")
    (folder / "dead").symlink_to("nowhere")
    with pytest.raises(UsageError, match=says) as caught:
        find([folder / name])
    assert caught.value.hint


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _dead_link(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.parametrize(
    ("make", "mend"), [(_pipe, "only files"), (_dead_link, "a file that is not there"), (_loop, "back to itself")]
)
def test_what_cannot_be_opened_is_told_and_waits_for_nobody(
    inbox: Inbox, blobs: Blobs, make: Callable[[Path], None], mend: str
) -> None:
    folder = inbox({"a.txt": "x"})
    make(folder / "odd.pdf")
    assert folder / "odd.pdf" in find([folder]).files
    seen = look_at(folder / "odd.pdf", "cms", blobs, Limits())
    assert (seen.code, seen.content, seen.source) == ("unreadable-path", None, "cms")
    assert "cannot be opened" in seen.cause
    assert mend in seen.hint


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


def test_the_inbox_is_taken_in_though_it_lies_in_the_data_folder(settings: Settings) -> None:
    inbox = settings.home / INBOX / "cites"
    assert not holds_files(inbox)
    inbox.mkdir(parents=True)
    (inbox / ".DS_Store").write_bytes(b"x")
    (inbox / "a.pdf.meta.yml").write_bytes(b"lang: fr")
    assert not holds_files(inbox), "nothing that could be taken in"
    (inbox / "a.pdf").write_bytes(b"a")
    assert holds_files(inbox)
    assert find([inbox], OwnPlaces.of(settings)).files == (inbox / "a.pdf",)
    (settings.home / "blobs").mkdir()
    (settings.home / "blobs" / "x").write_bytes(b"x")
    with pytest.raises(UsageError, match="keeps what it writes"):
        find([settings.home / "blobs"], OwnPlaces.of(settings))
