"""Texts that a paragraph quotes: what stands in quotation marks after `… to read as follows:`, and numbered text that is not the
document's own because its number does not go on from the paragraph before it, while a later one does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.understand.blocks import Block
from extract.understand.labels import Label
from extract.understand.nodes import Node, PartDraft
from extract.understand.wording import Wording

_LONGEST = 60
"""Blocks of a quotation: one whose end is not found by then has lost its mark."""
_SHORT = 60
_PAIRS = {"“": "”", "„": "“", "«": "»", '"': '"'}
_AFTER = re.compile(r"[\s.;:,\])]*(?:\d{1,2}|and|et|or|ou|y)?[\s.;,]*")


def quotations(blocks: Sequence[Block], wording: Wording) -> dict[int, int]:
    """`place` of the first and of the last block of each quotation; the blocks are those of the text, in order."""
    found: dict[int, int] = {}
    text = [block for block in blocks if not (block.is_footnote or block.is_table)]
    at = 1
    while at < len(text):
        end = None
        if text[at - 1].text.rstrip().endswith(":") and wording.quotes(text[at - 1].text):
            end = _marked(text, at, wording)
            end = _unmarked(text, at) if end is None else end
        if end is not None:
            found[text[at].place] = text[end].place
            at = end
        at += 1
    return found


def quotes_decision(label: Label, part: PartDraft, last: Node | None, wording: Wording) -> bool:
    """`… adopted Decisions 18.228 and 18.229, as follows:`, then their numbers and texts; `label` is the number at hand."""
    head, _, number = label.key.partition(".")
    if not (label.has("levels") and number.isdigit()):
        return False
    if part.kind == "quotation" and part.number is not None:
        before, _, other = part.number.partition(".")
        return before == head and other.isdigit() and int(number) == int(other) + 1
    if part.kind != "main" or last is None or last.kind not in ("paragraph", "body", "item"):
        return False
    own = last.label is not None and last.label.key == head  # `2. … as follows:` and `2.1`
    return last.is_chapeau and not own and wording.quotes(last.text)


def _marked(text: Sequence[Block], first: int, wording: Wording) -> int | None:
    """Where the mark at the beginning of a block is closed: at the end of this block, or of a later one."""
    opening = text[first].text[:1]
    closing = _PAIRS.get(opening)
    if closing is None:
        return None
    for at in range(first, min(first + _LONGEST, len(text))):
        closed = _closed(text[at].text, opening, closing, opened=at > first)
        if closed is None:
            continue
        if not _AFTER.fullmatch(text[at].text, closed):
            return None  # `“Lamp” means …`
        block = text[first]
        paragraph = (
            block.label is not None or at > first or len(block.text) > _SHORT or wording.is_operative(block.text)
        )
        return at if paragraph else None
    return None


def _closed(text: str, opening: str, closing: str, *, opened: bool) -> int | None:
    """Offset behind the mark that closes the quotation; each paragraph of it may repeat the opening mark."""
    depth, start = (1, 1) if text.startswith(opening) else (int(opened), 0)
    for at in range(start, len(text)):
        if text[at] == closing:
            depth -= 1
            if depth == 0:
                return at + 1
        elif text[at] == opening:
            depth += 1
    return None


def _unmarked(text: Sequence[Block], first: int) -> int | None:
    """The last block before the one whose number follows that of the paragraph that quotes."""
    own, number = _number(text[first - 1]), _number(text[first])
    if own is None or number is None or number in (1, own, own + 1) or _wrap(text[first]) != _wrap(text[first - 1]):
        return None
    for at in range(first + 1, min(first + _LONGEST, len(text))):
        if _number(text[at]) == own + 1 and _wrap(text[at]) == _wrap(text[first - 1]):
            return at - 1
    return None


def _number(block: Block) -> int | None:
    label = block.label
    return next((one.value for one in label.readings if one.form == "number"), None) if label is not None else None


def _wrap(block: Block) -> str:
    return block.label.wrap if block.label is not None else ""
