"""The pages: what they show, in both languages, valid and usable without script, mouse or colour."""

from __future__ import annotations

import re
from collections import Counter
from types import ModuleType

import lxml.html
import pytest
from fastapi.testclient import TestClient
from msgspec.structs import replace

from core.errors import UsageError
from core.records.document import Evidence
from search_api.permalinks import fingerprint

DOCUMENT = "/documents/CSKW/Resolution/3.4/Rev.COP4?lang=en"
PAGES = [
    "/",
    "/search",
    "/search?q=aerial&treaty=CSKW&lang=fr&ui=en",
    DOCUMENT,
    DOCUMENT + "&cite=2~00000000",
    "/documents/no",
]


def parse(html: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(html)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_are_sound(client: TestClient, address: str, lang: str) -> None:
    text = client.get(address, headers={"accept-language": lang}).text
    root = parse(text)
    ids = Counter(root.xpath("//@id"))
    assert [one for one, count in ids.items() if count > 1] == []
    assert root.xpath("//h1")
    assert len(root.xpath("//h1")) == 1
    assert len(root.xpath("//main")) == 1
    assert root.get("lang") in {"en", "fr"}
    for field in root.xpath("//input[not(@type='hidden')] | //select"):
        assert root.xpath(f"//label[@for='{field.get('id')}']")
    named = set(ids)
    for attribute in ("aria-labelledby", "aria-describedby"):
        assert set(root.xpath(f"//@{attribute}")) <= named
    assert {one[1:] for one in root.xpath("//a/@href[starts-with(., '#')]")} <= named
    assert not root.xpath("//script | //style | //@style | //@*[starts-with(name(), 'on')] | //iframe | //object")
    for link in root.xpath("//a[@href]"):
        assert link.text_content().strip() or link.get("aria-label")
    # every navigation and form region has a name where there are several
    assert all(one.get("aria-label") or one.get("aria-labelledby") for one in root.xpath("//nav"))
    assert "{{" not in text
    assert "None" not in root.text_content()


def test_the_page_speaks_the_language_asked_for(client: TestClient) -> None:
    french = parse(client.get("/search?q=a&ui=fr").text)
    assert french.get("lang") == "fr"
    assert "Rechercher" in french.xpath("//button")[0].text
    # and its links go on in it
    assert all(
        "ui=fr" in href for href in french.xpath("//a[starts-with(@href, '/search')]/@href") if "ui=en" not in href
    )
    assert all("ui=fr" in href for href in french.xpath("//a[starts-with(@href, '/documents')]/@href"))
    assert parse(client.get("/search?q=a", headers={"accept-language": "fr-FR"}).text).get("lang") == "fr"
    assert parse(client.get("/search?q=a&ui=xx").text).get("lang") == "en"


def test_hits_are_shown_with_their_best_paragraphs(client: TestClient) -> None:
    root = parse(client.get("/search?q=aerial+corridor").text)
    first = root.xpath("//ol[@class='hits']/li")[0]
    assert first.xpath(".//h3/a/@href") == ["/documents/CSKW/Resolution/3.4/Rev.COP4?lang=en"]
    assert first.xpath(".//h3/a/@lang") == ["en"]
    assert [one.text for one in first.xpath(".//mark")] == ["aerial", "corridor"]
    assert first.xpath(".//a[@class='where']/@href") == ["/documents/CSKW/Resolution/3.4/Rev.COP4?lang=en#2"]
    assert [one.text for one in first.xpath(".//a[@class='badge']")] == ["EN", "FR"]
    assert first.xpath(".//time/@datetime") == ["2023-10-20"]
    assert first.xpath(".//p[@class='also']/a/text()") == ["CSKW/Resolution/3.4"]
    text = root.text_content()
    for words in ("12 documents", "aerial AND corridor", "is in nearly every text", "20 October 2023"):
        assert words in text


def test_documents_named_in_the_query_stand_on_top(client: TestClient) -> None:
    root = parse(client.get("/search?q=aerial").text)
    held, missing = root.xpath("//div[@class='direct']//li")
    assert held.xpath("./a[1]/@href") == ["/documents/CSKW/Resolution/3.4/Rev.COP4"]
    assert "not held" in missing.text_content()
    assert not missing.xpath("./a[starts-with(@href, '/documents')]")
    assert "cites" in missing.xpath("./a/@href")[0]
    before = root.xpath("//div[@class='direct']/following::ol[@class='hits']")
    assert len(before) == 1


def test_facets_work_as_links(client: TestClient) -> None:
    root = parse(client.get("/search?q=a&treaty=CSKW&cursor=x").text)
    links = {one.xpath("string(.//span[@class='value'])"): one for one in root.xpath("//aside//li/a[span]")}
    assert links["CSKW"].get("aria-current") == "true"
    assert "treaty" not in links["CSKW"].get("href")
    assert "treaty=CSKW&treaty=CMS" in links["CMS"].get("href")
    assert "cursor" not in links["CMS"].get("href")
    assert "type=resolution" in links["resolution"].get("href")
    assert "language=fr" in links["French"].get("href")
    years = [one for one in links if re.fullmatch(r"\d{4}", one)]
    assert years == ["2023", "2019"]
    assert root.xpath("//details[@class='rest']//li")
    assert root.xpath("//ul[@class='in-use']//a/@aria-label") == ["Remove the filter Treaty: CSKW"]


def test_a_chosen_value_that_no_hit_has_can_be_taken_away(client: TestClient) -> None:
    root = parse(client.get("/search?q=a&treaty=NONE").text)
    chosen = root.xpath("//aside//a[@class='chosen']")
    assert ["NONE" in one.text_content() for one in chosen] == [True]


def test_paging(client: TestClient, made: ModuleType, client_of) -> None:
    root = parse(client.get("/search?q=a").text)
    assert root.xpath("//a[@rel='next']/@href") == ["/search?q=a&cursor=bmV4dA"]
    last = client_of(made.MadeLibrary(made.answer(cursor=None)))
    root = parse(last.get("/search?q=a&cursor=x").text)
    assert not root.xpath("//a[@rel='next']")
    assert root.xpath("//nav[@class='paging']/a/@href") == ["/search?q=a"]


def test_a_page_of_an_index_that_is_gone_shows_the_first_one(made: ModuleType, client_of) -> None:
    class Renewed(made.MadeLibrary):
        def search(self, asked, said_in="en"):
            if asked.cursor is not None:
                raise UsageError("The index has changed.", hint="Search again.")
            return super().search(asked)

    answer = client_of(Renewed(made.answer())).get("/search?q=a&cursor=old")
    assert answer.status_code == 200
    assert "has been renewed" in answer.text


def test_without_an_index_the_pages_say_so(empty_client: TestClient) -> None:
    for address, status in (("/", 200), ("/search?q=a", 503), (DOCUMENT, 503)):
        answer = empty_client.get(address)
        assert answer.status_code == status
        assert "mea ingest" in parse(answer.text).text_content()
    french = parse(empty_client.get("/?ui=fr").text)
    assert "Rien n’a encore été indexé." in french.text_content()
    assert not french.xpath("//dd[@lang='en']")


def test_paragraphs_are_anchored_by_their_path(client: TestClient) -> None:
    root = parse(client.get(DOCUMENT).text)
    ids = set(root.xpath("//div[starts-with(@class, 'segment')]/@id"))
    assert {"title", "pre1", "1", "1/a", "1/a/i", "2", "annex1/h1"} <= ids
    item = root.get_element_by_id("1/a/i")
    assert "depth-2" in item.get("class")
    text = "with its course;"
    assert item.xpath(".//a[@class='permalink']/@href") == [
        f"/documents/CSKW/Resolution/3.4/Rev.COP4?lang=en&cite=1/a/i~{fingerprint(text)}#1/a/i"
    ]
    assert item.xpath(".//a[@class='permalink']/@aria-label") == ["Permanent link to paragraph 1 (a) (i)"]


def test_citations_in_the_text(client: TestClient) -> None:
    root = parse(client.get(DOCUMENT).text)
    preamble = root.get_element_by_id("pre1")
    kinds = ("held", "missing", "ambiguous")
    held, missing, ambiguous = (preamble.xpath(f".//*[contains(@class, 'cite {kind}')]")[0] for kind in kinds)
    assert held.get("href") == "/documents/CSKW/Resolution/2.5"
    assert "Recalled" in held.get("title")
    assert missing.tag == "span"
    assert "not held yet" in missing.get("title")
    assert "not held yet" in missing.text_content()
    assert missing.xpath(".//sup")
    assert ambiguous.xpath("string(sup)") == "?"
    assert preamble.xpath("./p[@class='readings']/a/text()") == ["CSKW/Resolution/7", "CMS/Resolution/7"]
    assert preamble.xpath(".//a[@class='note-call']/@href") == ["#fn1"]
    assert preamble.xpath(".//em/text()") == ["Recalling"]


def test_amendments_languages_and_tables(client: TestClient) -> None:
    root = parse(client.get(DOCUMENT).text)
    second = root.get_element_by_id("2")
    assert second.xpath(".//del/text()") == ["2021"]
    assert second.xpath(".//ins/text()") == ["2024"]
    assert second.xpath("./span[contains(@class, 'inferred')]")
    assert root.get_element_by_id("3").xpath("./p/@lang") == ["fr"]
    table = root.get_element_by_id("annex1/t1").xpath("ancestor::table")[0]
    assert [[cell.text_content() for cell in row.xpath("./td[not(@class)]")] for row in table.xpath(".//tr")] == [
        ["Passage", "Width"],
        ["Single, see Resolution 2.5", "10"],
    ]
    assert table.xpath(".//a[not(@class='permalink')]/text()") == ["Resolution 2.5"]
    assert root.xpath("//p[@class='force']/span[@class='tag']/text()") == ["proposed, not adopted"]


def test_calls_of_footnotes_are_shown_where_they_stand(made: ModuleType, client_of) -> None:
    segments = (
        made.segment("1", "Corridors are open.", marks=(made.Mark(start=18, end=18, kind="note_call", target="1"),)),
        made.segment(
            "t1", "Party\tShare", kind="table", marks=(made.Mark(start=5, end=5, kind="note_call", target="1"),)
        ),
        made.segment("fn1", "Amber lights excepted.", kind="footnote", label="1"),
    )
    view = made.view(segments=segments, outline=())
    root = parse(client_of(made.MadeLibrary(made.answer(), {view.canonical: view})).get(DOCUMENT).text)
    assert root.get_element_by_id("1").xpath("string(./p)").startswith("Corridors are open1.")
    assert root.xpath("//article//a[@class='note-call']/@href") == ["#fn1", "#fn1"]
    assert root.get_element_by_id("t1").xpath("string(./td[1])") == "Party1"


def test_rows_of_a_table_are_one_table(made: ModuleType, client_of) -> None:
    rows = [("t1", "Party\tShare"), ("t2", "Estuaria\t12"), ("t3", "Cirrus\t8"), ("t4", "Year\tParty\tShare")]
    segments = (
        *(made.segment(path, text, kind="table", label=None, pages=(2, 2)) for path, text in rows),
        made.segment("p1", "The shares are those of last year.", kind="body", label=None),
        made.segment("t5", "Party\tVotes", kind="table", label=None),
    )
    view = made.view(segments=segments, outline=())
    root = parse(client_of(made.MadeLibrary(made.answer(), {view.canonical: view})).get(DOCUMENT).text)
    tables = root.xpath("//article//table")
    assert [[row.get("id") for row in table.xpath(".//tr")] for table in tables] == [["t1", "t2", "t3"], ["t4"], ["t5"]]
    assert [cell.text for cell in root.get_element_by_id("t2").xpath("./td[not(@class)]")] == ["Estuaria", "12"]
    assert len(root.get_element_by_id("t2").xpath("./td[@class='row-link']/a[@class='permalink']")) == 1
    assert root.get_element_by_id("t1").xpath("string(./td[@class='row-link']/span)") == "p. 2"


def test_facts_and_where_they_come_from(client: TestClient) -> None:
    root = parse(client.get(DOCUMENT).text)
    facts = dict(
        zip(
            root.xpath("//section[@class='about']//dt/text()"), root.xpath("//section[@class='about']//dd"), strict=True
        )
    )
    assert facts["Adopted"].text == "20 October 2023"
    assert facts["Published at"].xpath("./a/@href") == ["https://cskw.example/res-3-4.pdf"]
    assert "/data/res-3-4.pdf" not in root.text_content()  # where a file lay on a disk is nobody's business
    row = [cell.text_content() for cell in root.xpath("//table[@class='origins']//tbody/tr")[0]]
    assert row == ["Symbol", "CSKW/Resolution 3.4 (Rev.COP4)", "from the masthead (page 1)"]
    assert root.xpath("//nav[@aria-label='Languages']//a/@href") == ["/documents/CSKW/Resolution/3.4/Rev.COP4?lang=fr"]
    assert root.xpath("//nav[@aria-label='Versions']//a/@href") == ["/documents/CSKW/Resolution/3.4?lang=en"]


def test_who_cites_it(client: TestClient) -> None:
    root = parse(client.get(DOCUMENT).text)
    groups = root.xpath("//section[@class='incoming']/details")
    assert [one.xpath("string(.//h3)").split()[0] for one in groups] == ["Implemented", "Mentioned"]
    first = groups[0].xpath(".//li")[0]
    assert first.xpath(".//a/@href") == ["/documents/CSKW/Decision/4.11?lang=en#4.11/a"]
    assert first.xpath(".//mark/text()") == ["Resolution 3.4 (Rev.COP4)"]
    assert "proposed, not adopted" in first.text_content()


@pytest.mark.parametrize(
    ("cite", "note"),
    [
        ("2~00000000", "Changed since you cited it"),
        ("2~" + fingerprint("Urges Parties to act by 2021 2024;"), "As you cited it"),
        ("99~00000000", "This paragraph is no longer here"),
        ("nonsense", None),
    ],
)
def test_a_permalink_tells_whether_the_words_are_the_same(client: TestClient, cite: str, note: str | None) -> None:
    text = parse(client.get(f"{DOCUMENT}&cite={cite}").text).text_content()
    notes = ["Changed since you cited it", "As you cited it", "This paragraph is no longer here"]
    assert [one for one in notes if one in text] == ([note] if note else [])


def test_other_ids_lead_to_the_page(made: ModuleType, client_of) -> None:
    view = made.view(asked="UNEP old", redirect="/documents/CSKW/Resolution/3.4/Rev.COP4?lang=en")
    client = client_of(made.MadeLibrary(made.answer(), {"CSKW/res 3.4": view}))
    answer = client.get("/documents/CSKW/res%203.4?cite=2~00000000&ui=fr", follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"] == "/documents/CSKW/Resolution/3.4/Rev.COP4?cite=2~00000000&ui=fr"


@pytest.mark.parametrize(
    ("identity", "proposed", "words"),
    [("proposed", ("CMS/Resolution/11.10",), "It may be"), ("none", (), "named by its file"), ("stated", (), None)],
)
def test_identity_is_told(
    made: ModuleType, client_of, identity: str, proposed: tuple[str, ...], words: str | None
) -> None:
    view = made.view(identity=identity, proposed=proposed)
    text = client_of(made.MadeLibrary(made.answer(), {view.canonical: view})).get(DOCUMENT).text
    assert ("does not say what it is" in text) is (words is not None)
    assert words is None or words in text


def test_another_language_is_told(client: TestClient) -> None:
    text = client.get(DOCUMENT.replace("lang=en", "lang=es")).text
    assert "not held in the language asked for (Spanish); it is shown in English" in text


def test_evidence_of_dates_is_named(made: ModuleType, client_of) -> None:
    view = made.view()
    import msgspec

    expression = msgspec.structs.replace(
        view.expression, evidence={"dates.adopted": (Evidence(value="2023-10-20", source="sidecar"),)}
    )
    text = (
        client_of(made.MadeLibrary(made.answer(), {view.canonical: made.view(expression=expression)}))
        .get(DOCUMENT)
        .text
    )
    row = [cell.text_content() for cell in parse(text).xpath("//table[@class='origins']//tbody/tr")[0]]
    assert row == ["Adopted", "2023-10-20", "stated beside the file"]


def test_an_article_that_is_asked_for_is_held_in_its_treaty(made: ModuleType, client_of) -> None:
    answer = replace(made.answer(), direct=("CSKW/Article/IV",), direct_held=("CSKW/Treaty",))
    root = parse(client_of(made.MadeLibrary(answer, {})).get("/search?q=CSKW Article IV").text)
    (anchor,) = root.xpath("//div[@class='direct']//li/a[1]")
    assert (anchor.text_content(), anchor.get("href")) == ("CSKW/Article/IV", "/documents/CSKW/Treaty")


def test_a_treaty_leads_to_its_own_articles(made: ModuleType, client_of) -> None:
    text = "Subject to Article IV, they agree."
    address = f"/documents/{made.REVISED}?lang=en#artIV"
    own = made.link(
        text, "Article IV", target="CSKW/Article/IV", held=made.REVISED, url=address, is_self=True, places=("artIV",)
    )
    view = made.view(segments=(made.segment("1", text, links=(own,)),), outline=())
    root = parse(client_of(made.MadeLibrary(made.answer(), {view.canonical: view})).get(DOCUMENT).text)
    (anchor,) = root.xpath("//article//a[contains(@class, 'cite')]")
    assert (anchor.text_content(), anchor.get("href")) == ("Article IV", address)
    assert not root.xpath("//ul[@class='cited-texts']"), "and cites no other text"


def test_a_document_does_not_link_to_itself(made: ModuleType, client_of) -> None:
    text = "Resolution 3.4 (Rev.COP4)"
    own = made.link(text, text, target=made.REVISED, held=made.REVISED, url=f"/documents/{made.REVISED}")
    view = made.view(segments=(made.segment("h1", text, kind="heading", links=(own,)),), outline=())
    root = parse(client_of(made.MadeLibrary(made.answer(), {view.canonical: view})).get(DOCUMENT).text)
    assert not root.xpath("//article//*[contains(@class, 'cite')]")
    assert not root.xpath("//ul[@class='cited-texts']")
