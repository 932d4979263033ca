"""Which document this is: canonical id, work and version, and where they come from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from core.records.files import Provenance
from core.symbols.filenames import symbol_in_file_name
from core.symbols.finder import Reference, find
from core.symbols.grammar import Grammar
from core.symbols.identity import kind_of
from core.symbols.resolve import resolve, treaty_of_symbol
from extract.understand.masthead import SymbolLine

_WITH_TREATY = re.compile(r"[A-Z][A-Z-]+/[^\W\d_]")
_JOINS = re.compile(r"[\s,;&/–—-]*(?:and|et)?[\s/–—-]*")
"""Between two symbols of one paper."""
_AROUND = re.compile(r"[\s*∗()\[\]:.,;–—-]*")


def symbol_line(text: str, home: str | None, grammar: Grammar) -> SymbolLine | None:
    """The symbol that a line consists of; a star of a footnote or brackets around it do not count."""
    if not text or len(text) > 120 or text.count(" ") > 8 or not any(letter.isdigit() for letter in text):
        return None
    if text.count("(") != text.count(")"):  # the rest of a line in brackets
        return None
    found = find(text, lang=None, home=home, grammar=grammar)
    if len(found) == 1:
        one = found[0]
        alone = _AROUND.fullmatch(text[: one.start]) and _AROUND.fullmatch(text[one.end :])
        if alone and one.canonical is not None and one.kind != "article" and not one.range:
            also = (one.parallel,) if one.parallel is not None else ()
            return SymbolLine(one.canonical, one.kind, one.treaty, text[one.start : one.end], also)
    if len(found) > 1:
        return _joint(text, found)
    if _WITH_TREATY.match(text) is None:
        return None
    printed = text.strip(" *∗")
    canonical = resolve(
        printed, home=home, grammar=grammar
    ).canonical  # `CSKW/Résolution 2.5` and other loose spellings
    if canonical is None or kind_of(canonical) == "article" or (kind_of(canonical) == "document" and " " in printed):
        return None
    return SymbolLine(canonical, kind_of(canonical), treaty_of_symbol(canonical, grammar), printed)


def _joint(text: str, found: Sequence[Reference]) -> SymbolLine | None:
    """`UNEP/OzL.Conv.11/7 – UNEP/OzL.Pro.29/8`: the symbols of one paper, of as many bodies, and nothing else in the line."""
    ids = [one for reference in found for one in (reference.canonical, reference.parallel) if one is not None]
    if any(one.kind != "document" or one.canonical is None or one.range for one in found) or not are_of_bodies(ids):
        return None
    ends = [0, *(one.end for one in found)]
    starts = [*(one.start for one in found), len(text)]
    between = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    if not all(_AROUND.fullmatch(one) for one in (between[0], between[-1])):
        return None
    if not all(_JOINS.fullmatch(one) for one in between[1:-1]):
        return None
    first = found[0]
    return SymbolLine(ids[0], "document", first.treaty, text[first.start : found[-1].end], tuple(ids[1:]))


def are_of_bodies(ids: Sequence[str]) -> bool:
    """Whether each is the symbol of another body: what stands before the first number differs."""
    return len({re.split(r"\d", one, maxsplit=1)[0].lower() for one in ids}) == len(ids)


def from_file_name(name: str, home: str | None, grammar: Grammar) -> SymbolLine | None:
    """The symbol that a path or address spells in its last part (`cms_cop14_doc.18.1_title_f.pdf`)."""
    last = unquote(urlsplit(name).path or name).replace("\\", "/").rpartition("/")[2]
    printed = symbol_in_file_name(last, home=home)
    canonical = resolve(printed, home=home, grammar=grammar).canonical if printed is not None else None
    if printed is None or canonical is None:
        return None
    return SymbolLine(canonical, kind_of(canonical), treaty_of_symbol(canonical, grammar), printed)


def unnamed(source: str, content: str) -> str:
    """The id of a document without a symbol: its source and the first 16 digits of its hash."""
    return f"{source}/{content[:16]}"


def home_of_source(source: str, names: Sequence[Provenance], treaties: frozenset[str]) -> str | None:
    """Sources are called after their treaty (`cms`, `cbd`)."""
    for candidate in (source, *(name.source for name in names)):
        wanted = re.split(r"[^A-Za-z0-9]", candidate)[0].upper()
        if wanted in treaties:
            return wanted
    return None
