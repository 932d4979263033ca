"""Which held version a citation leads to, and why nothing answers the others: the rules as tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.records.document import Dates, Document, Force, Part
from core.records.links import Link
from index.links import LinkRules, link
from index.links.ranges import members
from index.links.series import Place, number_of, place_of
from index.missing import missing_of
from index.versions import version_rank

MakeDocument = Callable[..., Document]
RULES = LinkRules(
    scope=frozenset({"CMS", "CBD", "UNFCCC", "KYOTO", "PARIS"}),
    families={"UNFCCC": ("KYOTO", "PARIS"), "KYOTO": ("UNFCCC", "PARIS"), "CMS": ("AEWA",)},
)
HELD = (
    ("CMS/Resolution/3.1", "1991-09-13"),
    ("CMS/Resolution/3.1/Rev.COP12", "2017-10-28"),
    ("CMS/Resolution/3.1/Rev.COP9", "2008-12-05"),
    ("CMS/Resolution/3.2", None),
    ("CMS/Resolution/3.3", None),
    ("CMS/Resolution/3.5", None),
    ("KYOTO/Decision/4/CMP.7", None),
    ("AEWA/Resolution/5.6", None),
    ("UNEP/CMS/COP3/Doc.7", None),
)


def linked(document: MakeDocument, text: str, **given: Any) -> tuple[Link, ...]:
    documents = {
        f"{number:02}": document(one, ["Text."], dates=Dates(adopted=date)) for number, (one, date) in enumerate(HELD)
    }
    given = {"dates": Dates(document="2012-01-01"), "meeting": "CMS/COP10"} | given
    documents["aa"] = document("CMS/Citing/1", [text], **given)
    return tuple(one for one in link(documents, RULES) if one.content == "aa")


@pytest.mark.parametrize(
    ("cited", "date", "held", "reason"),
    [
        (
            "CMS/Resolution/3.1/Rev.COP12",
            "2012",
            "CMS/Resolution/3.1/Rev.COP12",
            "a revision is that revision, also when younger",
        ),
        (
            "CMS/Resolution/3.1",
            "2012-01-01",
            "CMS/Resolution/3.1/Rev.COP9",
            "the newest that is not younger than the text",
        ),
        ("CMS/Resolution/3.1", "2008", "CMS/Resolution/3.1/Rev.COP9", "a year is not younger than a day in it"),
        ("CMS/Resolution/3.1", "2000-01-01", "CMS/Resolution/3.1", "the original, before it was revised"),
        (
            "CMS/Resolution/3.1",
            None,
            "CMS/Resolution/3.1/Rev.COP12",
            "the newest where the date of the text is not known",
        ),
        ("CMS/Resolution/3.1", "1980-01-01", "CMS/Resolution/3.1/Rev.COP12", "the newest where all are younger"),
        ("CMS/Resolution/3.1/Rev.COP11", "2020", None, "another revision is no substitute"),
        ("CMS/Resolution/3.2", "2012", "CMS/Resolution/3.2", "a version without a date is held"),
        ("UNFCCC/Decision/4/CMP.7", "2012", "KYOTO/Decision/4/CMP.7", "the number says which body of the family"),
        ("CMS/Resolution/5.6", "2012", None, "a bare number does not leave its treaty"),
        ("UNEP/CMS/COP3/Doc.7/Annex2", "2012", "UNEP/CMS/COP3/Doc.7", "an annex stands in its document"),
        ("UNEP/CMS/COP3/DOC.7", "2012", "UNEP/CMS/COP3/Doc.7", "letter case does not count"),
    ],
)
def test_held(document: MakeDocument, cited: str, date: str | None, held: str | None, reason: str) -> None:
    (one,) = linked(document, f"See {{{cited}}}.", dates=Dates(document=date))
    assert (one.target, one.held) == (cited, held), reason
    assert (one.missing is None) == (held is not None), reason


@pytest.mark.parametrize(
    ("cited", "meeting", "expected", "reason"),
    [
        ("UNGA/Resolution/73/333", "CMS/COP10", "out_of_scope", "a body whose documents are not collected"),
        ("CMS/Resolution/3.4", "CMS/COP10", "absent_number", "1, 2, 3 and 5 are held"),
        ("CMS/Resolution/3.90", "CMS/COP10", "absent_number", "a number behind the last in a series that is held"),
        ("CMS/Resolution/4.4", "CMS/COP10", "not_crawled", "nothing of that session is held"),
        ("CMS/Resolution/11.4", "CMS/COP10", "future", "a later session than that of the text"),
        ("CMS/Resolution/11.4", "CMS/COP11", "not_crawled", "the session of the text itself"),
        ("CMS/Resolution/11.4", None, "not_crawled", "the session of the text is not known"),
        ("CMS/Resolution/11.4", "CBD/COP10", "not_crawled", "nor that of its treaty"),
        ("CMS/Resolution/33.2", "CMS/COP10", "typo", "a session that is not yet, and one digit from a held id"),
        ("CMS/Resolution/0.2", "CMS/COP10", "typo", "no session has the number 0"),
        ("CBD/Decision/X/2", "CMS/COP10", "not_crawled", "roman numerals"),
        ("CMS/Article/III/para.5", "CMS/COP10", "not_crawled", "an article has no session"),
    ],
)
def test_why_not_held(document: MakeDocument, cited: str, meeting: str | None, expected: str, reason: str) -> None:
    (one,) = linked(document, f"See {{{cited}}}.", meeting=meeting)
    assert (one.held, one.missing) == (None, expected), reason


def test_ambiguous_readings_are_kept_and_not_missing(document: MakeDocument) -> None:
    (one,) = linked(document, "See {CMS/Resolution/3.2|AEWA/Resolution/3.2}.")
    assert one.readings == ("CMS/Resolution/3.2", "AEWA/Resolution/3.2")
    assert (one.target, one.held, one.missing) == (None, None, None)


def test_two_files_of_one_expression_give_one_set_of_links(document: MakeDocument) -> None:
    pdf = document("CMS/Resolution/9.9", ["See {CMS/Resolution/1.1}.", "Two."])
    word = document("CMS/Resolution/9.9", ["See {CMS/Resolution/1.1}."])
    links = link({"01": word, "02": pdf}, RULES)
    assert [one.content for one in links] == ["02"], "the one with more numbered paragraphs speaks"
    assert [one.content for one in link({"01": word, "02": word}, RULES)] == ["01"], "else the smaller sha256"


def test_an_adopted_part_is_held_and_cites_by_itself(document: MakeDocument) -> None:
    report = document(
        "CMS/Report/1",
        [
            "See {CMS/Resolution/9.1}.",
            ("annex1", "Recalling {CMS/Resolution/9.2}."),
            ("annex2", "See {CMS/Resolution/9.9}."),
        ],
        parts=(
            Part(id="main", kind="main"),
            Part(id="annex1", kind="resolution", canonical="CMS/Resolution/9.1", force="adopted"),
            Part(id="annex2", kind="resolution", canonical="CMS/Resolution/9.9", force="proposed"),
        ),
    )
    links = link({"aa": report}, RULES)
    assert [(one.citing, one.target, one.held) for one in links] == [
        ("CMS/Report/1", "CMS/Resolution/9.1", "CMS/Resolution/9.1"),
        ("CMS/Resolution/9.1", "CMS/Resolution/9.2", None),
        ("CMS/Report/1", "CMS/Resolution/9.9", None),
    ], "a proposed part stays with its container and is not held"


def test_ids_of_links_are_all_different_and_stable(document: MakeDocument) -> None:
    documents = {"aa": document("CMS/Resolution/9.9", ["{CMS/Resolution/1.1} and {CMS/Resolution/1.2}"])}
    ids = [one.id for one in link(documents, RULES)]
    assert ids == ["aa:s1:0", "aa:s1:23"] == [one.id for one in link(documents, RULES)]


@pytest.mark.parametrize(
    ("first", "last", "between"),
    [
        ("CMS/Decision/13.4", "CMS/Decision/13.7", ("CMS/Decision/13.5", "CMS/Decision/13.6")),
        ("CMS/Decision/13.4", "CMS/Decision/13.5", ()),
        ("CMS/Decision/13.4", "CMS/Decision/14.7", ()),
        ("CMS/Decision/13.7", "CMS/Decision/13.4", ()),
        ("CMS/Decision/13.4", "CMS/Decision/13.4000", ()),
        ("UNFCCC/Decision/1/CP.16", "UNFCCC/Decision/3/CP.16", ("UNFCCC/Decision/2/CP.16",)),
        ("UNFCCC/Decision/1/CP.16", "UNFCCC/Decision/1/CP.18", ("UNFCCC/Decision/1/CP.17",)),
        (None, "CMS/Decision/13.4", ()),
    ],
)
def test_members_of_ranges(first: str | None, last: str | None, between: tuple[str, ...]) -> None:
    assert members(first, last) == between


@pytest.mark.parametrize(
    ("canonical", "treaty", "place"),
    [
        ("CMS/Resolution/12.3", "CMS", Place("CMS", "Resolution", 12, 3)),
        ("CITES/Resolution/Conf.12.8", "CITES", Place("CITES", "Resolution", 12, 8)),
        ("CBD/Decision/X/2", "CBD", Place("CBD", "Decision", 10, 2)),
        ("CBD/Decision/15/4", "CBD", Place("CBD", "Decision", 15, 4)),
        ("CARTAGENA/Decision/BS-I/3", "CARTAGENA", Place("CARTAGENA", "Decision", 1, 3)),
        ("STOCKHOLM/Decision/SC-4/10", "STOCKHOLM", Place("STOCKHOLM", "Decision", 4, 10)),
        ("UNFCCC/Decision/1/CP.21", "UNFCCC", Place("UNFCCC", "Decision", 21, 1)),
        ("UNEP/CMS/COP14/Doc.29.1", "CMS", Place("CMS", "Document", 14, None)),
        ("CBD/Decision/EM-I/3", "CBD", Place("CBD", "Decision", 1, 3)),
        ("CMS/Article/III", "CMS", None),
        ("local/3d6b4d8fabe5d91f", None, None),
    ],
)
def test_places_in_series(canonical: str, treaty: str | None, place: Place | None) -> None:
    assert place_of(canonical, treaty) == place


def test_numerals() -> None:
    assert [number_of(one) for one in ("14", "XIV", "IX", "IIX", "", "A")] == [14, 14, 9, None, None, None]


def test_versions_in_order() -> None:
    versions = ["Rev.10", None, "Rev.2", "Rev.COP9", "Rev.", "Rev.2/Corr.1", "Rev.COP12"]
    assert sorted(versions, key=version_rank) == [
        None,
        "Rev.",
        "Rev.2",
        "Rev.2/Corr.1",
        "Rev.COP9",
        "Rev.10",
        "Rev.COP12",
    ]


def test_missing_report(document: MakeDocument) -> None:
    documents = {
        "01": document(
            "CMS/Resolution/9.1", ["{CMS/Resolution/1.1} {CMS/Resolution/1.1}"], dates=Dates(adopted="2001-02")
        ),
        "02": document(
            "CMS/Resolution/9.2", ["{CMS/Resolution/1.1} {UNGA/Resolution/1/1}"], dates=Dates(adopted="1999")
        ),
    }
    entries = missing_of(link(documents, RULES))
    assert [(one.canonical, one.missing_class, one.count, one.oldest) for one in entries] == [
        ("CMS/Resolution/1.1", "not_crawled", 2, "1999"),
        ("UNGA/Resolution/1/1", "out_of_scope", 1, "1999"),
    ]
    assert [(one.citing, one.path) for one in entries[0].examples] == [
        ("CMS/Resolution/9.1", "1"),
        ("CMS/Resolution/9.1", "1"),
        ("CMS/Resolution/9.2", "1"),
    ]


def test_the_same_place_in_two_languages_and_versions_counts_once(document: MakeDocument) -> None:
    texts = ["{CMS/Resolution/1.1}", "{CMS/Resolution/1.1}"]
    documents = {
        "01": document("CMS/Resolution/9.1", texts),
        "02": document("CMS/Resolution/9.1", texts, lang="fr"),
        "03": document("CMS/Resolution/9.1/Rev.COP10", texts[:1]),
        "04": document("CMS/Resolution/9.2", texts[:1]),
    }
    (entry,) = missing_of(link(documents, RULES))
    assert entry.count == 3, "two paragraphs of one work, one of another"


DRAFTS = [
    ("14.AA", "proposed", True, "a number that is given at adoption"),
    ("14.1", "proposed", False, "an amendment of what is in force"),
    ("14.AA", "quoted", False, "another document's draft"),
]


@pytest.mark.parametrize(("label", "force", "leads_here", "reason"), DRAFTS)
def test_a_draft_is_cited_by_the_document_that_proposes_it(
    document: MakeDocument, label: str, force: Force, leads_here: bool, reason: str
) -> None:
    parts = (
        Part(id="main", kind="main"),
        Part(id="annex1", kind="annex", force=force),
        Part(id="annex1/d", kind="decision", label=label, force=force),
    )
    cited = f"{{CMS/Decision/{label}}}"
    paper = document("CMS/COP14/Doc.3", [f"See {cited}.", ("annex1/d", "The draft.")], parts=parts, meeting="CMS/COP14")
    other = document("CMS/COP14/Doc.4", [f"See {cited}."], meeting="CMS/COP14")
    first, second = link({"01": paper, "02": other}, RULES)
    expected = ("CMS/COP14/Doc.3", True, None) if leads_here else (None, False, "not_crawled")
    assert (first.held, first.is_self, first.missing) == expected, reason
    assert (second.held, second.missing) == (None, "not_crawled"), "elsewhere it may be any meeting's draft"
