"""A citation in the making: found and read, before its neighbours are looked at."""

from __future__ import annotations

from msgspec import Struct

from core.records.document import CitationKind


class Draft(Struct, kw_only=True):
    """Offsets are of the view."""

    start: int
    end: int
    kind: CitationKind
    readings: tuple[tuple[str, str], ...]
    """(treaty, id), best first."""
    rule: str
    head: int
    """Start of the list that it is a member of."""
    pin: tuple[int, int] | None = None
    """Where its pin-point stands, if that is known already."""
    range: bool = False
    named: bool = False
    """An article whose treaty the text names."""
    parallel: str | None = None
    """Id of the paper beside it that holds the same text."""

    @property
    def treaty(self) -> str:
        return self.readings[0][0]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that it can mean, each once."""
        return tuple(dict.fromkeys(canonical for _, canonical in self.readings))
