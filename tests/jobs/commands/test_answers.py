"""The JSON of each command over the samples: the keys that others build on, and values that the samples fix."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SEARCH = {"query", "understood", "total", "direct", "hits", "facets", "generation"}
HIT = {"canonical", "version", "title", "treaty", "meeting", "date", "type", "languages", "score", "url", "paragraphs"}
PARAGRAPH = {"id", "path", "label", "page", "lang", "text", "highlights"}
DOCUMENT = {
    "schema", "canonical", "work", "version", "lang", "langs", "treaty", "type", "symbol", "title", "meeting",
    "agenda_item", "identity", "dates", "evidence", "parts", "segments", "citations", "issues",
}  # fmt: skip


def answer(done: Any) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_search_finds_in_both_languages_whatever_the_accents(asked: Any) -> None:
    found = answer(asked("search", "baleines celestes", "--json"))
    assert set(found) >= SEARCH
    assert found["total"] == len(found["hits"]) + sum(len(hit.get("also", [])) for hit in found["hits"])
    for hit in found["hits"]:
        assert set(hit) >= HIT
        for paragraph in hit["paragraphs"]:
            assert set(paragraph) >= PARAGRAPH
            for start, end in paragraph["highlights"]:
                assert paragraph["text"][start:end].casefold()[:4] in ("bale", "céle")
    accented = answer(asked("search", "Baleines célestes", "--json"))
    assert [hit["canonical"] for hit in accented["hits"]] == [hit["canonical"] for hit in found["hits"]]


def test_search_for_a_symbol_gives_the_document_first_then_what_cites_it(asked: Any) -> None:
    found = answer(asked("search", "cskw/cop4/inf 3", "--json"))
    assert found["direct"] == ["CSKW/COP4/Inf.3"]
    assert found["hits"][0]["canonical"] == "CSKW/COP4/Inf.3"
    assert "CSKW/COP4/Doc.7.2" in {hit["canonical"] for hit in found["hits"][1:]}


def test_search_facets_count_rows(asked: Any) -> None:
    found = answer(asked("search", "treaty:CSKW", "--json"))
    assert {value["value"]: value["count"] for value in found["facets"]["treaty"]} == {"CSKW": found["total"]}


def test_resolve_says_what_is_held(asked: Any) -> None:
    found = answer(asked("resolve", "Rés. 3.4 (Rev. COP4)", "--home", "CSKW", "--json"))
    assert found["canonical"] == "CSKW/Resolution/3.4/Rev.COP4"
    assert [(reading["held"], reading["languages"]) for reading in found["readings"]] == [(True, ["en", "fr"])]
    absent = answer(asked("resolve", "CMS Resolution 12.9", "--json"))
    assert (absent["canonical"], absent["readings"][0]["held"]) == ("CMS/Resolution/12.9", False)


def test_missing_lists_what_is_cited_and_not_held(asked: Any) -> None:
    found = answer(asked("missing", "--json"))
    assert {"canonical", "class", "count", "oldest", "examples"} <= set(found[0])
    assert {"CMS/Resolution/12.9", "CBD/Decision/15/4"} <= {row["canonical"] for row in found}
    counts = [row["count"] for row in found]
    assert counts == sorted(counts, reverse=True)


def test_status_counts_files_and_rows(asked: Any, root: Path) -> None:
    files = [path for path in (root / "samples" / "documents").iterdir() if not path.name.endswith(".meta.yml")]
    found = answer(asked("status", "--json"))
    assert found["files"]["seen"] == found["files"]["done"] == len(files)
    assert found["index"]["documents"] > 0
    assert found["last_run"]["state"] == "done"


def test_extract_gives_the_whole_record(mea: Any, root: Path) -> None:
    found = answer(mea("extract", str(root / "samples" / "documents" / "resolution-3.4-rev-cop4.fr.pdf"), "--json"))
    assert set(found) >= DOCUMENT
    assert (found["canonical"], found["lang"], found["identity"]) == ("CSKW/Resolution/3.4/Rev.COP4", "fr", "stated")
    texts = {segment["id"]: segment["text"] for segment in found["segments"]}
    for citation in found["citations"]:
        assert texts[citation["segment"]][citation["start"] : citation["end"]] == citation["exact"]
    assert ("repeals", "CSKW/Resolution/2.5") in {(one["relation"], one["canonical"]) for one in found["citations"]}


def test_refs_answers_line_by_line(mea: Any) -> None:
    lines = [
        {
            "id": "a",
            "lang": "en",
            "home_treaty": "CMS",
            "text": "Recalling Resolution 12.9 and decisions 1/CP.16 and 5/CP.17",
        },
        {"id": "b", "lang": "fr", "home_treaty": "CBD", "text": "Rien à citer ici."},
    ]
    done = mea("refs", stdin="\n".join(json.dumps(line) for line in lines) + "\n\n")
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert [ref["canonical"] for ref in first["refs"]] == [
        "CMS/Resolution/12.9",
        "UNFCCC/Decision/1/CP.16",
        "UNFCCC/Decision/5/CP.17",
    ]
    assert first["refs"][0]["relation"] == "recalls"
    assert second == {"id": "b", "refs": []}


def test_reindex_builds_the_next_generation_from_what_is_stored(mea: Any, root: Path) -> None:
    answer(mea("ingest", str(root / "samples" / "documents" / "decision-4.11.en.html"), "--json"))
    before = answer(mea("search", "corridors", "--json"))
    assert mea("reindex").returncode == 0
    after = answer(mea("search", "corridors", "--json"))
    assert after.pop("generation") != before.pop("generation")
    assert after == before


def test_results_and_talk_keep_apart(mea: Any, root: Path) -> None:
    done = mea("ingest", str(root / "samples" / "documents" / "decision-4.11.en.html"), "--json")
    assert len(done.stdout.splitlines()) == 1
    assert "read" in done.stderr
