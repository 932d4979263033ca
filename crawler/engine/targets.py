"""Documents that a crawl is asked for by their ids: where it looks for them, and whether it found them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from core.configuration import Configuration
from core.ledger.crawl_entries import NewAddress
from core.symbols.grammar import Grammar
from core.symbols.identity import split
from core.symbols.resolve import resolve
from crawler.engine.links import of_page, of_probe
from crawler.probing import answers, wanted
from crawler.records import ListedFile
from crawler.sources.model import SourceDefinition

Answer = Literal["found", "not_found", "not_asked"]


def places_to_look(source: SourceDefinition, targets: Iterable[str], meeting: str | None) -> tuple[NewAddress, ...]:
    """Candidate addresses of files, and listings that would show them. Where a `meeting` is asked for, only of its documents."""
    places: dict[tuple[str, str], NewAddress] = {}
    for one in wanted(source, targets):
        if meeting is None or one.meeting in {None, meeting}:
            for place in (*(of_probe(probe, guess=True) for probe in one.probes), *map(of_page, one.follows)):
                places.setdefault((place.kind, place.key), place)
    return tuple(places.values())


def found_of(
    targets: Sequence[str],
    held: Iterable[ListedFile],
    source: SourceDefinition,
    configuration: Configuration,
    *,
    complete: bool,
) -> dict[str, Answer]:
    """For each id whether a file of this crawl is that document. An id without a revision is answered by any revision of it.
    `complete`: nothing was left to ask; of a crawl that was stopped nobody knows what it would have found."""
    if not targets:
        return {}
    grammar = Grammar.load(configuration)
    home = None if source.treaty == "*" else source.treaty
    files = list(held)
    ids = {symbol: _id_of(symbol, home, grammar) for symbol in {file.symbol for file in files if file.symbol}}
    known = {name for one in ids.values() if one is not None for name in (one, split(one)[0])}
    return {
        target: "found"
        if target in known or any(answers(file, target, ids.get(file.symbol or "")) for file in files)
        else ("not_found" if complete else "not_asked")
        for target in targets
    }


def _id_of(symbol: str, home: str | None, grammar: Grammar) -> str | None:
    return resolve(symbol, home=home, grammar=grammar).canonical
