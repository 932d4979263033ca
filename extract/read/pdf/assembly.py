"""Drafts of pages to records: roles, labels, gaps and styles, now that the whole document has been seen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.records.pages import Line, LineRole, Page
from extract.read.pdf.bands import printed_label, roles_of_bands
from extract.read.pdf.drafts import DraftLine, PageDraft
from extract.read.pdf.footnotes import with_footnotes
from extract.read.pdf.frames import Box
from extract.read.pdf.lines import RawLine, pieces_of
from extract.read.pdf.measures import Measures, measure
from extract.read.styled_text import PLAIN, Piece, row_line, styled_line


def assemble(drafts: Sequence[PageDraft]) -> tuple[Page, ...]:
    """Pages with header lines first, then body and footnotes in reading order, then footer lines."""
    bands = roles_of_bands(drafts)
    measures = measure(drafts, bands)
    rows = TableRows()
    return tuple(_page(draft, roles, measures, rows) for draft, roles in zip(drafts, bands, strict=True))


class TableRows:
    """Numbers of tables and rows through a document."""

    def __init__(self) -> None:
        self._at: tuple[int, int] | None = None
        self._table = -1
        self._row = -1

    def next(self, page: int, table: int) -> tuple[int, int]:
        """Table and row, from 0, of the next row of a table of a page."""
        if (page, table) != self._at:
            self._at = (page, table)
            self._table += 1
            self._row = -1
        self._row += 1
        return self._table, self._row


def _page(draft: PageDraft, bands: list[LineRole], measures: Measures, rows: TableRows) -> Page:
    roles, labels = with_footnotes(draft, bands, measures.body_size)
    notes = frozenset(labels.values())
    ordered = sorted(range(len(roles)), key=lambda position: _ORDER[roles[position]])
    lines: list[Line] = []
    above: tuple[LineRole, DraftLine] | None = None
    for position in ordered:
        draft_line, role = draft.lines[position], roles[position]
        gap = above is not None and above[0] == role and measures.is_gap(above[1], draft_line)
        if role == "table":
            line = _row(draft_line, draft, notes, rows)
        else:
            line = _line(draft_line, draft, role, notes, measures, labels.get(position), gap=gap)
        if line is not None:
            lines.append(line)
            above = role, draft_line
    return Page(
        number=draft.number,
        label=printed_label(draft, bands) or draft.label,
        width=round(draft.shown.width, 1),
        height=round(draft.shown.height, 1),
        lines=tuple(lines),
        image_share=draft.image_share,
        trust="low" if draft.hidden or draft.garbled or draft.told else None,
    )


_ORDER: dict[LineRole, int] = {"header": 0, "body": 1, "table": 1, "footnote": 2, "footer": 3}


def _line(
    draft_line: DraftLine,
    draft: PageDraft,
    role: LineRole,
    notes: frozenset[str],
    measures: Measures,
    note: str | None,
    *,
    gap: bool,
) -> Line | None:
    raw = draft_line.raw
    return styled_line(
        pieces_of(raw, notes),
        gap=gap,
        box=_shown(draft_line, draft),
        indent=round(raw.x0, 1),
        size=raw.size,
        centered=measures.is_centered(draft_line),
        role=role,
        note=note,
    )


def _row(draft_line: DraftLine, draft: PageDraft, notes: frozenset[str], rows: TableRows) -> Line | None:
    raw = draft_line.raw
    table, row = rows.next(draft.number, raw.table)
    return row_line(
        [_cell(cell, notes) for cell in raw.cells],
        whole=True,
        box=_shown(draft_line, draft),
        indent=round(raw.x0, 1),
        size=raw.size,
        table=table,
        row=row,
    )


def _cell(lines: Sequence[RawLine], notes: frozenset[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for line in lines:
        if pieces and not re.search(r"\w[-‐\u00ad]$", pieces[-1][0]):
            pieces.append((" ", PLAIN))
        pieces += pieces_of(line, notes)
    return pieces


def _shown(line: DraftLine, draft: PageDraft) -> Box:
    raw = line.raw
    box = (raw.x0, raw.top, raw.x1, raw.bottom)
    if line.frame != draft.shown:
        box = draft.shown.place(*line.frame.unplace(box))
    x0, top, x1, bottom = box
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)
