"""The text that is kept: NFC, single blanks, without the residue of converters (readers clean characters already).

Everything after this step counts offsets in the cleaned text; so the styles of a line move with its letters here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from core.records.pages import Line, Span

_RESIDUE = re.compile(
    r"\s*\[bookmark:[^\]\n]{0,200}\]\s*"  # a bookmark that a converter wrote into the text
    r"|[\u00ad\ue000-\uf8ff]+"  # soft hyphens; letters of symbol fonts that stand for nothing known
    r"|\s{2,}|[^\S ]"  # a single blank stays as it is
)
# One of these stands wherever the pattern above finds anything: asking for them takes a tenth of its time.
_TWO_BLANKS, _BOOKMARK = "  ", "[bookmark:"
_STRAY = re.compile(r"[\u00ad\ue000-\uf8ff\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


class Stretch(Struct, frozen=True):
    """A styled stretch of a cleaned text."""

    start: int
    end: int
    style: Span
    """The span of the line that it came from; its own offsets no longer mean anything."""


class Cleaned(Struct, frozen=True):
    text: str
    stretches: tuple[Stretch, ...] = ()


def clean(text: str, spans: tuple[Span, ...] = (), *, start: int = 0) -> Cleaned:
    """`text` from `start` on as it is kept, and where the spans went. Blanks at both ends are dropped."""
    if not unicodedata.is_normalized("NFC", text):
        cuts = {at: len(unicodedata.normalize("NFC", text[:at])) for span in spans for at in (span.start, span.end)}
        start = len(unicodedata.normalize("NFC", text[:start]))
        text = unicodedata.normalize("NFC", text)
        where = cuts.__getitem__
    else:
        where = _same
    while start < len(text) and text[start].isspace():
        start += 1
    end = len(text.rstrip())
    pieces: list[str] = []
    # First and last code point of a replaced stretch, and the change before its end.
    ends: list[tuple[int, int, int]] = []
    shift, at, length = -start, start, 0
    for match in _RESIDUE.finditer(text, start, max(start, end)) if _has_residue(text) else ():
        found = match.group()
        new = _replacement(found)
        if new == " " and (length + match.start() - at == 0 or match.end() == end):
            new = ""
        if new == found:
            continue
        pieces += (text[at : match.start()], new)
        length += match.start() - at + len(new)
        shift += len(new) - len(found)
        ends.append((match.start(), match.end(), shift))
        at = match.end()
    kept = "".join((*pieces, text[at:end])) if pieces else text[start:end]
    if kept[:1] == " " or kept[-1:] == " ":  # letters of symbol fonts stood at an edge
        start += len(kept) - len(kept.lstrip(" "))
        ends = [(first, last, after - len(kept) + len(kept.lstrip(" "))) for first, last, after in ends]
        kept = kept.strip(" ")
    if not spans:
        return Cleaned(kept)
    moved = []
    for span in spans:
        first, last = _moved(where(span.start), ends, start), _moved(where(span.end), ends, start)
        first, last = max(0, min(first, len(kept))), max(0, min(last, len(kept)))
        # A call that prints nothing and a changed end of a paragraph have their places all the same.
        if last > first or span.note is not None or (span.start == span.end and (span.inserted or span.deleted)):
            moved.append(Stretch(first, last, span))
    return Cleaned(kept, tuple(moved))


def clean_row(line: Line) -> Cleaned:
    """A row of a table: each cell cleaned, with a tab between them. Spans count in the line's text, which holds the cells."""
    texts: list[str] = []
    stretches: list[Stretch] = []
    start = length = 0
    for cell in line.cells:
        end = start + len(cell)
        own = tuple(
            replace(span, start=max(span.start, start) - start, end=min(span.end, end) - start)
            for span in line.spans
            if span.start <= end and span.end >= start
        )
        cleaned = clean(cell, own)
        texts.append(cleaned.text)
        stretches += (Stretch(one.start + length, one.end + length, one.style) for one in cleaned.stretches)
        length += len(cleaned.text) + 1
        start = end + 1
    return Cleaned("\t".join(texts), tuple(stretches))


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    if letter in "’‘ʼ`´":
        return "'"
    return unicodedata.normalize("NFD", letter)[0].lower()[0]


def fold(text: str) -> str:
    """Lower case without accents, straight apostrophes; as many code points as `text`, so that offsets hold."""
    if text.isascii():
        return text.lower()
    # Few letters of a French text are not ASCII: to look at these alone takes a third of the time.
    return _NOT_ASCII.sub(_plain_match, text.replace("`", "'")).lower()


def _plain_match(found: re.Match[str]) -> str:
    return _plain(found[0])


def _has_residue(text: str) -> bool:
    return _TWO_BLANKS in text or _BOOKMARK in text or _STRAY.search(text) is not None


def _replacement(found: str) -> str:
    return " " if found[:1].isspace() else ""


def _same(at: int) -> int:
    return at


def _moved(at: int, ends: list[tuple[int, int, int]], start: int) -> int:
    shift = -start
    for first, last, after in ends:
        if at >= last:
            shift = after
        elif at > first:
            return last + after
        else:
            break
    return at + shift
