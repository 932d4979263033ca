"""What stands behind a list of articles: `of the Convention`, `du Code pénal`, `TFEU`."""

from __future__ import annotations

import re

from core.symbols.instruments import by_letters, form_of, french_name, is_capital, is_upper, meant_by, several_named
from core.symbols.normalise import fold
from core.symbols.other_law import TREATY_FORMS
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
    r",? (?:letters?|lettres?|points?|lit\.|indents?|nos?\.|(?:sub-?)?(?:items?|sections?|clauses?)) ?\(?[a-z0-9]{1,3}\)?)"
)
"""What may stand between the number and the link: a title in brackets, a place that an id does not name."""
_DETERMINERS = (
    r"(?:\b(?:the|la|le|les|this|that|present|presente|said|same|ladite|ledit|cette|cet|ce|un|une|meme|revised|original|"
    r"nouveau|nouvel|nouvelle|ancien|ancienne|its|their|each|any|a)\b ?|l')*"
)
_LINKED = re.compile(
    rf"(?P<aside>(?:{_ASIDE}){{1,3}})?[ ,)\]\"']*"
    rf"(?P<link>(?:of|to|from|under|du|de|des|dudit|desdite?s|audit|au|aux|a|par)\b ?|d')(?P<det>{_DETERMINERS})"
)
_BARE = re.compile(rf"(?: \(|, | )(?P<det>{_DETERMINERS})")
_WEAK = frozenset({"to", "a", "au", "aux", "par", "under", "from"})
"""Links that a name of a treaty follows, or else none: `Article 8 to adopt rules`, `Article 3 under the rules`."""
_NEUTRAL = re.compile(
    r"(?:(?:unep|un|united nations|(?:19|20)[0-9]{2}|amended|revised|aforementioned|above-mentioned) )+"
)
_STOPS = frozenset(
    {
        "article", "articles", "which", "that", "shall", "should", "will", "may", "is", "are", "was", "were", "has", "have",
        "had", "with", "by", "under", "through", "to", "in", "into", "as", "from", "within", "including", "whose", "who", "not",
        "be", "been", "where", "when", "if", "paragraph", "paragraphs", "paragraphe", "paragraphes", "section", "pour", "dans",
        "par", "qui", "que", "avec", "est", "sont", "sous", "en", "aux", "au", "or", "ou", "et",
    }
)  # fmt: skip
"""Behind one of these no name goes on."""
_TITLE_SMALL = frozenset({"of", "and", "the", "for", "on", "or", "to", "in", "a", "an", "by", "with"})
_NUMBERED_CODE = re.compile(r"(?:no\.? ?)?[0-9]{2,4}/[0-9]{1,4}/(?:ec|eec|eu|euratom|ce|cee|ue)\b")
_LETTERS = re.compile(r"[a-z]{2,8}\b(?![-'/])")
_PARTIES = re.compile(r" [a-z0-9]{1,4} (?:parties|party|countries|country|pays)\b")
_OF_OTHERS = re.compile(r" (?:against|between|establishing|no\.?|n\.) ")
_WITH = re.compile(r" with (?:the )?(?P<name>[a-z])")
_PARTIES_NEXT = re.compile(r" (?:parties|party|countries|country|pays)\b")
_LETTERS_OF_A_NAME = 3
_NUMBER_BEHIND = re.compile(r"(?: ?\([a-z]{2,7}\))? (?:no?s?\.? ?o?\.? ?)?[0-9]")
_FORM_HERE = re.compile(rf"(?:{TREATY_FORMS})(?:\b|(?=[1-9][0-9]?(?:[ ,;:.)]|$)))(?!s? de [a-z]+(?:,| et))")
"""`the Convention`, also with the call of a note glued to it: `of the Convention4 and`."""
_PARAGRAPH = re.compile(r",? \(?(?:paragraphe?s?|paras?\.?|par\.) ?[0-9]")
_ONE_FORM = re.compile(rf"(?:[a-z-]+ ){{0,2}}?(?:{TREATY_FORMS})(?: [a-z]{{6,14}})?")
_OF_NEXT = re.compile(r"(?:'s?)?,? \(?art(?:icles?|s?\.|s?) ")
"""What is named is named for the next article: `Article 8(j), UNDRIP Article 31`."""
_NO_NAME = re.compile(r"\b(?:the|its|their|this|that|these|a|an|la|le|les|ses|son)\b")
_ANY_WORD = re.compile(r"[^ ]+")
_REACH = 80


def behind(passage: Passage, tail: int) -> tuple[str, ...] | None:
    """Treaties named directly behind `tail`; an empty tuple for other law; None where nothing is named."""
    text = passage.view.text
    linked = _LINKED.match(text, tail)
    if linked is not None and not _begins_sentence(passage, linked.start("link"), linked.end("link")):
        closed = ")" in text[max(tail, linked.end("aside")) : linked.start("link")]
        weak = closed or linked.group("link").strip() in _WEAK
        determiners = f"{linked.group('link')} {linked.group('det')}"
        return _named_at(passage, linked.end(), determiners, weak=weak)
    bare = _BARE.match(text, tail)
    if bare is None:
        return None
    mentions = passage.mentions_between(bare.end(), bare.end() + 2 * _REACH)
    if (
        mentions
        and mentions[0].start == bare.end()
        and bare.group() in {" (", ", "}
        and not _is_body(passage, mentions[0])
        and not _OF_NEXT.match(text, mentions[0].end)
    ):
        return (mentions[0].treaty,)
    if (bare.group() != " " or text[tail + 1 : tail + 2] == "-" or is_upper(passage, tail + 1)) and _law_added(
        passage, tail
    ):
        return ()
    if bare.group() == ", " and (added := _treaty_added(passage, bare.end())) is not None:
        return added
    letters = _LETTERS.match(text, bare.end())
    if (
        letters is not None
        and letters.group() in passage.grammar.other_law.letters
        and not _OF_NEXT.match(text, letters.end())
    ):
        return ()
    return None


def _begins_sentence(passage: Passage, start: int, end: int) -> bool:
    """Whether a link has a capital: `Article 11 (OVM) Des organismes …` is a heading and its text."""
    letters = passage.view.surface(start, end).strip()
    return letters[:1].isupper() and letters[1:].islower()


def end_of_name(passage: Passage, tail: int) -> int | None:
    """Where the name of the treaty ends that stands behind `tail`, if a paragraph follows it: `of the Convention, paragraph 5`."""
    text = passage.view.text
    found = _PARAGRAPH.search(text, tail, tail + 2 * _REACH)
    linked = _LINKED.match(text, tail) if found is not None else None
    if found is None or linked is None:
        return None
    end = found.start()
    mentions = passage.mentions_between(linked.end(), end)
    if mentions and mentions[-1].end == end:
        return end if "," not in text[linked.end() : mentions[-1].start] else None
    return end if _ONE_FORM.fullmatch(text, linked.end(), end) else None


def _named_at(passage: Passage, position: int, determiners: str, *, weak: bool) -> tuple[str, ...] | None:
    """`weak`: only a treaty is taken for what is named. What follows a bracket goes on with what stands before it."""
    view, other = passage.view, passage.grammar.other_law
    mentions = passage.mentions_between(position, min(len(view), position + 2 * _REACH))
    first = mentions[0] if mentions else None
    if first is not None and (
        first.start == position or _NEUTRAL.fullmatch(view.text, position, min(first.start, position + 40))
    ):
        return _of_mention(passage, first, weak=weak)
    here = _FORM_HERE.match(view.text, position)
    if here is not None:  # most articles are `of the Convention`
        return _of_form(passage, (position, position), here.span(), determiners, first, weak=weak)
    several = several_named(passage, position)
    if several:
        return several
    name = other.instrument_behind.match(view.data, position)
    if name is not None and _is_name(passage, position, name.end(1)):
        if name.group(2):
            return _of_form(passage, name.span(1), name.span(2), determiners, first, weak=weak)
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


def _of_mention(passage: Passage, mention: Mention, *, weak: bool) -> tuple[str, ...]:
    if weak or passage.grammar.other_law.rules_behind.match(passage.view.data, mention.end) is None:
        return (mention.treaty,)
    return ()


def _law_added(passage: Passage, tail: int) -> bool:
    """`Article 12, Federal Law No. 52-FZ`, `Article 6 Habitats Directive`, `art. 7, loi n° 2004-1343`."""
    added = passage.grammar.other_law.added.match(passage.view.data, tail)
    if added is None or not _are_capitals(passage, *added.span(2)) or _NO_NAME.search(added.group(2).decode()):
        return False
    head, end = added.span(3)
    if head == added.end(1) and added.end(1) == tail + 1:
        return False  # a blank alone: `Article 22 Rules of procedure` is a heading
    text = passage.view.text
    if _NUMBER_BEHIND.match(text, end) is not None:
        return True
    in_general = text[end - 1] == "s" and not added.group(2)  # `Article 20 (Codes of conduct)` is a heading
    return is_upper(passage, head) and not in_general


def _treaty_added(passage: Passage, position: int) -> tuple[str, ...] | None:
    """`Article 31, Vienna Convention on the Law of Treaties`."""
    name = passage.grammar.other_law.instrument_behind.match(passage.view.data, position)
    if name is None or not name.group(2) or not name.group(1) or _NO_NAME.search(name.group(1).decode()):
        return None
    if not _are_capitals(passage, *name.span(1)):
        return None
    return _of_form(passage, name.span(1), name.span(2), "", None, weak=False)


def _are_capitals(passage: Passage, start: int, end: int) -> bool:
    """Whether each word there begins with a capital."""
    return all(is_upper(passage, start + word.start()) for word in _ANY_WORD.finditer(passage.view.text[start:end]))


def _is_body(passage: Passage, mention: Mention) -> bool:
    """`Article 12 (CMA)`: a body is what the article is about."""
    row = passage.grammar.treaties.rows[mention.treaty]
    return row.form == "body" or passage.view.text[mention.start : mention.end] in {fold(body) for body in row.bodies}


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
        if _is_of_others(passage, form[1]):
            return None if weak else ()
    elif first is not None and first.start < words[1]:  # `the CMS Agreement`: of its family, and none that is listed
        same = passage.grammar.treaties.rows[first.treaty].form == kind
        return (first.treaty,) if same else ()
    elif weak:
        return None
    return meant_by(passage, form, kind, f"{determiners} {between}")


def _is_of_others(passage: Passage, end: int) -> bool:
    """`the Convention against Corruption`, `the Agreement with the Government of …`, `Convention No. 169`: none that is listed."""
    if _OF_OTHERS.match(passage.view.text, end):
        return True
    partner = _WITH.match(passage.view.text, end)
    return partner is not None and is_upper(passage, partner.start("name"))


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
