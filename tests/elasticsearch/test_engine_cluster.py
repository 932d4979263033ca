"""Our engine on three nodes that are killed or hang: every acknowledged row is there once, no search fails or is partial."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch as Client
from local_cluster import Cluster, Node

from core.configuration import Configuration
from core.settings import Elasticsearch
from index.analysis import Analyser
from index.engines.elastic import ElasticEngine
from index.engines.protocol import Grouped, Keyed, Reader, Record, Request
from index.engines.schema import CollectionName, EngineRow, key_of
from index.generations import build
from index.query.plan import Term

pytestmark = [pytest.mark.elasticsearch, pytest.mark.long, pytest.mark.timeout(600)]

ROWS = 24_000
KILLED_AFTER = 10_000
"""More than one load of the writer: the server is at work when its node goes."""
PATIENCE = 3.0
"""Seconds that a search waits for one node; our default is longer, and the test would be as well."""
EJECTED = 60.0
"""Seconds after which a cluster has surely put out a node that is silent: by its defaults 33, and then it answers."""

Batch = tuple[CollectionName, list[EngineRow]]


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser.load(Configuration())


@pytest.fixture
def client(elasticsearch_cluster: Cluster) -> Iterator[Client]:
    with Client(elasticsearch_cluster.urls, request_timeout=60, retry_on_timeout=True) as client:
        yield client
        elasticsearch_cluster.revive()
        names = list(client.indices.get(index="killed-*,hung-*", filter_path="*.aliases").body)
        if names:
            client.indices.delete(index=names)


def settings_of(cluster: Cluster, prefix: str, **more: Any) -> Elasticsearch:
    return Elasticsearch(url=",".join(cluster.urls), prefix=prefix, **more)


def rows(count: int) -> Iterator[EngineRow]:
    for number in range(count):
        name = f"row-{number}"
        yield EngineRow(
            id=name,
            order=number,
            group=key_of(f"group-{number % 50}"),
            texts={"stems": (f"en:common en:w{number % 97}",), "exact": (f"eeennn:common eeennn:x{number}",)},
            keywords={"document": (f"document-{number % 50}",), "doc_language": ("en",), "language": ("en",)},
            numbers={"place": number},
            source=b'{"number":%d}' % number,
        )


def in_batches(count: int, at: int = -1, do: Callable[[], None] = lambda: None) -> Iterator[Batch]:
    """Paragraphs in batches; `do` is called when `at` of them have been given."""
    batch: list[EngineRow] = []
    for number, row in enumerate(rows(count)):
        if number == at:
            do()
        batch.append(row)
        if len(batch) == 1000:
            yield "paragraphs", batch
            batch = []
    yield "paragraphs", batch


def node_of(cluster: Cluster, client: Client, which: str) -> Node:
    """The master, or the one that holds the primary shard of some paragraphs, if that is another; else any other."""
    master = client.cat.master(format="json").body[0]["node"]
    if which == "master":
        return next(node for node in cluster.nodes if node.name == master)
    shards = client.cat.shards(index="*-paragraphs", format="json", h="node").body
    holders = [shard["node"] for shard in shards if shard["node"] not in (None, master)]
    return next(node for node in cluster.nodes if node.name != master and node.name in (holders or [node.name]))


@pytest.mark.parametrize(
    ("which", "shards", "what"),
    [
        pytest.param("holder", 1, signal.SIGKILL, id="killed"),
        pytest.param("master", 3, signal.SIGKILL, id="master killed"),
        pytest.param("holder", 1, signal.SIGSTOP, id="hung"),
    ],
)
def test_a_build_outlives_a_node(
    elasticsearch_cluster: Cluster, client: Client, analyser: Analyser, which: str, shards: int, what: signal.Signals
) -> None:
    cluster = elasticsearch_cluster
    engine = ElasticEngine(settings_of(cluster, f"killed-{which}-{what.name.lower()}", shards=shards))
    gone = []

    def strike() -> None:
        gone.append(node_of(cluster, client, which))
        cluster.signal(gone[0], what)

    manifest = build(engine, in_batches(ROWS, KILLED_AFTER, strike), analyser=analyser, digest="")
    assert gone
    assert engine.current() == manifest.generation
    reader = engine.open(manifest.generation)
    assert reader.count("paragraphs") == ROWS
    sources = reader.fetch("paragraphs", [key_of(row.id) for row in rows(ROWS)])
    assert all(source == row.source for source, row in zip(sources, rows(ROWS), strict=True))


class Searches:
    """Searches from several threads at the same time, until `stop`; every answer is looked at."""

    def __init__(self, reader: Reader, threads: int = 3) -> None:
        self._reader = reader
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._search) for _ in range(threads)]
        self.longest = 0.0
        self.right = 0
        self.wrong: list[Any] = []
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _search(self) -> None:
        asked = Request(
            collection="paragraphs", plan=Term("stems", "en:common"), facets=("document",), need=5, by="score"
        )
        groups = tuple(key_of(f"group-{number}") for number in range(10))
        key = key_of("row-7")
        one = Keyed(collection="paragraphs", keys=(key,))
        while not self._ended.is_set():
            begun = time.monotonic()
            try:
                found = self._reader.search(asked)
                best, named = self._reader.look_up([Grouped(request=asked, groups=groups), one])
                said = (found.total, sum(found.facets["document"].values()), len(found.rows), len(best), named)
                if said == (ROWS, ROWS, 5, len(groups), {key: (Record(key, b'{"number":7}'),)}):
                    self.right += 1
                else:
                    self.wrong.append(said)
            except Exception as error:
                self.wrong.append(error)
            self.longest = max(self.longest, time.monotonic() - begun)


@pytest.mark.parametrize(("which", "shards"), [("holder", 3), ("master", 1)])
def test_no_search_fails_while_a_node_is_killed(
    elasticsearch_cluster: Cluster, client: Client, analyser: Analyser, which: str, shards: int
) -> None:
    settings = settings_of(elasticsearch_cluster, f"killed-in-search-{shards}", shards=shards)
    engine = ElasticEngine(settings)
    manifest = build(engine, in_batches(ROWS), analyser=analyser, digest="")
    searches = Searches(ElasticEngine(settings).open(manifest.generation))
    try:
        time.sleep(1)
        elasticsearch_cluster.signal(node_of(elasticsearch_cluster, client, which), signal.SIGKILL)
        time.sleep(6)
    finally:
        searches.stop()
    assert not searches.wrong, searches.wrong[:3]
    assert searches.right > 0


@pytest.mark.parametrize(
    ("which", "shards", "longest"),
    [
        pytest.param("holder", 1, 9 * PATIENCE, id="every node asked answers from what it holds, or is left alone"),
        pytest.param("master", 1, 9 * PATIENCE, id="a search needs no master"),
        pytest.param("holder", 3, 3 * EJECTED, id="parts on the hung node: waits until the cluster has put it out"),
    ],
)
def test_a_hung_node_is_answered_for(
    elasticsearch_cluster: Cluster, client: Client, analyser: Analyser, which: str, shards: int, longest: float
) -> None:
    """Every answer that comes while the node hangs comes without it: it would never answer."""
    cluster = elasticsearch_cluster
    settings = settings_of(cluster, f"hung-{which}-{shards}", shards=shards, search_seconds=PATIENCE)
    engine = ElasticEngine(settings)
    manifest = build(engine, in_batches(ROWS), analyser=analyser, digest="")
    searches = Searches(ElasticEngine(settings).open(manifest.generation))
    try:
        time.sleep(1)
        hung = node_of(cluster, client, which)
        before = searches.right
        cluster.signal(hung, signal.SIGSTOP)
        assert engine.current() == manifest.generation
        time.sleep(4 * PATIENCE)
    finally:
        searches.stop()
    assert not searches.wrong, searches.wrong[:3]
    assert searches.right > before
    assert searches.longest < longest
