"""Symbols in the names of files and in addresses: the sites' own rules, and what they do not say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core.symbols.filenames import symbol_in_address, symbol_in_file_name
from core.symbols.grammar import Grammar
from core.symbols.resolve import resolve


def _rows(file: str) -> Any:
    return yaml.safe_load(Path(__file__).with_name(file).read_text(encoding="utf-8"))


_ROWS = [row for rows in _rows("file_names.yml").values() for row in rows]


@pytest.mark.parametrize(("name", "home", "canonical", "reason"), _ROWS, ids=[row[0] for row in _ROWS])
def test_name(name: str, home: str | None, canonical: str | None, reason: str, grammar: Grammar) -> None:
    symbol = symbol_in_file_name(name, home=home)
    if canonical is None:
        assert symbol is None or resolve(symbol, home=home, grammar=grammar).readings == (), reason
    else:
        assert symbol is not None, reason
        assert resolve(symbol, home=home, grammar=grammar).readings == (canonical,), reason
        assert resolve(name, home=home, grammar=grammar).canonical == canonical, reason


def test_each_name_stands_once() -> None:
    assert len({(row[0], row[1]) for row in _ROWS}) == len(_ROWS)


def test_files_of_one_text_in_several_languages_are_one_work_and_parts_are_others(grammar: Grammar) -> None:
    names = [f"cms_cop14_doc.29.1{tail}_{lang}.pdf" for tail in ("", "_rev.1", "_add.1", "_annex2") for lang in "efs"]
    ids = {name: resolve(name, home=None, grammar=grammar).canonical for name in names}
    assert set(ids.values()) == {f"UNEP/CMS/COP14/Doc.29.1{tail}" for tail in ("", "/Rev.1", "/Add.1", "/Annex2")}


@pytest.mark.parametrize(("address", "canonical", "reason"), _rows("file_addresses.yml"))
def test_address(address: str, canonical: str | None, reason: str, grammar: Grammar) -> None:
    symbol = symbol_in_address(address)
    found = resolve(symbol, home=None, grammar=grammar).canonical if symbol is not None else None
    assert found == canonical, reason


@given(name=st.text(max_size=80), home=st.sampled_from([None, "CMS", "RAMSAR"]))
def test_any_name_is_taken(name: str, home: str | None) -> None:
    symbol = symbol_in_file_name(name, home=home)
    assert symbol is None or symbol.strip()


@pytest.mark.parametrize(
    "name", ["_" * 255 + ".pdf", "A_" * 120 + "1.pdf", "cms_cop1_doc." + "1." * 100, "rev1" * 60, "-" * 250]
)
def test_long_names_take_no_time(name: str) -> None:
    assert symbol_in_file_name(name) is None or "cms" in name
