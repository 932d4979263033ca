"""The fields that a query can name, and what their values mean."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from types import MappingProxyType

from index.analysis.folding import fold
from index.query.plan import Node, Range, Values

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        name: field
        for field, names in {
            "treaty": ("treaty", "traite", "convention"),
            "meeting": ("meeting", "reunion"),
            "cop": ("cop", "mop"),
            "year": ("year", "annee"),
            "date": ("date",),
            "lang": ("lang", "langue", "language"),
            "type": ("type",),
            "cites": ("cites", "cite"),
            "in_effect": ("in_effect", "en_vigueur"),
            "asked": ("asked", "demande"),
            "due": ("due", "echeance"),
        }.items()
        for name in names
    }
)
"""Field by the names that people write, folded."""

LATER = frozenset({"in_effect", "asked", "due"})
"""Understood and not answered yet: what they ask for is not extracted yet."""

_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "recommandation": "recommendation",
        "rapport": "report",
        "traite": "treaty",
        "decisions": "decision",
        "resolutions": "resolution",
        "recommendations": "recommendation",
        "recommandations": "recommendation",
        "documents": "document",
        "notifications": "notification",
        "reports": "report",
        "rapports": "report",
    }
)
_NUMBERS = re.compile(r"(?P<low>\d{1,4})(?:\s*(?:\.\.|-|–)\s*(?P<high>\d{1,4}))?")
_DAYS = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")


def field_plan(name: str, value: str) -> Node | str:
    """The rows that one value of a field stands for; or, where the value does not fit, the mend in words."""
    folded = fold(value.strip())
    match name:
        case "treaty":
            return Values("treaty", (value.strip().upper(),))
        case "meeting":
            return Values("meeting_name", (_meeting(folded),))
        case "cop":
            found = _NUMBERS.fullmatch(folded)
            if found:
                return Range("cop", *sorted((int(found["low"]), int(found["high"] or found["low"]))))
            return Values("meeting_name", (_meeting(folded),))
        case "year":
            found = _NUMBERS.fullmatch(folded)
            if found:
                low, high = sorted((int(found["low"]), int(found["high"] or found["low"])))
                return Range("day", low * 10_000, high * 10_000 + 9_999)
            return f"year:{value} is no year; write year:2014 or year:2010..2015."
        case "date":
            begin, dots, end = folded.partition("..")
            first, last = day_bounds(begin), day_bounds(end if dots else begin)
            if first is None or last is None:
                return f"date:{value} is no date; write date:2014-11, date:2014-11-09 or date:2014-11..2015-02."
            return Range("day", min(first[0], last[0]), max(first[1], last[1]))
        case "type":
            return Values("type", (_TYPES.get(folded, folded),))
    raise KeyError(name)


def day_bounds(text: str) -> tuple[int, int] | None:
    """First and last day (20141109) of a year, month or day; None where it is none of them."""
    found = _DAYS.fullmatch(text.strip())
    if not found:
        return None
    year, month, day = int(found["year"]), found["month"], found["day"]
    if month is None:
        return year * 10_000, year * 10_000 + 9_999
    if not 1 <= int(month) <= 12:
        return None
    first = year * 10_000 + int(month) * 100
    if day is None:
        return first, first + 99
    if year == 0 or not 1 <= int(day) <= calendar.monthrange(year, int(month))[1]:
        return None
    return first + int(day), first + int(day)


def _meeting(folded: str) -> str:
    return folded.replace(" ", "")
