"""Automatic numbering: the labels that Word computes and never stores."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from extract.read.clean_text import clean
from extract.read.docx.names import W, number, toggle, value
from extract.read.number_formats import formatted

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_PICTURES = re.compile(r"Symbol|Wingdings|Webdings|Marlett|ZapfDingbats", re.IGNORECASE)


class Level(NamedTuple):
    start: int
    format: str
    text: str
    """Pattern of the label; `%1` stands for the number of the first level."""
    restart: int | None
    """Number of levels (from 1) whose step starts this one anew; 0 never; None: any higher one."""
    legal: bool
    """All numbers of the label in Arabic figures, whatever their own format."""
    style: str | None
    """Id of the paragraph style whose paragraphs are numbered at this level."""
    shown: bool
    """False where the label itself is hidden text: it counts and is not seen."""
    symbols: bool
    """The label is set in a font of pictures, in which no letter means itself."""


class Numbering:
    """Counts through one document: ask for the labels in the order of the paragraphs."""

    def __init__(self, root: Any | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._list_of: dict[str, str] = {}
        self._overrides: dict[str, dict[int, Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def label(self, list_id: str, level: int) -> str | None:
        """The label of the next paragraph of this list at this level (from 0); None where the list shows none."""
        abstract = self._list_of.get(list_id)
        if abstract is None:
            return None
        levels = {**self._abstract.get(abstract, {}), **self._overrides.get(list_id, {})}
        level = min(max(level, 0), _LEVELS - 1)
        here = levels.get(level)
        if here is None:
            return None
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        for above in range(level):
            if counts[above] is None:
                start = self._first(list_id, above)
                counts[above] = start if start is not None else levels[above].start if above in levels else 1
        start = self._first(list_id, level)
        current = counts[level]
        if start is not None:
            counts[level] = start
        else:
            counts[level] = here.start if current is None else current + 1
        for below in range(level + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or restart > level:
                counts[below] = None
        return _label(here, levels, counts)

    def level_of_style(self, list_id: str, style_id: str) -> int | None:
        """The level (from 0) that the list gives to paragraphs of this style; None where it names none."""
        levels = {**self._abstract.get(self._list_of.get(list_id, ""), {}), **self._overrides.get(list_id, {})}
        return next((position for position, level in sorted(levels.items()) if level.style == style_id), None)

    def _first(self, list_id: str, level: int) -> int | None:
        """Where this list has a start of its own at this level: that number, the first time that the level counts."""
        if (list_id, level) in self._started:
            return None
        self._started.add((list_id, level))
        return self._starts.get(list_id, {}).get(level)

    def _load(self, root: Any) -> None:
        linked: dict[str, str] = {}
        by_style: dict[str, str] = {}
        for abstract in root.iterfind(W + "abstractNum"):
            key = abstract.get(W + "abstractNumId", "")
            self._abstract[key] = _levels(abstract)
            style, link = value(abstract, "w:styleLink"), value(abstract, "w:numStyleLink")
            if style:
                by_style[style] = key
            if link:
                linked[key] = link
        for key, style in linked.items():
            if style in by_style:
                self._abstract[key] = self._abstract[by_style[style]]
        for item in root.iterfind(W + "num"):
            key = item.get(W + "numId", "")
            self._list_of[key] = value(item, "w:abstractNumId") or ""
            for override in item.iterfind(W + "lvlOverride"):
                position = number(override.get(W + "ilvl"))
                if position is None or not 0 <= position < _LEVELS:
                    continue
                for level in override.iterfind(W + "lvl"):
                    self._overrides.setdefault(key, {})[position] = _level(level)
                start = number(value(override, "w:startOverride"))
                if start is not None:
                    self._starts.setdefault(key, {})[position] = start


def _levels(abstract: Any) -> dict[int, Level]:
    found = {}
    for element in abstract.iterfind(W + "lvl"):
        position = number(element.get(W + "ilvl"))
        if position is not None:
            found[position] = _level(element)
    return found


def _level(element: Any) -> Level:
    start = number(value(element, "w:start"))
    return Level(
        start=0 if start is None else start,
        format=value(element, "w:numFmt") or "decimal",
        text=value(element, "w:lvlText") or "",
        restart=number(value(element, "w:lvlRestart")),
        legal=toggle(element, "isLgl") or False,
        style=value(element, "w:pStyle"),
        shown=not toggle(element.find(W + "rPr"), "vanish"),
        symbols=_PICTURES.match(value(element, "w:rPr/w:rFonts", "ascii") or "") is not None,
    )


def _label(here: Level, levels: Mapping[int, Level], counts: list[int | None]) -> str | None:
    if not here.shown:
        return None
    if here.format == "bullet":
        return _bullet(here)

    def place(match: re.Match[str]) -> str:
        position = int(match[1]) - 1
        level = levels.get(position)
        count = counts[position]
        if level is None or count is None:
            return ""
        return formatted(count, "decimal" if here.legal else level.format)

    return clean(_PLACE.sub(place, here.text)).strip() or None


def _bullet(level: Level) -> str:
    mark = clean(level.text).strip()
    if level.symbols and len(mark) == 1 and ord(mark) < 0x100:
        # The same letters as `U+F0xx` of these fonts, written without the F0.
        mark = clean(chr(0xF000 + ord(mark)))
    # Pictures of fonts that we cannot draw are bullets all the same.
    return "•" if not mark or "\ue000" <= mark[0] <= "\uf8ff" else mark
