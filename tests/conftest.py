"""What many tests need. Real documents are read where they lie (`../shared`) and never copied into the project."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from core.configuration import Configuration
from core.settings import Settings, load_settings

if TYPE_CHECKING:
    from local_installation import Installation

ROOT = Path(__file__).resolve().parent.parent
# Scripts are no package: they are found by their folder. Their names are unlike any installed module's.
sys.path.append(str(ROOT / "deploy" / "elasticsearch"))

# No test may fail because the machine was busy. On CI the examples are the same each time (its own profile says so).
hypothesis.settings.register_profile(
    "untimed", parent=hypothesis.settings.get_profile("ci" if os.environ.get("CI") else "default"), deadline=None
)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder with real documents and labelled data, beside the checkout."""
    folder = ROOT.parent / "shared"
    if not (folder / "eval").is_dir():
        pytest.skip("the real documents and labelled data (../shared) are not on this machine")
    return folder


@pytest.fixture(scope="session")
def configuration() -> Configuration:
    return Configuration()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings whose data folder is the test's own."""
    monkeypatch.setenv("MEA__DATA_DIR", str(tmp_path / "data"))
    return load_settings()


@pytest.fixture(scope="session")
def quick_start() -> list[str]:
    """Java options of servers for tests: half the time to start; slower when warm, which no test needs."""
    return ["-XX:TieredStopAtLevel=1"]


@pytest.fixture(scope="session")
def elasticsearch_installation() -> Installation:
    """Distribution, Java and user. Fails in CI, skips elsewhere, where one of them cannot be had."""
    from local_installation import ServerError, installation

    try:
        return installation()
    except ServerError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"no Elasticsearch server: {error}")
        pytest.skip(f"no Elasticsearch server: {error}")


@pytest.fixture(scope="session")
def elasticsearch_url(request: pytest.FixtureRequest, quick_start: list[str]) -> Iterator[str]:
    """Address of a server without security: the one of MEA__ELASTICSEARCH__URL, else one that lives as long as the session."""
    from local_cluster import running

    if given := os.environ.get("MEA__ELASTICSEARCH__URL"):
        if not given.startswith("http://") or "@" in given:
            pytest.fail(
                "MEA__ELASTICSEARCH__URL: the tests need a server without TLS and without password (http://HOST:PORT)"
            )
        yield given.rstrip("/")
        return
    installed = request.getfixturevalue("elasticsearch_installation")
    with running(jvm=quick_start, installed=installed) as cluster:
        yield cluster.urls[0]
