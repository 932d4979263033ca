"""The characters of a page as pdfium sees them: text, and stretches of one style with their boxes.

A foreign call costs more than what it asks. So objects and boxes are asked for at the ends of words only; the letters
between are asked when a rule touches the word.
"""

from __future__ import annotations

import ctypes
import math
import re
import struct
from collections import deque
from collections.abc import Sequence
from itertools import islice, repeat
from typing import Any

from msgspec import Struct

from extract.read.pdf import functions as pdfium
from extract.read.pdf.legibility import by_order_of_glyphs

_FIXED_BOLD = 1 << 18
_ITALIC = 1 << 6
# Names of fonts are those of the language of the producer's system.
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|negrit|gras(?![a-z])", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"ital|obli|cursiv", re.IGNORECASE)

# pdfium marks a hyphen at the end of a line by one of these and leaves the line break out.
LINE_END_HYPHENS = "\ufffe\x02"
_WORD = re.compile(rf"[^\s\x00{LINE_END_HYPHENS}]+[{LINE_END_HYPHENS}]?|[{LINE_END_HYPHENS}]")

# Ascent and descent in type sizes; the descent is that share of the height at which a baseline is looked for (marks.py).
_ASCENT, _DESCENT = 0.8635, 0.2365
# Heights of boxes that are looked at, and the share of them that agrees where they are those of the font.
_ENOUGH = 40
_AGREE = 0.75
_LEAST_HEIGHT = 0.85  # of the type size; capitals alone reach 0.75

Box = tuple[float, float, float, float]


class Font(Struct, frozen=True, gc=False):
    """How a stretch of characters is set."""

    name: str
    size: float
    """Points, the scaling of the text matrix included: many producers set everything at size 1 and scale it."""
    bold: bool
    italic: bool
    turn: int
    """Direction of the text on the page as stored: counterclockwise quarter turns from left-to-right."""


Stretch = tuple[int, int, Font, bool]
"""A word, or the part of a word that is set in one font: index of its first character on the page, index after its last,
font, whether no blank stands before it. (A plain tuple: there are hundreds on each page.)"""

_BLANK = re.compile(r" ")
_BLANKS_ASKED = 200
_FEW_ADDED = 0.25


class Characters:
    """The text of a page and its stretches, in the order of the content stream.

    Lives as long as the text page that it was read from.
    """

    def __init__(
        self,
        textpage: Any,
        text: str,
        stretches: Sequence[Stretch],
        ends: Sequence[Box],
        of_glyphs: frozenset[Font],
        room: BoxRoom,
        *,
        told: bool = False,
    ) -> None:
        self._textpage = textpage
        self._room = room
        self.text = text
        self.stretches = stretches
        self.ends = ends
        """Boxes of the first and the last character of each stretch, by turns: left, top, right, bottom in the page's own
        space (y grows upwards). Top and bottom are those of the font, not of the glyph, so all characters of one size on
        a baseline agree."""
        self._of_glyphs = of_glyphs
        self._has_blanks: bool | None = None
        self.told = told
        """Letters were told by the order of the glyphs: the file does not say which they are."""

    def is_added(self, position: int) -> bool:
        """Whether the blank at `position` stands in no text of the file, between letters that one stroke of the file shows, on a
        page whose words have blanks of their own between them."""
        page, text = self._textpage, self.text
        if not (text[position - 1 : position].isalnum() and text[position + 1 : position + 2].isalnum()):
            return False
        if not pdfium.is_generated(page, position):
            return False
        if pdfium.get_text_object(page, position - 1) != pdfium.get_text_object(page, position + 1):
            return False
        if self._has_blanks is None:
            blanks = [match.start() for match in islice(_BLANK.finditer(self.text), _BLANKS_ASKED)]
            added = sum(pdfium.is_generated(self._textpage, blank) == 1 for blank in blanks)
            self._has_blanks = added < _FEW_ADDED * len(blanks)
        return self._has_blanks

    def boxes(self, start: int, end: int, font: Font) -> list[Box]:
        """Boxes of the characters from `start` to `end`, which are set in one font."""
        positions = range(start, end)
        found = self._room.boxes(self._textpage, positions)
        if self._of_glyphs and font in self._of_glyphs:
            return _from_origins(self._textpage, positions, found, font)
        return found


def read_characters(page: int, room: BoxRoom) -> Characters:
    """All characters of a text page, in the order of the content stream."""
    count = pdfium.count_chars(page)
    if count <= 0:
        return no_characters(room)
    text = _text(page, count)
    told = by_order_of_glyphs(text, lambda position: pdfium.has_map_error(page, position) == 1)
    text = told or text
    textpage = pdfium.reference(page)
    stretches = _stretches(textpage, text)
    positions: list[int] = []
    for start, end, _, _ in stretches:
        positions += (start, end - 1)
    ends = room.boxes(textpage, positions)
    of_glyphs = _fonts_with_glyph_boxes(stretches, ends)
    if of_glyphs:
        for at, (_, _, font, _) in enumerate(stretches):
            if font in of_glyphs:
                own = slice(2 * at, 2 * at + 2)
                ends[own] = _from_origins(textpage, positions[own], ends[own], font)
    return Characters(textpage, text, stretches, ends, of_glyphs, room, told=told is not None)


def no_characters(room: BoxRoom) -> Characters:
    """Those of a page without text."""
    return Characters(None, "", (), (), frozenset(), room)


class BoxRoom:
    """Room for the boxes that pdfium writes, with references to the places in it: making these takes half as long as asking
    for the boxes, so all pages of a document share them."""

    _PLACES = 1_024

    def __init__(self) -> None:
        self._buffer = ctypes.create_string_buffer(16 * self._PLACES)
        self._view = memoryview(self._buffer)
        self._places = [ctypes.byref(self._buffer, at) for at in range(0, 16 * self._PLACES, 16)]

    def boxes(self, textpage: Any, positions: Sequence[int]) -> list[Box]:
        """Boxes of the characters at these positions."""
        found: list[Box] = []
        for start in range(0, len(positions), self._PLACES):
            part = positions[start : start + self._PLACES]
            # A map is a third faster than a loop; the deque of no length only lets it run.
            deque(map(pdfium.get_loose_box, repeat(textpage), part, self._places), maxlen=0)
            found += struct.iter_unpack("<4f", self._view[: 16 * len(part)])
        return found


def _stretches(textpage: Any, text: str) -> list[Stretch]:
    """Equal fonts in them are one object."""
    text_object, lookup = pdfium.get_text_object, _FontLookup()
    known, font_of = lookup.known.get, lookup.font
    # What pdfium adds has no object of its own and belongs to what is before it.
    font = next((font_of(item) for i in range(len(text)) if (item := text_object(textpage, i))), None)
    found: list[Stretch] = []
    if font is None:
        return found
    previous_end = -1
    spans = [match.span() for match in _WORD.finditer(text)]
    firsts = list(map(text_object, repeat(textpage), [start for start, _ in spans]))
    for (begin, end), first, following in zip(spans, firsts, [*firsts[1:], None], strict=True):
        glued = begin == previous_end
        previous_end = end
        # The characters of an object follow each other: where both ends of a word are of one, or it and the next word
        # begin in one, so is what is between them.
        if first and (first == following or end - begin == 1 or text_object(textpage, end - 1) == first):
            font = known(first) or font_of(first)
            found.append((begin, end, font, glued))
            continue
        start = begin
        for position in range(begin, end):
            item = text_object(textpage, position)
            own = font_of(item) if item else font
            if own is not font and position > start:
                found.append((start, position, font, glued))
                start, glued = position, True
            font = own
        found.append((start, end, font, glued))
    return found


def _fonts_with_glyph_boxes(stretches: Sequence[Stretch], ends: Sequence[Box]) -> frozenset[Font]:
    """The fonts whose boxes are those of their glyphs: some producers (LibreOffice) state no ascent, and then pdfium gives
    these, in which neither a line nor what stands below it can be told."""
    heights: dict[Font, list[float]] = {}
    current: Font | None = None
    own: list[float] = []
    for at, (_, _, font, _) in enumerate(stretches):
        if font is not current:
            current, own = font, heights.setdefault(font, [])
        if len(own) < _ENOUGH:
            for left, top, right, bottom in ends[2 * at : 2 * at + 2]:
                own.append(right - left if font.turn % 2 else top - bottom)
    found = set()
    for font, own in heights.items():
        usual = sorted(own)[len(own) // 2]
        # Boxes of a font agree, but for letters that go out of it (`j`).
        agree = sum(abs(height - usual) <= 0.02 * font.size for height in own)
        if agree < _AGREE * len(own) or usual < _LEAST_HEIGHT * font.size:
            found.add(font)
    return frozenset(found)


def _from_origins(textpage: Any, positions: Sequence[int], boxes: Sequence[Box], font: Font) -> list[Box]:
    """Boxes from the baseline, as high as those of common fonts."""
    x, y = ctypes.c_double(), ctypes.c_double()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    above, below = _ASCENT * font.size, _DESCENT * font.size
    made = []
    for position, box in zip(positions, boxes, strict=True):
        left, top, right, bottom = box
        if (left == right and top == bottom) or not pdfium.char_origin(textpage, position, at_x, at_y):
            made.append(box)
            continue
        if font.turn == 0:
            top, bottom = y.value + above, y.value - below
        elif font.turn == 1:
            left, right = x.value - above, x.value + below
        elif font.turn == 2:
            top, bottom = y.value + below, y.value - above
        else:
            left, right = x.value - below, x.value + above
        made.append((left, top, right, bottom))
    return made


def _text(textpage: int, count: int) -> str:
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    written = pdfium.get_text(textpage, 0, count, ctypes.addressof(buffer))
    text = buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    # On few pages the text has fewer units than the page has characters; then only one by one stays in step.
    units = [pdfium.get_unicode(textpage, i) for i in range(count)]
    return "".join(chr(u) if u < 0x110000 and not 0xD800 <= u < 0xE000 else "\ufffd" for u in units)


class _FontLookup:
    """Fonts by text object, each asked for once a page; equal ones are one object."""

    def __init__(self) -> None:
        self.known: dict[int, Font] = {}
        self._by_setting: dict[tuple[int, bytes], Font] = {}
        self._by_value: dict[Font, Font] = {}
        self._by_face: dict[int, tuple[str, bool, bool]] = {}
        self._name = ctypes.create_string_buffer(256)
        self._setting = ctypes.create_string_buffer(28)
        """Size and text matrix, as floats."""

    def font(self, text_object: int) -> Font:
        known = self.known.get(text_object)
        if known is None:
            known = self.known[text_object] = self._ask(text_object)
        return known

    def _ask(self, text_object: int) -> Font:
        face = pdfium.text_font(text_object)
        at = ctypes.addressof(self._setting)
        pdfium.text_font_size(text_object, at)
        if not pdfium.object_matrix(text_object, at + 4):
            ctypes.memmove(at + 4, _UPRIGHT, len(_UPRIGHT))
        key = face, self._setting.raw[:20]
        known = self._by_setting.get(key)
        if known is None:
            name, bold, italic = self._by_face.get(face) or self._face(face)
            size, a, b, c, d = struct.unpack("<5f", key[1])
            turn = round(math.atan2(b, a) / (math.pi / 2)) % 4
            font = Font(name, round(size * (math.hypot(c, d) or 1.0), 1), bold, italic, turn)
            known = self._by_setting[key] = self._by_value.setdefault(font, font)
        return known

    def _face(self, face: int) -> tuple[str, bool, bool]:
        length = pdfium.font_name(face, ctypes.addressof(self._name), 256)
        name = self._name.raw[: max(min(length, 256) - 1, 0)].decode("utf-8", "replace").split("+", 1)[-1]
        flags = pdfium.font_flags(face)
        bold, italic = face_style(name, flags)
        self._by_face[face] = name, bold, italic
        return name, bold, italic


_UPRIGHT = struct.pack("<6f", 1, 0, 0, 1, 0, 0)


def face_style(name: str, flags: int) -> tuple[bool, bool]:
    """Bold and italic of a font, by its name and the flags of its descriptor: what producers state. (Weights are only
    guessed from stem widths.)"""
    known = max(flags, 0)
    return bool(_BOLD_NAME.search(name) or known & _FIXED_BOLD), bool(_ITALIC_NAME.search(name) or known & _ITALIC)
