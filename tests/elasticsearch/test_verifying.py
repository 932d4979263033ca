"""`mea index verify` against the real server: rows that are gone, changed or too many are named, and mended from the ledger."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner, Result
from plain_requests import Server

from jobs.cli import cli

pytestmark = pytest.mark.elasticsearch

TEXTS = {
    "a.txt": "Resolution on birds\n\n1. Parties protect birds along their flyways.\n\n2. The Secretariat reports on wetlands.\n",
    "b.txt": "Décision sur les oiseaux\n\n1. Les Parties protègent les oiseaux.\n\n2. Le Secrétariat fait rapport.\n",
}
Mea = Callable[..., Result]


@pytest.fixture
def mea(tmp_path: Path, elasticsearch_url: str, index_name: str, monkeypatch: pytest.MonkeyPatch) -> Mea:
    """The command, over two small documents that are ingested and indexed."""
    for name, value in {
        "MEA__DATA_DIR": str(tmp_path / "data"),
        "MEA__ENGINE": "elasticsearch",
        "MEA__ELASTICSEARCH__URL": elasticsearch_url,
        "MEA__ELASTICSEARCH__PREFIX": index_name,
    }.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text * 3, encoding="utf-8")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, list(arguments))

    done = run("ingest", str(folder))
    assert done.exit_code == 0, done.output
    return run


@pytest.fixture
def paragraphs(server: Server, mea: Mea, index_name: str) -> str:
    """Name of the current index of paragraphs, open for changes."""
    status, _, found = server.ask("GET", f"/_alias/{index_name}-paragraphs")
    assert status == 200
    (name,) = found
    server.ask("PUT", f"/{name}/_settings", {"index.blocks.write": None})
    return str(name)


def report(done: Result) -> dict[str, Any]:
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def stored(server: Server, index: str) -> list[dict[str, Any]]:
    _, _, found = server.ask("GET", f"/{index}/_search?size=100")
    return [{"id": hit["_id"], "source": hit["_source"]["source"]} for hit in found["hits"]["hits"]]


def test_a_whole_index_agrees(mea: Mea) -> None:
    done = mea("index", "verify", "--json")
    assert done.exit_code == 0, done.output
    found = report(done)
    assert (found["engine"], found["agrees"], found["up_to_date"]) == ("elasticsearch", True, True)
    assert found["counts"]["paragraphs"]["ledger"] == found["counts"]["paragraphs"]["index"] > 0


def test_rows_that_differ_are_named_and_mended(mea: Mea, server: Server, paragraphs: str, index_name: str) -> None:
    gone, changed, *_ = rows = stored(server, paragraphs)
    server.ask("DELETE", f"/{paragraphs}/_doc/{quote(gone['id'], safe='')}")
    _, _, whole = server.ask("GET", f"/{paragraphs}/_search?size=100", {"docvalue_fields": ["key", "order", "group"]})
    fields = next(hit["fields"] for hit in whole["hits"]["hits"] if hit["_id"] == changed["id"])
    numbers = {name: fields[name][0] for name in ("key", "order", "group")}
    server.ask("PUT", f"/{paragraphs}/_doc/{quote(changed['id'], safe='')}", {**numbers, "source": '{"id":"x"}'})
    server.ask("PUT", f"/{paragraphs}/_doc/stray", {"key": 1, "order": 1, "group": 1, "source": '{"id":"stray"}'})
    server.ask("POST", f"/{paragraphs}/_refresh")

    done = mea("index", "verify", "--json")
    assert done.exit_code == 69, done.output
    found = report(done)
    named = {(one["fault"], one["collection"], one["id"]) for one in found["differences"]}
    assert named >= {
        ("missing", "paragraphs", gone["id"]),
        ("different", "paragraphs", changed["id"]),
        ("superfluous", "paragraphs", "stray"),
    }
    assert found["counts"]["paragraphs"] == {"ledger": len(rows), "index": len(rows)}

    mended = report(mea("index", "verify", "--mend", "--json"))
    assert (mended["agrees"], mended["generation"], mended["mended"]) == (True, "gen-000001", "gen-000002")
    assert mea("index", "verify").exit_code == 0
    assert server.ask("GET", f"/_alias/{index_name}-paragraphs")[2].keys() == {f"{index_name}-gen-000002-paragraphs"}


def test_an_index_without_its_paragraphs_is_mended(mea: Mea, server: Server, paragraphs: str) -> None:
    server.ask("DELETE", f"/{paragraphs}")
    done = mea("index", "verify")
    assert (done.exit_code, "lacks" in done.stderr) == (69, True), done.output
    mended = report(mea("index", "verify", "--mend", "--json"))
    assert mended["agrees"]
    assert "lacks" in mended["unreadable"]
    assert mea("search", "birds").exit_code == 0
