"""Documents and links to the rows of the index: what matching needs and what pages show, so that nothing else is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from msgspec import Struct

from core.records.document import Document, Entity, EntityKind, Part, Segment
from core.records.links import Link
from core.records.search import CitationRow, DocumentRow, Expression, ParagraphRow
from core.symbols.identity import part_of, split
from index.held import Holding, Version, also_called, own_parts, owners_of

_CONTEXT = 300
"""Code points of a sentence that is shown with a citation; longer ones are cut at a blank and say so by `…`."""
_SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+(?=[A-ZÀ-Þ«“\"(])")


class Source(Struct, frozen=True, kw_only=True):
    """A file with all that a row must know of it."""

    document: Document
    names: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


class VersionRows(Struct, frozen=True, kw_only=True):
    document: DocumentRow
    paragraphs: tuple[ParagraphRow, ...]
    citations: tuple[CitationRow, ...]


def rows_of(version: Version, sources: Mapping[str, Source], names: Mapping[str, tuple[str, ...]]) -> VersionRows:
    """The rows of one version. `sources`: its primary files by sha256. `names`: names of all files, twins too."""
    expressions: list[Expression] = []
    paragraphs: list[ParagraphRow] = []
    citations: list[CitationRow] = []
    cites: set[str] = set()
    contained: set[str] = set()
    container: str | None = None
    for holding in version.primaries:
        source = sources[holding.content]
        twins = version.expressions[holding.lang][1:]
        expressions.append(_expression(holding, source, twins, names))
        rows = list(_paragraphs(version, holding, source))
        paragraphs.extend(rows)
        title = holding.title
        for row in rows:
            cites.update(row.cites)
            citations.extend(_citations(row, title, holding.treaty))
        inside = f"{holding.part}/" if holding.part is not None else ""
        contained.update(part.canonical or "" for part in own_parts(source.document) if part.id.startswith(inside))
        if holding.part is not None:
            container = _container(source.document, holding.part)
    leading = next(one for one in version.primaries if one.date == version.date)
    first = sources[leading.content].document
    whole = leading.part is None
    return VersionRows(
        document=DocumentRow(
            id=version.canonical,
            work=version.work,
            version=version.version,
            title={holding.lang: holding.title for holding in version.primaries if holding.title},
            treaty=leading.treaty,
            meeting=leading.meeting,
            type=leading.kind,
            year=int(version.date[:4]) if version.date and version.date[:4].isdigit() else None,
            date=version.date,
            symbol=first.symbol if whole else None,
            identity=leading.identity,
            languages=tuple(sorted(version.expressions)),
            cites=tuple(sorted(cites)),
            names=tuple(sorted({name for one in expressions for name in (*one.names, *one.twin_names)})),
            date_kind=version.date_kind,
            proposed=first.proposed if whole else (),
            container=container,
            contained=tuple(sorted(contained)),
            expressions=tuple(expressions),
            mentions=_named("treaty", paragraphs),
            bodies=_named("body", paragraphs),
            also=tuple(sorted(other for _, other in also_called([version]))),
        ),
        paragraphs=tuple(paragraphs),
        citations=tuple(citations),
    )


def _container(document: Document, part: str) -> str:
    """Id of the innermost document that holds a part: a treaty is annexed to a decision, which stands in a report."""
    holders = [one for one in own_parts(document) if part.startswith(f"{one.id}/")]
    return (max(holders, key=lambda one: len(one.id)).canonical if holders else None) or document.canonical


def _named(kind: EntityKind, rows: Iterable[ParagraphRow]) -> tuple[str, ...]:
    return tuple(sorted({entity.id for row in rows for entity in row.entities if entity.kind == kind}))


def permalink(canonical: str, lang: str, path: str | None = None) -> str:
    """Address of a document or of a paragraph in it, below the root of the site. Ids are shown as they are: slashes stay."""
    address = f"/documents/{quote(canonical, safe='/()')}?lang={quote(lang)}"
    return address if path is None else f"{address}#{quote(path, safe='/()')}"


def cited_ids(links: Iterable[Link]) -> tuple[str, ...]:
    """Under which ids these citations are found: as cited, the work, the version it leads to, and the whole of
    which an annex or a paragraph of an article is cited."""
    ids: set[str] = set()
    for link in links:
        if link.deleted or link.is_self or link.is_rejected:
            continue
        for target in (link.target, link.held, link.parallel, *link.readings):
            if target is None:
                continue
            work, _ = split(target)
            ids.update((target, work))
            part = part_of(target)
            if part is not None and part.kind == "annex":
                ids.add(part.container)
            if link.kind == "article":
                parts = target.split("/")
                ids.update("/".join(parts[:end]) for end in range(3, len(parts)))
    return tuple(sorted(ids))


def _expression(
    holding: Holding, source: Source, twins: Sequence[Holding], names: Mapping[str, tuple[str, ...]]
) -> Expression:
    document = source.document
    return Expression(
        lang=holding.lang,
        content=holding.content,
        title=holding.title,
        part=holding.part,
        langs=document.langs if holding.part is None else (holding.lang,),
        dates=document.dates,
        evidence=document.evidence if holding.part is None else {},
        parts=tuple(part for part in document.parts if _inside(part, holding, document)),
        issues=document.issues if holding.part is None else (),
        names=source.names,
        twins=tuple(twin.content for twin in twins),
        twin_names=tuple(sorted({name for twin in twins for name in names.get(twin.content, ())})),
        agenda_item=document.agenda_item if holding.part is None else None,
    )


def _inside(part: Part, holding: Holding, document: Document) -> bool:
    return owners_of(document)[part.id] == holding.canonical


def _paragraphs(version: Version, holding: Holding, source: Source) -> Iterator[ParagraphRow]:
    document = source.document
    owners = owners_of(document)
    by_segment: dict[str, list[Link]] = {}
    for link in source.links:
        by_segment.setdefault(link.segment, []).append(link)
    named: dict[str, list[Entity]] = {}
    for entity in document.entities:
        named.setdefault(entity.segment, []).append(entity)
    place = 0
    for segment in document.segments:
        if owners.get(segment.part, document.canonical) != version.canonical:
            continue
        links = tuple(sorted(by_segment.get(segment.id, ()), key=lambda link: (link.start, link.end, link.id)))
        yield _paragraph(version.canonical, holding, segment, place, links, tuple(named.get(segment.id, ())))
        place += 1


def _paragraph(
    canonical: str,
    holding: Holding,
    segment: Segment,
    place: int,
    links: tuple[Link, ...],
    entities: tuple[Entity, ...],
) -> ParagraphRow:
    lang = segment.lang if segment.lang != "und" else holding.lang
    return ParagraphRow(
        id=f"{canonical}?lang={holding.lang}#{segment.path}",
        document=canonical,
        path=segment.path,
        kind=segment.kind,
        lang=lang,
        doc_lang=holding.lang,
        order=place,
        text=segment.text,
        label=segment.label,
        page=segment.pages[0] if segment.pages else None,
        cites=cited_ids(links),
        segment=segment.id,
        part=segment.part,
        parent=segment.parent,
        path_from=segment.path_from,
        lang_from=segment.lang_from,
        pages=segment.pages,
        page_label=segment.page_label,
        marks=segment.marks,
        acts=segment.acts,
        links=links,
        entities=entities,
    )


def _citations(row: ParagraphRow, title: str | None, treaty: str | None) -> Iterator[CitationRow]:
    for link in row.links:
        context, start, end = sentence_around(row.text, link.start, link.end)
        yield CitationRow(
            id=link.id, link=link, citing_title=title, citing_treaty=treaty, context=context, start=start, end=end
        )


def sentence_around(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The sentence that holds `start:end`, and where these lie in it. A long one is cut on both sides, marked by `…`."""
    low = max((found.end() for found in _SENTENCE_END.finditer(text) if found.end() <= start), default=0)
    high = min((found.start() for found in _SENTENCE_END.finditer(text) if found.start() >= end), default=len(text))
    before = after = ""
    room = max(_CONTEXT - (end - start), 0) // 2
    if start - low > room:
        blank = text.find(" ", start - room, start)
        low, before = (blank + 1 if blank >= 0 else start - room), "… "
    if high - end > room:
        blank = text.rfind(" ", end, end + room)
        high, after = (blank if blank >= 0 else end + room), " …"
    return f"{before}{text[low:high]}{after}", start - low + len(before), end - low + len(before)
