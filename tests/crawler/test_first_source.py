"""`mea add-source` makes a YAML of one page: it loads, its step reads that page, and the links are what a person would pick."""

from __future__ import annotations

import json

import pytest

from crawler.first_source import first_source, golden_links
from crawler.records import Context, Found, Page
from crawler.sources.load import SourceLoader
from crawler.steps.registry import parse


def _row(symbol: str, title: str, day: str, *files: str) -> str:
    links = "".join(f'<a href="/files/doc/{name}">file</a>' for name in files)
    return f"<tr><td>{symbol}</td><td>{title}</td><td>{day}</td><td>{links}</td></tr>"


TABLE = f"""<html lang="fr"><body><nav><a href="/fr/plan.pdf">plan</a></nav>
<table class="layout"><tr><td><a href="/fr/">Accueil</a></td></tr></table>
<table class="table views-table"><thead><tr><th>Cote</th><th>Titre</th><th>Date</th><th>Fichiers</th></tr></thead><tbody>
{_row("CSKW/COP4/Doc.1", "Cerfs-volants", "14-10-2023", "cop4_doc1_e.pdf", "cop4_doc1_f.pdf")}
{_row("CSKW/COP4/Doc.2", "Ficelles", "15-10-2023", "cop4_doc2_f.docx")}
</tbody></table><ul class="pagination"><li class="next"><a href="?page=1">suivant</a></li></ul></body></html>"""
MEETINGS = """<html lang="en"><body><table><tr><th>Meeting</th><th>Date</th></tr>
<tr><td><a href="/en/meeting/cop-3">COP 3</a></td><td>2019</td></tr>
<tr><td><a href="/en/meeting/cop-4">COP 4</a></td><td>2023</td></tr></table></body></html>"""
LINKS = """<html><body><div><a href="/sites/default/files/2023/a_e.pdf">A</a><a href="/sites/default/files/2023/b_f.pdf">B</a>
<a href="mailto:x@example.org">mail</a><a href="javascript:void(0)">more</a></div></body></html>"""
PAPERS = "".join(f'<a href="/fr/document/paper-{n}">Paper {n}</a>' for n in range(5))
PAGES = f"<html><body><main>{PAPERS}</main></body></html>"
MENU = """<table><tr><td>Paper</td><td><select><option value="/a/x_E.pdf">English PDF</option>
<option value="/a/x_F.pdf">French PDF</option></select></td></tr></table>"""


def made(
    loader: SourceLoader, html: str | bytes, url: str = "https://docs.example.org/fr/cop/4?x={y}"
) -> tuple[str, Found]:
    page = Page(url=url, final_url=url, status=200, body=html if isinstance(html, bytes) else html.encode())
    draft = first_source(page, "newsite", "CSKW")
    source = loader.check("newsite", draft.text)
    return draft.text, parse(page, source.steps[draft.step], source, Context())


@pytest.mark.parametrize(
    ("html", "kind", "files", "pages", "reason"),
    [
        (TABLE, "html_table", 3, 1, "a table with files: columns by their headings, and its next page"),
        (MEETINGS, "html_table", 0, 2, "a table of meetings leads to pages"),
        (LINKS, "html_links", 2, 0, "bare links to files"),
        (PAGES, "html_links", 0, 5, "links to pages of documents"),
        (MENU, "html_table", 2, 0, "files in the options of a menu"),
    ],
)
def test_the_draft_reads_its_own_page(
    loader: SourceLoader, html: str, kind: str, files: int, pages: int, reason: str
) -> None:
    text, found = made(loader, html)
    assert f"kind: {kind}" in text, reason
    assert (len(found.files), len(found.follows)) == (files, pages), reason


def test_columns_languages_and_pagination_are_guessed(loader: SourceLoader) -> None:
    text, found = made(loader, TABLE)
    source = loader.check("newsite", text)
    assert source.collect == ("en", "fr")
    assert source.languages["fr"].prefixes == ("/fr",)
    assert source.steps["listing"].pagination.kind == "page_param"
    first = found.files[0]
    assert (first.symbol, first.title, first.published) == ("CSKW/COP4/Doc.1", "Cerfs-volants", "2023-10-14")
    assert "/fr/plan.pdf" not in text


def test_golden_links_are_what_the_step_found(loader: SourceLoader) -> None:
    _, found = made(loader, TABLE)
    golden = json.loads(golden_links(found))
    assert [one["url"] for one in golden["files"]] == [one.url for one in found.files]
    assert golden["pages"][0]["url"].endswith("page=1")


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00\xff\xfe", b"<table>" * 5000, b"{}", "<p>Über uns</p>".encode("utf-16"), b'<a href="http://[">x</a>'],
    ids=["nothing", "binary", "deep", "json", "utf-16", "broken link"],
)
def test_any_page_gives_a_source_that_loads(loader: SourceLoader, body: bytes) -> None:
    text, _ = made(loader, body)
    assert "discovery:" in text


def test_a_hostile_page_cannot_write_yaml(loader: SourceLoader) -> None:
    heading = 'Title"]}\nenabled: false\nx: ["'
    page = (
        f'<table id="a"><tr><th>Symbol</th><th>{heading}</th></tr>'
        + "<tr><td><a href='/x.pdf'>x</a></td></tr>" * 3
        + "</table>"
    )
    text, _ = made(loader, page, 'https://docs.example.org/a"]%0Aenabled: false')
    assert loader.check("newsite", text).enabled


def test_an_address_without_host_is_refused() -> None:
    with pytest.raises(ValueError, match="no host"):
        first_source(Page(url="x", final_url="not an address", status=200, body=b""), "newsite")


def test_without_a_treaty_the_draft_says_so(loader: SourceLoader) -> None:
    page = Page(url="https://docs.example.org/", final_url="https://docs.example.org/", status=200, body=LINKS.encode())
    text = first_source(page, "newsite").text
    assert loader.check("newsite", text).treaty == "*"
    assert "config/treaties.yml" in text
