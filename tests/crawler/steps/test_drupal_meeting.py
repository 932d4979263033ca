"""The page of a meeting as the site of the CMS family makes it: sections, file cells, and the traps of its code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest

from crawler.records import Found, LanguageEvidence, ListedFile
from crawler.sources.model import SourceDefinition

SourceOf = Callable[[str], SourceDefinition]
Read = Callable[..., Found]
FILES = "https://www.cms.int/sites/default/files/document"
ICONS = "/profiles/cms_build/images/cms_document_files_formatter"


def link(name: str, icon: str, label: str | None = None, day: str = "14-10-2023") -> str:
    return (
        f'<a href="{FILES}/{name}" title="{name} - 81.23 KB" class="cms-doc-file" target="_blank">'
        f'<img src="{ICONS}/{icon}.png"/><span class="cms-doc-file-title">{label or name} ({day})</span></a>'
    )


def row(symbol: str, title: str, *links: str, status: str = "") -> str:
    return (
        f'<tr><td class="views-field views-field-field-document-number">{symbol}</td>'
        f'<td class="views-field views-field-title-field"><a href="/en/document/{title.lower().replace(" ", "-")}">{title}</a></td>'
        f'<td class="views-field views-field-field-document-status">{status}</td>'
        f'<td class="views-field views-field-title">{"".join(links)}</td></tr>'
    )


def section(label: str, number: int, *rows: str) -> str:
    return f"""<div class="panel panel-default"><div class="panel-heading"><h4 class="panel-title">
     <a data-toggle="collapse" href="#collapse{number}" class="collapsed">{label}
        <span class="pull-right text-muted help-text-expand">Expand</span>
        <span class="pull-right text-muted help-text-collapse">Collapse</span></a></h4></div>
    <div id="collapse{number}" class="panel-collapse collapse"><div class="panel-body">
      <div class="download-document-files"><a href="/meeting/download-all-files/7/1/{number}">EN</a></div>
      <table class="views-table cols-4 table"><thead><tr><th>Number</th><th>Title</th><th>Status</th><th>Files</th></tr></thead>
      <tbody>{"".join(rows)}</tbody></table></div></div></div>"""


def meeting(*sections: str, title: str = "Fourteenth Meeting of the Conference of the Parties to CMS") -> str:
    return f"""<html><head><title>{title} | CMS</title></head><body><h1 class="page-header">{title}</h1>
     <div class="meeting-right well"><table class="table two-columns"><tbody>
      <tr><th>Meeting date</th><td>12 February 2024</td></tr><tr><th>City</th><td>Samarkand</td></tr></tbody></table></div>
     <a class="btn btn-primary" href="/meeting/download-all-files/7/all/all">Download all files as .zip</a>
     <div class="panel-group" id="accordion">{"".join(sections)}</div></body></html>"""


def by_name(found: Found) -> dict[str | None, ListedFile]:
    return {one.name: one for one in found.files}


def test_sections_rows_and_files(source_of: SourceOf, read: Read) -> None:
    page = meeting(
        section(
            "Working documents",
            1,
            row(
                "UNEP/CMS/COP14/Doc.18.1/Rev.1",
                "Kites and wind",
                link("cms_cop14_doc.18.1_rev.1_kites_e.pdf", "pdf_EN"),
                link("cms_cop14_doc.18.1_rev.1_kites_f.pdf", "pdf_FR"),
                link("cms_cop14_doc.18.1_rev.1_kites_s.pdf", "pdf_ES"),
            ),
        ),
        section(
            "Information documents",
            2,
            row("UNEP/CMS/COP14/Inf.3", "Strings", link("cms_cop14_inf.3_strings_e.pdf", "pdf_EN")),
        ),
    )
    found = read(source_of("cms"), "meeting", page, url="https://www.cms.int/en/node/7")
    files = by_name(found)
    assert set(files) == {
        "cms_cop14_doc.18.1_rev.1_kites_e.pdf",
        "cms_cop14_doc.18.1_rev.1_kites_f.pdf",
        "cms_cop14_inf.3_strings_e.pdf",
    }, "Spanish is not collected"
    french = files["cms_cop14_doc.18.1_rev.1_kites_f.pdf"]
    assert french.symbol == "UNEP/CMS/COP14/Doc.18.1/Rev.1"
    assert french.title == "Kites and wind"
    assert french.section == "Working documents"
    assert (french.meeting, french.lang, french.revision) == ("CMS/COP14", "fr", "Rev.1")
    assert (french.published, french.size) == ("2023-10-14", 81_230)
    assert french.fields["meta.City"] == "Samarkand"
    assert files["cms_cop14_inf.3_strings_e.pdf"].section == "Information documents"
    assert {follow.step for follow in found.follows} == {"document"}
    assert found.follows[0].context.fields["symbol"] == "UNEP/CMS/COP14/Doc.18.1/Rev.1"
    assert not [one for one in (*found.files, *found.follows) if "download-all" in one.url]
    assert not found.issues


@pytest.mark.parametrize(
    ("links", "name", "lang", "trust", "reason"),
    [
        ((("a_1.pdf", "pdf_FR"),), "a_1.pdf", "fr", "high", "the first mark of a cell is the file's own"),
        (
            (("a_1.pdf", "pdf_EN"), ("a_2.pdf", "pdf_FR")),
            "a_2.pdf",
            "fr",
            "high",
            "a mark unlike the one before is its own",
        ),
        (
            (("a_1.pdf", "pdf_FR"), ("a_2.pdf", "pdf_FR")),
            "a_2.pdf",
            "fr",
            "low",
            "an equal mark may be that of the file before",
        ),
        (
            (("a_1.pdf", "pdf_ES"), ("a_2.pdf", "pdf_ES")),
            "a_2.pdf",
            "es",
            "low",
            "and then the file is fetched all the same",
        ),
        ((("a_1.pdf", "pdf_"),), "a_1.pdf", None, None, "no mark: nothing is known, and nothing is assumed"),
    ],
)
def test_the_mark_of_a_file_without_language_is_that_of_the_file_before(
    source_of: SourceOf,
    read: Read,
    links: tuple[tuple[str, str], ...],
    name: str,
    lang: str | None,
    trust: str | None,
    reason: str,
) -> None:
    page = meeting(section("Other", 1, row("", "Kites", *(link(*one) for one in links))))
    file = by_name(read(source_of("cms"), "meeting", page))[name]
    assert file.lang == lang, reason
    assert [one.trust for one in file.languages] == ([trust] if trust else []), reason


@pytest.mark.parametrize(
    ("links", "conflict", "trust", "reason"),
    [
        ([("cms_cop14_doc.1_kites_f.pdf", "pdf_EN")], True, "high", "a mark of its own that says otherwise"),
        (
            [("a_1.pdf", "pdf_EN"), ("cms_cop14_doc.1_kites_f.pdf", "pdf_EN")],
            False,
            "low",
            "a mark left over from the file before",
        ),
    ],
)
def test_the_name_wins_over_the_mark_and_both_are_kept(
    source_of: SourceOf,
    read: Read,
    links: list[tuple[str, str]],
    conflict: bool,
    trust: Literal["high", "low"],
    reason: str,
) -> None:
    page = meeting(
        section("Working documents", 1, row("UNEP/CMS/COP14/Doc.1", "Kites", *(link(*one) for one in links)))
    )
    file = by_name(read(source_of("cms"), "meeting", page))["cms_cop14_doc.1_kites_f.pdf"]
    assert file.lang == "fr"
    assert file.conflict == conflict, reason
    said = {
        LanguageEvidence(lang="fr", origin="filename"),
        LanguageEvidence(lang="en", origin="file_term", trust=trust),
    }
    assert set(file.languages) == said, reason


def test_a_description_in_place_of_a_name(source_of: SourceOf, read: Read) -> None:
    cell = link("cms_cop14_doc.1_kites_f.pdf", "pdf_FR", label="Version corrigée du document")
    page = meeting(section("Working documents", 1, row("UNEP/CMS/COP14/Doc.1", "Kites", cell)))
    (file,) = read(source_of("cms"), "meeting", page).files
    assert file.name == "cms_cop14_doc.1_kites_f.pdf"


def test_pdf_and_word_of_one_row_and_language_are_twins(source_of: SourceOf, read: Read) -> None:
    cell = (
        link("cms_cop14_doc.5_kites_e.pdf", "pdf_EN"),
        link("draft resolution kites_e.docx", "doc_EN"),
        link("cms_cop14_doc.5_kites_f.pdf", "pdf_FR"),
    )
    page = meeting(section("Working documents", 1, row("UNEP/CMS/COP14/Doc.5", "Kites", *cell)))
    files = by_name(read(source_of("cms"), "meeting", page))
    assert files["cms_cop14_doc.5_kites_e.pdf"].twin == files["draft resolution kites_e.docx"].twin
    assert files["cms_cop14_doc.5_kites_f.pdf"].twin != files["cms_cop14_doc.5_kites_e.pdf"].twin


@pytest.mark.parametrize(
    ("title", "url", "meeting_id", "reason"),
    [
        ("Fifth Meeting of the Conference of the Parties to CMS", "", "CMS/COP5", "ordinal in words"),
        ("12th Meeting of the Conference of the Parties", "", "CMS/COP12", "ordinal in digits"),
        ("14e réunion de la Conférence des Parties", "", "CMS/COP14", "French"),
        ("CMS COP15", "", "CMS/COP15", "short"),
        (
            "Welcome",
            "https://www.cms.int/en/meeting/fifth-meeting-conference-parties-cms",
            "CMS/COP5",
            "by the address",
        ),
        ("44th Meeting of the Standing Committee", "", None, "another body"),
    ],
)
def test_the_meeting_by_its_title(
    source_of: SourceOf, read: Read, title: str, url: str, meeting_id: str | None, reason: str
) -> None:
    page = meeting(section("Other", 1, row("", "Kites", link("kites_e.pdf", "pdf_EN"))), title=title)
    (file,) = read(source_of("cms"), "meeting", page, url=url).files
    assert file.meeting == meeting_id, reason


def test_another_generation_of_markup_is_tried_and_told(source_of: SourceOf, read: Read) -> None:
    page = f"""<h1>CMS COP15</h1><table><tr><th>Documento</th><th>Título</th><th>Número</th></tr>
      <tr><td><a href="{FILES}/2026-01/cms_cop15_doc.20.1_rev.1_status_e.pdf">PDF</a></td><td>Status</td>
      <td>UNEP/CMS/COP15/Doc.20.1/Rev.1</td></tr></table>"""
    found = read(source_of("cms"), "meeting", page)
    (file,) = found.files
    assert (file.symbol, file.title, file.lang) == ("UNEP/CMS/COP15/Doc.20.1/Rev.1", "Status", "en")
    assert [issue.code for issue in found.issues] == ["other-markup"]


def test_a_page_without_any_known_row_says_so(source_of: SourceOf, read: Read) -> None:
    found = read(source_of("cms"), "meeting", "<h1>CMS COP15</h1><p>Documents will follow.</p>")
    assert [issue.code for issue in found.issues] == ["no-rows"]
    assert found.state == "empty"


def test_a_meeting_whose_documents_are_still_to_come(source_of: SourceOf, read: Read) -> None:
    found = read(source_of("cms"), "meeting", meeting(title="CMS COP16"))
    assert [issue.code for issue in found.issues] == ["no-documents"]
