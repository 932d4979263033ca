"""A block: one paragraph, heading, row or footnote as it is printed, before its place in the document is known."""

from __future__ import annotations

from msgspec import Struct

from core.records.pages import Line
from extract.understand.cleaning import Stretch
from extract.understand.labels import Label


class Call(Struct, frozen=True):
    """Where a footnote is called. The call itself is no letter of the text any more."""

    at: int
    label: str


class Block(Struct, frozen=True, kw_only=True):
    text: str
    """Cleaned, without the label."""
    line: Line
    """The first line: its style is the block's."""
    label: Label | None = None
    stretches: tuple[Stretch, ...] = ()
    calls: tuple[Call, ...] = ()
    page: int = 1
    last_page: int = 1
    page_label: str | None = None
    place: int = 0
    """Number of its first line in the whole document, from 0."""
    note: str | None = None
    """Label of the footnote whose text this is; None for all other blocks."""

    @property
    def is_footnote(self) -> bool:
        return self.line.role == "footnote" or self.note is not None

    @property
    def is_table(self) -> bool:
        return self.line.role == "table"

    @property
    def printed(self) -> str:
        """Label and text, as a reader sees them."""
        return f"{self.label.printed} {self.text}" if self.label is not None else self.text

    @property
    def caps(self) -> bool:
        letters = [letter for letter in self.text if letter.isalpha()]
        return len(letters) > 2 and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)


class Furniture(Struct, frozen=True):
    """A running header or footer: metadata, no text of the document."""

    text: str
    page: int
    role: str
