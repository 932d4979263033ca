"""One line of `mea refs` and of `POST /v1/refs`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.symbols.finder import Reference, find
from core.symbols.grammar import Grammar


def refs(row: Mapping[str, Any], grammar: Grammar) -> dict[str, Any]:
    """`{id, lang, home_treaty, text}` to `{id, refs: [{start, end, kind, treaty, canonical, relation, range}]}`.

    Only `text` is needed. A reference with several readings has `canonical` null and lists them in `readings`; `parallel` is the
    paper named beside it for the same text. References that name no number (`the said resolution`, `ibid.`) stand in a list of
    their own, `short_forms`, with the rule that read them; it is absent where there are none.
    """
    found = find(
        row["text"],
        lang=row.get("lang"),
        home=row.get("home_treaty"),
        grammar=grammar,
        date=row.get("date"),
        with_short_forms=True,
    )
    rules = {form.id for form in grammar.short_forms}
    answer: dict[str, Any] = {"id": row.get("id"), "refs": [_line(one) for one in found if one.rule not in rules]}
    short = [{**_line(one), "rule": one.rule} for one in found if one.rule in rules]
    return {**answer, "short_forms": short} if short else answer


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
    if reference.parallel is not None:
        line["parallel"] = reference.parallel
    return line
