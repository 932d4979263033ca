"""One line of `mea refs` and of `POST /v1/refs`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.symbols.finder import Reference, find
from core.symbols.grammar import Grammar


def refs(row: Mapping[str, Any], grammar: Grammar) -> dict[str, Any]:
    """`{id, lang, home_treaty, text}` to `{id, refs: [{start, end, kind, treaty, canonical, relation, range}]}`.

    Only `text` is needed. A reference with several readings has `canonical` null and lists them in `readings`.
    """
    found = find(row["text"], lang=row.get("lang"), home=row.get("home_treaty"), grammar=grammar, date=row.get("date"))
    return {"id": row.get("id"), "refs": [_line(reference) for reference in found]}


def _line(reference: Reference) -> dict[str, Any]:
    line: dict[str, Any] = {
        "start": reference.start,
        "end": reference.end,
        "kind": reference.kind,
        "treaty": reference.treaty,
        "canonical": reference.canonical,
        "relation": reference.relation,
        "range": reference.range,
    }
    if reference.readings:
        line["readings"] = list(reference.readings)
    return line
