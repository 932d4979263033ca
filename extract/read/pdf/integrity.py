"""What pdfium does not tell: pages that its count leaves out, and content of which it read a part only.

Both are looked for in the bytes themselves, which costs about a hundredth of reading them; only where these rouse a suspicion is
the file opened a second time, by qpdf, which knows. What was packed is believed when it unpacks to its end with the right checksum:
damage on the way would show there. What was not packed has to consist of operators that there are.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator

_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_NUMBER = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5} obj$")
_PAIRS = re.compile(rb"(?:\d{1,9}\s+\d{1,9}\s+)+")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_DICTIONARY = 1_000  # bytes before a stream in which its dictionary stands
_LONGEST = 4_000_000  # bytes of a packed stream; text is never as long
_MOST = 16_000_000  # unpacked
_SHOWS_TEXT = re.compile(rb"\bT[jJ]\b")
_STRINGS = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f\s]*>", re.DOTALL)
_NAMES = re.compile(rb"/[^\s/<>\[\](){}%]*|%[^\r\n]*")
_WORDS = re.compile(rb"[^\s/<>\[\](){}%0-9.+-][^\s/<>\[\](){}%]*")
OPERATORS = frozenset(
    b"b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re RG rg ri s S "
    b"SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \" true false null".split()
)
"""The operators of content streams, and the words that stand among their operands."""
# What is no text: pictures, fonts, colour profiles, tables of objects, metadata.
_OTHER = re.compile(
    rb"/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType|XML)|/Length[123]\b|/Alternate\b|/N\s|/Type\s*/(?:XRef|Metadata|EmbeddedFile)"
    rb"|DCT|JPX|CCITT|JBIG2|LZW|ASCII|/Predictor"
)


def page_objects(data: bytes) -> int:
    """How many objects of the file are pages, packed ones included; a later version of an object is the same object."""
    numbers: set[int] = set()
    for match in _PAGE.finditer(data):
        opened = data.rfind(b" obj", 0, match.start())
        number = _NUMBER.search(data, max(0, opened - 20), opened + 4) if opened >= 0 else None
        if number is not None:
            numbers.add(int(number[1]))
    for start in _places(data, b"/ObjStm"):
        begins = _STREAM.search(data, start, start + _DICTIONARY)
        if begins is not None:
            numbers.update(_packed_pages(_unpacked(data, begins.end())[0]))
    return len(numbers)


def _packed_pages(objects: bytes) -> Iterator[int]:
    """Numbers of the pages among packed objects: pairs of number and offset, then the objects."""
    pages = [match.start() for match in _PAGE.finditer(objects)]
    head = _PAIRS.match(objects)
    if not pages or head is None:
        return
    pairs = [int(number) for number in head[0].split()]
    numbers, offsets = pairs[::2], [offset + head.end() for offset in pairs[1::2]]
    for page in pages:
        at = bisect_right(offsets, page)
        if at:
            yield numbers[at - 1]


def is_suspect(data: bytes) -> bool:
    """Whether a stream that may be text of a page is damaged. Pictures, fonts and rarer packings are not looked at, nor files whose
    streams are encrypted: their bytes tell nothing."""
    if b"/Encrypt" in data:
        return False
    for at in _places(data, b"stream"):
        if data[at - 3 : at] == b"end":
            continue
        opened = data.rfind(b"obj", max(0, at - _DICTIONARY), at)
        head = data[opened:at] if opened >= 0 else b""
        begins = _LINE_END.match(data, at + 6)
        if not head or begins is None or b"endobj" in head or _OTHER.search(head):
            continue
        if b"FlateDecode" in head:
            if not _unpacked(data, begins.end())[1]:
                return True
        elif b"/Filter" not in head and _is_broken(data[begins.end() : _end_of(data, begins.end())]):
            return True
    return False


def is_whole(packed: bytes) -> bool:
    """Whether these bytes unpack to their end, with the right checksum."""
    return _unpacked(packed, 0)[1]


def _end_of(data: bytes, start: int) -> int:
    end = data.find(b"endstream", start, start + _LONGEST)
    return end if end >= 0 else min(len(data), start + _LONGEST)


def _is_broken(content: bytes) -> bool:
    """Whether text operators stand here among words that are none, or end in the middle of a text."""
    if not _SHOWS_TEXT.search(content) or b" ID" in content:  # pictures in the text may hold anything
        return False
    bare = _STRINGS.sub(b" ", content)
    words = set(_WORDS.findall(_NAMES.sub(b" ", bare)))
    return not words <= OPERATORS or bare.rfind(b"BT") > bare.rfind(b"ET")


def _unpacked(data: bytes, start: int) -> tuple[bytes, bool]:
    """The bytes of a packed stream, and whether it came to its end unharmed."""
    if data.startswith((b"endstream", b"\nendstream", b"\r\nendstream"), start):
        return b"", True  # nothing was packed
    unpacker = zlib.decompressobj()
    # Nearly always up to the next `endstream`: to hand over all that follows would copy it, twice, for every stream.
    end = _end_of(data, start)
    try:
        unpacked = unpacker.decompress(data[start:end], _MOST)
        if not unpacker.eof and len(unpacked) < _MOST:  # it holds that word, or is damaged
            unpacked += unpacker.decompress(data[end : start + _LONGEST], _MOST - len(unpacked))
    except zlib.error:
        return b"", False
    return unpacked, unpacker.eof or len(unpacked) >= _MOST or len(data) - start > _LONGEST


def _places(data: bytes, name: bytes) -> Iterator[int]:
    at = data.find(name)
    while at >= 0:
        yield at
        at = data.find(name, at + len(name))
