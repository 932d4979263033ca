"""Plain text to lines."""

from __future__ import annotations

import pytest

from core.errors import Refused
from core.limits import Limits
from extract.read.text import read_text


def lines(text: str) -> list[tuple[str, float, bool]]:
    pages = read_text(text.encode(), "a.txt", Limits())
    return [(line.text, line.indent, line.gap) for page in pages.pages for line in page.lines]


def test_lines_keep_indent_in_columns_and_the_blank_lines_before_them() -> None:
    assert lines("TITLE\n\n   1. First\n\tcontinued\n\n\n2. Second  \r\n  end\rlast") == [
        ("TITLE", 0, False),
        ("1. First", 3, True),
        ("continued", 8, False),
        ("2. Second", 0, True),
        ("end", 2, False),
        ("last", 0, False),
    ]


@pytest.mark.parametrize(
    ("given", "kept", "reason"),
    [
        ("e\u0301tat", "état", "NFC: offsets count composed letters"),
        ("a\u00a0: b", "a\u00a0: b", "a no-break space is text"),
        ("\u00a0 indented", "indented", "but not at the edge"),
        ("a\u200bb\ufeffc\u202ed", "abcd", "marks that nobody sees"),
        ("a\x00b\x1bc", "abc", "controls"),
        ("effi\ufb03cient \ufb01n", "effifficient fin", "ligatures are spelled out"),
        ("co\u00adoperation", "cooperation", "a soft hyphen prints nothing inside of a line"),
        ("at the end of a li\u00ad", "at the end of a li\u00ad", "and is a hyphen at its end"),
        ("\uf0b7 item", "• item", "Word's bullet"),
    ],
)
def test_characters(given: str, kept: str, reason: str) -> None:
    assert [text for text, _, _ in lines(given)] == [kept], reason


def test_form_feeds_begin_pages_and_repeated_edges_are_furniture() -> None:
    sheets = [f"MAR/COP3/Doc.7\n\nParagraph number {word}.\n\n{number}" for number, word in enumerate("abc", 1)]
    pages = read_text("\f".join([*sheets, ""]).encode(), "a.txt", Limits()).pages
    assert [page.number for page in pages] == [1, 2, 3]
    assert [page.label for page in pages] == ["1", "2", "3"]
    assert [[line.role for line in page.lines] for page in pages] == [["header", "body", "footer"]] * 3


def test_a_text_without_form_feeds_has_no_furniture() -> None:
    pages = read_text(b"1\n\nSome words.\n\n1", "a.txt", Limits()).pages
    assert {line.role for line in pages[0].lines} == {"body"}


@pytest.mark.parametrize(
    ("text", "whole", "reason"),
    [
        ("word " * 80 + "\n" + "word " * 90, True, "lines far longer than anybody wraps: each is a paragraph"),
        ("word " * 12 + "\n" + "word " * 13, False, "wrapped at about 70 columns"),
        ("Title\n\n" + "word " * 120 + "\n1. short\n", True, "headings beside long paragraphs"),
    ],
)
def test_whole_paragraphs(text: str, whole: bool, reason: str) -> None:
    found = read_text(text.encode(), "a.txt", Limits()).pages[0].lines
    assert {line.whole for line in found} == {whole}, reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32"])
def test_encodings(encoding: str) -> None:
    pages = read_text("Décision adoptée à l’unanimité".encode(encoding), "a.txt", Limits())
    assert pages.pages[0].lines[0].text == "Décision adoptée à l’unanimité"
    assert pages.issues == ()


def test_bytes_that_are_no_characters_are_an_issue() -> None:
    pages = read_text("Décision".encode("utf-16") + b"\x00\xd8", "a.txt", Limits())
    assert [issue.code for issue in pages.issues] == ["bad-charset"]


@pytest.mark.parametrize(
    ("text", "limits", "code"),
    [
        ("\f \n", Limits(), "no-text"),
        ("a" * 11, Limits(text_chars=10), "too-much-text"),
        ("a\fb\fc", Limits(pages=2), "too-many-pages"),
    ],
)
def test_refusals(text: str, limits: Limits, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_text(text.encode(), "a.txt", limits)
    assert caught.value.code == code
