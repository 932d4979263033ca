"""Sixty questions in both languages to the embedded engine and to Elasticsearch, over the index of a data folder.

Both must have been built from the same ledger (`mea reindex`, `mea reindex --engine elasticsearch`), with MEA__DATA_DIR and
MEA__ELASTICSEARCH__URL set as then. Prints every answer that differs, and the times of both, asked in turn.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

import yaml

from core.records.search import SearchAnswer
from core.settings import load_settings
from index.search import Searcher, open_searcher

QUERIES = Path(__file__).resolve().parents[1] / "tests" / "contract" / "queries.yml"


def run(everything: bool) -> None:
    engines = {name: open_searcher(load_settings({"engine": name})) for name in ("embedded", "elasticsearch")}
    asked = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    times: dict[str, list[float]] = {name: [] for name in engines}
    different = 0
    for _ in range(5 if everything else 2):
        for question in asked:
            answers = {name: _timed(searcher, question, times[name]) for name, searcher in engines.items()}
            one, other = (comparable(answer) for answer in answers.values())
            if one != other:
                different += 1
                parts = [name for name in one if one[name] != other[name]]
                print(f"different: {question}: {', '.join(parts)}")
    for name, seconds in times.items():
        later = seconds[len(asked) :]  # the first round warms both
        print(f"{name:14} p50 {_ms(later, 50)} ms, p95 {_ms(later, 95)} ms")
    print(f"{len(asked)} questions, {different} different answers; {_rows(engines['embedded'])}")


def comparable(answer: SearchAnswer) -> dict[str, Any]:
    """Everything that must be equal in two engines; scores to four digits."""
    return {
        "total": answer.total,
        "understood": answer.understood,
        "facets": answer.facets,
        "direct": (answer.direct, answer.direct_held),
        "order": [hit.canonical for hit in answer.hits],
        "scores": [f"{hit.score:.4g}" for hit in answer.hits],
        "also": [hit.also for hit in answer.hits],
        "paragraphs": [[one.id for one in hit.paragraphs] for hit in answer.hits],
        "highlights": [[one.highlights for one in hit.paragraphs] for hit in answer.hits],
        "more": answer.cursor is not None,
    }


def _timed(searcher: Searcher, question: dict[str, Any], times: list[float]) -> SearchAnswer:
    begun = time.perf_counter()
    answer = searcher.search(
        question["q"],
        lang=question.get("lang"),
        sort=question.get("sort", "relevance"),
        filters=question.get("filters"),
    )
    times.append(time.perf_counter() - begun)
    return answer


def _ms(seconds: list[float], percent: int) -> str:
    return f"{statistics.quantiles(seconds, n=100)[percent - 1] * 1000:.1f}"


def _rows(searcher: Searcher) -> str:
    return ", ".join(f"{count} {name}" for name, count in searcher.counts().items())
