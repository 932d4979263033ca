"""What a name of law means: `the Convention`, `the Whaling Convention`, `the said Protocol`, `the KP`, `the Cotonou Agreement`.

Full and short names of treaties are found by `core.treaties`; here is what stands for them, and what only looks like them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import re2

from core.symbols.other_law import TREATY_FORMS
from core.symbols.passage import Passage

FORMS: Mapping[str, str] = MappingProxyType(
    {
        "conventions": "convention", "protocols": "protocol", "protocole": "protocol", "protocoles": "protocol",
        "agreements": "agreement", "accord": "agreement", "accords": "agreement", "treaties": "treaty", "traite": "treaty",
        "traites": "treaty",
    }
)  # fmt: skip
_PLAIN = frozenset(
    {
        "the", "this", "that", "these", "those", "present", "said", "same", "very", "revised", "amended", "original",
        "aforesaid", "aforementioned", "afore-mentioned", "above-mentioned", "abovementioned", "above", "relevant", "parent",
        "mother", "whole", "entire", "both", "two", "three", "respective", "la", "le", "les", "l", "cette", "ce", "ces", "cet",
        "ladite", "ledit", "lesdites", "presente", "meme", "deux", "trois", "un", "une", "unep", "united", "nations", "wording",
        "text", "provisions", "of", "to", "under", "from", "dudit", "audit", "desdits", "desdites", "d", "texte", "du", "de",
        "framework", "its", "their", "a", "each", "any", "such",
    }
)  # fmt: skip
"""Words beside `Convention` that do not say which one. Those that a name has all the same are tried first."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BACK = frozenset(
    {
        "said",
        "that",
        "same",
        "ladite",
        "ledit",
        "dudit",
        "audit",
        "cette",
        "cet",
        "ce",
        "meme",
        "aforesaid",
        "aforementioned",
    }
)
"""These mean the one named last, whatever the treaty of the text."""
_COMMON = frozenset(
    {
        "international",
        "european",
        "conservation",
        "protection",
        "environmental",
        "environment",
        "african",
        "europe",
        "world",
    }
)
"""In the names of too many treaties to tell one."""
_TITLE = re.compile(
    r"(?: (?P<english>on|for|relating to|concerning|to|against) (?:the )?| (?:sur|relati(?:f|ve) a(?:ux?)?|pour|concernant|contre) "
    r"(?!(?:une?|ce|cet|cette|ces|son|sa|ses|leurs?|tout|toute|chaque)\b))(?P<title>[^,.;:()]{3,80})"
)
_TITLE_WORDS = 2
_SUBJECT = re.compile(
    r"(?:(?:the|la|les?|l') ?)*(?:(?P<place>(?:non-)?(?:annexe?|appendix|schedule|article|part(?:y|ies)|developing|developed|"
    r"its)\b)|(?P<word>[a-z-]+))"
)
_TOLD_FR = re.compile(r" (?:sur|pour|concernant|relati(?:f|ve) a(?:ux?)?) ")
_REACH_BACK = 16  # characters before a word: in capitals the whole line is
_FAR = 20_000
"""Characters before a name in which one that it repeats may stand."""
_SEVERAL = re.compile(
    r"(?:the )?(?P<places>[a-z]+(?:, [a-z]+){0,4},? (?:and|et) [a-z]+) (?P<form>conventions|protocols|agreements)\b|"
    r"(?P<forme>conventions|protocoles|accords) de (?P<lieux>[a-z]+(?:, (?:de )?[a-z]+){0,4},? et (?:de )?[a-z]+)\b"
)
_PLACE = re.compile(r"\b(?!(?:and|et|de)\b)[a-z]+")
_ANY_FORM = re2.compile(TREATY_FORMS)
_FORM = re.compile(r"(?:convention|agreement|treaty|protocol|accord|traite|protocole) ")
_OF_FORM_FR = re.compile(
    r" (?P<title>de|d'|du|des|sur|relati(?:f|ve) a(?:ux?)?|pour|concernant|contre|no\b|n(?=\. ?[0-9])|"
    r"general(?= (?:sur|des?|du)\b)|additionnel|supplementaire|facultatif)\b"
    r"(?! (?:une?|ce|cet|cette|ces|son|sa|ses|leurs?|tout|toute|chaque)\b) ?"
)
_OF_STATES_FR = re.compile(r" (?:des nations unies|de l'onu|internationale?)(?= )")
_ELSEWHERE_FR = re.compile(r" (?:de|d'|du) (?:(?:19|20)[0-9]{2}|[0-9]{1,2} )")
_LETTERS = re.compile(r"[a-z]+")
_SMALL = frozenset(
    {"of", "on", "the", "to", "and", "for", "in", "de", "la", "le", "les", "des", "du", "sur", "l", "d", "et", "a"}
)


def form_of(word: str) -> str:
    return FORMS.get(word, word)


def names_treaty(passage: Passage) -> bool:
    """Whether any word of the text may name a treaty: where none does and the text has no home, no article is one of a treaty."""
    return _ANY_FORM.search(passage.view.data) is not None or bool(passage.mentions)


def generic(passage: Passage, position: int, form: str, words: Iterable[str] = ()) -> tuple[str, ...]:
    """What `the Convention` at `position` means: as defined in the text, as named last, as the treaty of the text has it."""
    defined = _defined(passage, position, form)
    if defined is not None:
        return (defined,)
    if _BACK.intersection(words):
        last = _last_of_form(passage, position, form)
        if last:
            return last
    found = passage.grammar.treaties.by_form(passage.home, form)
    if len(found) == 1:
        return found
    last = _last_of_form(passage, position, form) or tuple(filter(None, (passage.forms.get(form),)))
    return last if last and (not found or last[0] in found) else found


def _defined(passage: Passage, position: int, form: str) -> str | None:
    """As defined before `position`, the first where there are several."""
    return next((one.treaty for one in passage.definitions if one.end <= position and form_of(one.form) == form), None)


def _last_of_form(passage: Passage, position: int, form: str) -> tuple[str, ...]:
    rows = passage.grammar.treaties.rows
    for mention in reversed(passage.mentions_between(max(0, position - _FAR), position)):
        if rows[mention.treaty].form == form:
            return (mention.treaty,)
    return ()


def meant_by(passage: Passage, form: tuple[int, int], kind: str, before: str) -> tuple[str, ...]:
    """What a name means whose form (`Convention`) stands at `form`; `before` are the words in front of it. Empty for other law."""
    words = [word for word in _WORD.findall(before) if not _YEAR.match(word)]
    telling = [word for word in words if word not in _PLAIN]
    title = _title_behind(passage, form[1])
    if not telling and not title:
        exact = _by_words(passage, form[0], kind, [word for word in words if word == "framework"], [])
        return exact or generic(passage, form[0], kind, words)
    return _by_words(passage, form[0], kind, telling, title)


def _title_behind(passage: Passage, end: int) -> list[str]:
    """The first words of a title: `on Human Rights`. In small letters in English it is none: `on arrangements for …`."""
    found = _TITLE.match(passage.view.text, end)
    if found is None or (found.group("english") and not is_upper(passage, found.start("title"))):
        return []
    if _is_subject(passage, found.start("title")):
        return []
    words = _WORD.findall(found.group("title"))
    return [word for word in words if word not in _SMALL][:_TITLE_WORDS]


def _is_subject(passage: Passage, position: int) -> bool:
    """Whether what begins there is what an article says something of, and no title: `the Protocol for LMOs`, `the Convention for
    Annex I Parties`, `le Protocole pour les OVM`."""
    word = _SUBJECT.match(passage.view.text, position)
    if word is None:
        return False
    if word.group("place"):
        return True
    letters = passage.view.surface(*word.span("word"))
    capitals = sum(letter.isupper() for letter in letters)
    return capitals > 1 and not passage.view.surface(max(0, position - _REACH_BACK), position).isupper()


def _by_words(passage: Passage, position: int, kind: str, words: list[str], title: list[str]) -> tuple[str, ...]:
    """`the International Treaty`, `the Whaling Convention`: words of the name of a treaty of the family, or of one named before;
    else of one listed treaty alone, where its name has them behind the form or begins with them. What stands before the form in a
    name, as a place does, other treaties may share: `the Vienna Convention`."""
    if not words and not title:
        return ()
    treaties = passage.grammar.treaties
    near = (
        *treaties.family(passage.home),
        *(one.treaty for one in reversed(passage.mentions_between(max(0, position - _FAR), position))),
    )
    for one in near:
        if _has_words(passage, one, kind, {*words, *title}):
            return (one,)
    start = f"{' '.join(words)} {kind}"
    others = [
        one
        for one in treaties.rows
        if _has_words(passage, one, kind, {*words, *title})
        and (
            (words and any(name.startswith(start) for name in treaties.names_of[one]) and _COMMON.issuperset(words))
            or (
                not _COMMON.issuperset((*words, *title))
                and _has_words(passage, one, kind, {*words, *title}, behind=True)
            )
        )
    ]
    return tuple(others) if len(others) == 1 else ()


def _has_words(passage: Passage, treaty: str, form: str, words: set[str], *, behind: bool = False) -> bool:
    treaties = passage.grammar.treaties
    if treaties.rows[treaty].form != form:
        return False
    for name in treaties.names_of[treaty]:
        text = _FORM.split(name, maxsplit=1)[-1] if behind else name
        if set(_WORD.findall(text)).issuperset(words):
            return True
    return False


def french_name(passage: Passage, form: tuple[int, int], kind: str) -> tuple[str, ...] | None:
    """What a French name says behind its form; None where it says nothing, and for English."""
    text = passage.view.text
    if text.startswith("-cadre", form[1]):
        if _OF_FORM_FR.match(text, form[1] + len("-cadre")):
            return ()
        return meant_by(passage, (form[0], form[1] + len("-cadre")), kind, f"{text[slice(*form)]}-cadre")
    if _ELSEWHERE_FR.match(text, form[1]):
        return None
    states = _OF_STATES_FR.match(text, form[1])
    end = states.end() if states is not None else form[1]
    if states is not None or _OF_FORM_FR.match(text, end):
        for treaty, names in passage.grammar.treaties.names_of.items():
            for name in names:
                head, _, rest = name.partition(" ")
                if rest and form_of(head) == kind and text.startswith(f" {rest}", end):
                    return (treaty,)
    told = _TOLD_FR.match(text, end)
    if told is not None and _is_subject(passage, told.end()):
        return None
    if states is not None and "international" in states.group():
        return meant_by(passage, (form[0], end), kind, states.group())
    return () if _OF_FORM_FR.match(text, end) else None


def several_named(passage: Passage, position: int) -> tuple[str, ...]:
    """`the Basel, Rotterdam and Stockholm Conventions`: the treaty of the text where it is one of them, else each."""
    found = _SEVERAL.match(passage.view.text, position)
    if found is None:
        return ()
    phrases = passage.grammar.treaties.phrases
    if found.group("form"):
        kind = form_of(found.group("form"))
        named = [phrases.get(f"{place} {kind}") for place in _PLACE.findall(found.group("places"))]
    else:
        kind = found.group("forme").removesuffix("s")
        named = [phrases.get(f"{kind} de {place}") for place in _PLACE.findall(found.group("lieux"))]
    treaties = tuple(one for one in named if one is not None)
    return (passage.home,) if passage.home in treaties else treaties


def by_letters(passage: Passage, letters: str) -> str | None:
    """`the KP`, `the PA`: the treaty of the family whose name has these first letters."""
    treaties = passage.grammar.treaties
    found = [
        one
        for one in treaties.family(passage.home)
        if treaties.rows[one].articles is not None
        and any(letters in _first_letters(name) for name in treaties.short_names_of[one])
    ]
    return found[0] if len(found) == 1 else None


def _first_letters(name: str) -> tuple[str, str]:
    words = _LETTERS.findall(name)
    return "".join(word[0] for word in words), "".join(word[0] for word in words if word not in _SMALL)


def is_capital(passage: Passage, position: int) -> bool:
    """Whether the letter that stands there in the view is a capital in the text, or a figure."""
    return not passage.view.surface(position, position + 1).islower()


def is_upper(passage: Passage, position: int) -> bool:
    """Whether a capital stands there in the text."""
    return passage.view.surface(position, position + 1).isupper()
