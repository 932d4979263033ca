"""Sources for tests of the crawler's pure parts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.configuration import Configuration
from crawler.sources.load import SourceLoader
from crawler.sources.model import SourceDefinition


@pytest.fixture(scope="session")
def loader(configuration: Configuration) -> SourceLoader:
    return SourceLoader(configuration)


@pytest.fixture(scope="session")
def source_of(loader: SourceLoader) -> Callable[[str], SourceDefinition]:
    """A shipped source by its id; each is loaded once."""
    loaded: dict[str, SourceDefinition] = {}

    def source(name: str) -> SourceDefinition:
        if name not in loaded:
            loaded[name] = loader.source(name)
        return loaded[name]

    return source
