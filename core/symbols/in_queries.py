"""Symbols among the words of a query."""

from __future__ import annotations

import re

from core.symbols.filenames import symbol_in_file_name
from core.symbols.finder import find
from core.symbols.grammar import Grammar
from core.symbols.normalise import fold
from core.symbols.resolve import resolve

_CHARS = 4000  # what is longer is no query
_WINDOW = 9  # words of the longest symbol
_WITH_TAIL = re.compile(r"[\s(]*(?:(?:rev|add|corr|amend|annexe?)\b[.\s]*(?:co[pP])?\d*[\s)]*)*", re.IGNORECASE)
"""What may belong to a symbol that is found already: a revision or an addition, without a slash before it."""
_WORD = re.compile(r"[^\s/]*(?:\s*/\s*[^\s/]+)+/?|\S+")  # slashes bind, also with blanks around


def symbols_in_query(text: str, grammar: Grammar) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """Symbols in the words of a query: start, end (code points) and ids, in order, not overlapping.

    Also such as `unep cms cop14 doc 29.1`, which no document prints so. Numbers without type word are words, not symbols.
    """
    if len(text) > _CHARS:
        return ()
    taken = [
        (reference.start, reference.end, reference.readings or (reference.canonical or "",))
        for reference in find(text, lang=None, home=None, grammar=grammar)
    ]
    words = [match.span() for match in _WORD.finditer(text)]
    index = 0
    while index < len(words):
        start = words[index][0]
        step = 1
        if _opens_symbol(text[start : words[index][1]], grammar):
            for last in range(min(len(words), index + _WINDOW), index, -1):
                end = words[last - 1][1]
                overlapping = [one for one in taken if one[0] < end and start < one[1]]
                if overlapping and not _WITH_TAIL.fullmatch(text, max(one[1] for one in overlapping), end):
                    continue
                if any(one[0] < start or one[1] > end or one[:2] == (start, end) for one in overlapping):
                    continue
                digits = any(sign.isdigit() for sign in text[start:end])
                found = resolve(text[start:end], home=None, grammar=grammar).readings if digits else ()
                if len(found) == 1:
                    taken = [one for one in taken if one not in overlapping]
                    taken.append((start, end, found))
                    step = last - index
                    break
        index += step
    return tuple(sorted(taken))


def _opens_symbol(word: str, grammar: Grammar) -> bool:
    first = re.split(r"[/ _.-]", fold(word), maxsplit=1)[0]
    return (
        first in {"unep", "pnue", "cbd", "fccc", "iccd", "scbd", "wcc"}
        or first.upper() in grammar.treaties
        or (bool(re.fullmatch(r"(?:cop|cdp|sc|ac|pc|stc|res|dec|bc|rc|mc|np|bs)\d*", first)))
        or ("." in word and symbol_in_file_name(word) is not None)
    )
