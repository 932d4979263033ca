"""Pictures among pages of text, through the real tesseract where it is installed."""

from __future__ import annotations

import io
import shutil
import stat
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.limits import Limits
from core.records.pages import Pages
from core.settings import Read
from extract.read.outside_tools import OutsideTools, at_hand, read_with_tools, would_tell_more
from extract.read.readers import read

PRINTED = "Decision 7 keeps the corridor open for whales."
needs_ocr = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


def picture(*lines: str) -> Image.Image:
    """A page of 150 dots an inch."""
    image = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((150, 200 + 60 * number), line, fill=0, font=ImageFont.load_default(36))
    return image


def mixed() -> bytes:
    """Text, a picture of text, text, a picture of nothing."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for page in (None, picture(PRINTED, "It was read from a picture."), None, picture()):
        if page is None:
            canvas.drawString(72, 700, "A page with words enough to be read.")
        else:
            canvas.drawImage(ImageReader(page), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def read_here(data: bytes, name: str) -> Pages:
    return read(data, name, Limits())


def codes(pages: Pages) -> list[tuple[str, int | None]]:
    return [(issue.code, issue.page) for issue in pages.issues]


def test_without_the_program_the_pictures_are_named() -> None:
    pages = read_with_tools(mixed(), "a.pdf", read_here, OutsideTools(), Limits())
    assert codes(pages) == [("page-scanned", 2), ("page-scanned", 4)]
    assert would_tell_more(pages)


@needs_ocr
def test_only_the_pictures_are_recognised_and_stand_in_their_place() -> None:
    plain = read_here(mixed(), "a.pdf")
    pages = read_with_tools(mixed(), "a.pdf", read_here, at_hand(Read(office="off")), Limits())
    assert [page.number for page in pages.pages] == [1, 2, 3, 4]
    assert pages.pages[1].lines[0].text == PRINTED
    assert (pages.pages[0], pages.pages[2], pages.pages[3]) == (plain.pages[0], plain.pages[2], plain.pages[3])
    assert codes(pages) == [("page-scanned", 4), ("ocr-text", 2)]
    assert "tesseract" in pages.reader
    # In points of the page: 200 of 1754 dots from its upper edge.
    box = pages.pages[1].lines[0].box
    assert box is not None
    assert box[0] == pytest.approx(150 / 1240 * A4[0], abs=6)
    assert box[1] == pytest.approx(205 / 1754 * A4[1], abs=10)


def made_up(folder: Path, script: str) -> OutsideTools:
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return OutsideTools(ocr=str(program))


@pytest.mark.parametrize(
    ("script", "reason"),
    [("exit 3", "it makes nothing"), ("sleep 60", "it hangs"), ("echo no PDF > made.pdf", "it makes no PDF")],
)
def test_a_program_that_fails_costs_no_page_that_was_read(tmp_path: Path, script: str, reason: str) -> None:
    limits = Limits(ocr_seconds=2, convert_seconds=2)
    pages = read_with_tools(mixed(), "a.pdf", read_here, made_up(tmp_path, script), limits)
    assert pages == read_here(mixed(), "a.pdf"), reason


def test_the_stamp_tells_another_version_of_a_program(tmp_path: Path) -> None:
    tools = made_up(tmp_path, "exit 1")
    first = tools.stamp
    assert first
    assert tools.stamp == first
    made_up(tmp_path, "exit 1 # the next version")
    assert tools.stamp not in {first, ""}
    assert OutsideTools().stamp == OutsideTools(ocr=str(tmp_path / "gone")).stamp == ""
