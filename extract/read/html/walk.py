"""One pass over the tree of a page: inline text is gathered, blocks end it as lines."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from msgspec.structs import replace

from core.records.pages import Line, LineRole
from extract.read.html.css import Styles, points
from extract.read.html.elements import BLOCKS, is_around, is_silent, styled
from extract.read.html.lists import Lists
from extract.read.html.notes import find_notes
from extract.read.html.page_ends import begins_page
from extract.read.html.spans_in_place import CELL, height_of, room_before
from extract.read.html.tables import is_data, numbers, rows_of
from extract.read.styled_text import PLAIN, Piece, Style, lines_at_breaks, row_line, squeeze

_BREAK = "\u2028"  # survives the squeezing of blanks, as a line break of the source must not
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_RAISED = 0.8
_CALL = re.compile(r"\s*(?:\d{1,3}|\*{1,3}|[†‡§])\s*")
_FORMULA = re.compile(r"(?:CO|CH|N|O|SO|NO|H|PM|SF)$")


class Walk:
    """Call `lines` once."""

    def __init__(self, root: Any, css: Styles, *, keep_around: bool = False) -> None:
        """`keep_around`: navigation, page headers and footers are text too."""
        self._css = css
        self.page_starts: list[int] = []
        """Where in the lines the file itself says that a page begins."""
        self.tops: list[float | None] = []
        """How high each line stands on its page, where the file says so."""
        self._root = root
        self._keep_around = keep_around
        self._calls, self._notes = find_notes(root)
        self._lists = Lists()
        self._lines: list[Line] = []
        self._pieces: list[Piece] = []
        self._styles: list[Style] = [PLAIN]
        self._headings: list[int] = []
        self._label: tuple[str, int] | None = None
        self._levels: list[int] = []
        self._note: list[str] = []
        self._preformatted = 0
        self._tables = 0
        self._numbers: dict[Any, str] = {}
        self._blank = False
        self._top: float | None = None

    def lines(self) -> list[Line]:
        walker = etree.iterwalk(self._root, events=("start", "end"))
        skipped: Any = None
        for event, element in walker:
            if event == "start":
                if skipped is None and self._skips(element):
                    walker.skip_subtree()
                    skipped = element
                elif skipped is None:
                    self._start(element)
                    if element.tag == "table" and self._table(element):
                        walker.skip_subtree()
            elif skipped is element:
                skipped = None
                self._text(element.tail)
            else:
                self._end(element)
                if element is not self._root:
                    self._text(element.tail)
        self._flush()
        self.tops += [None] * (len(self._lines) - len(self.tops))
        return self._lines

    def _skips(self, element: Any) -> bool:
        if not isinstance(element.tag, str) or is_silent(element):
            return True
        if element in self._numbers:
            self._flush()
            self._label = self._numbers[element], 0
            return True
        return not self._keep_around and is_around(element)

    def _start(self, element: Any) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._flush()
            self._top = height_of(element)
        if begins_page(element, len(self.page_starts) + 1, self._css):
            self._flush()
            self.page_starts.append(len(self._lines))
        if element in self._notes:
            self._note.append(self._notes[element])
        if tag in _HEADINGS:
            self._headings.append(_HEADINGS[tag])
        elif tag in {"ul", "ol"}:
            self._lists.enter(element)
        elif tag == "li":
            self._label = self._lists.item(element)
            self._levels.append(self._label[1] + 1)
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "br":
            self._pieces.append((_BREAK, self._styles[-1]))
        elif element.get("x0") is not None and self._pieces:
            self._pieces.append((room_before(element), self._styles[-1]))
        style = styled(self._styles[-1], element)
        if element in self._calls:
            style = style._replace(superscript=True, note=self._calls[element])
        elif self._is_raised(element):
            style = style._replace(superscript=True)
        self._styles.append(style)
        self._text(element.text)

    def _is_raised(self, element: Any) -> bool:
        """Whether a number is set in clearly smaller type than its neighbours, and not lower, as in a formula."""
        if len(element) or not _CALL.fullmatch(element.text or "") or element.tag in BLOCKS:
            return False
        declared = self._css.of(element)
        size = points(declared.get("font-size"))
        if size is None or "sub" in declared.get("vertical-align", ""):
            return False
        if self._pieces and _FORMULA.search(self._pieces[-1][0]):
            return False
        for other in (element.getprevious(), element.getnext(), element.getparent()):
            usual = points(self._css.of(other).get("font-size")) if other is not None else None
            if usual is not None:
                return size < _RAISED * usual
        return False

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._flush()
        if tag in _HEADINGS:
            self._headings.pop()
        elif tag in {"ul", "ol"}:
            self._lists.leave()
        elif tag == "li":
            self._levels.pop()
            self._label = None
        elif tag == "pre":
            self._preformatted -= 1
        if element in self._notes:
            self._note.pop()
        self._styles.pop()

    def _text(self, text: str | None) -> None:
        if text:
            self._pieces.append((text.replace("\n", _BREAK) if self._preformatted else text, self._styles[-1]))

    def _flush(self) -> None:
        pieces = self._pieces if self._preformatted else squeeze(self._pieces)
        pieces = [(text.replace(CELL, "\t"), style) for text, style in pieces] if self._top is not None else pieces
        self._pieces = []
        if not any(text.strip() for text, _ in pieces):
            # A paragraph of blanks is the white space between two others.
            self._blank = self._blank or any("\xa0" in text or _BREAK in text for text, _ in pieces)
            return
        first = len(self._lines)
        label, level = self._label or (None, None)
        self._label = None
        role: LineRole = "footnote" if self._note else "body"
        self._lines += lines_at_breaks(
            pieces,
            heading=self._headings[-1] if self._headings else None,
            label=None if role == "footnote" else label,
            level=None if role == "footnote" else level,
            indent=float(self._levels[-1] if self._levels else 0),
            role=role,
            note=self._note[-1] if self._note else None,
        )
        self.tops += [self._top] * (len(self._lines) - len(self.tops))
        if self._blank and len(self._lines) > first:
            self._lines[first] = replace(self._lines[first], gap=True)
            self._blank = False

    def _table(self, table: Any) -> bool:
        """Takes a table of data row by row; False for tables that only lay out a page."""
        cells = rows_of(table)
        if not is_data(cells):
            self._numbers |= numbers(cells)
            return False
        caption = table.find("caption")
        if caption is not None:
            self._pieces += self._inline(caption)
            self._flush()
        for position, row in enumerate(cells):
            texts: list[list[Piece]] = []
            for cell in row:
                texts.append(squeeze(self._inline(cell)))
                texts += [[] for _ in range(_span(cell) - 1)]
            line = row_line(texts, whole=True, table=self._tables, row=position)
            if line is not None:
                self._lines.append(line)
        self._tables += 1
        return True

    def _inline(self, cell: Any) -> list[Piece]:
        """The text of a cell as one stretch; its blocks are separated by blanks."""
        pieces: list[Piece] = []
        styles = [self._styles[-1]]
        walker = etree.iterwalk(cell, events=("start", "end"))
        skipped: Any = None
        for event, element in walker:
            if event == "start":
                if skipped is None and (not isinstance(element.tag, str) or is_silent(element)):
                    walker.skip_subtree()
                    skipped = element
                    continue
                if skipped is not None:
                    continue
                if element.tag in BLOCKS or element.tag == "br":
                    pieces.append((" ", PLAIN))
                style = styled(styles[-1], element)
                if element in self._calls:
                    style = style._replace(superscript=True, note=self._calls[element])
                styles.append(style)
                pieces.append((element.text or "", styles[-1]))
                continue
            if skipped is element:
                skipped = None
            else:
                styles.pop()
                if element.tag in BLOCKS:
                    pieces.append((" ", PLAIN))
            if element is not cell:
                pieces.append((element.tail or "", styles[-1]))
        return [piece for piece in pieces if piece[0]]


def _span(cell: Any) -> int:
    try:
        return min(max(int(cell.get("colspan", "1")), 1), 64)
    except ValueError:
        return 1
