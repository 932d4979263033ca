"""Tables as sites print them: columns by heading, rows that are headings, rows without document, options in place of links."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.records import Context, Found
from crawler.sources.model import SourceDefinition

SourceOf = Callable[[str], SourceDefinition]
MadeUp = Callable[[str], SourceDefinition]
Read = Callable[..., Found]
CITES = "https://cites.org/sites/default/files"
COP18 = Context(vars={"session": "18", "lang": "en"}, fields={"meeting": "CITES/CoP18"})


def codes(found: Found) -> list[str]:
    return [issue.code for issue in found.issues]


def test_the_list_of_meetings(source_of: SourceOf, read: Read) -> None:
    page = """<table class="views-table"><tbody>
      <tr><td class="views-field views-field-title-field">
     <a href="/en/node/7">Fourteenth Meeting of the Conference of the Parties</a></td>
      <td>12 February 2024</td></tr></tbody></table><ul class="pagination"><li class="next"><a href="/en/x?page=1">next</a>
     </li></ul>"""
    found = read(source_of("cms"), "cop_list", page, url="https://www.cms.int/en/meetings/conference-of-parties")
    meeting, following = found.follows
    assert (meeting.step, meeting.url) == ("meeting", "https://www.cms.int/en/node/7")
    assert meeting.context.fields["meeting"] == "CMS/COP14"
    assert (following.reason, following.url, following.context.paging.number) == (
        "next",
        "https://www.cms.int/en/x?page=1",
        2,
    )


def test_resolutions_under_the_headings_of_meetings(source_of: SourceOf, read: Read) -> None:
    head = "<tr><th>Document Number</th><th>Title</th></tr>"
    light = '<tr><td>Resolution 13.5</td><td><a href="/document/light">Light</a></td></tr>'
    rivers = '<tr><td>Resolution 12.26</td><td><a href="/document/rivers">Rivers</a></td></tr>'
    page = f"<h3>CMS COP13</h3><table>{head}{light}</table><h3>CMS COP12</h3><table>{head}{rivers}</table>"
    found = read(source_of("cms"), "resolutions", page)
    assert [(one.url[-6:], one.context.fields["section"], one.context.fields["symbol"]) for one in found.follows] == [
        ("/light", "CMS COP13", "Resolution 13.5"),
        ("rivers", "CMS COP12", "Resolution 12.26"),
    ]


def test_the_older_table_of_papers(source_of: SourceOf, read: Read) -> None:
    page = f"""<table><tr><td>Agenda item</td><td>Document</td><td>Posted/updated on</td></tr>
     <tr><td colspan="3">Administrative matters</td></tr>
     <tr><td>1. Opening</td><td>No document</td><td></td></tr>
     <tr><td>2. Adoption of the agenda</td><td><a href="{CITES}/eng/cop/18/doc/E-CoP18-002-R1.pdf">CoP18 Doc. 2 (Rev. 1)</a>
     </td><td>02.05.2019</td></tr>
     <tr><td>7.3 Access to finance</td><td><a href="{CITES}/eng/cop/18/doc/E-CoP18-007-03-A1.PDF">CoP18 Doc. 7.3 A1</a></td>
     <td></td></tr>
     <tr><td>8. Something</td><td></td><td></td></tr></table>
     <p><a href="{CITES}/common/all.zip">zip file here</a></p>"""
    found = read(source_of("cites"), "cop_old", page, context=COP18)
    assert [(one.symbol, one.revision, one.agenda_item, one.title, one.published) for one in found.files] == [
        ("CoP18 Doc. 2 (Rev. 1)", "Rev.1", "2", "Adoption of the agenda", "2019-05-02"),
        ("CoP18 Doc. 7.3 A1", None, "7.3", "Access to finance", None),
    ]
    assert {(one.section, one.meeting, one.lang) for one in found.files} == {
        ("Administrative matters", "CITES/CoP18", "en")
    }
    assert codes(found) == ["row-without-file"], (
        "the row that says `No document` is no mistake, the one that does not may be"
    )


def test_the_newer_table_and_the_files_it_does_not_link(source_of: SourceOf, read: Read) -> None:
    page = f"""<table><thead><tr><th>Title</th><th>Files</th><th>Created / Updated</th></tr></thead>
     <tr><td>4.1. Rules</td><td><a href="{CITES}/documents/COP/19/agenda/E-CoP19-04-01.pdf?gtranslate=zh-CN">E</a></td>
     <td>1.9.2022</td></tr>
     <tr><td>5. List</td><td><a href="{CITES}/documents/COP/19/agenda/E-CoP19-05.pdf">E</a>
      <a href="{CITES}/documents/COP/19/agenda/F-CoP19-05.pdf">F</a></td><td>1.9.2022</td></tr></table>"""
    found = read(source_of("cites"), "cop_new", page)
    assert len(found.files) == 3
    (probe,) = found.probes
    assert probe.url == f"{CITES}/documents/COP/19/agenda/F-CoP19-04-01.pdf?gtranslate=zh-CN"
    assert (probe.like.lang, probe.like.agenda_item) == ("fr", "4.1")
    assert {one.origin for one in probe.like.languages} == {"sibling"}


def test_options_in_place_of_links(source_of: SourceOf, read: Read) -> None:
    page = """<div class="block-views-blockdocuments-block-1"><table><tbody><tr><td>Report on kites</td><td>Report</td>
     <td>29 January 2016</td>
     <td><div class="select-wrapper"><select class="small-download"><option>Download</option>
      <option value="/sites/default/files/resource/cp2024_01E.pdf">English PDF 0.16 MB</option>
      <option value="/sites/default/files/resource/cp2024_01F.pdf">French PDF 0.17 MB</option>
      <option value="/sites/default/files/resource/cp2024_01S.pdf">Spanish PDF 0.18 MB</option>
      <option value="/sites/default/files/resource/cp2024_inf02_adv.pdf">French PDF 0.1 MB</option></select></div></td></tr>
     </tbody></table></div>"""
    found = read(source_of("unfccc"), "documents", page, url="https://unfccc.int/documents")
    assert [(one.name, one.lang, one.size) for one in found.files] == [
        ("cp2024_01E.pdf", "en", 160_000),
        ("cp2024_01F.pdf", "fr", 170_000),
        ("cp2024_inf02_adv.pdf", "fr", 100_000),
    ]
    assert found.files[0].title == "Report on kites"


def test_identity_in_the_query(source_of: SourceOf, read: Read) -> None:
    link = "http://www.basel.int/Portals/4/download.aspx?d=UNEP-CHW.12-27.{}.doc"
    page = f"""<table><tr><th>Symbol</th><th>Title</th><th>Download</th></tr><tr><td>UNEP/CHW.12/27</td><td>Kites</td>
     <td><a href="{link.format("English")}">W</a><a href="{link.format("French")}">W</a>
     <a href="{link.format("Spanish")}">W</a></td></tr></table>"""
    found = read(source_of("basel"), "cop15", page)
    assert [(one.name, one.lang) for one in found.files] == [
        ("UNEP-CHW.12-27.English.doc", "en"),
        ("UNEP-CHW.12-27.French.doc", "fr"),
    ]
    assert len({one.key for one in found.files}) == 2


COLUMNS = """discovery:
  - id: papers
    kind: html_table
    urls: ["https://docs.example.org/"]
    rows: "table tr"
    columns_by_header: {symbol: [Number, Symbol], title: [Title], doc_url: [Title, Number], files: [Files]}
    files: {css: a}
    follow: {doc_url: papers}
"""


@pytest.mark.parametrize(
    ("table", "symbols", "files", "reason"),
    [
        (
            "<tr><th>Number</th><th>Title</th><th>Files</th></tr><tr><td>1</td><td>t</td><td><a href=a.pdf>x</a></td></tr>",
            ["1"],
            1,
            "plain",
        ),
        (
            "<tr><th>Files</th><th>NUMBER :</th></tr><tr><td><a href=a.pdf>x</a></td><td>1</td></tr>",
            ["1"],
            1,
            "another order, capitals",
        ),
        (
            "<tr><th colspan=2>Title</th><th>Symbol</th></tr><tr><td>a</td><td>b</td><td>1</td></tr>",
            ["1"],
            0,
            "a heading over two columns",
        ),
        (
            "<tr><th>Number</th><th>Title</th></tr><tr><td colspan=2>Part one</td></tr>",
            ["Part one"],
            0,
            "a cell over two columns",
        ),
        ("<tr><th colspan=9999999>Number</th></tr><tr><td>1</td></tr>", ["1"], 0, "an absurd span"),
        ("<tr><th colspan=x>Number</th></tr><tr><td>1</td></tr>", ["1"], 0, "a span that is no number"),
        ("<tr><td>Number</td><td>Title</td></tr><tr><td>1</td><td>t</td></tr>", ["1"], 0, "headings in plain cells"),
        (
            "<caption>All</caption><tr></tr><tr><th>Number</th></tr><tr><td>1</td></tr>",
            ["1"],
            0,
            "headings not in the first row",
        ),
        ("<tr><th>Other</th></tr><tr><td>1</td></tr>", [], 0, "another table"),
    ],
)
def test_columns(made_up: MadeUp, read: Read, table: str, symbols: list[str], files: int, reason: str) -> None:
    found = read(made_up(COLUMNS), "papers", f"<table>{table}</table>")
    assert len(found.files) == files, reason
    assert found.rows == len(symbols), reason
    assert [one.symbol for one in found.files] == symbols[:files], reason


def test_the_preferred_column_leads_on(made_up: MadeUp, read: Read) -> None:
    page = (
        "<table><tr><th>Number</th><th>Title</th></tr><tr><td><a href=n>1</a></td><td><a href=t>t</a></td></tr></table>"
    )
    assert [one.url[-2:] for one in read(made_up(COLUMNS), "papers", page).follows] == ["/t"]
    page = "<table><tr><th>Number</th><th>Title</th></tr><tr><td><a href=n>1</a></td><td>t</td></tr></table>"
    assert [one.url[-2:] for one in read(made_up(COLUMNS), "papers", page).follows] == ["/n"]


def test_files_that_are_no_documents_are_left(made_up: MadeUp, read: Read) -> None:
    links = "".join(f'<a href="/f/x.{ending}">x</a>' for ending in ("pdf", "zip", "xlsx", "jpg", "mp4", "docx", "aspx"))
    page = f"<table><tr><th>Number</th><th>Files</th></tr><tr><td>1</td><td>{links}</td></tr></table>"
    assert [one.name for one in read(made_up(COLUMNS), "papers", page).files] == ["x.pdf", "x.docx", "x.aspx"]


def test_text_beside_scripts_and_breaks(made_up: MadeUp, read: Read) -> None:
    page = """<table><tr><th>Number</th><th>Title</th><th>Files</th></tr>
     <tr><td>CSKW/<b>COP4</b>/Doc.1<script>var x = "no";</script></td><td>Kites<br>and&nbsp;strings<p>(draft)</p></td><td>
     <a href="a.pdf">x</a></td></tr></table>"""
    (file,) = read(made_up(COLUMNS), "papers", page).files
    assert (file.symbol, file.title) == ("CSKW/COP4/Doc.1", "Kites and strings (draft)")


def test_a_date_that_could_be_two_days_is_told(source_of: SourceOf, read: Read) -> None:
    page = """<table class="views-table"><tbody><tr><td class="views-field-field-document-number">X</td>
     <td><a class="cms-doc-file" href="/sites/default/files/x_e.pdf"><span class="cms-doc-file-title">x (14-13-2014)</span></a></td>
     </tr></tbody></table>"""
    found = read(source_of("cms"), "meeting", page)
    assert found.files[0].published is None
    assert [(issue.code, issue.detail) for issue in found.issues] == [("date-unread", "14-13-2014")]


def test_a_table_that_lays_out_the_page_is_no_row(made_up: MadeUp, read: Read) -> None:
    inner = "<table><tr><th>Number</th><th>Files</th></tr><tr><td>1</td><td><a href=a.pdf>x</a></td></tr></table>"
    plain = 'discovery: [{id: papers, kind: html_table, urls: ["https://docs.example.org/"], rows: "table tr", '
    plain += 'fields: {title: "td"}, files: {css: a}}]\n'
    found = read(made_up(plain), "papers", f"<table><tr><td>menu</td><td>{inner}</td></tr></table>")
    assert (found.rows, [one.title for one in found.files]) == (1, ["1"])


def test_what_is_of_one_row_is_not_handed_down(made_up: MadeUp, read: Read) -> None:
    steps = """discovery:
  - id: papers
    kind: html_table
    urls: ["https://docs.example.org/"]
    rows: li
    fields: {title: b, lang: i, published: u, size: s, doc_url: "a::attr(href)", other: em}
    follow: {doc_url: [document, later]}
  - {id: later, kind: html_table, enabled: false, rows: li, files: {css: a}}
pages:
  document: {files: {css: a}}
"""
    page = "<li><b>Kites</b><i>French</i><u>14-10-2014</u><s>9 KB</s><em>x</em><a href=d>more</a></li>"
    (follow,) = read(made_up(steps), "papers", page).follows
    assert follow.step == "document", "a step that is off is not led to"
    assert follow.context.fields == {"title": "Kites", "other": "x"}


def test_two_files_of_one_format_are_two_documents(made_up: MadeUp, read: Read) -> None:
    links = "<a href=a_f.pdf>x</a><a href=b_f.pdf>x</a><a href=c_f.docx>x</a>"
    page = f"<table><tr><th>Number</th><th>Files</th></tr><tr><td>1</td><td>{links}</td></tr></table>"
    assert len({one.twin for one in read(made_up(COLUMNS), "papers", page).files}) == 3


def test_a_markup_counts_when_its_rows_hold_something(made_up: MadeUp, read: Read) -> None:
    steps = """discovery:
  - id: papers
    kind: html_table
    urls: ["https://docs.example.org/"]
    rows: li
    fields: {title: b}
    files: {css: a.file}
    otherwise: [{evidence: likely, rows: p, fields: {title: i}, files: {css: a}}]
"""
    found = read(made_up(steps), "papers", "<ul><li>menu</li><li>more</li></ul><p><i>Kites</i><a href=x.pdf>x</a></p>")
    assert [one.title for one in found.files] == ["Kites"]
    assert [issue.code for issue in found.issues] == ["other-markup"]
