"""Which document a text names, in whatever spelling, and what of it is held."""

from __future__ import annotations

from core.configuration import Configuration
from core.errors import NoIndex
from core.records.codec import from_json
from core.records.search import DocumentRow, Reading, Resolution
from core.settings import Settings
from core.symbols import resolve as symbols
from core.symbols.grammar import Grammar
from core.symbols.identity import treaty_of
from index.engines.protocol import Reader, Request
from index.engines.registry import engine_of
from index.query.plan import Any, Everything, Node, Values

_NEAREST = 5


def resolve(settings: Settings, text: str, *, home: str | None = None) -> Resolution:
    """`home`: the treaty that a bare number belongs to. Without an index nothing is held, and symbols are named all the same."""
    return resolve_in(_reader(settings), Grammar.load(Configuration(settings.config_dir)), text, home=home)


def resolve_in(reader: Reader | None, grammar: Grammar, text: str, *, home: str | None = None) -> Resolution:
    """The same over an open index, or over none."""
    ids = symbols.resolve(text, home=home.upper() if home else None, grammar=grammar).readings
    readings = tuple(reading(reader, one) for one in ids)
    return Resolution(
        text=text,
        canonical=ids[0] if len(ids) == 1 else None,
        readings=readings,
        nearest=_nearest(reader, text, ids) if reader is not None and not any(one.held for one in readings) else (),
    )


def _reader(settings: Settings) -> Reader | None:
    engine = engine_of(settings)
    generation = engine.current()
    try:
        return None if generation is None else engine.open(generation)
    except NoIndex:
        return None


def reading(reader: Reader | None, canonical: str) -> Reading:
    """What of `canonical` is held."""
    rows = [] if reader is None else _held(reader, canonical)
    titles = {lang: title for row in rows for lang, title in row.title.items()}
    return Reading(
        canonical=canonical,
        held=any(canonical in (row.id, row.work) for row in rows),
        versions=tuple(row.id for row in rows),
        languages=tuple(sorted({lang for row in rows for lang in row.languages})),
        title=next((titles[lang] for lang in sorted(titles)), None),
    )


def _held(reader: Reader, canonical: str) -> list[DocumentRow]:
    plan = Any((Values("id", (canonical,)), Values("work", (canonical,))))
    found = reader.search(Request(collection="documents", plan=plan, by="order", need=1_000))
    return [from_json(DocumentRow, source) for source in reader.fetch("documents", [row.key for row in found.rows])]


def _nearest(reader: Reader, text: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    treaty = treaty_of(ids[0]) if ids else None
    plan: Node = Values("treaty", (treaty,)) if treaty else Everything()
    facets = reader.search(Request(collection="documents", plan=plan, facets=("id",), need=0)).facets
    return symbols.nearest(ids[0] if ids else text, facets["id"], limit=_NEAREST)
