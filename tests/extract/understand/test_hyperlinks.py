"""A link whose address names a document is a citation of it, where its words name none."""

from __future__ import annotations

import pytest

from core.configuration import Configuration
from core.records.document import Citation, Mark, Segment
from core.symbols.filenames import symbol_in_address
from core.symbols.grammar import Grammar
from extract.understand.citations import Speaker, citations

_TEXT = "The report of the group and Resolution 12.3 were tabled."


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return Grammar.load(Configuration())


def _cited(
    grammar: Grammar, *marks: Mark, date: str | None = None, text: str = _TEXT, home: str = "CMS"
) -> list[Citation]:
    segment = Segment(id="s1", part="main", kind="paragraph", path="1", lang="en", text=text, marks=marks)
    speakers = {"main": Speaker(canonical="local/0", home=home)}
    return list(citations([segment], {}, speakers=speakers, grammar=grammar, date=date))


@pytest.mark.parametrize(
    ("target", "canonical", "treaty", "reason"),
    [
        (
            "https://www.cms.int/sites/default/files/document/cms_cop14_doc.29.1_report_e.pdf",
            "UNEP/CMS/COP14/Doc.29.1",
            "CMS",
            "file name",
        ),
        (
            "https://cites.org/sites/default/files/eng/cop/18/doc/E-CoP18-008-A1.pdf",
            "CITES/CoP18/Doc.8/Annex1",
            "CITES",
            "file name",
        ),
        (
            "https://www.cbd.int/doc/decisions/cop-15/cop-15-dec-04-en.pdf",
            "CBD/Decision/15/4",
            "CBD",
            "file of a decision",
        ),
        ("https://undocs.org/en/A/RES/70/1", "UNGA/Resolution/70/1", "UNGA", "symbol behind a language"),
        ("https://undocs.org/A/RES/70/1?lang=fr", "UNGA/Resolution/70/1", "UNGA", "symbol with a query behind"),
        ("https://docs.un.org/fr/FCCC%2FCP%2F2015%2F10", "FCCC/CP/2015/10", "UNFCCC", "slashes written in another way"),
    ],
)
def test_address_names_a_document(target: str, canonical: str, treaty: str, reason: str, grammar: Grammar) -> None:
    by_link, by_words = _cited(grammar, Mark(start=4, end=23, kind="link", target=target))
    assert (by_link.canonical, by_link.treaty, by_link.rule, by_link.exact) == (
        canonical,
        treaty,
        "hyperlink",
        _TEXT[4:23],
    ), reason
    assert by_words.canonical == "CMS/Resolution/12.3"


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "#annex",
        "mailto:someone@example.org",
        "https://www.cms.int/en/document/report-of-the-group",
        "https://example.org/report.pdf",
        "https://[bad/cms_cop14_doc.29.1_report_e.pdf",
        "https://undocs.org/",
        "javascript:cms_cop14_doc.29.1_report_e.pdf",
    ],
)
def test_address_names_none(target: str | None, grammar: Grammar) -> None:
    assert [one.rule for one in _cited(grammar, Mark(start=4, end=23, kind="link", target=target))] == [
        "resolution-dotted"
    ]


def test_words_say_it_better_than_the_link_below_them(grammar: Grammar) -> None:
    mark = Mark(start=28, end=43, kind="link", target="https://undocs.org/A/RES/70/1")
    assert [one.canonical for one in _cited(grammar, mark)] == ["CMS/Resolution/12.3"]


def test_a_link_that_an_amendment_deletes_is_deleted(grammar: Grammar) -> None:
    marks = (
        Mark(start=4, end=23, kind="link", target="https://undocs.org/A/RES/70/1"),
        Mark(start=4, end=23, kind="deleted"),
    )
    cited = _cited(grammar, *marks)
    assert [(one.canonical, one.deleted) for one in cited if one.rule == "hyperlink"] == [
        ("UNGA/Resolution/70/1", True)
    ]


@pytest.mark.parametrize(("date", "treaty"), [("1990-02-14", "HELCOM74"), ("1999-03-01", "HELCOM"), (None, "HELCOM")])
def test_the_date_of_the_document_decides_which_convention_is_meant(
    date: str | None, treaty: str, grammar: Grammar
) -> None:
    (one,) = _cited(grammar, date=date, text="Having regard to Article 13 of the Helsinki Convention", home="HELCOM")
    assert one.canonical == f"{treaty}/Article/13"


def test_addresses_are_read_without_raising() -> None:
    assert symbol_in_address("https://example.org:bad/x.pdf") is None
    assert symbol_in_address("\ud800") is None
