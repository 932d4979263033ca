"""Names of treaties and bodies as entities. Sentences are ours, on the fictional convention and on names that are facts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.bodies import Bodies
from core.configuration import Configuration
from core.records.document import Entity, Mark, Segment, SegmentKind
from core.symbols.finder import find
from core.symbols.grammar import Grammar
from extract.understand.entities import EntityFinder

ROOT = Path(__file__).resolve().parents[3]
NBSP = "\N{NO-BREAK SPACE}"
SOFT = "\N{SOFT HYPHEN}"


@pytest.fixture(scope="module")
def grammar(configuration: Configuration) -> Grammar:
    return Grammar.load(configuration)


@pytest.fixture(scope="module")
def finder(configuration: Configuration, grammar: Grammar) -> EntityFinder:
    return EntityFinder(grammar.treaties, Bodies.load(configuration, grammar.treaties))


def _segment(text: str, *, kind: SegmentKind = "body", marks: tuple[Mark, ...] = ()) -> Segment:
    return Segment(id="s1", part="main", kind=kind, path="p1", text=text, marks=marks)


def _named(finder: EntityFinder, text: str, home: str | None = "CSKW") -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.id) for one in finder.find([_segment(text)], home)]


@pytest.mark.parametrize(
    ("text", "home", "expected", "why"),
    [
        ("The Convention on the Conservation of Sky Whales holds.", None,
         [("Convention on the Conservation of Sky Whales", "CSKW")], "full name"),
        ("LA CONVENTION SUR LA CONSERVATION DES BALEINES CELESTES", None,
         [("CONVENTION SUR LA CONSERVATION DES BALEINES CELESTES", "CSKW")], "capitals lose accents"),
        ("under the convention on biological diversity", None,
         [("convention on biological diversity", "CBD")], "a full name is no other word"),
        (f"the Convention{NBSP}on  Biological Diver{SOFT}sity", None, [(f"Convention{NBSP}on  Biological Diver{SOFT}sity", "CBD")],
         "noise of extraction"),
        ("as CITES says; the report cites nothing", None, [("CITES", "CITES")], "a verb is no treaty"),
        ("les pays cités et l'AEWA", None, [("AEWA", "AEWA")], "elision, and a participle"),
        ("sites of Ramsar, and a ramsar", None, [("Ramsar", "RAMSAR")], "printed as the configuration prints it"),
        ("the United Nations General Assembly and a general assembly", None,
         [("United Nations General Assembly", "UNGA")], "a body with a row of its own"),
        ("the Cartagena Protocol on Biosafety to the Convention on Biological Diversity", None,
         [("Cartagena Protocol on Biosafety to the Convention on Biological Diversity", "CARTAGENA")], "the longest name wins"),
        ("asks the Standing Committee to meet", "CSKW", [("Standing Committee", "CSKW/StC")], "of the home treaty"),
        ("asks the Standing Committee to meet", None, [], "nothing says whose"),
        ("the Standing Committee of CITES met", "CSKW",
         [("Standing Committee", "CITES/SC"), ("CITES", "CITES")], "named behind"),
        ("the CMS Scientific Council met", "CSKW", [("CMS", "CMS"), ("Scientific Council", "CMS/ScC")], "named before"),
        ("le Comité permanent de la CITES", "CMS",
         [("Comité permanent", "CITES/SC"), ("CITES", "CITES")], "French, named behind"),
        ("la Conférence des Parties à la Convention sur la diversité biologique", "CSKW",
         [("Conférence des Parties", "CBD/COP"), ("Convention sur la diversité biologique", "CBD")], "behind, in words"),
        ("the Conference of the Parties serving as the meeting of the Parties to the Kyoto Protocol", "UNFCCC",
         [("Conference of the Parties serving as the meeting of the Parties", "KYOTO/CMP"), ("Kyoto Protocol", "KYOTO")],
         "the longest name of a body"),
        ("the SBSTTA and the sbstta", "CMS", [("SBSTTA", "CBD/SBSTTA")], "means one body wherever it stands"),
        ("a COP-MOP", None, [("COP-MOP", "CARTAGENA/COP-MOP")], "alone it is the first one's"),
        ("a COP-MOP", "NAGOYA", [("COP-MOP", "NAGOYA/COP-MOP")], "the home treaty's before the first"),
        ("the CITESX and XCITES", None, [], "a part of a word is no name"),
        ("", None, [], "nothing"),
        ("\ud800 CMS (((", None, [("CMS", "CMS")], "half a character"),
    ],
)  # fmt: skip
def test_names(finder: EntityFinder, text: str, home: str | None, expected: list[tuple[str, str]], why: str) -> None:
    assert _named(finder, text, home) == expected, why


def test_kinds(finder: EntityFinder) -> None:
    found = finder.find([_segment("CMS, UNGA and the Standing Committee")], "CSKW")
    assert [(one.id, one.kind) for one in found] == [("CMS", "treaty"), ("UNGA", "body"), ("CSKW/StC", "body")]
    assert {one.segment for one in found} == {"s1"}


def test_mastheads_and_deleted_words_name_nobody(finder: EntityFinder) -> None:
    text = "CITES and CMS"
    assert finder.find([_segment(text, kind="masthead")], None) == ()
    deleted = Mark(start=0, end=5, kind="deleted")
    assert finder.find([_segment(text, marks=(deleted,))], None) == (
        Entity(segment="s1", start=10, end=13, kind="treaty", id="CMS"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Recalling decision X/2 of the Convention on Biological Diversity and Resolution 12.3 of CMS",
        "rappelant la résolution 3.4 de l'AEWA et la décision VII/19 de la Convention de Bâle",
    ],
)
def test_a_citation_takes_its_treaty_from_an_entity(finder: EntityFinder, grammar: Grammar, text: str) -> None:
    citations = find(text, lang="en", home="CSKW", grammar=grammar)
    assert len(citations) == 2
    assert [one.treaty for one in citations] == [id_ for _, id_ in _named(finder, text)]


def test_searching_resolving_and_serving_never_load_it() -> None:
    modules = (
        "jobs.commands.search, jobs.commands.resolve, jobs.commands.serve, search_api.app, index.search, index.resolve"
    )
    found = subprocess.run(
        [sys.executable, "-c", f"import {modules}, sys; print('spacy' in sys.modules)"],
        capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert found.stdout.strip() == "False"
