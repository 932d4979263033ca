"""A document that lost its symbol is offered the works whose title it bears, and told so; it becomes none of them by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from core.configuration import Configuration
from core.limits import Limits
from core.records.document import Citation, Document, Part, Segment
from index.links.proposing import offered, proposals, unnamed
from jobs.extract import extract

MakeDocument = Callable[..., Document]
ADOPTED = (Part(id="main", kind="main", force="adopted"),)


@pytest.fixture
def lost(document: MakeDocument) -> Document:
    """A resolution of the twelfth meeting without its number; it repeals Resolution 10.2."""
    found = document(
        "local/0123456789abcdef", ["Lamps.", "Repeals {CMS/Resolution/10.2}."], title="Lampes et phares du Nord",
        identity="none", meeting="CMS/COP12", treaty="CMS", parts=ADOPTED, lang="fr",
    )  # fmt: skip
    return replace_relations(found)


def replace_relations(found: Document) -> Document:

    return replace(found, citations=tuple(replace(one, relation="repeals") for one in found.citations))


def paper(*segments: tuple[str, str, str | None]) -> Document:
    """Segments as (kind, text, the work whose printed number `11.4` or `10.2` is cited in it)."""
    rows, citations = [], []
    for at, (kind, text, work) in enumerate(segments, 1):
        rows.append(Segment(id=f"s{at}", part="main", kind=kind, path=f"p{at}", text=text))  # type: ignore[arg-type]
        if work is not None:
            printed = work.rsplit("/", 1)[1]
            start = text.index(printed)
            citations.append(
                Citation(segment=f"s{at}", start=start, end=start + len(printed), exact=printed, kind="resolution",
                         treaty="CMS", canonical=work)
            )  # fmt: skip
    return Document(
        canonical="UNEP/CMS/COP14/Doc.1", work="UNEP/CMS/COP14/Doc.1", version=None, lang="fr", langs=("fr",), treaty="CMS",
        type="document", symbol=None, title=None, meeting="CMS/COP14", agenda_item=None, identity="stated",
        segments=tuple(rows), citations=tuple(citations),
    )  # fmt: skip


WORK = "CMS/Resolution/11.4"
TWELFTH = [f"{WORK}/Rev.COP12"]
CASES = [
    ("the title right behind the number", [("body", "la Résolution 11.4 Lampes et phares du Nord, adoptée", WORK)], TWELFTH),
    ("quoted, behind small words", [("body", "Résolution 11.4 sur les «lampes et Phares du nord».", WORK)], TWELFTH),
    ("a heading above the heading",
     [("heading", "AMENDEMENTS À LA RÉSOLUTION 11.4", WORK), ("heading", "LAMPES ET PHARES DU NORD", None)], TWELFTH),
    ("its own meeting needs no revision",
     [("body", "Résolution 12.9 Lampes et phares du Nord.", "CMS/Resolution/12.9")], ["CMS/Resolution/12.9"]),
    ("a work of a later meeting", [("body", "Résolution 13.4 Lampes et phares du Nord.", "CMS/Resolution/13.4")], []),
    ("what it repeals it is not", [("body", "Résolution 10.2 Lampes et phares du Nord.", "CMS/Resolution/10.2")], []),
    ("another treaty", [("body", "Resolution 11.4 Lampes et phares du Nord.", "AEWA/Resolution/11.4")], []),
    ("another sentence", [("body", "Voir 11.4. Ensuite: lampes et phares du Nord.", WORK)], []),
    ("another title", [("body", "la Résolution 11.4 Lampes et phares du Sud", WORK)], []),
    ("text below a heading", [("heading", "RÉSOLUTION 11.4", WORK), ("body", "Lampes et phares du Nord", None)], []),
    ("a paper is no norm", [("body", "11.4 Lampes et phares du Nord", "UNEP/CMS/COP11/Doc.1/11.4")], []),
]  # fmt: skip


@pytest.mark.parametrize(("segments", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_offered(segments: list[tuple[str, str, str | None]], expected: list[str], lost: Document) -> None:
    one = unnamed("c", lost)
    assert one is not None
    found = proposals([one], [lost, paper(*segments)])
    assert [proposal.canonical for proposal in found.get("c", ())] == expected


def test_a_held_version_of_the_same_title(lost: Document, document: MakeDocument) -> None:
    one = unnamed("c", lost)
    held = document(f"{WORK}/Rev.COP13", ["Lamps."], title="LAMPES ET PHARES DU NORD")
    assert one is not None
    (proposal,) = proposals([one], [held])["c"]
    assert (proposal.canonical, proposal.where) == (f"{WORK}/Rev.COP12", f"title of {WORK}/Rev.COP13")


def test_what_is_offered_is_shown_as_such(lost: Document) -> None:
    one = unnamed("c", lost)
    assert one is not None
    given = proposals([one], [paper(("body", "Résolution 11.4 Lampes et phares du Nord", WORK))])["c"]
    shown = offered(lost, given)
    assert (shown.canonical, shown.identity, shown.proposed) == (lost.canonical, "proposed", (f"{WORK}/Rev.COP12",))
    assert shown.evidence["canonical"][-1].where == "UNEP/CMS/COP14/Doc.1, p1"
    assert offered(lost, ()) is lost


@pytest.mark.parametrize(
    "given",
    [
        {"identity": "stated"},
        {"meeting": None},
        {"title": "Budget"},  # that of too many
        {"title": None},
        {"parts": (Part(id="main", kind="main", force="proposed"),)},
    ],
)
def test_nothing_is_looked_for(given: dict[str, object], document: MakeDocument) -> None:
    fields = {
        "title": "Lampes et phares du Nord",
        "identity": "none",
        "meeting": "CMS/COP12",
        "treaty": "CMS",
        "parts": ADOPTED,
    }
    assert unnamed("c", document("local/0123456789abcdef", ["Lamps."], **(fields | given))) is None


@pytest.mark.corpus
def test_a_real_resolution_that_lost_its_masthead(shared: Path, configuration: Configuration) -> None:
    documents = {
        file.name[:3]: extract(file, source="local", limits=Limits(), configuration=configuration)
        for file in sorted((shared / "seeds").glob("*.txt"))
    }
    found = [one for one in (unnamed(name, document) for name, document in documents.items()) if one is not None]
    given = proposals(found, documents.values())
    assert {name: [one.canonical for one in known] for name, known in given.items()} == {
        "000": ["CMS/Resolution/11.10/Rev.COP12"]
    }
