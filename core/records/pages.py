"""What reading a file yields: pages of styled lines, before anything is understood."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

PAGES_SCHEMA = 1

LineRole = Literal["body", "header", "footer", "footnote", "table"]


class Span(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stretch of a line with one style. `start` and `end` are code points of `Line.text`, half open; an empty stretch
    with a `note` is a call that prints nothing of its own."""

    start: int
    end: int
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    superscript: bool = False
    inserted: bool = False
    """Tracked insertion (w:ins). Underlining alone is `underline`; what it means is decided when understanding."""
    deleted: bool = False
    """Tracked deletion (w:del). The deleted text stands in the line like any other."""
    link: str | None = None
    """Target of a hyperlink, as the file gives it."""
    note: str | None = None
    """Label of the footnote that is called here, where the format says so (DOCX, HTML)."""


class Line(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One printed line (PDF, text) or one whole paragraph (DOCX, HTML, Markdown: `whole` is true).

    Plain values describe the whole line; `spans` list only the stretches that differ from it.
    """

    text: str
    """In NFC, without controls and blanks at its ends. A tab parts stretches that stand far from each other on one line,
    and the cells of a row. A hyphen (or U+00AD, a soft one) at the end stays as printed: joining is for understanding."""
    whole: bool = False
    """True where the line is a complete paragraph of the source; False where a paragraph may run on in the next line."""
    gap: bool = False
    """White space stood before this line: at least one blank line (text), or clearly more than the usual leading (PDF)."""
    box: tuple[float, float, float, float] | None = None
    """x0, top, x1, bottom in points from the upper left corner of the page as shown (rotation applied); None without layout."""
    indent: float = 0.0
    """Distance of the first letter from the left edge: points (PDF), columns (text), levels (DOCX, HTML)."""
    size: float | None = None
    """Height of the font in points, scaling of the text matrix included."""
    bold: bool = False
    italic: bool = False
    underline: bool = False
    centered: bool = False
    heading: int | None = None
    """Level of a heading that the format declares (h1..h6, DOCX heading or title style, Markdown #); 0 is the document's title."""
    label: str | None = None
    """Number or bullet that the format computes (DOCX automatic numbering, HTML list); never part of `text`."""
    level: int | None = None
    """Depth of the list that gave `label`, from 0."""
    style: str | None = None
    """Name of the style in the source, as it stands there."""
    role: LineRole = "body"
    note: str | None = None
    """Label of the footnote that this line is the text of (role footnote), where known."""
    row: int | None = None
    """Row of the table, from 0 (role table). `cells` then hold the texts and `text` joins them with a tab."""
    table: int | None = None
    """Number of the table in the document, from 0 (role table)."""
    cells: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


class Page(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page in reading order. Formats without pages give one page with number 1 and no size."""

    number: int
    """Counted from 1."""
    label: str | None = None
    """As printed or declared by the file (`ii`, `A-3`); None where neither says."""
    width: float | None = None
    height: float | None = None
    lines: tuple[Line, ...] = ()
    image_share: float = 0.0
    """Share of the page's area that pictures cover, 0 to 1. A page with much picture and hardly any text is a scan."""
    trust: Literal["low"] | None = None
    """`low` where letters may not be those that are printed: character recognition made them (ours, or a layer that the file
    brings along), or the fonts do not say them. An issue of the page tells which."""


class PageIssue(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something the reader noticed; it goes with the document and is never silent."""

    code: str
    page: int | None = None
    detail: str = ""


class Pages(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole answer of a reader for one file."""

    media_type: str
    reader: str
    """Name and version of the library that read the file, for instance `pypdfium2 5.15.2`."""
    schema: int = PAGES_SCHEMA
    pages: tuple[Page, ...] = ()
    properties: dict[str, str] = {}
    """What the file says of itself: title, author, subject, created, modified, producer, language."""
    issues: tuple[PageIssue, ...] = ()
