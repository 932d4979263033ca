"""Footnotes and endnotes: their labels in the order of their calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extract.read.docx.names import W, number, value
from extract.read.number_formats import formatted

_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}


class Notes:
    """Labels are counted when a note is first called; notes that nobody calls have none."""

    def __init__(self, parts: dict[str, Any], properties: Sequence[Any] = ()) -> None:
        """`parts` are the roots of the notes by kind, `footnote` and `endnote`; `properties` the elements that say how they are
        numbered (`w:footnotePr` and `w:endnotePr` of the settings, then of sections), the last one counts."""
        self._formats = dict(_FORMATS)
        self._starts = dict.fromkeys(_FORMATS, 1)
        for element in properties:
            kind = "footnote" if element.tag == W + "footnotePr" else "endnote"
            self._formats[kind] = value(element, "w:numFmt") or self._formats[kind]
            start = number(value(element, "w:numStart"))
            self._starts[kind] = self._starts[kind] if start is None else start
        self._elements: dict[tuple[str, str], Any] = {}
        for kind, root in parts.items():
            for element in root.iterfind(W + kind):
                if element.get(W + "type") in {None, "normal"}:
                    self._elements[(kind, element.get(W + "id", ""))] = element
        self._labels: dict[tuple[str, str], str] = {}
        self._counted = dict.fromkeys(_FORMATS, 0)

    def label(self, kind: str, note_id: str, own: str | None = None) -> str | None:
        """`own` is the sign that an author chose in place of a number; it does not count. None where there is no such note."""
        key = (kind, note_id)
        if key not in self._elements:
            return None
        if key not in self._labels and own:
            self._labels[key] = own
        elif key not in self._labels:
            self._labels[key] = formatted(self._starts[kind] + self._counted[kind], self._formats[kind])
            self._counted[kind] += 1
        return self._labels[key]

    def called(self) -> list[tuple[str, str, Any]]:
        """Kind, label and element of each note, in the order of their calls, then those without a call."""
        rest = [key for key in self._elements if key not in self._labels]
        return [(key[0], self._labels.get(key, ""), self._elements[key]) for key in [*self._labels, *rest]]
