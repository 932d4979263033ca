"""Text that attacks: in queries, titles, paragraphs, metadata and addresses. It is shown as text, and nothing fails."""

from __future__ import annotations

from types import ModuleType
from urllib.parse import quote

import lxml.html
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.records.document import Evidence, Mark, Part
from core.records.search import FacetValue

PAYLOADS = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "<a href=javascript:alert(1)>x</a>",
    "<!--><script>alert(1)</script>-->",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "{{ 7*7 }}{% raw %}",
    "<mark>not ours</mark>",
    "</textarea></template></noscript><b>",
    "<style>*{display:none}</style>",
    "<base href=//evil.example>",
    '<meta http-equiv=refresh content="0;url=//evil.example">',
    "\u202egnp.exe",
    "a\x00b\x1b]0;x\x07",
    "\ufeff<scr\u200bipt>",
    "%3Cscript%3E",
]
OURS = {"html", "head", "meta", "title", "link", "body"}


@pytest.fixture
def hostile_client(request: pytest.FixtureRequest, made: ModuleType, client_of) -> TestClient:
    """Every field that can hold foreign text holds the payload."""
    bad = request.param
    answer = made.answer()
    hit = answer.hits[0]
    passage = replace(hit.paragraphs[0], text=bad, highlights=((0, len(bad)),), label=bad, path=bad, lang=bad)
    hit = replace(
        hit, canonical=bad, title=bad, treaty=bad, type=bad, meeting=bad, date=bad, version=bad, languages=(bad,),
        title_lang=bad, also=(bad,), paragraphs=(passage,), status=bad,
    )  # fmt: skip
    found = made.answer(
        query=bad, understood=bad, direct=(bad,), hits=(hit,), notes=(bad,), cursor=bad,
        facets={name: (FacetValue(value=bad, count=1),) for name in answer.facets},
    )  # fmt: skip
    view = made.view()
    link = replace(view.segments[2].links[0], start=0, end=len(bad), exact=bad, target=bad)
    links = (
        replace(link, held=bad, url=None),
        replace(link, held=None, missing="typo"),
        replace(link, held=None, readings=(bad, bad)),
    )
    segments = tuple(
        replace(
            view.segments[5], segment=f"s{number}", path=f"{number}{bad}", text=bad, label=bad, lang=bad, links=(one,),
            marks=(Mark(start=0, end=len(bad), kind="link", target=bad), Mark(start=0, end=1, kind="note_call", target=bad)),
        )
        for number, one in enumerate(links)
    )  # fmt: skip
    expression = replace(
        view.expression,
        evidence={bad: (Evidence(value=bad, source=bad, where=bad),)},
        parts=(Part(id="main", kind="main", label=bad, title=bad, force="quoted"),),
        names=(bad, "https://cskw.example/" + bad),
    )
    incoming = tuple(
        replace(
            group,
            treaty=bad,
            links=tuple(
                replace(one, citing=bad, context=bad, start=0, end=len(bad), path=bad, lang=bad) for one in group.links
            ),
        )
        for group in view.incoming
    )
    view = made.view(
        title=bad, treaty=bad, type=bad, symbol=bad, meeting=bad, agenda_item=bad, segments=segments, expression=expression,
        incoming=incoming, proposed=(bad,), identity="proposed", container=bad, contained=(bad,), languages=("en", bad),
        outline=tuple(replace(one, text=bad, label=bad) for one in view.outline[:0]),
    )  # fmt: skip
    return client_of(made.MadeLibrary(found, {view.canonical: view}))


@pytest.mark.parametrize("hostile_client", PAYLOADS, indirect=True, ids=range(len(PAYLOADS)))
def test_foreign_text_makes_no_element(hostile_client: TestClient, request: pytest.FixtureRequest) -> None:
    bad = PAYLOADS[int(request.node.callspec.id)]
    for address, params in (
        ("/search", {"q": bad, "treaty": bad, "lang": bad, "ui": bad}),
        ("/search", {"q": bad, "ui": "fr"}),
        ("/documents/CSKW/Resolution/3.4/Rev.COP4", {"lang": bad, "cite": f"{bad}~00000000"}),
        ("/documents/none" + quote(bad, safe=""), {}),
    ):
        answer = hostile_client.get(address, params=params)
        assert answer.status_code in {200, 302, 400, 404}
        root = lxml.html.document_fromstring(answer.text)
        assert not root.xpath("//script | //style | //img | //svg | //base | //iframe | //object | //b | //textarea")
        assert not root.xpath("//@*[starts-with(name(), 'on')] | //@style | //meta[@http-equiv]")
        for href in root.xpath("//@href | //@src | //@action"):
            assert href.startswith(("/", "#", "https://cskw.example/")), href
            assert not href.startswith("//")
        assert "7*7" not in bad or "49" not in root.text_content()


def test_hostile_text_is_shown_whole(made: ModuleType, client_of) -> None:
    text = "Parties <b>shall</b> & must"
    hit = made.answer().hits[0]
    passage = replace(hit.paragraphs[0], text=text, highlights=((8, 11),))
    client = client_of(made.MadeLibrary(made.answer(hits=(replace(hit, paragraphs=(passage,)),))))
    root = lxml.html.document_fromstring(client.get("/search?q=x").text)
    assert root.xpath("string(//ul[@class='passages']//p)") == text
    assert root.xpath("//mark/text()") == ["<b>"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(["q", "lang", "limit", "cursor", "sort", "treaty", "year", "type", "ui", "cite", "x"]),
            st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30),
        ),
        max_size=6,
    )
)
def test_no_address_is_an_error_of_ours(client: TestClient, pairs: list[tuple[str, str]]) -> None:
    for path in ("/search", "/v1/search", "/documents/CSKW/Resolution/3.4/Rev.COP4", "/v1/documents/CSKW/x", "/"):
        assert client.get(path, params=pairs).status_code in {200, 302, 400, 404}


@pytest.mark.parametrize(
    "raw",
    [
        "q=%00", "q=%ff%fe", "q=%C3%28", "q=%ED%A0%80", "q=%", "q=%u0041", "%ff=%ff", "q[]=a", "q=a;b", "&&&==",
        "q=" + "%0d%0aSet-Cookie:x=1",
        "limit=%31%30", "limit=1e1", "limit=٣", "ui=%ff", "lang=%ff", "cursor=%ff", "treaty=%ff",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/search", "/v1/search"])
def test_raw_addresses(client: TestClient, path: str, raw: str) -> None:
    answer = client.get(f"{path}?{raw}")
    assert answer.status_code in {200, 400}
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "raw", ["%ff", "%00", "%0d%0ax", "..%2f..%2fetc", "%E2%80%AE", "a" * 600, "%2f%2fevil.example"]
)
@pytest.mark.parametrize("path", ["/documents/", "/v1/documents/", "/static/"])
def test_raw_ids(client: TestClient, path: str, raw: str) -> None:
    assert client.get(path + raw, follow_redirects=False).status_code in {400, 404}
