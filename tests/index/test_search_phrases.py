"""Phrases with a distance or an open end, fields that are not answered yet, and how a query is said again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.records.document import Document
from core.records.search import SearchAnswer
from index.search import Searcher

MakeDocument = Callable[..., Document]
A, B, C, D = (f"CMS/Resolution/1.{number}" for number in range(1, 5))


@pytest.fixture(scope="module")
def searcher(document: MakeDocument, search_over: Callable[..., Searcher]) -> Searcher:
    dated = [
        document(A, ["The plan guides early action.", "Loss and damage of habitats."]),
        document(B, ["Action follows the plan at once.", "Conservation of migratory species."]),
        document(C, ["The plan of action names a plan.", "Conservation of migrants and others."]),
        document(D, ["Le plan guide d’abord l’action.", "Conservation des espèces migratrices, 12.21 et 12.25."], lang="fr"),
    ]  # fmt: skip
    return search_over({f"{number:02}": one for number, one in enumerate(dated)})


def ids(answer: SearchAnswer) -> set[str]:
    return {hit.canonical for hit in answer.hits}


FOUND = [
    ('"plan action"', set(), "side by side"),
    ('"plan action"~1', {C}, "one word between"),
    ('"plan action"~2', {A, C, D}, "two words between; elided d’ and l’ are none"),
    ('"plan action"~3', {A, C, D}, "plan three places behind action counts as four"),
    ('"plan action"~4', {A, B, C, D}, "the other way round"),
    ('"action plan"~3', {B, C}, "the other way round again: what stands before counts two more"),
    ('"plan guides action"~1', {A}, "each two of three words, with the words between them in the phrase"),
    ('"plan guides action"~0', set(), "distance 0 is a phrase"),
    ('"PLAN Äction"~2', {A, C, D}, "case and accents aside"),
    ('"plan"~3', {A, B, C, D}, "one word is near itself"),
    ('-"plan action"~2', {B}, "excluded"),
    ('"plan action"~2 lang:fr', {D}, "in one language"),
    ('"conservation of migr*"', {B, C}, "an open end"),
    ('"conservation of migratory*"', {B}, "the word itself counts"),
    ('"des espèces migr*" OR "loss and dam*"', {A, D}, "stop words are words in it"),
    ('"migr*"', {B, C, D}, "one word only"),
    ("12.2*", {D}, "a number cut at its point: the last part is the beginning"),
    ('"d’abord l’act*"', {D}, "elisions in it"),
    ("damage~2 loss", {A}, "a similar word"),
    ("dmaaeg~2", {A}, "two swaps"),
    ("dmaaeg~1", set(), "are not one"),
]


@pytest.mark.parametrize(("query", "expected", "reason"), FOUND)
def test_found(searcher: Searcher, query: str, expected: set[str], reason: str) -> None:
    answer = searcher.search(query)
    assert ids(answer) == expected, reason
    assert answer.notes == (), reason


@pytest.mark.parametrize(
    ("query", "expected", "said"),
    [
        ('x "plan of plan"~2', set(), "“plan” stands twice in a phrase with ~2, which cannot be looked for; write it once"),
        ('"Plan plan"~2', set(), "stands twice"),
        ('bread OR "plan plan"~2', set(), "stands twice"),
        ('conservation -"plan plan"~2', {B, C, D}, "stands twice"),
        ('"l’action l’plan"~1 OR loss', {A}, "or leave out ~1. So it was not looked for in text in: en. (character 1)"),
        (f'"{" ".join("abcdefghijklm")}"~2', set(), "At most 12 words"),
        ("plan in_effect:yes", {A, B, C, D}, "asks which decisions are in effect, which is not known yet; it is left out."),
        ("plan demandé:Parties", {A, B, C, D}, "asked: asks who is asked to act, which is not known yet"),
        ("plan due:2020", {A, B, C, D}, "due: asks until when something is asked, which is not known yet"),
        ("plan year:soon", set(), "year:soon is no year; write year:2014, year:2010..2015 or year:2010.."),
        ("date:2014-13", set(), "date:2014-13 is no date"),
        ("date:..", set(), "date:.. is no date"),
        ("plan cites:nothing", set(), "“nothing” is no symbol that is known"),
        ("plan lang:de", set(), "No document is in de; there are: en, fr. (character 6)"),
        ("plan-action~1", set(), "plan-action~ is more than one word; ~ is left out. (character 1)"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_mend_and_their_place(
    searcher: Searcher, query: str, expected: set[str], said: str
) -> None:
    answer = searcher.search(query)
    assert ids(answer) == expected
    assert any(said in note for note in answer.notes), answer.notes


def test_words_near_one_another_are_marked(searcher: Searcher) -> None:
    hits = {hit.canonical: hit for hit in searcher.search('"plan action"~2').hits}
    marked = {
        name: [[one.text[start:end] for start, end in one.highlights] for one in hit.paragraphs]
        for name, hit in hits.items()
    }
    assert marked == {A: [["plan", "action"]], C: [["plan", "action"]], D: [["plan", "action"]]}
    (hit,) = searcher.search('"d’abord l’act*"').hits
    assert [[one.text[start:end] for start, end in one.highlights] for one in hit.paragraphs] == [["abord l’action"]]


def test_a_phrase_with_a_distance_weighs_as_its_words_do(searcher: Searcher) -> None:
    near = {hit.canonical: hit.score for hit in searcher.search('"plan action"~4').hits}
    words = {hit.canonical: hit.score for hit in searcher.search('"plan" "action"').hits}
    assert near == words


@pytest.mark.parametrize(
    ("query", "english", "french"),
    [
        ("loss and damage", "loss AND damage", "loss ET damage"),
        ("treaty:CMS plan OR action", "(treaty:CMS AND plan) OR action", "(traité:CMS ET plan) OU action"),
        ('les "les espèces"', '"les espèces"', '"les espèces"'),
        ("the", "", ""),
    ],
)
def test_said_again_without_words_that_ask_for_nothing(
    searcher: Searcher, query: str, english: str, french: str
) -> None:
    assert searcher.search(query).understood == english
    assert searcher.search(query, said_in="fr").understood == french
