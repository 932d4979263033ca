"""`mea index verify` over the samples, whole and damaged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tantivy import Index, Query, TextAnalyzerBuilder, Tokenizer


@pytest.fixture
def mine(ingested: Path, tmp_path: Path) -> Path:
    """A data folder with the samples in it, for this test alone."""
    return Path(shutil.copytree(ingested, tmp_path / "data"))


@pytest.fixture
def verify(mine: Path, mea: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *options: mea("index", "verify", "--json", *options)


def generation(data: Path) -> Path:
    root = data / "index" / "embedded"
    return root / (root / "CURRENT").read_text().strip()


def delete_paragraphs(data: Path, document: str) -> None:
    index = Index.open(str(generation(data) / "paragraphs"))
    index.register_tokenizer("blanks", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    writer = index.writer()
    writer.delete_documents_by_query(Query.term_query(index.schema, "document", document))
    writer.commit()
    writer.wait_merging_threads()


def test_a_whole_index_agrees(verify: Callable[..., Any]) -> None:
    done = verify()
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["agrees"], report["up_to_date"], report["differences"], report["mended"]) == (True, True, [], None)
    assert all(count["ledger"] == count["index"] > 0 for count in report["counts"].values())


def test_lost_paragraphs_are_told_and_mended(mine: Path, verify: Callable[..., Any], mea: Callable[..., Any]) -> None:
    delete_paragraphs(mine, "CSKW/COP4/Doc.7.2")
    done = verify()
    assert done.returncode == 69
    report = json.loads(done.stdout)
    assert {(one["fault"], one["collection"], one["document"]) for one in report["differences"]} == {
        ("missing", "paragraphs", "CSKW/COP4/Doc.7.2")
    }
    lost = report["counts"]["paragraphs"]["ledger"] - report["counts"]["paragraphs"]["index"]
    assert len(report["differences"]) == lost > 0
    assert [one["document"] for one in report["documents"]] == ["CSKW/COP4/Doc.7.2"]

    told = mea("index", "verify")
    assert told.returncode == 69
    assert "missing: CSKW/COP4/Doc.7.2?lang=" in told.stdout
    assert "mea index verify --mend" in told.stdout

    mended = verify("--mend")
    assert mended.returncode == 0, mended.stderr
    report = json.loads(mended.stdout)
    assert report["agrees"]
    assert report["mended"] != report["generation"]
    assert verify().returncode == 0


@pytest.mark.parametrize("ending", [".store", "manifest.json"])
def test_a_cut_file_is_told_and_mended(mine: Path, verify: Callable[..., Any], ending: str) -> None:
    name = "*" if ending == "manifest.json" else "paragraphs/*"
    for path in generation(mine).glob(name):
        if path.name.endswith(ending):
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    done = verify()
    assert done.returncode == 69, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    mended = verify("--mend")
    assert mended.returncode == 0, mended.stderr
    assert json.loads(mended.stdout)["mended"]


def test_nothing_indexed_is_told_and_mended(mine: Path, verify: Callable[..., Any]) -> None:
    shutil.rmtree(mine / "index")
    done = verify()
    assert done.returncode == 69
    assert "Nothing has been indexed yet" in done.stderr
    assert json.loads(verify("--mend").stdout)["agrees"]
