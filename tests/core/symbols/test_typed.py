"""What people type: signs, blanks and numbers other than those that are printed, and the treaty that they name."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from core.symbols.grammar import Grammar
from core.symbols.resolve import resolve, treaties_named

_ROWS = [
    row
    for rows in yaml.safe_load(Path(__file__).with_name("typed.yml").read_text(encoding="utf-8")).values()
    for row in rows
]


@pytest.mark.parametrize(
    ("home", "text", "ids", "reason"), _ROWS, ids=[f"{row[1]}-{number}" for number, row in enumerate(_ROWS)]
)
def test_typed(home: str | None, text: str, ids: list[str], reason: str, grammar: Grammar) -> None:
    for spelling in (
        text,
        text.upper(),
        text.lower(),
        f"  {text} ",
        text.replace(" ", "\u00a0"),
        text.replace("-", "–"),
    ):
        assert list(resolve(spelling, home=home, grammar=grammar).readings) == ids, (spelling, reason)


@pytest.mark.parametrize(
    ("text", "treaties", "reason"),
    [
        ("CBD 15.4", ("CBD",), "alias"),
        ("Protocole de Kyoto, décision 4/CMP.7", ("KYOTO",), "name; CMP in a number is none of its own"),
        ("BASEL 14/5", ("BASEL",), "id as first word"),
        ("UNEP/CMS/COP14/Doc.29.1", ("CMS",), "within a symbol"),
        ("UNEP/EA.5/Res.1", (), "the programme at the head of a symbol is no treaty"),
        ("15/4", (), "nothing named"),
    ],
)
def test_treaties_that_a_text_names(text: str, treaties: tuple[str, ...], reason: str, grammar: Grammar) -> None:
    assert treaties_named(text, grammar) == treaties, reason
