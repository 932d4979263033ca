"""Values that were found for a field, in the order in which they are believed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from core.records.document import Evidence, Issue
from core.records.files import Provenance, Sidecar

_SINGLE = ("meeting", "agenda_item", "dates.document", "dates.meeting_start", "dates.meeting_end", "original_lang")


class Findings:
    """Collects values; the first one added for a field is the one that stands."""

    def __init__(self) -> None:
        self._found: dict[str, list[Evidence]] = {}

    def add(self, field: str, value: str | None, source: str, where: str | None = None) -> None:
        if not value:
            return
        evidence = Evidence(value=value, source=source, where=where)
        known = self._found.setdefault(field, [])
        if not any(item.value == evidence.value and item.source == source for item in known):
            known.append(evidence)

    def first(self, field: str) -> str | None:
        known = self._found.get(field)
        return known[0].value if known else None

    def values(self, field: str, *sources: str) -> tuple[str, ...]:
        """Distinct values of a field, those of `sources` only where some are named."""
        known = self._found.get(field, [])
        return tuple(dict.fromkeys(item.value for item in known if not sources or item.source in sources))

    def records(self) -> dict[str, tuple[Evidence, ...]]:
        return {field: tuple(known) for field, known in sorted(self._found.items())}


def conflicts(findings: Findings) -> tuple[Issue, ...]:
    """Places that disagree on a field of which a document has one value. What a person states needs no second.

    The list of meetings does not count: a masthead of before the meeting tells the days that were planned.
    """
    issues = []
    for field in _SINGLE:
        if findings.values(field, "sidecar"):
            continue
        values: dict[str, str] = {}
        for source in ("symbol", "masthead", "text"):
            for value in findings.values(field, source)[: None if source == "masthead" else 1]:
                values.setdefault(value, source)
        if len(values) > 1:
            told = ", ".join(f"{value} ({source})" for value, source in values.items())
            issues.append(Issue(code="metadata-conflict", detail=f"{field}: {told}"))
    return tuple(issues)


def add_sidecars(findings: Findings, names: Sequence[Provenance]) -> None:
    """What people (or crawlers) state beside the file, of every name it has."""
    for name in names:
        sidecar: Sidecar = name.sidecar
        where = f"{PurePath(name.name).name}.meta.yml"
        for field in ("canonical", "treaty", "type", "symbol", "title", "lang", "meeting", "agenda_item"):
            findings.add(field, getattr(sidecar, field), "sidecar", where)
        for field, value in sorted(sidecar.dates.items()):
            findings.add(f"dates.{field}", value, "sidecar", where)


def source_of(names: Sequence[Provenance]) -> str:
    """Id of the source that the document is named after; `local` when none is."""
    stated = [name.sidecar.source or name.source for name in names]
    return next((source for source in stated if source and source != "local"), "local")
