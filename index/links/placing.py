"""Pins of links looked up in the texts that they lead to. Second step of linking, for it opens texts, and only those with pins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from core.records.document import Document
from core.records.links import Link
from core.symbols.identity import part_of
from core.symbols.treaty_texts import steps_of_article, text_id, text_of_article
from index.held import Corpus, Holding, Version, owners_of
from index.links.article_places import place_in_article
from index.links.pins import places_of
from index.links.places import Pinned, Place

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


def placed(
    links: Sequence[Link], corpus: Corpus, segments: SegmentsOf, families: Mapping[str, Sequence[str]] | None = None
) -> tuple[Link, ...]:
    """`links` with `places` and `unplaced` where they name a place and lead to a held text. Each text is opened once.

    The expression in the language of the citing text is looked at, else the first one there is. With `families` (treaty -> the
    others of its family) an article that its treaty's text does not have is looked for in theirs: what has it there is `nearest`.
    """
    others = _Others(corpus, segments, families or {})
    wanted: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(links):
        if one.held and _names_place(one):
            wanted[_expression(corpus, one)].append(number)
    result = list(links)
    for (held, lang), numbers in sorted(wanted.items()):
        holding = corpus.versions[held].expressions[lang][0]
        known = _without_part(segments(holding), holding.part)
        found: dict[tuple[str, str], Pinned] = {}
        for number in numbers:
            one = links[number]
            scope = _own_part(one, holding.part)
            asked = (_asked(one), scope)
            if asked not in found:
                found[asked] = _look_up(one, [place for place in known if place.path.startswith(scope)])
            pinned = found[asked]
            places = tuple(f"{holding.part}/{path}" if holding.part else path for path in pinned.places)
            nearest = others.nearest(one) if pinned.unplaced and _is_article(one) else one.nearest
            result[number] = replace(one, places=places, unplaced=pinned.unplaced, nearest=nearest)
    return tuple(result)


class _Others:
    """Texts of the treaties of a family. `Articles 2.3 and 3.14 of the Protocol` may be read as articles of its convention, for
    which they are too many: then the protocol's are named as what can be meant."""

    def __init__(self, corpus: Corpus, segments: SegmentsOf, families: Mapping[str, Sequence[str]]) -> None:
        self._corpus = corpus
        self._segments = segments
        self._families = families
        self._known: dict[tuple[str, str], Sequence[Place]] = {}

    def nearest(self, one: Link) -> tuple[str, ...]:
        """The same article of each other treaty of the family whose held text has all of it."""
        treaty, _, rest = (one.target or "").partition("/")
        steps = steps_of_article(one.target or "")
        found = []
        for other in self._families.get(treaty, ()):
            version = self._corpus.versions.get(text_id(other))
            if version is None:
                continue
            lang = one.lang if one.lang in version.expressions else min(version.expressions)
            pinned = place_in_article(steps, self._text(version, lang))
            if pinned.places and not pinned.unplaced:
                found.append(f"{other}/{rest}")
        return tuple(found)

    def _text(self, version: Version, lang: str) -> Sequence[Place]:
        key = (version.canonical, lang)
        if key not in self._known:
            holding = version.expressions[lang][0]
            self._known[key] = _without_part(self._segments(holding), holding.part)
        return self._known[key]


def _names_place(one: Link) -> bool:
    return one.pin is not None or one.kind == "article" or (one.target != one.held and bool(_pin_of(one)))


def _is_article(one: Link) -> bool:
    """Whether the id is that of an article in the held text."""
    return one.kind == "article" and one.target is not None and text_of_article(one.target) is not None


def _asked(one: Link) -> str:
    return one.target or "" if _is_article(one) else _pin_of(one)


def _look_up(one: Link, known: Sequence[Place]) -> Pinned:
    if _is_article(one):
        return place_in_article(steps_of_article(one.target or ""), known)
    return places_of(_pin_of(one), known)


def _own_part(one: Link, part: str | None) -> str:
    """Beginning of the paths that the citation can mean: an annex with articles of its own means these by `Article 2`."""
    if not (one.is_self and one.kind == "article") or _is_article(one):
        return ""
    path = one.path.removeprefix(f"{part}/") if part else one.path
    above, article, _ = path.partition("/art")
    return f"{above}/" if article else ""


def _pin_of(one: Link) -> str:
    """As printed; with the annex that the symbol itself names, where this stands in the held document."""
    part = part_of(one.target) if one.target and one.target != one.held and "/Annex" in one.target else None
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
