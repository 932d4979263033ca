"""Bytes to text: which encoding, and what to do when it does not fit."""

from __future__ import annotations

import codecs
from typing import NamedTuple

# utf-32 first: its little-endian mark begins with that of utf-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Decoded(NamedTuple):
    text: str
    encoding: str
    """Name of the codec that decoded the bytes."""
    problem: str = ""
    """What did not fit, as a sentence; empty when all bytes were characters of the encoding."""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Text of `data`. A byte order mark decides, then `declared` if the bytes fit, then UTF-8 if they fit or
    all but a few do, then UTF-16 without a mark, and at last cp1252, which is what old Western files are."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_loosely(data, encoding)
    wide = _wide(data)
    if wide:
        return _decode_loosely(data, wide)
    wrong = ""
    if declared:
        try:
            # A page that says iso-8859-1 means its superset cp1252: so do browsers.
            codec = codecs.lookup(declared).name
            name = "cp1252" if codec in {"iso8859-1", "ascii"} else codec
            return Decoded(data.decode(name), name)
        except (LookupError, UnicodeError, ValueError):
            wrong = f"The bytes are not in the declared encoding {declared[:40]!r}."
    try:
        return Decoded(data.decode("utf-8"), "utf-8", wrong)
    except UnicodeDecodeError:
        loose = _decode_loosely(data, "utf-8" if _is_utf_8_with_faults(data) else "cp1252")
        return loose._replace(problem=" ".join(filter(None, (wrong, loose.problem))))


def _decode_loosely(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        problem = f"Byte {error.start} is no character of {encoding}."
        return Decoded(data.decode(encoding, "replace"), encoding, problem)


def _is_utf_8_with_faults(data: bytes) -> bool:
    """Letters of other encodings are hardly ever characters of UTF-8 by chance; one cut in two makes no other encoding."""
    text = data.decode("utf-8", "replace")
    faults = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) - faults >= faults


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark shows as a zero in nearly every second byte of Western text."""
    head = data[:2_000]
    if len(head) < 4:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None
