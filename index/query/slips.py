"""Mistakes in a query, each told with its mend and where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

_PLACES = 5


class Slip(Struct, frozen=True):
    text: str
    """What is wrong and what was made of it: one sentence, for people."""
    at: int
    """Place in the query, in characters from 0."""


def told(slips: Iterable[Slip]) -> tuple[str, ...]:
    """One note for each mistake, with the places where it was made, counted from 1 as people count."""
    places: dict[str, list[int]] = {}
    for slip in slips:
        places.setdefault(slip.text, []).append(slip.at + 1)
    return tuple(f"{text} ({_listed(found)})" for text, found in places.items())


def _listed(places: list[int]) -> str:
    shown = ", ".join(str(place) for place in places[:_PLACES])
    more = f" and {len(places) - _PLACES} more" if len(places) > _PLACES else ""
    return f"character{'s' if len(places) > 1 else ''} {shown}{more}"
