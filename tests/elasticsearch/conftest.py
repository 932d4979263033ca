"""Real Elasticsearch servers for tests. What is started here ends with the session, whatever becomes of it."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
# Tests are no packages: these modules are found by their folder. Their names are unlike any installed module's.
sys.path.append(str(HERE))

from fault_proxy import FaultProxy  # noqa: E402
from local_cluster import Cluster, User, running  # noqa: E402
from local_installation import Installation  # noqa: E402
from plain_requests import Server  # noqa: E402

BOSS = User("boss", "boss-password")
READER = User("reader", "reader-password", ("viewer",))


@pytest.fixture(scope="session")
def secured_cluster(elasticsearch_installation: Installation, quick_start: list[str]) -> Iterator[Cluster]:
    """One node with security and little patience: its `users` are a superuser and a viewer; it takes in 1 MB at a time."""
    settings = {"indexing_pressure.memory.limit": "1mb"}
    with running(
        jvm=quick_start, users=[BOSS, READER], settings=settings, installed=elasticsearch_installation
    ) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def _three_nodes(elasticsearch_installation: Installation, quick_start: list[str]) -> Iterator[Cluster]:
    with running(3, jvm=quick_start, installed=elasticsearch_installation) as cluster:
        yield cluster


@pytest.fixture
def elasticsearch_cluster(_three_nodes: Cluster) -> Cluster:
    """Three nodes, all well when a test begins: it may kill or stop them (`signal`) and leave them so (`revive` mends)."""
    _three_nodes.revive()
    return _three_nodes


@pytest.fixture
def server(elasticsearch_url: str) -> Server:
    return Server(elasticsearch_url)


@pytest.fixture
def fault_proxy(elasticsearch_url: str) -> Iterator[FaultProxy]:
    """A proxy before the server of `elasticsearch_url`, with no fault yet."""
    with FaultProxy(elasticsearch_url) as proxy:
        yield proxy


@pytest.fixture
def index_name(server: Server) -> Iterator[str]:
    """A name that no other test uses; what was made under names that begin with it is removed afterwards."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    yield name
    _, _, made = server.ask("GET", f"/_cat/indices/{name}*?format=json&h=index&expand_wildcards=all")
    for entry in made:
        server.ask("DELETE", f"/{entry['index']}")
