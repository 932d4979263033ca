"""Meetings of governing bodies (`config/meetings.yml`): number, dates, place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.configuration import Configuration
from core.errors import ConfigurationError
from core.yaml_rows import load_checked

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
    def load(cls, configuration: Configuration) -> Meetings:
        """Raises ConfigurationError naming file, row and key."""
        rows = load_checked(configuration, FILE, _File).meetings
        if len({row.id for row in rows}) != len(rows):
            raise ConfigurationError(f"config/{FILE}: two rows have one id.", hint="Leave one of them out.")
        return cls(rows)

    def by_id(self, meeting: str) -> Meeting | None:
        return self.rows.get(meeting)

    def find(self, treaty: str, ordinal: int) -> Meeting | None:
        """The meeting with this number of the treaty's governing body."""
        return self._places.get((treaty, ordinal))

    def of(self, treaty: str) -> tuple[Meeting, ...]:
        """All that are listed, in the order of their numbers."""
        return tuple(sorted((row for row in self.rows.values() if row.treaty == treaty), key=lambda row: row.ordinal))
