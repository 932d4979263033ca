"""Dates as listings print them, to ISO. What could be two dates is none: unknown is better than a wrong day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping

from crawler.sources.model import LanguageWords, folded

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_ODATA = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[.-](\d{1,2})[.-](\d{4})(?!\d)")
_SLASHES = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|º)?(?:\s+de)?[\s-]+([^\W\d_]{3,12})\.?,?(?:\s+de)?[\s-]+(\d{4})(?!\d)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_TEXT_CHARS = 400


def iso_date(text: str, formats: Iterable[str] = (), words: Mapping[str, LanguageWords] | None = None) -> str | None:
    """The first date in `text` as YYYY-MM-DD; None: there is none, or it could be two.

    `formats` (strptime) are tried on the whole text first: they decide whether `5/4/2021` is in April or in May.
    Then: ISO, `/Date(ms)/`, `14-10-2014`, `14.10.2014`, `13/5/2021`, `8 juin 2017`, `1er octobre 2010`, `October 1, 2010`.
    """
    text = " ".join(text[:_TEXT_CHARS].split())
    for form in formats:
        try:
            return _checked(datetime.datetime.strptime(text, form).date())
        except ValueError:
            continue
    return _odata(text) or _numbers(text) or _named(text, words or {})


def _odata(text: str) -> str | None:
    found = _ODATA.search(text)
    if found is None:
        return None
    try:
        return _checked((_EPOCH + datetime.timedelta(milliseconds=int(found.group(1)))).date())
    except OverflowError:
        return None


def _numbers(text: str) -> str | None:
    if found := _ISO.search(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.search(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _SLASHES.search(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if first > 12 or first == second:
            return _day(year, second, first)
        return _day(year, first, second) if second > 12 else None
    return None


def _named(text: str, words: Mapping[str, LanguageWords]) -> str | None:
    months = {
        folded(month): number for language in words.values() for number, month in enumerate(language.months, start=1)
    }
    for pattern, day, month in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        for found in pattern.finditer(text):
            number = _month(folded(found[month]), months)
            if number is not None:
                return _day(int(found[3]), number, int(found[day]))
    return None


def _month(word: str, months: Mapping[str, int]) -> int | None:
    """Whole names, and beginnings of three letters or more that belong to one month only."""
    if word in months:
        return months[word]
    numbers = {number for name, number in months.items() if name.startswith(word)}
    return numbers.pop() if len(numbers) == 1 else None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return _checked(datetime.date(year, month, day))
    except ValueError:
        return None


def _checked(day: datetime.date) -> str | None:
    return day.isoformat() if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
