"""Meetings as sites name them, to ids: `Fifth Meeting of the Conference of the Parties to CMS` is `CMS/COP5`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.sources.model import SourceDefinition, folded

_CONFERENCE = r"conference (?:of )?(?:the )?(?:contracting )?parties|conference des parties|conferencia de las partes"
_MEETING = r"meeting (?:of )?(?:the )?(?:contracting )?parties|reunion des parties|reunion de las partes"
_CODES = re.compile(r"\b(?P<body>cop|cdp|mop|rdp|mdp)[\s-]?(?P<number>\d{1,2})\b")
_PLACE_OF_BODY = re.compile(rf"{_CONFERENCE}|{_MEETING}")
_TEXT_CHARS = 400
_JOINTS = re.compile(r"[-_/,.:;()]+")
_ORDINAL_WORDS = 4
_DIGITS = re.compile(r"^(?P<number>\d{1,2})(?P<ending>[^\W\d]{1,4})$")
_ARGUMENT = re.compile(r"^(?:(?P<treaty>[A-Z]+)/)?(?P<body>[A-Za-z-]*?)\s?-?(?P<number>\d{1,3})$")


def meeting_id(source: SourceDefinition, session: str, body: str | None = None) -> str | None:
    """`CMS/COP14` of a session's number; None for a source of many treaties, or a body that the treaty does not have."""
    if source.treaty == "*" or not session.isdigit():
        return None
    known = {name.casefold(): name for name in (*source.bodies, source.governing_body)}
    name = source.governing_body if body is None else known.get(body.casefold())
    return f"{source.treaty}/{name}{int(session)}" if name else None


def asked_meeting(source: SourceDefinition, text: str) -> str | None:
    """What a person means by `--meeting`: `CMS/COP14`, `COP14` or `14`, in any case; None: no meeting of this source."""
    found = _ARGUMENT.match(text.strip())
    if found is None or (found["treaty"] and found["treaty"] != source.treaty):
        return None
    return meeting_id(source, found["number"], found["body"] or None)


def meeting_named(source: SourceDefinition, text: str) -> str | None:
    """The meeting of the governing body that a title or an address names; None: none, or more than one."""
    plain = _plain(text[:_TEXT_CHARS])
    numbers = {found["number"] for found in _CODES.finditer(plain) if _is_ours(source, found["body"])}
    if not numbers and _PLACE_OF_BODY.search(plain):
        numbers = {str(number) for number in _ordinals(source, plain)}
    return meeting_id(source, numbers.pop()) if len(numbers) == 1 else None


def _is_ours(source: SourceDefinition, code: str) -> bool:
    same = {"cdp": "cop", "rdp": "mop", "mdp": "mop"}
    return same.get(code, code) == source.governing_body.casefold()


def _ordinals(source: SourceDefinition, plain: str) -> Iterator[int]:
    """Ordinals in the text, in words or digits, the longest name first: `twenty-first` is not `first`."""
    tokens = plain.split()
    place = 0
    while place < len(tokens):
        for length in range(_ORDINAL_WORDS, 0, -1):
            number = source.ordinals.get(" ".join(tokens[place : place + length]))
            if number is not None and place + length <= len(tokens):
                yield number
                place += length
                break
        else:
            digits = _DIGITS.match(tokens[place])
            if digits and digits["ending"] in source.ordinal_endings:
                yield int(digits["number"])
            place += 1


def _plain(text: str) -> str:
    return " ".join(_JOINTS.sub(" ", folded(text)).split())
