"""Numbers behind a type word, alone or in a list: `Résolutions 7.9, 8.11 et 10.21`, `decisions SC-4/10 and 4/13`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, structs

from core.symbols import revision
from core.symbols.forms import Found
from core.symbols.passage import Passage

_BRIDGE = re.compile(
    r" ?(?:\(s\))? ?(?:to (?:the )?parties |aux parties |a l'intention des parties )?(?:no?s?o?\.? ?(?:o )?|nr\.? ?|# ?)?\[?"
)
_JOIN = re.compile(
    r" ?(?:[,;/&]|and\b|et\b|ou\b|or\b|y\b|e\b|as well as\b|ainsi que\b|to\b|a\b|au\b|aux\b|through\b|jusqu'a\b|-)"
    r"(?: ?(?:,|and\b|et\b|ou\b|or\b|as well as\b|ainsi que\b|also\b|aussi\b))* ?"
)
_JOIN_WORDS = re.compile(r"(?:(?:the|la|le|les|de|of|in|dans|a)\b ?|[ld]'|nos?\b\.? ?|nr\. ?)+")
"""Behind a join; `a` may also be the letter of a number: `A.868(20)`."""
_RANGE = re.compile(r" ?(?:(?:to|a|au|aux|through|jusqu'a)\b|-) ?(?:(?:la|le|les|the) )?(?:l')?(?:[a-z]+ )?")
_PIN = re.compile(
    r",? ?\(?(?:paragraphs?|paragraphes?|paras?\.?|par\.|annexe?s?|section|chapter|chapitre|appendix|appendice) "
    r"(?:[0-9ivx]+|[a-h]\b)(?: ?\([a-z]+\))*(?: ?(?:,|-|and|et|to|a) ?[0-9]+\b)*\)?"
    r"|,? (?:annexe?|appendix|appendice)(?=, |,? (?:and|et) )"
)
_MONTH = (
    r"(?:jan(?:uary|vier)|feb(?:ruary)?|fevrier|mar(?:ch|s)|apr(?:il)?|avril|may|mai|june?|juin|jul(?:y|y?)|juillet|"
    r"aug(?:ust)?|aout|sept(?:ember|embre)?|oct(?:ober|obre)?|nov(?:ember|embre)?|dec(?:ember|embre))"
)
_ASIDE = re.compile(
    r",? ?(?:(?:(?:of|du|dated|en date du|adopted|adoptee?s?|on|le)\b,? ?)+(?:the )?"
    r"(?:[0-9]{1,2}(?:st|nd|rd|th|er|e)? "
    + _MONTH
    + r",? (?:19|20)[0-9]{2}|"
    + _MONTH
    + r" (?:[0-9]{1,2}, )?(?:19|20)[0-9]{2})|"
    r"\([^()]{1,100}\))"
)
"""What may stand between the numbers of a list: a date, or words in brackets."""
_TITLE = re.compile(
    r" ?[-,]? ?(?:(?:on|concerning|regarding|entitled|titled|relating to|sur|concernant|relative?s? (?:a|au|aux)|"
    r"intitulee?s?|portant) )"
)
_TITLE_REACH = 160
_AFTER_TITLE = re.compile(r"(?:,|;| and| et|, and|, et) ")
_BEHIND_NUMBER = re.compile(
    r"(?: ?\(rev[^)]{0,12}\))?(?:[,.;)]| (?:on|concerning|regarding|entitled|sur|concernant|relative?|and|et|\()|$)"
)
_ALONE = re.compile(r"[1-9][0-9]{0,2}(?: ?, ?(?:and |et )?| and | et | to | a | through |-)")
_MOST_LEADING = 20  # numbers in a list before the one that names the session
_DIGIT = re.compile("[0-9]")
_NUMBER_REACH = 90  # behind a type word the name of a treaty may stand before the number
_SOON = 16  # within so many characters every form of number has a digit
_UNIT = re.compile(
    r" ?(?:%|per ?cent|pour ?cent|percent|millions?|milliards?|billions?|thousand|km|kg|ha\b|hectares?|"
    r"metres?|meters?|m\b|cm\b|mm\b|"
    r"degrees?|degres?|inch|us ?\$|usd|eur|euros?|dollars?|tonnes?|tons?|times|fois|hours|heures|hrs?\b|h\b)"
)


class Item(Struct, kw_only=True):
    """One number that was found; offsets are of the view."""

    start: int
    end: int
    found: Found
    head: int
    """Start of the list that it is part of."""
    tail: int = 0
    """End of that list."""
    named: str | None = None
    """The treaty named between type word and number: `Résolution CMS 11.10`."""
    bare_end: int = 0
    """End of the number without its revision."""
    aside: tuple[int, int] | None = None
    """Words in brackets between the number before and this one, where they hold a citation of their own."""


def items_at(passage: Passage, kind: str, head: int, after: int, limit: int) -> list[Item]:
    """The list that the type word `head:after` opens, up to `limit`; empty where no number follows."""
    view = passage.view
    glued = view.text[after : after + 1] == "." and view.text[after + 1 : after + 2].isdigit()  # `decision.1/CP.18`
    if view.text[after : after + 1] not in {" ", "("} and view.text[after - 1] != "." and not glued:
        return []
    if _DIGIT.search(view.text, after, after + _NUMBER_REACH) is None:
        return []
    first = None
    for position in _number_places(passage, after):
        if first is None and _DIGIT.search(view.text, position, position + _SOON) is not None:
            first = number_at(passage, kind, position)
        first = first or _named_number(passage, kind, position)
    if first is None:
        items = _led(passage, kind, head, after)
        if not items:
            return []
        first = items[0].found
    else:
        items = [Item(start=head, end=first.end, found=first, head=head, bare_end=first.end)]
    _revise(passage, items[-1])
    while (following := _next(passage, kind, items[-1])) is not None and following.end <= limit:
        items.append(following)
        _revise(passage, items[-1])
    inside = passage.mentions_between(after, first.start)
    for item in items:
        item.tail = items[-1].end
        item.named = inside[-1].treaty if inside else None
    return items


def _led(passage: Passage, kind: str, head: int, after: int) -> list[Item]:
    """`decisions 9 to 15/CP.19`, `décisions 2, 3 et 4/CMP.1`: numbers alone before the one that names the session."""
    view = passage.view
    if not _plural(view.text[head:after]):
        return []
    places: list[int] = []
    position = after + (view.text[after : after + 1] == " ")
    while len(places) < _MOST_LEADING and (alone := _ALONE.match(view.text, position)) is not None:
        places.append(position)
        position = alone.end()
        found = number_at(passage, kind, position)
        if found is not None and found.form.lead is not None:
            leading = [found.form.match_lead(view, place, found.values) for place in places]
            alike = [*(one for one in leading if one is not None), found]
            starts = [head, *(one.start for one in alike[1:])]
            return [
                Item(start=start, end=one.end, found=one, head=head, bare_end=one.end)
                for start, one in zip(starts, alike, strict=True)
            ]
    return []


def _number_places(passage: Passage, after: int) -> Iterator[int]:
    """Where the number may begin: behind a blank, and behind `No.`, `n°`, `to the Parties No.`."""
    view = passage.view
    yield after + (view.text[after : after + 1] in {" ", "."})
    bridge = _BRIDGE.match(view.text, after)
    if bridge is not None and bridge.end() > after:
        yield bridge.end() + (view.text[bridge.end() : bridge.end() + 1] == " ")


def _revise(passage: Passage, item: Item) -> None:
    if item.found.form.row.revised:
        item.end = revision.of_norm(passage.view, item.end, item.found.form.candidates[0])[0]


def number_at(passage: Passage, kind: str, position: int) -> Found | None:
    """The longest number of a form of `kind` that begins at `position`, unless a unit of measure follows it."""
    best: list[Found] = []
    for form in passage.grammar.headed[kind].at(passage.view, position):
        found = form.match(passage.view, position)
        if found is None or (best and found.end < best[0].end):
            continue
        if _UNIT.match(passage.view.text, found.end):
            continue
        if not any(form.allows(treaty, found.values) for treaty in form.candidates):
            continue
        best = [*best, found] if best and found.end == best[0].end else [found]
    if len(best) > 1:
        return structs.replace(best[0], others=tuple(best[1:]))
    return best[0] if best else None


def _named_number(passage: Passage, kind: str, position: int) -> Found | None:
    """The number behind the name of its treaty: `Résolution CMS 11.10`, `Décision CP-RP BS-I/3`."""
    for mention in passage.mentions_between(position, min(len(passage.view), position + 60)):
        if passage.view.text[position : mention.start] in {"", "de la ", "of the ", "of ", "de l'", "du ", "de "}:
            for start in _number_places(passage, mention.end):
                found = number_at(passage, kind, start)
                if found is not None:
                    return found
        break
    return None


def _next(passage: Passage, kind: str, before: Item) -> Item | None:
    for position, aside in _joints(passage, before.end):
        found = _joined(passage, kind, before, position)
        if found is not None:
            return _item(found, before, aside)
    titled = _behind_title(passage, kind, before)
    return _item(titled, before, None) if titled is not None else None


def _item(found: Found, before: Item, aside: tuple[int, int] | None) -> Item:
    return Item(start=found.start, end=found.end, found=found, head=before.head, bare_end=found.end, aside=aside)


def _joined(passage: Passage, kind: str, before: Item, position: int) -> Found | None:
    view = passage.view
    join = _JOIN.match(view.text, position)
    if join is None:
        return None
    words = _JOIN_WORDS.match(view.text, join.end())
    form = before.found.form
    for place in (join.end(), words.end() if words else join.end()):
        found = number_at(passage, kind, place)
        alike = (
            [one for one in found.readings if any(_alike(one, of, join.group()) for of in before.found.readings)]
            if found
            else []
        )
        if alike:
            return structs.replace(alike[0], others=tuple(alike[1:]))
        if form.short is not None:
            short = form.match_short(view, place, before.found.values)
            if short is not None and not _UNIT.match(view.text, short.end):
                return short
        if words is None:
            break
    return None


def _alike(one: Found, other: Found, join: str) -> bool:
    """Of one form; or of one treaty, unless a semicolon alone stands between: that parts `IPBES-1/1; IPBES/1/1`."""
    if one.form is other.form:
        return True
    return join.strip() != ";" and bool(set(one.form.candidates) & set(other.form.candidates))


def _joints(passage: Passage, position: int) -> Iterator[tuple[int, tuple[int, int] | None]]:
    """Where the list may go on: behind the number, and behind its pin-point, date and words in brackets.

    With the place of the brackets, where they hold a citation of their own: `12.3 (see Decision 13.9) and 12.4`.
    """
    yield position, None
    held: tuple[int, int] | None = None
    for _ in range(2):
        pin = _PIN.match(passage.view.text, position)
        if pin is not None:
            position = pin.end()
            yield position, held
        aside = _ASIDE.match(passage.view.text, position)
        if aside is not None:
            if passage.grammar.heads.search(passage.view.data[aside.start() : aside.end()]):
                if not aside.group().endswith(")"):
                    return
                held = aside.span()
            position = aside.end()
            yield position, held


def _behind_title(passage: Passage, kind: str, before: Item) -> Found | None:
    """`Resolutions 12.3 on flyways, 12.6 on plants and 12.9`: the next number of a list whose members have their titles."""
    view = passage.view
    title = _TITLE.match(view.text, before.end)
    if title is None or not _plural(view.text[before.head : before.end]):
        return None
    end = min(passage.sentence(before.end)[1], title.end() + _TITLE_REACH)
    opened = passage.grammar.heads.search(view.data[title.end() : end])
    if opened is not None:
        end = title.end() + opened.start()
    for join in _AFTER_TITLE.finditer(view.text[title.end() : end]):
        position = title.end() + join.end()
        if _DIGIT.search(view.text, position, position + _SOON) is None:
            continue
        found = number_at(passage, kind, position)
        if found is not None and found.form is before.found.form and _BEHIND_NUMBER.match(view.text, found.end):
            return found
    return None


def _plural(word: str) -> bool:
    return word.split(" ", 1)[0].endswith("s")


def joined_as_range(passage: Passage, end: int, start: int) -> bool:
    """Whether only a `to`, `à` or dash stands between two numbers."""
    return start - end <= 24 and _RANGE.fullmatch(passage.view.text[end:start]) is not None
