"""The invented answers against those of the real server in the same trouble, and what the official client makes of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import elastic_transport
import elasticsearch
import faults
import pytest
from elasticsearch import Elasticsearch
from fault_proxy import Fault, FaultProxy
from local_cluster import Cluster, User
from plain_requests import Server, told

pytestmark = pytest.mark.elasticsearch
Provoke = Callable[[Server, str], tuple[int, dict[str, str], Any]]


def blocked(setting: str) -> Provoke:
    def provoke(server: Server, index: str) -> tuple[int, dict[str, str], Any]:
        server.ask("PUT", f"/{index}", {"settings": {setting: True}})
        return server.ask("POST", f"/{index}/_doc", {"word": "one"})

    return provoke


def nowhere(server: Server, index: str) -> tuple[int, dict[str, str], Any]:
    """An index no node may hold: its shard is never there."""
    settings = {"index.routing.allocation.require._name": "nobody"}
    server.ask("PUT", f"/{index}?timeout=0s&wait_for_active_shards=0", {"settings": settings})
    return server.ask("GET", f"/{index}/_search")


def heavy(server: Server, index: str) -> tuple[int, dict[str, str], Any]:
    return server.ask("POST", f"/{index}/_bulk", b" " * (100 * 2**20 + 1))


def overtaken(server: Server, boss: User) -> tuple[int, dict[str, str], Any]:
    """More bytes at once than the node takes in (indexing_pressure.memory.limit of the secured cluster)."""
    return server.ask("POST", "/it/_doc", {"word": "x" * 2_000_000}, user=boss)


def over_limit(
    name: str, limit: str, body: Any, path: str, server: Server, boss: User
) -> tuple[int, dict[str, str], Any]:
    """A request that needs more memory than the breaker whose setting is `name` allows."""

    def limited(value: str | None) -> None:
        assert server.ask("PUT", "/_cluster/settings", {"persistent": {name: value}}, user=boss)[0] == 200

    server.ask("POST", "/it/_doc/1?refresh=true", {"word": "one"}, user=boss)
    limited(limit)
    try:
        return server.ask("POST", path, body, user=boss)
    finally:
        limited(None)
        server.ask("DELETE", "/it", user=boss)


def crowded(server: Server, boss: User) -> tuple[int, dict[str, str], Any]:
    return over_limit("network.breaker.inflight_requests.limit", "1kb", {"word": "x" * 5000}, "/it/_doc", server, boss)


def crowded_search(server: Server, boss: User) -> tuple[int, dict[str, str], Any]:
    words = {"aggs": {"words": {"terms": {"field": "word.keyword"}}}}
    return over_limit("indices.breaker.request.limit", "1b", words, "/it/_search", server, boss)


def later_client(server: Server, index: str) -> tuple[int, dict[str, str], Any]:
    kind = "application/vnd.elasticsearch+json; compatible-with=10"
    return server.ask("POST", f"/{index}/_search", b"{}", headers={"content-type": kind, "accept": kind})


@pytest.mark.parametrize(
    ("fault", "provoke"),
    [
        (faults.write_block, blocked("index.blocks.write")),
        (faults.disk_full, blocked("index.blocks.read_only_allow_delete")),
        (faults.shards_failed, nowhere),
        (faults.too_large, heavy),
        (faults.wrong_media_type, later_client),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_like_the_real_thing(
    server: Server, fault_proxy: FaultProxy, index_name: str, fault: Fault, provoke: Provoke
) -> None:
    real = provoke(server, index_name)
    with fault_proxy.injecting(fault):
        invented = Server(fault_proxy.url).ask("POST", f"/{index_name}/_bulk", {})
    assert told(invented) == told(real)


@pytest.mark.parametrize(
    ("fault", "provoke"),
    [
        (faults.unauthorized, lambda server, boss, reader: server.ask("PUT", "/denied")),
        (faults.forbidden, lambda server, boss, reader: server.ask("PUT", "/denied", user=reader)),
        (faults.overloaded, lambda server, boss, reader: overtaken(server, boss)),
        (faults.out_of_memory, lambda server, boss, reader: crowded(server, boss)),
        (faults.search_out_of_memory, lambda server, boss, reader: crowded_search(server, boss)),
    ],
    ids=["unauthorized", "forbidden", "overloaded", "out_of_memory", "search_out_of_memory"],
)
def test_like_the_real_thing_on_a_server_of_our_own(
    fault_proxy: FaultProxy, secured_cluster: Cluster, fault: Fault, provoke: Callable[..., Any]
) -> None:
    real = provoke(Server(secured_cluster.urls[0]), *secured_cluster.users)
    with fault_proxy.injecting(fault):
        invented = Server(fault_proxy.url).ask("PUT", "/denied")
    assert told(invented) == told(real)
    assert ("www-authenticate" in invented[1]) == ("www-authenticate" in real[1])


def test_a_partial_search_is_like_the_real_thing(server: Server, fault_proxy: FaultProxy, index_name: str) -> None:
    here, lost = f"{index_name}-here", f"{index_name}-lost"
    server.ask("POST", f"/{here}/_doc?refresh=true", {"word": "one"})
    nowhere(server, lost)
    real = server.ask("GET", f"/{here},{lost}/_search?allow_partial_search_results=true&q=none")
    with fault_proxy.injecting(faults.partial_search, path="_search$"):
        invented = Server(fault_proxy.url).ask("GET", f"/{here}/_search")
    assert told(invented) == told(real)
    assert (invented[2]["_shards"]["failed"], invented[2]["hits"]["hits"]) == (1, [])


REFUSED = [
    (faults.unauthorized, elasticsearch.AuthenticationException, 401, "security_exception"),
    (faults.forbidden, elasticsearch.AuthorizationException, 403, "security_exception"),
    (faults.write_block, elasticsearch.AuthorizationException, 403, "cluster_block_exception"),
    (faults.overloaded, elasticsearch.ApiError, 429, "es_rejected_execution_exception"),
    (faults.out_of_memory, elasticsearch.ApiError, 429, "circuit_breaking_exception"),
    (faults.search_out_of_memory, elasticsearch.ApiError, 429, "search_phase_execution_exception"),
    (faults.disk_full, elasticsearch.ApiError, 429, "cluster_block_exception"),
    (faults.no_master, elasticsearch.ApiError, 503, "cluster_block_exception"),
    (faults.shards_failed, elasticsearch.ApiError, 503, "search_phase_execution_exception"),
    (faults.wrong_media_type, elasticsearch.BadRequestError, 400, "media_type_header_exception"),
]


@pytest.mark.parametrize(("fault", "kind", "status", "error"), REFUSED, ids=[row[0].__name__ for row in REFUSED])
def test_what_the_client_makes_of_a_refusal(
    fault_proxy: FaultProxy, fault: Fault, kind: type[elasticsearch.ApiError], status: int, error: str
) -> None:
    client = Elasticsearch(fault_proxy.url, max_retries=0)
    with client, fault_proxy.injecting(fault), pytest.raises(kind) as raised:
        client.search(query={"match_all": {}})
    assert (raised.value.status_code, raised.value.error) == (status, error)


def test_what_the_client_makes_of_a_body_that_is_too_large(fault_proxy: FaultProxy) -> None:
    client = Elasticsearch(fault_proxy.url)
    with client, fault_proxy.injecting(faults.too_large), pytest.raises(elasticsearch.ApiError) as raised:
        client.bulk(operations=[{"index": {"_index": "it"}}, {"word": "one"}])
    assert raised.value.status_code == 413


@pytest.mark.parametrize(
    "fault", [faults.not_elasticsearch, faults.version("8.19.0", product=False)], ids=["page", "header"]
)
def test_what_the_client_makes_of_something_else(fault_proxy: FaultProxy, fault: Fault) -> None:
    client = Elasticsearch(fault_proxy.url)
    with client, fault_proxy.injecting(fault), pytest.raises(elasticsearch.UnsupportedProductError):
        client.cluster.health()


@pytest.mark.parametrize(
    "fault",
    [faults.reset_while_sending, faults.reset_before_answer, faults.reset_in_answer],
    ids=lambda fault: fault.__name__,
)
def test_what_the_client_makes_of_a_reset(fault_proxy: FaultProxy, index_name: str, fault: Fault) -> None:
    """Neither an ApiError nor an OSError; and with retries, as they are by default, the caller sees nothing."""
    operations = [line for number in range(50) for line in ({"index": {"_id": str(number)}}, {"word": "one"})]
    with Elasticsearch(fault_proxy.url) as client:
        with fault_proxy.injecting(fault), pytest.raises(elastic_transport.ConnectionError):
            client.options(max_retries=0).bulk(index=index_name, operations=operations)
        with fault_proxy.injecting(fault, times=1) as rule:
            again = client.bulk(index=index_name, operations=operations)
    assert (rule.used, again["errors"], len(again["items"])) == (1, False, 50)


def test_what_the_client_makes_of_a_hung_server(elasticsearch_url: str) -> None:
    with FaultProxy(elasticsearch_url) as proxy, proxy.injecting(proxy.hang):
        client = Elasticsearch(proxy.url, request_timeout=0.5, max_retries=0)
        with client, pytest.raises(elastic_transport.ConnectionTimeout):
            client.cluster.health()
