"""How a place in a document is called in words: `paragraph 4 (b)` for the path `4/b`."""

from __future__ import annotations

import re

from search_api.wording import Wording

_UNNUMBERED = re.compile(r"(?P<word>pre|h|fn)(?P<number>\d+)")
_WORDS = {"pre": "preambular", "h": "heading", "fn": "footnote"}


def place(path: str, label: str | None, words: Wording) -> str:
    """`label` (as printed) counts only for notes: elsewhere the path says more, for it names the paragraph above too."""
    steps = path.split("/")
    match = _UNNUMBERED.fullmatch(steps[-1])
    if match:
        number = label if match["word"] == "fn" and label else match["number"]
        return _joined(steps[:-1], words(f"places.{_WORDS[match['word']]}", path=number))
    at = next((index for index, step in enumerate(steps) if step[:1].isdigit()), None)
    if at is None:
        return words("places.other", path=path)
    inner = steps[at] + "".join(f" ({step})" for step in steps[at + 1 :])
    return _joined(steps[:at], words("places.paragraph", path=inner))


def _joined(above: list[str], inner: str) -> str:
    return ", ".join([*above, inner])
