"""Symbols, revisions, agenda items and twins, by what listings and names of files say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.listed_metadata import (
    agenda_item_of,
    name_groups,
    revision_of,
    stem_of,
    symbol_in,
    symbol_key,
    symbol_of,
    without_item,
)
from crawler.sources.model import SourceDefinition

SourceOf = Callable[[str], SourceDefinition]
ITEM = r"^(?P<item>\d+(?:\.\d+)*)\.?\s"


@pytest.mark.parametrize(
    ("source", "text", "symbol"),
    [
        ("cms", "Draft: UNEP/CMS/COP14/Doc.18.1 of today", "UNEP/CMS/COP14/Doc.18.1"),
        ("cms", "UNEP/CMS/COP11/Doc.6.1/Rev.2", "UNEP/CMS/COP11/Doc.6.1/Rev.2"),
        ("cms", "PNUE/CMS/COP9/Rapport", "PNUE/CMS/COP9/Rapport"),
        ("cms", "UNEP/CMS/Conf.5.1.rev.1", "UNEP/CMS/Conf.5.1.rev.1"),
        ("aewa", "AEWA/MOP6 DR6", "AEWA/MOP6 DR6"),
        ("cites", "CoP18 Doc. 2 (Rev. 1)", "CoP18 Doc. 2 (Rev. 1)"),
        ("cites", "Resolution Conf. 11.3 (Rev. CoP18)", "Conf. 11.3 (Rev. CoP18)"),
        ("cbd", "CBD/COP/15/L.25 draft", "CBD/COP/15/L.25"),
        ("ramsar", "Ramsar COP12 DR3: wetlands", "Ramsar COP12 DR3"),
        ("unfccc", "FCCC/CP/2015/10/Add.1", "FCCC/CP/2015/10/Add.1"),
        ("basel", "UNEP/CHW.12/27", "UNEP/CHW.12/27"),
        ("cms", "Nothing of the kind", None),
    ],
)
def test_symbols_in_text(source_of: SourceOf, source: str, text: str, symbol: str | None) -> None:
    assert symbol_in(text, source_of(source)) == symbol


@pytest.mark.parametrize(
    ("stated", "text", "name", "symbol", "reason"),
    [
        ("X", "UNEP/CMS/COP14/Doc.1", "cms_cop14_doc.2_x_e.pdf", "X", "what the listing states"),
        (None, "UNEP/CMS/COP14/Doc.1", "cms_cop14_doc.2_x_e.pdf", "UNEP/CMS/COP14/Doc.1", "what a title holds"),
        (None, None, "cms_cop14_doc.2_x_e.pdf", "UNEP/CMS/COP14/Doc.2", "what the name says"),
        (None, None, "x.pdf", None, "nothing says it"),
    ],
)
def test_the_symbol_of_a_file(
    source_of: SourceOf, stated: str | None, text: str | None, name: str, symbol: str | None, reason: str
) -> None:
    assert symbol_of(stated, (text,), name, source_of("cms")) == symbol, reason


@pytest.mark.parametrize(
    ("source", "symbol", "name", "revision", "reason"),
    [
        ("cms", "UNEP/CMS/COP11/Doc.6.1/Rev.2", None, "Rev.2", "of the symbol"),
        ("cms", "UNEP/CMS/COP11/CRP4/Rev.1", None, "Rev.1", "in-session paper"),
        ("cms", "UNEP/CMS/COP14/Doc.1/Add.1/Corr.2", None, "Add.1/Corr.2", "two marks"),
        ("cms", "Resolution 12.4 (Rev.COP14)", None, "Rev.COP14", "a norm as a meeting revised it"),
        ("cms", None, "cms_cop13_res.10.8_rev.cop13_f.pdf", "Rev.COP13", "the same, in the name"),
        ("cms", None, "cms_cop15_doc.20.1_rev.1_status_e.pdf", "Rev.1", "of the name"),
        ("cms", None, "cms_cop15_doc.20.1_additional-birds_e.pdf", None, "a word that begins like a mark"),
        ("cms", None, "cms_cop15_doc.20.1_corridors_e.pdf", None, "a word that begins like a mark"),
        ("cms", "Revised appendices", None, None, "a word that begins like a mark"),
        ("cites", "CoP18 Doc. 2 (Rev. 1)", None, "Rev.1", "in brackets"),
        ("cites", None, "E-CoP18-069-03-R1.pdf", "Rev.1", "by the letter R"),
        ("cites", None, "E-Res-12-05-R19.pdf", "Rev.CoP19", "R of a resolution is the meeting"),
        ("cbd", None, "cop-16-l-26-rev1-en.pdf", "Rev.1", "glued"),
        ("ramsar", "Ramsar COP14 Doc.1 Rev.1", None, "Rev.1", "with a blank"),
    ],
)
def test_revisions(
    source_of: SourceOf, source: str, symbol: str | None, name: str | None, revision: str | None, reason: str
) -> None:
    assert revision_of(symbol, name, source_of(source)) == revision, reason


@pytest.mark.parametrize(
    ("source", "title", "symbol", "name", "item", "reason"),
    [
        ("cites", "4.1. Rules of procedure", None, "x.pdf", "4.1", "before the title"),
        ("cites", "2. Adoption of the agenda", "CoP18 Doc. 2", "x.pdf", "2", "before the title"),
        ("cites", "Rules", "CoP17 Doc. 10.2.1", "x.pdf", "10.2.1", "the document's number is the item"),
        ("cites", None, None, "E-CoP18-069-03-R1.pdf", "69.3", "by the name, zeros aside"),
        ("cites", None, "CoP18 Prop. 46", "E-CoP18-Prop-46.pdf", None, "a proposal's number is no item"),
        ("cites", None, None, "E-Res-12-05-R19.pdf", None, "a resolution's number is no item"),
        ("cms", None, "UNEP/CMS/COP12/Doc.25.1.13(b)", "x.pdf", "25.1.13(b)", "a letter in brackets"),
        ("aewa", None, "AEWA/MOP6 Doc.20", "x.pdf", None, "here the number is not the item"),
    ],
)
def test_agenda_items(
    source_of: SourceOf, source: str, title: str | None, symbol: str | None, name: str, item: str | None, reason: str
) -> None:
    definition = source_of(source)
    found = agenda_item_of(None, title, ITEM, symbol, name_groups(name, definition), definition)
    assert found == item, reason


def test_the_item_is_no_part_of_the_title() -> None:
    assert without_item("4.1. Rules of procedure", ITEM) == "Rules of procedure"
    assert without_item("4.1. ", ITEM) == "4.1. "
    assert without_item("2024 in review", r"^(?P<item>\d+\.)\s") == "2024 in review"


def test_symbols_are_compared_without_what_makes_no_difference(source_of: SourceOf) -> None:
    cms, cbd = source_of("cms"), source_of("cbd")
    assert symbol_key("PNUE/CMS/COP14/Doc. 18.1", cms) == symbol_key("UNEP/CMS/COP14/Doc.18.1", cms)
    assert symbol_key("cbd/cop/15/L.25/ ", cbd) == symbol_key("CBD/COP/15/L25", cbd)
    assert symbol_key("UNEP/CMS/COP14/Doc.18.1", cms) != symbol_key("UNEP/CMS/COP14/Doc.18.11", cms)


def test_formats_of_one_file_have_one_stem_and_uploads_do_not() -> None:
    assert stem_of("https://a/x_e.pdf", "x_e.pdf") == stem_of("https://a/x_e.docx", "x_e.docx")
    assert stem_of("https://a/res_1.pdf", "res_1.pdf") != stem_of("https://a/res_2.pdf", "res_2.pdf")


def test_a_name_of_a_book_s_length_costs_nothing(source_of: SourceOf) -> None:
    assert name_groups("cms_cop14_doc.1" + "_rev.1" * 20_000 + ".pdf", source_of("cms")) == {}
