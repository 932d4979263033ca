"""A view of a text for matching: small plain letters, single blanks, plain dashes; and the way back to the text.

Extraction leaves no-break spaces, line breaks within symbols, soft hyphens, capitals without accents and five kinds of
dash. Patterns are written once, against the view, where all of that is gone:

* letters are lower case without accents, so that `DÉCISION`, `Décision` and `decision` are one;
* white space of any kind and length is one blank; soft hyphens, zero-width and combining characters are nothing;
* dashes are `-`, apostrophes `'`, quotation marks `"`, the number sign º and ° is `o`, œ is `o`;
* blanks around the slashes of a symbol are nothing, where the heads of symbols are given: `UNEP / CMS / COP14`, `UNEP/ CMS/COP14`;
* what programs write for a character is the character: `&nbsp;`, `\\u00e9`, `\\n`, the tie `~`; tags such as `<b>` are nothing;
* digits of note calls (`¹`) are a sign, no digits;
* any other letter is `_` and any other sign `\\x1f`: the view is ASCII, one byte a character, and bytes are what the
  engine reads without copying.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from types import MappingProxyType

_DROP = "\x00"
_GAP = r"[ \x00]{1,16}"  # a blank, two, or one that a program has written: `&nbsp;`
_SPACED_SLASH = (" /", "\x00/", "/ ", "/\x00")
_AROUND_SLASH = re.compile(r"[ \x00]*/[ \x00]*")
_ODD = re.compile(r"[^\t\n\r -~]")  # not printed ASCII: few in a text, and folded one by one
_BLANKS = re.compile(r"  +")
_SQUEEZE = re.compile(r"\x00[ \x00]*| [ \x00]+")
_PLAIN: Mapping[str, str] = MappingProxyType(
    {"œ": "o", "Œ": "o", "æ": "a", "Æ": "a", "ß": "s", "ø": "o", "Ø": "o", "ł": "l", "đ": "d", "ı": "i",
     "°": "o", "º": "o", "ª": "a", "§": "$", "⁄": "/", "∕": "/"}
)  # fmt: skip
_APOSTROPHES = "'’‘ʼ′`´"
_SOFT_BREAK = re.compile(r"\xad[ \t]*\r?\n[ \t]*")
_HYPHEN = re.compile(
    r"-(?<=[a-z\x00]{2}-)[ \x00]{0,4}(?=[a-z]\x00?[a-z])"
)  # the sign first: the engine looks for it alone
_BROKEN_REACH = 28  # the longest type word, with a soft hyphen behind each letter
_TYPE_WORDS = frozenset(
    f"{word}{plural}"
    for word in (
        "resolution", "decision", "recommendation", "recommandation", "notification", "article", "paragraph", "paragraphe",
        "alinea", "annex", "annexe", "document", "convention", "protocol", "protocole", "agreement", "accord",
    )
    for plural in ("", "s")
)  # fmt: skip
"""Words by which citations are known: broken over two lines they are still one, `Resolu- tion 11.28`."""
_NOTE_CALLS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_WRITTEN = re.compile(
    r"[\\&<\"](?:(?<=\\)(?:u[0-9a-fA-F]{4}|[nrt/])|(?<=&)(?:[a-zA-Z]{2,8}|#[0-9]{2,5}|#x[0-9a-fA-F]{2,4});"
    r"|(?<=<)(?i:/?(?:b|i|u|em|strong|span|font)(?: [^<>]{0,200})?>)|(?<=\")[ \t]*(?:\r?\n|\\n)[ \t]*\")"
)
"""A character as programs write it, a tag that marks letters only, and a string that goes on in the next line. Its first sign
stands before the branches: the engine looks for these signs alone.
"""
_QUOTES = '"“”„«»‹›″'
_DASHES = "-‐‑‒–—―−﹣－\ufffe"  # the last is what a reader of PDFs leaves for a hyphen at the end of a line


def _fold(code: int) -> str:
    char = chr(code)
    if char in _PLAIN:
        return _PLAIN[char]
    if char in _APOSTROPHES:
        return "'"
    if char in _QUOTES:
        return '"'
    if char in _DASHES:
        return "-"
    if char in _NOTE_CALLS:
        return "\x1f"
    if char == "~":
        return " "
    if char == "\x1f" or char.isspace() or unicodedata.category(char) in {"Zs", "Zl", "Zp"}:
        return " "
    category = unicodedata.category(char)
    if category in {"Mn", "Me", "Cf", "Cc", "Cs"}:
        return _DROP
    plain = unicodedata.normalize("NFKD", char)[:1].lower()
    if plain.isascii() and plain.isprintable() and plain:
        return plain
    return "_" if category[0] == "L" else "\x1f"


class _Table(dict[str, str]):
    """The folding of each character, worked out when first met."""

    def __missing__(self, char: str) -> str:
        folded = self[char] = _fold(ord(char))
        return folded


@functools.cache
def _table() -> _Table:
    return _Table()


@functools.cache
def _ascii_table() -> bytes:
    """The same for plain ASCII, which is folded as bytes."""
    return bytes(ord(_fold(code)) for code in range(128)) + bytes(128)


@functools.cache
def _printed_table() -> bytes:
    """The same for what is printed; what `_ODD` found has been folded before and stays as it is."""
    return bytes(code if _ODD.match(chr(code)) else ord(_fold(code)) for code in range(128)) + bytes(128)


class View:
    """`text` and `data` (the same as bytes) are what patterns read; `span` leads back to code points of `original`."""

    __slots__ = ("_folded", "_pieces", "data", "original", "text")

    def __init__(self, original: str, spaced: re.Pattern[str] | None = None) -> None:
        """`spaced` finds symbols whose slashes stand between blanks (`spaced_symbols`); the view has them without."""
        self.original = original
        if "\\" in original or "&" in original or "<" in original or '"\n' in original:
            original = _WRITTEN.sub(_meant, original)
        if "\xad" in original:  # a soft hyphen at the end of a line is one that was printed
            original = _SOFT_BREAK.sub(lambda broken: "\xad" * len(broken.group()), original)
        if original.isascii():
            self.data = original.encode("ascii").translate(_ascii_table())
        else:
            self.data = _ODD.sub(_folded_sign, original).encode("ascii").translate(_printed_table())
        self.text = self.data.decode("ascii")
        if spaced is not None and "/" in self.text and any(one in self.text for one in _SPACED_SLASH):
            self.text = spaced.sub(lambda symbol: _AROUND_SLASH.sub(_dropped, symbol.group()), self.text)
        if "- " in self.text or "\ufffe" in original:
            self.text = _HYPHEN.sub(_mended_break, self.text)
        self._folded: str | None = None
        self._pieces: tuple[list[int], list[int]] | None = None
        if "  " in self.text or _DROP in self.text:
            self._folded = self.text
            self.text = _BLANKS.sub(" ", self.text.replace(_DROP, ""))
        if len(self.text) != len(self.data):
            self.data = self.text.encode("ascii")

    def __len__(self) -> int:
        return len(self.text)

    def _place(self, position: int) -> int:
        if self._folded is None:
            return position
        if self._pieces is None:  # only texts in which something is found pay for the way back
            self._pieces = _pieces_of(self._folded)
        starts, source = self._pieces
        piece = bisect_right(starts, position) - 1
        return source[piece] + position - starts[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the original for `start:end` of the view (not empty)."""
        return self._place(start), self._place(end - 1) + 1

    def surface(self, start: int, end: int) -> str:
        first, last = self.span(start, end)
        return self.original[first:last]


def _meant(written: re.Match[str]) -> str:
    """The character that is meant, at the same length; other marks as nothing."""
    text = written.group()
    if text[0] == "&":
        char = html.unescape(text)
    elif text[:2] == "\\u":
        char = chr(int(text[2:], 16))
    else:
        char = {"\\n": " ", "\\r": " ", "\\t": " ", "\\/": "/"}.get(text, _DROP)
    return char + _DROP * (len(text) - 1) if len(char) == 1 else text


def _mended_break(hyphen: re.Match[str]) -> str:
    """Nothing, at the same length, where the letters around the hyphen are a type word; a symbol broken behind its hyphen,
    `BS/COP- MOP/7`, without the blank; else the hyphen as it was."""
    text, start, end = hyphen.string, *hyphen.span()
    before = _LETTERS_BEFORE.search(text, max(0, start - _BROKEN_REACH), start)
    behind = _LETTERS.match(text, end, end + _BROKEN_REACH)
    word = f"{before.group() if before else ''}{behind.group() if behind else ''}".replace(_DROP, "")
    if word in _TYPE_WORDS:
        return _DROP * (end - start)
    token = text[max(0, start - _SYMBOL_REACH) : start].rpartition(" ")[2]
    if "/" in token and _STEP.match(text, end):
        return "-" + _DROP * (end - start - 1)
    return hyphen.group()


_LETTERS = re.compile("[a-z\x00]+")
_STEP = re.compile("[a-z0-9\x00]{2,16}/[a-z0-9\x00]")
_SYMBOL_REACH = 80
_LETTERS_BEFORE = re.compile("[a-z\x00]+$")


def _folded_sign(sign: re.Match[str]) -> str:
    return _table()[sign.group()]


def _pieces_of(folded: str) -> tuple[list[int], list[int]]:
    """Where each piece of the squeezed text begins, there and in `folded`."""
    starts, source = [0], [0]
    length = end = 0
    for gap in _SQUEEZE.finditer(folded):
        length += gap.start() - end
        if " " in gap.group():
            starts.append(length)
            source.append(gap.start())
            length += 1
        starts.append(length)
        source.append(gap.end())
        end = gap.end()
    return starts, source


def _dropped(slash: re.Match[str]) -> str:
    return "".join("/" if sign == "/" else _DROP for sign in slash.group())


def spaced_symbols(heads: Iterable[str]) -> re.Pattern[str]:
    """Symbols that begin with one of `heads` (folded) and have a blank beside the first slash."""
    by_letter: dict[str, list[str]] = {}  # the first letter stands before the branches: the engine looks for it alone
    for head in sorted(heads, key=len, reverse=True):
        by_letter.setdefault(head[0], []).append("".join(rf"\x00?{letter}" for letter in head[1:]))  # soft hyphens
    if not by_letter:
        return re.compile("(?!)")
    rests = "|".join(rf"(?<={letter})(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    first = rf"[{''.join(by_letter)}](?<![a-z0-9/_-][a-z])(?:{rests})"
    gap = r"[ \x00]{0,16}"
    piece = rf"(?:[a-z\x00]+\.{gap})?[a-z0-9][a-z0-9().\x00-]*"
    return re.compile(
        rf"(?P<head>{first})(?:{_GAP}/{gap}|/{_GAP})(?:(?!(?P=head)\b){piece}{gap}/{gap})*(?!(?P=head)\b){piece}"
    )


def fold(text: str) -> str:
    """`text` as patterns see it, without blanks at its ends."""
    return View(text).text.strip()
