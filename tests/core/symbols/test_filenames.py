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


_STEMS = (
    "cms_cop14_doc.29.1", "UNEP-CMS-COP14-Doc-29-1", "aewa_mop8_20", "Doc.EUROBATS.MoP8.12", "ascobans_mop9_doc6.1", "E-CoP18-008",
    "E-Res-12-03-R19", "E-Notif-2022-058", "cop-15-04", "cop-15-dec-04", "sbstta-24-rec-02", "ntf-2022-073", "cp2015_10",
    "ICCD_COP(14)_23", "UNEP-CHW.15-5", "UNEP-POPS-COP.9-SC-9-4", "UNEP-MC-COP4-Dec11", "BC-15-18", "MOP-31-3", "ipbes-9-14",
    "xiii.12", "WCC-2016-Res-036", "k2200707_-_unep-ea.5-res.1", "A_RES_73_333", "cms_cop12_res.12.26",
)  # fmt: skip
_SAME = ("_e", "-fr", "_en_0", "_EN", ".English", "_final", "-es (1)")
_ANOTHER = (
    "_rev1", "-rev-2", "_add.1", "-corr1", "_annex1", "-annex-2", "_annex", "_annexes_e", "_e2", "_en3", "_v2", "_part1",
    "_part-2_f",
    "_appendix", "_chapter3", "bis", "_bis", "1", ".1", "_12", "-1-2", "b", "_b", "_B_e", "-A1",
    "(b)", "_comments", "_presentation", "_attachment_2",
)  # fmt: skip


@pytest.mark.parametrize("stem", _STEMS)
def test_what_a_name_says_beyond_the_symbol_is_never_lost(stem: str, grammar: Grammar) -> None:
    (whole,) = resolve(f"{stem}.pdf", home=None, grammar=grammar).readings
    for tail in _SAME:
        assert resolve(f"{stem}{tail}.docx", home=None, grammar=grammar).readings == (whole,), tail
    for tail in _ANOTHER:
        assert resolve(f"{stem}{tail}.pdf", home=None, grammar=grammar).canonical != whole, tail


@given(name=st.text(max_size=80), home=st.sampled_from([None, "CMS", "RAMSAR"]))
def test_any_name_is_taken(name: str, home: str | None) -> None:
    symbol = symbol_in_file_name(name, home=home)
    assert symbol is None or symbol.strip()


@pytest.mark.parametrize(
    "name", ["_" * 255 + ".pdf", "A_" * 120 + "1.pdf", "cms_cop1_doc." + "1." * 100, "rev1" * 60, "-" * 250]
)
def test_long_names_take_no_time(name: str) -> None:
    assert symbol_in_file_name(name) is None or "cms" in name
