"""What the contract of engines does not ask: names, aliases, shards, ids, and how little the server may do by itself."""

from __future__ import annotations

import itertools

import pytest
from made_rows import batches, built, current_total, row, total
from plain_requests import Server

from core.errors import ConfigurationError
from core.settings import Elasticsearch
from index.engines.brute_force import BruteForceEngine
from index.engines.elastic import ElasticEngine
from index.engines.protocol import Engine, Found, Request
from index.engines.schema import key_of
from index.query.plan import All, Any, Node, Phrase, Prefix, Term

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def engine(elasticsearch_url: str, index_name: str) -> ElasticEngine:
    return ElasticEngine(Elasticsearch(url=elasticsearch_url, prefix=index_name))


def test_indices_and_aliases(engine: ElasticEngine, server: Server, index_name: str) -> None:
    assert (engine.current(), engine.generations(), engine.unfinished()) == (None, (), ())
    for count in (1, 2, 3):
        built(engine, batches(count))
    _, _, found = server.ask("GET", f"/{index_name}-*")
    assert sorted(found) == [
        f"{index_name}-gen-00000{number}-{name}"
        for number, name in itertools.product((2, 3), ("citations", "documents", "paragraphs"))
    ], "the last two generations"
    for name in ("citations", "documents", "paragraphs"):
        assert found[f"{index_name}-gen-000002-{name}"]["aliases"] == {}
        assert found[f"{index_name}-gen-000003-{name}"]["aliases"] == {f"{index_name}-{name}": {}}
        assert found[f"{index_name}-gen-000003-{name}"]["mappings"]["dynamic"] == "strict"
        assert found[f"{index_name}-gen-000003-{name}"]["settings"]["index"]["blocks"]["write"] == "true"
    refused = server.ask("PUT", f"/{index_name}-documents/_doc/late", {"key": 1})
    assert refused[0] == 403, "a finished generation takes no rows"


def test_a_build_is_not_seen_before_it_is_finished(engine: ElasticEngine) -> None:
    built(engine, batches(2))
    writer = engine.begin("gen-000002")
    writer.add("documents", [row("one")])
    assert (engine.current(), engine.generations(), engine.unfinished()) == (
        "gen-000001", ("gen-000001",), ("gen-000002",)
    )  # fmt: skip
    with pytest.raises(ValueError, match="not finished"):
        engine.switch("gen-000002")
    writer.abort()
    assert engine.unfinished() == ()
    with pytest.raises(ValueError, match="is finished"):
        engine.begin("gen-000001")
    with pytest.raises(ValueError, match="current"):
        engine.drop("gen-000001")


def test_what_another_process_switched_to_shows_a_second_later(
    engine: ElasticEngine, elasticsearch_url: str, index_name: str
) -> None:
    now = [0.0]
    reading = ElasticEngine(Elasticsearch(url=elasticsearch_url, prefix=index_name), clock=lambda: now[0])
    assert reading.current() is None, "that there is none is not remembered"
    built(engine, batches(1))
    assert reading.current() == "gen-000001"
    built(engine, batches(1))
    now[0] = 0.99
    assert (reading.current(), engine.current()) == ("gen-000001", "gen-000002")
    with pytest.raises(ValueError, match="current"):
        reading.drop("gen-000002")
    now[0] = 1.0
    assert reading.current() == "gen-000002"


def test_prefixes_part_engines(elasticsearch_url: str, index_name: str) -> None:
    one, other = (
        ElasticEngine(Elasticsearch(url=elasticsearch_url, prefix=prefix)) for prefix in (index_name, f"{index_name}-b")
    )
    built(one, batches(2))
    assert other.generations() == ()
    built(other, batches(5))
    built(one, batches(3))
    assert (current_total(one), current_total(other)) == (3, 5)


def test_pages_beyond_those_of_the_server(engine: ElasticEngine) -> None:
    """10,000 is all that the server gives in one answer."""
    built(engine, batches(10_250))
    reader = engine.open("gen-000001")
    question = {"collection": "documents", "plan": Term("stems", "en:word"), "need": 10_240}
    for by in ("order", "score"):
        found = reader.search(Request(by=by, **question))  # type: ignore[arg-type]
        orders = [one.order for one in found.rows]
        assert (found.total, len(set(orders))) == (10_250, 10_240)
        assert orders == sorted(orders, reverse=True)
    keys = [one.key for one in found.rows]
    assert [key_of(_id(source)) for source in reader.fetch("documents", keys)] == keys


def _id(source: bytes) -> str:
    return source.decode().removeprefix('{"id":"').removesuffix('"}')


def test_ids_of_any_length_and_letters(engine: ElasticEngine) -> None:
    names = ["é" * 256, "é" * 257, "é" * 257 + "x", "a b/c?#ü", "_"]
    built(engine, iter([("documents", [row(name) for name in names])]))
    reader = engine.open("gen-000001")
    assert [_id(source) for source in reader.fetch("documents", [key_of(name) for name in names])] == names


TEXTS = (
    "en:a en:b en:a",
    "en:a en:c en:a en:a",
    "en:a en:a",
    "en:b en:a _ en:a",
    "en:c en:a en:b",
    "en:a _ en:b en:a",
    "en:b",
)
PLANS: list[Node] = [
    Term("stems", "en:a"),
    Any((Term("stems", "en:b"), Term("stems", "en:c"))),
    All((Term("stems", "en:a"), Prefix("stems", "en:")), (Term("stems", "en:c"),)),
    Phrase("stems", ((0, "en:a"), (1, "en:b"))),
    # A word that stands twice weighs twice, with and without a hole between.
    Phrase("stems", ((0, "en:a"), (1, "en:a"))),
    Phrase("stems", ((0, "en:a"), (2, "en:a"))),
    Phrase("stems", ((0, "en:b"), (1, "en:a"), (3, "en:a"))),
]


def _found(engine: Engine, plan: Node) -> Found:
    generation = engine.current()
    assert generation is not None
    return engine.open(generation).search(Request(collection="documents", plan=plan, need=100))


def test_scores_do_not_depend_on_shards(elasticsearch_url: str, index_name: str) -> None:
    rows = [row(f"row {n}", stems=(text,)) for n, text in enumerate(TEXTS * 5)]
    engine = ElasticEngine(Elasticsearch(url=elasticsearch_url, prefix=index_name, shards=3))
    oracle = BruteForceEngine()
    for one in (engine, oracle):
        built(one, iter([("documents", rows)]))
    for plan in PLANS:
        found, expected = _found(engine, plan), _found(oracle, plan)
        assert [one.key for one in found.rows] == [one.key for one in expected.rows], plan
        assert [one.score for one in found.rows] == pytest.approx([one.score for one in expected.rows], rel=2e-4), plan
        assert found.total > 0


def test_collections_have_the_shards_that_were_asked_for(
    elasticsearch_url: str, server: Server, index_name: str
) -> None:
    engine = ElasticEngine(Elasticsearch(url=elasticsearch_url, prefix=index_name, shards=2, replicas=0))
    built(engine, batches(1))
    for entry in server.ask("GET", f"/{index_name}-*/_settings")[2].values():
        assert (entry["settings"]["index"]["number_of_shards"], entry["settings"]["index"]["number_of_replicas"]) == (
            "2", "0"
        )  # fmt: skip


def test_more_copies_than_nodes_are_done_without(elasticsearch_url: str, index_name: str) -> None:
    given = {"url": elasticsearch_url, "prefix": index_name, "shards": 2, "replicas": 2, "request_seconds": 1.6}
    engine = ElasticEngine(Elasticsearch.model_validate(given))
    built(engine, batches(3))
    assert current_total(engine) == 3


def test_several_nodes_of_which_one_is_not_there(elasticsearch_url: str, index_name: str) -> None:
    engine = ElasticEngine(Elasticsearch(url=f"http://127.0.0.1:9, {elasticsearch_url}", prefix=index_name))
    built(engine, batches(3))
    assert total(engine.open("gen-000001")) == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "no server is named"),
        ({"url": "http://a:1", "cloud_id": "x:eA=="}, "both set"),
        ({"url": "localhost"}, "cannot be used"),
        ({"url": "http://a:1", "username": "me", "password": "p", "api_key": "k"}, "both set"),
        ({"url": "https://a:1", "ca_certs": "/nowhere/ca.pem"}, "no file /nowhere/ca.pem"),
    ],
)
def test_settings_that_do_not_fit(given: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as raised:
        ElasticEngine(Elasticsearch.model_validate(given))
    assert "MEA__ELASTICSEARCH__" in raised.value.hint


def test_passwords_are_not_told() -> None:
    given = {"url": "http://me:secret@127.0.0.1:9", "password": "secret", "api_key": "secret"}
    settings = Elasticsearch.model_validate(given)
    assert "secret" not in repr(settings.password) + repr(settings.api_key)
    engine = ElasticEngine(Elasticsearch(url=given["url"], request_seconds=0.2))
    with pytest.raises(Exception, match=r"127\.0\.0\.1:9,") as raised:
        engine.current()
    assert "secret" not in str(raised.value)
