"""Figures over the labelled passages, by the rules of their own scorer: a hit overlaps and has the same id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.symbols.grammar import Grammar
from core.symbols.refs import refs


def _matched(row: dict[str, Any], found: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Each labelled reference with what was found for it; each side is used once."""
    used: set[int] = set()
    pairs = []
    for ref in row["refs"]:
        match = next(
            (
                number
                for number, one in enumerate(found)
                if number not in used
                and one["start"] < ref["end"]
                and ref["start"] < one["end"]
                and one["canonical"] == ref["canonical"]
            ),
            None,
        )
        if match is not None:
            used.add(match)
        pairs.append((ref, found[match] if match is not None else None))
    return pairs


def _figures(path: Path, grammar: Grammar) -> dict[str, float]:
    hits = missed = false = exact = related = right = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = refs({key: row.get(key) for key in ("id", "lang", "home_treaty", "text")}, grammar)["refs"]
        pairs = _matched(row, found)
        matched = [one for _, one in pairs if one is not None]
        for ref, one in pairs:
            if ref.get("self"):
                continue
            if one is None:
                missed += 1
                continue
            hits += 1
            exact += (one["start"], one["end"]) == (ref["start"], ref["end"])
            if ref.get("relation"):
                related += 1
                right += one["relation"] == {"supersedes": "replaces"}.get(ref["relation"], ref["relation"])
        own = [ref for ref in row["refs"] if ref.get("self")]
        false += sum(
            1
            for one in found
            if one not in matched and not any(one["start"] < ref["end"] and ref["start"] < one["end"] for ref in own)
        )
    precision, recall = hits / (hits + false), hits / (hits + missed)
    return {"f1": 2 * precision * recall / (precision + recall), "exact": exact / hits, "relation": right / related}


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "f1", "exact", "relation"), [("dev.jsonl", 0.99, 0.98, 0.95), ("seeds.jsonl", 1.0, 0.98, 0.95)]
)
def test_labelled_passages(name: str, f1: float, exact: float, relation: float, shared: Path, grammar: Grammar) -> None:
    figures = _figures(shared / "eval" / "references" / name, grammar)
    assert figures["f1"] >= f1
    assert figures["exact"] >= exact
    assert figures["relation"] >= relation
