"""The run with the real stages: sandbox, understanding, links, index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from core.blobs import Blobs
from core.configuration import Configuration
from core.ledger import open_ledger
from core.records.codec import from_json
from core.records.document import Document
from core.records.pages import Pages
from core.settings import Settings, load_settings
from extract.stage import reading_digest
from extract.understand.knowledge import CONFIGURATION_FILES
from jobs.ingest import ingest
from jobs.status import status

Inbox = Callable[..., Path]

DOCUMENT = """# Resolution 12.4 on the meadows of the high coast

The Conference of the Parties,

Recalling Resolution 11.10 (Rev.COP12) and document UNEP/CMS/COP14/Doc.29.1,

1. Requests Parties to keep a list of the meadows that they protect;

2. Decides to review the list at its next meeting.
"""


def deadly_pdf() -> bytes:
    """A form that draws itself twice: the reader aborts, or unfolds it until a limit ends it."""
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 11>>stream\n/F Do /F Do\nendstream"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length 5>>stream\n/F Do\nendstream",
        form,
    ]
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    )


@pytest.fixture
def quiet(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("MEA__LOG__LEVEL", "error")
    limits = settings.limits.model_copy(update={"read_cpu_seconds": 2, "read_bytes": 1_000_000_000})
    return load_settings().model_copy(update={"limits": limits})


def test_a_document_that_kills_its_reader_ends_failed_while_the_rest_goes_on(
    inbox: Inbox, quiet: Settings, made_up: ModuleType
) -> None:
    folder = inbox(
        {"deadly.pdf": deadly_pdf(), "fine.md": DOCUMENT, "also fine.txt": "1. A paragraph.\n", "empty.pdf": ""}
    )
    summary = ingest([folder], settings=quiet, pool=made_up.Inline)
    assert msgspec.to_builtins(summary.by_state) == {"done": 2, "refused": 1, "waiting": 0, "failed": 1}
    failures = {Path(one.file).name: one for one in status(quiet, failed=True).failures}
    assert failures["deadly.pdf"].code in {"reader-killed", "reader-timeout", "reader-memory"}
    assert failures["deadly.pdf"].cause
    assert failures["deadly.pdf"].hint
    assert failures["empty.pdf"].code == "empty"
    assert status(quiet).index.documents == 2


def test_a_changed_row_understands_again_without_the_sandbox(
    inbox: Inbox, quiet: Settings, made_up: ModuleType, tmp_path: Path, configuration: Configuration
) -> None:
    folder = inbox({"fine.md": DOCUMENT})
    assert ingest([folder], settings=quiet, pool=made_up.Inline).read == 1
    generation = status(quiet).index.generation

    def closed(limits: object) -> object:
        raise AssertionError("nothing is to be read")

    overlay = tmp_path / "overlay"
    overlay.mkdir()
    (overlay / "citations.yml").write_text(configuration.text("citations.yml") + "\n# another version\n")
    changed = quiet.model_copy(update={"config_dir": overlay})
    tools = msgspec.structs.replace(made_up.Tools(), sandbox=closed)
    summary = ingest([folder], settings=changed, pool=made_up.Inline, tools=tools)
    assert (summary.read, summary.understood) == (0, 1)
    assert status(quiet).index.generation == generation, "the documents came out the same, so the index stands"


def test_what_is_stored_of_a_document(inbox: Inbox, quiet: Settings, made_up: ModuleType) -> None:
    ingest([inbox({"fine.md": DOCUMENT})], settings=quiet, pool=made_up.Inline)
    blobs = Blobs(quiet.blobs_url)
    with open_ledger(quiet) as ledger:
        (entry,) = ledger.documents()
        read = ledger.stage(entry.content, "read")
        document = from_json(Document, blobs.get(entry.document))
        pages = from_json(Pages, blobs.get(read.output))
    assert blobs.get(entry.content) == DOCUMENT.encode()
    assert entry.media_type == pages.media_type
    assert read.detail["pages"] == 1
    assert (entry.canonical, entry.title, entry.lang) == (document.canonical, document.title, document.lang)
    assert (entry.segments, entry.citations) == (len(document.segments), len(document.citations))


def test_understanding_depends_on_the_citation_forms_and_all_languages(configuration: Configuration) -> None:
    files = set(CONFIGURATION_FILES(configuration))
    assert {"citations.yml", "treaties.yml", "languages/en.yml", "languages/fr.yml"} <= files


def test_reading_depends_on_the_ending_of_the_name_and_not_on_the_rest(
    inbox: Inbox, run: Callable[..., object], run_settings: Settings
) -> None:
    run(inbox({"a.txt": "text"}))

    def digest() -> str:
        with open_ledger(run_settings) as ledger:
            (entry,) = ledger.contents()
        return reading_digest(entry, run_settings.limits)

    first = digest()
    run(inbox({"a.txt": None, "another.txt": "text"}))
    assert digest() == first
