"""The text of a treaty as a document: its id, and the places in it that articles name.

`KYOTO/Treaty` is the Kyoto Protocol itself; an article of it, `KYOTO/Article/3/para.7`, is a place in that text and no text
of its own.
"""

from __future__ import annotations

import re

from core.symbols.numerals import value_of

_TEXT = re.compile(r"([A-Z][A-Z0-9]*)/Treaty")
_ARTICLE = re.compile(r"([A-Z][A-Z0-9]*)/Article/(.+)")
_NUMBER = re.compile(r"(\d+|[IVXLC]+)[ .-]?([A-Za-z]*)")


def text_id(treaty: str) -> str:
    return f"{treaty}/Treaty"


def treaty_of_text(canonical: str) -> str | None:
    """The treaty whose text has this id; None for all other ids."""
    found = _TEXT.fullmatch(canonical)
    return found.group(1) if found else None


def text_of_article(canonical: str) -> str | None:
    """Id of the text that an article stands in; None for what is no article."""
    found = _ARTICLE.fullmatch(canonical)
    return text_id(found.group(1)) if found else None


def steps_of_article(canonical: str) -> tuple[str, ...]:
    """`("7", "5", "b")` for `CITES/Article/VII/para.5/b`: numerals as keys of `article_key`. Empty for what is no article."""
    found = _ARTICLE.fullmatch(canonical)
    if found is None:
        return ()
    first, *steps = found.group(2).split("/")
    return (article_key(first), *(step.removeprefix("para.").lower() for step in steps))


def article_key(number: str) -> str:
    """`VII`, `vii` and `7` are one article; so are `2 bis` and `2bis`. What is no number is its own key, in small letters."""
    found = _NUMBER.fullmatch(number.strip().upper())
    value = value_of(found.group(1)) if found else None
    return number.strip().lower() if found is None or value is None else f"{value}{found.group(2).lower()}"
