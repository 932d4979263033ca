"""Decisions of people: which row is meant, what it changes, and every mistake in the file named with its mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.configuration import Configuration
from core.errors import ConfigurationError
from core.overrides import Overrides
from core.records.document import Document, Evidence
from core.records.files import Provenance, Sidecar

CONTENT = "ab" * 32
NAMES = (Provenance(source="local", name="/files/report.pdf", sidecar=Sidecar(title="Title", symbol="X/1")),)


def load(tmp_path: Path, text: str) -> Overrides:
    (tmp_path / "overrides.yml").write_text(text, encoding="utf-8")
    return Overrides.load(Configuration(tmp_path))


def test_the_shipped_file_decides_nothing() -> None:
    overrides = Overrides.load(Configuration())
    assert (overrides.documents, overrides.links) == ((), ())


@pytest.mark.parametrize(
    ("row", "means", "reason"),
    [
        (f"content: {CONTENT}", True, "the whole sha256"),
        (f"content: {CONTENT[:16]}", True, "its first digits"),
        ("content: '0123456789abcdef'", False, "another file"),
        ("name: report.pdf", True, "the last part of the name"),
        ("name: /files/report.pdf", True, "the whole name"),
        ("name: port.pdf", False, "half a name is another name"),
    ],
)
def test_which_file_is_meant(tmp_path: Path, row: str, means: bool, reason: str) -> None:
    overrides = load(tmp_path, f"documents:\n  - {row}\n    canonical: CSKW/Resolution/2.5\n    reason: Looked at.\n")
    named = overrides.named(CONTENT, NAMES)
    assert (named[0].sidecar.canonical == "CSKW/Resolution/2.5") == means, reason
    assert named[0].sidecar.title == "Title", "what is stated beside the file stays"
    assert (named == NAMES) != means


def test_a_decided_identity_says_where_it_comes_from(tmp_path: Path) -> None:
    overrides = load(
        tmp_path, "documents:\n  - {name: report.pdf, canonical: CSKW/Resolution/2.5, reason: Looked at.}\n"
    )
    document = Document(
        canonical="CSKW/Resolution/2.5", work="CSKW/Resolution/2.5", version=None, lang="en", langs=("en",), treaty="CSKW",
        type="resolution", symbol=None, title=None, meeting=None, agenda_item=None, identity="stated",
        evidence={"canonical": (
            Evidence(value="CSKW/Resolution/2.5", source="sidecar"), Evidence(value="CSKW/Resolution/2.4", source="masthead"),
        )},
    )  # fmt: skip
    found = overrides.shown(document, CONTENT, NAMES).evidence["canonical"]
    assert [(one.value, one.source) for one in found] == [
        ("CSKW/Resolution/2.5", "override"),
        ("CSKW/Resolution/2.4", "masthead"),
    ]
    assert found[0].where == "overrides.yml: Looked at."
    assert Overrides().shown(document, CONTENT, NAMES) is document


LINK = "citing: CSKW/Resolution/3.4, reason: R"


@pytest.mark.parametrize(
    ("rows", "action", "reason"),
    [
        (["exact: Resolution 2.5, action: reject"], "reject", "by its words"),
        (["exact: Resolution  2.5, action: reject"], "reject", "blanks do not count"),
        (["cited: CSKW/Resolution/2.5, action: accept"], "accept", "by the id that was read"),
        (["exact: Resolution 2.6, action: reject"], None, "other words"),
        (["exact: Resolution 2.5, path: 5, action: reject"], None, "another paragraph"),
        (
            ["exact: Resolution 2.5, action: reject", "exact: Resolution 2.5, path: 4/b, action: accept"],
            "accept",
            "the row that is more precise",
        ),
    ],
)
def test_which_link_is_meant(tmp_path: Path, rows: list[str], action: str | None, reason: str) -> None:
    text = "links:\n" + "".join(f"  - {{{LINK}, {row}}}\n" for row in rows)
    found = load(tmp_path, text).for_link("CSKW/Resolution/3.4", "4/b", "Resolution 2.5", ("CSKW/Resolution/2.5",))
    assert (found.action if found else None) == action, reason
    assert load(tmp_path, text).for_link("CSKW/Resolution/3.5", "4/b", "Resolution 2.5", ()) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("links: [", "line 1"),
        ("link: []", "link"),
        ("documents:\n  - {canonical: A/B, reason: R}", "either content (sha256) or name"),
        (f"documents:\n  - {{canonical: A/B, reason: R, name: a, content: {CONTENT}}}", "either content"),
        ("documents:\n  - {canonical: A/B, reason: R, content: xyz}", "documents → 0 → content"),
        ("documents:\n  - {canonical: A B, reason: R, name: a}", "documents → 0 → canonical"),
        ("documents:\n  - {canonical: A/B, name: a}", "documents → 0 → reason"),
        ("documents:\n  - {canonical: A/B, name: a, reason: R}\n  - {canonical: A/C, name: a, reason: R}", "documents → 1"),
        (f"links:\n  - {{{LINK}, exact: x, action: remove}}", "links → 0 → action"),
        (f"links:\n  - {{{LINK}, action: reject}}", "exact, cited or both"),
        (f"links:\n  - {{{LINK}, exact: x, action: replace}}", "needs a target"),
        (f"links:\n  - {{{LINK}, exact: x, action: reject, target: A/B}}", "takes no target"),
        (f"links:\n  - {{{LINK}, exact: x, action: accept}}\n  - {{{LINK}, exact: x, action: reject}}", "links → 1"),
        ("- a", "the file"),
    ],
)  # fmt: skip
def test_mistakes_are_named_with_their_mend(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path, text)
    assert "config/overrides.yml" in caught.value.cause
    assert told in caught.value.cause
    assert caught.value.hint
