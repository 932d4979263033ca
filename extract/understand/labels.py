"""Labels of paragraphs: `1.`, `1)`, `(a)`, `a)`, `(ii)`, `8bis.`, `14.AA`, `3.1`, `PP2`, `OP3`, Roman numerals, bullets.

A label has *readings*: `i)` may be the first Roman numeral or the ninth letter; the list it stands in decides (numbering.py).
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec
from msgspec import Struct

Form = Literal["number", "levels", "draft", "letter", "roman", "LETTER", "ROMAN", "bullet"]

_LATIN = r"(?:bis|ter|quater|quinquies|sexies|septies|alt)"
_BULLETS = "-–—‒•·*▪▫●○◦■□◻◆➢➤►▶✓✔⇒→"
_AFTER = r"(?=\s|$|[A-ZÀ-Þ«“\"\[(])"
_PATTERN = re.compile(
    rf"\(?(?P<role>PP|Pp|pp|OP|Op|op)\.?\s?(?P<rnumber>\d{{1,3}})(?P<rlatin>(?:\s?{_LATIN}){{0,2}})\)?(?:\s?[.:)]|\s[-–—])?"
    rf"(?=\s*[A-ZÀ-Þ«“\"\[(]|\s*$)"
    rf"|(?P<draft>\d{{1,3}}\.[A-Z]{{2}})\.?(?=\s|$)"
    rf"|(?P<levels>\d{{1,3}}(?:\.\d{{1,3}}){{1,4}}(?:\s?{_LATIN})?)(?P<lend>[.)]?)(?=\s+[A-ZÀ-Þ«“\"\[(]|\s*$)"
    rf"|(?P<mixed>(?:[A-Z]|[IVXLC]{{2,5}})(?:\.\d{{1,3}}){{1,4}}(?:\.[a-z])?|\d{{1,3}}(?:\.\d{{1,3}})*\.[a-zA-Z])(?P<mend>[.)]?)"
    rf"(?=\s+[A-ZÀ-Þ«“\"\[(]|\s*$)"
    rf"|\(?(?P<number>\d{{1,3}})(?P<latin>\s?{_LATIN})?(?P<nend>[.)])(?!\d){_AFTER}"
    rf"|(?P<latinonly>\d{{1,3}}\s?{_LATIN})(?=\s)"
    rf"|(?P<bare>\d{{1,3}})(?=\t|\s{{2,}}\S)"
    rf"|(?P<open>\()(?P<inner>[a-zA-Z]{{1,2}}|[ivxlc]{{1,6}}|[IVXLC]{{1,6}})(?P<ilatin>\s?{_LATIN})?\){_AFTER}"
    rf"|(?P<word>[a-z]{{1,2}}|[ivxlc]{{1,6}}|[A-Z]|[IVXLC]{{1,6}})(?P<wlatin>\s?{_LATIN})?(?P<wend>\)|\.(?=\s|$))(?:{_AFTER}|(?<=\))(?=[a-zà-ÿ]))"
    rf"|(?P<bullet>[{re.escape(_BULLETS)}])(?=\s)"
    r"|(?P<circle>o)(?=\t|\s{2,}\S)"
)
_OPENED = re.compile(r"\s*([\[“«„\"]+)\s?")
_ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


class Reading(Struct, frozen=True):
    form: Form
    value: int
    """Place in its list, from 1; 0 for bullets, which have none."""


class Label(Struct, frozen=True):
    printed: str
    """As it stands there, blanks inside included."""
    key: str
    """What a path says: `8bis`, `a`, `ii`, `14.AA`; empty for bullets."""
    readings: tuple[Reading, ...]
    wrap: str
    """`.`, `)`, `()` or nothing; two lists of one form differ in it. The glyph for bullets; `PP` and `OP` where a draft numbers its
    preambular and operative paragraphs so."""
    suffix: str = ""
    """`bis`, `ter`, … : stands between its number and the next."""
    end: int = 0
    """Where the text goes on in the string that was parsed."""

    @property
    def is_bullet(self) -> bool:
        return bool(self.readings) and self.readings[0].form == "bullet"

    def has(self, *forms: Form) -> bool:
        return any(reading.form in forms for reading in self.readings)


def parse(text: str) -> Label | None:
    """The label at the start of `text` (before cleaning: a tab tells), blanks before it allowed."""
    lead = re.match(r"\s*", text)
    start = lead.end() if lead else 0
    match = _PATTERN.match(text, start)
    if match is None:
        return None
    end = match.end()
    printed = text[start:end].strip()
    kind = match.lastgroup
    if match["role"]:
        digits, latin = int(match["rnumber"]), re.sub(r"\s", "", match["rlatin"])
        return Label(printed, f"{digits}{latin}", (Reading("number", digits),), match["role"].upper(), latin, end)
    if match["draft"]:
        return Label(printed, match["draft"], (Reading("draft", 1),), "", "", end)
    if match["levels"]:
        key = re.sub(r"\s", "", match["levels"])
        return Label(printed, key, (Reading("levels", int(re.findall(r"\d+", key)[-1])),), match["lend"] or "", "", end)
    if match["mixed"]:
        last = match["mixed"].rsplit(".", 1)[1]
        value = int(last) if last.isdigit() else ord(last.lower()) - ord("a") + 1
        return Label(printed, match["mixed"], (Reading("levels", value),), match["mend"] or "", "", end)
    if match["number"] or match["latinonly"] or match["bare"]:
        digits, suffix = _split_latin(match["number"] or match["latinonly"] or match["bare"], match["latin"])
        closing = match["nend"] or ("." if match["latinonly"] else "")
        wrap = "()" if printed.startswith("(") else closing
        if printed.startswith("(") and closing != ")":
            return None
        return Label(printed, f"{digits}{suffix}", (Reading("number", digits),), wrap, suffix, end)
    if match["bullet"] or match["circle"]:
        return Label(printed, "", (Reading("bullet", 0),), printed, "", end)
    word = match["inner"] or match["word"]
    latin = (match["ilatin"] or match["wlatin"] or "").strip()
    readings = _word_readings(word)
    if kind is None or not readings:
        return None
    wrap = "()" if match["open"] else match["wend"]
    return Label(printed, f"{word.lower() if word.islower() else word}{latin}", readings, wrap, latin, end)


def opened(text: str) -> tuple[str, Label] | None:
    """Mark and label of a paragraph whose bracket or quotation mark stands before its number: `[2. Decides …]`, `“(b) …`."""
    mark = _OPENED.match(text)
    label = parse(text[mark.end() :]) if mark is not None else None
    if mark is None or label is None or label.is_bullet or mark.end() + label.end >= len(text):
        return None
    return mark[1], msgspec.structs.replace(label, end=mark.end() + label.end)


def of(printed: str) -> Label:
    """A label that the format computed (automatic numbering); one that is of no known form counts as a bullet."""
    text = printed.strip()
    label = None if text == "o" else parse(text) or parse(f"{text}.") or parse(f"{text} ")
    if label is None or label.end < len(text):
        return Label(text or "•", "", (Reading("bullet", 0),), text or "•")
    return Label(text, label.key, label.readings, label.wrap, label.suffix)


def is_worded(printed: str) -> bool:
    """Automatic numbering may print words (`Article 3`, `ANNEX II –`): these are the beginning of the text."""
    return re.search(r"[^\W\d_]{2,}", printed) is not None and not of(printed).key


def roman_value(word: str) -> int | None:
    """Value of a Roman numeral of up to 99; None for what is none (`iiii`, `vx`)."""
    folded = word.lower()
    if not _ROMAN.fullmatch(folded):
        return None
    digits = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in folded]
    return sum(-n if any(m > n for m in digits[at + 1 : at + 2]) else n for at, n in enumerate(digits))


def _word_readings(word: str) -> tuple[Reading, ...]:
    lower = word.islower()
    readings = []
    if len(word) == 1:
        readings.append(Reading("letter" if lower else "LETTER", ord(word.lower()) - ord("a") + 1))
    elif len(word) == 2 and word[0] == word[1]:  # aa) follows z)
        readings.append(Reading("letter" if lower else "LETTER", ord(word[0].lower()) - ord("a") + 27))
    value = roman_value(word)
    if value is not None and (lower or word.isupper()):
        readings.append(Reading("roman" if lower else "ROMAN", value))
    return tuple(readings)


def _split_latin(number: str, latin: str | None) -> tuple[int, str]:
    match = re.match(r"(\d+)\s?([a-z]*)", number)
    if match is None:
        return 0, ""
    return int(match[1]), (latin or match[2] or "").strip()
