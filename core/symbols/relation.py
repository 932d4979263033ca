"""What the citing text does to the cited item: the governing verb in the same clause."""

from __future__ import annotations

import re2

from core.records.document import Relation
from core.symbols.passage import Passage

_PASSIVE = re2.compile(r" (?:\w+ )?(?:by|par)\b")
_RELATIVE = re2.compile(r", (?:which|qui|dont|that|laquelle|lequel) |\b(?:which|qui|dont) ")


_NEAR = 250  # characters over which "pursuant to" reaches; a list of citations may stand between

_FAR = 4000  # characters over which a verb reaches: the longest real lists of decisions have about 1,000


def relation_of(passage: Passage, start: int) -> Relation | None:
    """For a citation that begins at `start` of the view.

    Going back from the citation: a verb that makes or changes what it governs decides, unless it is passive (`amended by`);
    a basis (`pursuant to`) decides, unless the paragraph's own verb (`recalling that in accordance with`) governs it;
    a place (`contained in`) is a plain citation, unless what stands there is being implemented. A second verb that no relation is
    known of ends the reach of the first: `delete Decision 13.9 and retain Decision 13.10`.
    """
    begin, _ = passage.clause(start)
    view = passage.view
    if _in_note(view.text, start):
        return "cites"
    bracketed = _bracketed(view.text, begin, start)
    tentative: Relation | None = None
    basis = blocked = False
    for cue in passage.cues_before(start):
        if cue.start < begin or start - cue.start > 2 * _FAR:
            break
        if cue.strength == "end":
            return None
        if cue.strength == "other":
            blocked = True
            continue
        if cue.strength == "place":
            tentative = tentative or cue.relation
            continue
        if cue.strength == "basis":
            basis = basis or (not bracketed and start - cue.end <= _NEAR)
            continue
        if cue.strength == "act" and _PASSIVE.match(view.data, cue.end):
            continue
        if tentative or (blocked and cue.strength == "lead"):
            break
        if cue.strength == "act" and basis:
            break
        if start - cue.end > _FAR or _RELATIVE.search(view.data[cue.end : start]):
            return None
        return cue.relation
    if basis:
        return "implements"
    return tentative or ("cites" if bracketed and _opens(view.text, start) else None)


def _in_note(text: str, start: int) -> bool:
    """The citation opens a footnote that markup has put into the sentence."""
    tag = text[max(0, start - 400) : start]
    if not tag.endswith((">", "> ")):
        return False
    opened = max(tag.rfind(name) for name in ("<authorialnote", "<footnote", "<fn"))
    return opened >= 0 and "</" not in tag[opened:]


def _bracketed(text: str, begin: int, start: int) -> bool:
    before = text[max(begin, start - _FAR) : start]
    return before.count("(") > before.count(")")


def _opens(text: str, start: int) -> bool:
    """Only a name or two stand between the bracket and the citation."""
    inside = text[max(0, start - 80) : start].rpartition("(")[2]
    return len(inside.split()) <= 2
