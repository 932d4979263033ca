"""How a place in a document is called in words: `paragraph 4 (b)` for the path `4/b`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from search_api.wording import Wording

_COUNTED = re.compile(r"(?P<word>pre|h|fn|mast|to|note)(?P<number>\d+)")
_WORDS: Mapping[str, str] = MappingProxyType(
    {"pre": "preambular", "h": "heading", "fn": "footnote", "mast": "masthead", "to": "addressee", "note": "note"}
)
_ALONE = frozenset({"title", "adoption", "enacting"})
_PART = re.compile(r"(?P<word>annex|quote)(?P<number>\d*)")


def place(path: str, label: str | None, words: Wording) -> str:
    """`label` (as printed) counts only for notes: elsewhere the path says more, for it names the paragraph above too."""
    steps = path.split("/")
    above, last = steps[:-1], steps[-1]
    match = _COUNTED.fullmatch(last)
    if match:
        number = label if match["word"] == "fn" and label else match["number"]
        return _joined(above, words(f"places.{_WORDS[match['word']]}", path=number), words)
    if last in _ALONE:
        return _joined(above, words(f"places.{last}"), words)
    at = next((index for index, step in enumerate(steps) if step[:1].isdigit()), None)
    if at is None:
        return words("places.other", path=path)
    inner = steps[at] + "".join(f" ({step})" for step in steps[at + 1 :])
    return _joined(steps[:at], words("places.paragraph", path=inner), words)


def _joined(parts: list[str], inner: str, words: Wording) -> str:
    return ", ".join([*(_part(part, words) for part in parts), inner])


def _part(step: str, words: Wording) -> str:
    match = _PART.fullmatch(step)
    if match is None:
        return step
    if match["word"] == "annex" and not match["number"]:
        return words("places.annex_only")
    return words(f"places.{match['word']}", path=match["number"])
