"""Which treaty a number belongs to: the words beside it, its style, the home treaty, the sentence."""

from __future__ import annotations

import re2

from core.symbols.forms import Form
from core.symbols.lists import Item
from core.symbols.normalise import fold
from core.symbols.passage import Passage

_BEFORE_GAP = re2.compile(
    r"(?:'s)?(?: ?\((?:cop|cdp|mop)[- ]?[0-9]{0,2}(?:'s)? )?"
    r"[ \"':/,-]*(?:(?:cop|cdp|mop|coms?|conference|convention|convention's|of the parties|no|document|draft|its|"
    r"commission|council|board|secretariat|congress|wcc|resolution|decision) ?-?[0-9]* ?)*[ \"':/-]*"
)
_AFTER_GAP = re2.compile(
    r"[ ,)\]\"'(-]*(?:\([^)]{0,40}\) ?)?(?:,? ?(?:annexe?s?|paragraphs?|paragraphes?|paras?\.?|section|chapter|appendix|appendice|"
    r"part|partie|in) [a-z0-9(), -]{1,30}?,? )?,? ?"
    r"(?:(?:adopted|adoptee?s?|taken|prises?|rendue?s?|issued) )?"
    r"(?:of|de|d'|du|des|from|by|par|under|to|in|au|aux|a|dans|the|la|le|l') ?"
    r"(?:(?:of|de|d'|du|des|the|la|le|les|l'|a|au|aux|to|its|sa|conference|parties|meeting|reunion|session|cop|"
    r"first|second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|thirteen|fourteen|fifteen)th|"
    r"premiere|(?:deux|trois|quatr|cinqu|six|sept|huit|neuv|dix|onz|douz|treiz|quatorz|quinz)ieme|"
    r"cdp|mop|contractantes|contracting|"
    r"[0-9]{1,2}(?:st|nd|rd|th|er|e|eme)?|[0-9]{4}|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|"
    r"janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)[ ',]*)*"
)
_LETTERED = re2.compile(r"[a-z]\. ?[0-9]")  # `Board decision B.08/08`: no number of a council or court
_REACH = 110
_SOON = 16  # behind a type word the number begins within so many characters
_SENTENCE = 2000  # characters looked at on either side within one sentence: more is a table, not a sentence


def treaties_of(passage: Passage, form: Form, values: dict[str, str], item: Item) -> tuple[str, ...]:
    """Readings, best first: one where it is clear, none where the text is of other law, several where nothing decides."""
    start, head, end = item.start, item.head, max(item.tail, item.end)
    fitting = tuple(one for one in form.candidates if form.allows(one, values))
    if not fitting:
        return ()
    if len(form.candidates) == 1 and not form.row.requires_named:
        return fitting
    if _other_law(passage, head, end) and not _LETTERED.match(passage.view.data, item.found.start):
        return ()
    beside = item.named or named_before(passage, head) or named_after(passage, end)
    if beside in fitting:
        return (beside,)
    fitting = tuple(one for one in fitting if not form.beside_only(one))
    if beside is not None:
        nearest = [one for one in fitting if beside in passage.grammar.treaties.family(one)]
        if nearest and not form.named_only(nearest[0]):
            return (nearest[0],)
        if form.row.requires_named and not nearest and named_after(passage, end, owner=True) is not None:
            return ()
        if beside in (item.named, named_before(passage, head)) and (form.kind == "document" or not nearest):
            return ()  # `CBD COP4 Inf.3`: what is named has no such numbers, and nothing else is meant
    subject = _governing_body(passage, start, fitting) or _author(passage, head, fitting)
    if subject is not None:
        return (subject,)
    if passage.home in fitting:
        return (passage.home,)
    near = _in_sentence(passage, start, fitting)
    if near is not None:
        return (near,)
    free = tuple(one for one in fitting if not form.named_only(one))
    free = _by_meeting(passage, form, free, head, end) or free
    if len(free) <= 1:
        return free
    related = [one for one in free if one in passage.grammar.treaties.family(passage.home)]
    if related:
        return (related[0],)
    anywhere = {mention.treaty for mention in passage.mentions} & set(free)
    return tuple(anywhere) if len(anywhere) == 1 else free


def _by_meeting(passage: Passage, form: Form, fitting: tuple[str, ...], head: int, end: int) -> tuple[str, ...]:
    """Those whose name for a meeting stands in a revision of the list: `Decisions 14.77 and 14.78 (Rev. CoP15)`."""
    printed = passage.view.surface(head, end) if form.row.revised and len(fitting) > 1 else ""
    return tuple(one for one in fitting if (name := form.meeting(one)) is not None and name in printed)


def named_before(passage: Passage, head: int) -> str | None:
    """The treaty named directly before: `CBD Decision`, `(AEWA Resolution`, `General Assembly resolution`."""
    mentions = passage.mentions_between(max(0, head - _REACH), head)
    if not mentions:
        return None
    gap = passage.view.data[mentions[-1].end : head]
    return mentions[-1].treaty if _BEFORE_GAP.fullmatch(gap) else None


def named_after(passage: Passage, end: int, *, owner: bool = False) -> str | None:
    """The treaty named directly behind: `de la CDB`, `of 20 February 2009 of the Governing Council`, `(CITES)`.

    As `owner` a preposition has to lead to it.
    """
    mentions = passage.mentions_between(end, min(len(passage.view), end + 2 * _REACH))
    if not mentions:
        return None
    gap = passage.view.data[end : mentions[0].start]
    if _names_the_next(passage, mentions[0].end):
        return None
    if len(gap) <= _REACH and ((gap in {b" (", b", "} and not owner) or _AFTER_GAP.fullmatch(gap)):
        return mentions[0].treaty
    return None


def _names_the_next(passage: Passage, end: int) -> bool:
    """Whether the name that ends at `end` is that of another number: `Resolutions 7.5 and 11.27, EUROBATS Resolution 8.4`."""
    view = passage.view
    head = passage.grammar.heads.match(view.data, end + (view.text[end : end + 1] == " "))
    return head is not None and any(sign.isdigit() for sign in view.text[head.end() : head.end() + _SOON])


_BODY_BEFORE = re2.compile(
    r"(?:parties? (?:to|of) (?:the )?|parties (?:a|de) (?:la |l'|le )?|parties au |cop[ 0-9]*(?:to|"
    r"of) (?:the )?|cop ?[0-9]* de la |"
    r"adopted (?:by|under) (?:the )?|under (?:the )?|in (?:the )?|dans l'|a l'|pendant l'|par (?:la |l'|le )?|"
    r"at (?:the )?|by (?:the )?)$"
)


def _governing_body(passage: Passage, start: int, fitting: tuple[str, ...]) -> str | None:
    """`The Conference of the Parties to X, in decision …`: the body that decided, where it stands before in the sentence."""
    begin = max(passage.sentence(start)[0], start - _SENTENCE)
    for mention in reversed(passage.mentions_between(begin, start)):
        if mention.treaty in fitting and _BODY_BEFORE.search(
            passage.view.data[max(begin, mention.start - 40) : mention.start]
        ):
            return mention.treaty
        if mention.treaty == passage.home:
            return None
    return None


_AUTHOR = re2.compile(
    r"(?:'s)?(?: (?:cop|cdp|mop|rdp) ?-?[0-9]{0,2}| parties| conference| contracting parties)?,?"
    r"(?: (?:has|have|had|a|ont|avait|avaient|also|aussi|egalement|recently|recemment|subsequently|ensuite|"
    r"in [0-9]{4}|en [0-9]{4}),?)*"
    r"(?: (?:adopted|adopte|approved|approuve|endorsed|passed|issued|publie|agreed|took|pris|repealed|abroge|"
    r"revised|revise|amended|modifie|renewed|reaffirmed)(?: (?:the|la|le|les|its|sa|ses|their|leurs?|on|to|both))?|"
    r" (?:in|by|through|with|dans|par|avec) (?:its|sa|ses|their|leurs?)) ?"
)
"""Between the name of a treaty and what its body adopted: `CMS adopted`, `la CITES a adopté la`, `the CBD, in its`."""


def _author(passage: Passage, head: int, fitting: tuple[str, ...]) -> str | None:
    """The treaty whose body is the subject of the words directly before: `CMS adopted Resolution 14.15`."""
    mentions = passage.mentions_between(max(0, head - _REACH), head)
    if not mentions or mentions[-1].treaty not in fitting:
        return None
    return mentions[-1].treaty if _AUTHOR.fullmatch(passage.view.data[mentions[-1].end : head]) else None


def _in_sentence(passage: Passage, start: int, fitting: tuple[str, ...]) -> str | None:
    begin, end = passage.sentence(start)
    begin, end = max(begin, start - _SENTENCE), min(end, start + _SENTENCE)
    named = [mention for mention in passage.mentions_between(begin, end) if mention.treaty in fitting]
    if not named:
        return None
    return min(named, key=lambda mention: (abs(mention.start - start), mention.start)).treaty


def _other_law(passage: Passage, head: int, end: int) -> bool:
    data, other = passage.view.data, passage.grammar.other_law
    if other.body_after.match(data, end):
        return True
    body = other.body_before.search(data[max(0, head - 30) : head])
    return (
        body is not None
        and not _own_body(passage, body.group().decode().strip())
        and named_before(passage, head) is None
    )


def _own_body(passage: Passage, name: str) -> bool:
    """Whether a body is that of the home treaty: `Council decision 2004/233` in a text of the Economic and Social Council."""
    home = passage.grammar.treaties.get(passage.home)
    return home is not None and any(
        fold(one).endswith(f" {name}")
        for one in (*(name for names in home.names.values() for name in names), *home.aliases)
    )
