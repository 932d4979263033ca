"""A link: a citation resolved (or not) against the whole corpus."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from core.records.document import CitationKind, Force, Relation

MissingClass = Literal["not_crawled", "absent_number", "future", "out_of_scope", "typo"]


OverrideAction = Literal["accept", "reject", "replace"]


class Overridden(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a person decided about this link (`config/overrides.yml`), and what stood there before."""

    action: OverrideAction
    reason: str
    rule: str
    """Id of the rule that found the citation."""
    target: str | None = None
    """What the rule read; None where it had several readings."""


class Link(Struct, frozen=True, kw_only=True, gc=False):  # there are millions, and none can be part of a cycle
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
    """All ids that the words can mean, where they are several; held ones first."""
    pin: str | None = None
    range: bool = False
    parallel: str | None = None
    """The paper that the words name beside it as holding the same text; `held` is its version where `target` is not held."""
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
    places: tuple[str, ...] = ()
    """Paths of the segments of `held` that the pin names, in its order: `4/b`, `annex1/title`."""
    unplaced: tuple[str, ...] = ()
    """Places that the pin names and the text of `held` does not have (or not as a paragraph of its own)."""
    nearest: tuple[str, ...] = ()
    """Of a probable typo: the ids that can be meant, held ones first. Of an article that the text of its treaty does not have: the
    same of another treaty of the family, whose text has it."""
    younger: bool = False
    """The cited text is younger than the citing one: a later session or date. A text that was issued again counts by the
    date of its last issue."""
    override: Overridden | None = None
    """A person's decision; `rule` then begins with `override:`. A rejected link leads nowhere and is not missing."""

    @property
    def is_rejected(self) -> bool:
        return self.override is not None and self.override.action == "reject"
