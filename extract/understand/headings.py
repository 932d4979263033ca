"""Which unnumbered lines are headings. A format that declares its headings is believed; else type and words decide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from core.records.pages import Line
from extract.understand.blocks import Block
from extract.understand.wording import Wording

_SENTENCE_END = re.compile(r"[.;:,!][\"”»)\]\s]*$")
_SHORTENED = re.compile(r"\([^()]*\bSPP?\.\)$|\bSPP?\.$")  # `RIVER EELS (ANGUILLA SPP.)`
_LONGEST = 250


class Headings:
    """What headings look like in one document."""

    def __init__(self, blocks: Iterable[Block], wording: Wording) -> None:
        text = [block for block in blocks if not block.is_footnote and not block.is_table]
        self._wording = wording
        self._first = text[0].place if text else 0
        self._declared = any(block.line.heading is not None for block in text)
        sizes = Counter[float]()
        bold = total = 0
        for block in text:
            total += len(block.text)
            bold += len(block.text) if block.line.bold else 0
            if block.line.size is not None:
                sizes[round(block.line.size, 1)] += len(block.text)
        self._size = sizes.most_common(1)[0][0] if sizes else None
        self._bold_tells = 0 < bold < 0.5 * total
        self._styled = self._declared or self._bold_tells or len(sizes) > 1

    def is_heading(self, block: Block, following: Block | None) -> bool:
        line, text = block.line, block.text
        if line.heading is not None:
            return bool(text)
        if text.endswith(":") and len(text) < 80 and block.label is None and self._bold_or_large(line):
            return True  # `Objective:` in bold
        ends = _SENTENCE_END.search(text) is not None and not (block.caps and _SHORTENED.search(text) is not None)
        if not text or len(text) > _LONGEST or ends or not re.search(r"[^\W\d_]", text):
            return False
        if self._wording.left_open(text) or self._wording.goes_on_as_list(text):
            return False
        strong = self._strong(block)
        if block.label is not None:
            return strong and not block.label.is_bullet and block.label.wrap != "()" and not text[:1].islower()
        if strong:
            return True
        if (
            line.italic
            and line.whole
            and following is not None
            and following.label is not None
            and len(text) < 80
            and text[0].isalnum()
        ):
            return following.label.has("number")
        if text.lstrip('“„«"[ ')[:1].islower() or self._styled or line.spans:
            return False
        gap = line.gap or block.place == self._first
        if line.box is not None:
            return gap and len(text) < 100
        if line.whole:
            return True
        return gap and len(text) < 120 and (following is None or following.line.gap or following.label is not None)

    def _bold_or_large(self, line: Line) -> bool:
        if line.bold and self._bold_tells:
            return True
        return self._size is not None and line.size is not None and line.size > 1.08 * self._size

    def _strong(self, block: Block) -> bool:
        line = block.line
        return (
            self._bold_or_large(line)
            or block.caps
            or (line.underline and len(block.text) < 120)
            or (line.centered and len(block.text) < 150)
        )
