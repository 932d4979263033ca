"""Every engine finds the rows that looking at each row finds: for any rows and any plan."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engines.brute_force import BruteForceEngine
from index.engines.protocol import Engine, Found, Manifest, Reader, Request
from index.engines.schema import COLLECTIONS, EngineRow, key_of, order_of
from index.query.plan import (
    All,
    Any,
    Best,
    Boost,
    Constant,
    Everything,
    Fuzzy,
    Node,
    Nothing,
    Phrase,
    Prefix,
    Range,
    Term,
    Values,
)

WORDS = ("fr:a", "fr:b", "en:a", "en:c", "_")
FORMS = ("fffrrr:oiseau", "fffrrr:oiseaux", "eeennn:bird", "eeennn:birds", "eeennn:brids", "fffrrr:8bis", "fffrrr:œ")
VALUES = {"treaty": ("CMS", "CBD", "CITES"), "language": ("en", "fr"), "year": ("2014", "2017")}

values = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
forms = st.lists(st.sampled_from(FORMS), max_size=5).map(" ".join)
keywords = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from(known), max_size=2, unique=True).map(tuple) for name, known in VALUES.items()}
)


@st.composite
def engine_rows(draw: st.DrawFn) -> list[EngineRow]:
    rows = []
    for number in range(draw(st.integers(0, 12))):
        name = f"row {number}"
        rows.append(
            EngineRow(
                id=name,
                order=order_of(draw(st.integers(0, 3)), name),
                group=key_of(f"work {draw(st.integers(0, 3))}"),
                texts={
                    "stems": tuple(draw(st.lists(values, max_size=3))),
                    "exact": tuple(draw(st.lists(forms, max_size=2))),
                    "title": tuple(draw(st.lists(values, max_size=1))),
                },
                keywords={"id": (name,), **draw(keywords)},
                numbers={"day": draw(st.integers(20140000, 20140004))} if draw(st.booleans()) else {},
                source=name.encode(),
            )
        )
    return rows


terms = st.builds(Term, st.sampled_from(("stems", "title")), st.sampled_from(WORDS[:-1]))


@st.composite
def phrases(draw: st.DrawFn) -> Node:
    steps = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    offsets = [0, *(sum(steps[: end + 1]) for end in range(len(steps)))]
    return Phrase("stems", tuple((offset, draw(st.sampled_from(WORDS[:-1]))) for offset in offsets))


bounds = st.none() | st.integers(20140000, 20140004)
leaves = st.one_of(
    terms,
    phrases(),
    st.builds(Prefix, st.just("exact"), st.sampled_from(FORMS).flatmap(lambda form: st.sampled_from([form, form[:-1], form[:8]]))),
    st.builds(Fuzzy, st.just("exact"), st.sampled_from((*FORMS, "eeennn:brd", "fffrrr:bird")), st.integers(1, 2)),
    st.sampled_from(sorted(VALUES)).flatmap(
        lambda name: st.builds(Values, st.just(name), st.lists(st.sampled_from(VALUES[name]), max_size=2).map(tuple))
    ),
    st.builds(Range, st.just("day"), bounds, bounds),
    st.just(Everything()),
    st.just(Nothing()),
)  # fmt: skip


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(All, some, some),
        st.builds(Any, some),
        st.builds(Best, some),
        st.builds(Boost, inner, st.just(2.0)),
        st.builds(Constant, inner, st.sampled_from((0.0, 100.0))),
    )


plans = st.recursive(leaves, _grown, max_leaves=8)
filters = st.dictionaries(st.sampled_from(sorted(VALUES)), st.just(None), max_size=2).flatmap(
    lambda names: st.fixed_dictionaries(
        {
            name: st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=2, unique=True).map(tuple)
            for name in names
        }
    )
)


def opened(engine: Engine, rows: list[EngineRow]) -> Reader:
    writer = engine.begin("gen-000001")
    writer.add("documents", rows)
    writer.finish(
        Manifest(
            generation="gen-000001", engine=engine.name, engine_version="", format=1, analysis="", digest="",
            languages=(), counts=dict.fromkeys(COLLECTIONS, 0), built="",
        )
    )  # fmt: skip
    engine.switch("gen-000001")
    return engine.open("gen-000001")


def is_in_order(found: Found) -> bool:
    places = [(-row.score, -row.order) for row in found.rows]
    return places == sorted(places)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=engine_rows(), asked=st.lists(st.tuples(plans, filters), min_size=1, max_size=25))
def test_sets_totals_facets_and_scores_are_those_of_the_oracle(
    make_engine: Callable[[], Engine], rows: list[EngineRow], asked: list[tuple[Node, dict[str, tuple[str, ...]]]]
) -> None:
    reader, oracle = opened(make_engine(), rows), opened(BruteForceEngine(), rows)
    for plan, chosen in asked:
        request = Request(collection="documents", plan=plan, filters=chosen, facets=tuple(VALUES), need=50)
        found, expected = reader.search(request), oracle.search(request)
        assert found.total == expected.total == len(expected.rows)
        assert found.facets == expected.facets
        scores = {row.order: row.score for row in found.rows}
        assert {row.order: row.group for row in found.rows} == {row.order: row.group for row in expected.rows}
        for row in expected.rows:
            assert math.isclose(scores[row.order], row.score, rel_tol=2e-4, abs_tol=1e-9), plan
        assert is_in_order(found)
    reader.close()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=engine_rows(), asked=st.lists(plans, min_size=1, max_size=10), need=st.integers(0, 5))
def test_the_first_rows_are_the_beginning_of_all_rows(
    make_engine: Callable[[], Engine], rows: list[EngineRow], asked: list[Node], need: int
) -> None:
    reader = opened(make_engine(), rows)
    for plan in asked:
        for by in ("score", "order"):
            everything = reader.search(Request(collection="documents", plan=plan, by=by, need=50))
            first = reader.search(Request(collection="documents", plan=plan, by=by, need=need))
            assert first.rows == everything.rows[:need]
            assert first.total == everything.total
    reader.close()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=engine_rows(), asked=st.lists(plans, min_size=1, max_size=10), need=st.integers(1, 3))
def test_the_best_of_each_group(
    make_engine: Callable[[], Engine], rows: list[EngineRow], asked: list[Node], need: int
) -> None:
    reader = opened(make_engine(), rows)
    groups = [*sorted({row.group for row in rows}), key_of("a group without rows")]
    for plan in asked:
        everything = reader.search(Request(collection="documents", plan=plan, need=50)).rows
        best = reader.best(Request(collection="documents", plan=plan, need=need), groups)
        assert {group: [row.order for row in best[group]] for group in groups} == {
            group: [row.order for row in everything if row.group == group][:need] for group in groups
        }
    reader.close()


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=engine_rows())
def test_stored_records_come_back_as_they_were(make_engine: Callable[[], Engine], rows: list[EngineRow]) -> None:
    reader = opened(make_engine(), rows)
    backwards = rows[::-1]
    assert reader.fetch("documents", [row.order for row in backwards]) == tuple(row.source for row in backwards)
    assert reader.count("documents") == len(rows)
    assert reader.count("paragraphs") == 0
    with pytest.raises(KeyError):
        reader.fetch("documents", [key_of("nothing has this order")])
    reader.close()


def test_many_equal_scores_are_cut_by_order(make_engine: Callable[[], Engine]) -> None:
    rows = [
        EngineRow(
            id=str(number), order=order_of(number, str(number)), group=number, texts={"stems": ("fr:a",)}, keywords={},
            numbers={}, source=b"",
        )
        for number in range(300)
    ]  # fmt: skip
    found = opened(make_engine(), rows).search(Request(collection="documents", plan=Term("stems", "fr:a"), need=7))
    assert found.total == 300
    assert [row.group for row in found.rows] == [299, 298, 297, 296, 295, 294, 293]
