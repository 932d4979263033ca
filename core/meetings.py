"""Meetings of governing bodies (`config/meetings.yml`): number, dates, place."""

from __future__ import annotations

import datetime
from collections.abc import Container, Mapping
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.configuration import Configuration
from core.yaml_rows import Mistake, load_checked, told

FILE = "meetings.yml"


class Meeting(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(pattern=r"^[A-Z0-9]+/[A-Za-z-]+\d+$", description="`CMS/COP14`")
    treaty: str
    body: str
    """COP, CoP, MOP, COP-MOP, CMP, CMA: as the treaty writes it."""
    ordinal: int = Field(gt=0)
    start: datetime.date | None = None
    end: datetime.date | None = None
    place: str | None = None
    """City, in English."""
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$", description="ISO 3166-1 code of two letters")
    source: str = Field(min_length=1)
    note: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> Meeting:
        if self.id != f"{self.treaty}/{self.body}{self.ordinal}":
            raise ValueError(f"the id has to be {self.treaty}/{self.body}{self.ordinal}")
        if self.end and not self.start:
            raise ValueError("an end without a start")
        if self.start and self.end and not 0 <= (self.end - self.start).days <= 31:
            raise ValueError("the end lies before the start, or more than a month after it")
        return self


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    meetings: tuple[Meeting, ...]


class Meetings:
    """Immutable once loaded."""

    def __init__(self, rows: tuple[Meeting, ...]) -> None:
        self.rows: Mapping[str, Meeting] = MappingProxyType({row.id: row for row in rows})
        self._places: Mapping[tuple[str, int], Meeting] = MappingProxyType(
            {(row.treaty, row.ordinal): row for row in reversed(rows)}
        )

    @classmethod
    def load(cls, configuration: Configuration, treaties: Container[str] | None = None) -> Meetings:
        """Raises ConfigurationError naming file, line, row, key and mend; with `treaties` also for a row of none of them."""
        rows = load_checked(configuration, FILE, _File).meetings
        try:
            _check(rows, treaties)
        except Mistake as mistake:
            raise told(configuration, FILE, mistake) from mistake
        return cls(rows)

    def by_id(self, meeting: str) -> Meeting | None:
        return self.rows.get(meeting)

    def find(self, treaty: str, ordinal: int) -> Meeting | None:
        """The meeting with this number of the treaty's governing body."""
        return self._places.get((treaty, ordinal))

    def of(self, treaty: str) -> tuple[Meeting, ...]:
        """All that are listed, in the order of their numbers."""
        return tuple(sorted((row for row in self.rows.values() if row.treaty == treaty), key=lambda row: row.ordinal))


def _check(rows: tuple[Meeting, ...], treaties: Container[str] | None) -> None:
    """What one row says about others. Raises Mistake."""
    seen: set[str] = set()
    latest: dict[tuple[str, str], Meeting] = {}
    for number, row in enumerate(rows):
        place = ("meetings", number)
        if row.id in seen:
            raise Mistake((*place, "id"), f"two rows have the id {row.id}", hint="Leave one of them out.")
        seen.add(row.id)
        if treaties is not None and row.treaty not in treaties:
            raise Mistake(
                (*place, "treaty"),
                f"there is no treaty {row.treaty} in config/treaties.yml",
                hint="Use one of its ids, or add the treaty.",
            )
        before = latest.get((row.treaty, row.body))
        if (
            before is not None
            and before.start
            and row.start
            and (row.ordinal > before.ordinal) != (row.start > before.start)
        ):
            raise Mistake(
                (*place, "start"),
                f"{row.id} and {before.id} are in another order by date than by number",
                hint="Mend the date or the number of one of them.",
            )
        if row.start:
            latest[row.treaty, row.body] = row
