"""The application over answers made by hand (`made_records.py`), as a client sees it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

import lxml.html
import pytest
from fastapi.testclient import TestClient

from core.configuration import Configuration
from core.settings import Settings, load_settings
from search_api.app import create_app
from search_api.library import Library
from search_api.wording import Wording, load_wordings


def load(name: str) -> ModuleType:
    """A module of builders that lies beside this file."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """Records made by hand."""
    return load("made_records")


@pytest.fixture(scope="session")
def made_index() -> ModuleType:
    """A real index over documents made in code."""
    return load("made_index")


@pytest.fixture
def client_of(settings: Settings) -> Iterator[Callable[[Library], TestClient]]:
    with ExitStack() as stack:

        def make(library: Library) -> TestClient:
            app = create_app(settings, open_library=lambda _: library)
            return stack.enter_context(TestClient(app, headers={"accept-language": "en"}))

        yield make


@pytest.fixture(scope="session")
def client(made: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A held document and hits for every query."""
    view = made.view()
    library = made.MadeLibrary(made.answer(), {view.canonical: view})
    settings = load_settings({"data_dir": tmp_path_factory.mktemp("made")})
    app = create_app(settings, open_library=lambda _: library)
    with TestClient(app, headers={"accept-language": "en"}) as one:
        yield one


@pytest.fixture
def empty_client(made: ModuleType, client_of: Callable[[Library], TestClient]) -> TestClient:
    """Nothing has been indexed yet."""
    return client_of(made.MadeLibrary())


@pytest.fixture(scope="session")
def words() -> Wording:
    return load_wordings(Configuration())["en"]


@pytest.fixture(scope="session")
def parsed() -> Callable[[str], lxml.html.HtmlElement]:
    return lxml.html.document_fromstring
