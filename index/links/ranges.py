"""The items between the endpoints of a range: "Decisions 13.4 to 13.7" cites 13.5 and 13.6 too."""

from __future__ import annotations

import re

_LAST_NUMBER = re.compile(r"(?P<head>.*?)(?P<number>\d+)(?P<tail>\D*)")
_CP = re.compile(r"(?P<head>.*/)(?P<number>\d+)(?P<tail>/(?:COP|CP|CMP|CMA)\.\d+)")
_MOST = 200
"""A longer range is a misreading (a year, a page): only its endpoints are kept."""


def members(first: str | None, last: str | None) -> tuple[str, ...]:
    """Ids between the endpoints, these left out. Empty where they do not differ in one rising arabic number only."""
    if first is None or last is None:
        return ()
    for shape in (_CP, _LAST_NUMBER):
        one, other = shape.fullmatch(first), shape.fullmatch(last)
        if one and other and (one["head"], one["tail"]) == (other["head"], other["tail"]):
            low, high = int(one["number"]), int(other["number"])
            if low < high <= low + _MOST:
                return tuple(f"{one['head']}{number}{one['tail']}" for number in range(low + 1, high))
    return ()
