"""Every engine finds the rows that looking at each row finds: for any rows and any plan."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from index.engines.brute_force import BruteForceEngine
from index.engines.protocol import Engine, Found, Grouped, Keyed, Manifest, Reader, Record, Request
from index.engines.schema import COLLECTIONS, EngineRow, key_of, order_of
from index.query.plan import (
    All,
    Any,
    Best,
    Boost,
    Constant,
    Everything,
    Fuzzy,
    Near,
    Node,
    Nothing,
    Phrase,
    PhrasePrefix,
    Prefix,
    Range,
    Term,
    Values,
)

WORDS = ("fr:a", "fr:b", "en:a", "en:c", "_")
FORMS = ("fffrrr:oiseau", "fffrrr:oiseaux", "eeennn:bird", "eeennn:birds", "eeennn:brids", "fffrrr:8bis", "fffrrr:œ")
VALUES = {"treaty": ("CMS", "CBD", "CITES"), "language": ("en", "fr"), "year": ("2014", "2017")}


class Made:
    """Rows and plans from a seed: dense enough that most plans have hits, and different hits."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def some(self, known: Sequence[str], low: int, high: int) -> list[str]:
        return [self._random.choice(known) for _ in range(self._random.randint(low, high))]

    def rows(self) -> list[EngineRow]:
        return [self._row(f"row {number}") for number in range(self._random.choice((0, 1, 12, 25)))]

    def _row(self, name: str) -> EngineRow:
        draw = self._random
        return EngineRow(
            id=name,
            order=order_of(draw.randint(0, 3), name),
            group=key_of(f"work {draw.randint(0, 6)}"),
            texts={
                "stems": tuple(" ".join(self.some(WORDS, 0, 7)) for _ in range(draw.randint(0, 3))),
                "exact": tuple(" ".join(self.some(FORMS, 0, 3)) for _ in range(draw.randint(0, 2))),
                "title": tuple(" ".join(self.some(WORDS, 1, 3)) for _ in range(draw.randint(0, 1))),
            },
            keywords={"id": (name,)} | {field: tuple(set(self.some(known, 0, 2))) for field, known in VALUES.items()},
            numbers={"day": draw.randint(20140000, 20140004)} if draw.random() < 0.8 else {},
            source=name.encode(),
        )

    def filters(self) -> dict[str, tuple[str, ...]]:
        fields = self._random.sample(sorted(VALUES), self._random.choice((0, 0, 1, 2)))
        return {field: tuple(sorted(set(self.some(VALUES[field], 1, 2)))) for field in fields}

    def depth(self) -> int:
        return self._random.choice((0, 0, 1, 2))

    def plan(self, depth: int) -> Node:
        if depth == 0 or self._random.random() < 0.3:
            return self._leaf()
        nodes = tuple(self.plan(depth - 1) for _ in range(self._random.choice((1, 2, 2, 3))))
        match self._random.choice(("all", "all", "any", "any", "best", "boost", "constant")):
            case "all":
                unwanted = tuple(self.plan(depth - 1) for _ in range(self._random.choice((0, 0, 1, 2))))
                return All(nodes if self._random.random() < 0.9 else (), unwanted)
            case "any":
                return Any(nodes)
            case "best":
                return Best(nodes)
            case "boost":
                return Boost(nodes[0], 2.0)
            case _:
                return Constant(nodes[0], self._random.choice((0.0, 100.0)))

    def _leaf(self) -> Node:
        draw = self._random
        match draw.choice(
            ("term", "term", "phrase", "phrase", "near", "opening", "prefix", "fuzzy", "values", "range", "rare")
        ):
            case "term":
                return Term(draw.choice(("stems", "title")), draw.choice(WORDS[:-1]))
            case "phrase":
                offsets = list(
                    itertools.accumulate([0, *(draw.choice((1, 1, 2, 3)) for _ in range(draw.choice((1, 1, 2))))])
                )
                return Phrase("stems", tuple((offset, draw.choice(WORDS[:-1])) for offset in offsets))
            case "near":
                one, other = draw.sample(WORDS[:-1], 2)
                return Near("stems", one, other, draw.randint(0, 6))
            case "opening":
                words = tuple(self.some(FORMS, 1, 2))
                form = draw.choice(FORMS)
                return PhrasePrefix("exact", words, form[: draw.choice((len(form), len(form) - 1, 9))])
            case "prefix":
                form = draw.choice(FORMS)
                return Prefix("exact", form[: draw.choice((len(form), len(form) - 1, 8))])
            case "fuzzy":
                return Fuzzy(
                    "exact", draw.choice((*FORMS, "eeennn:brd", "fffrrr:bird", "fffrrr:oisux")), draw.choice((1, 2))
                )
            case "values":
                field = draw.choice(sorted(VALUES))
                return Values(field, tuple(self.some(VALUES[field], 0, 2)))
            case "range":
                bounds = [draw.choice((None, *range(20140000, 20140005))) for _ in range(2)]
                return Range("day", *bounds)
            case _:
                return draw.choice((Everything(), Nothing(), Any(()), All((), ())))


seeds = st.integers(0, 2**32)


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


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=seeds)
def test_sets_totals_facets_and_scores_are_those_of_the_oracle(make_engine: Callable[[], Engine], seed: int) -> None:
    made = Made(seed)
    rows = made.rows()
    reader, oracle = opened(make_engine(), rows), opened(BruteForceEngine(), rows)
    for _ in range(60):
        plan = made.plan(made.depth())
        request = Request(collection="documents", plan=plan, filters=made.filters(), facets=tuple(VALUES), need=50)
        found, expected = reader.search(request), oracle.search(request)
        assert found.total == expected.total == len(expected.rows), request
        assert found.facets == expected.facets, request
        scores = {row.order: row.score for row in found.rows}
        assert {row.order: row.group for row in found.rows} == {row.order: row.group for row in expected.rows}, request
        for row in expected.rows:
            assert math.isclose(scores[row.order], row.score, rel_tol=2e-4, abs_tol=1e-9), request
        assert is_in_order(found)
    reader.close()


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=seeds)
def test_the_first_rows_are_the_beginning_of_all_rows(make_engine: Callable[[], Engine], seed: int) -> None:
    made = Made(seed)
    reader = opened(make_engine(), made.rows())
    for need, by in itertools.product(range(6), ("score", "order")):
        plan = made.plan(1)
        everything = reader.search(Request(collection="documents", plan=plan, by=by, need=50))  # type: ignore[arg-type]
        first = reader.search(Request(collection="documents", plan=plan, by=by, need=need))  # type: ignore[arg-type]
        assert first.rows == everything.rows[:need]
        assert first.total == everything.total
    reader.close()


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=seeds)
def test_lookups_of_groups_and_keys(make_engine: Callable[[], Engine], seed: int) -> None:
    made = Made(seed)
    rows = made.rows()
    reader = opened(make_engine(), rows)
    groups = [*sorted({row.group for row in rows}), key_of("a group without rows")]
    for need, by in itertools.product((1, 2, 3), ("score", "order")):
        plan, chosen = made.plan(1), made.filters()
        request = Request(collection="documents", plan=plan, filters=chosen, by=by, need=50)  # type: ignore[arg-type]
        everything = reader.search(request).rows
        wanted = Grouped(request=replace(request, need=need), groups=tuple(groups))
        keys = tuple(row.key for row in everything[::-2])
        best, keyed, again = reader.look_up(
            [wanted, Keyed(collection="documents", keys=(*keys, key_of("nothing"))), wanted]
        )
        sources = {key_of(row.id): row.source for row in rows}
        assert (
            best
            == again
            == {
                group: tuple(Record(row.key, sources[row.key]) for row in everything if row.group == group)[:need]
                for group in groups
            }
        )
        assert keyed == {**{key: (Record(key, sources[key]),) for key in keys}, key_of("nothing"): ()}
    reader.close()


def test_stored_records_come_back_as_they_were(make_engine: Callable[[], Engine]) -> None:
    rows = next(rows for seed in itertools.count() if (rows := Made(seed).rows()))
    reader = opened(make_engine(), rows)
    backwards = rows[::-1]
    assert reader.fetch("documents", [key_of(row.id) for row in backwards]) == tuple(row.source for row in backwards)
    assert (reader.count("documents"), reader.count("paragraphs")) == (len(rows), 0)
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


@pytest.mark.parametrize("size", [8, 90, 300])
@pytest.mark.parametrize("by", ["score", "order"])
def test_ties_within_groups_are_cut_by_order(make_engine: Callable[[], Engine], size: int, by: str) -> None:
    rows = [
        EngineRow(
            id=str(number), order=order_of(number, str(number)), group=number % 2,
            texts={"stems": ("fr:a fr:a" if number in (2, 3) else "fr:a b",)}, keywords={}, numbers={}, source=str(number).encode(),
        )
        for number in range(2 * size)
    ]  # fmt: skip
    plan = Term("stems", "fr:a")
    wanted = Grouped(request=Request(collection="documents", plan=plan, by=by, need=3), groups=(0, 1))  # type: ignore[arg-type]
    (best,) = opened(make_engine(), rows).look_up([wanted])
    last = 2 * size - 1
    odd = [3, last, last - 2] if by == "score" else [last, last - 2, last - 4]
    assert [int(one.source) for one in best[1]] == odd
    assert [int(one.source) for one in best[0]] == [number - 1 for number in odd]


@pytest.mark.parametrize("plan", [Term("stems", "fr:a"), Prefix("stems", "fr:a")], ids=["scored", "unscored"])
def test_a_group_with_many_good_rows_crowds_out_no_other(make_engine: Callable[[], Engine], plan: Node) -> None:
    # Many short rows in one group, few long ones, which score less, in the other.
    rows = [
        EngineRow(
            id=str(number), order=order_of(number, str(number)), group=int(number >= 5),
            texts={"stems": ("fr:a" + " b" * (50 if number < 5 else 1),)}, keywords={}, numbers={}, source=str(number).encode(),
        )
        for number in range(500)
    ]  # fmt: skip
    wanted = Grouped(request=Request(collection="documents", plan=plan, need=3), groups=(0, 1))
    (best,) = opened(make_engine(), rows).look_up([wanted])
    assert [int(one.source) for one in best[0]] == [4, 3, 2]
    assert [int(one.source) for one in best[1]] == [499, 498, 497]
