"""An identity that a person decided on: only its document is understood again, and every output shows it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core.blobs import Blobs
from core.configuration import Configuration
from core.ledger import open_ledger
from core.limits import Limits
from core.records.codec import from_json
from core.records.document import Document
from core.settings import load_settings
from jobs.extract import extract
from jobs.ingest import ingest

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "documents"
DECIDED = "CSKW/Decision/4.12"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("decision-4.11.en.html", "decision-4.11.fr.html"):
        shutil.copy(SAMPLES / name, folder / name)
    return folder


def test_a_decided_identity_is_understood_alone_and_outlives_a_rebuild(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv("MEA__CONFIG_DIR", str(own))
    monkeypatch.setenv("MEA__RUN__PROCESSES", "1")

    def documents(data: Path) -> dict[str, Document]:
        settings = load_settings({"data_dir": data})
        with open_ledger(settings) as ledger:
            blobs = Blobs(settings.blobs_url)
            return {one.lang: from_json(Document, blobs.get(one.document)) for one in ledger.documents()}

    data = tmp_path / "data"
    assert ingest([folder], settings=load_settings({"data_dir": data})).understood == 2
    assert {one.canonical for one in documents(data).values()} == {"CSKW/Decision/4.11"}
    (own / "overrides.yml").write_text(
        f"documents:\n  - {{name: decision-4.11.fr.html, canonical: {DECIDED}, reason: Looked at.}}\n"
    )
    again = ingest([folder], settings=load_settings({"data_dir": data}))
    assert (again.read, again.understood) == (0, 1), "only the document that the row is about"
    found = documents(data)
    assert (found["en"].canonical, found["fr"].canonical, found["fr"].identity) == (
        "CSKW/Decision/4.11",
        DECIDED,
        "stated",
    )
    assert (found["fr"].evidence["canonical"][0].source, found["fr"].evidence["canonical"][0].value) == (
        "override",
        DECIDED,
    )
    assert ingest([folder], settings=load_settings({"data_dir": data})).understood == 0
    alone = extract(folder / "decision-4.11.fr.html", source="local", limits=Limits(), configuration=Configuration(own))
    assert (alone.canonical, alone.evidence["canonical"][0].source) == (DECIDED, "override")
    from_zero = tmp_path / "other"
    ingest([folder], settings=load_settings({"data_dir": from_zero}))
    assert documents(from_zero) == found
