"""What the citing text does to the cited item: the governing verb in the same clause.

A verb governs the first citation behind it, and those that go on with it as a list (`core.symbols.list_words`). Any other citation
belongs to a phrase of its own, `Resolution 12.3 and the plan under Resolution 12.4`: only what stands between the two decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import re2

from core.records.document import Relation
from core.symbols.draft import Draft
from core.symbols.list_words import goes_on_as_list, leads_directly, word_before
from core.symbols.passage import Passage
from core.symbols.relation_words import Cue

_PASSIVE = re2.compile(r" (?:\w+ )?(?:by|par)\b")
_WHERE = re2.compile(r" (?:in|by|at)\b")
"""Behind a participle: `the guidance welcomed in decision 15/4`."""
_RELATIVE = re2.compile(r", (?:which|qui|dont|that|laquelle|lequel) |\b(?:which|qui|dont) ")
_OPENS_PHRASE = re2.compile(
    r"(?:[,;:]|\b(?:and|et|but|mais|or|ou))(?: (?:also|further|furthermore|aussi|egalement|en outre|to|de|d'|a)\b)* ?$"
)
"""A verb behind this is one of the sentence; behind other words it is of a title: `Resolution 12.3 on implementing the plan`."""
_APART = frozenset(
    {
        "on", "regarding", "concerning",
        "under", "by", "in", "for", "with", "from", "through", "at", "during", "per", "via", "against", "since", "within", "beyond",
        "sur", "concernant",
        "sous", "par", "dans", "pour", "avec", "selon", "lors", "en", "depuis", "suivant", "contre",
    }
)  # fmt: skip
"""What stands behind one of these is not what a verb of change acts upon: `approves the budget under Resolution 12.3`."""
_THAT = re2.compile(r"(?: (?:also|further|aussi|egalement|en outre))*(?: (?:that|que|qu'))?,? ?")
_BEFORE_NOUN = re.compile(r"\b(?:the|an?|this|its|their|all|any|existing|newly|recently|previously) $")
_OF_WHAT = re.compile(r"(?: (?:of|to|de|du|des|a|au|aux)|d')$")
"""The end of a noun of change, `amendments to`, `l'adoption de`: what it changes stands directly behind."""
_AGENT = re.compile(r" (?:by|par) ")
_NEGATED = re2.compile(
    r"\b(?:(?:not|never|cannot|without|nor|neither|sans|ni|pas|jamais|rather than|instead of|au lieu|plutot que)"
    r"(?: (?:to|be|been|being|yet|also|formally|further|then|in any way|de|d'|ete|encore|non plus|lieu|en rien))*|"
    r"(?:n'|ne)(?: ?(?:[lsy]'|le|la|les|en|y|se))?) ?$"
)
"""`decides not to amend`, `without replacing`, `de ne pas réviser`, `n'abroge pas`: nothing is done."""
_NEGATION_REACH = 40
_ITEM = re.compile(r"(?:^|[ (])\(?(?:[0-9]{1,2}|[ivx]{1,5}|[a-z])[).] ?$")
_ITEM_REACH = 10
_NEAR = 250  # characters over which "pursuant to" reaches; a list of citations may stand between
_FAR = 4000  # characters over which a verb reaches: the longest real lists of decisions have about 1,000
_STEPS = 20  # citations looked back over for the one that a list goes on from


def relations_of(passage: Passage, drafts: Sequence[Draft]) -> tuple[Relation | None, ...]:
    """For all citations of a passage, in order."""
    found: list[Relation | None] = []
    of_list: dict[int, int] = {}
    for index, draft in enumerate(drafts):
        member = of_list.get(draft.head)
        found.append(found[member] if member is not None else _relation(passage, drafts, found, index))
        of_list[draft.head] = index
    return tuple(found)


def _relation(
    passage: Passage, drafts: Sequence[Draft], found: Sequence[Relation | None], index: int
) -> Relation | None:
    text, start = passage.view.text, drafts[index].start
    if _in_note(text, start):
        return "cites"
    begin, _ = passage.clause(start)
    before = _before(passage, drafts, index)
    end = drafts[before].end if before is not None else begin
    if before is not None and found[before] is not None:
        goes_on = goes_on_as_list(passage, end, start, drafts[before].head)
        items = _item_before(text, drafts[before].head) and _item_before(text, start)
        if (goes_on or items) and not _verb_between(passage, end, start):
            return found[before]
    return _governed(passage, start, max(begin, end))


def _before(passage: Passage, drafts: Sequence[Draft], index: int) -> int | None:
    """The citation in the same sentence that this one may go on from: not one in a bracket or relative clause that has ended."""
    text, start = passage.view.text, drafts[index].start
    begin, _ = passage.sentence(start)
    item = _item_before(text, start)
    leading = item.start() if item is not None else start  # the bracket of `b)` closes none
    for place in range(index - 1, max(-1, index - 1 - _STEPS), -1):
        end = drafts[place].end
        if end < begin or start - end > _FAR:
            return None
        between = text[end : max(end, leading)]
        if between.count(")") > between.count("("):
            continue
        if (
            place
            and drafts[place - 1].end >= begin
            and between.startswith(",")
            and drafts[place].start - drafts[place - 1].end <= _NEAR
            and _RELATIVE.search(passage.view.data[drafts[place - 1].end : drafts[place].start])
        ):
            continue
        return place
    return None


def _verb_between(passage: Passage, end: int, start: int) -> bool:
    """Whether the sentence has another verb before the citation at `start`."""
    for cue in passage.cues_before(start):
        if cue.start < end:
            return False
        if cue.strength not in {"place", "basis"} and _OPENS_PHRASE.search(
            passage.view.data[max(end, cue.start - 40) : cue.start]
        ):
            return True
    return False


def _governed(passage: Passage, start: int, begin: int) -> Relation | None:
    """By what stands between `begin` and `start`, going back from the citation.

    A verb that makes or changes what it governs decides, unless it is passive (`amended by`) or another phrase stands between;
    a basis (`pursuant to`) decides, unless the paragraph's own verb governs it (`recalling that in accordance with`) or the
    citation is not what it leads to (`recalling the implementation of the plan and`);
    a place (`contained in`) is a plain citation, unless what stands there is being implemented. A second verb that no relation is
    known of ends the reach of the first: `delete Decision 13.9 and retain Decision 13.10`.
    """
    view = passage.view
    bracketed = _bracketed(view.text, begin, start)
    tentative: Relation | None = None
    basis: Cue | None = None
    blocked = founded = False
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
            if bracketed:
                founded = True
            elif basis is None and start - cue.end <= _NEAR:
                basis = cue
            continue
        if cue.strength == "act" and _NEGATED.search(view.data[max(begin, cue.start - _NEGATION_REACH) : cue.start]):
            return tentative
        if cue.strength == "act" and (founded or not _acts_upon(passage, cue, start)):
            continue
        if (
            cue.strength == "lead"
            and _WHERE.match(view.data, cue.end)
            and view.text[cue.start : cue.end].endswith("ed")
        ):
            continue
        if tentative or (blocked and cue.strength == "lead"):
            break
        if basis is not None and (cue.strength == "act" or _apart(passage, cue, basis, start)):
            break
        if start - cue.end > _FAR or _RELATIVE.search(view.data[cue.end : start]):
            return None
        return cue.relation
    if basis is not None:
        return "implements"
    return tentative or ("cites" if bracketed and _opens(view.text, start) else None)


def _apart(passage: Passage, lead: Cue, basis: Cue, start: int) -> bool:
    """Whether the citation is the basis of something else than what the verb says: `welcoming the report made pursuant to`."""
    if _THAT.fullmatch(passage.view.data[lead.end : basis.start][:_NEAR]):
        return False
    return leads_directly(passage, basis.end, start)


def _acts_upon(passage: Passage, cue: Cue, start: int) -> bool:
    text = passage.view.text
    if _PASSIVE.match(passage.view.data, cue.end):
        return False
    if text[cue.start : cue.end].endswith("ed") and _BEFORE_NOUN.search(text, max(0, cue.start - 12), cue.start):
        return False  # `the amended guidelines of Resolution 12.3`
    between = text[cue.end : start]
    if _OF_WHAT.search(text, cue.start, cue.end):
        return leads_directly(passage, cue.end, start)
    comma = between.rfind(",")
    opened = between.rfind("(")
    if (
        opened >= 0 and ")" not in between[opened:]
    ):  # the symbol of what is adopted: `adopts the plan (UNEP/CMS/COP13/Doc.18)`
        return _AGENT.search(between) is None and leads_directly(passage, cue.end + opened + 1, start)
    if comma >= 0 and not leads_directly(passage, cue.end + comma + 1, start):
        return False
    return word_before(passage, cue.end, start) not in _APART


def _item_before(text: str, start: int) -> re.Match[str] | None:
    """The number or letter of a list directly before: `repeals: a) Resolution 5.11, title; and b) Resolution 8.13`."""
    return _ITEM.search(text, max(0, start - _ITEM_REACH), start)


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
