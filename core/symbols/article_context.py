"""Which treaty an article belongs to, and whether it is one of a treaty at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.symbols.articles import Article
from core.symbols.numerals import from_roman, to_roman, value_of
from core.symbols.passage import Passage
from core.symbols.treaty_context import named_before

_CONNECT = re.compile(
    r"(?:[ ,)\]\"']*)(?:(?:of|to|from|under|du|de|des|au|aux|a|par)\b ?|d')?"
    r"(?:\b(?:the|la|le|les|this|that|present|presente|said|ladite|ledit|cette|ce|revised|same|original)\b ?|l')*"
)
_GENERIC = re.compile(r"(?P<form>convention|protocole?|agreement|accord|treaty|traite)\b")
_CONVENTION_FR = re.compile(
    r"(?:convention|protocole|accord|traite) (?:de |d'|du |des |sur |relati(?:f|ve) |pour |concernant |internationale? )"
)
_ON = re.compile(r" (?:on|for|relating to|concerning) (?:the )?[a-z]")
_UNDER = re.compile(r"(?:under|of|to|du|de la|de l'|au titre du|en vertu du) (?:the )?$")
_FORMS = {"protocole": "protocol", "accord": "agreement", "traite": "treaty"}
_JOINED = re.compile(
    r",?(?: (?:and|or|as well as|et|ou|ainsi que),?)? ?(?:(?:to|under|of|in|with|de|du|a|au|aux|des) )?"
    r"(?:the |(?:la |le |les )|(?:a |de )?l')?"
)
"""Between lists of articles that hang together."""
_BODY_OF = re.compile(
    r"(?:secretariat|comite|committee|conference|part(?:y|ies?)|bureau|commission|council|conseil|members?|membres?|states?|etats?)"
    r" (?:of|de|du|des|to|a|au) ?(?:the |la |le |l')?$"
)
_REACH = 80
_SENTENCE = 2000


def treaties_of_article(passage: Passage, items: list[Article], rest: Sequence[list[Article]] = ()) -> tuple[str, ...]:
    """Readings for a list of articles that share what stands around them; none where they are of other law.

    `rest`: the lists behind it. `Article 2, paragraph 3, and Article 3, paragraph 14, of the Kyoto Protocol` are two lists, and
    what is named behind the last of those that hang together is named for all.
    """
    head, tail = items[0].start, items[-1].end
    named = _behind(passage, tail)
    if named is not None:
        return _with_articles(passage, named)
    before = named_before(passage, head) or _opened_before(passage, head)
    if before is not None:
        return _with_articles(passage, (before,))
    shared = _numbered_alike(passage, items, _shared_behind(passage, tail, rest))
    if shared:
        return _with_articles(passage, shared)
    view = passage.view
    if passage.grammar.other_law.law_before.search(view.data[max(0, head - 70) : head]):
        return ()
    under = _under(passage, tail)
    if under is not None:
        return _with_articles(passage, (under,))
    if passage.home is not None:
        return _with_articles(passage, (passage.home,))
    begin, end = passage.sentence(head)
    begin, end = max(begin, head - _SENTENCE), min(end, head + _SENTENCE)
    found = dict.fromkeys(mention.treaty for mention in passage.mentions_between(begin, end))
    fitting = _with_articles(passage, tuple(found))
    return fitting if len(fitting) == 1 else ()


def _opened_before(passage: Passage, head: int) -> str | None:
    """`the Kyoto Protocol (Article 8)`: the treaty is named, and its article added in brackets. In `the Secretariat of the CBD
    (Article 19)` it says whose body is spoken of, and not whose article."""
    mentions = passage.mentions_between(max(0, head - _REACH), head)
    text = passage.view.text
    if not mentions or text[mentions[-1].end : head] != " (":
        return None
    start = mentions[-1].start
    return mentions[-1].treaty if _BODY_OF.search(text, max(0, start - 40), start) is None else None


def _numbered_alike(passage: Passage, items: list[Article], treaties: Sequence[str]) -> tuple[str, ...]:
    """Those that number their articles as `items` are: Article IV is none of the Convention on Biological Diversity."""
    rows = passage.grammar.treaties.rows
    roman = any(item.roman for item in items)
    known = [(one, rows[one].articles) for one in treaties]
    return tuple(one for one, articles in known if articles is not None and (articles.numerals == "roman") == roman)


def _shared_behind(passage: Passage, tail: int, rest: Sequence[list[Article]]) -> tuple[str, ...]:
    for items in rest:
        if _JOINED.fullmatch(passage.view.text, tail, items[0].start) is None:
            return ()
        tail = items[-1].end
        named = _behind(passage, tail)
        if named is not None:
            return named
    return ()


def _behind(passage: Passage, tail: int) -> tuple[str, ...] | None:
    """What is named directly behind; an empty tuple for other law; None where nothing is named."""
    view = passage.view
    connected = _CONNECT.match(view.text, tail)
    position = connected.end() if connected else tail
    if position == tail:
        return None
    words = view.text[tail:position]
    linked = (
        any(word in words.split() for word in ("of", "to", "from", "under", "du", "de", "des", "au", "aux", "a", "par"))
        or "d'" in words
    )
    mentions = passage.mentions_between(position, min(len(view), position + 2 * _REACH))
    if mentions and mentions[0].start == position and (linked or words in {" (", ", "}):
        return (mentions[0].treaty,)
    if not linked:
        return None
    if (
        mentions
        and mentions[0].start - position <= 30
        and view.text[position : mentions[0].start].strip() in {"unep", "1992", "1979", "un"}
    ):
        return (mentions[0].treaty,)
    generic = _GENERIC.match(view.text, position)
    if (
        generic is not None
        and not _CONVENTION_FR.match(view.text, position)
        and not _goes_on_as_name(passage, generic.end())
    ):
        form = generic.group("form")
        return passage.grammar.treaties.by_form(passage.home, _FORMS.get(form, form)) or _last_of_form(
            passage, position, _FORMS.get(form, form)
        )
    if (
        _CONVENTION_FR.match(view.text, position)
        or passage.grammar.other_law.directly_behind.match(view.data, position)
        or generic is not None
    ):
        return ()
    if passage.grammar.other_law.instrument_behind.match(view.data, position):
        within = passage.mentions_between(position, position + _REACH)
        return (within[0].treaty,) if within and within[0].start - position <= 12 else ()
    return None


def _goes_on_as_name(passage: Passage, end: int) -> bool:
    """`the Convention on the Law of Treaties`, and not `of the Convention on arrangements for …`: a capital follows `on`."""
    found = _ON.match(passage.view.text, end)
    return found is not None and passage.view.surface(found.end() - 1, found.end()).isupper()


def _last_of_form(passage: Passage, position: int, form: str) -> tuple[str, ...]:
    rows = passage.grammar.treaties.rows
    for mention in reversed(passage.mentions_between(0, position)):
        if rows[mention.treaty].form == form:
            return (mention.treaty,)
    return ()


def _under(passage: Passage, tail: int) -> str | None:
    """`Article 3.3 and 3.4 activities under the Kyoto Protocol`: named a little further on in the clause."""
    _, end = passage.clause(tail)
    for mention in passage.mentions_between(tail, min(end, tail + _REACH))[:1]:
        between = passage.view.text[tail : mention.start]
        if _UNDER.search(between) and "article" not in between and "," not in between and len(between.split()) <= 4:
            return mention.treaty
    return None


def _with_articles(passage: Passage, treaties: tuple[str, ...]) -> tuple[str, ...]:
    rows = passage.grammar.treaties.rows
    meant = []
    for one in treaties:
        earlier = rows[one].earlier
        before = earlier is not None and passage.date is not None and passage.date < earlier.until.isoformat()
        meant.append(earlier.treaty if earlier is not None and before else one)
    return tuple(one for one in meant if rows[one].articles is not None)


def canonical_of(passage: Passage, item: Article, treaty: str) -> str | None:
    """The id; None where the treaty has no such article. Digits of a footnote call glued to the number are left out."""
    articles = passage.grammar.treaties.rows[treaty].articles
    if articles is None:
        return None
    number = item.number
    value = from_roman(number) if item.roman else int("".join(sign for sign in number if sign.isdigit()) or 0)
    if value is None:
        return None
    if value > articles.last:
        shorter = [number[:length] for length in (len(number) - 1, len(number) - 2) if length > 0 and number.isdigit()]
        fitting = [one for one in shorter if (value_of(one) or 0) <= articles.last]
        if item.steps or not fitting or articles.numerals == "roman":
            return None
        number = fitting[0]
    elif item.roman and articles.numerals == "arabic":
        number = str(value)
    elif not item.roman and articles.numerals == "roman" and number.isdigit():
        number = to_roman(value)
    return "/".join([treaty, "Article", number, *item.steps])
