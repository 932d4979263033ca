"""Plans of what stands in quotation marks: exact forms in order, near one another, or with an open end."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from index.query.plan import All, Near, Node, Phrase, PhrasePrefix, Prefix, Term

_FIELD = "exact"
MOST_NEAR = 12
"""Words of a phrase with ~: each two of them are one condition."""


def phrase(words: Sequence[str]) -> Node:
    """These words side by side, in this order; at least one."""
    return Term(_FIELD, words[0]) if len(words) == 1 else Phrase(_FIELD, tuple(enumerate(words)))


def open_phrase(words: Sequence[str]) -> Node:
    """The same, the last one being the beginning of a word. It weighs as what stands before it does."""
    *before, start = words
    if not before:
        return Prefix(_FIELD, start)
    return All((PhrasePrefix(_FIELD, tuple(before), start), phrase(before)))


def near(words: Sequence[str], slop: int) -> Node:
    """Different words with up to `slop` others between them, in any order where it is large enough (see `plan.Near`).

    More than two are near one another where each two of them are: `slop` and the words that the phrase has between
    them. They weigh as the words with AND do, whatever their distance.
    """
    pairs = itertools.combinations(range(len(words)), 2)
    nears = [Near(_FIELD, words[i], words[j], slop_of(slop, i, j)) for i, j in pairs]
    return All((*nears, *(Term(_FIELD, word) for word in words)))


def slop_of(slop: int, first: int, second: int) -> int:
    """How far the words at these two places of a phrase may be apart."""
    return slop + second - first - 1


def slop_refused(words: Sequence[str], slop: int) -> str | None:
    """Why words cannot be looked for near one another, with the mend; None where they can."""
    if len(words) > MOST_NEAR:
        return f"At most {MOST_NEAR} words are looked for near one another; leave some out, or ~{slop}."
    twice = next((word for place, word in enumerate(words) if word in words[:place]), None)
    if twice is not None:
        return f"“{twice}” stands twice in a phrase with ~{slop}, which cannot be looked for; write it once, or leave out ~{slop}."
    return None
