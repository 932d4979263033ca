"""Pins of links looked up in the texts that they lead to. Second step of linking, for it opens texts, and only those with pins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from core.records.document import Document
from core.records.links import Link
from core.symbols.identity import part_of
from index.held import Corpus, Holding, owners_of
from index.links.pins import Place, places_of

SegmentsOf = Callable[[Holding], Sequence[Place]]
"""The segments of an expression, in the order of the text."""


def segments_of(document: Document, holding: Holding) -> tuple[Place, ...]:
    """Paths are those of the file: in a decision inside a report they begin with its part, which no pin names."""
    owners = owners_of(document)
    return tuple(
        Place(one.path, one.kind, one.label)
        for one in document.segments
        if owners.get(one.part, document.canonical) == holding.canonical
    )


def placed(links: Sequence[Link], corpus: Corpus, segments: SegmentsOf) -> tuple[Link, ...]:
    """`links` with `places` and `unplaced` where they have a pin and lead to a held text. Each text is opened once.

    The expression in the language of the citing text is looked at, else the first one there is.
    """
    wanted: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(links):
        if one.held and not one.is_self and _pin_of(one):
            wanted[_expression(corpus, one)].append(number)
    result = list(links)
    for (held, lang), numbers in sorted(wanted.items()):
        holding = corpus.versions[held].expressions[lang][0]
        known = _without_part(segments(holding), holding.part)
        found = {pin: places_of(pin, known) for pin in {_pin_of(links[number]) for number in numbers}}
        for number in numbers:
            pinned = found[_pin_of(links[number])]
            places = tuple(f"{holding.part}/{path}" if holding.part else path for path in pinned.places)
            result[number] = replace(links[number], places=places, unplaced=pinned.unplaced)
    return tuple(result)


def _pin_of(one: Link) -> str:
    """As printed; with the annex that the symbol itself names, where this stands in the held document."""
    part = part_of(one.target) if one.target and one.target != one.held else None
    annex = f"annex {part.label.removeprefix('Annex')}" if part is not None and part.kind == "annex" else ""
    return " of ".join(filter(None, (one.pin, annex)))


def _expression(corpus: Corpus, one: Link) -> tuple[str, str]:
    held = one.held or ""
    languages = corpus.versions[held].expressions
    return held, one.lang if one.lang in languages else min(languages)


def _without_part(segments: Iterable[Place], part: str | None) -> tuple[Place, ...]:
    if part is None:
        return tuple(segments)
    prefix = f"{part}/"
    return tuple(Place(one.path.removeprefix(prefix), one.kind, one.label) for one in segments)
