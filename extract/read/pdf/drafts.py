"""What is known of a page before the whole document has been seen."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from extract.read.pdf.frames import Frame
from extract.read.pdf.lines import RawLine
from extract.read.pdf.vectors import Rule

MUCH_PICTURE = 0.4
"""Share of a page: where pictures cover more of it, and there is hardly any text, it is a scan."""


class DraftLine(Struct, frozen=True, gc=False):
    raw: RawLine
    frame: Frame
    """The upright frame of the line's direction: its boxes, bands and indents are measured there."""

    @property
    def text(self) -> str:
        return " ".join([word.text for word in self.raw.words])


class PageDraft(NamedTuple):
    number: int
    shown: Frame
    """The page as a viewer shows it."""
    lines: list[DraftLine]
    """In reading order."""
    characters: int
    """Blanks do not count."""
    label: str | None = None
    """As the file declares it."""
    separators: tuple[Rule, ...] = ()
    """Short rules that may stand above footnotes, in the frame of the page's main direction."""
    image_share: float = 0.0
    drawn: bool = False
    """Whether anything but text is on the page: a picture, a line, letters drawn as shapes."""
    hidden: bool = False
    """Its text lies behind a picture of the page: somebody's character recognition put it there."""
    told: bool = False
    """Its letters were told by the order of glyphs in a font."""
    garbled: bool = False
    """Its letters are not those that it shows."""
