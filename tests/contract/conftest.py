"""Engines under contract, each on an empty place of its own; and the oracle that they are compared with."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch as Client

from core.configuration import Configuration
from core.settings import Elasticsearch
from index.analysis import Analyser
from index.engines.brute_force import BruteForceEngine
from index.engines.elastic import ElasticEngine
from index.engines.embedded import EmbeddedEngine
from index.engines.protocol import Engine

MakeEngine = Callable[[], Engine]


@pytest.fixture(params=["embedded", "brute-force", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def make_engine(request: pytest.FixtureRequest, tmp_path: Path) -> MakeEngine:
    """Gives a new, empty engine each time. Another engine joins the contract with one more parameter and branch here."""
    numbers = itertools.count()

    def make() -> Engine:
        if request.param == "elasticsearch":
            return request.getfixturevalue("make_elastic")()  # type: ignore[no-any-return]
        if request.param == "embedded":
            return EmbeddedEngine(tmp_path / str(next(numbers)))
        return BruteForceEngine()

    return make


@pytest.fixture
def make_elastic(elasticsearch_url: str) -> Iterator[Callable[[], ElasticEngine]]:
    """Engines on the real server, each with a prefix of its own. A new one takes the place of the one before it."""
    client = Client(elasticsearch_url)
    prefix = f"contract-{uuid.uuid4().hex[:12]}"
    numbers = itertools.count()

    def clear() -> None:
        names = list(client.indices.get(index=f"{prefix}-*", filter_path="*.aliases").body)
        if names:
            client.indices.delete(index=names)

    def make() -> ElasticEngine:
        clear()
        return ElasticEngine(Elasticsearch(url=elasticsearch_url, prefix=f"{prefix}-{next(numbers)}"))

    yield make
    clear()
    client.close()


@pytest.fixture(scope="session")
def analyser(configuration: Configuration) -> Analyser:
    return Analyser.load(configuration)
