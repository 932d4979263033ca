"""Revisions of norms (`(Rev.COP13)`), and additions, corrections and revisions of papers (`/Add.1`)."""

from __future__ import annotations

import re2

from core.symbols.normalise import View

_BODY = r"(?:(?P<body>cop|cdp|mop|rdp|cp) ?\.?-? ?(?P<meeting>[0-9]{1,2})|(?P<number>[0-9]{1,2}))"
_NORM = re2.compile(r" ?\( ?rev ?\.? ?,? ?(?:" + _BODY + r")? ?\)")
_NORM_BARE = re2.compile(r" ?/? ?rev ?\.? ?" + _BODY)
_PAPER = re2.compile(
    r"(?: ?/ ?| |\.)?\(? ?(?P<what>add|rev|corr|amend)(?:\.|endum|igendum)? ?(?P<number>[0-9]{1,2})(?: ?\))?"
)

_SPACED = re2.compile(
    r"(?: ?/ ?| )(?:(?P<what>add|corr)(?:\.|endum\b|igendum\b)|\((?P<held>add|corr)(?:\.|endum|igendum)\)|"
    r"(?:annexe? ?|a)(?P<annex>[0-9]{1,2})\b)"
)
"""Behind a symbol that is printed with blanks: an addendum without number, an annex."""


def of_norm(view: View, position: int, treaty: str) -> tuple[int, str]:
    """End and text (`/Rev.COP13`, `/Rev.`, or empty) of the revision that stands at `position`."""
    found = _NORM.match(view.data, position) or _NORM_BARE.match(view.data, position)
    if found is None:
        return position, ""
    end = found.end()
    if view.text[end : end + 1].isalnum() and view.text[end - 1] != ")":
        return position, ""
    body, meeting, number = found.group("body"), found.group("meeting"), found.group("number")
    if body is None:
        return end, f"/Rev.{int(number) if number else ''}"
    name = {"cdp": "COP", "rdp": "MOP", "cp": "COP"}.get(body.decode(), body.decode().upper())
    return end, f"/Rev.{'CoP' if treaty == 'CITES' and name == 'COP' else name}{int(meeting)}"


def of_paper(view: View, position: int, *, blanks: bool = False) -> tuple[int, str]:
    """End and text (`/Add.1/Corr.2`) of what is joined to a symbol that ends at `position`.

    With `blanks` the symbol is one of those that are printed with blanks: `CoP19 Doc. 84.1 Add.`, `CoP19 Doc. 84.1 Annex 2`.
    """
    tail = ""
    while joined := _joined(view, position) or (_spaced(view, position) if blanks else None):
        position, tail = joined[0], tail + joined[1]
    return position, tail


def _joined(view: View, position: int) -> tuple[int, str] | None:
    found = _PAPER.match(view.data, position)
    if found is None:
        return None
    opened, closed = b"(" in found.group(), found.group().endswith(b")")
    if opened and not closed:
        return None
    printed = (
        found.group() if opened else found.group().rstrip(b" )")
    )  # `(UNEP/CHW.9/39 Rev.1)`: a bracket of the sentence
    end = found.start() + len(printed)
    if view.text[end : end + 1].isalnum():
        return None
    return end, f"/{found.group('what').decode().capitalize()}.{int(found.group('number'))}"


def _spaced(view: View, position: int) -> tuple[int, str] | None:
    found = _SPACED.match(view.data, position)
    if found is None or view.text[found.end() : found.end() + 1].isalnum():
        return None
    if found.group("annex"):
        return found.end(), f"/Annex{int(found.group('annex'))}"
    return found.end(), f"/{(found.group('what') or found.group('held')).decode().capitalize()}."
