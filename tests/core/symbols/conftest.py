"""The grammar, compiled once for all tests of citations."""

from __future__ import annotations

import pytest

from core.configuration import Configuration
from core.symbols.grammar import Grammar


@pytest.fixture(scope="session")
def grammar() -> Grammar:
    return Grammar.load(Configuration())
