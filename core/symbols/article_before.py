"""What stands before a list of articles: `the Paris Agreement, in particular its`, `Directive 2009/147/EC, `, `CITES `."""

from __future__ import annotations

import re
from collections.abc import Iterator

import re2
from msgspec import Struct

from core.symbols.instruments import by_letters, form_of, french_name, generic, is_upper, meant_by
from core.symbols.other_law import TREATY_FORMS
from core.symbols.passage import Passage
from core.symbols.treaty_context import named_before

_EMPHASIS = (
    r"(?:(?:more|most|and|et|plus|tout) )?(?:in particular|particularly|specifically|especially|notably|including|such as|namely|"
    r"viz\.?|see(?: also)?|e\.g\.,?|i\.e\.,?|cf\.?|inter alia|notamment|en particulier|particulierement|specialement|precisement|"
    r"y compris|dont|a savoir|tels? que|telles? que|voir|entre autres)"
)
_PREPOSITION = r"(?:in|under|at|by|through|with|pursuant to|en|dans|a|aux?|par|selon|en vertu de)"
_DETERMINER = r"(?:(?:its|ses|son|sa|the|les|la|le) )?(?:l')?"
_EMPHATIC = (
    rf"[ ,;(\[]*(?:(?:and|et),? )?(?:{_EMPHASIS}[ ,:]*){{1,2}}(?:(?:{_PREPOSITION}|of|to|de|du|des) ?)?{_DETERMINER}"
)
_VERB = (
    r"(?:provide[sd]?|states?|stated|requires?|required|sets? (?:out|forth)|stipulates?|stipulated|specif(?:y|ies|ied)|"
    r"defines?|defined|establishe?[sd]?|recogni[sz]e[sd]?|obliges?|calls?|prescribes?|foresees?|contains?|mandates?|declares?|allows?|"
    r"prevoi(?:t|ent)|dispose(?:nt)?|stipule(?:nt)?|exige(?:nt)?|etabli(?:t|ssent)|enonce(?:nt)?|defini(?:t|ssent)|impose(?:nt)?|"
    r"reconnai(?:t|ssent)|indique(?:nt)?|prescri(?:t|vent)|precise(?:nt)?|oblige(?:nt)?|consacre(?:nt)?)"
)
_SAYS = rf"(?:,? (?:also|further|already|aussi|egalement))? {_VERB},? {_PREPOSITION} ?{_DETERMINER}"
_GAP = re.compile(
    rf"(?:'s)?(?:,? (?:of|de) (?:19|20)[0-9]{{2}})?(?: ?\([^()]{{1,40}}\))?[\"')\]]*"
    rf"(?P<gap>{_EMPHATIC}|{_SAYS}|,? (?:in|at|dans|en) (?:the |l'|les )?| ?[,:]? ?[(\[]? ?| - )"
)
"""Between a name, with what still belongs to it, and its article."""
_EMPHATIC_END = re2.compile(rf"(?:{_EMPHATIC}|{_SAYS})$")
_OWN = re.compile(r"\b(?:its|ses|son|sa) (?:own |first |l')?$")
_DECISION = re.compile(
    r"\b(?:decision|resolution|recomm[ae]ndation)s? (?:no?\.? ?)?(?:[a-z]{1,5}[-. ])?(?:[0-9]|[ivx]+[/.])"
)
_OF_A_PARTY = re.compile(
    r" (?:commitments?|obligations?|focal points?|activit(?:y|ies)|projects?|targets?|report(?:s|ing)?|contributions?|work|"
    r"notifications?|national|declarations?|data|review|submissions?)\b"
)
"""`its Article 4 commitments` are those of a Party."""
_SMALL_WORD = re.compile(
    r"\b(?:of|under|to|by|with|from|the|and|or|that|this|for|on|de|du|des|la|le|les|au|aux|et|ou|a|par|sous|que|cet|cette|par|sur|pour|"
    r"relevant|draft) (?:l')?$|[ld]'$"
)
"""Directly before the article: no name ends there."""
_BODY_OF = re.compile(
    r"(?:secretariat|comite|committee|conference|part(?:y|ies?)|bureau|commission|council|conseil|members?|membres?|states?|etats?)"
    r" (?:of|de|du|des|to|a|au) ?(?:the |la |le |l')?$"
)
_UNDER_IT = re.compile(
    r"\b(?P<form>protocole?|agreement|accord)(?P<name> de [a-z]+)?,? (?:(?:adopte[de]?|concluded?|conclu|signed|done|negotiated)"
    r"(?: in (?:19|20)[0-9]{2})? )?(?:to|under|of|pursuant to|a|au|de|au titre de|en vertu de|sous) ?(?:the |la |l'|le )?$"
)
"""`the Protocol to the Convention`, `the Paris Agreement, adopted under the Convention`: the first is what is spoken of."""
_FORM = re.compile(rf"\b(?:{TREATY_FORMS})\b")
_ON = re.compile(r",? (?:on|for|relating to|concerning|against|between|establishing|to) (?:the )?(?P<name>[a-z])")
_IDENTIFIER = (
    r"(?: ?\((?:eu|ue|ec|ce|eec|cee|euratom)\))?(?:,? (?!arts?\b)"
    r"(?:no?s?\.? ?o?\.? ?|nr\.? ?|num\. ?)?(?:[a-z]{1,3}[-.] ?)?[0-9][a-z0-9./-]*(?: coll\.)?)?"
)
_LAW = re.compile(
    rf"(?P<id>{_IDENTIFIER})"
    rf"(?P<adjective> (?!(?:in|to|on|of|at|by|and|for|du|de|des|en|et|its|ses|son|sa|see|articles?)\b)[a-z-]{{4,16}})?"
)
_TITLE = re.compile(
    r",? (?:(?P<french>de|du|des|d'|sur|relatifs? a(?:ux?)?|relatives? a(?:ux?)?|concernant|portant|pour|en date du)|of|on|"
    r"for|relating|concerning|against|to|establishing|laying|dated|as amended)(?:\b|(?<='))"
)
_TITLE_ENDS = re.compile(rf" ?[,:(]| - | (?={_VERB} )")
_GOES_ON = re.compile(r" (?:and the|and to|as well as|et aux?|ainsi que) ")
"""Behind the title: `the Charter of the United Nations and the principles of …`."""
_TITLE_REACH = 160
_CONNECTORS = frozenset(
    {
        "the",
        "of",
        "to",
        "and",
        "under",
        "for",
        "in",
        "by",
        "with",
        "le",
        "la",
        "les",
        "de",
        "du",
        "des",
        "et",
        "pour",
        "par",
        "sur",
        "a",
    }
)
_IN_GENERAL = re.compile(
    r"\b(?:national|domestic|international|customary|applicable|relevant|existing|public|internal|no|their|its) $"
)
_OF_CONDUCT = re.compile(r" of (?:conduct|practice|ethics)\b")
_NATIONAL = re.compile(r" (?:nationale?s?|nationaux|internes?|domestic)$")
_FRENCH_SMALL = frozenset(
    {"loi", "code", "reglement", "decret", "arrete", "ordonnance", "constitution", "directive", "pacte", "charte", "statut",
     "statuts", "reglement interieur", "memorandum", "declaration"}
)  # fmt: skip
_FRENCH_DETERMINER = re.compile(r"(?:\b(?:la|le|les|du|de la|ladite|ledit|ce|cette)|l') ?$")
_REACH = 300
_WORDS = 6


_LETTERS_END = re.compile(r"\b([a-z]{2,8})(?: (?:no\.? ?)?[0-9]{1,4})?[,)]? ?\(?$")
_IN_TITLE = re.compile(
    r"[^,;:()]{0,60}?\b(?:portant|fixant|modifiant|autorisant|approuvant|relati(?:f|ve)s? a|d'application de|pour l'application de|"
    r"implementing|transposing|approving|ratifying|incorporating|giving effect to|to implement|for the implementation of)"
    r"(?: [^,;:()]{0,60})? (?:the |la |le |l')?"
)
"""`Loi portant approbation de la Convention, notamment son article 2`: the article is of the law."""


class _Name(Struct, frozen=True):
    start: int
    ends: tuple[int, ...]
    """Where it can end: before its title and behind it."""
    treaties: tuple[str, ...]


class Before(Struct, frozen=True):
    """What is named before a list."""

    treaties: tuple[str, ...]
    """None for other law."""
    loose: bool = False
    """A comma alone stands between: `of the Convention, Article 2 and Article 3 of the Kyoto Protocol`."""


def before(passage: Passage, head: int, tail: int) -> Before | None:
    """What is named for the list at `head:tail`; None where nothing is."""
    if head == 0:
        return None
    text = passage.view.text
    listed = named_before(passage, head)
    if listed is not None:
        return Before((listed,), loose=text[head - 2 : head] == ", ")
    own = _OWN.search(text, max(0, head - 20), head) is not None and _OF_A_PARTY.match(text, tail) is None
    if (
        not own
        and _no_name_ends(passage, head)
        and not _EMPHATIC_END.search(passage.view.data[max(0, head - 70) : head])
    ):
        return None
    begin = max(0, (passage.clause if own else passage.sentence)(head)[0], head - _REACH)
    letters = _by_letters(passage, begin, head)
    if letters is not None:
        return letters
    names = list(_names(passage, begin, head))
    nearest = max(names, key=lambda one: (one.start, max(one.ends)), default=None)
    if nearest is None:
        return Before(()) if own and _DECISION.search(text, begin, head) else None
    nearest = _law_around(text, nearest, names)
    if own:
        decision = _DECISION.search(text, max(nearest.ends), head)  # `decision 1/CP.20, in its article 14`
        return Before(nearest.treaties if decision is None else ())
    for end in nearest.ends:
        found = _GAP.fullmatch(text, end, head)
        if found is None:
            continue
        if "(" in found.group("gap") and _BODY_OF.search(text, max(0, nearest.start - 40), nearest.start):
            return None
        return Before(nearest.treaties, loose=bool(nearest.treaties) and found.group("gap") == ", ")
    return None


def _no_name_ends(passage: Passage, head: int) -> bool:
    """Whether the word before `head` cannot end a name: `under Article 4`, `Recalling Article 4`, `implements Article 4`."""
    text = passage.view.text
    if text[max(0, head - 2)] in "#*.;|" or _SMALL_WORD.search(text, max(0, head - 16), head):
        return True
    word = text[max(0, head - 24) : head - 1].rpartition(" ")[2]
    if text[head - 1] != " " or not word.isalpha() or _FORM.fullmatch(word):
        return False
    return word.endswith("ing") or passage.view.surface(head - 1 - len(word), head - 1).islower()


def _by_letters(passage: Passage, begin: int, head: int) -> Before | None:
    """`TRIPS Article 27`, `ILO 169, Article 15`, `KP Art. 10`."""
    first = max(begin, head - 20)
    found = _LETTERS_END.search(passage.view.text, first, head)
    if found is None:
        return None
    letters = found.group(1)
    if letters in passage.grammar.other_law.letters:
        return Before(())
    if letters in passage.grammar.treaties.phrases or not passage.view.surface(*found.span(1)).isupper():
        return None
    treaty = by_letters(passage, letters)
    return Before((treaty,)) if treaty is not None else None


def _law_around(text: str, nearest: _Name, names: list[_Name]) -> _Name:
    """The law in whose title `nearest` stands, else `nearest`."""
    for one in names:
        if not one.treaties and one.start < nearest.start and _IN_TITLE.fullmatch(text, min(one.ends), nearest.start):
            return _Name(one.start, nearest.ends, ())
    return nearest


def _names(passage: Passage, begin: int, head: int) -> Iterator[_Name]:
    """Names of treaties and of other law that begin between."""
    text, rows = passage.view.text, passage.grammar.treaties.rows
    mentions = [one for one in passage.mentions_between(begin, head) if rows[one.treaty].form != "body"]
    for mention in mentions:
        meant = _spoken_of(passage, begin, mention.start) or (mention.treaty,)
        yield _Name(mention.start, (mention.end,), meant)
    taken = [(one.start, one.end) for one in mentions]
    for form in _FORM.finditer(text, begin, head):
        if not any(start < form.end() and form.start() < end for start, end in taken):
            name = _of_form(passage, begin, form.start(), form.end(), head)
            if name is not None:
                yield name
    for law in passage.grammar.other_law.heads.finditer(passage.view.data[begin:head]):
        start, end = begin + law.start(), begin + law.end()
        ends = tuple(_law_ends(passage, begin, start, end, head))
        if ends:
            yield _Name(start, ends, ())


def _spoken_of(passage: Passage, begin: int, start: int) -> tuple[str, ...]:
    """`the Protocol to the Convention`: what the protocol means, where the name at `start` is that of its convention."""
    under = _UNDER_IT.search(passage.view.text, max(begin, start - 70), start)
    if under is None:
        return ()
    ends = {under.end("form"), under.end("name")}
    for mention in passage.mentions_between(begin, max(ends)):
        if mention.end in ends:
            return (mention.treaty,)
    return generic(passage, under.start("form"), form_of(under.group("form")))


def _of_form(passage: Passage, begin: int, start: int, end: int, head: int) -> _Name | None:
    """`the Convention`, `the Cotonou Agreement`, `ILO Convention No. 169`, `the Convention on the Rights of the Child`."""
    text = passage.view.text
    kind = form_of(text[start:end])
    first = start
    words = text[begin:start].split(" ")[-_WORDS - 1 : -1]
    for word in reversed(words):
        if not word[-1:].isalnum() or word in _CONNECTORS or not is_upper(passage, first - 1 - len(word)):
            break
        first -= len(word) + 1
    name = text[first:start]
    law = _LAW.match(text, end)
    numbered = law is not None and any(sign.isdigit() for sign in law.group("id"))
    ends = tuple(_titled(text, end, law.end("id") if law else end, head))
    if numbered:
        return _Name(first, ends, ())
    if name:
        return _Name(first, ends, _spoken_of(passage, begin, first) or meant_by(passage, (start, end), kind, name))
    goes_on = _ON.match(text, end, head)
    if goes_on is not None and is_upper(passage, goes_on.start("name")):
        return _Name(start, ends, meant_by(passage, (start, end), kind, ""))
    french = french_name(passage, (start, end), kind)
    if french is not None:
        return _Name(start, ends, french)
    if text[start:end].endswith("s"):
        return None  # `(Protocols)` is the title of an article
    if not is_upper(passage, start) and not _FRENCH_DETERMINER.search(text, max(begin, start - 10), start):
        return None
    determiner = text[max(begin, start - 12) : start].split(" ")
    return _Name(start, (end,), _spoken_of(passage, begin, start) or generic(passage, start, kind, determiner))


def _law_ends(passage: Passage, begin: int, start: int, end: int, head: int) -> Iterator[int]:
    """Where the name of a law ends; none where the word is law in general: `national law`, `a code of conduct`."""
    text = passage.view.text
    law = _LAW.match(text, end, head)
    after = law.end("id") if law is not None else end
    adjective = law.group("adjective") if law is not None else None
    numbered = any(sign.isdigit() for sign in text[end:after])
    title = _TITLE.match(text, after, head)
    general = _IN_GENERAL.search(text, max(begin, start - 16), start) or _OF_CONDUCT.match(text, end)
    if not numbered and (general or not is_upper(passage, start)):
        if text[start:end] not in _FRENCH_SMALL or (adjective and _NATIONAL.match(adjective)):
            return
        french = _FRENCH_DETERMINER.search(text, max(begin, start - 8), start) is not None
        if not french and (title is None or not title.group("french")):
            return
    yield from _titled(text, after, law.end() if law is not None else end, head)


def _titled(text: str, after: int, adjective: int, head: int) -> Iterator[int]:
    """Where a name ends whose word or number ends at `after`, or with an adjective at `adjective`: there, or behind its title."""
    for end in dict.fromkeys((after, adjective)):
        yield end
        if _TITLE.match(text, end, head) is not None:
            for sign in _TITLE_ENDS.finditer(text, end + 2, min(head, end + _TITLE_REACH)):
                if _GOES_ON.search(text, end, sign.start()) is None:
                    yield sign.start()
