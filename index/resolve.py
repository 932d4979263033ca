"""Which document a text names, in whatever spelling, and what of it is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from core.configuration import Configuration
from core.errors import NoIndex
from core.records.codec import from_json
from core.records.search import DocumentRow, Reading, Resolution
from core.settings import Settings
from core.symbols import resolve as symbols
from core.symbols.grammar import Grammar
from core.symbols.identity import split
from core.symbols.normalise import fold
from core.symbols.treaty_texts import text_id, text_of_article
from index.engines.protocol import Reader, Request
from index.engines.registry import engine_of
from index.query.plan import Any, Everything, Node, Values
from index.versions import version_rank

_NEAREST = 5


def resolve(settings: Settings, text: str, *, home: str | None = None) -> Resolution:
    """`home`: the treaty that a bare number belongs to. Without an index nothing is held, and symbols are named all the same."""
    return resolve_in(_reader(settings), Grammar.load(Configuration(settings.config_dir)), text, home=home)


def resolve_in(reader: Reader | None, grammar: Grammar, text: str, *, home: str | None = None) -> Resolution:
    """The same over an open index, or over none. Of several readings the held ones come first; which is meant stays open."""
    ids = symbols.resolve(text, home=home.upper() if home else None, grammar=grammar).readings or _treaty(text, grammar)
    known = readings_of(reader, ids)
    readings = tuple(sorted((known[one] for one in ids), key=lambda one: not one.held))
    return Resolution(
        text=text,
        canonical=ids[0] if len(ids) == 1 else None,
        readings=readings,
        nearest=_nearest(reader, text, ids, _meant(text, ids, home, grammar))
        if reader is not None and not any(one.held for one in readings)
        else (),
    )


def _treaty(text: str, grammar: Grammar) -> tuple[str, ...]:
    """`Kyoto Protocol`, `CITES`: the text of the treaty that bears the name."""
    treaty = grammar.treaties.phrases.get(fold(text))
    row = grammar.treaties.get(treaty)
    return (text_id(row.id),) if row is not None and row.form != "body" else ()


def _reader(settings: Settings) -> Reader | None:
    engine = engine_of(settings)
    generation = engine.current()
    try:
        return None if generation is None else engine.open(generation)
    except NoIndex:
        return None


def readings_of(reader: Reader | None, ids: Iterable[str]) -> dict[str, Reading]:
    """What of each id is held. An article is held where the text of its treaty is."""
    wanted = {one: text_of_article(one) or one for one in ids}
    rows = [] if reader is None or not wanted else _held(reader, tuple(sorted(set(wanted.values()))))
    found: dict[str, list[DocumentRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: version_rank(one.version), reverse=True):
        for name in {row.id, row.work, *row.also, *(split(one)[0] for one in row.also)}:
            found[name].append(row)
    return {one: _reading(one, found.get(name, ())) for one, name in wanted.items()}


def _reading(canonical: str, rows: Sequence[DocumentRow]) -> Reading:
    titles = {lang: title for row in rows for lang, title in row.title.items()}
    return Reading(
        canonical=canonical,
        held=bool(rows),
        versions=tuple(row.id for row in rows),
        languages=tuple(sorted({lang for row in rows for lang in row.languages})),
        title=next((titles[lang] for lang in sorted(titles)), None),
    )


def _held(reader: Reader, ids: tuple[str, ...]) -> list[DocumentRow]:
    plan = Any((Values("id", ids), Values("work", ids)))
    total = reader.search(Request(collection="documents", plan=plan, need=0)).total
    found = reader.search(Request(collection="documents", plan=plan, by="order", need=total))
    return [from_json(DocumentRow, source) for source in reader.fetch("documents", [row.key for row in found.rows])]


def _meant(text: str, ids: tuple[str, ...], home: str | None, grammar: Grammar) -> tuple[str, ...]:
    """The treaties of the readings, else those that the text names, else the home treaty."""
    found = [treaty for one in ids if (treaty := symbols.treaty_of_symbol(one, grammar))]
    known = tuple(dict.fromkeys(found)) or symbols.treaties_named(text, grammar)
    return known or ((home.upper(),) if home and home.upper() in grammar.treaties else ())


def _nearest(reader: Reader, text: str, ids: tuple[str, ...], treaties: tuple[str, ...]) -> tuple[str, ...]:
    plan: Node = Values("treaty", treaties) if treaties else Everything()
    facets = reader.search(Request(collection="documents", plan=plan, facets=("id",), need=0)).facets
    return symbols.nearest(ids[0] if ids else text, facets["id"], limit=_NEAREST)
