"""Links whose address names a document where their words name none: `the report`, linked to a paper, is a citation of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from core.records.document import Mark
from core.symbols.filenames import symbol_in_address
from core.symbols.finder import Reference
from core.symbols.grammar import Grammar
from core.symbols.identity import kind_of
from core.symbols.resolve import resolve, treaty_of_symbol

HYPERLINK_RULE = "hyperlink"


def linked(
    text: str, marks: Iterable[Mark], taken: Sequence[tuple[int, int]], *, home: str | None, grammar: Grammar
) -> Iterator[Reference]:
    """Citations by link alone. `taken` are the stretches of the citations that the words make: they say it better."""
    for mark in marks:
        if mark.kind != "link" or not mark.target or not text[mark.start : mark.end].strip():
            continue
        if any(start < mark.end and mark.start < end for start, end in taken):
            continue
        symbol = symbol_in_address(mark.target)
        canonical = resolve(symbol, home=home, grammar=grammar).canonical if symbol else None
        if canonical is not None:
            yield Reference(
                start=mark.start,
                end=mark.end,
                kind=kind_of(canonical),
                treaty=treaty_of_symbol(canonical, grammar),
                canonical=canonical,
                rule=HYPERLINK_RULE,
            )
