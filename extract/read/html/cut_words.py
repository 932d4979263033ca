"""Words that the end of a line of print cut, and that a converter put on one line again (`capacity- building`).

They are joined where the document has the word elsewhere, with its hyphen or without; `pre- and post-` is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from core.records.pages import Line

_CUT = re.compile(r"(?<![\w-])((?:[^\W\d_]+-)*[^\W\d_]{2,})(- )([a-zà-öø-ÿ]{2,})(?![\w])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def with_whole_words(lines: Sequence[Line]) -> list[Line]:
    """The lines with their cut words joined."""
    if not any("- " in line.text and _CUT.search(line.text) for line in lines):
        return list(lines)
    words: Counter[str] = Counter()
    for line in lines:
        words.update(_WORD.findall(line.text.casefold()))
    return [_joined(line, words) if "- " in line.text and line.role != "table" else line for line in lines]


def _joined(line: Line, words: Counter[str]) -> Line:
    cuts: list[tuple[int, int]] = []
    for match in _CUT.finditer(line.text):
        left, right = match[1].casefold(), match[3].casefold()
        with_hyphen, without = words[f"{left}-{right}"], words[left + right]
        if with_hyphen or without:
            cuts.append((match.end(2) - 1 if with_hyphen >= without else match.start(2), match.end(2)))
    if not cuts:
        return line

    def moved(at: int) -> int:
        return at - sum(min(end, at) - start for start, end in cuts if start < at)

    text = line.text
    for start, end in reversed(cuts):
        text = text[:start] + text[end:]
    spans = tuple(
        replace(span, start=moved(span.start), end=moved(span.end))
        for span in line.spans
        if span.start == span.end or moved(span.end) > moved(span.start)
    )
    return replace(line, text=text, spans=spans)
