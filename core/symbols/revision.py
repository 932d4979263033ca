"""Revisions of norms (`(Rev.COP13)`), and additions, corrections and revisions of papers (`/Add.1`)."""

from __future__ import annotations

import re2

from core.symbols.normalise import View

_BODY = r"(?:(?P<body>cop|cdp|mop|rdp|cp) ?\.?-? ?(?P<meeting>[0-9]{1,2})|(?P<number>[0-9]{1,2}))"
_NORM = re2.compile(r" ?\( ?rev ?\.? ?,? ?(?:" + _BODY + r")? ?\)")
_NORM_BARE = re2.compile(r" ?/? ?rev ?\.? ?" + _BODY)
_PAPER = re2.compile(r"(?: ?/ ?| )?\(? ?(?P<what>add|rev|corr|amend)(?:\.|endum|igendum)? ?(?P<number>[0-9]{1,2}) ?\)?")
_ELLIPTICAL = re2.compile(
    r" ?(?:, ?and |, ?et |,|;|and |et |& ?)(?:(?:its|the|son|sa|le|la) )? ?"
    r"(?P<tail>(?:add|rev|corr|amend)\. ?[0-9]{1,2}(?: ?/ ?(?:add|rev|corr|amend)\. ?[0-9]{1,2})*)"
)
_LAST = re2.compile(r"-(?P<tail>[0-9]{1,3})\b")
_ORDER = ("Add", "Rev", "Corr", "Amend")


def of_norm(view: View, position: int, treaty: str) -> tuple[int, str]:
    """End and text (`/Rev.COP13`, `/Rev.`, or empty) of the revision that stands at `position`."""
    found = _NORM.match(view.data, position) or _NORM_BARE.match(view.data, position)
    if found is None:
        return position, ""
    end = found.end()
    following = view.text[end : end + 1]
    if following.isalnum():
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


def elliptical(view: View, position: int, base: str) -> tuple[int, int, str] | None:
    """`… and Add.1`, or `-4` for the last of several, behind a symbol: where it stands, and the full id it means.

    A part of the same kind takes the place of the one before (`/Add.1 and Add.2`); a correction is joined to what was named.
    """
    last = _LAST.match(view.data, position)
    head, _, number = base.rpartition("." if "." in base.rpartition("/")[2] else "/")
    if last is not None and number.isdigit() and int(last.group("tail")) > int(number):
        separator = base[len(head)]
        following = view.text[last.end() : last.end() + 2]
        if not following[:1].isalpha() and not (following[:1] in "./-" and following[1:].isalnum()):
            return last.start(1), last.end(1), f"{head}{separator}{int(last.group('tail'))}"
    found = _ELLIPTICAL.match(view.data, position)
    if found is None or view.text[found.end() : found.end() + 1].isalnum():
        return None
    tail = found.group("tail").decode().replace(" ", "")
    parts = [
        f"{word.capitalize()}.{int(number)}" for word, _, number in (part.partition(".") for part in tail.split("/"))
    ]
    steps = base.split("/")
    kind = parts[0].partition(".")[0]
    for place, step in enumerate(steps):
        word, dot, number = step.partition(".")
        if dot and number.isdigit() and word in _ORDER and (word == kind or (kind == "Add" and word != "Add")):
            steps = steps[:place]
            break
    return found.start(1), found.end(1), "/".join([*steps, *parts])
