"""What a listing's row and a file's name say of a document: symbol, number, agenda item, revision, and which files are twins."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.symbols.filenames import symbol_in_file_name
from crawler.addresses import extension
from crawler.sources.model import SourceDefinition

_TEXT_CHARS = 2000
_NAME_CHARS = 512
_NUMBER = re.compile(r"(?:^|[\s/])Doc\.?\s?(\d+(?:\.\d+)*(?:\([a-z]\))?)", re.IGNORECASE)
_REVISED_BY = re.compile(r"\(\s?Rev[^)]*\)|[/_]Rev\.?\s?(?:CoP|MoP)\s?\d+", re.IGNORECASE)
_NORMS = frozenset({"res", "dec"})
"""Bodies of file names that are kinds of norms: their numbers are no agenda items."""


def name_groups(name: str | None, source: SourceDefinition) -> dict[str, str]:
    """Groups of the source's filename_regex; empty where the name is irregular."""
    if not name or not source.filename_regex or len(name) > _NAME_CHARS:
        return {}
    found = re.search(source.filename_regex, name)
    return {key: text for key, text in found.groupdict().items() if text} if found else {}


def symbol_in(text: str | None, source: SourceDefinition) -> str | None:
    """The first symbol in a title or label, as printed; None: there is none."""
    if not text or not source.symbol_regex:
        return None
    found = re.search(source.symbol_regex, text[:_TEXT_CHARS])
    return found.group().strip(" ./") or None if found else None


def symbol_of(
    stated: str | None, texts: tuple[str | None, ...], name: str | None, source: SourceDefinition
) -> str | None:
    """What the listing states, else what a text beside the file holds, else what the file's name says."""
    if stated:
        return stated
    for text in texts:
        if symbol := symbol_in(text, source):
            return symbol
    return symbol_in_file_name(name, home=source.treaty) if name else None


def symbol_key(symbol: str, source: SourceDefinition) -> str:
    """Form in which symbols of one source are compared: equivalents, blanks, case and escapes aside."""
    rules = source.symbol_normalise
    plain = "".join(symbol.split())
    for spelling, meant in source.symbol_equivalents.items():
        plain = re.sub(rf"\b{re.escape(spelling)}\b", meant, plain)
    if rules.keep is not None:
        plain = re.sub(f"[^{rules.keep}]", "", plain.upper() if rules.upper else plain)
    return (plain.rstrip("/") if rules.strip_trailing_slash else plain).casefold()


def revision_of(symbol: str | None, name: str | None, source: SourceDefinition) -> str | None:
    """`Rev.1`, `Corr.1`, `Rev.1/Add.2`, `Rev.COP13`: marks of the symbol, else of the file's name."""
    derived = symbol_in_file_name(name, home=source.treaty) if name else None
    for text in (symbol, derived, name):
        if text and (marks := _revision_marks(text[:_NAME_CHARS], source)):
            return "/".join(marks)
    return None


def _revision_marks(text: str, source: SourceDefinition) -> list[str]:
    if source.revision_regex is None:
        return []
    marks = []
    for found in re.finditer(source.revision_regex, text):
        # `_additional_`, `/Revision`: words that only begin like a mark.
        if text[found.end() : found.end() + 1].isalpha():
            continue
        groups = found.groupdict()
        scope = groups.get("scope") or ""
        body = source.governing_body if scope else ""
        marks.append(f"{found['kind'].capitalize()}.{body}{int(found['n']) if found['n'] else ''}".rstrip("."))
    return marks


def agenda_item_of(
    stated: str | None,
    title: str | None,
    pattern: str | None,
    symbol: str | None,
    groups: Mapping[str, str],
    source: SourceDefinition,
) -> str | None:
    """What the listing states, else the number before the title, else the document's number where that is the item."""
    if stated:
        return stated
    if title and pattern and (found := re.search(pattern, title[:_TEXT_CHARS])):
        return found["item"].rstrip(".") or None
    if "agenda_item" in source.metadata_from_symbol:
        if symbol and (found := _NUMBER.search(symbol)):
            return found[1]
        number, kind, body = groups.get("num"), groups.get("kind", "doc"), groups.get("body", "")
        if number and kind.casefold() == "doc" and body.casefold() not in _NORMS:
            return ".".join(str(int(part)) if part.isdigit() else part for part in re.split(r"[-.]", number))
    return None


def without_item(title: str | None, pattern: str | None) -> str | None:
    """The title behind the number of its agenda item."""
    if not title or not pattern or not (found := re.match(pattern, title[:_TEXT_CHARS])):
        return title
    return title[found.end() :].strip() or title


def without_revision(symbol: str) -> str:
    """The symbol without `(Rev.COP13)`: the meeting that revised a text is not the one whose document it is."""
    return _REVISED_BY.sub("", symbol)


def stem_of(key: str, name: str | None) -> str:
    """What two formats of one file have in common: the address without its ending.

    The `_0` that some sites add to a second upload stays: `res_1.pdf` and `res_2.pdf` are two documents.
    """
    ending = extension(name)
    return key[: -len(ending) - 1] if ending and key.casefold().endswith(f".{ending}") else key
