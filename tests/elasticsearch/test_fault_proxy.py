"""The proxy itself: what it lets through unchanged, whom it gives a fault, and what the client and the server then have."""

from __future__ import annotations

import gzip
import http.client
import json
import threading
from typing import Any
from urllib.parse import urlsplit

import faults
import pytest
from fault_proxy import Fault, FaultProxy, Seen
from plain_requests import Server

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def through(fault_proxy: FaultProxy) -> Server:
    """The server as seen through the proxy."""
    return Server(fault_proxy.url)


def bulk(*ids: str) -> list[dict[str, Any]]:
    return [line for key in ids for line in ({"index": {"_id": key}}, {"word": key})]


def stored(server: Server, index: str) -> set[str]:
    server.ask("POST", f"/{index}/_refresh")
    status, _, answer = server.ask("GET", f"/{index}/_search?size=1000")
    return {hit["_id"] for hit in answer["hits"]["hits"]} if status == 200 else set()


def test_without_a_fault_nothing_changes(server: Server, through: Server, index_name: str) -> None:
    assert through.ask("PUT", f"/{index_name}")[0] == 200
    assert through.ask("POST", f"/{index_name}/_bulk?refresh=true", bulk("1", "2"))[2]["errors"] is False
    path = f"/{index_name}/_search?q=word:1&filter_path=hits.hits"
    direct, proxied = server.ask("GET", path), through.ask("GET", path)
    assert (direct[0], direct[2]) == (proxied[0], proxied[2])
    assert direct[1]["x-elastic-product"] == proxied[1]["x-elastic-product"]
    assert through.ask("HEAD", f"/{index_name}")[0] == 200
    assert through.ask("GET", f"/{index_name}-none")[0] == 404


def test_one_connection_serves_many_requests(fault_proxy: FaultProxy, index_name: str) -> None:
    """Also after a fault that did not read the body: its rest must not be taken for the next request."""
    there = urlsplit(fault_proxy.url)
    connection = http.client.HTTPConnection(there.hostname or "", there.port)
    statuses = []
    with fault_proxy.injecting(faults.overloaded, path="_bulk$", times=1):
        for method, path, body in (
            ("HEAD", f"/{index_name}", None),
            ("POST", f"/{index_name}/_bulk", json.dumps({"index": {}}) + "\n{}\n"),
            ("GET", "/_cluster/health", None),
        ):
            connection.request(method, path, body, {"content-type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
    connection.close()
    assert statuses == [404, 429, 200]
    assert [seen.status for seen in fault_proxy.seen] == statuses


def test_a_rule_chooses_by_method_path_and_count(fault_proxy: FaultProxy, through: Server) -> None:
    def ask(*paths: str) -> list[int]:
        return [through.ask("GET", path)[0] for path in paths]

    with fault_proxy.injecting(faults.no_master, path=r"^/_cluster/", skip=1, times=2) as rule:
        assert ask("/_cluster/health", "/_nodes", *["/_cluster/health"] * 3) == [200, 200, 503, 503, 200]
        with fault_proxy.injecting(faults.unauthorized, method="POST"):
            assert ask("/_nodes") == [200]
            assert through.ask("POST", "/_refresh")[0] == 401
        with fault_proxy.injecting(faults.forbidden):
            assert ask("/_nodes") == [403]  # the rule set last goes first
    assert rule.used == 2
    assert ask("/_cluster/health") == [200]
    assert Seen("POST", "/_refresh", 401) in fault_proxy.seen


@pytest.mark.parametrize(
    ("fault", "reaches_the_server"),
    [(faults.reset_while_sending, False), (faults.reset_before_answer, True), (faults.reset_in_answer, True)],
)
def test_a_reset_in_the_middle_of_a_bulk(
    server: Server, fault_proxy: FaultProxy, through: Server, index_name: str, fault: Fault, reaches_the_server: bool
) -> None:
    ids = {str(number) for number in range(500)}
    with fault_proxy.injecting(fault, path="_bulk$"), pytest.raises((ConnectionError, http.client.IncompleteRead)):
        through.ask("POST", f"/{index_name}/_bulk", bulk(*ids))
    assert stored(server, index_name) == (ids if reaches_the_server else set())
    assert fault_proxy.seen == [Seen("POST", f"/{index_name}/_bulk", None)]


@pytest.mark.parametrize("compress", [False, True])
def test_refused_items_are_not_stored_and_the_rest_is(
    server: Server, fault_proxy: FaultProxy, through: Server, index_name: str, compress: bool
) -> None:
    lines = [*bulk("1", "2"), {"delete": {"_id": "1"}}, *bulk("3"), {"create": {"_id": "4"}}, {"word": "4"}]
    body = "".join(json.dumps(line) + "\n" for line in lines).encode()
    headers = {"content-encoding": "gzip"} if compress else {}
    refuse = faults.items_refused({"2", "4"}.__contains__, 429, "es_rejected_execution_exception")
    with fault_proxy.injecting(refuse, path="_bulk$"):
        status, _, answer = through.ask(
            "POST", f"/{index_name}/_bulk", gzip.compress(body) if compress else body, headers=headers
        )
    assert (status, answer["errors"]) == (200, True)
    items = [next(iter(item.items())) for item in answer["items"]]
    assert [(operation, item["_id"], item["status"]) for operation, item in items] == [
        ("index", "1", 201),
        ("index", "2", 429),
        ("delete", "1", 200),
        ("index", "3", 201),
        ("create", "4", 429),
    ]
    assert stored(server, index_name) == {"3"}


def test_all_items_refused(server: Server, fault_proxy: FaultProxy, through: Server, index_name: str) -> None:
    with fault_proxy.injecting(faults.items_refused(lambda _: True, 503, "unavailable_shards_exception")):
        answer = through.ask("POST", f"/{index_name}/_bulk", bulk("1"))[2]
    assert answer["items"][0]["index"]["error"]["type"] == "unavailable_shards_exception"
    assert server.ask("HEAD", f"/{index_name}")[0] == 404


def test_a_delayed_request_goes_through(fault_proxy: FaultProxy, through: Server, index_name: str) -> None:
    with fault_proxy.injecting(faults.delay(0.3), times=1) as rule:
        assert through.ask("PUT", f"/{index_name}")[0] == 200
    assert rule.used == 1


def test_a_hung_server_lets_go_when_the_proxy_closes(elasticsearch_url: str) -> None:
    outcome: list[BaseException] = []

    def ask(url: str) -> None:
        try:
            Server(url).ask("GET", "/_cluster/health")
        except (OSError, http.client.HTTPException) as error:
            outcome.append(error)

    with FaultProxy(elasticsearch_url) as proxy, proxy.injecting(proxy.hang) as rule:
        thread = threading.Thread(target=ask, args=(proxy.url,))
        thread.start()
        thread.join(0.5)
        assert (thread.is_alive(), rule.used) == (True, 1)
    thread.join(30)
    assert (thread.is_alive(), len(outcome)) == (False, 1)


def test_another_version(fault_proxy: FaultProxy, through: Server) -> None:
    with fault_proxy.injecting(faults.version("7.17.0")):
        assert through.ask("GET", "/")[2]["version"]["number"] == "7.17.0"
        _, headers, nodes = through.ask("GET", "/_nodes/_local")
        assert [node["version"] for node in nodes["nodes"].values()] == ["7.17.0"]
        assert headers["x-elastic-product"] == "Elasticsearch"
    with fault_proxy.injecting(faults.version("8.19.0", product=False)):
        assert "x-elastic-product" not in through.ask("GET", "/")[1]
        assert "x-elastic-product" not in through.ask("GET", "/_cluster/health")[1]


def test_a_server_that_is_gone(index_name: str) -> None:
    with FaultProxy("http://127.0.0.1:1") as proxy:
        assert Server(proxy.url).ask("GET", "/_cluster/health")[0] == 502
