"""Which treaty an article belongs to, and whether it is one of a treaty at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from core.symbols.article_before import before
from core.symbols.article_behind import behind
from core.symbols.articles import Article
from core.symbols.draft import Draft
from core.symbols.numerals import from_roman, to_roman, value_of
from core.symbols.passage import Passage
from core.treaties import Treaties

_UNDER = re.compile(r"(?:under|of|to|du|de la|de l'|au titre du|en vertu du) (?:the )?$")
_JOINED = re.compile(
    r",?(?: (?:and|or|as well as|et|ou|ainsi que|(?:read )?(?:together|jointly|in conjunction|in combination) with|"
    r"(?:lu )?conjointement avec|en liaison avec|en combinaison avec),?)? ?"
    r"(?:(?:to|under|of|in|with|de|du|a|au|aux|des) )?(?:the |(?:la |le |les )|(?:a |de )?l')?"
)
"""Between lists of articles that hang together."""
_GOES_ON = re.compile("-[0-9]")
"""Behind a number that is none of a treaty: `article 1382-1`."""
_REACH = 80
_SENTENCE = 2000


class Owner(Struct, frozen=True):
    """Whose articles a list names."""

    treaties: tuple[str, ...]
    """Readings; none where they are of other law."""
    named: Literal["behind", "before", "near"] | None
    """Where the text names the treaty; None where it is the one of the text."""


def owner_of(
    passage: Passage,
    items: list[Article],
    rest: Sequence[list[Article]] = (),
    previous: tuple[int, Owner] | None = None,
) -> Owner:
    """Of a list of articles that share what stands around them.

    `rest`: the lists behind it. `Article 2, paragraph 3, and Article 3, paragraph 14, of the Kyoto Protocol` are two lists, and
    what is named behind the last of those that hang together is named for all. `previous`: where the list before it ends, and
    whose it is: `the Paris Agreement, in particular its Article 4 and Article 6`.
    """
    head, tail = items[0].start, items[-1].end
    named = behind(passage, tail)
    if named is not None:
        return Owner(_with_articles(passage, named), "behind")
    first = before(passage, head, tail)
    if first is not None and not first.loose:
        return Owner(_with_articles(passage, first.treaties), "before")
    if (
        previous is not None
        and previous[1].named == "before"
        and _JOINED.fullmatch(passage.view.text, previous[0], head)
    ):
        return previous[1]
    shared = _shared_behind(passage, items, tail, rest)
    if shared is not None:
        return Owner(_with_articles(passage, shared), "behind")
    if first is not None:
        return Owner(_with_articles(passage, first.treaties), "before")
    under = _under(passage, tail)
    if under is not None:
        return Owner(_with_articles(passage, (under,)), "near")
    if passage.home is not None:
        return Owner(_with_articles(passage, (passage.home,)), None)
    if not passage.mentions_between(head - _SENTENCE, head + _SENTENCE):  # most name none: no sentence is looked for
        return Owner((), "near")
    begin, end = passage.sentence(head)
    begin, end = max(begin, head - _SENTENCE), min(end, head + _SENTENCE)
    found = dict.fromkeys(mention.treaty for mention in passage.mentions_between(begin, end))
    fitting = _with_articles(passage, tuple(found))
    return Owner(fitting if len(fitting) == 1 else (), "near")


def _numbered_alike(passage: Passage, items: list[Article], treaties: Sequence[str]) -> tuple[str, ...]:
    """Those that number their articles as `items` are: Article IV is none of the Convention on Biological Diversity."""
    rows = passage.grammar.treaties.rows
    roman = any(item.roman for item in items)
    known = [(one, rows[one].articles) for one in treaties]
    return tuple(one for one, articles in known if articles is not None and (articles.numerals == "roman") == roman)


def _shared_behind(
    passage: Passage, first: list[Article], tail: int, rest: Sequence[list[Article]]
) -> tuple[str, ...] | None:
    for items in rest:
        if _JOINED.fullmatch(passage.view.text, tail, items[0].start) is None:
            return None
        tail = items[-1].end
        named = behind(passage, tail)
        if named is not None:
            return _numbered_alike(passage, first, named) or None if named else ()
    return None


def _under(passage: Passage, tail: int) -> str | None:
    """`Article 3.3 and 3.4 activities under the Kyoto Protocol`: named a little further on in the clause."""
    for mention in passage.mentions_between(tail, tail + _REACH)[:1]:
        if mention.end > passage.clause(tail)[1]:
            break
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


class NamedArticles:
    """Articles for which a text names a treaty, and what they make of those for which it names none.

    These are articles of `home`, unless the text names the same place, or for a treaty under it (the Kyoto Protocol in a text of
    its convention) the same article, for one other treaty and never for `home`. A protocol that names its convention means itself
    by what it does not name.
    """

    def __init__(self, home: str | None, treaties: Treaties) -> None:
        self._home = home
        self._above = frozenset(treaties.ancestors(home)) if home is not None else frozenset()
        self._treaties = treaties
        self._places: dict[str, set[str]] = {}
        self._numbers: dict[str, set[str]] = {}

    def add(self, canonical: str) -> None:
        """An article with its treaty, as the text names it."""
        treaty, _, place = canonical.partition("/Article/")
        self._numbers.setdefault(place.partition("/")[0], set()).add(treaty)
        for one in _with_places_above(place):
            self._places.setdefault(one, set()).add(treaty)

    def meant_by(self, canonical: str) -> str:
        """The id of an article for which no treaty is named; the same where nothing speaks against it."""
        treaty, _, place = canonical.partition("/Article/")
        number = place.partition("/")[0]
        named = self._numbers.get(number)
        if treaty != self._home or not named or len(named) > 1:
            return canonical
        (other,) = named
        if other == treaty or other in self._above:
            return canonical
        under = treaty in self._treaties.ancestors(other)
        known = under or any(other in self._places.get(one, ()) for one in _with_places_above(place))
        return f"{other}/Article/{place}" if known else canonical


def as_named_before(passage: Passage, drafts: list[Draft]) -> list[Draft]:
    """Articles, in order, each read with what was named before it."""
    if len(drafts) < 2:
        return drafts
    named = NamedArticles(passage.home, passage.grammar.treaties)
    for draft in drafts:
        if len(draft.readings) != 1:
            continue
        canonical = draft.readings[0][1]
        if draft.named:
            named.add(canonical)
        elif (meant := named.meant_by(canonical)) != canonical:
            draft.readings = ((meant.partition("/")[0], meant),)
    return drafts


def _with_places_above(place: str) -> Iterator[str]:
    """`3/para.14/a` and `3/para.14`, but not the article alone."""
    while "/" in place:
        yield place
        place = place.rpartition("/")[0]


def canonical_of(passage: Passage, item: Article, treaty: str) -> str | None:
    """The id; None where the treaty has no such article. Digits of a footnote call glued to the number are left out."""
    articles = passage.grammar.treaties.rows[treaty].articles
    if articles is None:
        return None
    number, steps = item.number, item.steps
    if number[-1:].isupper() and number[:-1].isdigit() and number not in articles.inserted and not steps:
        number, steps = number[:-1], (number[-1].lower(),)  # `Article 8j`, and not `Article 4A`
    value = from_roman(number) if item.roman else int("".join(sign for sign in number if sign.isdigit()) or 0)
    if value is None:
        return None
    if value > articles.last:
        shorter = [number[:length] for length in (len(number) - 1, len(number) - 2) if length > 0 and number.isdigit()]
        fitting = [one for one in shorter if (value_of(one) or 0) <= articles.last]
        if steps or not fitting or articles.numerals == "roman" or _GOES_ON.match(passage.view.text, item.end):
            return None
        number = fitting[0]
    elif item.roman and articles.numerals == "arabic":
        number = str(value)
    elif not item.roman and articles.numerals == "roman" and number.isdigit():
        number = to_roman(value)
    return "/".join([treaty, "Article", number, *steps])
