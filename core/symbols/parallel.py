"""Symbols side by side that name one text: `resolution 70/1 (A/RES/70/1)`, `decision 1/CP.16 (FCCC/CP/2010/7/Add.1)`,
`FCCC/KP/CMP/2022/4–FCCC/PA/CMA/2022/3`.
"""

from __future__ import annotations

import re

from core.symbols.draft import Draft
from core.symbols.passage import Passage

_OPENS = re.compile(r" ?[(\[] ?(?:(?:the )?(?:document|doc\.?|symbol|cote) )?")
_CLOSES = re.compile(r" ?[)\]]")
_BODY_BETWEEN = re.compile(r",?(?: [a-z']+){0,9},? ?[(\[] ?(?:[a-z']+ ){0,5}")
"""The body that decided may stand before the bracket, or in it: `(General Assembly resolution 70/1)`."""
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:see|voir|cf|also|aussi|and|et|or|ou|amended|modifiee?|revised|replac[a-z]+|remplac[a-z]+)\b"
)
_REACH = 90


def joined(passage: Passage, drafts: list[Draft]) -> list[Draft]:
    """A paper of two bodies has two symbols with a dash between: one citation, by the first, over both."""
    kept: list[Draft] = []
    for draft in drafts:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.kind == draft.kind == "document"
            and draft.start == before.end + 1
            and passage.view.text[before.end] == "-"
            and before.parallel is None
        ):
            before.parallel, before.end = draft.ids[0], draft.end
            continue
        kept.append(draft)
    return kept


def merged(passage: Passage, drafts: list[Draft]) -> list[Draft]:
    """Of two that stand side by side for one text the first stays, and the norm before the paper that holds it.

    A paper behind several norms, `Decisions 17.51 to 17.53 (SC70 Doc. 30.1)`, is the text of none of them.
    """
    kept: list[Draft] = []
    for draft in drafts:
        of_list = len(kept) > 1 and kept[-2].head == kept[-1].head and kept[-2].parallel is None
        if kept and _same_text(passage, kept[-1], draft) and not (of_list and draft.ids != kept[-1].ids):
            if draft.ids != kept[-1].ids:
                kept[-1].parallel = draft.ids[0]
            continue
        kept.append(draft)
    return kept


def _same_text(passage: Passage, first: Draft, second: Draft) -> bool:
    text = passage.view.text
    if not 0 < second.start - first.end <= _REACH or _CLOSES.match(text, second.end) is None:
        return False
    between = text[first.end : second.start]
    if first.ids == second.ids and len(first.ids) == 1 and first.kind != "article":
        return _BODY_BETWEEN.fullmatch(between) is not None and _POINTS_ELSEWHERE.search(between) is None
    if first.kind not in {"decision", "resolution", "recommendation"} or second.kind != "document":
        return False
    family = passage.grammar.treaties.family(first.treaty)
    return second.treaty in family and _OPENS.fullmatch(between) is not None
