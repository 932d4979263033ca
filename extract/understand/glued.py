"""Words that lost the blank between them (`auSecrétariat`), parted where that is certain.

Certain is: a word of grammar in small letters, then a word with a capital that the same document has by itself elsewhere, at
least as often as the two glued together. Names such as `leMans` fail the last, and `ofthe` is never touched. What was parted is
told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from extract.understand.blocks import Block, Call
from extract.understand.cleaning import Stretch

GLUED_WORDS = "glued-words"

_CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,}(?!\w)")
# No part of an address, a symbol or a compound.
_GLUED = re.compile(r"(?<![\w.@/’'-])(?P<small>[a-zà-öø-ÿ]{2,})(?P<capital>[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,})(?![\w@/-])")
# A capital between small letters, which all of these have. Looking for capitals first takes a third of the time.
_SUSPECT = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ](?<=[a-zà-öø-ÿ]..)")
_COMMA_AND_LETTER = re.compile(r",[a-zà-öø-ÿ]{3}")
# Both words long enough for no list of signs (`a,b`), and nothing around them that makes them part of an address or a number.
_COMMA = re.compile(
    r"(?<!\S)[(«“\"‘]?(?P<before>[^\W\d_]+(?:['’-][^\W\d_]+)*,)(?P<after>[a-zà-öø-ÿ]{3,}(?:['’-][a-zà-öø-ÿ]+)*)(?=[.,;:)»”\"’]*(?:\s|$))"
)
_LEAST_BEFORE = 4  # letters before the comma, which counts


class Parted(Struct, frozen=True):
    place: int
    """Of the block that it stands in."""
    printed: str
    mended: str


def part_glued(
    blocks: Sequence[Block], function_words: Collection[str]
) -> tuple[tuple[Block, ...], tuple[Parted, ...]]:
    """The blocks with their words parted, and each place where that was done."""
    suspects = [block for block in blocks if _GLUED.search(block.text)]
    alone: Counter[str] = Counter()
    glued: Counter[str] = Counter()
    if suspects:
        alone.update(word for block in blocks for word in _CAPITAL.findall(block.text))
        glued.update(match[0] for block in suspects for match in _GLUED.finditer(block.text))
    mended: dict[int, Block] = {}
    parted: list[Parted] = []
    for block in blocks:
        cuts = [
            (match.start("capital"), match[0], f"{match['small']} {match['capital']}")
            for match in (_GLUED.finditer(block.text) if glued else ())
            if match["small"] in function_words and alone[match["capital"]] >= glued[match[0]]
        ]
        if _COMMA_AND_LETTER.search(block.text):
            cuts += (
                (match.start("after"), match["before"] + match["after"], f"{match['before']} {match['after']}")
                for match in _COMMA.finditer(block.text)
                if len(match["before"]) >= _LEAST_BEFORE
            )
        if cuts:
            cuts.sort()
            mended[id(block)] = _with_blanks(block, [place for place, _, _ in cuts])
            parted += (Parted(block.place, printed, whole) for _, printed, whole in cuts)
    if not mended:
        return tuple(blocks), ()
    return tuple(mended.get(id(block), block) for block in blocks), tuple(parted)


def _with_blanks(block: Block, places: Sequence[int]) -> Block:
    """Blanks at these places of the text, in order; what begins at a place moves behind its blank."""

    def behind(at: int) -> int:
        return at + sum(place <= at for place in places)

    def before(at: int) -> int:
        return at + sum(place < at for place in places)

    borders = [0, *places, len(block.text)]
    text = " ".join(block.text[start:end] for start, end in pairwise(borders))
    stretches = tuple(
        Stretch(behind(one.start), max(behind(one.start), before(one.end)), one.style) for one in block.stretches
    )
    calls = tuple(Call(before(call.at), call.label) for call in block.calls)
    return replace(block, text=text, stretches=stretches, calls=calls)
