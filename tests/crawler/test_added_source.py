"""A site is added with one YAML file and no Python: its pages are read from the first to the files."""

from __future__ import annotations

from pathlib import Path

from core.configuration import Configuration
from crawler.records import Found, ListedFile, Page
from crawler.sources.expand import start_requests
from crawler.sources.load import load_source
from crawler.steps.registry import parse

YAML = r"""
id: skywhales
treaty: CSKW
hosts: [papers.example.org]
languages:
  en: {prefixes: [/en], file_suffix: en}
  fr: {prefixes: [/fr], file_suffix: fr}
collect: [en, fr]
deny: [/private/]
discovery:
  - id: meetings
    kind: html_table
    urls: ["https://papers.example.org/{prefix}/meetings"]
    for_languages: [en]
    rows: "#meetings li"
    fields: {meeting_url: "a::attr(href)", meeting_title: a}
    pagination: {kind: page_param, first: 1, next: "a.next::attr(href)", stop: [no_next]}
    follow: {meeting_url: papers}
  - id: papers
    kind: html_table
    rows: "table tr"
    columns_by_header: {symbol: [Symbol, Cote], title: [Title, Titre], files: [Files], published: [Date]}
    files: {css: a, label_regex: '^(?P<lang>\w+)'}
    follow_languages: true
language_links: {css: "#languages a"}
symbol_regex: 'CSKW/COP\d+/[A-Z][a-z]+\.\d+(?:/Rev\.\d+)?'
date_formats: ["%d/%m/%Y"]
"""
SITE = {
    "/en/meetings": '<ul id="meetings"><li><a href="/en/cop4">Fourth meeting of the Conference of the Parties</a></li></ul>'
    '<a class="next" href="?page=2">older</a>',
    "/en/meetings?page=2": '<ul id="meetings"><li><a href="cop3">COP3</a></li></ul>',
    "/en/cop4": '<div id="languages"><a hreflang="fr" href="/fr/cdp4">Français</a></div>'
    "<table><tr><th>Symbol</th><th>Title</th><th>Files</th><th>Date</th></tr>"
    "<tr><td>CSKW/COP4/Doc.7/Rev.1</td><td>Kites</td>"
    '<td><a href="/f/doc7_en.pdf">English PDF</a> <a href="/f/doc7_en.docx">English Word</a>'
    ' <a href="/private/all.pdf">all</a></td><td>4/5/2023</td></tr></table>',
    "/fr/cdp4": "<table><tr><th>Cote</th><th>Titre</th><th>Files</th></tr><tr><td>CSKW/COP4/Doc.7/Rev.1</td>"
    '<td>Cerfs-volants</td><td><a href="/f/doc7_fr.pdf">Français PDF</a> <a href="/f/doc7_es.pdf">Espagnol PDF</a>'
    "</td></tr></table>",
    "/en/cop3": "<table><tr><th>Symbol</th><th>Title</th><th>Files</th></tr>"
    '<tr><td>CSKW/COP3/Doc.1</td><td>Strings</td><td><a href="https://elsewhere.example.org/x.pdf">English</a></td></tr></table>',
}


def test_a_new_site_needs_no_python(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "skywhales.yml").write_text(YAML, encoding="utf-8")
    source = load_source(Configuration(tmp_path), "skywhales")

    asked: list[str] = []
    listed: dict[str, ListedFile] = {}
    issues: list[str] = []
    waiting = list(start_requests(source))
    while waiting:
        follow = waiting.pop(0)
        path = follow.url.removeprefix("https://papers.example.org")
        asked.append(path)
        page = Page(url=follow.url, final_url=follow.url, status=200, body=SITE[path].encode())
        found: Found = parse(page, source.steps[follow.step], source, follow.context)
        listed.update((one.url, one) for one in found.files)
        issues += [issue.code for issue in found.issues]
        waiting += found.follows

    assert asked == ["/en/meetings", "/en/cop4", "/en/meetings?page=2", "/fr/cdp4", "/en/cop3"]
    names = {one.name: one for one in listed.values()}
    assert set(names) == {"doc7_en.pdf", "doc7_en.docx", "doc7_fr.pdf"}
    french = names["doc7_fr.pdf"]
    assert (french.meeting, french.lang, french.title, french.revision) == ("CSKW/COP4", "fr", "Cerfs-volants", "Rev.1")
    assert names["doc7_en.pdf"].published == "2023-05-04"
    assert names["doc7_en.pdf"].twin == names["doc7_en.docx"].twin
    assert issues == ["off-site"], "a file on a host that the YAML does not name is told and not fetched"
