"""Engines under contract, each on an empty place of its own; and the oracle that they are compared with."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from core.configuration import Configuration
from index.analysis import Analyser
from index.engines.brute_force import BruteForceEngine
from index.engines.embedded import EmbeddedEngine
from index.engines.protocol import Engine

MakeEngine = Callable[[], Engine]


@pytest.fixture(params=["embedded", "brute-force"])
def make_engine(request: pytest.FixtureRequest, tmp_path: Path) -> MakeEngine:
    """Gives a new, empty engine each time. Another engine joins the contract with one more parameter and branch here."""
    numbers = itertools.count()

    def make() -> Engine:
        if request.param == "embedded":
            return EmbeddedEngine(tmp_path / str(next(numbers)))
        return BruteForceEngine()

    return make


@pytest.fixture(scope="session")
def analyser(configuration: Configuration) -> Analyser:
    return Analyser.load(configuration)
