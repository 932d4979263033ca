"""What stands behind a list of articles: `of the Convention`, `du Code pénal`, `TFEU`."""

from __future__ import annotations

import re

from core.symbols.instruments import by_letters, form_of, french_name, is_capital, is_upper, meant_by
from core.symbols.passage import Passage
from core.treaties import Mention

_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|last|final|opening|introductory|premiere?|deuxieme|seconde?|troisieme|quatrieme|"
    r"cinquieme|dernier|derniere)"
)
_ASIDE = (
    rf"(?: ?\([^()]{{1,100}}\)|,? (?:the )?(?:{_ORDINAL}(?:,? (?:and|et) {_ORDINAL})? (?:sub-?paragraph|sentence|indent|alinea|"
    r"phrase|tiret|clause|part)s?|in fine|chapeau|respectively|respectivement|inter alia|"
    r"(?:entitled|titled|intitulee?s?|on) \"[^\"]{1,100}\"|as amended|thereof)|"
    r",? (?:letters?|lettres?|points?|lit\.|indents?|nos?\.) ?\(?[a-z0-9]{1,3}\)?)"
)
"""What may stand between the number and the link: a title in brackets, a place that an id does not name."""
_DETERMINERS = (
    r"(?:\b(?:the|la|le|les|this|that|present|presente|said|same|ladite|ledit|cette|cet|ce|un|une|meme|revised|original|"
    r"nouveau|nouvel|nouvelle|ancien|ancienne|its|their|each|any|a)\b ?|l')*"
)
_LINKED = re.compile(
    rf"(?P<aside>(?:{_ASIDE}){{1,3}})?[ ,)\]\"']*"
    rf"(?P<link>(?:of|to|from|under|du|de|des|au|aux|a|par)\b ?|d')(?P<det>{_DETERMINERS})"
)
_BARE = re.compile(rf"(?: \(|, | )(?P<det>{_DETERMINERS})")
_WEAK = frozenset({"to", "a", "au", "aux", "par"})
"""Links that a name of a treaty follows, or else something that is none: `Article 8 to adopt rules`."""
_NEUTRAL = re.compile(
    r"(?:(?:unep|un|united nations|(?:19|20)[0-9]{2}|amended|revised|aforementioned|above-mentioned) )+"
)
_STOPS = frozenset(
    {
        "which", "that", "shall", "should", "will", "may", "is", "are", "was", "were", "has", "have", "had", "with", "by", "under",
        "through", "to", "in", "into", "as", "from", "within", "including", "whose", "who", "not", "be", "been", "where",
        "when", "if", "pour", "dans", "par", "qui", "que", "avec", "est", "sont", "sous", "en", "aux", "au", "or", "ou", "et",
    }
)  # fmt: skip
"""Behind one of these no name goes on."""
_TITLE_SMALL = frozenset({"of", "and", "the", "for", "on", "or", "to", "in", "a", "an", "by", "with"})
_NUMBERED_CODE = re.compile(r"(?:no\.? ?)?[0-9]{2,4}/[0-9]{1,4}/(?:ec|eec|eu|euratom|ce|cee|ue)\b")
_LETTERS = re.compile(r"[a-z]{2,8}\b(?![-'/])")
_PARTIES = re.compile(r" [a-z0-9]{1,4} (?:parties|party|countries|country|pays)\b")
_GOES_ON = re.compile(
    r" (?:(?:on|for|relating to|concerning|to) (?:the )?(?P<name>[a-z])|(?P<against>against|between|establishing|no\.?|n\.) )"
)
_WITH = re.compile(r" with (?:the )?(?P<name>[a-z])")
_PARTIES_NEXT = re.compile(r" (?:parties|party|countries|country|pays)\b")
_LETTERS_OF_A_NAME = 3
_REACH = 80


def behind(passage: Passage, tail: int) -> tuple[str, ...] | None:
    """Treaties named directly behind `tail`; an empty tuple for other law; None where nothing is named."""
    view = passage.view
    linked = _LINKED.match(view.text, tail)
    if linked is not None:
        return _named_at(passage, linked.end(), linked.group("link").strip(), linked.group("det"))
    bare = _BARE.match(view.text, tail)
    if bare is None:
        return None
    mentions = passage.mentions_between(bare.end(), bare.end() + 2 * _REACH)
    if mentions and mentions[0].start == bare.end() and (bare.group().startswith((" (", ", "))):
        return (mentions[0].treaty,)
    letters = _LETTERS.match(view.text, bare.end())
    if letters is not None and letters.group() in passage.grammar.other_law.letters:
        return ()
    return None


def _named_at(passage: Passage, position: int, link: str, determiners: str) -> tuple[str, ...] | None:
    view, other = passage.view, passage.grammar.other_law
    mentions = passage.mentions_between(position, min(len(view), position + 2 * _REACH))
    first = mentions[0] if mentions else None
    if first is not None and (
        first.start == position or _NEUTRAL.fullmatch(view.text, position, min(first.start, position + 40))
    ):
        return _of_mention(passage, first, link)
    weak = link in _WEAK
    name = other.instrument_behind.match(view.data, position)
    if name is not None and _is_name(passage, position, name.end(1)):
        if name.group(2):
            return _of_form(passage, position, name.span(1), name.span(2), determiners, first, weak=weak)
        if not weak and not _PARTIES.match(view.text, name.end()):
            within = first is not None and first.start <= name.end(1) < first.end
            return (first.treaty,) if within and first is not None else ()
    if weak:
        return None
    if other.directly_behind.match(view.data, position) and not _parties_behind(passage, position):
        return ()
    if _NUMBERED_CODE.match(view.text, position):
        return ()
    return _of_letters(passage, position)


def _of_mention(passage: Passage, mention: Mention, link: str) -> tuple[str, ...]:
    if link in _WEAK or passage.grammar.other_law.rules_behind.match(passage.view.data, mention.end) is None:
        return (mention.treaty,)
    return ()


def _is_name(passage: Passage, start: int, end: int) -> bool:
    """Whether the words between are one name with the word for a kind of law behind them."""
    words = passage.view.text[start:end].split()
    if not words:
        return True
    if any(word.endswith(".") and len(word) > 5 for word in words):  # a sentence ends there
        return False
    if any(word.endswith((",", ":")) for word in words):  # a title: `the Agriculture, Forestry and Fisheries Act`
        position = start
        for word in words:
            if word not in _TITLE_SMALL and not is_capital(passage, position):
                return False
            position += len(word) + 1
        return True
    return not any(word in _STOPS for word in words)


def _of_form(
    passage: Passage,
    position: int,
    words: tuple[int, int],
    form: tuple[int, int],
    determiners: str,
    first: Mention | None,
    *,
    weak: bool,
) -> tuple[str, ...] | None:
    """`the Convention`, `the Whaling Convention`, `the Convention on the Law of Treaties`, `la Convention de La Haye`."""
    text = passage.view.text
    if first is not None and first.start < form[1] <= first.end:
        return (first.treaty,)
    kind = form_of(text[slice(*form)])
    between = text[slice(*words)]
    if not between:
        french = french_name(passage, form, kind)
        if french is not None:
            return None if weak and not french else french
        if _goes_on_as_name(passage, form[1]):
            return None if weak else ()
    elif first is not None and first.start < words[1]:  # `the CMS Agreement`: of its family, and none that is listed
        same = passage.grammar.treaties.rows[first.treaty].form == kind
        return (first.treaty,) if same else ()
    elif weak:
        return None
    return meant_by(passage, position, kind, f"{determiners} {between}")


def _goes_on_as_name(passage: Passage, end: int) -> bool:
    """`the Convention on the Law of Treaties`, and not `of the Convention on arrangements for …`: a capital follows `on`."""
    found = _GOES_ON.match(passage.view.text, end)
    if found is None:
        found = _WITH.match(passage.view.text, end)
    if found is None:
        return False
    return bool(found.groupdict().get("against")) or is_upper(passage, found.start("name"))


def _parties_behind(passage: Passage, position: int) -> bool:
    word = passage.grammar.other_law.directly_behind.match(passage.view.data, position)
    return word is not None and _PARTIES.match(passage.view.text, word.end()) is not None


def _of_letters(passage: Passage, position: int) -> tuple[str, ...] | None:
    """`of the KP` is the treaty of the family with these letters, `of the ECHR` a law that is not listed."""
    found = _LETTERS.match(passage.view.text, position)
    if found is None:
        return None
    letters = found.group()
    if letters in passage.grammar.other_law.letters:
        return ()
    if not passage.view.surface(position, found.end()).isupper():
        return None
    treaty = by_letters(passage, letters)
    if treaty is not None:
        return (treaty,)
    if len(letters) < _LETTERS_OF_A_NAME or passage.view.surface(max(0, position - 4), position).isupper():
        return None  # all is in capitals: it may be a word
    return None if _PARTIES_NEXT.match(passage.view.text, found.end()) else ()
