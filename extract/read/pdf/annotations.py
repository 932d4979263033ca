"""Annotations that amend: text struck out, underlined or inserted by the tools of a PDF viewer.

A highlight, a note or a stamp says nothing about the text and is left out; so is what is hidden.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from msgspec.structs import replace
from pypdfium2 import raw

from extract.read.clean_text import clean
from extract.read.pdf import functions as pdfium
from extract.read.pdf.characters import Characters
from extract.read.pdf.frames import Box, Frame
from extract.read.pdf.words import Marking, Word

Kind = Literal["strike", "underline", "insert"]

_KINDS: Mapping[int, Kind] = MappingProxyType(
    {
        raw.FPDF_ANNOT_STRIKEOUT: "strike",
        raw.FPDF_ANNOT_UNDERLINE: "underline",
        raw.FPDF_ANNOT_SQUIGGLY: "underline",
        raw.FPDF_ANNOT_CARET: "insert",
    }
)
_HIDDEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_CONTENTS = ctypes.create_string_buffer(b"Contents")
_LONGEST = 20_000
_INSERTED = Marking(inserted=True)
_PUNCTUATION = ",;.:!?)]"


class Annotation(NamedTuple):
    kind: Kind
    boxes: tuple[Box, ...]
    """left, bottom, right, top in the page's own space: the stretches of the text, or where the caret stands."""
    text: str = ""
    """What is inserted."""


def read_annotations(page: int, most: int) -> list[Annotation]:
    """Those that amend among the first `most` annotations of a page."""
    found = []
    for index in range(min(pdfium.annotation_count(page), most)):
        annotation = pdfium.get_annotation(page, index)
        if not annotation:
            continue
        kind = _KINDS.get(pdfium.annotation_kind(annotation))
        if kind is not None and not pdfium.annotation_flags(annotation) & _HIDDEN:
            text = _contents(annotation) if kind == "insert" else ""
            boxes = tuple(_boxes(annotation, quads=kind != "insert"))
            if boxes and (text or kind != "insert"):
                found.append(Annotation(kind, boxes, text))
        pdfium.close_annotation(annotation)
    return found


def with_insertions(
    words: list[Word], annotations: Sequence[Annotation], characters: Characters, frame: Frame
) -> list[Word]:
    """The words, and between them what carets insert, marked so."""
    for annotation in annotations:
        if annotation.kind == "insert":
            words = _with_insertion(words, annotation, characters, frame)
    return words


def _with_insertion(words: list[Word], annotation: Annotation, characters: Characters, frame: Frame) -> list[Word]:
    text, area = annotation.text, frame.place(*annotation.boxes[0])
    x, top, bottom = (area[0] + area[2]) / 2, area[1], area[3]
    # A caret stands at the foot of the line, its tip between the letters; often it reaches into the next line.
    line = [
        position
        for position, word in enumerate(words)
        if min(bottom, word.bottom) - max(top, word.top) > 0.25 * min(bottom - top, word.bottom - word.top)
    ]
    if not line:
        return words
    highest = min(words[position].top for position in line)
    line = [position for position in line if words[position].top < highest + 0.5 * words[position].font.size]
    before = [position for position in line if words[position].x0 < x]
    at = before[-1] if before else line[0]
    word = words[at]
    place = min(max(x, word.x0), word.x1)
    glued = text[0] in _PUNCTUATION
    # It belongs to what it stands behind: nothing of the page's own text is its.
    new = Word(text, place, word.top, place, word.bottom, word.font, word.start, word.start, glued, _INSERTED)
    if not before:
        return [*words[:at], replace(new, x0=word.x0, x1=word.x0), *words[at:]]
    cut = _letters_before(word, x, characters, frame)
    if cut in {0, word.end - word.start} or len(word.text) != word.end - word.start:
        return [*words[: at + 1], new, *words[at + 1 :]]
    first = replace(word, text=word.text[:cut], x1=place, end=word.start + cut)
    second = replace(word, text=word.text[cut:], x0=place, start=word.start + cut, glued=True)
    return [*words[:at], first, replace(new, glued=True), second, *words[at + 1 :]]


def _letters_before(word: Word, x: float, characters: Characters, frame: Frame) -> int:
    """How many letters of the word stand before `x`."""
    middles = []
    for left, top, right, bottom in characters.boxes(word.start, word.end, word.font):
        x0, _, x1, _ = frame.place(left, bottom, right, top)
        middles.append((x0 + x1) / 2)
    return sum(middle < x for middle in middles)


def _boxes(annotation: int, *, quads: bool) -> Iterator[Box]:
    corners = pdfium.Float8()
    count = pdfium.count_quads(annotation) if quads else 0
    for index in range(count):
        if pdfium.get_quad(annotation, index, ctypes.addressof(corners)):
            xs, ys = corners[0::2], corners[1::2]
            yield min(xs), min(ys), max(xs), max(ys)
    area = pdfium.Float4()
    if not count and pdfium.annotation_area(annotation, ctypes.addressof(area)):
        left, top, right, bottom = area
        yield left, min(bottom, top), right, max(bottom, top)


def _contents(annotation: int) -> str:
    key = ctypes.addressof(_CONTENTS)
    length = min(pdfium.annotation_string(annotation, key, None, 0), _LONGEST)
    buffer = ctypes.create_string_buffer(length + 2)
    pdfium.annotation_string(annotation, key, ctypes.addressof(buffer), length)
    text = buffer.raw[:length].decode("utf-16-le", "replace").split("\0", 1)[0]
    return " ".join(clean(text).split())
