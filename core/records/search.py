"""What the index holds (rows) and answers (results). No engine's own object ever leaves the engines."""

from __future__ import annotations

from msgspec import Struct


class DocumentRow(Struct, frozen=True, kw_only=True):
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
    cites: tuple[str, ...]
    """Canonical ids and works that it cites, deleted citations left out."""
    names: tuple[str, ...] = ()
    """Addresses and file names it came from."""


class ParagraphRow(Struct, frozen=True, kw_only=True):
    """A segment of one expression: passages, highlights, permalinks."""

    id: str
    """`<canonical>?lang=<lang>#<path>`, which is its permalink below /documents/."""
    document: str
    path: str
    kind: str
    lang: str
    doc_lang: str
    order: int
    text: str
    label: str | None = None
    page: int | None = None
    cites: tuple[str, ...] = ()


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
