"""The interface for programs: /v1, /health, /ready, /openapi.json."""

from __future__ import annotations

import json
from types import ModuleType
from urllib.parse import quote

import msgspec
import pytest
from fastapi.testclient import TestClient

from core.errors import ConfigurationError, SearchError, StorageError, UsageError
from core.records.codec import to_json
from core.records.search import DocumentView, SearchAnswer
from search_api.headers import SECURITY_HEADERS

PROBLEM = "application/problem+json"
READING = ["/", "/search?q=a", "/v1/search?q=a", "/v1/documents/CSKW/Resolution/3.4/Rev.COP4", "/health", "/ready"]


def test_search_answers_the_record_as_it_is(client: TestClient, made: ModuleType) -> None:
    answer = client.get("/v1/search", params={"q": "aerial corridor"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.content == to_json(made.answer())
    assert msgspec.json.decode(answer.content, type=SearchAnswer) == made.answer()


def test_parameters_reach_the_index(made: ModuleType, client_of) -> None:
    library = made.MadeLibrary(made.answer())
    client_of(library).get("/v1/search?q=a+b&lang=fr&limit=7&sort=date&treaty=CMS&treaty=CBD&year=2014&cursor=abc")
    (asked,) = library.asked
    assert (asked.q, asked.lang, asked.limit, asked.sort, asked.cursor) == ("a b", "fr", 7, "date", "abc")
    assert asked.filters == {"treaty": ("CMS", "CBD"), "year": ("2014",)}


def test_the_next_page_is_a_link(client: TestClient) -> None:
    link = client.get("/v1/search?q=a&treaty=CMS").headers["link"]
    assert link == '</v1/search?q=a&treaty=CMS&cursor=bmV4dA>; rel="next"'


def test_document_answers_the_view(client: TestClient, made: ModuleType) -> None:
    answer = client.get("/v1/documents/CSKW/Resolution/3.4/Rev.COP4?lang=en")
    assert msgspec.json.decode(answer.content, type=DocumentView) == made.view()
    assert answer.headers["content-location"] == "/v1/documents/CSKW/Resolution/3.4/Rev.COP4?lang=en"


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("/v1/documents/CSKW/Resolution/9.9", 404, "/problems/not-held"),
        ("/v1/documents/", 400, "/problems/bad-parameter"),
        ("/v1/documents/" + "x/" * 400, 400, "/problems/bad-parameter"),
        ("/v1/search?limit=0", 400, "/problems/bad-parameter"),
        ("/v1/search?q=a&q=b", 400, "/problems/bad-parameter"),
        ("/v1/nothing", 404, "about:blank"),
        ("/static/../app.py", 404, "about:blank"),
        ("/static/%2e%2e/app.py", 404, "about:blank"),
        ("/docs", 404, "about:blank"),
    ],
)
def test_problems_say_cause_and_mend(client: TestClient, address: str, status: int, kind: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == PROBLEM
    problem = answer.json()
    assert (problem["status"], problem["type"]) == (status, kind)
    assert problem["title"]
    assert problem["detail"].endswith(".")
    assert problem["hint"].endswith(".")


def test_other_methods_are_refused(client: TestClient) -> None:
    answer = client.post("/v1/search", json={})
    assert (answer.status_code, "GET" in answer.headers["allow"]) == (405, True)
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize("address", ["/v1/search?q=a", "/v1/documents/CSKW/Resolution/3.4", "/ready"])
def test_without_an_index_it_says_so(empty_client: TestClient, address: str) -> None:
    answer = empty_client.get(address)
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/no-index"
    assert "mea ingest" in answer.json()["hint"]
    assert answer.headers["retry-after"]


def test_the_process_is_alive_without_an_index(empty_client: TestClient) -> None:
    assert empty_client.get("/health").json() == {"status": "alive"}


def test_ready_asks_the_index(made: ModuleType, client_of) -> None:
    library = made.MadeLibrary(made.answer())
    assert client_of(library).get("/ready").json() == {"status": "ready", "generation": made.GENERATION}
    assert len(library.asked) == 1


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (SearchError("The index cannot be read.", hint="Run `mea reindex`."), 503, "/problems/index-unavailable"),
        (ConfigurationError("citations.yml: a row has no id.", hint="Mend it."), 503, "/problems/index-unavailable"),
        (StorageError("The data folder cannot be read.", hint="Mend its rights."), 503, "/problems/index-unavailable"),
        (UsageError("The query is odd.", hint="Write another."), 400, "/problems/bad-request"),
    ],
)
def test_errors_of_the_index(made: ModuleType, client_of, error: Exception, status: int, kind: str) -> None:
    library = made.MadeLibrary(made.answer())
    library.error = error
    answer = client_of(library).get("/v1/search?q=a")
    assert (answer.status_code, answer.json()["type"]) == (status, kind)
    assert answer.json()["hint"] == error.hint


def test_a_defect_keeps_its_words_to_itself(made: ModuleType, settings) -> None:
    from search_api.app import create_app

    library = made.MadeLibrary(made.answer())
    library.error = RuntimeError("secret path /home/x")
    with TestClient(create_app(settings, open_library=lambda _: library), raise_server_exceptions=False) as client:
        answer = client.get("/v1/search?q=a")
        page = client.get("/search?q=a")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == PROBLEM
    assert "secret" not in answer.text + page.text
    assert page.status_code == 500
    assert "<h1>" in page.text


@pytest.mark.parametrize("address", [*READING, "/nothing", "/static/site.css", "/documents/none"])
def test_every_answer_has_the_security_headers(client: TestClient, address: str) -> None:
    answer = client.get(address)
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("address", READING)
def test_head_is_get_without_the_body(client: TestClient, address: str) -> None:
    head, get = client.head(address), client.get(address)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    kept = {"content-type", "content-length", "etag", "cache-control"}
    assert {name: head.headers.get(name) for name in kept} == {name: get.headers.get(name) for name in kept}


@pytest.mark.parametrize("address", READING[:4])
def test_what_is_known_is_not_sent_again(made: ModuleType, client_of, address: str) -> None:
    view = made.view()
    library = made.MadeLibrary(made.answer(), {view.canonical: view})
    client = client_of(library)
    first = client.get(address)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    known = client.get(address, headers={"if-none-match": f'"other", {tag}'})
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
    # Another generation, another address and (for pages) another language are other answers.
    library.found = made.answer(generation="next")
    library.documents = {view.canonical: made.view(generation="next")}
    assert client.get(address, headers={"if-none-match": tag}).status_code == 200
    assert client.get(address.replace("q=a", "q=b"), headers={"if-none-match": tag}).status_code == 200


def test_pages_differ_by_language_and_data_does_not(client: TestClient) -> None:
    def tags(address: str) -> set[str]:
        return {client.get(address, headers={"accept-language": lang}).headers["etag"] for lang in ("en", "fr")}

    assert len(tags("/search?q=a")) == 2
    assert len(tags("/v1/search?q=a")) == 1
    assert client.get("/search?q=a").headers["vary"] == "Accept-Language"


def test_description(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    assert set(description["paths"]) == {
        "/v1/search",
        "/v1/documents/{canonical}",
        "/v1/segments",
        "/v1/citations",
        "/v1/missing",
        "/v1/resolve",
        "/v1/refs",
        "/health",
        "/ready",
    }
    named = {one["name"] for one in description["paths"]["/v1/search"]["get"]["parameters"]}
    assert named == {"q", "lang", "limit", "cursor", "sort", "treaty", "meeting", "year", "type", "language"}
    schemas = description["components"]["schemas"]
    references = set(json.dumps(description).split('"#/components/schemas/')[1:])
    assert {one.split('"')[0] for one in references} <= set(schemas)
    assert set(schemas["SearchAnswer"]["properties"]) == set(SearchAnswer.__struct_fields__)
    assert "422" not in json.dumps(description["paths"])


def test_nothing_is_taken_from_the_host_header(client: TestClient) -> None:
    for address in ("/", "/search?q=a", "/documents/CSKW/Resolution/3.4/Rev.COP4", "/v1/search?q=a", "/documents/x/"):
        answer = client.get(address, headers={"host": "evil.example"}, follow_redirects=False)
        assert "evil.example" not in answer.text + answer.headers.get("location", "")


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "//evil.example/%2e%2e", "/documents//evil.example"]
)
def test_no_address_leads_elsewhere(client: TestClient, path: str) -> None:
    answer = client.get("http://testserver" + quote(path, safe="/%\\"), follow_redirects=False)
    assert answer.status_code in {404, 400}
    assert 'href="//' not in answer.text


def test_the_library_is_closed_at_the_end(made: ModuleType, settings) -> None:
    from search_api.app import create_app

    library = made.MadeLibrary(made.answer())
    with TestClient(create_app(settings, open_library=lambda _: library)):
        assert not library.closed
    assert library.closed
