"""What many tests need. Real documents are read where they lie (`../shared`) and never copied into the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.configuration import Configuration
from core.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent


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
