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
