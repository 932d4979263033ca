"""A paragraph of a document as the page shows it: text with its citations, notes and amendments as safe HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from core.records.document import Mark
from core.records.search import OutgoingLink, SegmentView
from search_api.evidence import EvidenceBox, evidence_of
from search_api.links import Anchor, Style, Styled, safe_address, to_html
from search_api.permalinks import document_address, permalink, with_ui
from search_api.places import place
from search_api.wording import Wording

Stretch = TypeVar("Stretch", Anchor, Styled)

_STYLES: Mapping[str, Style] = MappingProxyType({"inserted": "ins", "deleted": "del", "emphasis": "em"})
_MAX_DEPTH = 5


class Reading(Struct, frozen=True, kw_only=True):
    """A citation with several readings."""

    words: str
    candidates: tuple[tuple[str, str], ...]
    """Id, address."""


class SegmentBox(Struct, frozen=True, kw_only=True):
    path: str
    kind: str
    depth: int
    """Of an item below its paragraph; 0 for what is no item."""
    label: str | None
    inferred: bool
    lang: str
    foreign: str | None
    """Name of its language where that is not the document's."""
    html: Markup
    rows: tuple[tuple[Markup, ...], ...]
    """Of a table; empty for all else."""
    place: str
    permalink: str
    page: int | None
    """Where it is the first of its page."""
    readings: tuple[Reading, ...]
    evidence: tuple[EvidenceBox, ...]
    cited: str | None
    """`same` or `changed` where the address cites this paragraph with a fingerprint."""
    empty: bool
    """Nothing of it stands in the text that is shown: it is wholly inserted or deleted."""


class Frame(Struct, frozen=True, kw_only=True):
    """What all segments of a page share."""

    canonical: str
    lang: str
    ui: str | None
    words: Wording
    notes: Mapping[tuple[str, str], str]
    """Part and label of a footnote -> its path."""
    parents: Mapping[str, str | None]
    """Segment id -> id of the one above, for segments that are items."""


def frame_of(segments: Sequence[SegmentView], canonical: str, lang: str, ui: str | None, words: Wording) -> Frame:
    return Frame(
        canonical=canonical,
        lang=lang,
        ui=ui,
        words=words,
        notes={(one.part, one.label): one.path for one in segments if one.kind == "footnote" and one.label},
        parents={one.segment: one.parent for one in segments if one.kind == "item"},
    )


def segment_box(segment: SegmentView, frame: Frame, *, stored: str, new_page: bool, cited: str | None) -> SegmentBox:
    """`stored` is the whole text, which the permalink is made of; `segment.text` may be one reading of its amendments."""
    anchors = [
        _citation(link, frame)
        for link in segment.links
        if not names_itself(link, frame.canonical) and not _is_rejected(link)
    ]
    anchors += [one for mark in segment.marks if (one := _anchor_of(mark, segment, frame)) is not None]
    styles = [
        Styled(start=mark.start, end=mark.end, style=_STYLES[mark.kind])
        for mark in segment.marks
        if mark.kind in _STYLES
    ]
    table = segment.kind == "table" and any(sign in segment.text for sign in "\t\n")
    return SegmentBox(
        path=segment.path,
        kind=segment.kind,
        depth=_depth(segment, frame),
        label=segment.label,
        inferred=segment.path_from == "inferred",
        lang=segment.lang,
        foreign=frame.words.named("languages", segment.lang)
        if segment.lang not in (frame.lang, "und") and segment.lang_from == "text"
        else None,
        html=Markup() if table else to_html(segment.text, anchors, styles),
        rows=_rows(segment.text, anchors, styles) if table else (),
        place=place(segment.path, segment.label, frame.words, of=frame.canonical),
        permalink=permalink(frame.canonical, frame.lang, segment.path, stored),
        page=segment.pages[0] if new_page and segment.pages else None,
        evidence=evidence_of(
            (link for link in segment.links if not names_itself(link, frame.canonical)),
            frame.lang,
            frame.ui,
            frame.words,
        ),
        readings=tuple(_reading(link, frame) for link in segment.links if _is_ambiguous(link)),
        cited=cited,
        empty=bool(stored) and not segment.text.strip(),
    )


def _citation(link: OutgoingLink, frame: Frame) -> Anchor:
    words = frame.words
    relation = words.named("relations", link.relation)
    force = words.named("forces", link.force) if link.force in ("proposed", "quoted") else ""
    aside = f" ({force})" if force else ""
    if link.held is not None:
        return Anchor(
            start=link.start,
            end=link.end,
            href=with_ui(link.url or document_address(link.held, lang=frame.lang), frame.ui),
            css="cite held",
            title=f"{link.held} · {relation}{aside}",
        )
    if _is_ambiguous(link):
        return Anchor(
            start=link.start,
            end=link.end,
            css="cite ambiguous",
            title=" / ".join(link.readings),
            sign="?",
            spoken=words("document.readings", exact=link.exact) + " " + ", ".join(link.readings),
        )
    reason = words.named("missing", link.missing or "unknown")
    return Anchor(
        start=link.start,
        end=link.end,
        css="cite missing",
        title=f"{link.target or link.exact}: {reason} · {relation}{aside}",
        sign="○",
        spoken=reason,
    )


def names_itself(link: OutgoingLink, canonical: str) -> bool:
    """Whether a citation only leads back to the page that it stands on, such as the number in a decision's own heading.

    One that names a place of it, such as an article in the text of a treaty, leads there.
    """
    return (link.is_self or link.held == canonical) and not link.places


def _is_ambiguous(link: OutgoingLink) -> bool:
    return link.held is None and len(link.readings) > 1 and not _is_rejected(link)


def _is_rejected(link: OutgoingLink) -> bool:
    return link.override is not None and link.override.action == "reject"


def _reading(link: OutgoingLink, frame: Frame) -> Reading:
    return Reading(
        words=frame.words("document.readings", exact=link.exact),
        candidates=tuple((one, document_address(one, lang=frame.lang, ui=frame.ui)) for one in link.readings),
    )


def _anchor_of(mark: Mark, segment: SegmentView, frame: Frame) -> Anchor | None:
    if mark.kind == "note_call" and mark.target:
        path = frame.notes.get((segment.part, mark.target)) or frame.notes.get(("main", mark.target))
        if path is None:
            return None
        return Anchor(start=mark.start, end=mark.end, href=f"#{path}", css="note-call", words=mark.target)
    if mark.kind == "link" and mark.target and (address := safe_address(mark.target)):
        return Anchor(start=mark.start, end=mark.end, href=address, css="outside", external=True)
    return None


def _depth(segment: SegmentView, frame: Frame) -> int:
    depth, at, seen = 0, segment.segment, set[str]()
    while at in frame.parents and at not in seen and depth < _MAX_DEPTH:
        seen.add(at)
        depth += 1
        at = frame.parents[at] or ""
    return depth


def _rows(text: str, anchors: Sequence[Anchor], styles: Sequence[Styled]) -> tuple[tuple[Markup, ...], ...]:
    """Rows stand on lines of their own and cells between tabs; citations keep their places in the cells."""
    rows, at = [], 0
    for line in text.split("\n"):
        cells = []
        for cell in line.split("\t"):
            cells.append(to_html(cell, _moved(anchors, at, len(cell)), _moved(styles, at, len(cell))))
            at += len(cell) + 1
        rows.append(tuple(cells))
    return tuple(rows)


def _moved(stretches: Sequence[Stretch], by: int, length: int) -> list[Stretch]:
    """Those that touch the stretch of `length` from `by` on, cut to it and counted from its beginning."""
    return [
        replace(one, start=max(one.start - by, 0), end=min(one.end - by, length))
        for one in stretches
        if (one.start < by + length and one.end > by) or one.start == one.end in range(by, by + length + 1)
    ]
