"""Meetings: numbers, dates, and mistakes in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.configuration import Configuration
from core.errors import ConfigurationError
from core.meetings import Meetings
from core.treaties import Treaties


@pytest.fixture(scope="module")
def meetings() -> Meetings:
    return Meetings.load(Configuration())


def test_by_id_and_number(meetings: Meetings) -> None:
    cop14 = meetings.by_id("CMS/COP14")
    assert cop14 is not None
    assert (str(cop14.start), str(cop14.end), cop14.place) == ("2024-02-12", "2024-02-17", "Samarkand")
    assert meetings.find("CMS", 14) == cop14
    assert meetings.find("CMS", 99) is None
    assert meetings.by_id("CMS/COP99") is None


def test_meetings_of_a_treaty_follow_one_another(meetings: Meetings) -> None:
    for treaty in {row.treaty for row in meetings.rows.values()}:
        rows = meetings.of(treaty)
        assert [row.ordinal for row in rows] == sorted({row.ordinal for row in rows})
        starts = [row.start for row in rows if row.start]
        assert starts == sorted(starts), treaty


def test_treaties_of_meetings_are_known(meetings: Meetings) -> None:
    known = Treaties.load(Configuration())
    assert {row.treaty for row in meetings.rows.values()} <= set(known.rows)
    assert all(row.source for row in meetings.rows.values())


_FIRST = "{id: CMS/COP13, treaty: CMS, body: COP, ordinal: 13, start: 2020-02-17, end: 2020-02-22, source: x}"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 12, source: x}", "the id has to be CMS/COP12"),
        ("{id: COP14, treaty: CMS, body: COP, ordinal: 14, source: x}", "row COP14 → id"),
        ("{id: CMS/COP0, treaty: CMS, body: COP, ordinal: 0, source: x}", "row CMS/COP0 → ordinal"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14, start: 2024-02-17, end: 2024-02-12, source: x}", "end"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14, end: 2024-02-12, source: x}", "an end without a start"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14, start: soon, source: x}", "row CMS/COP14 → start"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14, start: 2024-02-30, source: x}", "2024-02-30: day is out of range"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14, start: 2014-02-12, source: x}", "another order by date"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14}", "source"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14, source: ''}", "row CMS/COP14 → source"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14, country: Uzbekistan, source: x}", "row CMS/COP14 → country"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14, country: NO, source: x}", "row CMS/COP14 → country"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14, city: Samarkand, source: x}", "row CMS/COP14 → city"),
        (_FIRST, "two rows have the id CMS/COP13"),
        ("{id: CSM/COP14, treaty: CSM, body: COP, ordinal: 14, source: x}", "row CSM/COP14 → treaty: there is no treaty CSM"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14, source: x, source: y}", "the key source stands twice"),
    ],
)  # fmt: skip
def test_mistakes_name_file_line_row_and_key(row: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "meetings.yml").write_text(f"meetings:\n  - {_FIRST}\n  - {row}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        Meetings.load(Configuration(tmp_path), Treaties.load(Configuration()))
    assert caught.value.cause.startswith("config/meetings.yml, line 3: ")
    assert says in caught.value.cause
    assert caught.value.hint


@pytest.mark.parametrize(
    ("content", "says"), [("meetings: [", "line"), ("", "the file"), ("meetings: {}\n", "line 1: meetings")]
)
def test_mistakes_in_the_file(content: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "meetings.yml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        Meetings.load(Configuration(tmp_path))
    assert caught.value.cause.startswith("config/meetings.yml")
    assert says in caught.value.cause
