"""The stages link and index over a ledger: work is done once, and again when something it depends on changes."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator

import pytest

from core.blobs import Blobs
from core.configuration import Configuration
from core.errors import NoIndex
from core.ledger import Ledger, SeenFile, open_ledger
from core.records.codec import to_json
from core.records.document import Document
from core.records.files import Sidecar
from core.settings import Settings
from index.engines.embedded import EmbeddedEngine
from index.missing import missing
from index.resolve import resolve
from index.search import open_searcher
from index.stage import build_index, link
from index.view import document as view

MakeDocument = Callable[..., Document]


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    with open_ledger(settings) as opened:
        opened.begin_run("ingest", program="test")
        yield opened


@pytest.fixture
def blobs(settings: Settings) -> Blobs:
    return Blobs(settings.blobs_url)


def take_in(ledger: Ledger, blobs: Blobs, name: str, document: Document) -> None:
    content = hashlib.sha256(name.encode()).hexdigest()
    ledger.record([SeenFile(source="local", name=name, content=content, size=1)])
    key = blobs.put(to_json(document))
    claim = ledger.claim(content, "understand", key)
    assert claim is not None
    assert ledger.finish_document(claim, key, document)


@pytest.fixture
def corpus(ledger: Ledger, blobs: Blobs, document: MakeDocument) -> None:
    take_in(
        ledger,
        blobs,
        "/a.pdf",
        document("CMS/Resolution/3.1", ["Birds.", "See {CMS/Resolution/3.2} and {CMS/Resolution/9.9}."]),
    )
    take_in(ledger, blobs, "/b.pdf", document("CMS/Resolution/3.2", ["Oiseaux."], lang="fr", title="Titre"))


@pytest.mark.usefixtures("corpus")
def test_link_and_index_do_their_work_once(
    ledger: Ledger, blobs: Blobs, settings: Settings, configuration: Configuration, document: MakeDocument
) -> None:
    first = link(ledger, blobs, configuration)
    assert (first.done, first.links, first.held, first.missing) == (True, 2, 1, 1)
    again = link(ledger, blobs, configuration)
    assert (again.done, again.links, again.held, again.missing) == (False, 2, 1, 1)

    generation = build_index(ledger, blobs, settings, configuration)
    assert build_index(ledger, blobs, settings, configuration) == generation
    entry = ledger.stage("corpus", "index")
    assert entry is not None
    assert (entry.output, entry.detail) == (generation, {"documents": 2, "paragraphs": 3, "citations": 2})

    take_in(ledger, blobs, "/c.pdf", document("CMS/Resolution/9.9", ["Turtles."]))
    healed = link(ledger, blobs, configuration)
    assert (healed.done, healed.held, healed.missing) == (True, 2, 0)
    newer = build_index(ledger, blobs, settings, configuration)
    assert newer != generation
    with open_searcher(settings) as searcher:
        assert searcher.search("turtles").total == 1
        assert searcher.counts() == {"documents": 3, "paragraphs": 4, "citations": 2}
        page = view(searcher, "CMS/Resolution/9.9")
        assert page is not None
        assert page.expression.names == ("/c.pdf",)
        assert page.incoming_total == 1


@pytest.mark.usefixtures("corpus")
def test_an_index_that_is_gone_is_built_again(
    ledger: Ledger, blobs: Blobs, settings: Settings, configuration: Configuration
) -> None:
    link(ledger, blobs, configuration)
    build_index(ledger, blobs, settings, configuration)
    shutil.rmtree(settings.home / "index")
    with pytest.raises(NoIndex):
        open_searcher(settings)
    build_index(ledger, blobs, settings, configuration)
    assert open_searcher(settings).search("birds").total == 1


@pytest.mark.usefixtures("corpus")
def test_a_crash_between_switch_and_ledger_is_mended_without_building(
    ledger: Ledger, blobs: Blobs, settings: Settings, configuration: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    link(ledger, blobs, configuration)
    with monkeypatch.context() as patched:

        def crash(*_: object, **__: object) -> bool:
            raise KeyboardInterrupt

        patched.setattr(Ledger, "finish", crash)
        with pytest.raises(KeyboardInterrupt):
            build_index(ledger, blobs, settings, configuration)
    entry = ledger.stage("corpus", "index")
    assert entry is not None
    assert (entry.state, entry.code) == ("failed", "started")
    generation = build_index(ledger, blobs, settings, configuration)
    assert EmbeddedEngine(settings.home / "index" / "embedded").generations() == (generation,)
    entry = ledger.stage("corpus", "index")
    assert entry is not None
    assert (entry.state, entry.output) == ("done", generation)


@pytest.mark.usefixtures("corpus")
def test_missing_and_resolve(ledger: Ledger, blobs: Blobs, settings: Settings, configuration: Configuration) -> None:
    assert resolve(settings, "CMS Resolution 3.2").readings[0].held is False, "nothing is indexed yet"
    link(ledger, blobs, configuration)
    build_index(ledger, blobs, settings, configuration)
    assert [(one.canonical, one.count) for one in missing(settings)] == [("CMS/Resolution/9.9", 1)]
    found = resolve(settings, "résolution 3.2", home="cms")
    assert (found.canonical, found.nearest, found.status) == ("CMS/Resolution/3.2", (), "unknown")
    (reading,) = found.readings
    assert (reading.held, reading.versions, reading.languages, reading.title) == (
        True,
        ("CMS/Resolution/3.2",),
        ("fr",),
        "Titre",
    )
    absent = resolve(settings, "CMS Resolution 3.3")
    assert (absent.canonical, absent.readings[0].held) == ("CMS/Resolution/3.3", False)
    assert set(absent.nearest) == {"CMS/Resolution/3.1", "CMS/Resolution/3.2"}
    assert resolve(settings, "no symbol at all").readings == ()


def test_an_empty_corpus_is_an_index_without_documents(
    ledger: Ledger, blobs: Blobs, settings: Settings, configuration: Configuration
) -> None:
    assert link(ledger, blobs, configuration).links == 0
    build_index(ledger, blobs, settings, configuration)
    answer = open_searcher(settings).search("birds")
    assert (answer.total, answer.hits) == (0, ())


def test_an_address_that_a_sidecar_states_comes_first_among_the_names(
    ledger: Ledger, blobs: Blobs, settings: Settings, configuration: Configuration, document: MakeDocument
) -> None:
    take_in(ledger, blobs, "/a.pdf", document("CMS/Resolution/3.1", ["Birds."]))
    link(ledger, blobs, configuration)
    without = build_index(ledger, blobs, settings, configuration)
    content = hashlib.sha256(b"/a.pdf").hexdigest()
    stated = Sidecar(url="https://example.org/res-3-1")
    ledger.record([SeenFile(source="local", name="/a.pdf", content=content, size=1, sidecar=stated)])
    link(ledger, blobs, configuration)
    assert build_index(ledger, blobs, settings, configuration) != without, "another sidecar, another index"
    with open_searcher(settings) as searcher:
        shown = view(searcher, "CMS/Resolution/3.1")
        assert shown is not None
        assert shown.expression.names == ("https://example.org/res-3-1", "/a.pdf")


def _destroy(blobs: Blobs, settings: Settings, key: str, how: str) -> None:
    if how == "missing":
        blobs.discard(key)
        return
    (file,) = (path for path in settings.home.rglob(key) if path.is_file())
    file.write_bytes(file.read_bytes().replace(b"Oiseaux", b"Oisebux"))


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("how", ["missing", "damaged"])
@pytest.mark.parametrize("found_by", ["link", "index"])
def test_a_lost_document_is_left_out_named_and_comes_back(
    ledger: Ledger,
    blobs: Blobs,
    settings: Settings,
    configuration: Configuration,
    document: MakeDocument,
    how: str,
    found_by: str,
) -> None:
    link(ledger, blobs, configuration)
    build_index(ledger, blobs, settings, configuration)
    lost = next(entry for entry in ledger.documents() if entry.canonical == "CMS/Resolution/3.2")
    _destroy(blobs, settings, lost.document, how)
    if found_by == "link":
        summary = link(ledger, blobs, configuration, force=True)
        assert (summary.done, summary.links, summary.held, summary.missing) == (True, 2, 0, 2)
    else:
        assert not link(ledger, blobs, configuration).done, "nothing has changed, so nobody looks"
        shutil.rmtree(settings.home / "index")
    build_index(ledger, blobs, settings, configuration)
    assert [entry.canonical for entry in ledger.documents()] == ["CMS/Resolution/3.1"]
    stage = ledger.stage(lost.content, "understand")
    assert stage is not None
    assert (stage.state, stage.code, stage.output) == ("failed", "blob-damaged", None)
    assert "/b.pdf" in (stage.cause or "")
    assert lost.document in (stage.cause or "")
    assert not blobs.exists(lost.document), "a damaged one is removed, so that it is made again"
    with open_searcher(settings) as searcher:
        assert searcher.counts() == {"documents": 1, "paragraphs": 2, "citations": 2}
    assert [one.canonical for one in missing(settings)] == ["CMS/Resolution/3.2", "CMS/Resolution/9.9"]
    take_in(ledger, blobs, "/b.pdf", document("CMS/Resolution/3.2", ["Oiseaux."], lang="fr", title="Titre"))
    back = link(ledger, blobs, configuration)
    assert (back.done, back.held, back.missing) == (True, 1, 1), "the same documents as before, and yet linked anew"
    build_index(ledger, blobs, settings, configuration)
    with open_searcher(settings) as searcher:
        assert searcher.counts()["documents"] == 2
