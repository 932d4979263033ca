"""The application over a real index: what is asked goes all the way, and every link on the pages leads somewhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from types import ModuleType
from urllib.parse import urldefrag

import lxml.html
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.records.codec import to_json
from core.settings import Settings, load_settings
from index.search import open_searcher
from search_api.app import create_app


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, made_index: ModuleType) -> Settings:
    settings = load_settings({"data_dir": tmp_path_factory.mktemp("web")})
    made_index.index_documents(settings, made_index.corpus())
    return settings


@pytest.fixture(scope="module")
def site(indexed: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(indexed), headers={"accept-language": "en"}) as client:
        yield client


def parse(html: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(html)


@pytest.mark.parametrize(
    "query",
    [
        "corridors",
        "couloirs aériens",
        '"aerial corridors"',
        "CSKW/Resolution 3.4 (Rev.COP4)",
        "treaty:CSKW",
        "",
        "of the",
    ],
)
def test_the_interface_answers_what_the_command_answers(site: TestClient, indexed: Settings, query: str) -> None:
    with open_searcher(indexed) as searcher:
        assert site.get("/v1/search", params={"q": query}).content == to_json(searcher.search(query))


def test_every_link_leads_somewhere(site: TestClient) -> None:
    # Filters can be combined without end; the nearest addresses are looked at.
    todo = deque(["/", "/search?q=corridors", "/search?q=CSKW/Resolution+2.5&ui=fr"])
    seen: set[str] = set()
    anchors: set[tuple[str, str]] = set()
    while todo and len(seen) < 120:
        address = todo.popleft()
        if address in seen:
            continue
        seen.add(address)
        answer = site.get(address)
        assert answer.status_code == 200, address
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        root = parse(answer.text)
        ids = set(root.xpath("//@id"))
        for href in root.xpath("//a/@href | //link/@href"):
            target, anchor = urldefrag(href)
            if href.startswith("/"):
                todo.append(target)
                anchors |= {(target, anchor)} if anchor else set()
            elif href.startswith("#"):
                assert anchor in ids, (address, href)
    assert {one.split("?")[0] for one in seen} >= {"/", "/search", "/openapi.json", "/documents/CSKW/Resolution/2.5"}
    assert len(anchors) > 10
    for target, anchor in anchors:
        assert anchor in parse(site.get(target).text).xpath("//@id"), (target, anchor)


def test_citations_are_links_where_held_and_marked_where_not(site: TestClient) -> None:
    root = parse(site.get("/documents/CSKW/Resolution/3.4/Rev.COP4?lang=en").text)
    assert {one.text for one in root.xpath("//a[contains(@class, 'cite held')]")} >= {"Resolution 2.5"}
    assert [one.text for one in root.xpath("//article//span[contains(@class, 'cite missing')]")] == ["Decision 3.7"]
    cited = parse(site.get("/documents/CSKW/Resolution/2.5").text)
    assert "/documents/CSKW/Resolution/3.4/Rev.COP4?lang=en#2" in cited.xpath("//section[@class='incoming']//a/@href")


def test_languages_and_versions_can_be_switched(site: TestClient) -> None:
    root = parse(site.get("/documents/CSKW/Resolution/3.4/Rev.COP4?lang=fr").text)
    assert root.xpath("//h1/text()") == ["Couloirs aériens"]
    assert root.xpath("//article/@lang") == ["fr"]
    assert parse(site.get("/documents/CSKW/Resolution/3.4/Rev.COP4?ui=fr").text).xpath("//article/@lang") == ["fr"]


def test_text_that_attacks_stays_text(site: TestClient) -> None:
    page = parse(site.get("/documents/CSKW/COP4/Doc.9").text)
    hits = parse(site.get("/search?q=corridors").text)
    for root in (page, hits):
        assert not root.xpath("//script | //img")
    assert page.xpath("string(//h1)") == "<script>alert(1)</script> corridors"
    assert "onerror=alert(1)" in page.xpath("string(//article)")


def test_pages_of_hits_are_complete_and_do_not_repeat(site: TestClient) -> None:
    found, address = [], "/v1/search?treaty=CSKW&limit=1"
    while address:
        answer = site.get(address)
        found += [hit["canonical"] for hit in answer.json()["hits"]]
        address = answer.headers.get("link", "").partition(">")[0].lstrip("<")
    whole = [hit["canonical"] for hit in site.get("/v1/search?treaty=CSKW&limit=100").json()["hits"]]
    assert found == whole
    assert len(set(found)) == len(found) == 3


@pytest.mark.parametrize("cursor", ["x", "AAAA", "é", "WyJhIiwxLCJiIl0"])
def test_a_false_cursor_is_told_and_the_page_begins_anew(site: TestClient, cursor: str) -> None:
    answer = site.get("/v1/search", params={"q": "corridors", "cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["hint"]
    assert site.get("/search", params={"q": "corridors", "cursor": cursor}).status_code == 200


def test_a_new_generation_is_seen_without_a_restart(tmp_path, made_index: ModuleType) -> None:
    settings = load_settings({"data_dir": tmp_path})
    with TestClient(create_app(settings)) as client:
        assert client.get("/ready").status_code == 503
        assert client.get("/health").status_code == 200
        first = made_index.index_documents(settings, made_index.corpus()[:1])
        assert client.get("/ready").json()["generation"] == first
        before = client.get("/v1/search?q=corridors")
        assert before.json()["total"] == 1
        made_index.index_documents(settings, made_index.corpus())
        after = client.get("/v1/search?q=corridors", headers={"if-none-match": before.headers["etag"]})
        assert after.status_code == 200
        assert after.json()["total"] == 3


WORDS = [
    "AND", "OR", "NOT", "ET", "OU", "SAUF", "(", ")", '"', "corridors", "treaty:", "year:", "cites:", "*", "~2", "-",
]  # fmt: skip

query_text = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60),
    st.text(alphabet='"«»():*~-/\\+&|!^[]{}<>=,.;ANDORNOTcorrés 0129', max_size=40),
    st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join),
)


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=query_text)
def test_no_query_is_an_error_of_ours(site: TestClient, query: str) -> None:
    data, page = site.get("/v1/search", params={"q": query}), site.get("/search", params={"q": query})
    assert data.status_code == page.status_code == 200
    assert data.json()["query"] == query
    parse(page.text)


def test_a_question_is_restated_in_the_language_of_the_page(site: TestClient) -> None:
    english, french = (parse(site.get(f"/search?q=whales+OR+corridors&ui={ui}").text) for ui in ("en", "fr"))
    said = [root.xpath("string(//p[@class='understood']/span)") for root in (english, french)]
    assert [(" OR " in one, " OU " in one) for one in said] == [(True, False), (False, True)], said
