"""Strings that are easily read wrongly: near misses, lists, noise, other law, things that are no citations."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from core.symbols.finder import find
from core.symbols.grammar import Grammar

_TRAPS = [
    (group, *row)
    for file in sorted(Path(__file__).parent.glob("traps*.yml"))
    for group, rows in yaml.safe_load(file.read_text(encoding="utf-8")).items()
    for row in rows
]


@pytest.mark.parametrize(
    ("group", "home", "text", "ids", "reason"), _TRAPS, ids=[f"{row[0]}-{number}" for number, row in enumerate(_TRAPS)]
)
def test_trap(group: str, home: str | None, text: str, ids: list[str], reason: str, grammar: Grammar) -> None:
    found = find(text, lang=None, home=home, grammar=grammar)
    assert [one.canonical for one in found] == ids, reason


def test_there_are_enough_of_them() -> None:
    assert len(_TRAPS) >= 900
    assert len({(row[1], row[2]) for row in _TRAPS}) == len(_TRAPS), "two traps are one"
