"""Footnotes: smaller lines at the foot of a page, below a short rule or beginning with a raised number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.records.pages import LineRole
from extract.read.pdf.drafts import PageDraft
from extract.read.pdf.lines import leading_note

_SMALLER = 0.97
_CLEARLY_SMALLER = 0.93
_LABEL = re.compile(r"\(?(\d{1,3}|\*{1,3}|[†‡§]|[a-z])(?:[.)/](?=\s|$)|(?=\s|$)|(?<=\*)(?=\S))")
# Signs that begin notes only; numbers with a point or in brackets begin paragraphs too.
_NOTE = re.compile(r"(\d{1,3}|\*{1,3}|[†‡§])/?\s|\*{1,3}[^\W\d]|[a-z]/\s")
_NUMBERED = re.compile(r"\(?(\d{1,3})[.)]\s")
_MUCH_SMALLER = 0.85
_LOWEST = 0.8
_FOOT = 0.5  # of the page's height; higher up, small type is a note to a table, or a caption


def with_footnotes(
    draft: PageDraft, roles: Sequence[LineRole], body_size: float
) -> tuple[list[LineRole], dict[int, str]]:
    """The roles with footnotes marked, and the label of the note by position of the line.

    `body_size` is the usual size of type in the document, in points.
    """
    marked = list(roles)
    candidates = _below_separator(draft, roles, body_size) or _small_at_foot(draft, roles, body_size)
    labels: dict[int, str] = {}
    label: str | None = None
    for position in candidates:
        marked[position] = "footnote"
        line = draft.lines[position]
        begins = leading_note(line.raw)
        if begins is None:
            match = _LABEL.match(line.text)
            # Without a raised number only the first note, or the next number, is believed: lines may begin with years.
            if match and (
                label is None or (label.isdigit() and match[1].isdigit() and int(match[1]) == int(label) + 1)
            ):
                begins = match[1]
        label = begins or label
        if label is not None:
            labels[position] = label
    return marked, labels


def _below_separator(draft: PageDraft, roles: Sequence[LineRole], body_size: float) -> list[int]:
    for rule in sorted(draft.separators, key=lambda rule: -rule.middle):
        below = [i for i, line in enumerate(draft.lines) if roles[i] == "body" and line.raw.top >= rule.middle - 3]
        if not below:
            continue
        first = draft.lines[below[0]]
        if not -8 <= first.raw.x0 - rule.x0 <= 45 or any(
            line.raw.top < rule.middle < line.raw.bottom + 1 and line.raw.x0 < rule.x1 and line.raw.x1 > rule.x0
            for line in draft.lines
        ):
            continue  # not where notes begin, or it underlines something
        small = sum(draft.lines[i].raw.size <= _SMALLER * body_size for i in below)
        near = first.raw.top - rule.middle < 3 * first.raw.size
        if near and (small > 0.6 * len(below) or leading_note(first.raw) is not None):
            return below
    return []


def _small_at_foot(draft: PageDraft, roles: Sequence[LineRole], body_size: float) -> list[int]:
    """The last lines of the page while they are small, from the highest one that begins with a raised number, or from the first
    small one of all that begins as notes do."""
    start: int | None = None
    first: int | None = None
    for position in range(len(draft.lines) - 1, -1, -1):
        if roles[position] != "body":
            continue
        line = draft.lines[position]
        if line.raw.size > _CLEARLY_SMALLER * body_size or line.raw.top < 0.4 * line.frame.height:
            break
        first = position
        if leading_note(line.raw) is not None:
            start = position
    if start is None and first is not None and _begins_notes(draft, roles, first, body_size):
        start = first
    if start is None:
        return []
    return [position for position in range(start, len(draft.lines)) if roles[position] == "body"]


def _begins_notes(draft: PageDraft, roles: Sequence[LineRole], first: int, body_size: float) -> bool:
    """Whether this small line, below which all are small, begins notes whose number is not raised: right below text of the
    usual size, in the lower half of the page. A number with a point needs more: much smaller type at the very foot, or its call."""
    line = draft.lines[first]
    above = next((draft.lines[at] for at in range(first - 1, -1, -1) if roles[at] == "body"), None)
    if above is None or above.raw.size <= _CLEARLY_SMALLER * body_size or above.frame != line.frame:
        return False
    if line.raw.top < _FOOT * line.frame.height or line.raw.top < above.raw.bottom:
        return False
    if _NOTE.match(line.text):
        return True
    match = _NUMBERED.match(line.text)
    if match is None:
        return False
    lowest = max(draft.lines[at].raw.bottom for at in range(first, len(draft.lines)) if roles[at] == "body")
    if (
        line.raw.size <= _MUCH_SMALLER * body_size
        and lowest > _LOWEST * line.frame.height
        and line.raw.top - above.raw.bottom > above.raw.size
    ):
        return True
    return any(
        word.text == match[1] and word.font.size < 0.8 * one.raw.size
        for one in draft.lines[:first]
        if not one.raw.uniform
        for word in one.raw.words
    )
