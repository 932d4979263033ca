"""Markdown to whole lines."""

from __future__ import annotations

import pytest

from core.errors import Refused
from core.limits import Limits
from core.records.pages import Line, Pages
from extract.read.markdown import read_markdown


def read(text: str) -> Pages:
    return read_markdown(text.encode(), "a.md", Limits())


def lines(text: str) -> tuple[Line, ...]:
    return read(text).pages[0].lines


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("# Title\n\nText.", [("Title", 1), ("Text.", None)], "a heading"),
        ("##No blank\n\n###\u00a0Odd blank", [("No blank", 2), ("Odd blank", 3)], "old habits"),
        ("Title\n=====\n\nText.", [("Title", 1), ("Text.", None)], "an underlined heading"),
        ("a <b>bold</b> word\n\n<div>kept</div>", [("a bold word", None), ("kept", None)], "tags go, text stays"),
        ("    4.1 indented\n    code", [("4.1 indented", None), ("code", None)], "indented text is text"),
    ],
)
def test_blocks(text: str, expected: list[tuple[str, int | None]], reason: str) -> None:
    assert [(line.text, line.heading) for line in lines(text)] == expected, reason


def test_lists_have_labels_as_written_and_levels() -> None:
    found = lines("3. three\n5. five\n   - inner\n\n1) other\n")
    assert [(line.text, line.label, line.level) for line in found] == [
        ("three", "3.", 0),
        ("five", "5.", 0),
        ("inner", "•", 1),
        ("other", "1)", 0),
    ]


def test_emphasis_and_links() -> None:
    (line,) = lines("*Recalling* [the **list**](https://example.org/a), ~~old~~ and all that followed")
    assert line.text == "Recalling the list, old and all that followed"
    spans = [(line.text[s.start : s.end], s.italic, s.bold, s.strike, s.link) for s in line.spans]
    assert spans == [
        ("Recalling", True, False, False, None),
        ("the ", False, False, False, "https://example.org/a"),
        ("list", False, True, False, "https://example.org/a"),
        ("old", False, False, True, None),
    ]


def test_lines_of_a_paragraph_are_kept_apart_for_whoever_understands_them() -> None:
    found = lines("1.1. First rule\n1.2. Second rule\n\nA paragraph.")
    assert [(line.text, line.whole, line.gap) for line in found] == [
        ("1.1. First rule", False, True),
        ("1.2. Second rule", False, False),
        ("A paragraph.", True, False),
    ]


def test_tables() -> None:
    found = lines("| Party | Share |\n|---|---|\n| Estuaria | *3* |\n")
    assert [(line.cells, line.row, line.role) for line in found] == [
        (("Party", "Share"), 0, "table"),
        (("Estuaria", "3"), 1, "table"),
    ]


def test_footnotes() -> None:
    claim, note = lines("A claim[^3] is made.\n\n[^3]: Its source.\n")
    assert claim.text == "A claim is made."
    assert [(span.start, span.end, span.note) for span in claim.spans] == [(7, 7, "3")]
    assert (note.text, note.role, note.note) == ("Its source.", "footnote", "3")


def test_front_matter_is_properties() -> None:
    pages = read('---\ntitle: "On meadows"\nauthors: [Secretariat]\nother: x\n---\n\nText.')
    assert pages.properties == {"title": "On meadows", "author": "Secretariat"}
    assert [line.text for line in pages.pages[0].lines] == ["Text."]


@pytest.mark.parametrize(
    ("text", "kept", "issues"),
    [
        ("> " * 30 + "deep", "deep", []),
        ("> " * 3_000 + "deep", "deep", ["depth-over-limit"]),
        ("- " * 3_000 + "deep", "deep", ["depth-over-limit"]),
        ("[" * 20_000 + "open", "open", []),
        ("*a " * 20_000, "*a *a", []),
        ("`a" * 20_000, "a", []),
    ],
    ids=["quoted", "quoted-deep", "listed-deep", "brackets", "stars", "ticks"],
)
def test_nothing_is_lost_however_deep_it_stands(text: str, kept: str, issues: list[str]) -> None:
    pages = read(text)
    assert kept in " ".join(line.text for line in pages.pages[0].lines)
    assert [issue.code for issue in pages.issues] == issues


def test_nothing_but_marks_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        read("---\n\n<!-- x -->")
    assert caught.value.code == "no-text"
