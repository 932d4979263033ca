"""Underlined and struck text: an amendment where the document says so or strikes occur, else only a way of printing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from core.records.document import Document, Segment
from core.records.pages import Line, Page, Pages, Span

Understood = Callable[..., Document]

NOTE = "N.B. Proposed new text is underlined. Text to be deleted is crossed out."
_STYLES = {"u": "underline", "s": "strike", "i": "italic", "+": "inserted", "-": "deleted", "a": "link"}


def line(source: str, **fields: object) -> Line:
    """`<u>…</u>` and the like to spans: u underline, s strike, i italic, + and - tracked, a a link."""
    text, spans, at = "", [], 0
    for match in re.finditer(r"<([usia+-])>(.*?)</>", source):
        text += source[at : match.start()]
        value: object = "https://example.org/" if match[1] == "a" else True
        spans.append(Span(start=len(text), end=len(text) + len(match[2]), **{_STYLES[match[1]]: value}))  # type: ignore[arg-type]
        text += match[2]
        at = match.end()
    return Line(text=text + source[at:], whole=True, spans=tuple(spans), **fields)  # type: ignore[arg-type]


def pages(*sources: str | Line) -> Pages:
    lines = tuple(line(one) if isinstance(one, str) else one for one in sources)
    return Pages(media_type="test", reader="test", pages=(Page(number=1, lines=lines),))


def amended(document: Document) -> dict[str, list[tuple[str, str]]]:
    return {
        segment.path: found
        for segment in document.segments
        if (
            found := [(mark.kind, of(segment, mark.start, mark.end)) for mark in segment.marks if mark.kind in _AMENDED]
        )
    }


def of(segment: Segment, start: int, end: int) -> str:
    return segment.text[start:end]


_AMENDED = ("inserted", "deleted")


@pytest.mark.parametrize(
    ("sources", "expected", "reason"),
    [
        (
            [NOTE, "1. Parties <s>may</> <u>shall</> open their corridors."],
            {"1": [("deleted", "may"), ("inserted", "shall")]},
            "the note says so",
        ),
        (
            ["N.B. Le nouveau texte est souligné.", "1. Les Parties ouvrent <u>aussitôt</> leurs couloirs."],
            {"1": [("inserted", "aussitôt")]},
            "in French, and with insertions alone",
        ),
        (
            ["1. Parties <s>may</> <u>shall</> open.", "2. They <u>shall</> report."],
            {"1": [("deleted", "may"), ("inserted", "shall")], "2": [("inserted", "shall")]},
            "strikes occur on the page",
        ),
        (["1. The word <u>shall</> is used with care."], {}, "underlining alone is an emphasis"),
        (
            ["1. Parties <s>may</> <u>shall</> open.", "2. <u>Option 1</>: they report."],
            {"1": [("deleted", "may"), ("inserted", "shall")]},
            "a heading that runs in is none",
        ),
        (
            [NOTE, "1. See <a>the page</> and <u>the chart</>."],
            {"1": [("inserted", "the chart")]},
            "what is a link is no insertion",
        ),
        (["1. The <s>x</> axis."], {}, "a single letter that a line crosses"),
        (
            ["1. Parties <->may</> <+>shall</> open; <u>always</>."],
            {"1": [("deleted", "may"), ("inserted", "shall")]},
            "tracked changes need no note, and say nothing of underlining",
        ),
    ],
)
def test_what_is_amended(
    understood: Understood, sources: list[str], expected: dict[str, list[tuple[str, str]]], reason: str
) -> None:
    assert amended(understood(pages(*sources))) == expected, reason


def test_a_note_in_an_annex_speaks_of_that_annex(understood: Understood) -> None:
    document = understood(
        pages(
            "1. The word <u>shall</> matters.", "ANNEX 1", NOTE, "1. Parties <u>shall</> moor.",
            "ANNEX 2", "1. The word <u>shall</> matters here too.",
        )
    )  # fmt: skip
    assert amended(document) == {"annex1/1": [("inserted", "shall")]}


def test_whole_lines_and_lines_that_follow_one_another_are_one_mark(understood: Understood) -> None:
    box = {"box": (70.0, 100.0, 520.0, 111.0), "size": 11.0, "indent": 70.0}
    cut = [
        Line(text="1. Parties shall open the corridors that they have closed before, and they shall", **box),  # type: ignore[arg-type]
        Line(
            text="also report on them to the Secretariat of the Convention at the latest on the", underline=True, **box
        ),  # type: ignore[arg-type]
        Line(text="last day of the year.", underline=True, **{**box, "box": (70.0, 100.0, 200.0, 111.0)}),  # type: ignore[arg-type]
    ]
    found = amended(understood(pages(line(NOTE), *cut)))
    assert found["1"] == [
        (
            "inserted",
            "also report on them to the Secretariat of the Convention at the latest on the last day of the year.",
        )
    ]


@pytest.mark.parametrize(
    ("sources", "lost"),
    [
        ([NOTE, "1. Parties may shall open their corridors."], True),
        (["N.B. Le texte à supprimer est barré.", "1. Les Parties ouvrent leurs couloirs."], True),
        ([NOTE, "1. Parties <u>shall</> open their corridors."], False),
        (["1. Parties open their corridors."], False),
    ],
)
def test_a_note_without_marks_is_an_issue(understood: Understood, sources: list[str], lost: bool) -> None:
    document = understood(pages(*sources))
    assert [issue.code for issue in document.issues if issue.code == "amendment-marks-lost"] == lost * [
        "amendment-marks-lost"
    ]
    if lost:
        issue = next(one for one in document.issues if one.code == "amendment-marks-lost")
        assert document.segments[0].id == issue.segment
        assert not amended(document)


def test_citations_are_those_of_the_proposed_text_and_deleted_ones_say_so(understood: Understood) -> None:
    document = understood(
        pages(
            line(NOTE),
            line("1. <s>Recalling CMS Resolution 11.98,</> <u>Repeals CMS Resolution 12.99.</>"),
            line("2. See CMS Decision <s>13.4</> <u>14.4</> in full."),
            line("3. See CMS Resolution <s>10.1 and</> 10.2."),
        )
    )
    paths = {segment.id: segment.path for segment in document.segments}
    texts = {segment.id: segment.text for segment in document.segments}
    found = {
        (paths[one.segment], one.canonical, one.exact, one.relation if one.segment == "s2" else None, one.deleted)
        for one in document.citations
    }
    assert found == {
        ("1", "CMS/Resolution/11.98", "Resolution 11.98", "recalls", True),
        ("1", "CMS/Resolution/12.99", "Resolution 12.99", "repeals", False),
        ("2", "CMS/Decision/14.4", "14.4", None, False),
        ("2", "CMS/Decision/13.4", "13.4", None, True),
        ("3", "CMS/Resolution/10.2", "10.2", None, False),
        ("3", "CMS/Resolution/10.1", "10.1", None, True),
    }
    assert all(texts[one.segment][one.start : one.end] == one.exact for one in document.citations)


def test_emphasis_links_and_brackets(understood: Understood) -> None:
    document = understood(
        pages(
            "The meeting was held by the sea.",
            "1. <i>Urges</> Parties to read <a>the page</> and [decide [today]].",
            "2. <i>A paragraph that is set in italics as a whole.</>",
        )
    )
    marks = {
        segment.path: [(mark.kind, segment.text[mark.start : mark.end], mark.target) for mark in segment.marks]
        for segment in document.segments
    }
    assert marks["1"] == [
        ("emphasis", "Urges", None),
        ("link", "the page", "https://example.org/"),
        ("bracketed", "[decide [today]]", None),
        ("bracketed", "[today]", None),
    ]
    assert marks["2"] == []
