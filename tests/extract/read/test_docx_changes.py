"""Tracked changes of a DOCX, from the file to the three texts of a paragraph: as proposed, as it was, and both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.amendments import PARAGRAPH_END, reading
from core.records.document import Document

Understood = Callable[..., Document]
WHO = 'w:author="Secretariat" w:date="2023-07-03T12:00:00Z"'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(text: str, tag: str = "ins") -> str:
    return f'<w:{tag} w:id="1" {WHO}>{run(text)}</w:{tag}>'


def deleted(text: str, tag: str = "del") -> str:
    return f'<w:{tag} w:id="2" {WHO}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:{tag}>'


def paragraph(*content: str, end: str = "") -> str:
    """`end` is the change of the paragraph's own end: ins, del, moveFrom or moveTo."""
    mark = f'<w:rPr><w:{end} w:id="3" {WHO}/></w:rPr>' if end else ""
    return f"<w:p><w:pPr>{mark}</w:pPr>{''.join(content)}</w:p>"


Texts = list[tuple[str, str]]


@pytest.fixture
def texts(wordprocessing: Any, understood: Understood) -> Callable[..., Texts]:
    """(as proposed, as it was) of every segment."""

    def build(*body: str) -> Texts:
        document = understood(wordprocessing.pages(wordprocessing.file(*body)))
        return [
            (reading(one.text, one.marks, "proposed").text, reading(one.text, one.marks, "former").text)
            for one in document.segments
        ]

    return build


@pytest.mark.parametrize(
    ("body", "expected", "reason"),
    [
        ([paragraph(run("Parties "), deleted("may "), inserted("shall "), run("keep their corridors open."))],
         [("Parties shall keep their corridors open.", "Parties may keep their corridors open.")], "inside of a sentence"),
        ([paragraph(run("Parties report"), deleted(" every year", "moveFrom"), run(" on their corridors"),
                    inserted(" every year", "moveTo"), run("."))],
         [("Parties report on their corridors every year.", "Parties report every year on their corridors.")],
         "moved inside of a paragraph"),
        ([paragraph(deleted("Moorings are lit at night.", "moveFrom"), end="moveFrom"), paragraph(run("Parties meet once a year.")),
          paragraph(inserted("Moorings are lit at night.", "moveTo"), end="moveTo")],
         [("", "Moorings are lit at night."), ("Parties meet once a year.", "Parties meet once a year."),
          ("Moorings are lit at night.", "")], "a paragraph that moved"),
        ([paragraph(run("Parties meet once a year.")), paragraph(inserted("They report each time."), end="ins"),
          paragraph(run("The Secretariat invites them."))],
         [("Parties meet once a year.",) * 2, ("They report each time.", ""), ("The Secretariat invites them.",) * 2],
         "a new paragraph"),
        ([paragraph(run("Parties meet once a year,"), end="del"), paragraph(run("and they report each time."))],
         [("Parties meet once a year, and they report each time.",) * 2], "two paragraphs become one"),
        ([paragraph(run("Parties meet "), deleted("twice a year."), end="del"),
          paragraph(deleted("They vote each time."), end="del"),
          paragraph(deleted("They report "), run("once a year."))],
         [("Parties meet once a year.", "Parties meet twice a year. They vote each time. They report once a year.")],
         "deleted from the middle of one paragraph to the middle of the next but one"),
        ([paragraph(deleted("Parties vote each time."), end="del"), paragraph(run("Parties meet once a year."))],
         [("", "Parties vote each time."), ("Parties meet once a year.",) * 2], "a whole paragraph deleted, its end too"),
        ([paragraph(f'<w:ins w:id="4" {WHO}>{deleted("for ever ")}</w:ins>', run("Parties meet."))],
         [("Parties meet.", "Parties meet.")], "inserted by one person, deleted by the next"),
        ([paragraph('<w:r><w:rPr><w:ins w:id="5" w:author="x"/></w:rPr><w:t>Parties meet.</w:t></w:r>')],
         [("Parties meet.",) * 2], "no change of text: how a run is set"),
        (["<w:tbl><w:tr><w:tc><w:p>" + run("Party") + "</w:p></w:tc><w:tc><w:p>" + run("Share") + "</w:p></w:tc></w:tr>"
          f'<w:tr><w:trPr><w:ins w:id="6" {WHO}/></w:trPr><w:tc><w:p>' + run("Cirrus") + "</w:p></w:tc><w:tc><w:p>" + run("12")
          + "</w:p></w:tc></w:tr></w:tbl>"],
         [("Party\tShare",) * 2, ("Cirrus\t12", "")], "a new row of a table"),
    ],
)  # fmt: skip
def test_the_text_as_proposed_and_as_it_was(
    body: list[str], expected: Texts, reason: str, texts: Callable[..., Texts]
) -> None:
    assert [(one.strip(), other.strip()) for one, other in texts(*body)] == expected, reason


@pytest.mark.parametrize(
    ("body", "ends", "reason"),
    [
        ([paragraph(run("Parties meet,"), end="del"), paragraph(run("and report."))], [("deleted", 13)], "joined"),
        ([paragraph(run("Parties meet."), end="ins"), paragraph(run("They report."))], [("inserted", 13), None], "split"),
        ([paragraph(run("Parties meet."), end="ins"), paragraph(inserted("They vote."), end="ins"), paragraph(run("They go."))],
         [("inserted", 13), None, None], "split, and a new paragraph between"),
        ([paragraph(run("Parties meet."), end="ins"), paragraph(inserted("They vote.")), paragraph(run("They go."))],
         [None, None, None], "a new paragraph at the end of another, whose end it took over"),
        ([paragraph(run("Parties meet."), end="del"), "<w:tbl><w:tr><w:tc>" + paragraph(run("a")) + "</w:tc><w:tc>"
          + paragraph(run("b")) + "</w:tc></w:tr></w:tbl>"], [None, None], "a paragraph does not become one with a table"),
    ],
)  # fmt: skip
def test_changed_ends_of_paragraphs_have_their_place(
    body: list[str], ends: list[Any], reason: str, wordprocessing: Any, understood: Understood
) -> None:
    document = understood(wordprocessing.pages(wordprocessing.file(*body)))
    found = [
        next(((mark.kind, mark.start) for mark in one.marks if mark.target == PARAGRAPH_END), None)
        for one in document.segments
    ]
    assert found == ends, reason


LIST = (
    '<w:abstractNum w:abstractNumId="3">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'
)


def numbered(*content: str, end: str = "", level: int = 0) -> str:
    place = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'
    return paragraph(*content, end=end).replace("<w:pPr>", place, 1)


@pytest.mark.parametrize(
    ("body", "labels", "reason"),
    [
        ([numbered(run("One.")), numbered(deleted("Two."), end="del"), numbered(run("Three."))], ["1.", "2.", "3."],
         "a deleted paragraph keeps its number, and those behind it theirs"),
        ([numbered(run("One.")), numbered(inserted("New."), end="ins"), numbered(run("Two."))], ["1.", "2.", "3."],
         "an inserted one has"),
        ([numbered(deleted("Moved.", "moveFrom"), end="moveFrom"), numbered(run("One.")),
          numbered(inserted("Moved.", "moveTo"), end="moveTo"),
          numbered(run("Last."))],
         ["1.", "2.", "3.", "4."], "a moved one has a number at both its places"),
        ([numbered(run("One.")), numbered(deleted("Two."), end="del"),
          numbered(deleted("a"), end="del", level=1), numbered(run("b"), level=1)],
         ["1.", "2.", "(a)", "(b)"], "items below a deleted paragraph"),
        ([numbered(run("One.")), numbered(deleted("Text only.")), numbered(run("Three."))], ["1.", "2.", "3."],
         "text deleted, the paragraph left"),
        ([numbered(run("One"), end="del"), numbered(run("and two.")), numbered(run("Three."))], ["1.", "3."],
         "two that become one keep the first number, and the second stands deleted in the text"),
        ([paragraph(run("No number."), end="ins"), numbered(run("One."))], [None, "1."], "unnumbered ones count for nothing"),
    ],
)  # fmt: skip
def test_numbers_are_those_that_word_shows_with_the_changes(
    body: list[str], labels: list[str | None], reason: str, wordprocessing: Any
) -> None:
    lines = wordprocessing.lines(*body, numbering=LIST)
    assert [line.label for line in lines] == labels, reason


def test_the_number_of_a_paragraph_that_joins_another_is_deleted_text(wordprocessing: Any) -> None:
    body = [numbered(deleted("One."), end="del"), numbered(run("Two"), end="del"), numbered(run("and three."))]
    lines = wordprocessing.lines(*body, numbering=LIST)
    assert [(line.label, line.text) for line in lines] == [("1.", "One."), ("2.", "Two 3. and three.")]
    assert [
        lines[1].text[span.start : span.end] for span in lines[1].spans if span.deleted and span.start < span.end
    ] == ["3. "]
