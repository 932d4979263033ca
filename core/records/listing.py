"""Answers that list one kind of thing, page by page. `cursor` gives the next page and is None on the last."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from core.records.links import Link, MissingClass
from core.records.search import FacetValue, Missing, Reading, SegmentView

Direction = Literal["in", "out"]


class SegmentList(Struct, frozen=True, kw_only=True):
    """Segments of one expression in the order of the text."""

    document: str
    """Canonical id of the version."""
    lang: str
    languages: tuple[str, ...]
    """Languages in which it is held."""
    total: int
    segments: tuple[SegmentView, ...]
    generation: str
    cursor: str | None = None


class CitationEntry(Struct, frozen=True, kw_only=True):
    link: Link
    citing_title: str | None
    citing_treaty: str | None
    context: str
    """The sentence around the citation; code points `start` to `end` of it are the citation."""
    start: int
    end: int
    citing_url: str
    """Permalink of the citing paragraph."""
    cited_url: str | None
    """Permalink of the cited text, of the paragraph where the pin was found; None where nothing is held."""


class CitationList(Struct, frozen=True, kw_only=True):
    """Citations that lead to a document (`in`) or stand in it (`out`), the newest citing texts first."""

    document: str
    direction: Direction
    total: int
    groups: dict[str, tuple[FacetValue, ...]]
    """Counts by relation, treaty (of the citing text for `in`, of the cited one for `out`) and force. The filter on one of them
    does not change its own counts."""
    citations: tuple[CitationEntry, ...]
    generation: str
    cursor: str | None = None


class MissingList(Struct, frozen=True, kw_only=True):
    total: int
    """Entries: ids with their class."""
    citations: int
    """Citations that these entries count."""
    classes: dict[MissingClass, int]
    """Entries of each class, whatever class is asked for."""
    entries: tuple[Missing, ...]
    generation: str
    cursor: str | None = None


class Reference(Struct, frozen=True, kw_only=True):
    """A reference that was found in a text that somebody pasted."""

    start: int
    end: int
    exact: str
    kind: str
    relation: str | None
    readings: tuple[Reading, ...]
    """One where it is clear what is meant."""
