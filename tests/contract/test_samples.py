"""The samples in every engine: what each kind of question must find, and the same answer as the oracle's to all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from core.configuration import Configuration
from core.limits import Limits
from core.records.document import Document
from core.records.search import SearchAnswer
from index.analysis import Analyser
from index.encode import citation_row, document_row, paragraph_row
from index.engines.brute_force import BruteForceEngine
from index.engines.protocol import Engine
from index.generations import Batch, build
from index.held import corpus_of, head_of
from index.links import link
from index.query.lexer import FindSymbols
from index.rows import Source, rows_of
from index.search import PARAGRAPHS, Searcher
from index.stage import link_rules
from index.symbol_finding import symbol_finder
from jobs.extract import extract

R34, REVISED, R25, DECISION, PAPER, REPORT, RULES = (
    "CSKW/Resolution/3.4", "CSKW/Resolution/3.4/Rev.COP4", "CSKW/Resolution/2.5", "CSKW/Decision/4.11", "CSKW/COP4/Doc.7.2",
    "CSKW/COP4/Inf.3", "CSKW/COP4/Doc.8.1",
)  # fmt: skip
WHALES = {R34, REVISED, R25, DECISION, PAPER, REPORT}
ALL = WHALES | {RULES}
NBSP = "\N{NO-BREAK SPACE}"

ASKED: dict[str, list[tuple[str, set[str]]]] = {
    "term": [("illumination", WHALES - {DECISION, R25}), ("octaves", {REPORT}), ("AMBRÉ", {R25, REVISED}), ("zeppelin", set())],
    "AND": [("register obstacles", {PAPER}), ("register AND course", {DECISION}), ("largeur ET cartes", {PAPER, REVISED})],
    "OR": [("octaves OR course", {REPORT, DECISION}), ("octaves OU tracé", {REPORT, DECISION})],
    "NOT": [
        ("NOT register", {R34, R25, REPORT, RULES}), ("register -calves", {DECISION, PAPER}),
        ("registre SAUF jeunes", {DECISION, PAPER}),
    ],
    "nested": [
        ("(octaves OR course) NOT (Straits OR amber)", {DECISION}),
        ("NOT (register OR (octaves whales))", {R34, R25, RULES}),
        ("registre ET (tracé OU NOT (jeunes OU calves))", {DECISION, PAPER}),
    ],
    "phrase": [
        ('"aerial corridors"', WHALES - {R25}), ('"corridors aerial"', set()),
        ("«\u202fcouloir aérien\u202f»", {PAPER, REVISED}),
    ],
    "phrase over stop words": [
        ('"along the migration"', {R34, REVISED, PAPER}), ('"le long des couloirs"', {R25, PAPER, REVISED}),
        ('"from the ground"', {REPORT}),
    ],
    "slop": [
        ('"corridors whales"~5', {R34, REVISED, PAPER}), ('"register corridors"~2', {DECISION, PAPER, REVISED}),
        ('"migration whales"~1', set()), ('"migration whales"~3', {R34, REVISED, PAPER}),
        ('"whales migration"~5', {R34, REVISED, PAPER}), ('"registre couloirs aériens"~2', {DECISION, PAPER, REVISED}),
    ],
    "prefix": [("octav*", {REPORT}), ("amarr*", {R25, PAPER, REVISED}), ("zep*", set())],
    "phrase with prefix": [
        ('"aerial corr*"', WHALES - {R25}), ('"sky whal*"', {R34, REVISED, PAPER, RULES}), ('"course its wid*"', set()),
    ],
    "fuzzy 1": [("octavse~1", {REPORT}), ("ambré~1", WHALES - {DECISION, PAPER, R34}), ("ocatvse~1", set())],
    "fuzzy 2": [("ocatvse~2", {REPORT}), ("enchevètremant~2", {R25})],
    "fields": [
        ("type:decision", {DECISION}), ("type:résolution", {R34, REVISED, R25}), ("treaty:CSKW", ALL),
        ("treaty:CMS", set()),
        ("cop:4", {REVISED, DECISION, PAPER, REPORT, RULES}), ("cop:2..3", {R34, R25}), ("meeting:CSKW/COP3", {R34}),
        ("year:2019", {R34}), ("année:2015..2019", {R34, R25}), ("year:2020..", {REVISED, DECISION, PAPER, REPORT, RULES}),
        ("date:..2019-06", {R34, R25}), ("date:2023-06", {REPORT}), ("lang:en", ALL - {R25}),
        ("langue:fr", ALL - {R34, REPORT}),
        ("cites:CMS/Resolution/12.9", {R34, REVISED, PAPER, REPORT}),
        ('cite:"CBD Decision 15/4"', {REVISED, PAPER, REPORT}),
        ("mentions:CMS", {R34, REVISED, PAPER, REPORT}), ("mentionne:cskw", WHALES), ("mentions:CITES", set()),
        ("body:CSKW/COP", ALL), ("organe:stc", {PAPER, RULES}), ("body:CMS/StC mentions:CBD", {PAPER}),
        ("-type:resolution lang:fr", {DECISION, PAPER, RULES}),
    ],
    "numbers": [("12.9", {R34, REVISED, PAPER, REPORT}), ("15/4", {REVISED, PAPER, REPORT}), ('"2bis"', set())],
    "no-break spaces": [
        (f"aerial{NBSP}corridors", WHALES - {R25}), (f'"aerial{NBSP}corridors"', WHALES - {R25}),
        (f"treaty:CSKW{NBSP}octaves", {REPORT}),
    ],
    "ligatures": [("œuvre", {PAPER}), ("oeuvre", {PAPER}), ('"MISE EN ŒUVRE"', {PAPER}), ('"mise en oeuvr*"', {PAPER})],
    "elisions": [
        ("l'éclairage", {R25, PAPER, REVISED}), ("l’éclairage", {R25, PAPER, REVISED}),
        ("eclairage", {R25, PAPER, REVISED}),
        ('"points d\'amarrage"', {R25, PAPER, REVISED}), ('"points d’amarrage"', {R25, PAPER, REVISED}),
        ("d’amarr*", {R25, PAPER, REVISED}),
    ],
    "symbols": [
        (spelling, WHALES - {R25} | {RULES})
        for spelling in ("CSKW/Resolution 3.4", "CSKW Résolution 3.4", "cskw/res.3.4", "CSKW/Resolution/3.4")
    ]
    + [
        (spelling, {REPORT, PAPER, REVISED})
        for spelling in ("CSKW/COP4/Inf.3", "cskw/cop4/inf 3", "CSKW/CoP4/Inf. 3", '"CSKW/COP4/Inf.3"')
    ],
}  # fmt: skip


class SampleCorpus(Struct, frozen=True):
    documents: dict[str, Document]
    """By the sha256 of the file, made up: the file's place in the order of names."""
    configuration: Configuration
    analyser: Analyser

    def batches(self, without: str = "") -> Iterator[Batch]:
        """All rows, made as the stages make them; those of the files of one document left out where its id is given."""
        documents = {key: one for key, one in self.documents.items() if one.canonical != without}
        links = link(documents, link_rules(self.configuration))
        names = {key: (f"/samples/{key}",) for key in documents}
        for version in corpus_of(head_of(key, one) for key, one in documents.items()).versions.values():
            sources = {
                held.content: Source(
                    document=documents[held.content],
                    names=names[held.content],
                    links=tuple(one for one in links if one.content == held.content),
                )
                for held in version.primaries
            }
            rows = rows_of(version, sources, names)
            yield "documents", [document_row(rows.document, rows.paragraphs, self.analyser)]
            yield "paragraphs", [paragraph_row(row, self.analyser) for row in rows.paragraphs]
            yield "citations", [citation_row(row) for row in rows.citations]


def read_samples(folder: Path, configuration: Configuration, analyser: Analyser) -> SampleCorpus:
    files = [path for path in sorted(folder.iterdir()) if not path.name.endswith(".meta.yml")]
    documents = {
        f"{number:064x}": extract(file, source="local", limits=Limits(), configuration=configuration)
        for number, file in enumerate(files)
    }
    return SampleCorpus(documents, configuration, analyser)


@pytest.fixture(scope="module")
def samples(root: Path, configuration: Configuration, analyser: Analyser) -> SampleCorpus:
    return read_samples(root / "samples" / "documents", configuration, analyser)


@pytest.fixture(scope="module")
def find_symbols(configuration: Configuration) -> FindSymbols:
    return symbol_finder(configuration)


def searcher_of(engine: Engine, samples: SampleCorpus, find_symbols: FindSymbols) -> Searcher:
    build(engine, samples.batches(), analyser=samples.analyser, digest="")
    return Searcher(engine, samples.analyser, find_symbols, Limits())


@pytest.fixture
def pair(
    make_engine: Callable[[], Engine], samples: SampleCorpus, find_symbols: FindSymbols
) -> Iterator[tuple[Searcher, Searcher]]:
    """The engine and the oracle over the same rows."""
    with (
        searcher_of(make_engine(), samples, find_symbols) as one,
        searcher_of(BruteForceEngine(), samples, find_symbols) as oracle,
    ):
        yield one, oracle


def ids(answer: SearchAnswer) -> set[str]:
    return {one for hit in answer.hits for one in (hit.canonical, *hit.also)}


def said(answer: SearchAnswer, *, in_order: bool) -> object:
    """What engines agree on to the last sign. By relevance, the order of nearly equal hits, which version stands for its
    work, and which three paragraphs are the best may hang on the last digit of a score."""
    marked = {
        hit.canonical: {(one.id, one.highlights) for one in hit.paragraphs}
        for hit in answer.hits
        if not hit.also and len(hit.paragraphs) < PARAGRAPHS
    }
    order = [hit.canonical for hit in answer.hits] if in_order else None
    return answer.total, answer.facets, answer.direct, answer.understood, answer.notes, ids(answer), marked, order


def test_each_kind_of_question_finds_what_it_must(pair: tuple[Searcher, Searcher]) -> None:
    one, _ = pair
    wrong = []
    for kind, asked in ASKED.items():
        for query, expected in asked:
            answer = one.search(query, limit=50)
            if (ids(answer), answer.total) != (expected, len(expected)):
                wrong.append((kind, query, sorted(ids(answer) ^ expected), answer.total))
    assert wrong == []


def test_answers_are_the_oracles(pair: tuple[Searcher, Searcher]) -> None:
    chosen = {"filters": {"type": ["resolution"], "language": ["fr"]}}
    named = {"filters": {"mentions": ["CBD", "CITES"], "body": ["CSKW/COP"]}}
    options: list[dict[str, Any]] = [{}, {"lang": "fr"}, {"sort": "date"}, chosen, named]
    wrong = []
    for query in [query for asked in ASKED.values() for query, _ in asked]:
        for option in options:
            found, expected = (each.search(query, limit=50, **option) for each in pair)
            in_order = option.get("sort") == "date"
            if said(found, in_order=in_order) != said(expected, in_order=in_order):
                wrong.append((query, option, said(found, in_order=in_order), said(expected, in_order=in_order)))
    assert wrong == []


def test_a_facet_is_counted_without_its_own_filter(pair: tuple[Searcher, Searcher]) -> None:
    for each in pair:
        answer = each.search("lang:fr", filters={"type": ["decision"]}, limit=50)
        facets = {name: {one.value: one.count for one in found} for name, found in answer.facets.items()}
        assert ids(answer) == {DECISION}
        assert facets["type"] == {"decision": 1, "document": 2, "resolution": 2}
        assert facets["language"] == {"en": 1, "fr": 1}
        assert facets["year"] == {"2023": 1}


def test_versions_of_a_work_are_one_hit(pair: tuple[Searcher, Searcher]) -> None:
    for each in pair:
        hits = {hit.canonical: hit.also for hit in each.search("type:resolution", limit=50).hits}
        assert hits == {REVISED: (R34,), R25: ()}
        assert each.search("type:resolution", limit=1).total == 3


def test_by_date_the_latest_comes_first(pair: tuple[Searcher, Searcher]) -> None:
    for each in pair:
        dates = [hit.date or "" for hit in each.search("corridor*", sort="date", limit=50).hits]
        assert len(dates) == 4
        assert dates == sorted(dates, reverse=True)


def test_pages_to_the_end(pair: tuple[Searcher, Searcher]) -> None:
    for each in pair:
        for query, sort, total in (
            ("corridor OR couloir", "relevance", 6),
            ("corridor OR couloir", "date", 6),
            ("", "relevance", 7),
        ):
            whole = [hit.canonical for hit in each.search(query, sort=sort, limit=50).hits]  # type: ignore[arg-type]
            cursor, seen = None, []
            while True:
                answer = each.search(query, sort=sort, limit=2, cursor=cursor)  # type: ignore[arg-type]
                seen += [hit.canonical for hit in answer.hits]
                assert answer.total == total
                cursor = answer.cursor
                if cursor is None:
                    break
            assert seen == whole
            assert len(set(seen)) == total - 1, "two versions of one work are one hit"


def test_what_is_gone_is_not_found_and_what_comes_back_is(
    make_engine: Callable[[], Engine], samples: SampleCorpus, find_symbols: FindSymbols
) -> None:
    engine = make_engine()
    with searcher_of(engine, samples, find_symbols) as searcher:
        assert ids(searcher.search("octaves")) == {REPORT}
        first = searcher.search("", limit=1)
        build(engine, samples.batches(without=REPORT), analyser=samples.analyser, digest="")
        answer = searcher.search("octaves")
        assert (answer.total, answer.hits) == (0, ())
        assert searcher.search("").total == 6
        assert searcher.search("CSKW/COP4/Inf.3").direct_held == ()
        assert searcher.search("", limit=1, cursor=first.cursor).total == 7, (
            "the next page is of the index of the first"
        )
        build(engine, samples.batches(), analyser=samples.analyser, digest="")
        assert ids(searcher.search("octaves")) == {REPORT}
        assert searcher.search("").total == 7
