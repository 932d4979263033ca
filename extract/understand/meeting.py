"""The meeting that a document belongs to, and when its text was adopted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.symbols.identity import split
from extract.understand.cleaning import fold
from extract.understand.dates import Calendar
from extract.understand.evidence import Findings
from extract.understand.nodes import Node

_IN_SYMBOL = re.compile(r"(?:^|/)(COP|CoP|MOP)(\d{1,3})(?=/|$)")
_VERSION = re.compile(r"Rev\.((?:COP|CoP|MOP)\d+)")
_CONFERENCE = re.compile(
    r"conference of the (?:contracting )?parties|conference des parties|conferencia de las partes|\bcop\b"
)
_OTHER_BODY = re.compile(r"serving as|agissant comme|siegeant en tant que|actuando como|en calidad de")


def add_meeting(
    findings: Findings, canonical: str | None, treaty: str | None, nodes: Sequence[Node], calendar: Calendar
) -> None:
    """From the symbol (`UNEP/CMS/COP14/…`, `…/Rev.COP13`), the masthead's line, or the adoption line of the main part."""
    if canonical is not None and treaty is not None:
        in_version = _VERSION.match(split(canonical)[1] or "")
        in_symbol = _IN_SYMBOL.search(canonical)
        if in_version:
            findings.add("meeting", f"{treaty}/{in_version[1]}", "symbol", canonical)
        elif in_symbol:
            findings.add("meeting", f"{treaty}/{in_symbol[1]}{in_symbol[2]}", "symbol", canonical)
    for line in findings.values("meeting_line", "masthead"):
        findings.add("meeting", _conference(line, treaty, calendar), "masthead", line)
    for node in nodes:
        if node.kind == "adoption" and node.part.id == "main":
            findings.add("meeting", _conference(node.text, treaty, calendar), "text", node.path)
            day = calendar.day(node.text)
            findings.add("dates.adopted", day[0] if day else calendar.month(node.text), "text", node.path)


def _conference(text: str, treaty: str | None, calendar: Calendar) -> str | None:
    """`CMS/COP12` for the twelfth meeting of the conference of the parties to a known treaty."""
    folded = fold(text)
    if treaty is None or not _CONFERENCE.search(folded) or _OTHER_BODY.search(folded):
        return None
    ordinal = calendar.ordinal(text)
    return f"{treaty}/{'CoP' if treaty == 'CITES' else 'COP'}{ordinal[0]}" if ordinal is not None else None
