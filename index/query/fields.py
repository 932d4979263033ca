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
            "mentions": ("mentions", "mentionne"),
            "body": ("body", "organe"),
            "in_effect": ("in_effect", "en_vigueur"),
            "asked": ("asked", "demande"),
            "due": ("due", "echeance"),
        }.items()
        for name in names
    }
)
"""Field by the names that people write, folded."""

LATER: Mapping[str, str] = MappingProxyType(
    {
        "in_effect": "which decisions are in effect",
        "asked": "who is asked to act",
        "due": "until when something is asked",
    }
)
"""Understood and not answered yet, with what they ask: the index does not hold it yet."""

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
_NUMBER = re.compile(r"\d{1,4}")
_NUMBERS = re.compile(r"(?P<low>\d{0,4})\s*(?:\.\.|-|–)\s*(?P<high>\d{0,4})")
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
            numbers = _numbers(folded)
            return Range("cop", *numbers) if numbers else Values("meeting_name", (_meeting(folded),))
        case "year":
            numbers = _numbers(folded)
            if numbers is None:
                return f"year:{value} is no year; write year:2014, year:2010..2015 or year:2010.. for instance."
            low, high = numbers
            return Range("day", None if low is None else low * 10_000, None if high is None else high * 10_000 + 9_999)
        case "date":
            days = _days(folded)
            if days is None:
                return (
                    f"date:{value} is no date; write date:2014-11, date:2014-11-09, date:2014-11..2015-02 or "
                    "date:2014-11.. for instance."
                )
            return Range("day", *days)
        case "mentions":
            return Values("mentions", (value.strip().upper(),))
        case "body":
            return Values("body_name", (folded.replace(" ", ""),))
        case "type":
            return Values("type", (_TYPES.get(folded, folded),))
    raise KeyError(name)


Bounds = tuple[int | None, int | None]


def _numbers(text: str) -> Bounds | None:
    """`14`, `12..14`, `12..`, `..14`; the lower one first however they are written. None where it is none of these."""
    if _NUMBER.fullmatch(text):
        return int(text), int(text)
    found = _NUMBERS.fullmatch(text)
    if not found or not (found["low"] or found["high"]):
        return None
    return _in_order(*(int(found[name]) if found[name] else None for name in ("low", "high")))


def _days(text: str) -> Bounds | None:
    """The same of days: each end from the first to the last day that it names."""
    begin, dots, end = (part.strip() for part in text.partition(".."))
    if not dots:
        return day_bounds(begin)
    first, last = (day_bounds(one) if one else None for one in (begin, end))
    if not (begin or end) or (begin and first is None) or (end and last is None):
        return None
    if first and last and first > last:
        first, last = last, first
    return first[0] if first else None, last[1] if last else None


def _in_order(low: int | None, high: int | None) -> Bounds:
    return (high, low) if low is not None and high is not None and low > high else (low, high)


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
