from __future__ import annotations

from collections.abc import Callable

import pytest

from core.records.pages import Line, Page, Pages, Span
from extract.understand.paragraphs import paragraphs
from extract.understand.wording import Wording

TextPages = Callable[..., Pages]
WIDE = "the Parties that have designated an aerial corridor for the passage of sky whales and"


def texts(pages: Pages, wording: Wording) -> list[str]:
    return [block.printed for block in paragraphs(pages, wording, lambda _text, _place: False).blocks]


@pytest.mark.parametrize(
    ("reason", "text", "expected"),
    [
        ("lines join", f"1. Invites {WIDE}\nothers to write;", [f"1. Invites {WIDE} others to write;"]),
        (
            "a blank line inside a sentence that fills its line is none",
            f"1. Invites {WIDE}\n\nOthers to write;\n\n2. Thanks them;",
            [f"1. Invites {WIDE} Others to write;", "2. Thanks them;"],
        ),
        ("an article never ends a paragraph", "The harbour of the\n\nParties is open.", ["The harbour of the Parties is open."]),
        ("a blank line before a small letter", "It is open\n\nto all.", ["It is open to all."]),
        ("a blank line after a sentence", "It is open.\n\nto all.", ["It is open.", "to all."]),
        ("a label after an ended line", "1. One;\n2. Two;", ["1. One;", "2. Two;"]),
        (
            "a number that a line end pushed to the left is no label",
            f"It was {WIDE}\n12. of them, or so.",
            [f"It was {WIDE} 12. of them, or so."],
        ),
        ("a hyphen at a line's end stays", f"{WIDE} non-\ngovernmental ones", [f"{WIDE} non-governmental ones"]),
        (
            "a preambular opening after a comma, without white space",
            f"Recalling {WIDE},\nNoting that they sleep,",
            [f"Recalling {WIDE},", "Noting that they sleep,"],
        ),
        ("a short line that ends its sentence", f"{WIDE}\nit ends.\nNext it begins.", [f"{WIDE} it ends.", "Next it begins."]),
    ],
)  # fmt: skip
def test_joins_wrapped_text(
    reason: str, text: str, expected: list[str], text_pages: TextPages, wording: Wording
) -> None:
    assert texts(text_pages(text), wording) == expected, reason


def test_a_paragraph_goes_on_over_a_page_and_a_footnote(wording: Wording) -> None:
    def line(text: str, top: float, role: str = "body", **fields: object) -> Line:
        return Line(text=text, box=(72, top, 500, top + 11), indent=72, size=11, role=role, **fields)  # type: ignore[arg-type]

    pages = Pages(
        media_type="application/pdf",
        reader="test",
        pages=(
            Page(number=1, width=595, height=842, lines=(
                line("1. The corridor is kept open by", 700),
                line("1", 760, "footnote", note="1"),
                line("Amber lights excepted.", 771, "footnote", note="1"),
                line("CSKW/COP4/Doc.1", 800, "footer"),
            )),
            Page(number=2, width=595, height=842, lines=(line("Parties on both sides.", 72),)),
        ),
    )  # fmt: skip
    laid = paragraphs(pages, wording, lambda _text, _place: False)
    assert [(block.printed, block.page, block.last_page, block.is_footnote) for block in laid.blocks] == [
        ("1. The corridor is kept open by Parties on both sides.", 1, 2, False),
        ("1 Amber lights excepted.", 1, 1, True),
    ]
    assert [piece.text for piece in laid.furniture] == ["CSKW/COP4/Doc.1"]


def test_styles_move_with_their_letters(wording: Wording) -> None:
    text = "2.\tSee  [bookmark: _Hlk1]Cafe\u0301 du port"
    span = Span(start=text.index("du"), end=text.index("du") + 2, link="https://cskw.example/")
    line = Line(text=text, whole=True, spans=(span,))
    (block,) = paragraphs(
        Pages(media_type="x", reader="test", pages=(Page(number=1, lines=(line,)),)),
        wording,
        lambda _text, _place: False,
    ).blocks
    assert block.text == "See Café du port"
    (stretch,) = block.stretches
    assert block.text[stretch.start : stretch.end] == "du"


FULL = [("Parties keep their corridors open along the whole of their length, all year,", 500.0)] * 8


@pytest.mark.parametrize(
    ("lines", "expected", "reason"),
    [
        ([("It was held in the old harbour of Cirrus, as in the years before.", 440.0),
          ("They met again.", 200.0)], 2,
         "the next word had room behind a full stop"),
        ([("It was held in the old harbour of Cirrus, as it is in each of the years.", 480.0),
          ("Thereupon they met again.", 200.0)], 1,
         "the next word had no room"),
        ([("Assessor of risks, Food Board, Cirrus", 400.0), ("Researcher, Institute of Clouds, Nimbus", 400.0)], 2,
         "two short entries, each in a line of its own"),
        ([("It was proposed by the delegate of the", 400.0), ("Parties of the west.", 300.0)], 1, "an article ends nothing"),
        ([("It was proposed by the delegate, Ms.", 400.0), ("of the Parties of the west.", 300.0)], 1,
         "it goes on in small letters"),
        ([("It stands open to all (Parties", 400.0), ("Others) of the west.", 300.0)], 1, "an open bracket ends nothing"),
        ([("It lists what is asked of all", 480.0), ("• whales of the west", 300.0)], 2, "a bullet begins a paragraph"),
        ([("It lists the years from 2016", 480.0), ("– 2018 and those before", 300.0)], 1, "a dash may stand in a sentence"),
    ],
)  # fmt: skip
def test_how_far_a_line_reaches_tells_whether_it_goes_on(
    lines: list[tuple[str, float]], expected: int, reason: str, wording: Wording
) -> None:
    places = [*FULL, ("It ends here.", 200.0), *lines]
    page = Page(
        number=1, width=595, height=842,
        lines=tuple(
            Line(text=text, box=(72, 100 + 14 * at, right, 111 + 14 * at), indent=72, size=11, gap=at == len(FULL) + 1)
            for at, (text, right) in enumerate(places)
        ),
    )  # fmt: skip
    laid = paragraphs(
        Pages(media_type="application/pdf", reader="test", pages=(page,)), wording, lambda _text, _place: False
    )
    assert laid.blocks[0].text.endswith("It ends here.")
    assert len(laid.blocks) == 1 + expected, reason


def test_the_footer_of_a_first_page_without_its_number_is_one(wording: Wording) -> None:
    def footer(text: str, role: str, top: float = 800) -> Line:
        return Line(text=text, box=(72, top, 300, top + 11), indent=72, size=9, role=role)  # type: ignore[arg-type]

    name = "Papers of the Sky Whale Fund."
    pages = Pages(
        media_type="application/pdf", reader="test",
        pages=(
            Page(number=1, width=595, lines=(footer(name, "body", 300), footer(name, "body"))),
            Page(number=2, width=595, lines=(footer(f"{name}\t2", "footer"),)),
        ),
    )  # fmt: skip
    laid = paragraphs(pages, wording, lambda _text, _place: False)
    assert [block.text for block in laid.blocks] == [name]
    assert [(one.page, one.role) for one in laid.furniture] == [(1, "footer"), (2, "footer")]


@pytest.mark.parametrize(
    ("after", "expected", "reason"),
    [
        ("and others.", 1, "the sentence goes on in small letters"),
        ("2010. The effort comes from lamps.", 1, "a year ends the sentence"),
        ("30 meadows are closed.", 1, "a number"),
        ("1. The Parties meet.", 2, "a label"),
        ("The Parties meet.", 2, "a sentence of its own"),
    ],
)
def test_bold_words_at_the_end_of_a_line(after: str, expected: int, reason: str, wording: Wording) -> None:
    shapes = [(WIDE, True), (after, False)]
    lines = tuple(
        Line(
            text=text,
            bold=bold,
            box=(72, 100 + 14 * at, 500 if text == WIDE else 300, 111 + 14 * at),
            indent=72,
            size=11,
        )
        for at, (text, bold) in enumerate(shapes)
    )
    pages = Pages(media_type="test", reader="test", pages=(Page(number=1, width=595, height=842, lines=lines),))
    assert len(texts(pages, wording)) == expected, reason


@pytest.mark.parametrize(
    ("masthead", "texts_expected", "reason"),
    [
        ("Papers of the third meeting", ["Decision 7/CP.8"], "printed once, it is the heading of the next decision"),
        ("Decision 7/CP.8", [], "the first page says it too: at the head of the second it is a running header"),
    ],
)
def test_the_number_of_a_decision_at_the_head_of_a_page(
    masthead: str, texts_expected: list[str], reason: str, wording: Wording
) -> None:
    def line(text: str, top: float, role: str = "body") -> Line:
        return Line(text=text, box=(72, top, 300, top + 11), size=11, role=role)  # type: ignore[arg-type]

    first = Page(number=1, width=595, height=842, lines=(line(masthead, 60), line("It is open.", 400)))
    second = Page(number=2, width=595, height=842, lines=(line("Decision 7/CP.8", 30, "header"), line("It ends.", 60)))
    pages = Pages(media_type="application/pdf", reader="test", pages=(first, second))
    laid = paragraphs(pages, wording, lambda _text, _place: True, lambda text: text.startswith("Decision "))
    assert [block.printed for block in laid.blocks if block.page == 2] == [*texts_expected, "It ends."], reason
