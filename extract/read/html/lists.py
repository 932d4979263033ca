"""Labels of list items, which a browser computes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from extract.read.number_formats import formatted

_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass
class _List:
    ordered: bool
    format: str
    next: int


@dataclass
class Lists:
    """The lists that are open while a document is walked through."""

    _open: list[_List] = field(default_factory=list)

    def enter(self, element: Any) -> None:
        start = _number(element.get("start"))
        self._open.append(
            _List(element.tag == "ol", _FORMATS.get(element.get("type", "1"), "decimal"), 1 if start is None else start)
        )

    def leave(self) -> None:
        if self._open:
            self._open.pop()

    def item(self, element: Any) -> tuple[str, int]:
        """Label and level of the next item."""
        if not self._open:
            return "•", 0
        current = self._open[-1]
        level = len(self._open) - 1
        if not current.ordered:
            return "•", level
        value = _number(element.get("value"))
        if value is not None:
            current.next = value
        label = f"{formatted(current.next, current.format)}."
        current.next += 1
        return label, level


def _number(text: str | None) -> int | None:
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None
