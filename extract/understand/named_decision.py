"""A decision that stands alone, without masthead: its heading is its symbol (`BC-15/8: Technical guidelines on …`)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from extract.understand.blocks import Block
from extract.understand.cleaning import fold
from extract.understand.decision_headings import decision_heading
from extract.understand.masthead import Found, Masthead, SymbolReader
from extract.understand.wording import Wording

_FIRST_BLOCKS = 6


def with_name_of_decision(
    masthead: Masthead, blocks: Sequence[Block], symbol_line: SymbolReader, wording: Wording
) -> Masthead:
    """The masthead with the symbol that the heading of the text gives, where the text holds one decision and nothing before it."""
    text = [block for block in blocks if block.place not in masthead.zone and not (block.is_footnote or block.is_table)]
    if _decisions(text, wording) != 1:
        return masthead
    bare = "Decision"
    for block in text[:_FIRST_BLOCKS]:
        if wording.is_adoption(block.text) and not wording.is_report(block.text):
            bare = _word(block.text)
            continue
        heading = decision_heading(block.printed, symbol_line, bare)
        if heading is not None:
            named = heading.symbol
            found = Found("symbol", named.canonical, f"page {block.page}, line {block.place + 1}", named)
            return replace(masthead, found=(*masthead.found, found))
        if wording.is_enacting(block.text) or (block.label is not None and not block.line.bold):
            break
    return masthead


def _decisions(text: Sequence[Block], wording: Wording) -> int:
    """Enacting formulas, those aside that open what the text recommends to another body (`… adopt the following decision:`)."""
    return sum(
        wording.is_enacting(block.text) and not (at > 0 and text[at - 1].text.rstrip().endswith(":"))
        for at, block in enumerate(text)
    )


def _word(adoption: str) -> str:
    """What was adopted, as the number below the line that says so leaves it out."""
    folded = fold(adoption)
    return (
        "Recommendation"
        if "recommend" in folded or "recommand" in folded
        else "Resolution"
        if "resolu" in folded
        else "Decision"
    )
