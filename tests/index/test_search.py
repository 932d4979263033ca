"""Searching over small made-up documents: what is found, in which order, with which passages and counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import UsageError
from core.limits import Limits
from core.records.document import Dates, Document, Mark
from core.records.search import SearchAnswer
from index.cursors import Position, write_cursor
from index.search import Searcher

MakeDocument = Callable[..., Document]


@pytest.fixture(scope="module")
def corpus(document: MakeDocument) -> dict[str, Document]:
    dated = [
        document("CMS/Resolution/1.1", ["Conservation of migratory birds", "The bread of life."], meeting="CMS/COP1",
                 title="Conservation of migratory birds", dates=Dates(adopted="1985-10-26")),
        document("CMS/Resolution/1.1", ["Conservation des oiseaux migrateurs", "La douleur, pas le pain."], lang="fr",
                 meeting="CMS/COP1", title="Conservation des oiseaux migrateurs", dates=Dates(adopted="1985-10-26")),
        document("CMS/Resolution/1.1/Rev.COP3", ["Migratory birds and pain", "A plan of action, revised."], meeting="CMS/COP3",
                 title="Migratory birds", dates=Dates(adopted="1991-09-13")),
        document("CMS/Decision/3.2", ["L’espèce migratrice protégée : voir {CMS/Resolution/1.1}.", "Plan d’action de 12.21, 8bis."],
                 lang="fr", type="decision", meeting="CMS/COP3", title="Espèces", dates=Dates(adopted="1991-09-13")),
        document("CBD/Decision/X/2", ["Nothing of that kind.", "See {CMS/Resolution/1.1} and {CMS/Resolution/9.9}."],
                 type="decision", meeting="CBD/COP10", title="A plan", dates=Dates(document="2010")),
        document("local/0123456789abcdef", ["Œuvre pour l’État, fleurs et couleurs."], lang="fr", treaty=None, type=None,
                 symbol=None, identity="none"),
    ]  # fmt: skip
    return {f"{number:064x}": one for number, one in enumerate(dated)}


@pytest.fixture(scope="module")
def searcher(corpus: dict[str, Document], search_over: Callable[..., Searcher]) -> Searcher:
    return search_over(corpus)


def ids(answer: SearchAnswer) -> set[str]:
    return {one for hit in answer.hits for one in (hit.canonical, *hit.also)}


BIRDS, REVISED, DECISION, CBD, LOCAL = (
    "CMS/Resolution/1.1", "CMS/Resolution/1.1/Rev.COP3", "CMS/Decision/3.2", "CBD/Decision/X/2", "local/0123456789abcdef",
)  # fmt: skip


FOUND = [
    ("bird", {BIRDS, REVISED}, "stems"),
    ("oiseau conservation", {BIRDS}, "words of one row"),
    ("oiseau bread", {BIRDS}, "words side by side may stand in two languages of one version"),
    ("pain", {BIRDS, REVISED}, "the French and the English word"),
    ("pain lang:fr", {BIRDS}, "the French word only"),
    ("lang:en pain", {REVISED}, "the English word only"),
    ("espèces migratrices", {DECISION}, "elision, number, accents"),
    ("ESPECES MIGRATRICES", {DECISION}, "capitals"),
    ("l'espèce protegee", {DECISION}, "feminine without accents"),
    ('"plan d\'action"', {DECISION}, "a phrase in French does not match the English one"),
    ('"plan of action"', {REVISED}, "nor the other way round"),
    ('"Plan Of Actions"', set(), "quotes are exact forms, case aside"),
    ('"PLAN OF ACTION"', {REVISED}, "case aside"),
    ("« plan d’action »", {DECISION}, "French quotation marks"),
    ('"of action"', {REVISED}, "stop words are words in quotes"),
    ('"birds The"', set(), "a phrase does not run over the end of a paragraph"),
    ("12.21", {DECISION}, "a number with a point"),
    ("8bis", {DECISION}, "a number with letters"),
    ("oeuvre", {LOCAL}, "œ"),
    ("œuvre etat", {LOCAL}, "œ and elision"),
    ("plan -action", {CBD}, "without a word, in the whole version; the title counts"),
    ("plan NOT revised", {DECISION, CBD}, "without"),
    ("bread OR fleurs", {BIRDS, LOCAL}, "either"),
    ("(bread OU fleurs) SAUF conservation", {LOCAL}, "French operators"),
    ("les oiseaux de la conservation", {BIRDS}, "stop words of one language ask nothing of its rows"),
    ("les plan", {DECISION}, "but in others they are words"),
    ("treaty:cbd", {CBD}, "a field alone"),
    ("treaty:CBD,CMS type:décision", {CBD, DECISION}, "several values, French type"),
    ("cop:3", {REVISED, DECISION}, "number of a meeting"),
    ("meeting:cms/cop3 plan", {REVISED, DECISION}, "id of a meeting"),
    ("meeting:COP10", {CBD}, "its short name"),
    ("year:1985", {BIRDS}, "year"),
    ("year:1990..2010", {REVISED, DECISION, CBD}, "years, a date of which only the year is known too"),
    ("date:1991-09", {REVISED, DECISION}, "month"),
    ("date:1985-10-26..1991-09-12", {BIRDS}, "days"),
    ("-treaty:CMS", {CBD, LOCAL}, "not a field"),
    ("cites:CMS/Resolution/1.1", {DECISION, CBD}, "citing documents"),
    ("cites:CMS/Resolution/9.9", {CBD}, "citing something that is not held"),
    ("migrat*", {BIRDS, REVISED, DECISION}, "a beginning, in all languages"),
    ("brids~1", {BIRDS, REVISED}, "a swap of letters"),
    ("lang:de", set(), "a language that nothing is in"),
    ("xyzzy", set(), "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected", "reason"), FOUND)
def test_found(searcher: Searcher, query: str, expected: set[str], reason: str) -> None:
    answer = searcher.search(query)
    assert ids(answer) == expected, reason
    assert answer.total == len(expected), reason


@pytest.mark.parametrize("query", ["the", "le la les", "of the", "or", "...", "lang:fr le", "(the)", "-the of"])
def test_stop_words_alone_find_nothing_and_say_why(searcher: Searcher, query: str) -> None:
    answer = searcher.search(query)
    assert (answer.total, answer.hits) == (0, ())
    assert any("Nothing was searched for" in note for note in answer.notes)


def test_a_symbol_finds_the_document_first_and_then_who_cites_it(searcher: Searcher) -> None:
    answer = searcher.search("CMS/Resolution/1.1")
    assert (answer.direct, answer.direct_held) == ((BIRDS,), (BIRDS,))
    assert [hit.canonical for hit in answer.hits] == [BIRDS, CBD, DECISION]
    assert answer.hits[0].also == (REVISED,)
    assert answer.total == 4
    (paragraph,) = answer.hits[1].paragraphs
    assert [paragraph.text[start:end] for start, end in paragraph.highlights] == ["CMS/Resolution/1.1"]
    absent = searcher.search("CMS/Resolution/9.9 kind")
    assert (absent.direct, absent.direct_held, ids(absent)) == (("CMS/Resolution/9.9",), (), {CBD})


def test_an_article_is_held_in_the_text_of_its_treaty(
    document: MakeDocument, search_over: Callable[..., Searcher]
) -> None:
    searcher = search_over({"00": document("CMS/Treaty", ["Article III"], type="treaty")})
    found = searcher.search("CMS/Article/III")
    assert (found.direct, found.direct_held) == (("CMS/Article/III",), ("CMS/Treaty",))


def test_facets_ignore_their_own_filter_and_count_rows(searcher: Searcher) -> None:
    answer = searcher.search("", filters={"treaty": ["CMS"], "language": ["fr"]})
    assert ids(answer) == {BIRDS, DECISION}
    facets = {name: {one.value: one.count for one in found} for name, found in answer.facets.items()}
    assert facets["treaty"] == {"CMS": 2}
    assert facets["language"] == {"fr": 2, "en": 2}
    assert facets["type"] == {"resolution": 1, "decision": 1}
    assert facets["year"] == {"1985": 1, "1991": 1}
    everything = searcher.search("")
    assert (everything.total, everything.hits[0].canonical, everything.hits[-1].canonical) == (5, CBD, LOCAL)


def test_best_paragraphs_with_marks(searcher: Searcher) -> None:
    (hit,) = searcher.search("espèces plan").hits
    assert hit.url == "/documents/CMS/Decision/3.2?lang=fr"
    assert {one.path: [one.text[start:end] for start, end in one.highlights] for one in hit.paragraphs} == {
        "1": ["espèce"],
        "2": ["Plan"],
    }
    (hit,) = searcher.search('"plan d’action" 12.21').hits
    assert [[one.text[start:end] for start, end in one.highlights] for one in hit.paragraphs] == [
        ["Plan d’action", "12.21"]
    ]
    (hit,) = searcher.search("oiseau", lang="fr").hits
    assert (hit.title, hit.title_lang, {one.lang for one in hit.paragraphs}) == (
        "Conservation des oiseaux migrateurs",
        "fr",
        {"fr"},
    )
    (hit,) = searcher.search("fleurs -pain").hits
    assert [one.path for one in hit.paragraphs] == ["1"]


def test_deleted_text_is_not_found(document: MakeDocument, search_over: Callable[..., Searcher]) -> None:
    plain = document("CMS/Resolution/1.1", ["Requests old words and new words."])
    marked = [
        Mark(start=9, end=18, kind="deleted"),
        Mark(start=23, end=32, kind="inserted"),
    ]
    from msgspec.structs import replace

    changed = replace(plain, segments=tuple(replace(one, marks=tuple(marked)) for one in plain.segments))
    searcher = search_over({"00": changed})
    assert searcher.search("old").total == 0
    (hit,) = searcher.search("new words").hits
    (paragraph,) = hit.paragraphs
    assert [paragraph.text[start:end] for start, end in paragraph.highlights] == ["new", "words"]


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_pages_to_the_end_give_each_work_once(
    document: MakeDocument, search_over: Callable[..., Searcher], sort: str
) -> None:
    documents = {
        f"{number:02}": document(
            f"CMS/Resolution/1.{number // 2}" + ("/Rev.COP3" if number % 2 else ""), ["Bird " * (1 + number % 5)],
            dates=Dates(adopted=f"{1990 + number % 7}"),
        )
        for number in range(60)
    }  # fmt: skip
    searcher = search_over(documents)
    cursor, seen, folded = None, [], 0
    while True:
        answer = searcher.search("bird", limit=7, cursor=cursor, sort=sort)  # type: ignore[arg-type]
        assert answer.total == 60
        seen += [hit.canonical.removesuffix("/Rev.COP3") for hit in answer.hits]
        folded += sum(len(hit.also) for hit in answer.hits)
        if sort == "date":
            dates = [hit.date for hit in answer.hits]
            assert dates == sorted(dates, reverse=True)
        cursor = answer.cursor
        if cursor is None:
            break
    assert (len(seen), len(set(seen)), folded) == (30, 30, 30)


def test_a_page_beyond_the_window_says_so(document: MakeDocument, search_over: Callable[..., Searcher]) -> None:
    documents = {f"{number:02}": document(f"CMS/Resolution/1.{number}", ["Bird."]) for number in range(9)}
    searcher = search_over(documents, limits=Limits(result_window=4))
    answer = searcher.search("bird", limit=8)
    assert (len(answer.hits), answer.total, answer.cursor) == (4, 9, None)
    assert any("first 4 hits" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"query": "x" * 2_001}, "2001 characters"),
        ({"query": "x", "filters": {"colour": ["red"]}}, "no facet"),
        ({"query": "x", "sort": "size"}, "no order"),
        ({"query": "x", "limit": -1}, "cannot be -1"),
        ({"query": "x", "cursor": "!!"}, "cursor"),
        ({"query": "x", "cursor": "AAAA"}, "cursor"),
    ],
)
def test_wrong_questions_are_told(searcher: Searcher, arguments: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        searcher.search(**arguments)  # type: ignore[arg-type]


def test_a_forged_cursor_opens_nothing(searcher: Searcher) -> None:
    asked = ("x", None, "relevance", {})
    for generation in ("../../etc", "gen-000099", "", "\x00"):
        with pytest.raises(UsageError, match="changed"):
            searcher.search("x", cursor=write_cursor(Position(generation, 0), asked))


def test_a_language_without_text_is_told(searcher: Searcher) -> None:
    answer = searcher.search("bird", lang="de")
    assert answer.total == 0
    assert any("there are: en, fr" in note for note in answer.notes)


def test_a_cursor_belongs_to_its_question(searcher: Searcher) -> None:
    cursor = searcher.search("", limit=1).cursor
    with pytest.raises(UsageError, match="another query"):
        searcher.search("bird", limit=1, cursor=cursor)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.one_of(st.text(max_size=40), st.text('ab "«»():-~*ETOUNO,.\ud800\x00', max_size=40)))
def test_any_text_is_answered(searcher: Searcher, query: str) -> None:
    answer = searcher.search(query)
    assert answer.query == query
    assert 0 <= answer.total <= 5


LEAVES = (
    "bird",
    "oiseau",
    "pain",
    "plan",
    "conservation",
    '"plan of action"',
    "treaty:CMS",
    "migrat*",
    "CMS/Resolution/1.1",
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=st.sampled_from(LEAVES), other=st.sampled_from(LEAVES))
def test_operators_combine_sets_of_rows(searcher: Searcher, one: str, other: str) -> None:
    def found(query: str) -> set[str]:
        return ids(searcher.search(query))

    assert found(f"{one} AND {other}") == found(f"{one} {other}") == found(one) & found(other)
    assert found(f"{one} OR {other}") == found(one) | found(other)
    assert found(f"{one} NOT {other}") == found(one) - found(other)
