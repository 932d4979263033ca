"""Automatic numbering: the labels that Word computes and never stores."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from extract.read.clean_text import clean
from extract.read.docx.names import W, number, value
from extract.read.number_formats import formatted

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


class Level(NamedTuple):
    start: int
    format: str
    text: str
    """Pattern of the label; `%1` stands for the number of the first level."""
    restart: int | None
    """Number of levels (from 1) whose step starts this one anew; 0 never; None: any higher one."""
    legal: bool
    """All numbers of the label in Arabic figures, whatever their own format."""


class Numbering:
    """Counts through one document: ask for the labels in the order of the paragraphs."""

    def __init__(self, root: Any | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._list_of: dict[str, str] = {}
        self._overrides: dict[str, dict[int, Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[str] = set()
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
        if list_id not in self._started:
            self._started.add(list_id)
            for position, start in self._starts.get(list_id, {}).items():
                counts[position] = start - 1
        for above in range(level):
            if counts[above] is None:
                counts[above] = levels[above].start if above in levels else 1
        current = counts[level]
        counts[level] = here.start if current is None else current + 1
        for below in range(level + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or restart > level:
                counts[below] = None
        return _label(here, levels, counts)

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
        legal=element.find(W + "isLgl") is not None,
    )


def _label(here: Level, levels: Mapping[int, Level], counts: list[int | None]) -> str | None:
    if here.format == "none":
        return None
    if here.format == "bullet":
        mark = clean(here.text).strip()
        # Pictures of fonts that we cannot draw are bullets all the same.
        return "•" if not mark or "\ue000" <= mark[0] <= "\uf8ff" else mark

    def place(match: re.Match[str]) -> str:
        position = int(match[1]) - 1
        level = levels.get(position)
        count = counts[position]
        if level is None or count is None:
            return ""
        return formatted(count, "decimal" if here.legal else level.format)

    return _PLACE.sub(place, here.text).strip() or None
