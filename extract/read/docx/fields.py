"""Fields of a DOCX: `{ HYPERLINK "…" }` and the like. Their instructions are never text, their results are.

A field stands between three marks (begin, separate, end), may hold other fields in its instruction or in its result, and may
run over several paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from extract.read.docx.names import W
from extract.read.number_formats import formatted

_ARGUMENT = re.compile(r'["“„]([^"”“]*)["”“]|(\S+)')
_WITH_ARGUMENT = {"\\l", "\\o", "\\t"}
_FORMATS = {
    "arabic": "decimal", "alphabetic": "lowerLetter", "ALPHABETIC": "upperLetter", "roman": "lowerRoman",
    "ROMAN": "upperRoman",
}  # fmt: skip
_DEEPEST = 20


@dataclass
class _Field:
    instruction: str = ""
    in_result: bool = False


class Fields:
    """The fields that are open at a place of one part (body, a header, the notes); marks come in the order of the file."""

    def __init__(self, root: Any | None) -> None:
        """`root` is the whole part: a field that begins and never ends would swallow all that follows, and counts as none."""
        self._open: list[_Field] = []
        self._endless = _without_end(root) if root is not None else frozenset()
        self._paragraphs = 0
        self.without_result: list[str] = []
        """Instructions of numbering fields whose numbers the file does not hold and that are not known here."""

    @property
    def in_instruction(self) -> bool:
        return any(not one.in_result for one in self._open)

    def mark(self, element: Any) -> str | None:
        """Passes a `w:fldChar`. A number that Word computes at the end of a field without storing it is given back."""
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            if element not in self._endless:
                self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].in_result = True
        elif kind == "end" and self._open:
            ended = self._open.pop()
            if not ended.in_result and not self.in_instruction:
                return self._number(ended.instruction)
        return None

    def instruct(self, text: str) -> None:
        """Text of an instruction, or the result of a field inside of one."""
        for one in reversed(self._open):
            if not one.in_result:
                one.instruction += text
                return

    def link(self) -> str | None:
        """Where the innermost hyperlink field leads whose result stands here."""
        for one in reversed(self._open):
            target = hyperlink(one.instruction) if one.in_result else None
            if target is not None:
                return target
        return None

    def _number(self, instruction: str) -> str | None:
        """`AUTONUM` and `AUTONUMLGL` count the paragraphs that hold them."""
        words = instruction.split()
        name = words[0].upper() if words else ""
        if name in {"AUTONUM", "AUTONUMLGL", "AUTONUMOUT"}:
            self._paragraphs += 1
            shape = next((_FORMATS[word] for word in words[1:] if word in _FORMATS), "decimal")
            return formatted(self._paragraphs, shape) + ("" if "\\e" in words else ".")
        if name == "LISTNUM":
            self.without_result.append(instruction.strip())
        return None


def hyperlink(instruction: str) -> str | None:
    """Target of a HYPERLINK field, a place in the same file as `#name`; None for any other field."""
    words = [(quoted or bare, bool(bare)) for quoted, bare in _ARGUMENT.findall(instruction)]
    if not words or words[0][0].upper() != "HYPERLINK":
        return None
    address, place = "", ""
    rest = iter(words[1:])
    for word, is_bare in rest:
        switch = word.lower() if is_bare else ""
        if switch in _WITH_ARGUMENT:
            argument = next(rest, ("", False))[0]
            place = argument if switch == "\\l" else place
        elif not switch.startswith("\\") and not address:
            address = word.replace("\\\\", "\\")
    return f"{address}#{place}" if place else address or None


def _without_end(root: Any) -> frozenset[Any]:
    open_fields: list[Any] = []
    endless: list[Any] = []
    for element in root.iter(W + "fldChar"):
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            open_fields.append(element)
            if len(open_fields) > _DEEPEST:  # no author nests as deep
                endless.append(open_fields.pop(0))
        elif kind == "end" and open_fields:
            open_fields.pop()
    return frozenset((*endless, *open_fields))
