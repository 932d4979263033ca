"""/v1/segments, /v1/citations, /v1/missing, /v1/resolve, /v1/refs and the page /refs, over a real index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any
from urllib.parse import urldefrag

import lxml.html
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.configuration import Configuration
from core.settings import load_settings
from core.symbols.grammar import Grammar
from core.symbols.refs import refs
from search_api.app import create_app

REVISED = "CSKW/Resolution/3.4/Rev.COP4"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, made_index: ModuleType) -> Iterator[TestClient]:
    settings = load_settings({"data_dir": tmp_path_factory.mktemp("lists"), "limits": {"refs_chars": 2_000}})
    made_index.index_documents(settings, made_index.corpus())
    with TestClient(create_app(settings), headers={"accept-language": "en"}) as client:
        yield client


def all_pages(site: TestClient, address: str, key: str) -> list[Any]:
    found: list[Any] = []
    while address:
        answer = site.get(address)
        assert answer.status_code == 200, answer.text
        found += answer.json()[key]
        address = answer.headers.get("link", "").partition(">")[0].lstrip("<")
    return found


def test_segments_come_in_order_page_by_page(site: TestClient) -> None:
    whole = site.get("/v1/segments", params={"document": REVISED, "lang": "en"}).json()
    assert (whole["document"], whole["lang"], whole["languages"], whole["total"]) == (REVISED, "en", ["en", "fr"], 4)
    assert [one["path"] for one in whole["segments"]] == ["title", "preambular2", "1", "2"]
    assert all_pages(site, f"/v1/segments?document={REVISED}&lang=en&limit=1", "segments") == whole["segments"]
    assert "link" not in site.get(f"/v1/segments?document={REVISED}").headers
    operative = site.get(f"/v1/segments?document={REVISED}&lang=en&kind=operative&kind=preambular").json()
    assert [one["path"] for one in operative["segments"]] == ["preambular2", "1", "2"]
    assert site.get(f"/v1/segments?document={REVISED}&lang=en&path=2").json()["total"] == 1
    assert site.get("/v1/segments?document=cskw resolution 3.4 (rev.cop4)&lang=fr").json()["lang"] == "fr"


def test_citations_in_and_out_with_counts(site: TestClient) -> None:
    cited = site.get("/v1/citations?document=CSKW/Resolution/2.5").json()
    assert (cited["direction"], cited["total"]) == ("in", 3)
    assert cited["groups"]["relation"] == [{"value": "recalls", "count": 3}]
    assert cited["groups"]["treaty"] == [{"value": "CSKW", "count": 3}]
    for one in cited["citations"]:
        link = one["link"]
        assert one["context"][one["start"] : one["end"]] == link["exact"] == "Resolution 2.5"
        assert link["held"] == "CSKW/Resolution/2.5"
        address, anchor = urldefrag(one["citing_url"])
        assert anchor in lxml.html.document_fromstring(site.get(address).text).xpath("//@id")
        assert site.get(one["cited_url"]).status_code == 200
    citing = site.get(f"/v1/citations?document={REVISED}&direction=out").json()
    assert sorted((one["link"]["target"], one["link"]["missing"]) for one in citing["citations"]) == [
        ("CSKW/Decision/3.7", "not_crawled"),
        ("CSKW/Resolution/2.5", None),
        ("CSKW/Resolution/2.5", None),
    ]
    paged = all_pages(site, "/v1/citations?document=CSKW/Resolution/2.5&limit=1", "citations")
    assert paged == cited["citations"]


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ("relation=recalls", 3),
        ("relation=repeals", 0),
        ("relation=none", 0),
        ("relation=none&relation=recalls", 3),
        ("treaty=CSKW", 3),
        ("treaty=CMS", 0),
        ("force=none", 3),
        ("force=adopted", 0),
    ],
)
def test_citations_are_filtered_and_the_counts_stay(site: TestClient, filters: str, total: int) -> None:
    assert site.get(f"/v1/citations?document=CSKW/Resolution/2.5&{filters}").json()["total"] == total


def test_what_is_not_held_has_citations_when_it_is_cited(site: TestClient) -> None:
    found = site.get("/v1/citations?document=CSKW/Decision/3.7").json()
    assert (found["total"], found["citations"][0]["cited_url"]) == (1, None)
    assert site.get("/v1/citations?document=CSKW/Decision/9.9").status_code == 404
    assert site.get("/v1/citations?document=CSKW/Decision/3.7&direction=out").status_code == 404


def test_missing_is_what_the_command_says(site: TestClient) -> None:
    answer = site.get("/v1/missing").json()
    assert [(one["canonical"], one["class"], one["count"], one["oldest"]) for one in answer["entries"]] == [
        ("CSKW/Decision/3.7", "not_crawled", 1, "2023-10-20")
    ]
    assert (answer["total"], answer["citations"], answer["classes"]["not_crawled"]) == (1, 1, 1)
    assert site.get("/v1/missing?class=typo&sort=age").json()["total"] == 0
    assert site.get("/v1/missing?treaty=CMS").json()["classes"]["not_crawled"] == 0


def test_resolve_says_what_is_held(site: TestClient) -> None:
    found = site.get("/v1/resolve", params={"q": "cskw résolution 3.4"}).json()
    assert found["canonical"] == "CSKW/Resolution/3.4"
    assert found["readings"][0]["held"] is True
    near = site.get("/v1/resolve?q=Resolution 2.6&home=CSKW").json()
    assert (near["canonical"], near["readings"][0]["held"]) == ("CSKW/Resolution/2.6", False)
    assert "CSKW/Resolution/2.5" in near["nearest"]
    assert site.get("/v1/resolve?q=no symbol").json()["readings"] == []


def test_refs_answers_what_the_command_answers(site: TestClient, configuration: Configuration) -> None:
    grammar = Grammar.load(configuration)

    def answered(row: dict[str, Any]) -> dict[str, Any]:
        found = refs(row, grammar)
        return {**found, "refs": [{**one, "held": None} for one in found["refs"]]}

    rows = [
        {"id": 1, "lang": "en", "home_treaty": "CMS", "text": "Recalling Resolution 12.9 and Decisions 13.4 to 13.6,"},
        {"id": "b", "lang": "fr", "home_treaty": None, "text": "Rappelant la décision 15/4 de la CDB"},
    ]
    assert site.post("/v1/refs", json=rows).json() == [answered(row) for row in rows]
    assert site.post("/v1/refs", json=rows[0]).json() == answered(rows[0])
    assert site.post("/v1/refs", json={"text": "nothing"}).json() == {"id": None, "refs": []}
    assert site.post("/v1/refs", json=[]).json() == []


def test_refs_says_what_is_held_and_reads_short_forms(site: TestClient) -> None:
    text = "CSKW Resolution 3.4 is long. The said resolution is known."
    found = site.post("/v1/refs", json={"text": text}).json()
    assert found["refs"][0]["canonical"] == "CSKW/Resolution/3.4"
    assert found["refs"][0]["held"] == "CSKW/Resolution/3.4/Rev.COP4"
    assert [one["held"] for one in found["short_forms"]] == ["CSKW/Resolution/3.4/Rev.COP4"]
    page = site.post("/refs", data={"text": text}).text
    assert "The said resolution" in page


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"id": 1}', 400),
        (b'{"text": 1}', 400),
        (b'{"text": "\\ud800"}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"text": "' + b"a" * 2_001 + b'"}', 413),
        (json.dumps([{"text": "a" * 1_500}] * 2).encode(), 413),
        (json.dumps([{"text": ""}] * 1_001).encode(), 413),
        (b" " * 200_000, 413),
    ],
)
def test_refs_tells_what_it_does_not_take(site: TestClient, body: bytes, status: int) -> None:
    answer = site.post("/v1/refs", content=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["hint"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/v1/segments", 400),
        ("/v1/segments?document=", 400),
        ("/v1/segments?document=CSKW/Resolution/9.9", 404),
        (f"/v1/segments?document={REVISED}&kind=verse", 400),
        (f"/v1/segments?document={REVISED}&cursor=x", 400),
        (f"/v1/segments?document={REVISED}&limit=0", 400),
        (f"/v1/segments?document={REVISED}&document=b", 400),
        ("/v1/citations?document=" + "a" * 501, 400),
        (f"/v1/citations?document={REVISED}&direction=up", 400),
        (f"/v1/citations?document={REVISED}&relation=likes", 400),
        ("/v1/missing?class=lost", 400),
        ("/v1/missing?sort=colour", 400),
        ("/v1/missing?cursor=AAAA", 400),
        ("/v1/resolve", 400),
    ],
)
def test_parameters_that_do_not_fit_are_told(site: TestClient, address: str, status: int) -> None:
    answer = site.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_the_page_shows_every_reference_with_what_it_names(site: TestClient) -> None:
    form = lxml.html.document_fromstring(site.get("/refs").text)
    assert form.xpath("//label[@for='ui-text']")
    assert form.xpath("//form/@action") == ["/refs"]
    assert "/refs" in lxml.html.document_fromstring(site.get("/").text).xpath("//header//a/@href")
    text = "Recalling <b>Resolution 2.5</b>,\nand Decision 3.7"
    answer = site.post("/refs?ui=fr", data={"text": text, "lang": "en", "home": "CSKW"})
    root = lxml.html.document_fromstring(answer.text)
    assert root.xpath("/html/@lang") == ["fr"]
    assert root.xpath("string(//textarea)").strip() == text
    assert "<b>" in root.xpath("string(//div[@class='pasted'])")
    assert root.xpath("//table//th[@scope='row']/text()") == ["Resolution 2.5", "Decision 3.7"]
    assert root.xpath("//table//a/@href") == ["/documents/CSKW/Resolution/2.5?ui=fr"]
    for href in root.xpath("//div[@class='pasted']//a/@href"):
        assert href.removeprefix("#") in root.xpath("//@id")
    assert "script" not in answer.text.lower()


def test_a_text_that_is_too_long_is_told_on_a_page(site: TestClient) -> None:
    answer = site.post("/refs", data={"text": "a " * 1_001})
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")
    assert "2000" in answer.text


def test_nothing_indexed_is_no_hindrance_to_finding_references(tmp_path) -> None:
    with TestClient(create_app(load_settings({"data_dir": tmp_path})), headers={"accept-language": "en"}) as client:
        assert client.post("/v1/refs", json={"text": "CMS Resolution 12.9"}).json()["refs"]
        assert client.post("/refs", data={"text": "CMS Resolution 12.9"}).status_code == 200
        assert client.get("/v1/resolve?q=CMS Resolution 12.9").json()["readings"][0]["held"] is False
        for address in ("/v1/missing", "/v1/segments?document=a/b", "/v1/citations?document=a/b"):
            assert client.get(address).status_code == 503


def test_evidence_stands_behind_every_citation(site: TestClient) -> None:
    root = lxml.html.document_fromstring(site.get(f"/documents/{REVISED}?lang=en").text)
    boxes = root.xpath("//div[@id='preambular2']/details[@class='evidence']/ul/li")
    quotes = [one.xpath("string(q/strong)") for one in boxes]
    assert quotes == ["Resolution 2.5", "Decision 3.7"]
    shown = [" ".join(one.text_content().split()) for one in boxes]
    assert "CSKW/Resolution/2.5" in shown[0]
    assert "Recalled" in shown[0]
    assert "10–24" in shown[0]
    assert "not held yet" in shown[1]


NAMES = st.sampled_from(["document", "lang", "kind", "path", "limit", "cursor", "direction", "relation", "treaty", "force",
                         "class", "sort", "q", "home", "ui"])  # fmt: skip
VALUES = st.sampled_from([REVISED, "CSKW/Resolution/2.5", "in", "out", "none", "1", "en", "/", "%", "\0"]) | st.text(
    max_size=30
)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["segments", "citations", "missing", "resolve"]),
    pairs=st.lists(st.tuples(NAMES, VALUES), max_size=5),
    text=st.text(max_size=200),
)
def test_whatever_is_asked_is_answered(site: TestClient, path: str, pairs: list[tuple[str, str]], text: str) -> None:
    asked = [(name, value.encode("utf-8", "replace").decode()) for name, value in pairs]
    assert site.get(f"/v1/{path}", params=asked).status_code in {200, 400, 404}
    assert site.post("/v1/refs", content=json.dumps({"text": text}).encode()).status_code in {200, 400}
    assert site.post("/refs", data={"text": text, **dict(asked)}).status_code == 200
