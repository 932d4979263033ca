"""What a link says beside its target: the place that a pin names, its age, the nearest ids of a misprint, a person's decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from core.overrides import LinkOverride, Overrides
from core.records.document import Dates, Document, Part
from core.records.links import Link
from index.links import LinkRules, link
from index.missing import missing_of
from index.rows import cited_ids

MakeDocument = Callable[..., Document]
BEGINS = {("CMS", 10): "2011-11-20", ("CMS", 11): "2014-11-04", ("CMS", 12): "2017-10-23"}
RULES = LinkRules(scope=frozenset({"CMS"}), families={}, begins=BEGINS)
TARGET = "CMS/Resolution/3.1"


def pinned(document: Document, pin: str) -> Document:
    return replace(document, citations=tuple(replace(one, pin=pin) for one in document.citations))


def links(documents: dict[str, Document], rules: LinkRules = RULES) -> tuple[Link, ...]:
    return tuple(one for one in link(documents, rules) if one.content == "aa")


def test_a_pin_leads_to_its_segment_in_the_language_of_the_text(document: MakeDocument) -> None:
    citing = pinned(document("CMS/Citing/1", [f"See {{{TARGET}}}."], lang="fr"), "paragraphes 2 et 3")
    english = document(TARGET, ["One.", "Two.", "Three."])
    (one,) = links({"aa": citing, "01": english})
    assert (one.held, one.places, one.unplaced) == (TARGET, ("2", "3"), ())
    french = document(TARGET, ["Un.", "Deux."], lang="fr")
    (one,) = links({"aa": citing, "01": english, "02": french})
    assert (one.places, one.unplaced) == (("2",), ("3",)), "the French text is the one that is opened"


def test_a_pin_into_a_decision_of_a_report_is_a_path_of_the_report(document: MakeDocument) -> None:
    report = document(
        "CMS/Report/1",
        ["Zero.", ("annex1", "One."), ("annex1", "Two.")],
        parts=(
            Part(id="main", kind="main"),
            Part(id="annex1", kind="resolution", canonical=TARGET, force="adopted"),
        ),
    )
    (one,) = links({"aa": pinned(document("CMS/Citing/1", [f"{{{TARGET}}}"]), "paragraph 2"), "01": report})
    assert (one.held, one.places) == (TARGET, ("annex1/2",))


def test_an_annex_in_the_symbol_is_a_place_in_the_paper_that_holds_it(document: MakeDocument) -> None:
    paper = document("UNEP/CMS/COP3/Doc.7", ["One.", ("annex1", "First."), ("annex2", "Second.")])
    citing = document("CMS/Citing/1", ["{UNEP/CMS/COP3/Doc.7/Annex2}"])
    (one,) = links({"aa": citing, "01": paper})
    assert (one.held, one.places) == ("UNEP/CMS/COP3/Doc.7", ("annex2/1",))


@pytest.mark.parametrize(
    ("cited", "given", "missing", "younger", "reason"),
    [
        ("CMS/Resolution/11.4", {"date": "2012"}, "future", True, "its conference began after the date of the text"),
        ("CMS/Resolution/11.4", {"date": "2014-11-30"}, "not_crawled", False, "its conference was over"),
        ("CMS/Resolution/11.4", {"date": "2014"}, "not_crawled", False, "in the same year, as far as is known"),
        ("CMS/Resolution/11.4", {}, "not_crawled", False, "a text without a date is of no age"),
        ("CMS/Resolution/13.4", {"date": "2012"}, "not_crawled", False, "of that conference nothing is known"),
        ("UNEP/CMS/COP11/Doc.4", {"date": "2014-06"}, "not_crawled", False, "papers come before their conference"),
        ("UNEP/CMS/COP11/Doc.4", {"date": "2012"}, "future", True, "but not two years before"),
        ("CMS/Resolution/11.4", {"date": "2012", "reissued": "2015-01-01"}, "not_crawled", False, "issued again later"),
        (
            "CMS/Resolution/11.4",
            {"date": "2012", "meeting": "CMS/COP11"},
            "not_crawled",
            False,
            "the text's own session",
        ),
    ],
)
def test_future_by_the_dates_of_conferences(
    document: MakeDocument, cited: str, given: dict[str, Any], missing: str, younger: bool, reason: str
) -> None:
    dates = Dates(document=given.get("date"), reissued=given.get("reissued"))
    citing = document("CMS/Citing/1", [f"{{{cited}}}"], dates=dates, meeting=given.get("meeting"))
    if cited.startswith("UNEP"):
        citing = replace(citing, citations=tuple(replace(one, treaty="CMS") for one in citing.citations))
    (one,) = links({"aa": citing})
    assert (one.missing, one.younger) == (missing, younger), reason


@pytest.mark.parametrize(
    ("held", "citing", "younger", "reason"),
    [
        (Dates(adopted="2017-10-28"), Dates(document="2012"), True, "adopted after the text was written"),
        (
            Dates(adopted="2017-10-28"),
            Dates(document="2012", reissued="2018"),
            False,
            "a reissue counts by its own date",
        ),
        (Dates(adopted="2017-10-28"), Dates(document="2017"), False, "the year says no more"),
        (Dates(adopted="2010"), Dates(document="2012"), False, "older"),
        (Dates(adopted="2017-10-28"), Dates(), False, "not known"),
        (Dates(published="2017-10-28"), Dates(document="2012"), False, "when a site put it up says nothing of its age"),
    ],
)
def test_younger_than_its_text(document: MakeDocument, held: Dates, citing: Dates, younger: bool, reason: str) -> None:
    texts = {"aa": document("CMS/Citing/1", [f"{{{TARGET}}}"], dates=citing), "01": document(TARGET, ["x"], dates=held)}
    (one,) = links(texts)
    assert (one.held, one.younger) == (TARGET, younger), reason
    same = {name: replace(text, meeting="CMS/COP12") for name, text in texts.items()}
    assert links(same)[0].younger is False, "papers of one conference are written side by side"


def test_a_misprint_names_what_can_be_meant(document: MakeDocument) -> None:
    texts = {f"{number}": document(f"CMS/Resolution/{one}", ["x"]) for number, one in enumerate(("3.2", "3.3", "9.1"))}
    texts["aa"] = document("CMS/Citing/1", ["{CMS/Resolution/33.2}"], meeting="CMS/COP10")
    (one,) = links(texts)
    assert (one.missing, one.nearest) == ("typo", ("CMS/Resolution/3.2",))
    (entry,) = missing_of([one])
    assert entry.nearest == ("CMS/Resolution/3.2",)


def decided(document: MakeDocument, text: str, **row: Any) -> Link:
    rows = (LinkOverride.model_validate({"citing": "CMS/Citing/1", "reason": "Looked at.", **row}),)
    texts = {
        "aa": document("CMS/Citing/1", [text]),
        "01": document(TARGET, ["One."]),
        "02": document("CMS/Resolution/3.2", ["x"]),
    }
    (one,) = links(texts, replace(RULES, overrides=Overrides((), rows)))
    return one


def test_a_rejected_citation_leads_nowhere_and_is_not_missing(document: MakeDocument) -> None:
    for cited in (TARGET, "CMS/Resolution/8.8"):
        one = decided(document, f"See {{{cited}}}.", cited=cited, action="reject")
        assert (one.held, one.missing, one.rule, one.is_rejected) == (None, None, "override:reject", True)
        assert one.override is not None
        assert (one.override.target, one.override.reason) == (cited, "Looked at.")
        assert missing_of([one]) == ()


def test_a_replaced_target_is_resolved_like_any_other(document: MakeDocument) -> None:
    one = decided(document, "{CMS/Resolution/8.8}", cited="CMS/Resolution/8.8", action="replace", target=TARGET)
    assert (one.target, one.held, one.missing, one.rule) == (TARGET, TARGET, None, "override:replace")
    one = decided(document, f"{{{TARGET}}}", exact=TARGET, action="replace", target="CMS/Resolution/7.7")
    assert (one.held, one.missing) == (None, "not_crawled")


def test_an_accepted_reading_is_the_one(document: MakeDocument) -> None:
    text = f"{{{TARGET}|CMS/Resolution/3.2}}"
    one = decided(document, text, cited="CMS/Resolution/3.2", action="accept", target="CMS/Resolution/3.2")
    assert (one.target, one.held, one.readings) == ("CMS/Resolution/3.2", "CMS/Resolution/3.2", ())
    one = decided(document, f"{{{TARGET}}}", cited=TARGET, action="accept")
    assert (one.held, one.rule) == (TARGET, "override:accept")
    one = decided(document, f"{{{TARGET}}}", cited="CMS/Resolution/3.2", action="reject")
    assert (one.held, one.override) == (TARGET, None), "another citation is not touched"


def _as_article(document: Document, *targets: str) -> Document:
    cited = tuple(
        replace(one, kind="article", canonical=target, treaty="CMS")
        for one, target in zip(document.citations, targets, strict=True)
    )
    return replace(document, citations=cited)


def _treaty(document: MakeDocument) -> Document:
    made = document(
        "CMS/Treaty", ["Article I", "For this text:", "Article II", "Of parties.", "Of others {CMS/Treaty}."]
    )
    shapes = (
        ("artI", "heading"),
        ("p1", "body"),
        ("artII", "heading"),
        ("artII/1", "paragraph"),
        ("artII/2", "paragraph"),
    )
    segments = tuple(
        replace(one, path=path, kind=kind) for one, (path, kind) in zip(made.segments, shapes, strict=True)
    )
    return replace(made, segments=segments, type="treaty")


def test_an_article_leads_to_its_place_in_the_text_of_the_treaty(document: MakeDocument) -> None:
    target = "CMS/Article/II/para.2"
    citing = _as_article(document("CMS/Citing/1", [f"Under {{{target}}}."]), target)
    (one,) = links({"aa": citing, "01": _treaty(document)})
    assert (one.target, one.held, one.places, one.missing) == (target, "CMS/Treaty", ("artII/2",), None)
    (alone,) = links({"aa": citing})
    assert (alone.held, alone.missing) == (None, "not_crawled")
    assert missing_of([alone])[0].canonical == target


def test_a_treaty_cites_its_own_articles(document: MakeDocument) -> None:
    treaty = _as_article(_treaty(document), "CMS/Article/I")
    (one,) = link({"aa": treaty}, RULES)
    assert (one.held, one.is_self, one.places) == ("CMS/Treaty", True, ("artI",))


def test_an_article_of_a_draft_is_looked_for_in_the_part_that_cites_it(document: MakeDocument) -> None:
    draft = document("local/0", [("annex1", "See {local/0}."), ("annex1", "Two."), "Main."])
    paths = ("annex1/art1/1", "annex1/art2", "art2")
    kinds = ("paragraph", "heading", "heading")
    draft = replace(
        draft,
        segments=tuple(replace(one, path=path, kind=kind) for one, path, kind in zip(draft.segments, paths, kinds, strict=True)),
        citations=tuple(replace(one, kind="article", pin="Article 2", is_self=True) for one in draft.citations),
    )  # fmt: skip
    (one,) = link({"aa": draft}, RULES)
    assert (one.is_self, one.places) == (True, ("annex1/art2",))


@pytest.mark.parametrize(
    ("held", "leads_to", "reason"),
    [
        (("CMS/Resolution/3.1", "UNEP/CMS/COP3/Doc.7"), "CMS/Resolution/3.1", "the norm itself"),
        (("UNEP/CMS/COP3/Doc.7",), "UNEP/CMS/COP3/Doc.7", "the paper that holds its text"),
        ((), None, "neither"),
    ],
)
def test_the_paper_that_is_named_beside_it_answers_for_a_norm(
    document: MakeDocument, held: tuple[str, ...], leads_to: str | None, reason: str
) -> None:
    citing = document("CMS/Citing/1", [f"See {{{TARGET}}}."])
    citing = replace(citing, citations=tuple(replace(one, parallel="UNEP/CMS/COP3/Doc.7") for one in citing.citations))
    (one,) = links({"aa": citing} | {f"{number:02}": document(name, ["x"]) for number, name in enumerate(held)})
    assert (one.target, one.held) == (TARGET, leads_to), reason
    assert (one.missing is None) == (leads_to is not None), reason
    assert {TARGET, "UNEP/CMS/COP3/Doc.7"} <= set(cited_ids([one])), "it is found by both"


def test_an_article_that_is_not_there_may_be_one_of_another_treaty_of_the_family(document: MakeDocument) -> None:
    rules = LinkRules(scope=frozenset({"CMS", "AEWA"}), families={"AEWA": ("CMS",), "CMS": ("AEWA",)})
    other = replace(_treaty(document), canonical="AEWA/Treaty", work="AEWA/Treaty", treaty="AEWA", citations=())
    short = replace(other, canonical="CMS/Treaty", work="CMS/Treaty", treaty="CMS", segments=other.segments[:4])
    target = "CMS/Article/II/para.2"
    citing = _as_article(document("CMS/Citing/1", [f"Under {{{target}}}."]), target)
    (one,) = links({"aa": citing, "01": short, "02": other}, rules)
    assert (one.held, one.places, one.unplaced) == ("CMS/Treaty", ("artII",), ("art2/2",))
    assert one.nearest == ("AEWA/Article/II/para.2",)
