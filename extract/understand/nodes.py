"""A node: a segment while its place in the document is being worked out, and the list that it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.records.document import Force, PartKind, SegmentKind
from extract.understand.blocks import Block
from extract.understand.labels import Form, Label


@dataclass(slots=True, eq=False)
class PartDraft:
    id: str
    kind: PartKind
    label: str | None = None
    title: str | None = None
    outer: PartDraft | None = None
    force: Force = "none"
    canonical: str | None = None
    number: str | None = None
    """Number of a decision as printed (`13.9`, `14.AA`), for its canonical id."""
    contained: bool = False
    """A decision with heading, preamble and operative part of its own, in a report that holds several."""
    holder: PartDraft | None = None
    """The annex of the report in which a contained decision stands; it ends where that annex ends."""

    @property
    def line(self) -> Iterator[PartDraft]:
        """Itself, the part that holds it, and so on."""
        part: PartDraft | None = self
        while part is not None:
            yield part
            part = part.outer


@dataclass(slots=True, eq=False)
class Node:
    kind: SegmentKind
    part: PartDraft
    block: Block
    label: Label | None = None
    parent: Node | None = None
    series: Series | None = None
    is_part: bool = False
    """Carries the decision that its part is: its path is the id of the part."""
    key: str | None = None
    """What its path says where neither label nor a count does: `art4`."""
    path: str = ""
    inferred: bool = True
    children: list[Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.block.text

    @property
    def is_chapeau(self) -> bool:
        """Ends with a colon: what follows belongs below."""
        return self.text.rstrip(' "”»]').endswith(":")


@dataclass(slots=True, eq=False)
class Series:
    """One list: labels of one form and one wrap, below one node."""

    form: Form
    wrap: str
    parent: Node | None
    level: int | None
    indent: float | None
    last: int = 0
    key: str | None = None
    """What a path says of the last label that is none like `8bis`."""
    alike: bool = True
    """All labels so far are printed alike, those like `8bis` aside: their numbers may be lost."""
    interrupted: bool = False
    """A heading or an enacting formula stands behind its last node."""
    nodes: list[Node] = field(default_factory=list)
