"""The few rules of CSS that converters of PDF write, as far as reading needs them: classes and `style` attributes.

Selectors are single classes, perhaps behind the name of an element (`.ft10`, `p.s1`); nothing inherits but what asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

Declarations = Mapping[str, str]

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_AT_BLOCK = re.compile(r"@[^{};]{0,500}\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_CLASS = re.compile(r"[A-Za-z]{0,10}\.([\w-]{1,60})")
_DECLARATION = re.compile(r"([a-z-]{1,40})\s*:\s*([^;]{1,300})")
_LENGTH = re.compile(r"\s*(-?\d{1,7}(?:\.\d{1,9})?|-?\.\d{1,9})\s*(px|pt|in|cm|mm|em)?\s*(?:!.*)?", re.IGNORECASE)
_POINTS = MappingProxyType({"": 0.75, "px": 0.75, "pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "em": 12.0})
_NOTHING: Declarations = MappingProxyType({})
_LONGEST_RULE = 5_000
_MOST_CHARACTERS = 5_000_000


class Styles:
    """What the classes of a page declare."""

    def __init__(self, root: Any) -> None:
        self._classes: dict[str, dict[str, str]] = {}
        left = _MOST_CHARACTERS
        for element in root.iter("style"):
            text = element.text or ""
            if "{" in text and (left := left - len(text)) > 0:
                self._add(_AT_BLOCK.sub(" ", _COMMENT.sub(" ", text)))

    def __bool__(self) -> bool:
        return bool(self._classes)

    def of(self, element: Any) -> Declarations:
        """What an element's classes and its own `style` declare, the latter counting more."""
        style, names = element.get("style"), element.get("class") if self._classes else None
        if not style and not names:
            return _NOTHING
        found: dict[str, str] = {}
        for name in names.split() if names else ():
            found |= self._classes.get(name, {})
        if style:
            found |= declarations(style)
        return found

    def _add(self, text: str) -> None:
        for rule in text.split("}"):
            head, _, body = rule.rpartition("{")
            declared = declarations(body) if len(body) <= _LONGEST_RULE else {}
            if not declared:
                continue
            for selector in head.rpartition("{")[2].split(","):
                name = _CLASS.fullmatch(selector.strip())
                if name:
                    self._classes.setdefault(name[1], {}).update(declared)


def declarations(text: str) -> dict[str, str]:
    """Property and value of each declaration in `text`, lower case."""
    return {name: value.strip() for name, value in _DECLARATION.findall(text.lower())}


def points(value: str | None) -> float | None:
    """A length in points; numbers without a unit are pixels. None for what is none."""
    match = _LENGTH.fullmatch(value) if value else None
    return float(match[1]) * _POINTS[(match[2] or "").lower()] if match else None
