"""The meeting that a document belongs to, its dates, and when its text was adopted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.meetings import Meeting, Meetings
from core.symbols.identity import kind_of, split
from core.symbols.numerals import from_roman
from extract.understand.cleaning import fold
from extract.understand.dates import Calendar
from extract.understand.evidence import Findings
from extract.understand.nodes import Node

_VERSION = re.compile(r"Rev\.(?:COP|CoP|MOP)(\d+)")
_IN_SYMBOL = re.compile(r"(?:^|/)(?:COP|CoP|MOP)/?(\d{1,3})(?=/|$)")
_YEAR = re.compile(r"/((?:19|20)\d{2})(?=/)")
_SESSION_LAST = re.compile(r"\d+/(?:CP|CMP|CMA|COP)\.(\d+)$")
_SESSION_FIRST = re.compile(r"(?:Conf\.)?(\d{1,2}|[IVXL]+)[./]\d+$")
_CONFERENCE = re.compile(
    r"conference of the (?:contracting )?parties|conference des parties|conferencia de las partes|\bcop\b"
)
_OTHER_BODY = re.compile(r"serving as|agissant comme|siegeant en tant que|actuando como|en calidad de")


def add_meeting(
    findings: Findings,
    canonical: str | None,
    treaty: str | None,
    nodes: Sequence[Node],
    calendar: Calendar,
    meetings: Meetings,
) -> None:
    """From the symbol (`UNEP/CMS/COP14/…`, `…/Rev.COP13`, `1/CP.21`), the masthead's line, or the adoption line.

    Days of the meeting come from the masthead, else from the list of meetings.
    """
    if canonical is not None and treaty is not None:
        found = _of_symbol(canonical, treaty, meetings)
        findings.add("meeting", _id(treaty, *found) if found else None, "symbol", canonical)
    for line in findings.values("meeting_line", "masthead"):
        found = _of_line(line, treaty, calendar, meetings)
        findings.add("meeting", _id(treaty, *found) if found else None, "masthead", line)
    for node in nodes:
        if node.kind == "adoption" and node.part.id == "main":
            found = _of_line(node.text, treaty, calendar, meetings)
            findings.add("meeting", _id(treaty, *found) if found else None, "text", node.path)
            day = calendar.day(node.text)
            findings.add("dates.adopted", day[0] if day else calendar.month(node.text), "text", node.path)
    known = meetings.by_id(findings.first("meeting") or "")
    if known is not None:
        findings.add("dates.meeting_start", known.start.isoformat() if known.start else None, "listing", known.source)
        findings.add("dates.meeting_end", known.end.isoformat() if known.end else None, "listing", known.source)


def _id(treaty: str | None, ordinal: int, listed: Meeting | None) -> str:
    return listed.id if listed is not None else f"{treaty}/COP{ordinal}"


def _of_symbol(canonical: str, treaty: str, meetings: Meetings) -> tuple[int, Meeting | None] | None:
    work, version = split(canonical)
    stated = _VERSION.match(version or "")
    if stated:
        return int(stated[1]), meetings.find(treaty, int(stated[1]))
    if kind_of(canonical) == "document":
        session = _IN_SYMBOL.search(canonical)
        if session:
            return int(session[1]), meetings.find(treaty, int(session[1]))
        year = _YEAR.search(canonical)
        held = [one for one in meetings.of(treaty) if year and one.start and one.start.year == int(year[1])]
        return (held[0].ordinal, held[0]) if len(held) == 1 else None
    if kind_of(canonical) not in ("decision", "resolution"):
        return None
    number = work.split("/", 2)[2]
    match = _SESSION_LAST.fullmatch(number) or _SESSION_FIRST.fullmatch(number)
    if match is None:
        return None
    ordinal = int(match[1]) if match[1].isdigit() else from_roman(match[1])
    listed = meetings.find(treaty, ordinal) if ordinal else None
    return (listed.ordinal, listed) if listed is not None else None  # a first number need not be a session


def _of_line(
    text: str, treaty: str | None, calendar: Calendar, meetings: Meetings
) -> tuple[int, Meeting | None] | None:
    """`CMS/COP12` for the twelfth meeting of the conference of the parties to a known treaty."""
    folded = fold(text)
    if treaty is None or not _CONFERENCE.search(folded) or _OTHER_BODY.search(folded):
        return None
    ordinal = calendar.ordinal(text)
    return (ordinal[0], meetings.find(treaty, ordinal[0])) if ordinal is not None else None
