"""What the index holds (rows) and answers (results). No engine's own object ever leaves the engines."""

from __future__ import annotations

from msgspec import Struct

from core.records.document import Act, Dates, Entity, Evidence, Force, Issue, Mark, Part, Relation
from core.records.links import Link, MissingClass, Overridden


class Expression(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The head of one language of a version: all but its text."""

    lang: str
    content: str
    """sha256 of the file whose text is indexed."""
    title: str | None
    part: str | None = None
    """Part of the file that this is, where it is not the whole file (a resolution inside a report)."""
    langs: tuple[str, ...] = ()
    dates: Dates = Dates()
    evidence: dict[str, tuple[Evidence, ...]] = {}
    parts: tuple[Part, ...] = ()
    issues: tuple[Issue, ...] = ()
    names: tuple[str, ...] = ()
    """Addresses and file names under which the file is known."""
    twins: tuple[str, ...] = ()
    """sha256 of other files that hold the same expression (a DOCX beside the PDF); their text is not indexed."""
    twin_names: tuple[str, ...] = ()
    agenda_item: str | None = None


class DocumentRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One version of a work with all its languages: the unit of matching, totals and facets."""

    id: str
    """Canonical id with its revision."""
    work: str
    version: str | None
    title: dict[str, str]
    """By language."""
    treaty: str | None
    meeting: str | None
    type: str | None
    year: int | None
    date: str | None
    symbol: str | None
    identity: str
    languages: tuple[str, ...]
    """Languages of the expressions that are held, sorted."""
    cites: tuple[str, ...]
    """Canonical ids and works that it cites, deleted citations left out."""
    names: tuple[str, ...] = ()
    """Addresses and file names it came from."""
    date_kind: str | None = None
    """Which date `date` is: adopted, document, reissued, published or meeting_start; the first of these that is known."""
    proposed: tuple[str, ...] = ()
    """Identities offered where none is stated."""
    container: str | None = None
    """Canonical id of the document that holds this one as a part."""
    contained: tuple[str, ...] = ()
    """Canonical ids of the parts of this document that are documents of their own."""
    expressions: tuple[Expression, ...] = ()
    mentions: tuple[str, ...] = ()
    """Ids of the treaties that its text names."""
    bodies: tuple[str, ...] = ()
    """Ids of the bodies that its text names: `UNGA`, `CMS/StC`."""
    also: tuple[str, ...] = ()
    """Ids of the same paper under its other symbols."""


class ParagraphRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A segment of one expression: passages, highlights, permalinks. Offsets count code points of `text`."""

    id: str
    """`<canonical>?lang=<lang>#<path>`, which is its permalink below /documents/."""
    document: str
    path: str
    kind: str
    lang: str
    doc_lang: str
    order: int
    """Place in the expression, from 0."""
    text: str
    label: str | None = None
    page: int | None = None
    cites: tuple[str, ...] = ()
    segment: str = ""
    part: str = "main"
    parent: str | None = None
    path_from: str = "printed"
    lang_from: str = "none"
    pages: tuple[int, int] | None = None
    page_label: str | None = None
    marks: tuple[Mark, ...] = ()
    acts: tuple[Act, ...] = ()
    links: tuple[Link, ...] = ()
    """Citations of this segment, in the order of the text."""
    entities: tuple[Entity, ...] = ()
    """Treaties and bodies that it names, in the order of the text."""


class CitationRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One citation, held or not, with the sentence that a reader of the cited document is shown."""

    id: str
    """`<link id>`; see `Link.id`."""
    link: Link
    citing_title: str | None = None
    citing_treaty: str | None = None
    context: str = ""
    """The sentence around the citation, or the stretch of it that fits; code points `start` to `end` are the citation."""
    start: int = 0
    end: int = 0


class HitParagraph(Struct, frozen=True, kw_only=True):
    id: str
    path: str
    label: str | None
    page: int | None
    lang: str
    text: str
    highlights: tuple[tuple[int, int], ...]
    """Code points of `text`, half open, in order, not overlapping."""


class Hit(Struct, frozen=True, kw_only=True):
    canonical: str
    version: str | None
    title: str | None
    treaty: str | None
    meeting: str | None
    date: str | None
    type: str | None
    languages: tuple[str, ...]
    score: float
    url: str
    paragraphs: tuple[HitParagraph, ...] = ()
    also: tuple[str, ...] = ()
    """Other versions of the same work among the hits, folded under this one."""
    status: str = "unknown"
    title_lang: str | None = None
    date_kind: str | None = None
    identity: str = "stated"


class FacetValue(Struct, frozen=True, kw_only=True):
    value: str
    count: int


class SearchAnswer(Struct, frozen=True, kw_only=True):
    query: str
    understood: str
    """The query as it was read, in words."""
    total: int
    """Rows (versions) that match, before folding."""
    direct: tuple[str, ...]
    """Canonical ids that the query names, held or not."""
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    generation: str | None
    notes: tuple[str, ...] = ()
    """Mistakes in the query with their mend, and why a total is 0."""
    cursor: str | None = None
    """Gives the next hits; None at the end."""
    direct_held: tuple[str, ...] = ()
    """Those of `direct` that are held, as the ids of the versions they lead to."""


class OutgoingLink(Struct, frozen=True, kw_only=True):
    """A citation in a segment, as the page shows it. Offsets are code points of the segment's text."""

    start: int
    end: int
    exact: str
    target: str | None
    held: str | None
    missing: MissingClass | None
    url: str | None
    relation: Relation | None
    force: Force
    kind: str
    treaty: str | None
    pin: str | None
    readings: tuple[str, ...]
    deleted: bool
    is_self: bool
    rule: str
    id: str = ""
    """`Link.id`."""
    prefix: str = ""
    suffix: str = ""
    places: tuple[str, ...] = ()
    """Paths of the cited text that the pin names; `url` leads to the first of them."""
    unplaced: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    younger: bool = False
    override: Overridden | None = None


class SegmentView(Struct, frozen=True, kw_only=True):
    segment: str
    """`Segment.id` of the document, to which evidence and issues refer."""
    part: str
    kind: str
    label: str | None
    path: str
    path_from: str
    parent: str | None
    lang: str
    lang_from: str
    text: str
    pages: tuple[int, int] | None
    page_label: str | None
    marks: tuple[Mark, ...]
    acts: tuple[Act, ...]
    links: tuple[OutgoingLink, ...]
    url: str
    """Permalink."""
    entities: tuple[Entity, ...] = ()


class IncomingLink(Struct, frozen=True, kw_only=True):
    citing: str
    citing_title: str | None
    citing_treaty: str | None
    lang: str
    path: str
    date: str | None
    relation: Relation | None
    force: Force
    exact: str
    context: str
    start: int
    end: int
    """Code points of `context` where the citation stands."""
    target: str | None
    """As cited: the work where the citation gives no revision."""
    url: str
    """Permalink of the citing paragraph."""
    id: str = ""
    """`Link.id`."""
    rule: str = ""
    pin: str | None = None
    places: tuple[str, ...] = ()
    younger: bool = False
    override: Overridden | None = None


class IncomingGroup(Struct, frozen=True, kw_only=True):
    relation: Relation | None
    treaty: str | None
    """Treaty of the citing documents."""
    links: tuple[IncomingLink, ...]
    """Those that were read, the first in the order of the index."""
    total: int = 0
    """How many there are; a citation that stands in two languages counts twice. 0: as many as `links`."""


class OutlineEntry(Struct, frozen=True, kw_only=True):
    path: str
    part: str
    kind: str
    label: str | None
    text: str


class HeldVersion(Struct, frozen=True, kw_only=True):
    canonical: str
    version: str | None
    date: str | None
    languages: tuple[str, ...]
    url: str


class DocumentView(Struct, frozen=True, kw_only=True):
    """A document page: everything that is shown, from the index alone."""

    canonical: str
    asked: str
    """The id as it was asked for."""
    redirect: str | None
    """Address of this document where `asked` was an old or other spelling or a work without its revision, else None."""
    lang: str
    """Language that is shown; the one asked for where it is held."""
    work: str
    version: str | None
    title: str | None
    titles: dict[str, str]
    languages: tuple[str, ...]
    treaty: str | None
    type: str | None
    symbol: str | None
    meeting: str | None
    agenda_item: str | None
    date: str | None
    date_kind: str | None
    identity: str
    proposed: tuple[str, ...]
    container: str | None
    contained: tuple[str, ...]
    status: str
    expression: Expression
    versions: tuple[HeldVersion, ...]
    """All held versions of the work, the newest first."""
    outline: tuple[OutlineEntry, ...]
    segments: tuple[SegmentView, ...]
    incoming: tuple[IncomingGroup, ...]
    incoming_total: int
    """How many citations lead here; `incoming` holds a page of them."""
    generation: str
    incoming_from: int = 0
    """So many citations were passed over."""
    incoming_next: int | None = None
    """Where the next page of citations begins; None on the last."""
    also: tuple[str, ...] = ()
    """Ids of the same paper under its other symbols."""


class Reading(Struct, frozen=True, kw_only=True):
    canonical: str
    held: bool
    versions: tuple[str, ...]
    languages: tuple[str, ...]
    title: str | None


class Resolution(Struct, frozen=True, kw_only=True):
    """Answer of `mea resolve`."""

    text: str
    canonical: str | None
    readings: tuple[Reading, ...]
    nearest: tuple[str, ...]
    status: str = "unknown"
    events: tuple[str, ...] = ()


class MissingExample(Struct, frozen=True, kw_only=True):
    citing: str
    lang: str
    path: str
    exact: str


class Missing(Struct, frozen=True, kw_only=True, rename={"missing_class": "class"}):
    """One entry of `mea missing`: something that is cited and not held."""

    canonical: str
    missing_class: MissingClass
    count: int
    """Places that cite it: a paragraph (by its path) of a work counts once, in however many languages and versions it is held."""
    oldest: str | None
    """Earliest date of a citing document; None where no date is known."""
    examples: tuple[MissingExample, ...]
    treaty: str | None = None
    nearest: tuple[str, ...] = ()
    """Of a probable typo: the ids that can be meant."""
