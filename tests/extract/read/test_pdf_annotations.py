"""Annotations that amend: struck out, underlined and inserted with the tools of a viewer, known words in known places."""

from __future__ import annotations

import io

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from core.amendments import reading
from core.configuration import Configuration
from core.limits import Limits
from core.records.pages import Line
from extract.read.pdf.reader import read_pdf
from extract.understand.document import understand
from extract.understand.knowledge import Knowledge

LEFT, BASE, SIZE = 72.0, 700.0, 12.0
FONT = "Times-Roman"
SENTENCE = "1. The Parties may shall count the cranes of the meadow."
SECOND = "2. They meet each spring."


def made(*annotations: pikepdf.Dictionary, turn: int = 0) -> bytes:
    """One page with the two sentences and these annotations."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont(FONT, SIZE)
    canvas.drawString(LEFT, BASE, SENTENCE)
    canvas.drawString(LEFT, BASE - 15, SECOND)
    canvas.save()
    with pikepdf.open(out) as document:
        page = document.pages[0]
        page.Annots = document.make_indirect(pikepdf.Array([document.make_indirect(one) for one in annotations]))
        page.rotate(turn, relative=False)
        changed = io.BytesIO()
        document.save(changed)
    return changed.getvalue()


def place(text: str, within: str = SENTENCE) -> tuple[float, float]:
    """Where `text` begins and ends on its line."""
    canvas = Canvas(io.BytesIO())
    start = LEFT + canvas.stringWidth(within[: within.index(text)], FONT, SIZE)
    return start, start + canvas.stringWidth(text, FONT, SIZE)


def around(kind: str, text: str, within: str = SENTENCE, **more: object) -> pikepdf.Dictionary:
    """An annotation of the kind on the words, as viewers make it."""
    x0, x1 = place(text, within)
    base = BASE if within == SENTENCE else BASE - 15
    bottom, top = base - 3, base + 10
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"), Rect=[x0, bottom, x1, top],
        QuadPoints=[x0, top, x1, top, x0, bottom, x1, bottom], **more,
    )  # fmt: skip


def caret(after: str, text: str, within: str = SENTENCE) -> pikepdf.Dictionary:
    """A caret behind `after`, at the foot of its line."""
    x = place(after, within)[1]
    base = BASE if within == SENTENCE else BASE - 15
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Caret, Rect=[x - 4, base - 4, x + 4, base + 4], Contents=text
    )


def lines(*annotations: pikepdf.Dictionary, turn: int = 0) -> tuple[Line, ...]:
    return read_pdf(made(*annotations, turn=turn), "a.pdf", Limits()).pages[0].lines


def marked(line: Line, name: str) -> list[str]:
    return [line.text[span.start : span.end] for span in line.spans if getattr(span, name)]


@pytest.mark.parametrize("turn", [0, 90])
def test_struck_out_text_is_struck_and_deleted(turn: int) -> None:
    first, second = lines(around("StrikeOut", "may "), turn=turn)
    assert first.text == SENTENCE
    assert marked(first, "strike") == marked(first, "deleted") == ["may"]
    assert second.spans == ()


@pytest.mark.parametrize("kind", ["Underline", "Squiggly"])
def test_underlined_text_is_underlined_and_not_yet_inserted(kind: str) -> None:
    first, _ = lines(around(kind, "shall count"))
    assert marked(first, "underline") == ["shall count"]
    assert marked(first, "inserted") == []


def test_a_part_of_a_word() -> None:
    first, _ = lines(around("StrikeOut", "ow."))
    assert marked(first, "deleted") == ["ow."]


def test_annotations_over_two_lines_have_an_area_for_each() -> None:
    one, other = around("StrikeOut", "the meadow."), around("StrikeOut", "2. They", SECOND)
    one.QuadPoints = pikepdf.Array([*one.QuadPoints, *other.QuadPoints])
    first, second = lines(one)
    assert marked(first, "deleted") == ["the meadow."]
    assert marked(second, "deleted") == ["2. They"]


def test_without_areas_the_rectangle_counts() -> None:
    annotation = around("StrikeOut", "may")
    del annotation.QuadPoints
    assert marked(lines(annotation)[0], "deleted") == ["may"]


@pytest.mark.parametrize(
    ("after", "text", "expected", "inserted"),
    [
        ("the cranes", "and the storks", "1. The Parties may shall count the cranes and the storks of the meadow.", None),
        ("meadow", "s", "1. The Parties may shall count the cranes of the meadows.", None),
        ("meadow.", "Done.", f"{SENTENCE} Done.", None),
        ("The Parties", ", if any,", "1. The Parties, if any, may shall count the cranes of the meadow.", None),
        ("count", "  twice\r\na year ", "1. The Parties may shall count twice a year the cranes of the meadow.", "twice a year"),
    ],
)  # fmt: skip
def test_what_a_caret_inserts_stands_where_it_points(
    after: str, text: str, expected: str, inserted: str | None
) -> None:
    first, second = lines(caret(after, text))
    assert first.text == expected
    assert marked(first, "inserted") == [inserted or text]
    assert second.text == SECOND


def test_a_replacement_is_struck_and_inserted() -> None:
    first, _ = lines(around("StrikeOut", "may"), caret("may", "will"))
    assert first.text == "1. The Parties may will shall count the cranes of the meadow."
    assert (marked(first, "deleted"), marked(first, "inserted")) == (["may"], ["will"])


@pytest.mark.parametrize(
    "annotation",
    [
        pytest.param(around("Highlight", "may"), id="a highlight amends nothing"),
        pytest.param(around("StrikeOut", "may", F=2), id="hidden"),
        pytest.param(around("StrikeOut", "may", F=32), id="not for viewing"),
        pytest.param(caret("may", ""), id="a caret without words"),
        pytest.param(around("Text", "may", Contents="Why?"), id="a note"),
    ],
)
def test_other_annotations_leave_the_text_alone(annotation: pikepdf.Dictionary) -> None:
    first, second = lines(annotation)
    assert (first.text, second.text) == (SENTENCE, SECOND)
    assert first.spans == second.spans == ()


def test_the_document_is_amended_by_them(configuration: Configuration) -> None:
    annotations = around("StrikeOut", "may"), around("Underline", "shall"), caret("meadow", "s")
    pages = read_pdf(made(*annotations), "a.pdf", Limits())
    first, second = understand(pages, (), "0" * 64, Knowledge.load(configuration)).segments
    assert reading(first.text, first.marks, "proposed").text == "The Parties shall count the cranes of the meadows."
    assert reading(first.text, first.marks, "former").text == "The Parties may count the cranes of the meadow."
    assert second.marks == ()
