"""Every spelling of a symbol leads to its one id."""

from __future__ import annotations

import pytest

from core.symbols.grammar import Grammar
from core.symbols.in_queries import symbols_in_query
from core.symbols.resolve import nearest, resolve

DOC = "UNEP/CMS/COP14/Doc.29.1"


@pytest.mark.parametrize(
    ("text", "home", "canonical", "reason"),
    [
        (DOC, None, DOC, "as printed"),
        (DOC.lower(), None, DOC, "small letters"),
        ("PNUE/CMS/COP14/Doc.29.1", None, DOC, "French name of UNEP"),
        ("unep cms cop14 doc 29.1", None, DOC, "blanks for slashes"),
        ("UNEP/CMS/COP14/Doc 29.1", None, DOC, "blank for the dot"),
        ("UNEP\u2011CMS\u2011COP14\u2011Doc.29.1", None, DOC, "typographic dashes"),
        ("UNEP/CMS/COP14/\u00a0Doc.29.1", None, DOC, "no-break space"),
        ("CMS COP14 Doc.29.1", None, DOC, "named by its meeting"),
        ("cms_cop14_doc.29.1_initiative-carnivores_f.pdf", None, DOC, "file name of cms.int"),
        ("cms_cop15_doc.25.6.1_rev.1_fish_e.pdf", None, "UNEP/CMS/COP15/Doc.25.6.1/Rev.1", "file name with revision"),
        ("cms_cop13_res.10.8_rev.cop13_e.pdf", None, "CMS/Resolution/10.8/Rev.COP13", "file name of a resolution"),
        ("https://www.cms.int/files/cms_cop14_inf.28.4.2_flyway_e.pdf", None, "UNEP/CMS/COP14/Inf.28.4.2", "address"),
        ("E-CoP18-Prop-46.pdf", None, "CITES/CoP18/Prop.46", "file name of cites.org"),
        ("F-CoP18-008-A1.pdf", None, "CITES/CoP18/Doc.8/Annex1", "file name with zeros and annex"),
        ("E-Res-10-10-R18.pdf", None, "CITES/Resolution/Conf.10.10/Rev.CoP18", "file name of a CITES resolution"),
        ("cop-15-dec-04-fr.pdf", None, "CBD/Decision/15/4", "file name of cbd.int"),
        ("sbstta-24-inf-31-en.pdf", None, "CBD/SBSTTA/24/INF/31", "file name of cbd.int"),
        ("cop-16-l-26-rev1-en.pdf", None, "CBD/COP/16/L.26/Rev.1", "file name of cbd.int"),
        ("UNEP-POPS-COP.4-SC-4-28.French.doc", None, "STOCKHOLM/Decision/SC-4/28", "file name of the chemicals sites"),
        ("Res. 12.06", "CMS", "CMS/Resolution/12.6", "short word, padded number"),
        ("res 12.6", "CMS", "CMS/Resolution/12.6", "short word without dot"),
        ("RÉSOLUTION 11.10 (REV.COP13)", "CMS", "CMS/Resolution/11.10/Rev.COP13", "capitals"),
        ("Résolution CMS 11.10 (Rev.COP13)", None, "CMS/Resolution/11.10/Rev.COP13", "treaty inside"),
        ("CMS/Resolution/11.10/Rev.COP13", None, "CMS/Resolution/11.10/Rev.COP13", "an id"),
        ("CBD COP 12/28", None, "CBD/Decision/XII/28", "Arabic for Roman"),
        ("CBD 12/28", None, "CBD/Decision/XII/28", "number alone"),
        ("CBD X/2", None, "CBD/Decision/X/2", "number alone"),
        ("Décision X/2 de la CDB", None, "CBD/Decision/X/2", "French"),
        ("1/cp.21", None, "UNFCCC/Decision/1/CP.21", "small letters"),
        ("UNGA 73/333", None, "UNGA/Resolution/73/333", "body and number"),
        ("A/RES/73/333", None, "UNGA/Resolution/73/333", "symbol"),
        ("CoP13 Doc 9.3.1", None, "CITES/CoP13/Doc.9.3.1", "CITES document"),
        ("Article 8(j)", "CBD", "CBD/Article/8/j", "article"),
    ],
)
def test_spelling(text: str, home: str | None, canonical: str, reason: str, grammar: Grammar) -> None:
    answer = resolve(text, home=home, grammar=grammar)
    assert answer.readings == (canonical,), reason
    assert answer.canonical == canonical


@pytest.mark.parametrize(
    ("text", "home", "among"),
    [
        ("Decision X/2", None, {"CBD/Decision/X/2", "MONTREAL/Decision/X/2", "BASEL/Decision/X/2"}),
        ("12.3", "CMS", {"CMS/Resolution/12.3", "CMS/Decision/12.3"}),
        ("12.3", None, {"CMS/Resolution/12.3", "CITES/Decision/12.3"}),
    ],
)
def test_several_readings(text: str, home: str | None, among: set[str], grammar: Grammar) -> None:
    answer = resolve(text, home=home, grammar=grammar)
    assert answer.canonical is None
    assert among <= set(answer.readings)


@pytest.mark.parametrize("text", ["", "   ", "synergies", "COP14", "Rev.1", "((((", "12", "x" * 5000])
def test_what_is_no_symbol(text: str, grammar: Grammar) -> None:
    answer = resolve(text, home="CMS", grammar=grammar)
    assert (answer.canonical, answer.readings) == (None, ())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (DOC, [(DOC, DOC)]),
        ("lion unep cms cop14 doc 29.1 jaguar", [("unep cms cop14 doc 29.1", DOC)]),
        ("pnue/cms/cop14/doc.29.1 synergies", [("pnue/cms/cop14/doc.29.1", DOC)]),
        ("synergies partenariats", []),
        ("cites:CBD/Decision/X/2", [("CBD/Decision/X/2", "CBD/Decision/X/2")]),
        ("1/CP.21 AND 2/CMA.1", [("1/CP.21", "UNFCCC/Decision/1/CP.21"), ("2/CMA.1", "PARIS/Decision/2/CMA.1")]),
        ("cms cop14", []),
        ("E-CoP18-Prop-46.pdf lions", [("E-CoP18-Prop-46.pdf", "CITES/CoP18/Prop.46")]),
        ("see cp2015_10a01E.pdf", [("cp2015_10a01E.pdf", "FCCC/CP/2015/10/Add.1")]),
        ("waste rc 9/5 bc 15/18", [("rc 9/5", "ROTTERDAM/Decision/RC-9/5"), ("bc 15/18", "BASEL/Decision/BC-15/18")]),
        ("bc wastes 15", []),
        ("whales 12.3 dolphins", []),
    ],
)
def test_symbols_in_query(query: str, expected: list[tuple[str, str]], grammar: Grammar) -> None:
    found = symbols_in_query(query, grammar)
    assert [(query[start:end], *readings) for start, end, readings in found] == expected


def test_nearest_names_other_versions_first_and_never_another_treaty() -> None:
    held = ["CMS/Resolution/11.1", "CMS/Resolution/11.10/Rev.COP13", "CBD/Decision/X/2", "CMS/Decision/11.10"]
    assert nearest("CMS/Resolution/11.10", held) == ("CMS/Resolution/11.10/Rev.COP13", "CMS/Resolution/11.1")
    assert nearest("CMS/Resolution/11.10", []) == ()
