"""What a PDF says of itself: properties, page labels, links."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from extract.read.clean_text import clean
from extract.read.pdf import functions as pdfium
from extract.read.pdf.frames import Box, Frame
from extract.read.pdf.words import Word

_NAMES = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "Keywords": "keywords",
    "Creator": "creator",
    "Producer": "producer",
    "CreationDate": "created",
    "ModDate": "modified",
}
_LONGEST = 1_000


def properties_of(document: Any) -> dict[str, str]:
    """Properties by the names that `Pages` uses; dates as the file writes them (`D:20231201...`)."""
    return named_properties(document.get_metadata_dict(skip_empty=True))


def named_properties(metadata: Mapping[str, str]) -> dict[str, str]:
    """The entries of a PDF's information dictionary that are kept, under our names."""
    found = {}
    for key, value in metadata.items():
        text = clean(value).strip()[:_LONGEST]
        if key in _NAMES and text:
            found[_NAMES[key]] = text
    return found


def links_of(document: int, page: int, frame: Frame) -> list[tuple[Box, str]]:
    """Areas that lead to an address outside of the file, with the address."""
    links: list[tuple[Box, str]] = []
    position, link = ctypes.c_int(0), ctypes.c_void_p()
    area = pdfium.Float4()
    buffer = ctypes.create_string_buffer(4_096)
    while pdfium.link_enumerate(page, ctypes.addressof(position), ctypes.addressof(link)):
        action = pdfium.link_action(link.value)
        if not action or not pdfium.link_rectangle(link.value, ctypes.addressof(area)):
            continue
        length = pdfium.action_uri(document, action, ctypes.addressof(buffer), 4_096)
        if 1 < length <= 4_096:
            left, top, right, bottom = area
            address = clean(buffer.raw[: length - 1].decode("utf-8", "replace")).strip()
            links.append((frame.place(left, min(bottom, top), right, max(bottom, top)), address))
    return links


def with_links(words: list[Word], links: list[tuple[Box, str]]) -> list[Word]:
    """The words, those whose middle lies in an area of a link with its address."""
    if not links:
        return words
    return [_linked(word, links) for word in words]


def _linked(word: Word, links: list[tuple[Box, str]]) -> Word:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    for (x0, top, x1, bottom), address in links:
        if x0 <= x <= x1 and top <= y <= bottom:
            return replace(word, marking=word.marking._replace(link=address))
    return word
