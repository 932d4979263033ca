"""The words of a pin, as printed in English or French, read as a list of what they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from core.symbols.normalise import fold
from core.symbols.numerals import to_roman
from core.symbols.treaty_texts import article_key
from index.links.series import number_of


class Wanted(Struct, frozen=True):
    """One place that a pin asks for; empty strings where it says nothing."""

    annex: str = ""
    """`annex`, `annex2`, `annexii`."""
    section: str = ""
    """Number of a section, or `table 2`, which no text sets apart yet."""
    article: str = ""
    """Its key: `7`, `4bis`."""
    steps: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        section = f"section {self.section}" if self.section and " " not in self.section else self.section
        article = f"art{self.article}" if self.article else ""
        return "/".join(filter(None, (self.annex, section, article, *self.steps)))


_WORD = (
    r"(?P<annex>annex(?:es|e)?|append(?:ix|ices)|appendice?s?)"
    r"|(?P<pre>preambular (?:paragraphs?|paras?\.?)|(?:paragraphes?|alineas?) (?:du )?preambul(?:e|aires?))"
    r"|(?P<article>articles?|arts?\.)"
    r"|(?P<section>sections?|chapters?|chapitres?|parts?|parties?)"
    r"|(?P<para>(?:operative )?(?:sub-? ?)?(?:paragraphs?|paragraphes?|paras?\.?|alineas?))"
    r"|(?P<other>tables?|tableau|tableaux|figures?)"
)
_NUMBER = r"(?:\d{1,3}|[ivxl]{1,6}|[a-z])(?: ?(?:bis|ter|quater)\b)?(?: ?\(?[a-z0-9]{1,4}\))*(?![a-z0-9])"
_TOKEN = re.compile(rf"\b(?:{_WORD})(?![a-z])|(?P<number>(?<![a-z0-9]){_NUMBER})")
_STEP = re.compile(r"\d+ ?(?:bis|ter|quater)\b|[a-z0-9]+")
_POINTED = re.compile(r"(?<=[0-9])\.(?=([0-9]{1,3}))\1")
_RANGE = re.compile(r"(?<=[0-9a-z)]) ?(?:-|\b(?:to|through|a|au)\b) ?(?=[0-9(]|[a-z]{1,4}\))")
_MOST_MEMBERS = 100
"""A longer range is a misreading: only its ends are kept."""


def read_pin(pin: str) -> Iterator[Wanted]:
    """`paragraphs 3(b) and 4 of annex II` is (annex2, 3, b) and (annex2, 4): an annex or an article holds what is named with it.

    Ranges give their members: `paragraphs 3 to 5` is 3, 4 and 5, `4(a)-(c)` is 4(a), 4(b) and 4(c).
    """
    text = _RANGE.sub("-", _POINTED.sub(r"(\1)", fold(pin)))
    annexes: list[str] = []
    articles: list[str] = []
    rest: list[Wanted] = []
    word, end = "para", 0
    for token in _TOKEN.finditer(text):
        number = token["number"]
        if number is None:
            word = token.lastgroup or ""
            if word == "annex":
                annexes.append("annex" if token[0].startswith("annex") else "appendix")
            continue
        is_last = text[end : token.start()].strip("( ") == "-"
        end = token.end()
        steps = tuple(step.replace(" ", "") for step in _STEP.findall(number))
        if word == "annex":
            stem = annexes[-1].rstrip("0123456789")
            if annexes[-1] in ("annex", "appendix"):
                annexes.pop()
            annexes.append(f"{'annex' if stem.startswith('annex') else 'appendix'}{numeral(steps[0])}")
        elif word == "article":
            articles.append(article_key(steps[0]))
            rest.extend([Wanted(steps=steps[1:])] if len(steps) > 1 else [])
        elif word == "pre":
            rest.append(Wanted(steps=(f"pre{steps[0]}", *steps[1:])))
        elif word == "section":
            rest.append(Wanted(section=numeral(steps[0])))
        elif word == "para":
            if rest and rest[-1].steps and rest[-1].steps[0][:1].isdigit() and not steps[0][0].isdigit():
                # "3(a) and (b)": a letter alone stands in the paragraph before it.
                steps = (*_above(rest[-1].steps, steps[0]), *steps)
            if is_last and rest:
                rest.extend(Wanted(steps=one) for one in _between(rest[-1].steps, steps))
            rest.append(Wanted(steps=steps))
        elif word == "other":
            rest.append(Wanted(section=f"table {steps[0]}"))
    yield from _held_together(annexes, articles, rest)


def _held_together(annexes: list[str], articles: list[str], rest: list[Wanted]) -> Iterator[Wanted]:
    if len(articles) == 1:
        rest = [replace(one, article=articles[0]) for one in rest] or [Wanted(article=articles[0])]
    else:
        rest = [*rest, *(Wanted(article=one) for one in articles)]
    if len(annexes) == 1 and rest:
        yield from (replace(one, annex=annexes[0]) for one in rest)
        return
    yield from rest
    yield from (Wanted(annex=one) for one in annexes)


def _above(before: tuple[str, ...], step: str) -> tuple[str, ...]:
    """What `step` stands below: it goes on the deepest list of `before` that is counted as it is."""
    for level in range(len(before) - 1, 0, -1):
        if _form(before[level]) == _form(step):
            return before[:level]
    return before[:1]


def _form(step: str) -> str:
    return "number" if step[:1].isdigit() else "roman" if set(step) <= set("ivx") else "letter"


def _between(first: tuple[str, ...], last: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What stands between the ends of a range, where these differ in their last step only."""
    if not first or first[:-1] != last[:-1]:
        return
    low, high = first[-1], last[-1]
    if low.isdigit() and high.isdigit():
        if int(high) - int(low) <= _MOST_MEMBERS:
            yield from ((*first[:-1], str(number)) for number in range(int(low) + 1, int(high)))
    elif low == "i" or len(low) > 1:
        begin, end = number_of(low.upper()), number_of(high.upper())
        if begin and end:
            yield from ((*first[:-1], to_roman(number).lower()) for number in range(begin + 1, end))
    elif len(low) == len(high) == 1:
        yield from ((*first[:-1], chr(code)) for code in range(ord(low) + 1, ord(high)))


def numeral(text: str) -> str:
    """`II` and `2` are one number; a single letter but I, V, X stays a letter."""
    value = number_of(text.upper())
    return str(value) if value and (len(text) > 1 or text in "ivx" or text.isdigit()) else text


__all__ = ["Wanted", "numeral", "read_pin"]
