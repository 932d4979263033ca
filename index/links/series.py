"""The series that an id belongs to: the treaty and kind, the session of its body, and the number within it."""

from __future__ import annotations

import re

from msgspec import Struct

_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SHAPES = (
    # 1/CP.21, 4/CMP.7: the number stands before the session
    re.compile(r"(?P<number>\d+)/(?:COP|CP|CMP|CMA|CM)\.(?P<session>\d+)(?!\d)"),
    # 12.3, Conf.12.8, X/2, 15/4, VIII.6, BS-I/3, SC-4/10, XXVIII/2
    re.compile(r"(?:Conf\.)?(?:[A-Z]{2,4}-)?(?P<session>\d+|[IVXLC]+)[./](?P<number>\d+)"),
)
_MEETING = re.compile(r"/(?:COP|CoP|MOP|MoP)[-./ ]?(?P<session>\d+)(?=/|$)")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


class Place(Struct, frozen=True):
    treaty: str
    kind: str
    session: int
    number: int | None
    """None for documents, which are numbered by agenda item."""

    @property
    def series(self) -> tuple[str, str, int]:
        return (self.treaty, self.kind, self.session)


def place_of(canonical: str, treaty: str | None) -> Place | None:
    """None where no session can be read from the id."""
    parts = canonical.split("/", 2)
    if len(parts) == 3 and parts[1] in {"Decision", "Resolution", "Recommendation"}:
        for shape in _SHAPES:
            found = shape.match(parts[2])
            if found:
                session = number_of(found["session"])
                return None if session is None else Place(parts[0], parts[1], session, int(found["number"]))
        return None
    found = _MEETING.search(f"/{canonical}")
    if found and treaty:
        return Place(treaty, "Document", int(found["session"]), None)
    return None


def session_of_meeting(meeting: str | None, treaty: str) -> int | None:
    """14 for `CMS/COP14` where the treaty is CMS; None for other treaties and for meetings of other bodies."""
    if meeting is None or not meeting.startswith(f"{treaty}/"):
        return None
    found = _MEETING.search(meeting)
    return int(found["session"]) if found else None


def number_of(numeral: str) -> int | None:
    """Value of an arabic or roman numeral; None where it is neither."""
    if numeral.isdigit():
        return int(numeral)
    if not numeral or not _ROMAN.fullmatch(numeral):
        return None
    values = [_VALUES[letter] for letter in numeral]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
