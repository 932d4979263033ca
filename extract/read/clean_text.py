"""Characters that no reader lets through, and what stands in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_CONTROLS = dict.fromkeys((*range(9), *range(11, 12), *range(14, 32), *range(127, 160)))
# Marks without width that would split words for a search, and directions that would let text disguise itself.
_INVISIBLE = dict.fromkeys((*range(8203, 8208), *range(8234, 8239), *range(8288, 8304), 65279))
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_SURROGATES = dict.fromkeys(range(55296, 57344), 65533)
# Bullets and dashes that Word takes from Symbol and Wingdings, in the private-use area.
_PRIVATE = {
    0xF02D: "-",
    0xF03E: ">",
    0xF06C: "•",
    0xF06E: "▪",
    0xF071: "□",
    0xF076: "◆",
    0xF09F: "•",
    0xF0A7: "▪",
    0xF0A8: "◻",
    0xF0B7: "•",
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0FC: "✓",
}

TABLE: Mapping[int, int | str | None] = MappingProxyType(
    _CONTROLS | _INVISIBLE | _LIGATURES | _SURROGATES | _PRIVATE | {0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
)

_TOUCHED = re.compile(
    "[" + "".join(re.escape(chr(code)) for code in TABLE if code not in _SURROGATES) + "\ud800-\udfff]"
)


def clean(text: str) -> str:
    """`text` without controls and marks that nobody sees, ligatures spelled out. Tabs, line breaks, no-break spaces and
    soft hyphens stay."""
    # Most of the rest is French, and a search takes a tenth of the time of a translation.
    if (text.isascii() and text.isprintable()) or _TOUCHED.search(text) is None:
        return text
    return text.translate(TABLE)
