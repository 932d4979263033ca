"""One statement about a document: the sidecars of all names of its file, where they do not contradict one another.

The same bytes may lie under two names with a sidecar each. Sidecars that agree add up. Where two state different values for one
field, mixing them would make a document that neither describes: one of them counts, whole, and the issue names all values.
It is the one that states an identity, then the one that states more, then the first by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from msgspec.structs import replace

from core.records.document import Issue
from core.records.files import Provenance, Sidecar

_IDENTITY = ("canonical", "symbol", "treaty", "type")
_FIELDS = (*_IDENTITY, "lang", "meeting", "agenda_item")


def agreed(names: Sequence[Provenance]) -> tuple[tuple[Provenance, ...], tuple[Issue, ...]]:
    """`names` with the sidecars that count, and what they disagree on. Addresses and sources always stay."""
    disputed = dict(_disputed(names))
    if not disputed:
        return tuple(names), ()
    leading = min(names, key=_rank)
    kept = tuple(one if one.sidecar == leading.sidecar else replace(one, sidecar=_bare(one.sidecar)) for one in names)
    told = "; ".join(f"{field}: {', '.join(values)}" for field, values in disputed.items())
    code = "identity-conflict" if any(field in _IDENTITY for field in disputed) else "metadata-conflict"
    return kept, (Issue(code=code, detail=f"{told}; {_file(leading)} counts"),)


def _disputed(names: Sequence[Provenance]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Fields with more than one value, each value with the file that states it."""
    dates = sorted({key for name in names for key in name.sidecar.dates})
    for field in (*_FIELDS, *(f"dates.{key}" for key in dates)):
        values: dict[str, str] = {}
        for name in names:
            value = _value(name.sidecar, field)
            if value is not None:
                values.setdefault(value, _file(name))
        if len(values) > 1:
            yield field, tuple(f"{value} ({file})" for value, file in values.items())


def _value(sidecar: Sidecar, field: str) -> str | None:
    kind, _, key = field.partition(".")
    value: str | None = sidecar.dates.get(key) if kind == "dates" else getattr(sidecar, field)
    return value


def _rank(name: Provenance) -> tuple[bool, int, str]:
    sidecar = name.sidecar
    stated = sum(_value(sidecar, field) is not None for field in _FIELDS) + len(sidecar.dates)
    return (sidecar.canonical is None and sidecar.symbol is None, -stated, name.name)


def _bare(sidecar: Sidecar) -> Sidecar:
    return Sidecar(source=sidecar.source, url=sidecar.url, titles=sidecar.titles, listed_langs=sidecar.listed_langs)


def _file(name: Provenance) -> str:
    return f"{PurePath(name.name).name}.meta.yml"


__all__ = ["agreed"]
