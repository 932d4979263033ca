"""The governing verb decides what a text does to what it cites."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from core.symbols.finder import find
from core.symbols.grammar import Grammar

_SENTENCES = [
    (group, *row)
    for group, rows in yaml.safe_load(Path(__file__).with_name("relations.yml").read_text(encoding="utf-8")).items()
    for row in rows
]


@pytest.mark.parametrize(
    ("group", "home", "text", "relations", "reason"),
    _SENTENCES,
    ids=[f"{row[0]}-{number}" for number, row in enumerate(_SENTENCES)],
)
def test_relations_of_a_sentence(
    group: str, home: str, text: str, relations: list[str | None], reason: str, grammar: Grammar
) -> None:
    assert [one.relation for one in find(text, lang=None, home=home, grammar=grammar)] == relations, reason


@pytest.mark.parametrize(
    ("text", "relations", "reason"),
    [
        ("Recalling Resolution 12.3 and Resolution 12.4,", ["recalls", "recalls"], "a list inherits"),
        ("Rappelant la Résolution 7.9 sur les lions, ainsi que la Résolution 8.11,", ["recalls", "recalls"], "French"),
        ("27. Abroge la Résolution 7.9, la Résolution 8.11 et la Résolution 9.6.", ["repeals"] * 3, "repeal list"),
        ("Note que la présente Résolution abroge la Résolution 7.9", ["repeals"], "the nearer verb"),
        ("de supprimer les Décisions 13.9 et 13.10", ["repeals", "repeals"], "infinitive"),
        (
            "delete Decision 13.9 and retain Decision 13.10",
            ["repeals", None],
            "what is kept is not repealed with its neighbour",
        ),
        ("supprimer la Décision 13.9 et maintenir la Décision 13.10", ["repeals", None], "nor in French"),
        ("delete Decision 13.9 and to renew Decision 13.3", ["repeals", "extends"], "a second verb of its own"),
        (
            "supprimer la Décision 13.9 et réviser la Résolution 11.9",
            ["repeals", "amends"],
            "an infinitive after the first",
        ),
        (
            "d'adopter les projets d'amendements à la Résolution 11.10 (Rev.COP13)",
            ["amends"],
            "amendments, not adoption",
        ),
        ("par l'adoption de la Résolution 11.10", ["adopts"], "noun"),
        (
            "Welcoming the report on synergies (UNEP/CMS/COP13/Doc.18) made by the Secretariat",
            ["welcomes"],
            "in brackets",
        ),
        ("Pursuant to decision 2/CMP.8", ["implements"], "basis"),
        (
            "recalling further that in accordance with Resolution 12.3 the date was moved",
            ["recalls"],
            "the paragraph's verb",
        ),
        ("Supersedes Resolution 12.3", ["replaces"], "replaces"),
        ("comme indiqué dans la Résolution 11.11", ["cites"], "place"),
        ("See Resolution 11.11", ["cites"], "see"),
        ("la mise en œuvre de la décision 13.9", ["implements"], "œ"),
        ("la mise en oeuvre de la décision 13.9", ["implements"], "oe"),
        ("the list amended by Resolution 12.3", [None], "passive: the resolution is the agent"),
        ("Rappelant la Résolution 11.11, qui invitait à lire la Résolution 12.3", ["recalls", None], "relative clause"),
        ("Resolution 12.3 is long", [None], "no verb before"),
        ("It was adopted. Resolution 12.3 is long", [None], "another sentence"),
    ],
)
def test_relation(text: str, relations: list[str | None], reason: str, grammar: Grammar) -> None:
    found = find(text, lang=None, home="CMS", grammar=grammar)
    assert [one.relation for one in found] == relations, reason


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("paragraph 13 of decision 1/CP.16", "paragraph 13"),
        ("decision 1/CP.16, paragraph 70", "paragraph 70"),
        ("annex II to decision 1/CP.16", "annex II"),
        ("le paragraphe 5 de la décision 1/CP.16", "paragraphe 5"),
        ("decision 1/CP.16 is long", None),
        ("the annex to decision 1/CP.16", "annex"),
        ("para. 1(e) of annex II to decision 1/CP.16", "para. 1(e) of annex II"),
        ("decision 1/CP.16, paragraph 2 of its annex", "paragraph 2 of its annex"),
        ("décision 1/CP.16, paragraphe 4 de l'annexe II", "paragraphe 4 de l'annexe II"),
        ("decision 1/CP.16, annex, para. 64(b)", "annex, para. 64(b)"),
        ("paragraph 5 of decision 1/CP.16, para. 75 of the guidelines", "paragraph 5"),
        ("decision 1/CP.16 paragraphe 4, and more", "paragraphe 4"),
    ],
)
def test_pin(text: str, pin: str | None, grammar: Grammar) -> None:
    assert [one.pin for one in find(text, lang=None, home="UNFCCC", grammar=grammar)] == [pin]


@pytest.mark.parametrize("text", ["decisions 9/CP.19 to 15/CP.19", "décisions 9/CP.19 à 15/CP.19", "9/CP.19–15/CP.19"])
def test_range(text: str, grammar: Grammar) -> None:
    assert [one.range for one in find(text, lang=None, home=None, grammar=grammar)] == [True, True]


def test_a_list_is_no_range(grammar: Grammar) -> None:
    found = find("decisions 9/CP.19 and 15/CP.19", lang=None, home=None, grammar=grammar)
    assert [one.range for one in found] == [False, False]
