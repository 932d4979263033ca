"""Segments, citations and missing documents, page by page, from one generation of the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from core.records.codec import from_json
from core.records.document import Relation
from core.records.links import MissingClass
from core.records.listing import CitationEntry, CitationList, Direction, MissingList, SegmentList
from core.records.search import CitationRow, DocumentRow, FacetValue, Missing
from index.cursors import Position, read_cursor, write_cursor
from index.engines.protocol import Reader, Request
from index.incoming import incoming_plan
from index.missing import by_age, missing_in
from index.query.plan import All, Any, Node, Nothing, Values
from index.rows import permalink
from index.search import Searcher
from index.view import find_document, segments_of

NO_RELATION = "none"
"""Asks for citations without a relation."""


def segments(
    searcher: Searcher,
    document: str,
    *,
    lang: str | None = None,
    kinds: Sequence[str] = (),
    path: str | None = None,
    limit: int,
    cursor: str | None = None,
) -> SegmentList | None:
    """None where the document is not held. `path` asks for a segment and all below it. Raises UsageError for a bad cursor."""
    asked = ("segments", document, lang, sorted(kinds), path)
    reader, offset = _position(searcher, cursor, asked)
    row = find_document(reader, searcher, document)
    if row is None:
        return None
    shown, all_segments = segments_of(reader, row, lang)
    wanted = [
        one
        for one in all_segments
        if (not kinds or one.kind in kinds) and (path is None or one.path == path or one.path.startswith(f"{path}/"))
    ]
    return SegmentList(
        document=row.id,
        lang=shown,
        languages=row.languages,
        total=len(wanted),
        segments=tuple(wanted[offset : offset + limit]),
        generation=reader.manifest.generation,
        cursor=_next(reader, offset + limit, len(wanted), asked),
    )


def citations(
    searcher: Searcher,
    document: str,
    direction: Direction,
    *,
    relations: Sequence[str] = (),
    treaties: Sequence[str] = (),
    forces: Sequence[str] = (),
    limit: int,
    cursor: str | None = None,
) -> CitationList | None:
    """None where the document is not held and nothing that is held cites it. Raises UsageError for a bad cursor."""
    asked = ("citations", document, direction, sorted(relations), sorted(treaties), sorted(forces))
    reader, offset = _position(searcher, cursor, asked)
    row = find_document(reader, searcher, document)
    canonical = row.id if row is not None else _only_id(searcher, document)
    plan = _plan(row, canonical, direction)
    treaty_field = "treaty" if direction == "in" else "cited_treaty"
    filters = {treaty_field: tuple(treaties), "force": tuple(forces)}
    if NO_RELATION in relations:
        none = All((), (Values("relation", get_args(Relation)),))
        named = tuple(one for one in relations if one != NO_RELATION)
        plan = All((plan, Any((none, Values("relation", named))) if named else none))
    else:
        filters["relation"] = tuple(relations)
    found = reader.search(
        Request(
            collection="citations",
            plan=plan,
            filters={field: values for field, values in filters.items() if values},
            facets=("relation", treaty_field, "force"),
            by="order",
            need=offset + limit,
        )
    )
    if row is None and not found.total and not any(filters.values()) and not relations:
        return None
    sources = reader.fetch("citations", [one.key for one in found.rows[offset : offset + limit]])
    return CitationList(
        document=canonical,
        direction=direction,
        total=found.total,
        groups={
            name: _counted(found.facets.get(field, {}))
            for name, field in (("relation", "relation"), ("treaty", treaty_field), ("force", "force"))
        },
        citations=tuple(_entry(from_json(CitationRow, source)) for source in sources),
        generation=reader.manifest.generation,
        cursor=_next(reader, offset + limit, found.total, asked),
    )


def missing_entries(searcher: Searcher, generation: str) -> tuple[Missing, ...]:
    """All that is cited and not held, the most cited first. To be kept for as long as the generation is current."""
    return missing_in(searcher.readers.named(generation))


def missing_page(
    entries: Sequence[Missing],
    generation: str,
    *,
    classes: Sequence[str] = (),
    treaties: Sequence[str] = (),
    age: bool = False,
    limit: int,
    cursor: str | None = None,
) -> MissingList:
    """Raises UsageError for a cursor of another question, or of another generation than that of `entries`."""
    asked = ("missing", sorted(classes), sorted(treaties), age, generation)
    offset = read_cursor(cursor, asked).offset if cursor is not None else 0
    of_treaty = [one for one in entries if not treaties or one.treaty in treaties]
    wanted: Sequence[Missing] = [one for one in of_treaty if not classes or one.missing_class in classes]
    if age:
        wanted = by_age(wanted)
    counts = Counter(one.missing_class for one in of_treaty)
    more = offset + limit < len(wanted)
    return MissingList(
        total=len(wanted),
        citations=sum(one.count for one in wanted),
        classes={one: counts[one] for one in get_args(MissingClass)},
        entries=tuple(wanted[offset : offset + limit]),
        generation=generation,
        cursor=write_cursor(Position(generation, offset + limit), asked) if more else None,
    )


def _plan(row: DocumentRow | None, canonical: str, direction: Direction) -> Node:
    if direction == "out":
        return Values("citing", (canonical,)) if row is not None else Nothing()
    return incoming_plan(row) if row is not None else Values("target", (canonical,))


def _only_id(searcher: Searcher, text: str) -> str:
    """The id of a text that is not held: what the symbol names where that is one thing, else as it was asked for."""
    ids = {one for span in searcher.find_symbols(text) for one in span.ids}
    return ids.pop() if len(ids) == 1 else text


def _entry(row: CitationRow) -> CitationEntry:
    link = row.link
    place = link.places[0] if link.places else None
    return CitationEntry(
        link=link,
        citing_title=row.citing_title,
        citing_treaty=row.citing_treaty,
        context=row.context,
        start=row.start,
        end=row.end,
        citing_url=permalink(link.citing, link.lang, link.path),
        cited_url=permalink(link.held, link.lang, place) if link.held else None,
    )


def _counted(values: dict[str, int]) -> tuple[FacetValue, ...]:
    return tuple(
        FacetValue(value=value, count=count)
        for value, count in sorted(values.items(), key=lambda one: (-one[1], one[0]))
    )


def _position(searcher: Searcher, cursor: str | None, asked: object) -> tuple[Reader, int]:
    if cursor is None:
        return searcher.readers.current(), 0
    position = read_cursor(cursor, asked)
    return searcher.readers.named(position.generation), position.offset


def _next(reader: Reader, offset: int, total: int, asked: object) -> str | None:
    return write_cursor(Position(reader.manifest.generation, offset), asked) if offset < total else None
