"""Headings of decisions in a report, an annex or a compilation: the number alone, or the number and the title in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from core.records.document import PartKind
from extract.understand.blocks import Block
from extract.understand.masthead import SymbolLine, SymbolReader
from extract.understand.wording import Wording

_LONGEST = 80
_LONGEST_TITLED = 300
_NUMBER_AND_TITLE = re.compile(
    r"(?P<number>(?:[^\W\d_]+\s+)?(?:Conf\.\s?)?[^\s:]*?\d[^\s:]*?(?:\s?\([RrEeÉé][Vv][^)]*\))?|[IVXLC]+/\d+\w?)"
    r"(?:\s*[.:]\s*|\s+[–—-]\s*|\s+)(?P<title>[A-ZÀ-Þ«“\"(][^.;]*[^.;,:])\Z"
)
_AFTER_WORD = re.compile(r"^([^\W\d_]+)\s?:\s+(?=\S*\d)")  # `Decision: 44 COM 7B.29`
_CONTENTS = re.compile(r"\s(?!(?:19|20)\d\d\Z)\d{1,4}\Z|…|\.{4}")  # the number of a page: a line of a table of contents
_BARE = re.compile(r"(?:\d{1,2}|[IVXLC]{1,6})/\d{1,3}(?:\s?[A-Z])?\Z")


class DecisionHeading(Struct, frozen=True):
    kind: PartKind
    symbol: SymbolLine
    title: str | None
    """Where it stands in the same line."""


def decision_heading(text: str, symbol_line: SymbolReader, bare: str = "Decision") -> DecisionHeading | None:
    """`bare` is the word that a number without one stands for: `X/4. Title`, below a heading that says what they are."""
    text = _AFTER_WORD.sub(r"\1 ", text)
    symbol = symbol_line(text) if len(text) < _LONGEST else None
    title = None
    if symbol is None and len(text) <= _LONGEST_TITLED and text[:_LONGEST].count("/") + text[:_LONGEST].count(".") > 0:
        match = _NUMBER_AND_TITLE.match(text)
        if match is not None and _CONTENTS.search(match["title"]) is None:
            number, title = match["number"], match["title"].strip()
            symbol = symbol_line(number)
            if symbol is None and _BARE.match(number):
                symbol = symbol_line(f"{bare} {number}")
    if symbol is not None and symbol.kind in ("decision", "resolution", "recommendation"):
        return DecisionHeading(symbol.kind, symbol, title)
    return None


def opens_decision(block: Block, wording: Wording) -> bool:
    return wording.is_enacting(block.text) or (
        block.label is None and wording.is_preambular(block.text) and wording.goes_on_as_list(block.text)
    )


def begins_numbered(block: Block) -> bool:
    """`1. To note that …`: decisions of the Montreal Protocol have neither formula nor preamble where they need none."""
    label = block.label
    return label is not None and any(one.form == "number" and one.value == 1 for one in label.readings)


def repeated_headings(blocks: Sequence[Block], opens: Sequence[bool], wording: Wording) -> frozenset[int]:
    """`place` of the headings that only number a draft or a decision (`Draft decision -/CP.21`, `Decision VII/1`), where one part
    of the text holds several.

    A paper or an annex that is one draft needs no part for it.
    """
    heads = [
        at
        for at, block in enumerate(blocks)
        if len(block.text) < _LONGEST
        and any(opens[at + 1 : at + 8])
        and not (block.is_footnote or block.is_table)
        and wording.only_numbers(block.text)
    ]
    found: set[int] = set()
    kinds = [[at for at in heads if wording.only_numbers_draft(blocks[at].text) == draft] for draft in (True, False)]
    for one, other in (pair for same in kinds for pair in pairwise(same)):
        between = range(one + 1, other)
        if any(opens[at] for at in between) and not any(wording.annex(blocks[at].text) for at in between):
            found |= {blocks[one].place, blocks[other].place}
    return frozenset(found)
