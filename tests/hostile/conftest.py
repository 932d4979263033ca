"""What the hostile tests share."""

from __future__ import annotations

import pytest

from core.configuration import Configuration
from extract.understand.knowledge import Knowledge


@pytest.fixture(scope="session")
def knowledge(configuration: Configuration) -> Knowledge:
    return Knowledge.load(configuration)
