"""Revisions of norms (`(Rev.COP13)`), and additions, corrections and revisions of papers (`/Add.1`)."""

from __future__ import annotations

import re2

from core.symbols.normalise import View

_BODY = r"(?:(?P<body>cop|cdp|mop|rdp|cp) ?\.?-? ?(?P<meeting>[0-9]{1,2})|(?P<number>[0-9]{1,2}))"
_NORM = re2.compile(r" ?\( ?rev ?\.? ?,? ?(?:" + _BODY + r")? ?\)")
_NORM_BARE = re2.compile(r" ?/? ?rev ?\.? ?" + _BODY)
_PAPER = re2.compile(r"(?: ?/ ?| )?\(? ?(?P<what>add|rev|corr|amend)(?:\.|endum|igendum)? ?(?P<number>[0-9]{1,2}) ?\)?")


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


def of_paper(view: View, position: int) -> tuple[int, str]:
    """End and text (`/Add.1/Corr.2`) of what is joined to a symbol that ends at `position`."""
    tail = ""
    while found := _PAPER.match(view.data, position):
        opened, closed = b"(" in found.group(), found.group().endswith(b")")
        if view.text[found.end() : found.end() + 1].isalnum() or opened != closed:
            break
        tail += f"/{found.group('what').decode().capitalize()}.{int(found.group('number'))}"
        position = found.end()
    return position, tail
