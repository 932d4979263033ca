"""What stands around the text of pages, and repeats in it, is no text; what only looks so is."""

from __future__ import annotations

import pytest

from core.records.pages import Line, LineRole, Page, Pages
from extract.understand.paragraphs import paragraphs
from extract.understand.wording import Wording


def paged(*pages: tuple[Line, ...]) -> Pages:
    return Pages(
        media_type="application/pdf",
        reader="test",
        pages=tuple(Page(number=at, width=595, height=842, lines=lines) for at, lines in enumerate(pages, 1)),
    )


def line(text: str, top: float, role: LineRole = "body", **fields: object) -> Line:
    return Line(text=text, box=(72, top, 500, top + 11), indent=72, size=11, role=role, **fields)  # type: ignore[arg-type]


def row(cells: tuple[str, ...], number: int, table: int, top: float) -> Line:
    return line("\t".join(cells), top, "table", whole=True, cells=cells, row=number, table=table)


def blocks(pages: Pages, wording: Wording, *, names: str = "?") -> list[str]:
    laid = paragraphs(pages, wording, lambda _text, _place: False, lambda text: text.startswith(names))
    return [block.printed for block in laid.blocks]


@pytest.mark.parametrize("mark", ["/...", "/…", "/ ...", "/. . ."])
def test_the_mark_that_a_page_goes_on_is_no_text(mark: str, wording: Wording) -> None:
    pages = paged(
        (line("1. Invites the Parties to keep the lamps of all their", 700), line(mark, 760)),
        (line("harbours lit by night.", 60),),
    )
    assert blocks(pages, wording) == ["1. Invites the Parties to keep the lamps of all their harbours lit by night."]


HEAD = ("Lamp", "Harbour", "Cost")


@pytest.mark.parametrize(
    ("above", "first", "expected", "reason"),
    [
        (None, HEAD, 3, "a table goes on: its head is printed again"),
        ("Annex II", HEAD, 4, "another table that has the same head"),
        (None, ("Bell", "Harbour", "Cost"), 4, "another head"),
        (None, ("Lamp", "", ""), 4, "a row of one cell is no head"),
    ],
)
def test_the_head_of_a_table_on_its_next_page(
    above: str | None, first: tuple[str, ...], expected: int, reason: str, wording: Wording
) -> None:
    head = first if first[1] == "" else HEAD
    after = (line(above, 60),) if above is not None else ()
    pages = paged(
        (row(head, 0, 0, 600), row(("red", "north", "5"), 1, 0, 620)),
        (*after, row(first, 0, 1, 80), row(("green", "south", "7"), 1, 1, 100)),
    )
    rows = [text for text in blocks(pages, wording) if text != above]
    assert len(rows) == expected, reason


@pytest.mark.parametrize(
    ("before", "after", "expected", "reason"),
    [
        ("The plan for the years 2024–", "2026 is adopted.", "The plan for the years 2024–2026 is adopted.", "years"),
        ("See paragraphs 12–", "14 of the annex.", "See paragraphs 12–14 of the annex.", "paragraphs"),
        ("The lamps –", "2 of them red.", "The lamps – 2 of them red.", "a dash between words keeps its blanks"),
        ("It fell from 12 –", "14 were broken.", "It fell from 12 – 14 were broken.", "so does one with a blank before it"),
    ],
)  # fmt: skip
def test_a_range_that_a_line_end_cuts(before: str, after: str, expected: str, reason: str, wording: Wording) -> None:
    assert blocks(paged((line(before, 100), line(after, 113))), wording) == [expected], reason


def test_the_footer_of_a_word_file_is_none_of_its_headings(wording: Wording) -> None:
    """The format says so; only on a printed page the number of a decision may look like a running line."""
    name = "Resolution Conf. 17.11 (Rev. CoP19)"
    lines = (Line(text="The lamps are lit.", whole=True), Line(text=name, whole=True, role="footer"))
    word = Pages(media_type="test", reader="test", pages=(Page(number=1, lines=lines),))
    assert blocks(word, wording, names="Resolution") == ["The lamps are lit."]
    printed = paged((line("The lamps are lit.", 400), line(name, 800, "footer")))
    assert " ".join(blocks(printed, wording, names="Resolution")) == f"The lamps are lit. {name}"
