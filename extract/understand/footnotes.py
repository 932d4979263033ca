"""Footnotes and their calls: the call leaves the text (it is no letter of the word before it) and becomes a mark."""

from __future__ import annotations

import re

import msgspec

from extract.understand.blocks import Block, Call
from extract.understand.cleaning import Stretch

_LOST_CALL = re.compile(r"\s*[(\[]?(?:\d{1,3}|\*{1,3}|[†‡§])[)\]/]?[,;]?\s*")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]{2,}|[^\W_][.,;:!?)\]»”\"’']+)\s?$")
_UNITS = frozenset(("km", "cm", "mm", "dm", "µm", "nm", "ha", "wm"))
_BEFORE_CALL = re.compile(r"[\w,;:.)\]]")


def join_calls(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Every footnote is looked for from its own place backwards, at most a page or 80 lines; the nearest call is its own."""
    result = list(blocks)
    for at, note in enumerate(blocks):
        label = note.note
        if not note.is_footnote or not label:
            continue
        for before in range(at, -1, -1):
            block = result[before]
            if block.is_footnote:
                continue
            if note.last_page - block.last_page > 1 or (note.page == block.page and note.place - block.place > 400):
                break
            joined = _without_call(block, label, glued=note.line.box is None and not note.line.whole)
            if joined is not None:
                result[before] = joined
                break
    return tuple(block if block.is_footnote else _without_lost_calls(block) for block in result)


def _without_lost_calls(block: Block) -> Block:
    """The block without raised numbers behind its words whose note is nowhere: calls all the same, no letters of a word."""
    for stretch in reversed(block.stretches):  # from the end on, so that the places of the others stay
        if stretch.style.superscript and stretch.start < stretch.end and _is_call(block.text, stretch):
            label = block.text[stretch.start : stretch.end].strip(" ,;/()[]")
            block = _cut(block, stretch.start, stretch.end, label)
    return block


def _is_call(text: str, stretch: Stretch) -> bool:
    """Not an exponent (`km²`, `10³`, `x²`), an ordinal (`1er`) or an isotope."""
    if not _LOST_CALL.fullmatch(text[stretch.start : stretch.end]) or text[stretch.end : stretch.end + 1].isalnum():
        return False
    found = _WORD_BEFORE.search(text[max(0, stretch.start - 40) : stretch.start])
    word = found[0].strip() if found is not None else ""
    return word != "" and word.lower() not in _UNITS and (len(word) > 2 or not word.islower() or not word.isalpha())


def _without_call(block: Block, label: str, *, glued: bool) -> Block | None:
    for stretch in block.stretches:
        written = block.text[stretch.start : stretch.end].strip(" ,;/()[]")
        if stretch.style.note == label or (stretch.style.superscript and written == label):
            return _cut(block, stretch.start, stretch.end, label)
    for stretch in block.stretches:  # several calls in one stretch: `1,2`
        written = block.text[stretch.start : stretch.end]
        found = re.search(rf"(?<!\w){re.escape(label)}(?!\w)", written) if stretch.style.superscript else None
        if found is not None:
            return _cut(block, stretch.start + found.start(), stretch.start + found.end(), label)
    if label.isdigit():  # in line with its word, as typewriters wrote it: `the list of corridors, 1/ and`
        match = re.search(rf"(?<![\w/.–-]){label}/(?=[\s.,;:)]|$)", block.text)
        if match is not None:
            return _cut(block, match.start(), match.end(), label)
    if glued and label.isdigit():
        match = re.search(rf"(?<=[^\W\d_]){label}(?![\w])|(?<=[^\W\d_][»”\")\]]){label}(?!\w)", block.text)
        if match is not None:
            return _cut(block, match.start(), match.end(), label)
    return None


def _cut(block: Block, start: int, end: int, label: str) -> Block:
    if not re.search(r"\w", block.text[start:end]) and block.text[start:end].strip(" ,;/()[]") != label:
        return msgspec.structs.replace(block, calls=(*block.calls, Call(start, label)))  # the format marks a place only
    if start and block.text[start - 1] == " " and block.text[end : end + 1] in (" ", "", ",", ".", ";", ":"):
        start -= 1
    elif block.text[end : end + 2] in (" .", " ,"):  # `word¹ .`: the blank stood for the call
        end += 1
    # What a converter glued to both its neighbours stood between two words.
    glued = _BEFORE_CALL.fullmatch(block.text[start - 1 : start]) and block.text[end : end + 1].isalpha()
    between = " " if glued else ""
    width = end - start - len(between)
    stretches = tuple(
        Stretch(_before(s.start, start, width), _before(s.end, start, width), s.style)
        for s in block.stretches
        if s.start == s.end or _before(s.end, start, width) > _before(s.start, start, width)
    )
    calls = tuple(Call(call.at if call.at <= start else call.at - width, call.label) for call in block.calls)
    text = f"{block.text[:start]}{between}{block.text[end:]}"
    return msgspec.structs.replace(block, text=text, stretches=stretches, calls=(*calls, Call(start, label)))


def _before(at: int, start: int, width: int) -> int:
    return at if at <= start else max(start, at - width)
