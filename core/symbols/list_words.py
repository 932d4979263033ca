"""The words between two citations that go on as a list: `and`, `ainsi que`, `, in particular`, the noun of the kind, the name of a
treaty, a pin-point. Behind any other word a citation belongs to a phrase of its own.
"""

from __future__ import annotations

import re2

from core.symbols.passage import Passage

_WINDOW = 160  # characters before a citation in which these words stand
_JOIN = (
    r"(?:[,;:(\[*]|\b(?:and|et|or|ou|as well as|ainsi que|along with|together with|de meme que|plus|but also|mais aussi|not only|"
    r"non seulement)\b|&)"
    r"(?: ?(?:also|aussi|egalement|further|then|both|in particular|particularly|notably|especially|including|inter alia|e\.g\.|"
    r"notamment|en particulier|y compris|surtout|more recently|most recently|subsequently|later|finally|enfin)\b,?)*"
)
_NUMBER = r"(?:[0-9]{1,3}|[ivx]{1,5}|[a-h])(?: ?(?:bis|ter)\b)?(?: ?(?:\([a-z0-9]{1,4}\)|\)))*"
_PIN = (
    r"(?:(?:operative |preambular |new |draft )?(?:paragraphe?s?|paras?\.?|sub-?paragraphs?|alineas?|annexe?s?|appendix|"
    r"appendices?|sections?|chapters?|chapitres?|parts?|partie|tables?|tableaux?|text|texte|provisions|dispositions|terms|termes|title|titre|"
    r"schedule|list|liste|spirit|esprit|mandate|mandat|requests?|invitation|requirements|exigences|demandes?|objectives|objectifs)"
    rf"(?: {_NUMBER}(?:(?: ?, ?| ?- ?| and | et | to | a ){_NUMBER})*)?(?:,? (?:of|to|in|de|du|des|a|au|aux|dans)\b)?|d')"
)
_NOUN = (
    r"(?:the|its|their|his|our|this|these|those|all|any|la|les?|l'|sa|son|ses|leurs?|cette|ces?|cet|relevant|related|associated|"
    r"accompanying|corresponding|respective|applicable|other|certain|various|latest|same|first|second|third|information|previous|"
    r"earlier|recent|new|revised|said|aforementioned|following|existing|own|draft|projets?|pertinentes?|precedentes?|connexes|autres?|memes?|d'information|documents?|doc\.|"
    r"papers?|reports?|rapports?|conference|cop ?[0-9]*|cdp ?[0-9]*|parties|general assembly|assemblee generale|council|conseil|"
    r"commission|committee|comite|governing|united nations|decisions?|resolutions?|recomm[ae]ndations?|articles?|@|"
    r"de|of|du|des|d'|to|aux?|"
    r"</?[a-z]{1,8}>|[\"'\[*])"
)
_WHAT_STANDS_IN_IT = (
    r"(?:(?:outcomes?|results?|findings|conclusions|recommendations|principles|importance|relevance|contents?|resultats?|"
    r"recommandations|principes|contenu) (?:of|in|de|du|des)\b)"
)
_LEADS = re2.compile(
    rf"(?:{_JOIN} ?)+(?P<word>\b[a-z]+(?: |'))?(?:(?:de la|of the|to the|in the|dans la|a la|by the|par la) )?"
    rf"(?: ?(?:{_PIN}|{_NOUN}|{_WHAT_STANDS_IN_IT}))* ?$"
)
_BACK = re2.compile(rf"\b(?P<word>[a-z]+)(?: (?:la |l'|the )?| ?')(?: ?(?:{_PIN}|{_NOUN}))* ?$")
_NOTHING_ELSE = re2.compile(rf"(?: ?(?:{_PIN}|{_NOUN}))* ?")
_REPEATED = frozenset({"of", "to", "de", "du", "des", "d", "a", "au", "aux"})
"""Prepositions that say nothing of what is done: they may be repeated whatever leads to the first member."""
_ALONE = re2.compile(_NOUN)


def goes_on_as_list(passage: Passage, end: int, start: int, head: int) -> bool:
    """Whether only list words lead from the citation `head:end` to the one at `start`.

    A title or a pin-point may stand before them. A preposition may be repeated: `as set out in decision 14/5 and in decision 15/4`.
    """
    text = passage.view.text
    first = max(end, start - _WINDOW)
    window = text[first:start]
    if not window.strip():
        return True
    if _leads(window, text, head):
        return True
    named = _with_names_apart(passage, first, start)
    return named != window and _leads(named, text, head)


def _leads(window: str, text: str, head: int) -> bool:
    found = _LEADS.search(window)
    if found is None or window.rfind(";") > found.start():
        return False
    word = (found.group("word") or "").rstrip(" '")
    if not word or word in _REPEATED or _ALONE.fullmatch(word) or _ALONE.fullmatch(f"{word}'"):
        return True
    return word == _word_before(text[max(0, head - _WINDOW) : head])


def word_before(passage: Passage, begin: int, start: int) -> str | None:
    """What leads to a citation: the last word of `begin:start` that is no article, name, noun of the kind or pin-point."""
    first = max(begin, start - _WINDOW)
    if not passage.view.text[first:start].strip():
        return None
    return _word_before(_with_names_apart(passage, first, start))


def leads_directly(passage: Passage, begin: int, start: int) -> bool:
    """Whether `begin:start` is nothing but articles, names of treaties, nouns of the kind and pin-points."""
    if start - begin > _WINDOW:
        return False
    return _NOTHING_ELSE.fullmatch(_with_names_apart(passage, begin, start)) is not None


def _word_before(window: str) -> str | None:
    found = _BACK.search(window)
    return found.group("word") if found is not None else None


def _with_names_apart(passage: Passage, first: int, start: int) -> str:
    """The words before a citation with a sign for each name of a treaty."""
    pieces, done = [], first
    for mention in passage.mentions_between(first, start):
        if mention.start >= done:
            pieces.append(passage.view.text[done : mention.start] + "@")
            done = mention.end
    return "".join(pieces) + passage.view.text[done:start]
