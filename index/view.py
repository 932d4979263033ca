"""A document page from the index alone: header, text with its citations as links, and who cites it."""

from __future__ import annotations

from collections.abc import Iterable

from core.records.codec import from_json
from core.records.links import Link
from core.records.search import (
    DocumentRow,
    DocumentView,
    HeldVersion,
    OutgoingLink,
    OutlineEntry,
    ParagraphRow,
    SegmentView,
)
from index.engines.protocol import Reader, Request
from index.engines.schema import CollectionName
from index.incoming import CITING_READ, incoming_of
from index.query.plan import All, Node, Values
from index.rows import permalink
from index.search import Searcher
from index.versions import version_rank

_OUTLINE = frozenset({"title", "heading"})
_LONGEST = 500_000
"""More rows than any document has paragraphs; the engine gives those that there are."""


def document(searcher: Searcher, canonical: str, lang: str | None = None, citing_from: int = 0) -> DocumentView | None:
    """The page of a document; None where it is not held.

    `canonical` may be the id of a version, of a work (then the newest held version is shown) or any spelling of a symbol;
    `redirect` then says where the page lives. `lang` is a wish: where it is not held, another language is shown. Of the citing
    texts a page is read (`index.incoming`), the one that begins at `citing_from`.
    """
    reader = searcher.readers.current()
    row = find_document(reader, searcher, canonical)
    if row is None:
        return None
    shown, paragraphs = _paragraphs(reader, row, lang)
    expression = next(one for one in row.expressions if one.lang == shown)
    incoming, incoming_total = incoming_of(reader, row, citing_from)
    return DocumentView(
        canonical=row.id,
        asked=canonical,
        redirect=None if canonical == row.id else permalink(row.id, shown),
        lang=shown,
        work=row.work,
        version=row.version,
        title=row.title.get(shown) or next(iter(row.title.values()), None),
        titles=row.title,
        languages=row.languages,
        treaty=row.treaty,
        type=row.type,
        symbol=row.symbol,
        meeting=row.meeting,
        agenda_item=expression.agenda_item,
        date=row.date,
        date_kind=row.date_kind,
        identity=row.identity,
        proposed=row.proposed,
        container=row.container,
        contained=row.contained,
        status="unknown",
        expression=expression,
        versions=_versions(reader, row, shown),
        outline=tuple(_outline(paragraphs)),
        segments=tuple(_segment(paragraph, row.id, shown) for paragraph in paragraphs),
        incoming=incoming,
        incoming_total=incoming_total,
        incoming_from=citing_from,
        incoming_next=citing_from + CITING_READ if citing_from + CITING_READ < incoming_total else None,
        generation=reader.manifest.generation,
        also=row.also,
    )


def segments_of(reader: Reader, row: DocumentRow, lang: str | None) -> tuple[str, tuple[SegmentView, ...]]:
    """The language that is shown (`lang` where it is held) and its segments in the order of the text."""
    shown, paragraphs = _paragraphs(reader, row, lang)
    return shown, tuple(_segment(paragraph, row.id, shown) for paragraph in paragraphs)


def _paragraphs(reader: Reader, row: DocumentRow, lang: str | None) -> tuple[str, list[ParagraphRow]]:
    shown = lang if lang in row.languages else _preferred(row)
    plan = All((Values("document", (row.id,)), Values("doc_language", (shown,))))
    return shown, [from_json(ParagraphRow, source) for source in _all(reader, "paragraphs", plan)]


def find_document(reader: Reader, searcher: Searcher, canonical: str) -> DocumentRow | None:
    """The row of a version, of the newest version of a work, or of what a symbol names where it can mean one thing only."""
    found = _version(reader, canonical)
    if found is not None:
        return found
    spans = searcher.find_symbols(canonical)
    ids = {one for span in spans for one in span.ids}
    if len(spans) != 1 or len(ids) != 1:
        return None
    return _version(reader, ids.pop())


def _version(reader: Reader, canonical: str) -> DocumentRow | None:
    exact = _rows(reader, Values("id", (canonical,)))
    if exact:
        return exact[0]
    versions = _rows(reader, Values("work", (canonical,)))
    return max(versions, key=lambda row: version_rank(row.version)) if versions else None


def _rows(reader: Reader, plan: Node) -> list[DocumentRow]:
    return [from_json(DocumentRow, source) for source in _all(reader, "documents", plan)]


def _all(reader: Reader, collection: CollectionName, plan: Node) -> tuple[bytes, ...]:
    """The stored records of all rows of `plan`, in their order."""
    total = reader.search(Request(collection=collection, plan=plan, need=0)).total
    found = reader.search(Request(collection=collection, plan=plan, by="order", need=min(total, _LONGEST)))
    return reader.fetch(collection, [one.key for one in found.rows])


def _preferred(row: DocumentRow) -> str:
    """English where it is held would favour one language; the expression with the most to show is as good for all."""
    return max(row.expressions, key=lambda one: (one.title is not None, len(one.evidence), one.lang)).lang


def _versions(reader: Reader, row: DocumentRow, lang: str) -> tuple[HeldVersion, ...]:
    rows = sorted(_rows(reader, Values("work", (row.work,))), key=lambda one: version_rank(one.version), reverse=True)
    return tuple(
        HeldVersion(
            canonical=one.id,
            version=one.version,
            date=one.date,
            languages=one.languages,
            url=permalink(one.id, lang if lang in one.languages else one.languages[0]),
        )
        for one in rows
    )


def _outline(paragraphs: Iterable[ParagraphRow]) -> Iterable[OutlineEntry]:
    for paragraph in paragraphs:
        if paragraph.kind in _OUTLINE:
            yield OutlineEntry(
                path=paragraph.path,
                part=paragraph.part,
                kind=paragraph.kind,
                label=paragraph.label,
                text=paragraph.text,
            )


def _segment(row: ParagraphRow, canonical: str, lang: str) -> SegmentView:
    return SegmentView(
        segment=row.segment,
        part=row.part,
        kind=row.kind,
        label=row.label,
        path=row.path,
        path_from=row.path_from,
        parent=row.parent,
        lang=row.lang,
        lang_from=row.lang_from,
        text=row.text,
        pages=row.pages,
        page_label=row.page_label,
        marks=row.marks,
        acts=row.acts,
        links=tuple(_outgoing(link, lang) for link in row.links),
        url=permalink(canonical, lang, row.path),
        entities=row.entities,
    )


def _outgoing(link: Link, lang: str) -> OutgoingLink:
    return OutgoingLink(
        start=link.start,
        end=link.end,
        exact=link.exact,
        target=link.target,
        held=link.held,
        missing=link.missing,
        url=permalink(link.held, lang, link.places[0] if link.places else None)
        if link.held and (link.places or not link.is_self)
        else None,
        relation=link.relation,
        force=link.force,
        kind=link.kind,
        treaty=link.treaty,
        pin=link.pin,
        readings=link.readings,
        deleted=link.deleted,
        is_self=link.is_self,
        rule=link.rule,
        id=link.id,
        prefix=link.prefix,
        suffix=link.suffix,
        places=link.places,
        unplaced=link.unplaced,
        nearest=link.nearest,
        younger=link.younger,
        override=link.override,
    )
