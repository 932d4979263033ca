"""A link: a citation resolved (or not) against the whole corpus."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from core.records.document import CitationKind, Force, Relation

MissingClass = Literal["not_crawled", "absent_number", "future", "out_of_scope", "typo"]


class Link(Struct, frozen=True, kw_only=True):
    """One citation with its evidence and what it leads to. `held` is None where nothing held answers it."""

    id: str
    """`<content>:<segment>:<start>`; stable as long as the citing text is."""
    content: str
    """sha256 of the citing file."""
    citing: str
    """Canonical id of the citing document (the innermost one that holds the segment)."""
    lang: str
    segment: str
    path: str
    start: int
    end: int
    exact: str
    kind: CitationKind
    treaty: str | None
    target: str | None
    """Canonical id as cited."""
    prefix: str = ""
    suffix: str = ""
    readings: tuple[str, ...] = ()
    pin: str | None = None
    range: bool = False
    relation: Relation | None = None
    force: Force = "none"
    rule: str = ""
    deleted: bool = False
    is_self: bool = False
    date: str | None = None
    """Date of the citing document."""
    held: str | None = None
    """Canonical id of the held document that it leads to; a citation without revision leads to the version in effect
    on the citing document's date where that is known, else to the newest one held."""
    missing: MissingClass | None = None
    """Why nothing held answers; None for held, ambiguous and self citations."""
