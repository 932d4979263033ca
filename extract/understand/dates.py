"""Dates and ordinals as documents print them, in the configured languages, to ISO 8601 and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from extract.understand.cleaning import fold
from extract.understand.wording import Language, phrases


class Calendar:
    def __init__(self, languages: Iterable[Language]) -> None:
        known = tuple(languages)
        self._months = {fold(name): at for language in known for at, name in enumerate(language.months, 1)}
        self._ordinals = {
            fold(form): at
            for language in known
            for at, name in enumerate(language.ordinals, 1)
            for form in name.split("|")
        }
        endings = phrases(ending for language in known for ending in language.ordinal_endings)
        month = phrases(self._months)
        day = rf"(?:\d{{1,2}}|1er)(?:{endings})?"
        self._day = re.compile(
            rf"(?<!\d)(?:(?P<d>{day})\s+(?:de\s+)?(?P<m>{month})\s*,?\s+(?:de\s+|del\s+)?(?P<y>\d{{4}})"
            rf"|(?P<m2>{month})\s+(?P<d2>{day}),?\s+(?P<y2>\d{{4}}))(?!\d)"
        )
        self._month = re.compile(rf"(?<!\w)(?P<m>{month})\s+(?:de\s+|del\s+)?(?P<y>\d{{4}})(?!\d)")
        between = r"\s*(?:[-–—]|to|au|al|a|and|et|y)\s*"
        self._span = re.compile(
            rf"(?<!\d)(?P<d1>{day})(?:\s+(?:de\s+)?(?P<m1>{month})(?:\s+(?P<y1>\d{{4}}))?)?{between}"
            rf"(?P<d2>{day})\s+(?:de\s+)?(?P<m2>{month})\s*,?\s+(?:de\s+|del\s+)?(?P<y2>\d{{4}})(?!\d)"
        )
        self._ordinal = re.compile(
            rf"(?<!\w)(?:(?P<n>\d{{1,3}})\s?(?:{endings})(?!\w)|(?P<word>{phrases(self._ordinals)})(?!\w))"
        )

    def day(self, text: str) -> tuple[str, int, int] | None:
        """The first full date: (ISO day, start, end)."""
        match = self._day.search(fold(text))
        if match is None:
            return None
        value = self._iso(match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"])
        return (value, match.start(), match.end()) if value else None

    def month(self, text: str) -> str | None:
        """The first month with a year, as `2017-10`."""
        match = self._month.search(fold(text))
        return f"{match['y']}-{self._month_number(match['m']):02d}" if match else None

    def span(self, text: str) -> tuple[str, str, int, int] | None:
        """`23 - 28 octobre 2017`, `30 November to 13 December 2015`: (first ISO day, last, start, end)."""
        match = self._span.search(fold(text))
        if match is None:
            return None
        first = self._iso(match["y1"] or match["y2"], match["m1"] or match["m2"], match["d1"])
        last = self._iso(match["y2"], match["m2"], match["d2"])
        if first and last and first > last and not match["y1"]:  # 12 December to 3 January 2020
            first = f"{int(first[:4]) - 1}{first[4:]}"
        return (first, last, match.start(), match.end()) if first and last else None

    def ordinal(self, text: str) -> tuple[int, int, int] | None:
        """The first ordinal number: (value, start, end); `12e`, `12th`, `douzième`, `twenty-first`."""
        return next(self.ordinals(text), None)

    def ordinals(self, text: str) -> Iterator[tuple[int, int, int]]:
        """All ordinal numbers: (value, start, end)."""
        for match in self._ordinal.finditer(fold(text)):
            value = int(match["n"]) if match["n"] else self._ordinals[re.sub(r"\s+", " ", match["word"])]
            yield value, match.start(), match.end()

    def _month_number(self, name: str) -> int:
        return self._months[re.sub(r"\s+", " ", name)]

    def _iso(self, year: str, month: str, day: str) -> str | None:
        digits = re.match(r"\d+", day)
        try:
            return date(int(year), self._month_number(month), int(digits[0] if digits else day)).isoformat()
        except ValueError:
            return None
