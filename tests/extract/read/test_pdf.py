"""PDF to styled lines, with files made here: known words in known places."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core.errors import Refused, Waiting
from core.limits import Limits
from core.records.pages import Line, Pages
from extract.read.pdf.reader import read_pdf

HEIGHT = A4[1]
Draw = Callable[[Canvas], None]


def pdf(*pages: Draw, **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, **options)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def read(*pages: Draw) -> Pages:
    return read_pdf(pdf(*pages), "a.pdf", Limits())


def write(canvas: Canvas, x: float, y: float, text: str, font: str = "Times-Roman", size: float = 11) -> float:
    """Writes and returns where the text ends."""
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)
    return x + float(canvas.stringWidth(text, font, size))


def marked(line: Line, name: str) -> list[str]:
    return [line.text[span.start : span.end] for span in line.spans if getattr(span, name)]


def test_lines_have_text_place_size_and_style() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 72, 700, "Decision 3/1", "Times-Bold", 14)
        end = write(canvas, 100, 660, "Recalling", "Times-Italic")
        write(canvas, end + 3, 660, "its earlier decisions on meadows,")

    heading, line = read(page).pages[0].lines
    assert (heading.text, heading.bold, heading.size, heading.indent) == ("Decision 3/1", True, 14.0, 72.0)
    assert line.text == "Recalling its earlier decisions on meadows,"
    assert marked(line, "italic") == ["Recalling"]
    assert line.box is not None
    x0, top, x1, bottom = line.box
    assert x0 == pytest.approx(100, abs=0.5)
    assert top < HEIGHT - 660 < bottom
    assert x1 > 200


def test_size_includes_the_scaling_of_the_text_matrix() -> None:
    def page(canvas: Canvas) -> None:
        canvas.scale(12, 12)
        write(canvas, 6, 50, "Set at size one and scaled twelve times.", size=1)

    assert read(page).pages[0].lines[0].size == 12.0


def test_each_of_very_many_words_on_a_page_stands_in_its_own_place() -> None:
    """Boxes are asked for in portions; this page takes three."""

    def page(canvas: Canvas) -> None:
        for row in range(60):
            for column in range(20):
                write(canvas, 40 + 25 * column, 800 - 12 * row, f"{row}.{column}", size=6)

    lines = read(page).pages[0].lines
    assert [line.text for line in lines] == [" ".join(f"{row}.{column}" for column in range(20)) for row in range(60)]
    tops = [line.box[1] for line in lines if line.box is not None]
    assert {round(lower - upper, 1) for upper, lower in pairwise(tops)} == {12.0}


def test_words_on_one_baseline_are_one_line_and_far_cells_are_parted_by_a_tab() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 72, 780, "United Meadows")
        write(canvas, 400, 780, "MAR/COP3/Doc.7", "Times-Bold")
        write(canvas, 100, 700, "1.")
        write(canvas, 128, 700, "A label and its text.")

    assert [line.text for line in read(page).pages[0].lines] == [
        "United Meadows\tMAR/COP3/Doc.7",
        "1. A label and its text.",
    ]


def body(canvas: Canvas, number: int, lines: int = 20, header: str = "MAR/COP3/Doc.7") -> None:
    write(canvas, 72, 800, header, size=9)
    for row in range(lines):
        write(
            canvas,
            72,
            720 - 14 * row,
            f"Line {'abcdefghijklmnopqrstuvwxyz'[row]} of the running text, which is long enough to fill it.",
        )
    write(canvas, 290, 40, f"{number}/3", size=9)


def test_running_headers_and_page_numbers_are_marked_and_give_labels() -> None:
    pages = read(*(lambda canvas, n=number: body(canvas, n) for number in (1, 2, 3))).pages  # type: ignore[misc]
    for page in pages:
        assert page.lines[0].role == "header"
        assert page.lines[-1].role == "footer"
        assert {line.role for line in page.lines[1:-1]} == {"body"}
    assert [page.label for page in pages] == ["1", "2", "3"]


def test_what_the_masthead_says_is_a_header_at_the_top_of_the_second_page() -> None:
    def first(canvas: Canvas) -> None:
        write(canvas, 400, 740, "CSKW/Resolution 3.4")
        write(canvas, 72, 600, "Annex 1")
        write(canvas, 72, 400, "The text of the page ends with a list:")

    def second(canvas: Canvas, top: str) -> None:
        write(canvas, 72, 790, top)
        write(canvas, 72, 700, "The text of the second page.")

    for top, role, reason in (
        ("CSKW/Resolution  3.4", "header", "the symbol of the first page, in any spacing"),
        ("CSKW/Resolution 2.9", "body", "another symbol"),
        ("Annex 3", "body", "the first page says something else"),
    ):
        pages = read(first, lambda canvas, top=top: second(canvas, top)).pages  # type: ignore[misc]
        assert pages[1].lines[0].role == role, reason
        assert {line.role for line in pages[0].lines} == {"body"}, "the masthead itself is text"


def test_a_footer_that_is_drawn_first_comes_last_and_a_title_drawn_last_comes_first() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 290, 40, "1", size=9)
        write(canvas, 72, 600, "The text of the page,")
        write(canvas, 72, 586, "in two lines.")
        write(canvas, 72, 660, "The title above it")

    assert [line.text for line in read(page).pages[0].lines] == [
        "The title above it",
        "The text of the page,",
        "in two lines.",
        "1",
    ]


def test_columns_keep_the_order_of_their_author() -> None:
    def page(canvas: Canvas) -> None:
        for x, column in ((72, "left"), (320, "right")):
            for row in range(4):
                write(canvas, x, 700 - 14 * row, f"{column} {row}")

    assert [line.text for line in read(page).pages[0].lines] == [
        f"{c} {n}" for c in ("left", "right") for n in range(4)
    ]


def test_gaps_are_clearly_more_than_the_usual_leading() -> None:
    def page(canvas: Canvas) -> None:
        y = 700.0
        for paragraph in range(5):
            for row in range(4):
                write(canvas, 72, y, f"Row {row} of paragraph {paragraph} with words enough.")
                y -= 13
            y -= 9

    lines = read(page).pages[0].lines
    assert [line.gap for line in lines] == [bool(i) and i % 4 == 0 for i in range(20)]


def test_centered_lines() -> None:
    def page(canvas: Canvas) -> None:
        body(canvas, 1)
        right = canvas.stringWidth("Line m of the running text, which is long enough to fill it.", "Times-Roman", 11)
        canvas.setFont("Times-Bold", 12)
        canvas.drawCentredString(72 + right / 2, 760, "A title")

    centered = [line.text for line in read(page).pages[0].lines if line.centered]
    assert centered == ["A title"]


def footnoted(canvas: Canvas, *, rule: bool) -> None:
    for row in range(12):
        write(canvas, 72, 700 - 14 * row, "Words of the text that goes on from margin to margin of the page.")
    end = write(canvas, 72, 520, "The Parties met in a meadow")
    write(canvas, end, 524, "7", size=7)
    write(canvas, end + 5, 520, "and left it as it was.")
    if rule:
        canvas.setLineWidth(0.5)
        canvas.line(72, 140, 216, 140)
    end = write(canvas, 80, 126, "7", size=6)
    write(canvas, end + 2, 122, "Report of the meeting, paragraph 3,", size=9)
    write(canvas, 72, 111, "and its annex.", size=9)
    end = write(canvas, 80, 104, "8", size=6)
    write(canvas, end + 2, 100, "Ibid.", size=9)


@pytest.mark.parametrize("rule", [True, False])
def test_footnotes_are_apart_and_joined_to_their_call(rule: bool) -> None:
    lines = read(lambda canvas: footnoted(canvas, rule=rule)).pages[0].lines
    notes = [(line.text, line.note) for line in lines if line.role == "footnote"]
    assert notes == [("7 Report of the meeting, paragraph 3,", "7"), ("and its annex.", "7"), ("8 Ibid.", "8")]
    (call,) = [line for line in lines if line.text.startswith("The Parties met")]
    assert call.text == "The Parties met in a meadow7 and left it as it was."
    (span,) = [span for span in call.spans if span.superscript]
    assert (call.text[span.start : span.end], span.note) == ("7", "7")


def test_a_rule_under_words_is_no_separator_of_notes() -> None:
    def page(canvas: Canvas) -> None:
        for row in range(12):
            write(canvas, 72, 700 - 14 * row, "Words of the text that goes on from margin to margin of the page.")
        end = write(canvas, 72, 140, "An underlined heading")
        canvas.line(72, 138.5, end, 138.5)
        write(canvas, 72, 120, "and the text below it.")

    assert {line.role for line in read(page).pages[0].lines} == {"body"}


def amended(canvas: Canvas) -> None:
    end = write(canvas, 72, 700, "The Parties ")
    canvas.setLineWidth(0.6)
    struck = write(canvas, end, 700, "may")
    canvas.line(end, 703, struck, 703)
    end = write(canvas, struck, 700, " ")
    under = write(canvas, end, 700, "shall")
    canvas.line(end, 698.7, under, 698.7)
    write(canvas, under, 700, " count the cranes.")
    canvas.line(72, 640, 500, 640)  # a border: longer than the words on it
    write(canvas, 80, 642, "In a table")


def test_underlining_and_striking_out_are_found_by_their_rules() -> None:
    lines = read(amended).pages[0].lines
    assert lines[0].text == "The Parties may shall count the cranes."
    assert marked(lines[0], "strike") == ["may"]
    assert marked(lines[0], "underline") == ["shall"]
    assert not lines[1].underline
    assert lines[1].spans == ()


def test_a_word_that_is_struck_in_part_is_marked_in_part() -> None:
    def page(canvas: Canvas) -> None:
        end = write(canvas, 72, 700, "recogniz")
        struck = write(canvas, end, 700, "ing")
        canvas.line(end, 703, struck, 703)
        write(canvas, struck, 700, "es the meadow")

    (line,) = read(page).pages[0].lines
    assert line.text == "recognizinges the meadow"
    assert marked(line, "strike") == ["ing"]


def test_links_are_spans_with_their_target() -> None:
    def page(canvas: Canvas) -> None:
        end = write(canvas, 72, 700, "See ")
        stop = write(canvas, end, 700, "the list")
        canvas.linkURL("https://example.org/list?a=1", (end, 696, stop, 710))
        write(canvas, stop, 700, " for more.")

    (line,) = read(page).pages[0].lines
    (span,) = [span for span in line.spans if span.link]
    assert (line.text[span.start : span.end], span.link) == ("the list", "https://example.org/list?a=1")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_read_upright(turn: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(A4[0] / 2, HEIGHT / 2)
        canvas.rotate(turn)
        write(canvas, -100, 0, "Written along the turned page,")
        write(canvas, -100, -14, "line below line.")
        canvas.restoreState()

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(page))) as document:
        document.pages[0].rotate(turn, relative=False)
        document.save(out)
    read_page = read_pdf(out.getvalue(), "a.pdf", Limits()).pages[0]
    assert [line.text for line in read_page.lines] == ["Written along the turned page,", "line below line."]
    first, second = (line.box for line in read_page.lines)
    assert first is not None
    assert second is not None
    # As shown, the lines are upright: wider than high, the second below the first.
    assert first[2] - first[0] > first[3] - first[1]
    assert second[1] > first[1]
    assert read_page.width == pytest.approx(A4[0] if turn % 180 == 0 else HEIGHT, abs=0.1)


def test_sideways_text_on_an_unturned_page_is_read_with_the_boxes_a_viewer_shows() -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(300, 200)
        canvas.rotate(90)
        write(canvas, 0, 0, "A wide table stands")
        write(canvas, 0, -14, "on its side.")

    lines = read(page).pages[0].lines
    assert [line.text for line in lines] == ["A wide table stands", "on its side."]
    box = lines[0].box
    assert box is not None
    assert box[3] - box[1] > box[2] - box[0]


def test_a_hyphen_at_the_end_of_a_line_stays_there() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 72, 700, "This is the work of a pre-")
        write(canvas, 72, 686, "industrial meadow.")

    assert [line.text for line in read(page).pages[0].lines] == ["This is the work of a pre-", "industrial meadow."]


def test_page_labels_of_the_file_and_properties() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 72, 700, "Words of a page in the middle of it.")

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(page, page))) as document:
        labels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.r, St=3)])
        document.Root.PageLabels = document.make_indirect(labels)
        document.docinfo["/Title"] = "On meadows"
        document.save(out)
    pages = read_pdf(out.getvalue(), "a.pdf", Limits())
    assert [page.label for page in pages.pages] == ["iii", "iv"]
    assert pages.properties["title"] == "On meadows"
    assert pages.reader.startswith("pypdfium2 ")


def picture(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 128)), 0, 0, *A4)


def text(canvas: Canvas) -> None:
    write(canvas, 72, 700, "A page with words enough to be read.")


def blank(canvas: Canvas) -> None:
    canvas.setFont("Times-Roman", 11)


def test_a_file_of_pictures_waits_for_recognition() -> None:
    with pytest.raises(Waiting, match="2 of 3 pages") as caught:
        read(picture, blank, picture)
    assert caught.value.code == "needs-ocr"


def test_a_picture_among_pages_of_text_is_an_issue_of_its_page() -> None:
    pages = read(text, picture, text)
    assert [(issue.code, issue.page) for issue in pages.issues] == [("page-scanned", 2)]
    assert pages.pages[1].image_share == 1.0


def test_blank_pages_are_refused() -> None:
    with pytest.raises(Refused) as caught:
        read(blank, blank)
    assert caught.value.code == "no-text"


def test_a_broken_pointer_to_the_cross_references_is_mended() -> None:
    broken = pdf(text).replace(b"startxref\n", b"startxref\n9")
    assert read_pdf(broken, "a.pdf", Limits()).pages[0].lines[0].text == "A page with words enough to be read."


def test_more_text_than_the_limit_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        read_pdf(pdf(text, text), "a.pdf", Limits(text_chars=40))
    assert caught.value.code == "too-much-text"
