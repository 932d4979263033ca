"""A reader sees the old index or the new one; a build that ends early changes nothing."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.errors import NoIndex, SearchError, UsageError
from core.limits import Limits
from core.records.document import Document
from index.analysis import Analyser
from index.engines.embedded import EmbeddedEngine
from index.engines.protocol import Reader, Record, Request
from index.engines.schema import CollectionName, EngineRow, order_of
from index.generations import build
from index.query.plan import Everything, Term
from index.search import Searcher

Batches = Iterator[tuple[CollectionName, list[EngineRow]]]


def batches(count: int, word: str = "en:word") -> Batches:
    for number in range(count):
        name = f"{word} {number}"
        yield (
            "documents",
            [
                EngineRow(
                    id=name, order=order_of(number, name), group=number, texts={"stems": (word,)}, keywords={"id": (name,)},
                    numbers={}, source=name.encode(),
                )
            ],
        )  # fmt: skip


def total(reader: Reader) -> int:
    return reader.search(Request(collection="documents", plan=Everything())).total


def test_nothing_indexed(tmp_path: Path, analyser: Analyser) -> None:
    engine = EmbeddedEngine(tmp_path / "index")
    assert engine.current() is None
    with pytest.raises(NoIndex) as error:
        Searcher(engine, analyser, lambda _: (), Limits()).search("word")
    assert "mea ingest" in error.value.hint


def test_a_new_generation_takes_the_place_of_the_old_one(tmp_path: Path, analyser: Analyser) -> None:
    engine = EmbeddedEngine(tmp_path)
    searcher = Searcher(engine, analyser, lambda _: (), Limits())
    seen = []

    def watched(rows: Batches) -> Batches:
        for batch in rows:
            yield batch
            seen.append(total(searcher.readers.current()))

    build(engine, batches(3), analyser=analyser, digest="")
    before = searcher.readers.current()
    build(engine, watched(batches(5)), analyser=analyser, digest="")
    assert seen == [3] * 5, "while it is built, the old one answers"
    assert total(searcher.readers.current()) == 5
    assert total(before) == 3, "who began with the old one ends with it"


def test_the_last_two_are_kept(tmp_path: Path, analyser: Analyser) -> None:
    engine = EmbeddedEngine(tmp_path)
    for count in (1, 2, 3, 4):
        build(engine, batches(count), analyser=analyser, digest="")
    assert engine.generations() == ("gen-000003", "gen-000004")
    assert engine.current() == "gen-000004"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CURRENT", "gen-000003", "gen-000004"]


def test_a_failing_build_leaves_the_current_one(tmp_path: Path, analyser: Analyser) -> None:
    engine = EmbeddedEngine(tmp_path)
    build(engine, batches(2), analyser=analyser, digest="")

    def broken() -> Batches:
        yield from batches(1)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        build(engine, broken(), analyser=analyser, digest="")
    assert (engine.current(), engine.unfinished()) == ("gen-000001", ())
    assert total(engine.open("gen-000001")) == 2


class _Forgetful(EmbeddedEngine):
    """Loses rows, or answers with others, between writing and reading."""

    def __init__(self, root: Path, lose: bool) -> None:
        super().__init__(root)
        self._lose = lose

    def open(self, generation: str) -> Reader:
        reader = super().open(generation)
        if self._lose:
            reader.count = lambda collection: 0  # type: ignore[method-assign]
        else:
            look_up = reader.look_up
            reader.look_up = lambda lookups: tuple(  # type: ignore[method-assign]
                {key: tuple(Record(row.key, b"another") for row in rows) for key, rows in found.items()}
                for found in look_up(lookups)
            )
        return reader


@pytest.mark.parametrize(("lose", "said"), [(True, "were written"), (False, "does not find")])
def test_an_index_that_does_not_answer_is_not_switched_to(
    tmp_path: Path, analyser: Analyser, lose: bool, said: str
) -> None:
    sound = EmbeddedEngine(tmp_path)
    build(sound, batches(2), analyser=analyser, digest="")
    with pytest.raises(SearchError, match=said):
        build(_Forgetful(tmp_path, lose), batches(3), analyser=analyser, digest="")
    assert (sound.current(), sound.generations()) == ("gen-000001", ("gen-000001",))


def test_killed_between_build_and_switch(tmp_path: Path, analyser: Analyser) -> None:
    engine = EmbeddedEngine(tmp_path)
    build(engine, batches(2), analyser=analyser, digest="")
    program = textwrap.dedent(
        f"""
        import os, signal, sys
        from pathlib import Path
        from core.configuration import Configuration
        from index.analysis import Analyser
        from index.engines.embedded import EmbeddedEngine
        from index.engines.schema import EngineRow
        from index.generations import build
        class Killed(EmbeddedEngine):
            def switch(self, generation):
                os.kill(os.getpid(), signal.SIGKILL)
        words = {{"stems": ("en:x",)}}
        row = EngineRow(id="x", order=1, group=1, texts=words, keywords={{"id": ("x",)}}, numbers={{}}, source=b"x")
        build(Killed(Path({str(tmp_path)!r})), [("documents", [row])], analyser=Analyser.load(Configuration()), digest="")
        """
    )
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run([sys.executable, "-c", program], cwd=root, check=False)
    assert ended.returncode == -9
    assert engine.current() == "gen-000001"
    assert total(engine.open("gen-000001")) == 2
    build(engine, batches(4), analyser=analyser, digest="")
    assert engine.current() == "gen-000003"
    assert total(engine.open("gen-000003")) == 4


def test_killed_in_the_middle_of_a_build(tmp_path: Path, analyser: Analyser) -> None:
    engine = EmbeddedEngine(tmp_path)
    build(engine, batches(2), analyser=analyser, digest="")
    engine.begin("gen-000002").add("documents", batches_rows(10))
    assert engine.unfinished() == ("gen-000002",)
    build(engine, batches(3), analyser=analyser, digest="")
    assert (engine.current(), engine.unfinished()) == ("gen-000003", ())


def batches_rows(count: int) -> list[EngineRow]:
    return [row for _, rows in batches(count) for row in rows]


def test_other_rules_of_analysis_ask_for_a_new_index(tmp_path: Path, analyser: Analyser) -> None:
    engine = EmbeddedEngine(tmp_path)
    build(engine, batches(1), analyser=analyser, digest="")
    other = Analyser({}, "other rules")
    with pytest.raises(SearchError) as error:
        Searcher(engine, other, lambda _: (), Limits()).search("word")
    assert "mea reindex" in error.value.hint


@pytest.mark.parametrize("damaged", ["manifest.json", "documents/meta.json"])
def test_a_damaged_index_says_so(tmp_path: Path, analyser: Analyser, damaged: str) -> None:
    engine = EmbeddedEngine(tmp_path)
    build(engine, batches(1), analyser=analyser, digest="")
    (tmp_path / "gen-000001" / damaged).write_text("{", encoding="utf-8")
    with pytest.raises(SearchError) as error:
        Searcher(engine, analyser, lambda _: (), Limits()).search("word")
    assert "mea reindex" in error.value.hint


def test_the_next_page_comes_from_the_generation_of_the_first(
    tmp_path: Path,
    analyser: Analyser,
    document: Callable[..., Document],
    search_over: Callable[..., Searcher],
    index_with: Callable[..., str],
) -> None:
    engine = EmbeddedEngine(tmp_path / "engine")
    documents = {f"{n:02}": document(f"CMS/Resolution/1.{n}", ["Birds."]) for n in range(1, 5)}
    searcher = search_over(documents, engine)
    first = searcher.search("birds", limit=2)
    index_with(engine, {"01": documents["01"]}, analyser)
    second = searcher.search("birds", limit=2, cursor=first.cursor)
    assert len({hit.canonical for hit in (*first.hits, *second.hits)}) == 4
    assert second.generation == first.generation
    assert searcher.search("birds").total == 1
    index_with(engine, {"02": documents["02"]}, analyser)
    index_with(engine, {"03": documents["03"]}, analyser)
    fresh = Searcher(engine, analyser, lambda _: (), Limits())
    with pytest.raises(UsageError, match="changed"):
        fresh.search("birds", limit=2, cursor=first.cursor)


def test_rows_are_found_by_their_words(tmp_path: Path, analyser: Analyser) -> None:
    engine = EmbeddedEngine(tmp_path)
    manifest = build(engine, batches(100), analyser=analyser, digest="d")
    reader = engine.open(manifest.generation)
    assert reader.search(Request(collection="documents", plan=Term("stems", "en:word"))).total == 100
    assert reader.manifest == manifest
    assert (manifest.digest, manifest.counts["documents"]) == ("d", 100)
