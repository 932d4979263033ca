"""What an id says of work, version, kind, treaty and parts."""

from __future__ import annotations

import pytest

from core.symbols.grammar import Grammar
from core.symbols.identity import kind_of, part_of, printed, split, treaty_of
from core.symbols.resolve import treaty_of_symbol


@pytest.mark.parametrize(
    ("canonical", "work", "version"),
    [
        ("CMS/Resolution/11.10/Rev.COP13", "CMS/Resolution/11.10", "Rev.COP13"),
        ("CMS/Resolution/11.10", "CMS/Resolution/11.10", None),
        ("CITES/Resolution/Conf.11.3/Rev.", "CITES/Resolution/Conf.11.3", "Rev."),
        ("CITES/Resolution/Conf.12.8/Rev.CoP18", "CITES/Resolution/Conf.12.8", "Rev.CoP18"),
        ("UNEP/CMS/COP14/Doc.18.1/Rev.1", "UNEP/CMS/COP14/Doc.18.1", "Rev.1"),
        ("UNEP/CMS/COP14/Doc.18.1/Corr.1", "UNEP/CMS/COP14/Doc.18.1", "Corr.1"),
        ("UNEP/CMS/COP14/Doc.18.1/Rev.1/Corr.1", "UNEP/CMS/COP14/Doc.18.1", "Rev.1/Corr.1"),
        ("UNEP/CMS/COP14/Doc.18.1/Add.1", "UNEP/CMS/COP14/Doc.18.1/Add.1", None),
        ("FCCC/SBI/2014/8/Rev.1/Add.1", "FCCC/SBI/2014/8/Rev.1/Add.1", None),
        ("CARTAGENA/Article/20/para.3/a", "CARTAGENA/Article/20/para.3/a", None),
        ("local/0123456789abcdef", "local/0123456789abcdef", None),
    ],
)
def test_split(canonical: str, work: str, version: str | None) -> None:
    assert split(canonical) == (work, version)


@pytest.mark.parametrize(
    ("canonical", "kind", "treaty"),
    [
        ("CMS/Resolution/11.10", "resolution", "CMS"),
        ("UNFCCC/Decision/1/CP.21", "decision", "UNFCCC"),
        ("CMS/Notification/2023/006", "notification", "CMS"),
        ("CBD/Article/8/j", "article", "CBD"),
        ("HELCOM/Recommendation/21/2", "recommendation", "HELCOM"),
        ("UNEP/CMS/COP14/Doc.18.1", "document", "CMS"),
        ("UNEP/CBD/BS/COP-MOP/7/INF/6", "document", "CARTAGENA"),
        ("FCCC/KP/CMP/2005/8/Add.3", "document", "KYOTO"),
        ("CITES/CoP13/Doc.9.3.1", "document", "CITES"),
    ],
)
def test_kind_and_treaty(canonical: str, kind: str, treaty: str, grammar: Grammar) -> None:
    assert kind_of(canonical) == kind
    assert treaty_of(canonical) == (treaty if kind != "document" else None)
    assert treaty_of_symbol(canonical, grammar) == treaty


@pytest.mark.parametrize(
    ("canonical", "container", "kind", "label"),
    [
        ("FCCC/SBI/2014/8/Add.1", "FCCC/SBI/2014/8", "add", "Add.1"),
        ("FCCC/SBI/2014/8/Add.1/Rev.1", "FCCC/SBI/2014/8", "add", "Add.1"),
        ("UNEP/CMS/COP14/Doc.18.1/Corr.1", "UNEP/CMS/COP14/Doc.18.1", "corr", "Corr.1"),
        ("UNEP/CMS/COP13/Doc.18/Annex3", "UNEP/CMS/COP13/Doc.18", "annex", "Annex3"),
    ],
)
def test_parts(canonical: str, container: str, kind: str, label: str) -> None:
    part = part_of(canonical)
    assert part is not None
    assert (part.container, part.kind, part.label) == (container, kind, label)


@pytest.mark.parametrize(
    "canonical", ["CMS/Resolution/11.10/Rev.COP13", "UNEP/CMS/COP14/Doc.18.1/Rev.1", "CBD/Article/8"]
)
def test_what_stands_alone_is_no_part(canonical: str) -> None:
    assert part_of(canonical) is None


@pytest.mark.parametrize(
    ("canonical", "lang", "text"),
    [
        ("CMS/Resolution/11.10/Rev.COP13", "en", "CMS Resolution 11.10 (Rev.COP13)"),
        ("CMS/Resolution/11.10/Rev.COP13", "fr", "Résolution CMS 11.10 (Rev.COP13)"),
        ("CBD/Decision/X/2", "fr", "Décision CDB X/2"),
        ("CBD/Decision/X/2", "en", "CBD Decision X/2"),
        ("CITES/Resolution/Conf.12.8/Rev.CoP18", "en", "CITES Resolution Conf. 12.8 (Rev.CoP18)"),
        ("WHC/Decision/47COM7B.43", "en", "WHC Decision 47 COM 7B.43"),
        ("CITES/Article/VII/para.5", "en", "CITES Article VII, paragraph 5"),
        ("CARTAGENA/Article/20/para.3/a", "fr", "Protocole de Cartagena, article 20, paragraphe 3(a)"),
        ("UNEP/CMS/COP14/Doc.18.1", "fr", "UNEP/CMS/COP14/Doc.18.1"),
    ],
)
def test_printed(canonical: str, lang: str, text: str, grammar: Grammar) -> None:
    assert printed(canonical, lang, grammar.treaties) == text
