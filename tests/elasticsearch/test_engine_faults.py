"""Faults while the engine builds, switches and searches: a clear error with a mend, nothing lost, and the next run completes."""

from __future__ import annotations

import json
import re
import signal
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import faults
import pytest
from click.testing import CliRunner
from fault_proxy import Fault, FaultProxy, Forward, Reply, Request
from local_cluster import Cluster, running
from local_installation import Installation
from made_rows import Batches, batches, built, current_total, row, total
from msgspec import structs
from plain_requests import Server

from core.errors import NoIndex, SearchError
from core.settings import Elasticsearch
from index.engines.elastic import ElasticEngine
from index.engines.protocol import Grouped, Keyed
from index.engines.protocol import Request as Question
from index.engines.schema import COLLECTIONS, EngineRow, key_of
from index.query.plan import Everything, Term
from jobs.cli import cli

pytestmark = pytest.mark.elasticsearch
ROWS = 40
NOWHERE = "http://127.0.0.1:9"
"""A port that nobody listens on."""


@pytest.fixture(scope="module")
def guarded(elasticsearch_url: str) -> Iterator[tuple[ElasticEngine, FaultProxy]]:
    """As `engine`, for tests that leave its one generation as it is; and the proxy before it. In the end it builds again."""
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    with FaultProxy(elasticsearch_url) as proxy:
        made = engine_at(proxy.url, prefix)
        built(made, batches(3))
        yield made, proxy
        assert (made.generations(), made.unfinished()) == (("gen-000001",), ())
        built(made, batches(ROWS))
        assert (made.current(), current_total(made)) == ("gen-000002", ROWS)
    Server(elasticsearch_url).ask("DELETE", "/" + ",".join(f"{prefix}-{index}" for index in _indices(1, 2)))


def _indices(*numbers: int) -> list[str]:
    return [f"gen-{number:06d}-{name}" for number in numbers for name in COLLECTIONS]


@pytest.fixture
def engine(fault_proxy: FaultProxy, index_name: str) -> Iterator[ElasticEngine]:
    """An engine of little patience behind the proxy, with one generation of three rows."""
    made = engine_at(fault_proxy.url, index_name)
    built(made, batches(3))
    yield made
    assert made.current() is not None, "whatever happened, something answers"


def engine_at(url: str, prefix: str, **more: object) -> ElasticEngine:
    given = {"url": url, "prefix": prefix, "request_seconds": 5, "retry_seconds": 1, **more}
    return ElasticEngine(Elasticsearch.model_validate(given))


def too_large_from(size: int) -> Fault:
    def fault(request: Request, forward: Forward) -> Reply:
        return faults.too_large(request, forward) if request.length > size else forward(request)

    return fault


# What happens to each bulk request of a build -> what the error says, and what the hint names.
ENDED = [
    (faults.unauthorized, "does not accept the credentials", "MEA__ELASTICSEARCH__USERNAME"),
    (faults.forbidden, "lacks a privilege .*granted by the index privileges", "privilege|`all`"),
    (faults.write_block, "writing is blocked .*index write", "Take the block off"),
    (faults.disk_full, "disk is nearly full", "Free space"),
    (faults.overloaded, "too much to do .*rejected execution", "Come again later"),
    (faults.out_of_memory, "too little memory .*Data too large", "heap"),
    (faults.no_master, "not ready .*no master", "_cluster/health"),
    (faults.too_large, "row row 0.*larger than it takes", "http.max_content_length"),
    (faults.wrong_media_type, "another version", "Elasticsearch 8 or 9"),
    (faults.not_elasticsearch, "not Elasticsearch", "MEA__ELASTICSEARCH__URL"),
    (faults.reset_while_sending, "cannot be reached", "Start it"),
    (faults.reset_in_answer, "cannot be reached", "Start it"),
    (faults.items_refused(lambda _: True, 429, "es_rejected_execution_exception"), "too much to do", "Come again"),
    (faults.items_refused(lambda _: True, 429, "cluster_block_exception", faults.DISK_FULL), "disk is nearly full", "Free"),
    (faults.items_refused(lambda _: True, 403, "cluster_block_exception", faults.WRITE_BLOCK), "is blocked", "block off"),
    (faults.items_refused(lambda id_: id_ == "row 7", 400, "document_parsing_exception"), "row row 7", "mea reindex"),
    (faults.items_refused(lambda id_: id_ == "row 7", 503, "unavailable_shards_exception"), "part of it is away", "health"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "cause", "hint"), ENDED, ids=lambda value: getattr(value, "__name__", None))
def test_a_build_that_cannot_go_on(
    guarded: tuple[ElasticEngine, FaultProxy], fault: Fault, cause: str, hint: str
) -> None:
    engine, proxy = guarded
    with proxy.injecting(fault, path="_bulk$"), pytest.raises(SearchError, match=cause) as raised:
        built(engine, batches(ROWS))
    assert raised.value.exit_code == 69
    assert re.search(hint, raised.value.hint), raised.value.hint
    assert (engine.current(), current_total(engine), engine.unfinished()) == ("gen-000001", 3, ())


# What passes: how often each kind of trouble comes before it is over.
PASSING = [
    (faults.overloaded, 3),
    (faults.out_of_memory, 2),
    (faults.no_master, 6),
    (faults.reset_while_sending, 6),
    (faults.reset_before_answer, 6),
    (faults.reset_in_answer, 6),
    (faults.items_refused(lambda id_: id_.endswith("7"), 429, "es_rejected_execution_exception"), 2),
    (faults.items_refused(lambda id_: id_.endswith("7"), 503, "unavailable_shards_exception"), 2),
    (too_large_from(3_000), 1_000),
]


@pytest.mark.parametrize(("fault", "times"), PASSING, ids=lambda value: getattr(value, "__name__", None))
def test_a_build_that_goes_on(
    fault_proxy: FaultProxy, server: Server, index_name: str, fault: Fault, times: int
) -> None:
    engine = engine_at(fault_proxy.url, index_name, retry_seconds=30)
    with fault_proxy.injecting(fault, path="_bulk$", times=times) as rule:
        built(engine, batches(ROWS))
    assert rule.used > 0
    assert current_total(engine) == ROWS
    _, _, stats = server.ask("GET", f"/{index_name}-gen-000001-documents/_stats/docs")
    counted = stats["_all"]["primaries"]["docs"]
    assert (counted["count"], counted["deleted"]) == (ROWS, 0), "what came twice was stored once, and nothing replaced"


# What happens to each search.
UNANSWERED = [
    (faults.unauthorized, "does not accept the credentials"),
    (faults.forbidden, "lacks a privilege"),
    (faults.overloaded, "too much to do"),
    (faults.search_out_of_memory, "too little memory .*Data too large"),
    (faults.no_master, "not ready"),
    (faults.shards_failed, "part of it is away"),
    (faults.wrong_media_type, "another version"),
    (faults.not_elasticsearch, "not Elasticsearch"),
    (faults.partial_search, "only 0 of 1 parts of the index answered"),
    (faults.reset_before_answer, "cannot be reached"),
    (faults.reset_in_answer, "cannot be reached"),
]


@pytest.mark.parametrize(("fault", "cause"), UNANSWERED, ids=lambda value: getattr(value, "__name__", None))
def test_a_search_that_is_not_answered(guarded: tuple[ElasticEngine, FaultProxy], fault: Fault, cause: str) -> None:
    engine, fault_proxy = guarded
    reader = engine.open("gen-000001")
    question = Question(collection="documents", plan=Term("stems", "en:word"))
    with fault_proxy.injecting(fault, path="_search$"), pytest.raises(SearchError, match=cause) as raised:
        reader.search(question)
    assert raised.value.hint
    lookups = [Grouped(request=question, groups=(1,)), Keyed(collection="documents", keys=(key_of("row 1"),))]
    with fault_proxy.injecting(fault, path="_msearch$"), pytest.raises(SearchError, match=cause) as raised:
        reader.look_up(lookups)
    assert raised.value.hint
    assert reader.search(question).total == 3
    grouped, keyed = reader.look_up(lookups)
    assert (len(grouped[1]), keyed[key_of("row 1")][0].source) == (3, b'{"id":"row 1"}')


def test_one_of_several_questions_is_not_answered(guarded: tuple[ElasticEngine, FaultProxy]) -> None:
    engine, fault_proxy = guarded
    reader = engine.open("gen-000001")
    lookups = [Keyed(collection="documents", keys=(key_of(f"row {number}"),)) for number in range(3)]
    away = faults.last_search_refused(503, "no_shard_available_action_exception")
    with fault_proxy.injecting(away, path="_msearch$", times=3) as rule:
        assert [len(found) for found in reader.look_up(lookups)] == [1, 1, 1], "asked again, the last question alone"
    assert rule.used == 3
    with fault_proxy.injecting(away, path="_msearch$"), pytest.raises(SearchError, match="part of it is away"):
        reader.look_up(lookups)
    full = faults.last_search_refused(429, "es_rejected_execution_exception")
    with fault_proxy.injecting(full, path="_msearch$"), pytest.raises(SearchError, match="too much to do"):
        reader.look_up(lookups)


@pytest.mark.parametrize(
    ("number", "cause"), [("7.17.28", "version 7.17.28"), ("10.0.0", "version 10.0.0")], ids=["old", "new"]
)
def test_a_server_of_another_version(guarded: tuple[ElasticEngine, FaultProxy], number: str, cause: str) -> None:
    engine, fault_proxy = guarded
    with fault_proxy.injecting(faults.version(number)), pytest.raises(SearchError, match=cause) as raised:
        built(engine, batches(ROWS))
    assert "8 or 9" in raised.value.hint
    assert current_total(engine) == 3


@pytest.mark.parametrize("step", ["_refresh$", "_count$", "_settings$", "_aliases$", "_mapping$"])
def test_a_build_that_fails_at_its_end(engine: ElasticEngine, fault_proxy: FaultProxy, step: str) -> None:
    with fault_proxy.injecting(faults.no_master, method=None if step != "_mapping$" else "PUT", path=step):
        with pytest.raises(SearchError, match="not ready"):
            built(engine, batches(ROWS))
        assert engine.current() == "gen-000001"
    built(engine, batches(ROWS))
    assert current_total(engine) == ROWS


def test_a_switch_that_fails(engine: ElasticEngine, fault_proxy: FaultProxy) -> None:
    """Of the two changes of aliases of a build, the second."""
    with (
        fault_proxy.injecting(faults.no_master, path="_aliases$", skip=1) as rule,
        pytest.raises(SearchError, match="switching to the new index: it is not ready"),
    ):
        built(engine, batches(ROWS))
    assert rule.used > 0
    assert (engine.current(), engine.generations()) == ("gen-000001", ("gen-000001", "gen-000002"))
    built(engine, batches(ROWS))
    assert (engine.current(), engine.generations()) == ("gen-000003", ("gen-000002", "gen-000003"))


@pytest.mark.parametrize("lost", ["^/[^/]*-documents$", "_aliases$", "_mapping$", "_settings$", "_forcemerge$"])
def test_an_answer_that_is_lost(engine: ElasticEngine, fault_proxy: FaultProxy, lost: str) -> None:
    """The server did what was asked, and the client asks again."""
    with fault_proxy.injecting(faults.reset_before_answer, path=lost, times=1) as rule:
        built(engine, batches(ROWS))
    assert rule.used == 1
    assert current_total(engine) == ROWS


def test_a_server_that_is_slow(engine: ElasticEngine, fault_proxy: FaultProxy, index_name: str) -> None:
    hasty = engine_at(fault_proxy.url, index_name, request_seconds=0.4)
    reader = hasty.open("gen-000001")
    question = Question(collection="documents", plan=Everything(), by="order")
    with fault_proxy.injecting(faults.delay(1), path="_search$", times=1):
        assert reader.search(question).total == 3, "asked again"
    with (
        fault_proxy.injecting(faults.delay(1), path="_search$"),
        pytest.raises(SearchError, match="does not answer in time") as raised,
    ):
        reader.search(question)
    assert "MEA__ELASTICSEARCH__REQUEST_SECONDS" in raised.value.hint


def test_a_server_that_hangs(engine: ElasticEngine, elasticsearch_url: str, index_name: str) -> None:
    """As one that is stopped: it takes connections and says nothing. Four times the patience of one request, and no more."""
    with FaultProxy(elasticsearch_url) as proxy:
        hasty = engine_at(proxy.url, index_name, request_seconds=0.5)
        reader = hasty.open("gen-000001")
        with proxy.injecting(proxy.hang):
            for ask in (hasty.current, lambda: total(reader), lambda: built(hasty, batches(ROWS))):
                begun = time.monotonic()
                with pytest.raises(SearchError, match="does not answer in time"):
                    ask()
                assert time.monotonic() - begun < 60, "bounded"
    assert current_total(engine) == 3


def test_blocks_of_the_real_server(engine: ElasticEngine, server: Server, index_name: str) -> None:
    """The same as the invented ones, set on the index while it is built."""
    name = f"{index_name}-gen-000002-documents"
    for setting, cause in (
        ("index.blocks.read_only_allow_delete", "disk is nearly full"),
        ("index.blocks.write", "writing is blocked"),
    ):

        def block(setting: str = setting) -> None:
            assert server.ask("PUT", f"/{name}/_settings", {setting: True})[0] == 200

        with pytest.raises(SearchError, match=cause):
            built(engine, batches(ROWS, then=block))
        assert (engine.current(), engine.unfinished()) == ("gen-000001", ())


def test_an_index_that_no_node_may_hold(engine: ElasticEngine, server: Server, index_name: str) -> None:
    """As where the disks of all nodes are nearly full: the server says that the index was made."""
    settings = {"index.routing.allocation.require._name": "nobody"}
    template = {"index_patterns": [f"{index_name}-*"], "template": {"settings": settings}}
    assert server.ask("PUT", f"/_index_template/{index_name}", template)[0] == 200
    try:
        with pytest.raises(SearchError, match="found no node to put it on") as raised:
            built(engine_at(server.url, index_name, request_seconds=1.6), batches(ROWS))
    finally:
        server.ask("DELETE", f"/_index_template/{index_name}")
    assert "disks" in raised.value.hint
    assert (engine.current(), engine.unfinished()) == ("gen-000001", ())


def test_an_index_that_is_removed_while_it_is_built(engine: ElasticEngine, server: Server, index_name: str) -> None:
    """It is not made anew, with whatever mapping the next row suggests."""
    name = f"{index_name}-gen-000002-documents"
    with pytest.raises(SearchError, match="not there any more"):
        built(engine, batches(ROWS, then=lambda: server.ask("DELETE", f"/{name}")))
    assert engine.unfinished() == ()
    assert server.ask("GET", f"/{name}-building")[0] == 404


@pytest.mark.parametrize(
    ("bad", "cause"),
    [
        (row("bad", unheard_of=1), r"row bad.*\[unheard_of\]"),
        (row("bad", day=2**64), r"row bad.*out of range"),
        (row("x" * 40_000), r"row sha256:\w* of the document x{200}….*immense term"),
    ],
    ids=["unknown field", "number out of range", "keyword of 40,000 characters"],
)
def test_a_row_that_does_not_fit(guarded: tuple[ElasticEngine, FaultProxy], bad: EngineRow, cause: str) -> None:
    engine, _ = guarded

    def rows() -> Batches:
        yield from batches(5)
        yield "documents", [bad]
        yield from batches(5, word="later")

    with pytest.raises(SearchError, match=cause):
        built(engine, rows())
    assert current_total(engine) == 3


def test_a_row_that_does_not_fit_names_its_document(guarded: tuple[ElasticEngine, FaultProxy]) -> None:
    """Of paragraphs and citations the id alone does not always tell."""
    engine, _ = guarded
    for collection, field in (("paragraphs", "document"), ("citations", "citing")):
        bad = EngineRow(
            id="0f:s1:4", order=1, group=1, texts={}, keywords={field: ("CMS/Resolution/1.1",)}, numbers={"day": 2**64, "place": 0},
            source=b"{}",
        )  # fmt: skip
        with pytest.raises(SearchError, match=r"row 0f:s1:4 of the document CMS/Resolution/1\.1\)") as raised:
            built(engine, iter([(collection, [bad])]))  # type: ignore[list-item]
        assert "mea reindex" in raised.value.hint
    assert current_total(engine) == 3


def test_a_row_that_is_stored_and_told_as_a_double_is_compared(engine: ElasticEngine, fault_proxy: FaultProxy) -> None:
    """The answer to its first sending was lost; or something else was written under its id."""
    rows = [row("row 0"), EngineRow(**(structs.asdict(row("row 0")) | {"source": b'{"id":"another"}'}))]
    with pytest.raises(SearchError, match=r"row row 0 was sent twice, and differs") as raised:
        built(engine, iter([("documents", rows[:1]), *batches(1_000, "between"), ("documents", rows[1:])]))
    assert raised.value.hint
    assert current_total(engine) == 3
    with fault_proxy.injecting(faults.reset_before_answer, path="_bulk$", times=1):
        built(engine, batches(ROWS))
    assert current_total(engine) == ROWS


def test_doubles_that_are_gone_again_are_sent_again(fault_proxy: FaultProxy, index_name: str) -> None:
    """A row that a node had taken in is a double until that node is lost with it."""
    engine = engine_at(fault_proxy.url, index_name, retry_seconds=30)
    double = faults.items_refused(lambda id_: id_.endswith("7"), 409, "version_conflict_engine_exception")
    with fault_proxy.injecting(double, path="_bulk$", times=2) as rule:
        built(engine, batches(ROWS))
    assert (rule.used, current_total(engine)) == (2, ROWS)


@pytest.mark.parametrize("command", [["search", "word"], ["reindex"]])
def test_a_server_that_is_not_there(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEA__DATA_DIR", str(tmp_path / "data"))
    text = tmp_path / "a.txt"
    text.write_text("A word on birds.\n" * 20, encoding="utf-8")
    assert CliRunner().invoke(cli, ["ingest", str(text)]).exit_code == 0
    monkeypatch.setenv("MEA__ENGINE", "elasticsearch")
    monkeypatch.setenv("MEA__ELASTICSEARCH__URL", NOWHERE)
    monkeypatch.setenv("MEA__ELASTICSEARCH__RETRY_SECONDS", "1")
    ended = CliRunner().invoke(cli, command)
    assert ended.exit_code == 69, ended.output
    assert "cannot be reached" in ended.stderr
    assert "make elasticsearch" in ended.stderr


def test_credentials_and_privileges(secured_cluster: Cluster, index_name: str) -> None:
    url = secured_cluster.urls[0]
    boss, viewer = secured_cluster.users

    def as_user(name: str, password: str) -> ElasticEngine:
        return engine_at(url, index_name, username=name, password=password)

    engine = as_user(boss.name, boss.password)
    built(engine, batches(ROWS))
    for stranger in (as_user(boss.name, "wrong"), engine_at(url, index_name)):
        with pytest.raises(SearchError, match="does not accept the credentials"):
            stranger.current()
    reading = as_user(viewer.name, viewer.password)
    assert current_total(reading) == ROWS, "searching needs no more than to read and to see the indices"
    with pytest.raises(SearchError, match=r"lacks a privilege .*indices:admin/(create|delete)") as raised:
        built(reading, batches(3))
    assert "`all`" in raised.value.hint
    assert (engine.current(), current_total(engine)) == ("gen-000001", ROWS)
    Server(url).ask("DELETE", f"/{index_name}-gen-000001-documents", user=boss)


@pytest.fixture
def mortal(elasticsearch_installation: Installation, quick_start: list[str]) -> Iterator[Cluster]:
    """A server that a test may kill."""
    with running(jvm=quick_start, installed=elasticsearch_installation) as cluster:
        yield cluster


def test_killed_in_the_middle_of_a_build(mortal: Cluster) -> None:
    def kill() -> None:
        mortal.signal(mortal.nodes[0], signal.SIGKILL)

    engine = engine_at(mortal.urls[0], "mea")
    built(engine, batches(ROWS))
    with pytest.raises(SearchError, match="cannot be reached"):
        built(engine, batches(20_000, then=kill))
    with pytest.raises(SearchError, match="cannot be reached"):
        engine.current()

    mortal.revive()
    assert (engine.current(), current_total(engine)) == ("gen-000001", ROWS)
    assert engine.unfinished() == ("gen-000002",), "what the dead server could not remove"
    patient = engine_at(mortal.urls[0], "mea", retry_seconds=120)

    def restart() -> None:
        kill()
        mortal.revive()

    built(patient, batches(20_000, then=restart))
    assert (patient.current(), current_total(patient)) == ("gen-000003", 20_000)
    assert patient.unfinished() == ()


def test_an_alias_that_someone_else_has_moved(engine: ElasticEngine, server: Server, index_name: str) -> None:
    built(engine, batches(ROWS))
    later = engine_at(server.url, index_name)
    both = [{"add": {"index": f"{index_name}-gen-*-documents", "alias": f"{index_name}-documents"}}]
    server.ask("POST", "/_aliases", {"actions": both})
    with pytest.raises(SearchError, match=r"points to .*gen-000001-documents, .*gen-000002-documents") as raised:
        later.current()
    assert "mea reindex" in raised.value.hint
    engine.switch("gen-000002")
    assert engine.current() == "gen-000002"


def test_an_index_that_lacks_a_part(engine: ElasticEngine, server: Server, index_name: str) -> None:
    server.ask("DELETE", f"/{index_name}-gen-000001-paragraphs")
    with pytest.raises(SearchError, match=r"lacks .*-paragraphs"):
        engine.open("gen-000001")
    with pytest.raises(NoIndex):
        engine.open("gen-000009")


def test_a_manifest_that_cannot_be_read(engine: ElasticEngine, server: Server, index_name: str) -> None:
    broken = {"_meta": {"manifest": json.dumps({"generation": 1})}}
    server.ask("PUT", f"/{index_name}-gen-000001-documents/_mapping", broken)
    with pytest.raises(SearchError, match=r"manifest .* cannot be read"):
        engine.open("gen-000001")
