"""The meeting that a document belongs to, its dates, and when its text was adopted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.meetings import Meeting, Meetings
from core.symbols.identity import kind_of, split
from core.symbols.numerals import from_roman
from extract.understand.cleaning import fold
from extract.understand.evidence import Findings
from extract.understand.knowledge import Knowledge
from extract.understand.nodes import Node

_VERSION = re.compile(r"Rev\.(?:COP|CoP|MOP)(\d+)")
_IN_SYMBOL = re.compile(r"(?:^|/)(?:COP|CoP|MOP)/?(\d{1,3})(?=/|$)")
_YEAR = re.compile(r"/((?:19|20)\d{2})(?=/)")
_OF_CONFERENCE = re.compile(r"/(?:CP|CMP|CMA)/")  # a paper of a subsidiary body is of another meeting in that year
_SESSION_LAST = re.compile(r"\d+/(?:CP|CMP|CMA|COP)\.(\d+)$")
_SESSION_FIRST = re.compile(
    # The letters of bodies that number by their meetings: Basel, Rotterdam, Stockholm, Minamata, Nagoya, Cartagena, IPBES.
    r"(?P<letters>(?:BC|RC|SC|MC|NP|CP|BS|IPBES)-)?(?:Conf\.)?(\d{1,2}|[IVXL]+)[./]\d+$"
)
_CONFERENCE = re.compile(
    r"conference of the (?:contracting )?parties|conference des parties|conferencia de las partes|\bcop\b|world heritage committee"
)
_MEETING_OF_PARTIES = re.compile(
    r"meeting of the (?:contracting )?parties|reunion des parties|reunion de las partes|\bmop\b"
)
_TITLE_NODES = 4  # where the title of a report may stand
_SERVES = frozenset({"CMP", "CMA", "COP-MOP"})
_SERVING = re.compile(r"serving as|agissant comme|siegeant en tant que|actuando como|en calidad de|que actua como")


def add_meeting(
    findings: Findings, canonical: str | None, treaty: str | None, nodes: Sequence[Node], knowledge: Knowledge
) -> None:
    """From the symbol (`UNEP/CMS/COP14/…`, `…/Rev.COP13`, `1/CP.21`), the masthead's line, the adoption line, or the title of
    a report (`… on its eighth session, held at …`).

    Days of the meeting come from the masthead, else from the title of a report, else from the list of meetings.
    """
    body = _body(treaty, knowledge)
    calendar, meetings = knowledge.calendar, knowledge.meetings
    if canonical is not None and treaty is not None:
        found = _of_symbol(canonical, treaty, meetings)
        findings.add("meeting", _id(treaty, body, *found) if found else None, "symbol", canonical)
    for field in ("meeting_line", "meeting_and_body"):
        for line in findings.values(field, "masthead"):
            found = _of_line(line, treaty, body, knowledge)
            findings.add("meeting", _id(treaty, body, *found) if found else None, "masthead", line)
    text = [node for node in nodes if node.part.id == "main" and node.kind not in ("masthead", "footnote", "note")]
    for at, node in enumerate(text):
        if node.kind == "adoption":
            found = _of_line(node.text, treaty, body, knowledge)
            findings.add("meeting", _id(treaty, body, *found) if found else None, "text", node.path)
            day = calendar.day(node.text)
            findings.add("dates.adopted", day[0] if day else calendar.month(node.text), "text", node.path)
        elif at < _TITLE_NODES and calendar.span(node.text) is not None and findings.first("meeting") is None:
            found = _of_line(node.text, treaty, body, knowledge)
            span = calendar.span(node.text)
            if found is not None and span is not None:
                findings.add("meeting", _id(treaty, body, *found), "text", node.path)
                findings.add("dates.meeting_start", span[0], "text", node.path)
                findings.add("dates.meeting_end", span[1], "text", node.path)
    known = meetings.by_id(findings.first("meeting") or "")
    if known is not None:
        findings.add("dates.meeting_start", known.start.isoformat() if known.start else None, "listing", known.source)
        findings.add("dates.meeting_end", known.end.isoformat() if known.end else None, "listing", known.source)


def _body(treaty: str | None, knowledge: Knowledge) -> str:
    """The governing body, as its treaty writes it."""
    row = knowledge.treaties.rows.get(treaty or "")
    return row.bodies[0] if row is not None and row.bodies else "COP"


def _id(treaty: str | None, body: str, ordinal: int, listed: Meeting | None) -> str:
    return listed.id if listed is not None else f"{treaty}/{body}{ordinal}"


def _of_symbol(canonical: str, treaty: str, meetings: Meetings) -> tuple[int, Meeting | None] | None:
    work, version = split(canonical)
    stated = _VERSION.match(version or "")
    if stated:
        return int(stated[1]), meetings.find(treaty, int(stated[1]))
    if kind_of(canonical) == "document":
        session = _IN_SYMBOL.search(canonical)
        if session:
            return int(session[1]), meetings.find(treaty, int(session[1]))
        year = _YEAR.search(canonical) if _OF_CONFERENCE.search(canonical) else None
        held = [one for one in meetings.of(treaty) if year and one.start and one.start.year == int(year[1])]
        return (held[0].ordinal, held[0]) if len(held) == 1 else None
    if kind_of(canonical) not in ("decision", "resolution"):
        return None
    number = work.split("/", 2)[2]
    last, first = _SESSION_LAST.fullmatch(number), _SESSION_FIRST.fullmatch(number)
    ordinal = last[1] if last is not None else first[2] if first is not None else None
    if ordinal is None:
        return None
    value = int(ordinal) if ordinal.isdigit() else from_roman(ordinal)
    listed = meetings.find(treaty, value) if value else None
    if listed is not None:
        return listed.ordinal, listed
    # A first number need not be a session: only a Roman one, or one behind the letters of its body, surely is.
    certain = last is not None or (first is not None and (first["letters"] is not None or not ordinal.isdigit()))
    return (value, None) if value and certain else None


def _of_line(text: str, treaty: str | None, body: str, knowledge: Knowledge) -> tuple[int, Meeting | None] | None:
    """`CMS/COP12` for the twelfth meeting of the conference of the parties to a known treaty.

    A conference that serves as the meeting of the parties to a protocol is the protocol's body, and the convention's is not.
    """
    folded = fold(text)
    named = _CONFERENCE.search(folded) or (body.casefold() == "mop" and _MEETING_OF_PARTIES.search(folded))
    if treaty is None or not named or (_SERVING.search(folded) is not None) != (body in _SERVES):
        return None
    number = knowledge.mastheads.meeting_number(text)
    return (number, knowledge.meetings.find(treaty, number)) if number is not None else None
