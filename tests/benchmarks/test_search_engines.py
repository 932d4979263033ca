"""The contenders of the search benchmark answer alike: a quick one that answers something else would win nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.generated_corpus import batches, generated
from benchmarks.generated_queries import KINDS, questions
from benchmarks.search_engines import Compared, build_all, compare, makers
from benchmarks.spool import Spool
from core.configuration import Configuration
from index.analysis import Analyser


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser.load(Configuration())


def compared(folder: Path, analyser: Analyser, url: str | None, *, paragraphs: int, rounds: int) -> Compared:
    spool = Spool(folder / "rows")
    spool.write(batches(generated(paragraphs), analyser))
    assert spool.counts["paragraphs"] == paragraphs
    contenders, _ = build_all(makers(folder, analyser, url), spool)
    try:
        return compare(contenders, list(questions(analyser, seed=9, rounds=rounds)), slow_rounds=rounds)
    finally:
        for contender in contenders:
            contender.close()


def test_the_spool_gives_back_what_was_written(tmp_path: Path, analyser: Analyser) -> None:
    written = list(batches(generated(300), analyser))
    spool = Spool(tmp_path / "rows")
    spool.write(written)
    assert list(spool.batches()) == written
    assert list(spool.batches()) == written
    counts: Counter[str] = Counter()
    for collection, rows in written:
        counts[collection] += len(rows)
    assert spool.counts == counts


def test_contenders_without_a_server_answer_alike(tmp_path: Path, analyser: Analyser) -> None:
    found = compared(tmp_path, analyser, None, paragraphs=1500, rounds=4)
    assert not found.different
    assert set(found.seconds) == {"embedded", "plain tantivy", "SQLite FTS5"}
    assert all(len(found.seconds["embedded"][kind]) == 4 for kind in KINDS)


@pytest.mark.elasticsearch
def test_all_contenders_answer_alike(tmp_path: Path, analyser: Analyser, elasticsearch_url: str) -> None:
    found = compared(tmp_path, analyser, elasticsearch_url, paragraphs=1500, rounds=4)
    assert not found.different
    assert len(found.seconds) == 5


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_million_paragraphs_are_answered_alike(tmp_path: Path, analyser: Analyser, elasticsearch_url: str) -> None:
    found = compared(tmp_path, analyser, elasticsearch_url, paragraphs=1_000_000, rounds=3)
    assert not found.different
    assert len(found.seconds) == 5
