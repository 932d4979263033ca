"""Symbols as people type them: with other signs between their numbers, glued revisions, Arabic numbers for Roman ones.

What is given here are texts for the finder, the nearest to what was typed first; the rows of `config/citations.yml` decide what
they are. Only the resolver uses it: in running text a dot for a slash is another number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from core.symbols.numerals import to_roman, value_of
from core.treaties import Treaty

_KIND = r"(?P<kind>decision|resolution|recommendation)"
_REVISION = re.compile(
    r"[ _.,/-]*[(\[]?(?<![a-z])(?P<what>rev|add|corr|amend)(?:ision|isee?|ised|endum|igendum|iee?)?[ ._-]*"
    r"(?:(?:at|by|a la|par la) )?(?:(?P<body>cop|cdp|mop|rdp)[ ._-]*)?(?P<number>\d{1,2})[)\]]?(?![0-9a-z])"
)
_PREFIXED = re.compile(
    r"(?<![a-z0-9])(?P<prefix>bc|rc|sc|mc|bs|cp|np|crc|poprc|oewg)[ _.-]*"
    r"(?P<session>[0-9]{1,2}|[ivx]{1,6})[ _./-]+(?P<number>[0-9]{1,3})(?![0-9])"
)
_OF_BODY = re.compile(
    r"(?<![a-z0-9./])(?P<number>[0-9]{1,3})[ _./-]*(?P<body>cp|cmp|cma|cop)[ _./-]*(?P<session>[0-9]{1,2})(?![0-9])"
)
_NOTIFIED = re.compile(r"(notifications? (?:no?\.? ?)?(?:19|20)[0-9]{2})[ ._]+([0-9]{1,3})$")
_OF_BODY_BELOW = re.compile(
    r"(?<![a-z0-9/])(?P<body>sbstta|sbi|wgri|wg8j)[ -]*(?P<session>[0-9]{1,2}|[ivx]{1,6}) ?/ ?(?P<number>[0-9]{1,2})$"
)
"""`SBSTTA 24/2` is what the body recommends; its papers are `CBD/SBSTTA/24/2`."""
_OF_MEETING = re.compile(
    rf"(?:cop|mop|cmp|cma|unea|ipbes|cdp)[ -]*(?P<session>[0-9]{{1,2}})[ ,:/-]*{_KIND}s?[ ,-]*(?:no?\.? ?)?"
    r"(?P<number>[0-9]{1,3})$"
)
_MEETING_BEHIND = re.compile(
    rf"{_KIND} (?:no?\.? ?)?(?P<number>[0-9]{{1,3}}) (?:of|at|from|de la|a la|by|,)? ?(?:the )?(?:cop|mop|cdp)[ -]*"
    r"(?P<session>[0-9]{1,2})$"
)
_PAIR = re.compile(
    rf"(?:{_KIND}s? (?:no?\.? ?)?)?(?P<conf>conf\.? ?)?(?P<meeting>cop|cdp|mop)?[ -]?(?P<session>[0-9]{{1,2}}|[ivxl]{{1,7}}) ?"
    r"(?P<sign>[./_ -]) ?(?P<number>[0-9]{1,3})(?P<rest>(?: ?/?\(?rev\b.*)?)$"
)
_KINDS: tuple[Literal["decision", "resolution", "recommendation"], ...] = ("decision", "resolution", "recommendation")
_STYLE_SIGNS: Mapping[str, str] = MappingProxyType(
    {"dotted": ".", "conf": ".", "slash": "/", "roman_slash": "/", "roman_dotted": ".", "prefixed": "/"}
)
_ARABIC = frozenset({"dotted", "conf"})
_SERIES: Mapping[str, tuple[tuple[str, int], ...]] = MappingProxyType(
    {"CARTAGENA": (("BS-", 1), ("CP-", 8)), "NAGOYA": (("NP-", 1),), "BASEL": (("", 1), ("BC-", 10)), "ROTTERDAM": (("RC-", 1),),
     "STOCKHOLM": (("SC-", 1),), "MINAMATA": (("MC-", 1),), "IPBES": (("IPBES-", 1),)}
)  # fmt: skip
"""What stands before the number of a decision, by the first session that has it."""
_BODY_SUFFIXES: Mapping[str, str] = MappingProxyType({"UNFCCC": "cp", "KYOTO": "cmp", "PARIS": "cma", "UNCCD": "cop"})
_ROMAN_PREFIXES = frozenset({"", "BS-"})


_LAST_CARTAGENA = 15  # `CP.21/1` is 1/CP.21, turned round


def _prefixed(found: re.Match[str]) -> str:
    session = found["session"]
    if found["prefix"] == "cp" and session.isdigit() and int(session) > _LAST_CARTAGENA:
        return f"{found['number']}/cp.{session}"
    return f"{found['prefix']}-{session}/{found['number']}"


_SUBSTITUTES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_PREFIXED, _prefixed),
    (_OF_BODY, lambda one: f"{one['number']}/{one['body']}.{one['session']}"),
    (_NOTIFIED, lambda one: f"{one[1]}/{one[2]}"),
    (_OF_BODY_BELOW, lambda one: f"{one['body']} recommendation {one['session']}/{one['number']}"),
    (re.compile(r"(?<![a-z])ga (?=resolution)"), lambda _: "unga "),
    (re.compile(r"(resolution (?:19|20)[0-9]{2})[ ./]([0-9]{1,2})$"), lambda one: f"{one[1]}-{one[2]}"),
    (re.compile(r"\b(iccd/(?:cop|cric|cst)) ?([0-9]{1,2})(?=/)"), lambda one: f"{one[1]}({one[2]})"),
    (
        re.compile(rf"(?<![a-z])(?:cop|mop|cdp|unea|ipbes)[ -]*([0-9]{{1,2}})[ ,:]+(?={_KIND}s? \1[./])"),
        lambda _: "",
    ),  # `COP 15 decision 15/4`
    (re.compile(r"^(?:cop|mop|cdp)[ -]*(?=[ivxl]+/[0-9]+$)"), lambda _: "decision "),  # `MOP XXVIII/2`
)


def retyped(folded: str, row: Treaty | None) -> Iterator[str]:
    """The text with signs as bodies print them: `rc 9 5`, `11.10rev.cop13`, `1 cp 21`, `cop 15 decision 4`.

    `row`: the treaty that is meant, where it is known: it decides how `cop 15 decision 4` is printed.
    """
    revised = _REVISION.sub(_revision, folded).strip()
    for text in dict.fromkeys((revised, folded)):
        if text != folded:
            yield text
        for pattern, printed in _SUBSTITUTES:
            changed = pattern.sub(printed, text)
            if changed != text:
                yield changed
        for pattern in (_OF_MEETING, _MEETING_BEHIND):
            found = pattern.search(text)
            if found is not None and row is not None:
                yield from _of_meeting(found, row)


def _of_meeting(found: re.Match[str], row: Treaty) -> Iterator[str]:
    kind, session, number = found["kind"], found["session"], found["number"]
    body = _BODY_SUFFIXES.get(row.id)
    if body is not None:
        yield f"{kind} {number}/{body}.{session}"
    else:
        yield from in_style(f"{kind} {session}/{number}", row, named=True)


def _revision(found: re.Match[str]) -> str:
    if found["body"]:
        return f" ({found['what']}. {found['body']}{found['number']})"
    return f"/{found['what']}.{found['number']}"


def in_style(number: str, row: Treaty, *, named: bool) -> Iterator[str]:
    """A number, with or without its type word, as the body of the treaty writes it: `15.4` of the CBD is `decision 15/4`.

    `named`: the text names the treaty, so that the sign between the numbers may be any; else it has to be the body's own.
    """
    found = _PAIR.fullmatch(number.strip())
    session = value_of(found["session"]) if found is not None else None
    if found is None or session is None or (found["meeting"] and found["sign"] != "/"):
        return  # `CBD COP 3 2` is a paper
    for kind in _KINDS:
        style = row.styles.get(kind, "")
        if style not in _STYLE_SIGNS or (found["kind"] or kind) != kind or (found["conf"] and style != "conf"):
            continue
        if style in _ARABIC and not found["session"].isdigit():
            continue
        if not named and found["sign"] != _STYLE_SIGNS[style]:
            continue
        written = _written(row.id, style, session, found["number"].lstrip("0"))
        if written is not None:
            yield f"{kind} {written}{_REVISION.sub(_revision, found['rest'])}"


def _written(treaty: str, style: str, session: int, number: str) -> str | None:
    if not number or not 0 < session < 100:
        return None
    if style == "prefixed":
        prefix = next((one for one, first in reversed(_SERIES.get(treaty, ())) if session >= first), None)
        roman = prefix in _ROMAN_PREFIXES
        return None if prefix is None else f"{prefix}{to_roman(session) if roman else session}/{number}"
    sign = _STYLE_SIGNS[style]
    if style == "roman_slash":
        return f"{to_roman(session)}{sign}{number}"
    return f"{'Conf. ' if style == 'conf' else ''}{session}{sign}{number}"
