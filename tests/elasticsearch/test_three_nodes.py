"""Clusters of three that lose nodes: what is kept, and what is said."""

from __future__ import annotations

import signal

import faults
import pytest
from fault_proxy import FaultProxy
from local_cluster import Cluster
from plain_requests import Server, told

pytestmark = [pytest.mark.elasticsearch, pytest.mark.long]


def test_a_cluster_outlives_its_master(elasticsearch_cluster: Cluster) -> None:
    def health(url: str) -> dict[str, object]:
        answer: dict[str, object] = Server(url).ask("GET", "/_cluster/health")[2]
        return answer

    servers = {node.name: Server(node.url) for node in elasticsearch_cluster.nodes}
    index = {"settings": {"number_of_shards": 1, "number_of_replicas": 2}}
    assert servers["n1"].ask("PUT", "/kept?wait_for_active_shards=all", index)[2]["shards_acknowledged"]
    assert servers["n1"].ask("PUT", "/kept/_doc/1?refresh=true", {"word": "here"})[0] == 201

    master = servers["n1"].ask("GET", "/_cat/master?format=json")[2][0]["node"]
    killed = next(node for node in elasticsearch_cluster.nodes if node.name == master)
    others = [node for node in elasticsearch_cluster.nodes if node != killed]
    elasticsearch_cluster.signal(killed, signal.SIGKILL)
    elasticsearch_cluster.wait(2, status="yellow")
    assert [Server(node.url).ask("GET", "/kept/_doc/1")[2]["found"] for node in others] == [True, True]

    elasticsearch_cluster.revive()
    assert health(killed.url)["number_of_nodes"] == 3
    assert Server(killed.url).ask("GET", "/kept/_doc/1")[2]["found"]
    assert servers["n1"].ask("DELETE", "/kept")[0] == 200


def test_the_invented_loss_of_the_master_is_like_the_real_one(elasticsearch_cluster: Cluster) -> None:
    """Last in this file: mending two dead nodes takes long, and nobody after needs them."""
    left, *others = elasticsearch_cluster.nodes
    for node in others:
        elasticsearch_cluster.signal(node, signal.SIGKILL)
    documents = [{"index": {}}, {"word": "one"}]
    real = Server(left.url).ask("POST", "/it/_bulk?timeout=1s", documents)
    with FaultProxy(left.url) as proxy, proxy.injecting(faults.no_master):
        invented = Server(proxy.url).ask("POST", "/it/_bulk", documents)
    assert told(invented) == told(real), real
