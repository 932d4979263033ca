from __future__ import annotations

import pytest

from extract.understand.dates import Calendar
from extract.understand.wording import Wording


@pytest.fixture(scope="module")
def calendar(wording: Wording) -> Calendar:
    return Calendar(wording.languages)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("8 juin 2017", "2017-06-08"),
        ("1er août 2022", "2022-08-01"),
        ("3 July 2023", "2023-07-03"),
        ("July 3, 2023", "2023-07-03"),
        ("3 de julio de 2023", "2023-07-03"),
        ("21 FÉVRIER 2024*", "2024-02-21"),
        ("21 FEVRIER 2024", "2024-02-21"),
        ("31 February 2024", None),  # no such day
        ("32018 juin 2017", None),
        ("juin 2017", None),
    ],
)
def test_days(text: str, day: str | None, calendar: Calendar) -> None:
    found = calendar.day(text)
    assert (found[0] if found else None) == day


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Manille, Philippines, 23 - 28 octobre 2017", ("2017-10-23", "2017-10-28")),
        ("Paris, 30 November to 13 December 2015", ("2015-11-30", "2015-12-13")),
        ("Harbour, 30 December 2019 – 3 January 2020", ("2019-12-30", "2020-01-03")),
        ("Harbour, 30 December to 3 January 2020", ("2019-12-30", "2020-01-03")),
        ("du 17 au 22 février 2020", ("2020-02-17", "2020-02-22")),
        ("October 2017", None),
    ],
)
def test_spans(text: str, span: tuple[str, str] | None, calendar: Calendar) -> None:
    found = calendar.span(text)
    assert (found[:2] if found else None) == span


@pytest.mark.parametrize(
    ("text", "number"),
    [("12ème SESSION", 12), ("sa 12e réunion", 12), ("4th MEETING", 4), ("Twenty-first session", 21), ("Première réunion", 1),
     ("vingt et unième session", 21), ("12 Parties", None)],
)  # fmt: skip
def test_ordinals(text: str, number: int | None, calendar: Calendar) -> None:
    found = calendar.ordinal(text)
    assert (found[0] if found else None) == number


def test_months(calendar: Calendar) -> None:
    assert calendar.month("(Manille, Octobre 2017)") == "2017-10"
    assert calendar.month("in 2017") is None
