"""Lists that lost their line breaks: `… shall: a) draft a plan;b) report on it.` become a chapeau and its items again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from extract.understand.blocks import Block, Call
from extract.understand.cleaning import Stretch
from extract.understand.labels import Label, parse

_FIRST = re.compile(r":\s?(?=(\(?)(?:a|i|1)\))")
_LABEL = re.compile(r"\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)")


def split_run_in(block: Block) -> Iterator[Block]:
    """The block itself, or its pieces. Cut only after a colon, at labels that follow one another and each a semicolon."""
    cuts = next(
        (cuts for first in _FIRST.finditer(block.text) if len(cuts := _cuts(block.text, first.end())) > 1), None
    )
    if cuts is None:
        yield block
        return
    edges = [0, *(at for at, _ in cuts), len(block.text)]
    labels = [block.label, *(label for _, label in cuts)]
    for label, start, end in zip(labels, edges[:-1], edges[1:], strict=True):
        lead = label.end if label is not None and start else 0
        piece = _piece(block, start + lead, end, label)
        yield from split_run_in(piece) if start else (piece,)  # an item may hold a list of its own


def _cuts(text: str, start: int) -> list[tuple[int, Label]]:
    if text.rfind("(", 0, start) > text.rfind(")", 0, start):  # an aside in brackets is no list
        return []
    label = _label_at(text, start)
    cuts = [(start, label)] if label is not None else []
    while cuts:
        at, last = cuts[-1]
        following = None
        for match in re.finditer(r"[;,](?:\s(?:et|and|ou|or|y|o))?\s?(?=\(?\w{1,4}\))", text[at:]):
            found = _label_at(text, at + match.end())
            if found is not None and found.wrap == last.wrap and _follows(last, found):
                following = (at + match.end(), found)
                break
        if following is None:
            break
        cuts.append(following)
    return cuts


def _label_at(text: str, at: int) -> Label | None:
    return parse(text[at:]) if _LABEL.match(text, at) else None


def _follows(last: Label, label: Label) -> bool:
    return any(a.form == b.form and b.value == a.value + 1 for a in last.readings for b in label.readings)


def _piece(block: Block, start: int, end: int, label: Label | None) -> Block:
    text = block.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    end = start + len(text)
    stretches = tuple(
        Stretch(max(s.start, start) - start, min(s.end, end) - start, s.style)
        for s in block.stretches
        if s.start < end and s.end > start
    )
    calls = tuple(Call(call.at - start, call.label) for call in block.calls if start <= call.at <= end)
    return msgspec.structs.replace(block, text=text, label=label, stretches=stretches, calls=calls)
