"""Pages whose letters are not, or not surely, those that they show: fonts without letters, layers behind pictures."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.limits import Limits
from core.records.pages import Pages
from extract.read.pdf.legibility import by_order_of_glyphs, is_garbled
from extract.read.pdf.reader import read_pdf

LINES = (
    "Decision 7/3: the corridor (2024-2031)",
    "1. Invites the Parties to keep the whole length of the corridor open, day & night,",
    'and to report "in full" by 30 June 2031; costs are 4.5 % of the budget.',
)
ACCENTED = "Réglée à l’été, la forêt où naît le béluga était protégée."


def glyphs(text: str) -> bytes:
    """The numbers of the glyphs in the usual order, two bytes each, as hexadecimal digits."""
    out = ""
    for letter in text:
        code = letter.encode("mac_roman")[0]
        out += f"{code - 29 if code < 127 else code - 30:04x}"
    return out.encode("ascii")


def without_letters(*lines: str, shuffled: bool = False) -> bytes:
    """A page in a font whose glyphs have numbers and nothing says which letters they are; a second, ordinary page."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 700, " ")
    canvas.showPage()
    canvas.drawString(72, 700, "An ordinary page with words enough to be read.")
    canvas.save()
    with pikepdf.open(out) as document:
        page = document.pages[0]
        system = pikepdf.Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
        descendant = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name("/ABCDEF+Meadow"),
                CIDSystemInfo=system, DW=500, CIDToGIDMap=pikepdf.Name.Identity,
            )
        )  # fmt: skip
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name("/ABCDEF+Meadow"),
            Encoding=pikepdf.Name("/Identity-H"), DescendantFonts=[descendant],
        )  # fmt: skip
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
        content = b"BT /F1 12 Tf 1 0 0 1 72 700 Tm "
        for line in lines:
            codes = glyphs(line)
            if shuffled:
                pairs = [int(codes[at : at + 4], 16) for at in range(0, len(codes), 4)]
                codes = "".join(f"{3 + (7 * one) % 95:04x}" for one in pairs).encode()
            content += b"<%s> Tj 0 -16 Td " % codes
        page.Contents = document.make_stream(content + b"ET")
        changed = io.BytesIO()
        document.save(changed)
    return changed.getvalue()


def texts(pages: Pages) -> list[str]:
    return [line.text for line in pages.pages[0].lines]


def codes(pages: Pages) -> list[tuple[str, int | None]]:
    return [(issue.code, issue.page) for issue in pages.issues]


def test_letters_are_told_by_the_usual_order_of_glyphs_and_that_is_said() -> None:
    pages = read_pdf(without_letters(*LINES, ACCENTED.replace("’", "'")), "a.pdf", Limits())
    assert texts(pages) == [*LINES, ACCENTED.replace("’", "'")]
    assert codes(pages) == [("page-decoded", 1)]


def test_letters_that_cannot_be_told_are_said_to_be_none() -> None:
    pages = read_pdf(without_letters(*LINES * 3, shuffled=True), "a.pdf", Limits())
    assert codes(pages) == [("page-garbled", 1)]


@pytest.mark.parametrize(
    ("text", "garbled", "reason"),
    [
        (" ".join(LINES) * 5, False, "words"),
        (ACCENTED * 9, False, "words with accents"),
        ("\uf0b7 " * 30 + "Bullets of a symbol font are known. " * 2, False, "known signs of a symbol font"),
        ("\ue012\ue013\ue045 \ue016" * 20, True, "the private use area"),
        ("\ufffd\ufffdab\ufffd " * 20, True, "what could not be told"),
        ("\x13\x14\x15ab " * 20, True, "numbers of glyphs"),
        ("FRUULGRU RSHQ WKH ZKROH OHQJWK " * 20, True, "letters moved by three: hardly a vowel"),
        ("FRUULGRU", False, "too short to be judged"),
        ("412 118 60 2019 2020 CO2 MW GW kWh 3.5 % " * 20, False, "a table of numbers"),
        ("Конвенция о сохранении мигрирующих видов " * 9, False, "other letters than Latin ones"),
        ("物以类聚虽说将函数放到字典里是很有趣的一件事情 " * 9, False, "no letters"),
        ("", False, "nothing"),
    ],
)
def test_what_is_garbled(text: str, garbled: bool, reason: str) -> None:
    assert is_garbled(text) == garbled, reason


def test_glyphs_are_not_told_where_nothing_speaks_for_it() -> None:
    text = "\x0f\x11 shall meet"
    assert by_order_of_glyphs("The Parties shall meet.", lambda _: True) is None, "no number of a glyph in it"
    assert by_order_of_glyphs(text, lambda _: False) is None, "the file says what each is"
    assert by_order_of_glyphs(text, lambda at: at < 2) is None, "two signs are no language"


def behind_a_picture(*, render_mode: int, picture: bool = True) -> Pages:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    if picture:
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 128)), 0, 0, *A4)
    written = canvas.beginText(72, 700)
    written.setTextRenderMode(render_mode)
    for line in LINES:
        written.textLine(line)
    canvas.drawText(written)
    canvas.save()
    return read_pdf(out.getvalue(), "a.pdf", Limits())


@pytest.mark.parametrize(
    ("render_mode", "picture", "expected"),
    [
        pytest.param(3, True, [("ocr-text", 1)], id="a layer behind the picture of the page"),
        pytest.param(0, True, [], id="text printed on a picture"),
        pytest.param(3, False, [], id="no picture: nothing was recognised"),
    ],
)
def test_layers_behind_pictures_are_said(
    render_mode: int, picture: bool, expected: list[tuple[str, int | None]]
) -> None:
    pages = behind_a_picture(render_mode=render_mode, picture=picture)
    assert texts(pages) == list(LINES)
    assert codes(pages) == expected
    assert [page.trust for page in pages.pages] == ["low" if expected else None]


def test_the_document_names_its_pages_of_low_trust(understood: Any) -> None:
    document = understood(behind_a_picture(render_mode=3))
    assert document.low_trust == (1,)
    assert {segment.pages for segment in document.segments} == {(1, 1)}
    assert understood(behind_a_picture(render_mode=0)).low_trust == ()
