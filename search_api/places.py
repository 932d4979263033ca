"""How a place in a document is called in words: `paragraph 4 (b)` for the path `4/b`.

Every form of path that extraction gives has words; parts stand before what is in them: `annex I, article 3, paragraph 2`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from core.symbols.identity import split
from search_api.wording import Wording

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "pre": "preambular", "h": "heading", "fn": "footnote", "mast": "masthead", "to": "addressee", "note": "note",
        "p": "unnumbered", "op": "operative", "t": "row", "i": "item",
    }
)  # fmt: skip
"""What is counted in its part, by the beginning of its step."""
_COUNTED = re.compile(
    rf"(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?P<number>\d+|(?<=fn)[*∗†‡]+)(?:~\d+)?"
)
_ALONE = frozenset({"title", "adoption", "enacting"})
_ANNEX = re.compile(r"(?P<word>annex|appendix)(?P<number>\d{0,3}|[IVXLC]{0,7}|[A-Z]|\d{0,3}[A-Za-z])(?:~\d+)?")
_QUOTE = re.compile(r"quote(?P<number>\d+)")
_ARTICLE = re.compile(r"art(?P<number>\d+[A-Za-z]*|[IVXLC]+[a-z]*|premier)(?:~\d+)?")
_DECISION = re.compile(r"[A-Z]{0,4}-?(?:\d+|[IVXL]+)[./][\w.]+(?:~\d+)?|\d+\.[A-Z]{1,3}")
_LETTER = re.compile(r"[a-z]{1,12}(?:~\d+)?")
_CAPITALS = re.compile(r"[A-Z]{1,6}(?:\.\d+)*(?:~\d+)?")
_AGAIN = re.compile(r"~\d+$")
"""Of a path that was taken already."""


def place(path: str, label: str | None, words: Wording, *, of: str | None = None) -> str:
    """`label` (as printed) counts only for notes: elsewhere the path says more, for it names the paragraph above too.

    `of`: id of the document that the place is named with; a decision inside of a report need not be named again.
    """
    steps = _joined_numbers(path.split("/"))
    if of is not None and len(steps) > 1 and _AGAIN.sub("", steps[0]) == split(of)[0].split("/", 2)[-1]:
        steps = steps[1:]
    named: list[str] = []
    for at, step in enumerate(steps):
        rest = steps[at + 1 :]
        holder = _holder(step, words, is_last=not rest)
        if holder is not None:
            named.append(holder)
            continue
        last = _last(step, rest, label, words, named)
        return words("places.other", path=path) if last is None else ", ".join([*named, last])
    return ", ".join(named)


def _last(step: str, rest: list[str], label: str | None, words: Wording, named: list[str]) -> str | None:
    """Words for the paragraph itself, with the letters below it; None for a step of a form that nothing gives."""
    plain = _AGAIN.sub("", step)
    if plain in _ALONE:
        return words(f"places.{plain}")
    counted = _COUNTED.fullmatch(step)
    if counted:
        number = label if counted["word"] == "fn" and label and not rest else counted["number"]
        return words(f"places.{_WORDS[counted['word']]}", path=number + _inner(rest))
    if step[:1].isdigit() or _CAPITALS.fullmatch(step):
        return words("places.paragraph", path=plain + _inner(rest))
    if _LETTER.fullmatch(step) and named:
        return words("places.item", path=_inner([step, *rest]).strip())
    return None


def _joined_numbers(steps: list[str]) -> list[str]:
    """`1/CP.21` is one number of a decision, and two steps of a path."""
    if len(steps) > 1 and steps[0].isdigit() and re.fullmatch(r"(?:CP|CMP|CMA|COP)\.\d+(?:~\d+)?", steps[1]):
        return [f"{steps[0]}/{steps[1]}", *steps[2:]]
    return steps


def _inner(steps: list[str]) -> str:
    return "".join(f" ({_AGAIN.sub('', step)})" for step in steps)


def _holder(step: str, words: Wording, *, is_last: bool) -> str | None:
    """Words for a step that names a part, an article, or a decision inside of a report, or a heading that has something below
    it; None for all others."""
    annex = _ANNEX.fullmatch(step)
    if annex:
        key = annex["word"] if annex["number"] else f"{annex['word']}_only"
        return words(f"places.{key}", path=annex["number"])
    for kind, form in (("quote", _QUOTE), ("article", _ARTICLE)):
        found = form.fullmatch(step)
        if found:
            return words(f"places.{kind}", path=found["number"])
    if _DECISION.fullmatch(step) and ("/" in step or not is_last):
        return words("places.decision", path=_AGAIN.sub("", step))
    heading = re.fullmatch(r"h(\d+)", step)
    return words("places.heading", path=heading[1]) if heading and not is_last else None
