"""Papers as files: PDF, DOCX, HTML, and files that are not what their name says. Quick, and the same bytes each time."""

from __future__ import annotations

import io
import random
import struct
import zlib
from functools import cache
from html import escape

import docx
from docx.shared import Cm
from replicas.papers import Paper
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from samples.ooxml import fixed_times

_EMBLEM_PIXELS = 110  # wide and high: noise that packs to nothing smaller, so that a file has the size of a real one
_LEFT, _TOP, _BOTTOM, _LEADING = 60, 780, 60, 14


@cache
def pdf(paper: Paper) -> bytes:
    """Masthead and text in the standard fonts, the symbol as header of the following pages, an emblem."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4, invariant=True)
    canvas.setTitle(paper.symbol)
    canvas.drawInlineImage(_image(paper), 480, 770, 50, 50)
    y = _TOP
    for role, text in paper.lines():
        bold = role == "title"
        font, size = ("Helvetica-Bold", 12) if bold else ("Helvetica", 10.5)
        for line in simpleSplit(text, font, size, A4[0] - 2 * _LEFT):
            if y < _BOTTOM:
                canvas.showPage()
                canvas.setFont("Helvetica", 9)
                canvas.drawString(_LEFT, 810, paper.symbol)
                y = _TOP
            canvas.setFont(font, size)
            canvas.drawString(_LEFT, y, line)
            y -= _LEADING
        y -= 2 if role == "masthead" else 8
    canvas.save()
    return made.getvalue()


@cache
def word(paper: Paper) -> bytes:
    """The same text as DOCX; the symbol stands in the header part too."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = paper.symbol
    document.add_picture(io.BytesIO(_png(paper)), width=Cm(1.5))
    for role, text in paper.lines():
        paragraph = document.add_paragraph()
        paragraph.add_run(text).bold = True if role == "title" else None
    made = io.BytesIO()
    document.save(made)
    return fixed_times(made.getvalue())


@cache
def html(paper: Paper) -> bytes:
    """A page of before there were files: headings and paragraphs, no masthead graphic."""
    first = paper.text.split("+")[0]
    lines = "\n".join(
        f"<h1>{escape(text)}</h1>" if role == "title" else f"<p>{escape(text)}</p>" for role, text in paper.lines()
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{first}"><head><meta charset="utf-8"><title>{escape(paper.symbol)}</title></head>\n'
        f"<body>\n<div class='document'>\n{lines}\n</div></body></html>\n"
    ).encode()


def rich_text(paper: Paper) -> bytes:
    text = "\\par\n".join("".join(map(_escaped, line)) for _, line in paper.lines())
    return ("{\\rtf1\\ansi\\deff0 {\\fonttbl{\\f0 Helvetica;}}\n" + text + "\n}").encode()


def _escaped(letter: str) -> str:
    """RTF has ASCII only; other letters stand as their number, with what an old reader shows instead."""
    return letter if letter.isascii() else f"\\u{ord(letter)}?"


def _noise(paper: Paper) -> bytes:
    chance = random.Random(f"{paper.family} {paper.symbol} {paper.text} {paper.dressing}")
    return chance.randbytes(_EMBLEM_PIXELS * _EMBLEM_PIXELS * 3)


def _image(paper: Paper) -> object:
    from PIL import Image

    return Image.frombytes("RGB", (_EMBLEM_PIXELS, _EMBLEM_PIXELS), _noise(paper))


def _png(paper: Paper) -> bytes:
    pixels = _noise(paper)
    width = _EMBLEM_PIXELS * 3
    rows = b"".join(b"\0" + pixels[start : start + width] for start in range(0, len(pixels), width))
    header = struct.pack(">IIBBBBB", _EMBLEM_PIXELS, _EMBLEM_PIXELS, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _png_part(*part) for part in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def _png_part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
