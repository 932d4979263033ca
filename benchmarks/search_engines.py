"""Indexing and complete requests over a generated corpus: our two engines, each beside its bare engine, and SQLite FTS5.

All get the same ready rows from one file. Requests are asked in turn, in changing order, so that whatever else the machine
does meets all of them; ratios are what to look at. Totals and facets of all contenders are compared as well.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import NamedTuple

from benchmarks.generated_corpus import batches, generated
from benchmarks.generated_queries import KINDS, Asked, questions
from benchmarks.memory import Watch
from benchmarks.plain_sqlite import PlainSqlite
from benchmarks.plain_tantivy import PlainTantivy
from benchmarks.search_contenders import Ours
from benchmarks.search_peers import SEARCHED, Contender, Seen, Times
from benchmarks.spool import Spool
from core.configuration import Configuration
from core.settings import Elasticsearch
from index.analysis import Analyser
from index.engines.embedded import EmbeddedEngine

ROOT = Path(__file__).resolve().parent.parent
EMBEDDED, ELASTIC = "embedded", "elasticsearch"
RATIOS = (
    (EMBEDDED, PlainTantivy.name),
    (ELASTIC, "plain Elasticsearch"),
    (ELASTIC, EMBEDDED),
    (PlainSqlite.name, EMBEDDED),
)
_SMALL = 100_000
"""Up to so many paragraphs everything is built twice, in turn."""

Make = Callable[[], Contender]


class Built(NamedTuple):
    times: Times
    memory: int | None
    """Bytes that the build took of this process at its highest."""
    size: int


class Compared(NamedTuple):
    seconds: dict[str, dict[str, list[float]]]
    """Contender -> kind of question -> a complete request."""
    different: list[str]
    """Answers in which a contender has another total or another facet than the first."""


def run(paragraphs: int, rounds: int, slow_rounds: int = 6) -> None:
    """Prints tables. `rounds`: questions of each kind; the yardstick gets `slow_rounds` of them."""
    analyser = Analyser.load(Configuration())
    with tempfile.TemporaryDirectory(prefix="mea-bench-") as name, elasticsearch(paragraphs) as url:
        folder = Path(name)
        spool = Spool(folder / "rows")
        begun = time.perf_counter()
        spool.write(batches(generated(paragraphs), analyser))
        made = time.perf_counter() - begun
        counts = ", ".join(f"{count:,} {collection}" for collection, count in spool.counts.items())
        print(f"{counts}; rows made in {made:.0f} s; {_load()}", flush=True)
        contenders, built = build_all(makers(folder, analyser, url), spool, rounds=2 if paragraphs <= _SMALL else 1)
        try:
            _print_builds(built, spool)
            compare(contenders, list(questions(analyser, seed=2, rounds=5)), slow_rounds=1)
            compared = compare(contenders, list(questions(analyser, seed=3, rounds=rounds)), slow_rounds=slow_rounds)
            _print_requests(compared)
        finally:
            for contender in contenders:
                contender.close()


def makers(folder: Path, analyser: Analyser, url: str | None) -> dict[str, Make]:
    """How to make each contender, on an empty place of its own. Without the `url` of a server there are fewer."""

    def place() -> Path:
        return folder / uuid.uuid4().hex

    def embedded() -> Contender:
        root = place()
        return Ours(EMBEDDED, EmbeddedEngine(root), analyser, lambda: _bytes_below(root), lambda: None)

    made: dict[str, Make] = {
        EMBEDDED: embedded,
        PlainTantivy.name: lambda: PlainTantivy(place(), analyser),
        PlainSqlite.name: lambda: PlainSqlite(place(), analyser),
    }
    if url is not None:
        made |= _on_server(url, analyser)
    return made


def _on_server(url: str, analyser: Analyser) -> dict[str, Make]:
    # Only where there is a server: the client costs half a second.
    from elasticsearch import Elasticsearch as Client  # noqa: PLC0415

    from benchmarks.plain_elasticsearch import PlainElasticsearch  # noqa: PLC0415
    from index.engines.elastic import ElasticEngine  # noqa: PLC0415

    client = Client(url, request_timeout=60)

    def ours() -> Contender:
        prefix = f"bench-{uuid.uuid4().hex[:12]}"
        # The peer holds no citations: only what both hold is measured.
        indices = ",".join(f"{prefix}-gen-*-{name}" for name in SEARCHED)
        return Ours(
            ELASTIC,
            ElasticEngine(Elasticsearch(url=url, prefix=prefix)),
            analyser,
            lambda: client.indices.stats(index=indices, metric="store").body["_all"]["total"]["store"]["size_in_bytes"],
            lambda: [client.indices.delete(index=one) for one in client.indices.get(index=f"{prefix}-*").body],
        )

    return {
        ELASTIC: ours,
        PlainElasticsearch.name: lambda: PlainElasticsearch(url, f"plain-{uuid.uuid4().hex[:12]}", analyser),
    }


def build_all(
    making: Mapping[str, Make], spool: Spool, *, rounds: int = 1
) -> tuple[list[Contender], dict[str, list[Built]]]:
    """The contenders of the last round, and what each build took."""
    built: dict[str, list[Built]] = defaultdict(list)
    contenders: list[Contender] = []
    for number in range(rounds):
        while contenders:
            contenders.pop().close()
        for name in making if number % 2 == 0 else reversed(list(making)):
            contender = making[name]()
            contenders.append(contender)
            with Watch() as watch:
                times = contender.build(spool.batches())
            built[name].append(Built(times, watch.most, contender.size()))
            print(f"built: {_line(name, built[name][-1], spool)}; {_load()}", flush=True)
    return contenders, built


def compare(contenders: Sequence[Contender], asking: Sequence[Asked], *, slow_rounds: int) -> Compared:
    order = Random(5)
    seconds: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    different = []
    for asked in asking:
        answers: dict[str, Seen] = {}
        for contender in order.sample(list(contenders), len(contenders)):
            times = seconds[contender.name][asked.kind]
            if asked.kind not in contender.kinds or (contender.name == PlainSqlite.name and len(times) >= slow_rounds):
                continue
            begun = time.perf_counter()
            answers[contender.name] = contender.ask(asked)
            times.append(time.perf_counter() - begun)
        first, *others = (one.name for one in contenders if one.name in answers)
        different.extend(
            f"{asked.text} {dict(asked.filters)}: {name} {answers[name]}, {first} {answers[first]}"
            for name in others
            if answers[name][:2] != answers[first][:2]  # totals and facets
        )
    return Compared(seconds, different)


@contextmanager
def elasticsearch(paragraphs: int) -> Iterator[str | None]:
    """Address of a server: the one of MEA__ELASTICSEARCH__URL, else one of its own; None where none can be had."""
    if given := os.environ.get("MEA__ELASTICSEARCH__URL"):
        yield given
        return
    sys.path.append(str(ROOT / "deploy" / "elasticsearch"))
    from local_cluster import running  # type: ignore[import-not-found] # noqa: PLC0415
    from local_installation import ServerError, installation  # type: ignore[import-not-found] # noqa: PLC0415

    try:
        installed = installation()
    except ServerError as error:
        print(f"without Elasticsearch: {error}")
        yield None
        return
    with running(heap="1g" if paragraphs <= _SMALL else "2g", installed=installed) as cluster:
        yield cluster.urls[0]


def _print_builds(built: Mapping[str, Sequence[Built]], spool: Spool) -> None:
    print(
        f"\n{'build':22}{'paragraphs/s':>14}{'rows s':>9}{'end s':>8}{'MB on disk':>12}{'MB memory':>11}   best of runs"
    )
    for name, runs in built.items():
        print(_line(name, min(runs, key=lambda one: sum(one.times)), spool))
    for one, other in RATIOS:
        if one in built and other in built:
            ratio = min(sum(run.times) for run in built[one]) / min(sum(run.times) for run in built[other])
            print(f"  {one} takes {ratio:.2f} times as long as {other}")


def _line(name: str, one: Built, spool: Spool) -> str:
    memory = "-" if one.memory is None else f"{one.memory / 1e6:.0f}"
    rows, end = one.times
    rate = spool.counts["paragraphs"] / (rows + end)
    return f"{name:22}{rate:14,.0f}{rows:9.1f}{end:8.1f}{one.size / 1e6:12.0f}{memory:>11}"


def _print_requests(compared: Compared) -> None:
    names = list(compared.seconds)
    print(f"\n{'request, p50/p95 ms':22}" + "".join(f"{name:>21}" for name in names))
    for kind in (*KINDS, "all"):
        cells = []
        for name in names:
            times = _times(compared, name, kind)
            cells.append(f"{_at(times, 50):.1f} / {_at(times, 95):.1f}" if len(times) > 1 else "-")
        print(f"{kind:22}" + "".join(f"{cell:>21}" for cell in cells))
    for one, other in RATIOS:
        if one in compared.seconds and other in compared.seconds:
            mine, theirs = _times(compared, one, "all"), _times(compared, other, "all")
            middle, high = _at(mine, 50) / _at(theirs, 50), _at(mine, 95) / _at(theirs, 95)
            print(f"  {one} takes {middle:.2f} times as long as {other} at p50, {high:.2f} times at p95")
    print(f"{len(compared.different)} answers with another total or facet; {_load()}")
    for one in compared.different[:5]:
        print(f"  {one}")


def _times(compared: Compared, name: str, kind: str) -> list[float]:
    return [one for each, times in compared.seconds[name].items() if kind in (each, "all") for one in times]


def _at(seconds: Sequence[float], percent: int) -> float:
    """Milliseconds."""
    return quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _load() -> str:
    return f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
