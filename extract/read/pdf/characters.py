"""The characters of a page as pdfium sees them: text, boxes, and stretches of one style."""

from __future__ import annotations

import ctypes
import math
import re
import struct
from typing import NamedTuple

from extract.read.pdf import functions as pdfium

_FIXED_BOLD = 1 << 18
_ITALIC = 1 << 6
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"ital|obli", re.IGNORECASE)

# Ascent and descent in type sizes; the descent is that share of the height at which a baseline is looked for (marks.py).
_ASCENT, _DESCENT = 0.8635, 0.2365
_ENOUGH = 12

Box = tuple[float, float, float, float]


class Font(NamedTuple):
    """How a stretch of characters is set."""

    name: str
    size: float
    """Points, the scaling of the text matrix included: many producers set everything at size 1 and scale it."""
    bold: bool
    italic: bool
    turn: int
    """Direction of the text on the page as stored: counterclockwise quarter turns from left-to-right."""


class Characters(NamedTuple):
    text: str
    boxes: list[Box]
    """left, top, right, bottom of each character in the page's own space (y grows upwards). Top and bottom are those of
    the font, not of the glyph, so all characters of one size on a baseline agree."""
    runs: list[tuple[int, int, Font]]


def read_characters(textpage: int) -> Characters:
    """All characters of a page, in the order of the content stream, `text[i]` at `boxes[i]`."""
    count = pdfium.count_chars(textpage)
    if count <= 0:
        return Characters("", [], [])
    text = _text(textpage, count)
    buffer = ctypes.create_string_buffer(16 * count)
    base = ctypes.addressof(buffer)
    loose_box, text_object = pdfium.get_loose_box, pdfium.get_text_object
    objects: list[int | None] = [None] * count
    for i in range(count):
        loose_box(textpage, i, base + 16 * i)
        objects[i] = text_object(textpage, i)
    boxes: list[Box] = list(struct.iter_unpack("<4f", buffer.raw))
    runs = _runs(objects)
    for start, end, font in runs:
        if _are_of_glyphs(text, boxes, start, end, font):
            _from_origins(textpage, boxes, start, end, font)
    return Characters(text, boxes, runs)


def _are_of_glyphs(text: str, boxes: list[Box], start: int, end: int, font: Font) -> bool:
    """Whether the boxes of a run are those of its glyphs: some producers (LibreOffice) state no ascent, and then pdfium
    gives these, in which neither a line nor what stands below it can be told."""
    upright = font.turn % 2 == 0
    least, most, seen = 1e9, 0.0, 0
    for i in range(start, end):
        if text[i].isspace():
            continue
        left, top, right, bottom = boxes[i]
        height = top - bottom if upright else right - left
        least, most = min(least, height), max(most, height)
        seen += 1
        if seen == _ENOUGH:
            break
    return seen > 0 and (most - least > 0.02 * font.size or most < 0.9 * font.size)


def _from_origins(textpage: int, boxes: list[Box], start: int, end: int, font: Font) -> None:
    """Boxes from the baseline, as high as those of common fonts."""
    x, y = ctypes.c_double(), ctypes.c_double()
    at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
    above, below = _ASCENT * font.size, _DESCENT * font.size
    for i in range(start, end):
        left, top, right, bottom = boxes[i]
        if (left == right and top == bottom) or not pdfium.char_origin(textpage, i, at_x, at_y):
            continue
        if font.turn == 0:
            top, bottom = y.value + above, y.value - below
        elif font.turn == 1:
            left, right = x.value - above, x.value + below
        elif font.turn == 2:
            top, bottom = y.value + below, y.value - above
        else:
            left, right = x.value - below, x.value + above
        boxes[i] = left, top, right, bottom


def _text(textpage: int, count: int) -> str:
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    written = pdfium.get_text(textpage, 0, count, ctypes.addressof(buffer))
    text = buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    # On few pages the text has fewer units than the page has characters; then only one by one stays in step.
    units = [pdfium.get_unicode(textpage, i) for i in range(count)]
    return "".join(chr(u) if u < 0x110000 and not 0xD800 <= u < 0xE000 else "\ufffd" for u in units)


def _runs(objects: list[int | None]) -> list[tuple[int, int, Font]]:
    """Stretches of one font. Blanks that pdfium adds have no object of their own and belong to what is before them."""
    lookup = _FontLookup()
    runs: list[tuple[int, int, Font]] = []
    start, current, previous = 0, None, None
    for i, text_object in enumerate(objects):
        if text_object == previous or not text_object:
            continue
        previous = text_object
        font = lookup.font(text_object)
        if font != current:
            if current is not None:
                runs.append((start, i, current))
                start = i
            current = font
    if current is not None:
        runs.append((start, len(objects), current))
    return runs


class _FontLookup:
    """Fonts by text object, each asked for once a page."""

    def __init__(self) -> None:
        self._by_object: dict[int, Font] = {}
        self._by_font: dict[int, tuple[str, bool, bool]] = {}
        self._name = ctypes.create_string_buffer(256)
        self._size = ctypes.c_float()
        self._matrix = pdfium.Float6()

    def font(self, text_object: int) -> Font:
        known = self._by_object.get(text_object)
        if known is None:
            known = self._by_object[text_object] = self._ask(text_object)
        return known

    def _ask(self, text_object: int) -> Font:
        face = pdfium.text_font(text_object)
        name, bold, italic = self._by_font.get(face) or self._face(face)
        pdfium.text_font_size(text_object, ctypes.addressof(self._size))
        scale, turn = 1.0, 0
        if pdfium.object_matrix(text_object, ctypes.addressof(self._matrix)):
            a, b, c, d = self._matrix[:4]
            scale = math.hypot(c, d) or 1.0
            turn = round(math.atan2(b, a) / (math.pi / 2)) % 4
        return Font(name, round(self._size.value * scale, 1), bold, italic, turn)

    def _face(self, face: int) -> tuple[str, bool, bool]:
        length = pdfium.font_name(face, ctypes.addressof(self._name), 256)
        name = self._name.raw[: max(min(length, 256) - 1, 0)].decode("utf-8", "replace").split("+", 1)[-1]
        flags = pdfium.font_flags(face)
        bold, italic = face_style(name, flags)
        self._by_font[face] = name, bold, italic
        return name, bold, italic


def face_style(name: str, flags: int) -> tuple[bool, bool]:
    """Bold and italic of a font, by its name and the flags of its descriptor: what producers state. (Weights are only
    guessed from stem widths.)"""
    known = max(flags, 0)
    return bool(_BOLD_NAME.search(name) or known & _FIXED_BOLD), bool(_ITALIC_NAME.search(name) or known & _ITALIC)
