"""Footnotes and endnotes: their labels in the order of their calls."""

from __future__ import annotations

from typing import Any

from extract.read.docx.names import W
from extract.read.number_formats import formatted

_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}


class Notes:
    """Labels are counted when a note is first called; notes that nobody calls have none."""

    def __init__(self, parts: dict[str, Any]) -> None:
        """`parts` are the roots of the notes by kind, `footnote` and `endnote`."""
        self._elements: dict[tuple[str, str], Any] = {}
        for kind, root in parts.items():
            for element in root.iterfind(W + kind):
                if element.get(W + "type") in {None, "normal"}:
                    self._elements[(kind, element.get(W + "id", ""))] = element
        self._labels: dict[tuple[str, str], str] = {}

    def label(self, kind: str, note_id: str) -> str | None:
        key = (kind, note_id)
        if key not in self._elements:
            return None
        if key not in self._labels:
            count = 1 + sum(known[0] == kind for known in self._labels)
            self._labels[key] = formatted(count, _FORMATS[kind])
        return self._labels[key]

    def called(self) -> list[tuple[str, str, Any]]:
        """Kind, label and element of each note, in the order of their calls, then those without a call."""
        rest = [key for key in self._elements if key not in self._labels]
        return [(key[0], self._labels.get(key, ""), self._elements[key]) for key in [*self._labels, *rest]]
