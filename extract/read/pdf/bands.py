"""Running headers and footers: lines that repeat in the bands at the top and the foot of pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from core.records.pages import LineRole
from extract.read.page_furniture import folded, often, page_number, repeats, running_keys
from extract.read.pdf.drafts import DraftLine, PageDraft

# Shares of the page's height, measured on papers of several secretariats.
_TOP = 0.085
_FOOT = 0.105
# A header of several lines may reach further down than its first.
_TOP_CONTINUED = 0.14
# Where a first page says what it is; papers of two pages repeat the symbol from there at the top of the second only.
_MASTHEAD = 1 / 3
# Job numbers that United Nations printers set at the foot of the first page.
_JOB_NUMBER = re.compile(r"[A-Z]{2}\.\d{2}-\d{4,6}\b.*|\*\d{6,9}\*")
_BARE_JOB = re.compile(r"(?:[A-Z]{2}\.)?\d{2}-\d{4,6}(?:\s\([A-Z]\))?|K\d{7}|\*\d{6,9}\*")
_TITLE_AND_NUMBER = re.compile(r"\s[-–—|]\s(\d{1,4})$")
_JOB_BAND = 0.2


def roles_of_bands(drafts: Sequence[PageDraft]) -> list[list[LineRole]]:
    """For each page, for each of its lines: `header`, `footer`, or `body` for all the rest."""
    tops: Counter[str] = Counter()
    feet: Counter[str] = Counter()
    edges = [[_edges(line) for line in draft.lines] for draft in drafts]
    for draft, own in zip(drafts, edges, strict=True):
        placed = list(zip(draft.lines, own, strict=True))
        tops.update(_keys(draft, [line for line, (top, _) in placed if top < _TOP_CONTINUED]))
        feet.update(_keys(draft, [line for line, (_, bottom) in placed if bottom > 1 - _FOOT]))
    need = often(len(drafts))
    roles = [_roles(draft, own, tops, feet, need, len(drafts)) for draft, own in zip(drafts[:1], edges, strict=False)]
    if drafts:
        # What the first page says of itself is no news at the top of another.
        tops.update(dict.fromkeys(_numbered(drafts[0], edges[0]), need))
    return roles + [
        _roles(draft, own, tops, feet, need, len(drafts)) for draft, own in zip(drafts[1:], edges[1:], strict=True)
    ]


def _numbered(first: PageDraft, edges: Sequence[tuple[float, float]]) -> set[str]:
    """Keys of the lines of a first page's masthead that have a number: its symbol, its date, its meeting."""
    return {
        folded(line.text)
        for line, (top, _) in zip(first.lines, edges, strict=True)
        if top < _MASTHEAD and any(map(str.isdigit, line.text))
    }


def _keys(draft: PageDraft, lines: Sequence[DraftLine]) -> set[str]:
    return {key for line in lines for key in running_keys(line.text, draft.number)}


def printed_label(draft: PageDraft, roles: Sequence[LineRole]) -> str | None:
    """The page number that stands in the bands of the page, if one does."""
    for wanted in ("footer", "header"):
        for line, role in zip(draft.lines, roles, strict=True):
            if role == wanted:
                for cell in _cells(line):
                    match = _TITLE_AND_NUMBER.search(cell)
                    label = page_number(cell) or (match[1] if match else None)
                    if label is not None:
                        return label
    return None


def _roles(
    draft: PageDraft,
    edges: Sequence[tuple[float, float]],
    tops: Counter[str],
    feet: Counter[str],
    need: int,
    pages: int,
) -> list[LineRole]:
    roles: list[LineRole] = ["table" if line.raw.cells else "body" for line in draft.lines]
    most, several = round(0.3 * pages), pages > 1
    lowest_header = 0.0
    for position in sorted(range(len(draft.lines)), key=lambda index: draft.lines[index].raw.top):
        line = draft.lines[position]
        top, bottom = edges[position]
        if top >= _TOP_CONTINUED and bottom <= 1 - _JOB_BAND:
            continue  # most lines stand in no band
        text = line.text
        if top < _TOP_CONTINUED:
            # The body may begin right below the header, often with the same words: further lines must be on most pages.
            continued = lowest_header and line.raw.top - lowest_header < 1.2 * line.raw.height
            running = (top < _TOP and repeats(text, draft.number, tops, need)) or (
                continued and repeats(text, draft.number, tops, max(need, most))
            )
            if running or ((top < _TOP or continued) and several and page_number(text)):
                roles[position] = "header"
                lowest_header = line.raw.bottom
        elif (bottom > 1 - _FOOT and (repeats(text, draft.number, feet, need) or _only_numbers(line))) or (
            bottom > 1 - _JOB_BAND and _JOB_NUMBER.fullmatch(text)
        ):
            roles[position] = "footer"
    return roles


def _edges(line: DraftLine) -> tuple[float, float]:
    """Upper and lower edge as shares of the height of the line's own upright page."""
    height = line.frame.height or 1.0
    return line.raw.top / height, line.raw.bottom / height


def _only_numbers(line: DraftLine) -> bool:
    """A page number, the number of a print job, or both far from each other."""
    if page_number(line.text):
        return True
    jobs = [cell for cell in _cells(line)[1:] if not page_number(cell)]
    return len(jobs) == 1 and _BARE_JOB.fullmatch(jobs[0]) is not None


def _cells(line: DraftLine) -> list[str]:
    """The line, and each of its stretches that stands far from its neighbours: a footer may hold title and number."""
    cells: list[list[str]] = [[word.text for word in line.raw.words], []]
    right: float | None = None
    for word in line.raw.words:
        if right is not None and word.x0 - right > 1.5 * word.font.size:
            cells.append([])
        cells[-1].append(word.text)
        right = word.x1
    return [" ".join(cell) for cell in cells]
