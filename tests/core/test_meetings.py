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


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 13, source: x}", "row CMS/COP14"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14, start: 2024-02-17, end: 2024-02-12, source: x}", "end"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14, start: soon, source: x}", "start"),
        ("{id: CMS/COP14, treaty: CMS, body: COP, ordinal: 14}", "source"),
    ],
)
def test_mistakes_name_file_and_row(row: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "meetings.yml").write_text(f"meetings:\n  - {row}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        Meetings.load(Configuration(tmp_path))
    assert "meetings.yml" in caught.value.cause
    assert says in caught.value.cause
