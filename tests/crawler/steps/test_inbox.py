"""Files that a person dropped into a folder, with what their sidecars state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crawler.records import Context, Found
from crawler.sources.model import SourceDefinition
from crawler.steps.inbox import inbox_page
from crawler.steps.registry import parse


def dropped(folder: Path, source: SourceDefinition) -> Found:
    return parse(inbox_page(folder), source.steps["manual"], source, Context())


def test_sidecars_count_and_names_fill_in(tmp_path: Path, source_of: Callable[[str], SourceDefinition]) -> None:
    (tmp_path / "F-CoP19-066-05.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "paper.docx").write_bytes(b"PK")
    (tmp_path / "paper.docx.meta.yml").write_text(
        "symbol: CoP19 Doc. 77\ntitle: Cerfs-volants\nlang: fr\nmeeting: CITES/CoP19\nagenda_item: '77'\n"
        "dates: {published: 2022-09-01}\nurl: https://cites.org/x.docx\n",
        encoding="utf-8",
    )
    found = dropped(tmp_path, source_of("cites"))
    named, stated = found.files
    assert (named.name, named.lang, named.symbol, named.size) == (
        "F-CoP19-066-05.pdf",
        "fr",
        "CITES CoP19 Doc. 66.5",
        8,
    )
    assert (stated.symbol, stated.title, stated.lang, stated.meeting) == (
        "CoP19 Doc. 77",
        "Cerfs-volants",
        "fr",
        "CITES/CoP19",
    )
    assert (stated.agenda_item, stated.published, stated.fields["url"]) == (
        "77",
        "2022-09-01",
        "https://cites.org/x.docx",
    )
    assert [issue.code for issue in found.issues] == ["sidecar-missing"]


def test_what_is_no_document_is_left_alone(tmp_path: Path, source_of: Callable[[str], SourceDefinition]) -> None:
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    (tmp_path / "secret.pdf").symlink_to(tmp_path / "secret")
    (tmp_path / ".hidden.pdf").write_bytes(b"x")
    (tmp_path / "all.zip").write_bytes(b"PK")
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "odd\nname.pdf").write_bytes(b"x")
    (tmp_path / "odd\nname.pdf.meta.yml").write_text("- a list\n", encoding="utf-8")
    found = dropped(tmp_path, source_of("cites"))
    assert [one.name for one in found.files] == ["odd\nname.pdf"]
    assert [issue.code for issue in found.issues] == ["file-unreadable"]


def test_hostile_sidecars(tmp_path: Path, source_of: Callable[[str], SourceDefinition]) -> None:
    for number, text in enumerate(
        ["[" * 5000, "a: &a [*a]", "!!python/object/apply:os.system [x]", "\x00", "symbol: [1, 2]", "dates: 7"]
    ):
        (tmp_path / f"{number}.pdf").write_bytes(b"x")
        (tmp_path / f"{number}.pdf.meta.yml").write_text(text, encoding="utf-8")
    found = dropped(tmp_path, source_of("cites"))
    assert len(found.files) == 6
    assert "step-failed" not in {issue.code for issue in found.issues}


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path, source_of: Callable[[str], SourceDefinition]) -> None:
    found = dropped(tmp_path / "none", source_of("cites"))
    assert (found.state, found.files, found.issues) == ("empty", (), ())
