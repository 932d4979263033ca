"""The page of one document: its table, the language beside each file, its switcher, and older and newer templates."""

from __future__ import annotations

from collections.abc import Callable

from crawler.records import Context, Found
from crawler.sources.model import SourceDefinition

SourceOf = Callable[[str], SourceDefinition]
Read = Callable[..., Found]
FILES = "https://www.cms.int/sites/default/files/document"


def view(language: str, name: str, media_type: str = "application/pdf; length=67879") -> str:
    return f"""<div class="field-collection-view"><div class="field-name-field-document-file-language">{language}</div>
     <table class="sticky-enabled"><thead><tr><th>Attachment</th><th>Size</th></tr></thead><tbody><tr class="odd"><td>
     <span class="file"><img class="file-icon" src="/pdf.png"/> <a href="{FILES}/{name}" type="{media_type}">{name}</a></span>
     </td><td>66.29 KB</td></tr></tbody></table></div>"""


OLD = f"""<h1 class="page-header">Kites and wind</h1><div class="document-left profile">
 {view("English", "kites.pdf")}{view("French", "kites_0.pdf")}{view("Spanish", "kites_1.pdf")}
 {view("French", "kites.docx", "application/pdf")}</div>
 <div class="document-right well"><table class="table two-columns">
 <tr><th>Number</th><td>UNEP/CMS/COP14/Doc.18.1</td></tr><tr><th>Type</th><td>Working document</td></tr>
 <tr><th>Status:</th><td>In effect</td></tr><tr><th>Publish date</th><td>14-10-2023</td></tr></table></div>"""


def test_the_older_template(source_of: SourceOf, read: Read) -> None:
    found = read(
        source_of("cms"),
        "document",
        OLD,
        context=Context(fields={"section": "Working documents", "title": "Old title"}),
    )
    assert [(one.name, one.lang) for one in found.files] == [
        ("kites.pdf", "en"),
        ("kites_0.pdf", "fr"),
        ("kites.docx", "fr"),
    ]
    first = found.files[0]
    assert (first.symbol, first.type, first.status, first.published) == (
        "UNEP/CMS/COP14/Doc.18.1",
        "Working document",
        "In effect",
        "2023-10-14",
    )
    assert first.title == "Kites and wind", "the page is nearer than the listing"
    assert (first.section, first.meeting) == ("Working documents", "CMS/COP14")
    assert (first.declared_type, first.size) == ("application/pdf", 67_879)
    assert not found.issues


def test_a_newer_template(source_of: SourceOf, read: Read) -> None:
    page = f"""<h1>Kites and wind</h1><table><thead><tr><th>Archivo</th><th>Idioma</th></tr></thead>
     <tr><td><a href="{FILES}/2026-01/a.pdf">a</a></td><td>Inglés</td></tr>
     <tr><td><a href="{FILES}/2026-01/b.pdf">b</a></td><td>Francés</td></tr></table>"""
    found = read(source_of("cms"), "document", page, context=Context(fields={"symbol": "UNEP/CMS/COP15/Doc.1"}))
    assert [(one.name, one.lang, one.symbol) for one in found.files] == [
        ("a.pdf", "en", "UNEP/CMS/COP15/Doc.1"),
        ("b.pdf", "fr", "UNEP/CMS/COP15/Doc.1"),
    ]
    assert [issue.code for issue in found.issues] == ["other-markup"]


def test_only_links_are_known(source_of: SourceOf, read: Read) -> None:
    found = read(source_of("cms"), "document", f'<h1>Kites</h1><p><a href="{FILES}/kites_f.pdf">Download</a></p>')
    assert [(one.lang, one.title) for one in found.files] == [("fr", "Kites")]


def test_a_page_of_each_language(source_of: SourceOf, read: Read) -> None:
    switcher = """<div class="language-switcher-language-url" id="block-wetland-languageswitcher"><ul class="links">
     <li hreflang="en"><a href="/document/kites" class="language-link" hreflang="en">English</a></li>
     <li hreflang="es"><a href="/es/documento/cometas" class="language-link" hreflang="es">Español</a></li>
     <li hreflang="fr"><a href="/fr/document/cerfs-volants" class="language-link" hreflang="fr">Français</a></li></ul></div>"""
    page = f"""<link rel="canonical" href="https://www.ramsar.org/"/>{switcher}<h1>Kites</h1>
     <a href="/sites/default/files/documents/library/kites_e.pdf">PDF</a><a href="/sites/default/files/logo.png">logo</a>"""
    found = read(source_of("ramsar"), "document", page, url="https://www.ramsar.org/document/kites")
    assert [one.name for one in found.files] == ["kites_e.pdf"]
    assert [one.url for one in found.follows] == ["https://www.ramsar.org/fr/document/cerfs-volants"]
    assert found.files[0].url.startswith("https://www.ramsar.org/sites/"), (
        "a canonical link of an error page is not trusted"
    )


def test_a_translated_address_is_found_by_the_switcher(source_of: SourceOf, read: Read) -> None:
    page = """<ul class="language-switcher-locale-url dropdown-menu"><li class="fr">
     <a class="language-link" lang="fr" href="/fr/meeting/7eme-reunion-des-parties-aewa">FR</a></li></ul>
     <h1 class="page-header">7th Session of the Meeting of the Parties to AEWA</h1>"""
    found = read(
        source_of("aewa"), "meeting", page, url="https://www.unep-aewa.org/en/meeting/7th-session-meeting-parties-aewa"
    )
    (french,) = found.follows
    assert french.url == "https://www.unep-aewa.org/fr/meeting/7eme-reunion-des-parties-aewa"
    assert (french.step, french.context.fields["meeting"], french.context.vars["lang"]) == (
        "meeting",
        "AEWA/MOP7",
        "fr",
    )
