"""What the document page shows, made from the view of the index: plain values and safe HTML for the template."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from core.amendments import TEXT_VERSIONS, TextVersion
from core.records.search import DocumentView, OutgoingLink
from search_api.citing import CitingGroup, citing_groups
from search_api.links import safe_address
from search_api.permalinks import Cited, document_address, fingerprint, permalink
from search_api.places import place
from search_api.segments import SegmentBox, frame_of, segment_box
from search_api.text_versions import has_versions, in_version
from search_api.wording import Wording

_DATE_FIELDS = ("document", "adopted", "published", "reissued", "meeting_start", "meeting_end")


CITING_SHOWN = 20
"""Of each group of citing texts: a treaty is cited thousands of times."""
_FURTHEST = 1_000_000
ALL_CITING = "all"
"""Value of the parameter `cited_by` that asks for all of them; a number asks for those behind so many."""


class Fact(Struct, frozen=True, kw_only=True):
    label: str
    value: str
    lang: str | None = None


class Origin(Struct, frozen=True, kw_only=True):
    """A value that was found for a field, and where."""

    field: str
    value: str
    origin: str
    where: str


class Choice(Struct, frozen=True, kw_only=True):
    """A language or version that can be switched to."""

    name: str
    lang: str | None
    address: str
    current: bool
    detail: str = ""


class OutlineItem(Struct, frozen=True, kw_only=True):
    path: str
    words: str
    inner: bool


class PartBox(Struct, frozen=True, kw_only=True):
    id: str
    label: str
    force: str | None
    """In words, where it is proposed or quoted."""
    lang: str | None
    address: str | None
    """Of the document that this part is by itself."""
    runs: tuple[tuple[SegmentBox, ...], ...]
    """The rows of one table together, everything else by itself."""


class CitedText(Struct, frozen=True, kw_only=True):
    """A text that this document cites, once however often it does."""

    canonical: str
    address: str | None
    reason: str
    relations: str
    count: int
    first: str
    """Path of the first citing paragraph."""


class Warned(Struct, frozen=True, kw_only=True):
    """The paragraph that the address cites has changed, or is gone."""

    place: str
    path: str | None
    """None where it is gone."""
    permalink: str | None


class DocumentPage(Struct, frozen=True, kw_only=True):
    title: str
    title_lang: str
    canonical: str
    lang: str
    facts: tuple[Fact, ...]
    origins: tuple[Origin, ...]
    sources: tuple[str, ...]
    languages: tuple[Choice, ...]
    versions: tuple[Choice, ...]
    texts: tuple[Choice, ...]
    """As proposed, as it was, and both: of a document that shows amendments; empty for all others."""
    text_shown: str | None
    """A sentence that says which of these is shown."""
    outline: tuple[OutlineItem, ...]
    parts: tuple[PartBox, ...]
    incoming: tuple[CitingGroup, ...]
    incoming_total: int
    """Translations of one citation count once."""
    all_citing: str
    """Address of this page with all that cite the document, or as many of them as a page reads."""
    citing_shown: str | None
    """Which of them this page has read, in words; None where these are all."""
    more_citing: str | None
    """Address of the page with the next of them."""
    cited: tuple[CitedText, ...]
    cited_held: int
    proposed: tuple[tuple[str, str], ...]
    identity: str
    container: tuple[str, str] | None
    contained: tuple[tuple[str, str], ...]
    issues: tuple[tuple[str, str | None, str], ...]
    """Detail, path, code."""
    not_in: str | None
    """A sentence where the language asked for is not held."""
    changed: Warned | None
    as_cited: bool
    data: str


def document_page(
    view: DocumentView,
    words: Wording,
    *,
    ui: str | None,
    asked_lang: str | None,
    cited: Cited | None,
    version: TextVersion = "redline",
    all_citing: bool = False,
) -> DocumentPage:
    """`all_citing`: show all that cite the document, not only the first of each group."""
    frame = frame_of(view.segments, view.canonical, view.lang, ui, words)
    at = {one.path: one for one in view.segments}
    state = None
    if cited is not None and cited.path in at:
        state = "same" if fingerprint(at[cited.path].text) == cited.fingerprint else "changed"
    boxes, page = [], None
    for segment in view.segments:
        first = segment.pages[0] if segment.pages else None
        boxes.append(
            segment_box(
                in_version(segment, version),
                frame,
                stored=segment.text,
                new_page=first is not None and first != page,
                cited=state if cited is not None and segment.path == cited.path else None,
            )
        )
        page = first if first is not None else page
    texts = _cited_texts(view, ui, words)
    amended = has_versions(view)
    paged = _citing_page(view, words)
    incoming = citing_groups(view.incoming, words, lang=view.lang, ui=ui, most=None if all_citing else CITING_SHOWN)
    return DocumentPage(
        title=view.title or view.canonical,
        title_lang=view.lang if view.title else "",
        canonical=view.canonical,
        lang=view.lang,
        facts=_facts(view, words),
        origins=_origins(view, words),
        sources=tuple(address for name in view.expression.names if (address := safe_address(name))),
        languages=_languages(view, ui, words),
        versions=_versions(view, ui, words),
        texts=_texts(view, version, ui, words) if amended else (),
        text_shown=words(f"document.shown_{version}") if amended else None,
        outline=tuple(
            OutlineItem(path=one.path, words=" ".join(filter(None, (one.label, one.text))), inner=one.kind == "heading")
            for one in view.outline
        ),
        parts=_parts(view, boxes, ui, words),
        incoming=incoming,
        incoming_total=sum(group.total for group in incoming) if paged is None else view.incoming_total,
        citing_shown=paged,
        more_citing=document_address(
            view.canonical, lang=view.lang, path="ui-cited-by", cited_by=str(view.incoming_next), ui=ui
        )
        if view.incoming_next is not None
        else None,
        all_citing=document_address(view.canonical, lang=view.lang, path="ui-cited-by", cited_by=ALL_CITING, ui=ui),
        cited=texts,
        cited_held=sum(one.address is not None for one in texts),
        proposed=_addressed(view.proposed, view.lang, ui),
        identity=view.identity,
        container=(view.container, document_address(view.container, lang=view.lang, ui=ui)) if view.container else None,
        contained=_addressed(view.contained, view.lang, ui),
        issues=_issues(view),
        not_in=words(
            "document.not_in_language",
            language=words.named("languages", asked_lang),
            shown=words.named("languages", view.lang),
        )
        if asked_lang is not None and asked_lang != view.lang
        else None,
        changed=_warned(cited, state, at[cited.path].text if cited and cited.path in at else None, view, words),
        as_cited=state == "same",
        data=document_address(view.canonical, lang=view.lang).replace("/documents/", "/v1/documents/", 1),
    )


def _citing_page(view: DocumentView, words: Wording) -> str | None:
    if view.incoming_next is None and view.incoming_from == 0:
        return None
    last = view.incoming_total if view.incoming_next is None else view.incoming_next
    return words("document.cited_by_page", first=view.incoming_from + 1, last=last, total=view.incoming_total)


def citing_from(value: str | None) -> int | None:
    """Where the page of citing texts begins that `cited_by` asks for: 0 for all, None where it asks for the first of each group."""
    if value == ALL_CITING:
        return 0
    return min(int(value), _FURTHEST) if value and value.isascii() and value.isdigit() and len(value) < 10 else None


def _warned(
    cited: Cited | None, state: str | None, text: str | None, view: DocumentView, words: Wording
) -> Warned | None:
    if cited is None or state == "same":
        return None
    where = place(cited.path, None, words, of=view.canonical)
    if text is None:
        return Warned(place=where, path=None, permalink=None)
    return Warned(place=where, path=cited.path, permalink=permalink(view.canonical, view.lang, cited.path, text))


def _facts(view: DocumentView, words: Wording) -> tuple[Fact, ...]:
    dates = view.expression.dates
    values = [
        ("symbol", view.symbol),
        ("canonical", view.canonical),
        ("also", ", ".join(view.also)),
        ("treaty", words.named("treaties", view.treaty) if view.treaty else None),
        ("type", words.named("types", view.type) if view.type else None),
        ("meeting", view.meeting),
        ("agenda_item", view.agenda_item),
        *((name, words.date(getattr(dates, name))) for name in _DATE_FIELDS),
        ("status", words.named("statuses", view.status)),
    ]
    return tuple(Fact(label=words(f"fields.{name}"), value=value) for name, value in values if value)


def _origins(view: DocumentView, words: Wording) -> tuple[Origin, ...]:
    return tuple(
        Origin(
            field=words.named("fields", name.removeprefix("dates.")),
            value=one.value,
            origin=words.named("origins", one.source),
            where=one.where or "",
        )
        for name, found in sorted(view.expression.evidence.items())
        for one in found
    )


def _languages(view: DocumentView, ui: str | None, words: Wording) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            name=words.named("languages", one),
            lang=one,
            address=document_address(view.canonical, lang=one, ui=ui),
            current=one == view.lang,
        )
        for one in view.languages
    )


def _versions(view: DocumentView, ui: str | None, words: Wording) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            name=one.version or words("document.original_version"),
            lang=None,
            address=document_address(one.canonical, lang=view.lang if view.lang in one.languages else None, ui=ui),
            current=one.canonical == view.canonical,
            detail=words.date(one.date),
        )
        for one in view.versions
    )


def _texts(view: DocumentView, shown: TextVersion, ui: str | None, words: Wording) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            name=words(f"document.text_{one}"),
            lang=None,
            address=document_address(view.canonical, lang=view.lang, text=one, ui=ui),
            current=one == shown,
        )
        for one in TEXT_VERSIONS
    )


def _parts(view: DocumentView, boxes: list[SegmentBox], ui: str | None, words: Wording) -> tuple[PartBox, ...]:
    known = {part.id: part for part in view.expression.parts}
    result = []
    pairs = zip(view.segments, boxes, strict=True)
    for number, (id_, group) in enumerate(groupby(pairs, key=lambda pair: pair[0].part)):
        part = known.get(id_)
        own = part.canonical if part and part.canonical and part.canonical != view.canonical else None
        result.append(
            PartBox(
                id=f"part-{number}",
                label=" · ".join(filter(None, (part.label, part.title))) if part and id_ != "main" else "",
                force=words.named("forces", part.force) if part and part.force in ("proposed", "quoted") else None,
                lang=part.lang if part else None,
                address=document_address(own, lang=view.lang, ui=ui) if own and own in view.contained else None,
                runs=_runs(box for _, box in group),
            )
        )
    return tuple(result)


def _runs(boxes: Iterable[SegmentBox]) -> tuple[tuple[SegmentBox, ...], ...]:
    """Rows that follow one another and have as many cells are one table."""
    runs: list[list[SegmentBox]] = []
    for box in boxes:
        last = runs[-1][-1] if runs else None
        if last is not None and box.rows and last.rows and len(box.rows[0]) == len(last.rows[-1]):
            runs[-1].append(box)
        else:
            runs.append([box])
    return tuple(tuple(run) for run in runs)


def _cited_texts(view: DocumentView, ui: str | None, words: Wording) -> tuple[CitedText, ...]:
    found: dict[str, list[tuple[OutgoingLink, str]]] = {}
    for segment in view.segments:
        for link in segment.links:
            rejected = link.override is not None and link.override.action == "reject"
            if link.is_self or link.held == view.canonical or link.deleted or rejected:
                continue
            if key := link.held or link.target:
                found.setdefault(key, []).append((link, segment.path))
    return tuple(
        CitedText(
            canonical=key,
            address=document_address(key, lang=view.lang, ui=ui) if links[0][0].held else None,
            reason="" if links[0][0].held else words.named("missing", links[0][0].missing or "unknown"),
            relations=", ".join(dict.fromkeys(words.named("relations", link.relation) for link, _ in links)),
            count=len(links),
            first=links[0][1],
        )
        for key, links in sorted(found.items(), key=lambda entry: (entry[1][0][0].held is None, entry[0]))
    )


def _issues(view: DocumentView) -> tuple[tuple[str, str | None, str], ...]:
    paths = {one.segment: one.path for one in view.segments}
    return tuple(
        (one.detail or one.code, paths.get(one.segment) if one.segment else None, one.code)
        for one in view.expression.issues
    )


def _addressed(ids: tuple[str, ...], lang: str, ui: str | None) -> tuple[tuple[str, str], ...]:
    return tuple((one, document_address(one, lang=lang, ui=ui)) for one in ids)
