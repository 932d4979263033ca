"""A document as understood: the stored record and the answer of `mea extract --json` in one.

Field names, meanings and closed lists are those of the documentation (docs/DOCUMENT.md). All offsets count code points
of `Segment.text`, half open, zero based.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

DOCUMENT_SCHEMA = 1

SegmentKind = Literal[
    "title", "heading", "masthead", "adoption", "note", "enacting", "preambular", "operative", "paragraph", "item",
    "body", "footnote", "table", "addressee",
]  # fmt: skip
PartKind = Literal["main", "annex", "decision", "resolution", "recommendation", "quotation"]
MarkKind = Literal["inserted", "deleted", "bracketed", "link", "note_call", "emphasis"]
Force = Literal["adopted", "proposed", "quoted", "none"]
CitationKind = Literal["document", "resolution", "decision", "recommendation", "notification", "article"]
Relation = Literal[
    "recalls", "reaffirms", "notes", "welcomes", "endorses", "adopts", "approves", "implements", "establishes",
    "extends", "amends", "replaces", "repeals", "cites",
]  # fmt: skip
Status = Literal["in_effect", "amended", "replaced", "repealed", "expired", "proposed", "unknown"]
Identity = Literal["stated", "proposed", "none"]
EntityKind = Literal["treaty", "body"]


class Evidence(Struct, frozen=True, kw_only=True):
    """One value that was found for a field, and where."""

    value: str
    source: str = field(name="from")
    """sidecar, source, symbol, masthead, file_name, text, enacting, treaty_name, properties, listing, override."""
    where: str | None = None
    """Page, line or key, in words a person can follow."""


class Dates(Struct, frozen=True, kw_only=True):
    """ISO 8601 days (or months, years, where no more is known). One kind of date never stands for another."""

    document: str | None = None
    adopted: str | None = None
    published: str | None = None
    reissued: str | None = None
    meeting_start: str | None = None
    meeting_end: str | None = None


class Part(Struct, frozen=True, kw_only=True):
    """A stretch of a document with a legal life of its own."""

    id: str
    """`main`, `annex1`, `annex2/14.AA`, `quote1`."""
    kind: PartKind
    label: str | None = None
    """As printed: `ANNEXE 2`."""
    title: str | None = None
    canonical: str | None = None
    force: Force = "none"
    lang: str | None = None


class Mark(Struct, frozen=True, kw_only=True):
    """A stretch of a segment with a meaning beside its words."""

    start: int
    end: int
    kind: MarkKind
    target: str | None = None
    """Address of a link, label of the footnote of a note_call."""


class Deadline(Struct, frozen=True, kw_only=True):
    text: str
    value: str | None = None
    kind: str | None = None


class Act(Struct, frozen=True, kw_only=True):
    """Who is asked to do what; filled by a later stage of the project, empty until then."""

    concept: str
    role: str | None = None
    addressees: tuple[str, ...] = ()
    deadline: Deadline | None = None
    force: Force = "none"


class Segment(Struct, frozen=True, kw_only=True):
    """A paragraph, item, heading or the like; the smallest thing that has an address."""

    id: str
    """`s1`, `s2`, … in the order of the text; unique in the document."""
    part: str
    kind: SegmentKind
    path: str
    """Unique in the document, part first when the part is not main: `4/b/ii`, `annex1/8bis`, `pre1`, `h4`, `fn1`."""
    text: str
    parent: str | None = None
    label: str | None = None
    """As printed; not repeated in `text`."""
    path_from: Literal["printed", "inferred"] = "printed"
    pages: tuple[int, int] | None = None
    """First and last page, counted from 1; None for formats without pages."""
    page_label: str | None = None
    lang: str = "und"
    lang_from: Literal["text", "inherited", "metadata", "none"] = "none"
    marks: tuple[Mark, ...] = ()
    acts: tuple[Act, ...] = ()


class Citation(Struct, frozen=True, kw_only=True, gc=False):  # there are millions, and none can be part of a cycle
    """A reference to another text (or to this one: `is_self`), as it stands in a segment."""

    segment: str
    start: int
    end: int
    exact: str
    kind: CitationKind
    treaty: str | None
    canonical: str | None
    """Full id with its revision; None where `readings` are several."""
    prefix: str = ""
    suffix: str = ""
    """Up to 30 characters before and after, so that the quotation is found again in a changed text."""
    readings: tuple[str, ...] = ()
    pin: str | None = None
    range: bool = False
    """Endpoint of a range; the endpoints stand in pairs, in order."""
    parallel: str | None = None
    """Id of the paper beside it in brackets that holds the same text: `decision 1/CP.16 (FCCC/CP/2010/7/Add.1)`."""
    relation: Relation | None = None
    force: Force = "none"
    rule: str = ""
    deleted: bool = False
    is_self: bool = field(name="self", default=False)


class Entity(Struct, frozen=True, kw_only=True):
    """A name of a treaty or of a body, as it stands in a segment."""

    segment: str
    start: int
    end: int
    kind: EntityKind
    id: str
    """Id of a treaty or body of `config/treaties.yml` (`CITES`, `UNGA`), or treaty and code of one of its bodies (`CMS/StC`)."""


class Issue(Struct, frozen=True, kw_only=True):
    code: str
    segment: str | None = None
    detail: str = ""


class Document(Struct, frozen=True, kw_only=True):
    canonical: str
    """Full id with its revision: `CMS/Resolution/11.10/Rev.COP13`; `local/<16 hex digits>` without a symbol."""
    work: str
    version: str | None
    lang: str
    """ISO 639-1 or `und`."""
    langs: tuple[str, ...]
    """All languages of the text with more than a trace, the main one first."""
    treaty: str | None
    type: str | None
    """document, resolution, decision, recommendation, notification, report, treaty … or None."""
    symbol: str | None
    """As the body writes it."""
    title: str | None
    meeting: str | None
    """Id of `config/meetings.yml`, for instance `CMS/COP14`."""
    agenda_item: str | None
    identity: Identity
    schema: int = DOCUMENT_SCHEMA
    also: tuple[str, ...] = ()
    """Ids of the same paper under its other symbols, where it is one of several bodies."""
    proposed: tuple[str, ...] = ()
    """Identities offered where none is stated (identity `proposed`)."""
    dates: Dates = Dates()
    evidence: dict[str, tuple[Evidence, ...]] = {}
    parts: tuple[Part, ...] = ()
    segments: tuple[Segment, ...] = ()
    citations: tuple[Citation, ...] = ()
    entities: tuple[Entity, ...] = ()
    issues: tuple[Issue, ...] = ()
    low_trust: tuple[int, ...] = ()
    """Pages, counted from 1, whose letters may not be those that are printed: character recognition made them, or their fonts
    do not say which letters they are. Segments name their pages."""
