"""DOCX to styled lines: what Word computes and tracks, and the gate before it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from core.errors import Refused
from core.limits import Limits
from core.records.pages import Line, Pages
from extract.read.docx.reader import read_docx

NAMESPACES = nsdecls("w", "r")


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def made(build: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    build(document)
    return saved(document)


def read(data: bytes) -> Pages:
    return read_docx(data, "a.docx", Limits())


def lines(build: Callable[[Any], None]) -> tuple[Line, ...]:
    return read(made(build)).pages[0].lines


def body(*xml: str) -> tuple[Line, ...]:
    """Lines of a document whose body is this WordprocessingML."""

    def build(document: Any) -> None:
        for element in xml:
            document.element.body.insert_element_before(
                parse_xml(element.replace(">", f" {NAMESPACES}>", 1)), "w:sectPr"
            )

    return lines(build)


def marked(line: Line, name: str) -> list[str]:
    return [line.text[span.start : span.end] for span in line.spans if getattr(span, name)]


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The archive with these parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def test_paragraphs_are_whole_lines_with_headings_and_styles() -> None:
    def build(document: Any) -> None:
        document.add_heading("On meadows", 0)
        document.add_heading("Background", 2)
        paragraph = document.add_paragraph()
        paragraph.add_run("Recalling").italic = True
        paragraph.add_run(" its decision of last year,")
        document.add_paragraph("")
        document.add_paragraph("In the middle").alignment = WD_ALIGN_PARAGRAPH.CENTER

    title, heading, text, middle = lines(build)
    assert (title.text, title.heading) == ("On meadows", 0)
    assert (heading.heading, heading.style) == (2, "heading 2")
    assert (text.text, text.whole, marked(text, "italic")) == (
        "Recalling its decision of last year,",
        True,
        ["Recalling"],
    )
    assert (middle.centered, middle.gap) == (True, True)


def test_runs_have_all_their_marks() -> None:
    (line,) = body(
        "<w:p><w:r><w:t>a</w:t></w:r>"
        "<w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t></w:r>"
        '<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>b</w:t></w:r>'
        '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>under</w:t></w:r>'
        '<w:r><w:rPr><w:u w:val="none"/></w:rPr><w:t>c</w:t></w:r>'
        "<w:r><w:rPr><w:dstrike/></w:rPr><w:t>struck</w:t></w:r>"
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>up</w:t></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>Party</w:t><w:softHyphen/><w:tab/><w:t>end</w:t></w:r></w:p>"
    )
    assert line.text == "aboldbundercstruckupnon-Party\tend"
    assert marked(line, "bold") == ["bold"]
    assert marked(line, "underline") == ["under"]
    assert marked(line, "strike") == ["struck"]
    assert marked(line, "superscript") == ["up"]


def test_tracked_changes_stay_in_the_text_and_are_marked() -> None:
    (line,) = body(
        "<w:p><w:r><w:t>The Parties </w:t></w:r>"
        '<w:del w:id="1" w:author="x"><w:r><w:delText>may</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="x"><w:r><w:t>shall</w:t></w:r></w:ins>'
        "<w:r><w:t> meet.</w:t></w:r></w:p>"
    )
    assert line.text == "The Parties mayshall meet."
    assert (marked(line, "deleted"), marked(line, "inserted")) == (["may"], ["shall"])


FOOTNOTES = (
    f"<w:footnotes {NAMESPACES}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="4"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>The second one in the file.</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:t>The first one that is called.</w:t></w:r></w:p></w:footnote>'
    "</w:footnotes>"
).encode()


def test_footnotes_follow_the_body_with_the_label_of_their_call() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("A claim")
        paragraph._p.append(parse_xml(f'<w:r {NAMESPACES}><w:footnoteReference w:id="2"/></w:r>'))
        paragraph.add_run(" and another")
        paragraph._p.append(parse_xml(f'<w:r {NAMESPACES}><w:footnoteReference w:id="4"/></w:r>'))
        paragraph.add_run(".")

    data = made(build)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = archive.read("word/_rels/document.xml.rels")
        types = archive.read("[Content_Types].xml")
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    media = b"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    link = b'<Relationship Id="rId99" Type="%s" Target="footnotes.xml"/></Relationships>' % kind
    override = b'<Override PartName="/word/footnotes.xml" ContentType="%s"/></Types>' % media
    data = with_parts(
        data,
        {
            "word/_rels/document.xml.rels": relations.replace(b"</Relationships>", link),
            "[Content_Types].xml": types.replace(b"</Types>", override),
            "word/footnotes.xml": FOOTNOTES,
        },
    )
    claim, first, second = read(data).pages[0].lines
    assert claim.text == "A claim and another."
    assert [(span.start, span.end, span.note) for span in claim.spans] == [(7, 7, "1"), (19, 19, "2")]
    assert [(line.text, line.role, line.note) for line in (first, second)] == [
        ("The first one that is called.", "footnote", "1"),
        ("The second one in the file.", "footnote", "2"),
    ]


def test_headers_and_footers_stand_once_around_the_body() -> None:
    def build(document: Any) -> None:
        section = document.sections[0]
        section.header.paragraphs[0].text = "MAR/COP3/Doc.7"
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "MAR/COP3/Doc.7"
        section.footer.paragraphs[0].text = "Please keep."
        document.add_paragraph("The body.")

    assert [(line.text, line.role) for line in lines(build)] == [
        ("MAR/COP3/Doc.7", "header"),
        ("The body.", "body"),
        ("Please keep.", "footer"),
    ]


def test_tables_are_rows_of_cells_and_a_frame_of_one_cell_is_text() -> None:
    def build(document: Any) -> None:
        table = document.add_table(rows=2, cols=3)
        for index, word in enumerate(("Party", "Share", "Year")):
            table.rows[0].cells[index].text = word
        table.rows[1].cells[0].merge(table.rows[1].cells[1]).text = "Estuaria"
        table.rows[1].cells[2].text = "2021"
        document.add_table(rows=1, cols=1).rows[0].cells[0].text = "Framed."

    found = lines(build)
    assert [(line.text, line.cells, line.table, line.row) for line in found[:2]] == [
        ("Party\tShare\tYear", ("Party", "Share", "Year"), 0, 0),
        ("Estuaria\t\t2021", ("Estuaria", "", "2021"), 0, 1),
    ]
    assert (found[2].text, found[2].role) == ("Framed.", "body")


def test_a_row_of_which_one_cell_speaks_is_a_frame() -> None:
    def build(document: Any) -> None:
        row = document.add_table(rows=1, cols=2).rows[0]
        row.cells[1].text = "CASE 3:"
        row.cells[1].add_paragraph("Whales pass by.")
        document.add_table(rows=2, cols=2).rows[1].cells[1].text = "A form."

    assert [(line.text, line.role) for line in lines(build)] == [
        ("CASE 3:", "body"),
        ("Whales pass by.", "body"),
        ("\tA form.", "table"),
    ]


def test_breaks_by_hand_end_lines_and_text_boxes_follow_their_paragraph() -> None:
    found = body(
        "<w:p><w:r><w:t>First</w:t><w:br/><w:t>second</w:t></w:r>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    assert [(line.text, line.whole) for line in found] == [("First", False), ("second", False), ("Boxed.", True)]


MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def said(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def boxed(*paragraphs: str) -> str:
    return f"<w:pict><w:txbxContent>{''.join(f'<w:p>{one}</w:p>' for one in paragraphs)}</w:txbxContent></w:pict>"


def either(choice: str, fallback: str) -> str:
    parts = f'<mc:Choice Requires="wps">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>'
    return f"<w:r><mc:AlternateContent {MC}>{parts}</mc:AlternateContent></w:r>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*content: str) -> str:
    return f"<w:tc>{''.join(content)}</w:tc>"


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


INNER = table(cell(f"<w:p>{said('n1')}</w:p>") + cell(f"<w:p>{said('n2')}</w:p>"))
BOXED = boxed(said("One."), said("Two."))
SHAPES = [
    ([f"<w:p>{said('Before ')}{either(BOXED, BOXED)}{said('after.')}</w:p>"],
     ["Before after.", "One.", "Two."], "a text box, for new and old programs"),
    ([f"<w:p>{said('A')}{either('<w:drawing/>', boxed(said('Old only.')))}</w:p>"], ["A", "Old only."],
     "text that only old programs get"),
    ([f"<w:p><w:r>{boxed(said('Outer.') + '<w:r>' + boxed(said('Inner.')) + '</w:r>')}</w:r></w:p>"], ["Outer.", "Inner."],
     "a box in a box"),
    ([table(cell(f"<w:p>{said('a')}</w:p>", INNER, "<w:p/>") + cell(f"<w:p>{said('b')}</w:p>"),
            cell(f"<w:p>{said('c')}</w:p>") + cell(f"<w:p>{said('d')}</w:p>"))],
     ["a n1 n2\tb", "c\td"], "a table in a cell of a table"),
    ([table(cell(f"<w:p>{said('1. Urges Parties.')}</w:p>", INNER, "<w:p/>"))], ["1. Urges Parties.", "n1\tn2"],
     "a table in a frame"),
    ([control(f"<w:p>{said('In control.')}</w:p>{control('<w:p>' + said('Inner.') + '</w:p>')}")], ["In control.", "Inner."],
     "controls around paragraphs"),
    ([f"<w:p>{said('The ')}{control(said('Parties'))}{said(' meet.')}</w:p>"], ["The Parties meet."], "a control in a line"),
    ([table(control(cell(f"<w:p>{said('x')}</w:p>")) + cell(f"<w:p>{said('y')}</w:p>"))], ["x\ty"], "a control around a cell"),
    ([f"<w:customXml><w:p>{said('In XML.')}</w:p></w:customXml>"], ["In XML."], "XML of somebody's own"),
    (["<w:p><w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"],
     ["base"], "text with more text above it"),
    (["<w:p><w:r><w:t>envi</w:t><w:softHyphen/><w:t>ronment</w:t><w:noBreakHyphen/><w:t>wide</w:t></w:r></w:p>"],
     ["environment-wide"], "hyphens that are none, and one that is"),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "texts", "reason"), SHAPES, ids=[row[2] for row in SHAPES])
def test_text_in_every_kind_of_container_is_read_once(xml: list[str], texts: list[str], reason: str) -> None:
    assert [line.text for line in body(*xml)] == texts, reason


def document_xml(content: str, before: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<w:document {NAMESPACES}><w:body>{content}</w:body></w:document>'.encode()


def encrypted_flag(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + bytes([data[at] | 1]) + data[at + 1 :]


PLAIN = made(lambda document: document.add_paragraph("Text."))
ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
RUN = "<w:p><w:r><w:t>aaaaaaaa</w:t></w:r></w:p>"


def lied_size() -> bytes:
    """The directory says that the text has 1,000 bytes; it has 40,000."""
    data = bytearray(with_parts(PLAIN, {"word/document.xml": document_xml(RUN * 1_000)}))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    data[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    return bytes(data)


def two_of_one_name() -> bytes:
    out = io.BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("WORD/Document.xml", document_xml(RUN))
    return out.getvalue()


@pytest.mark.parametrize(
    ("build", "code", "says", "reason"),
    [
        (
            lambda: with_parts(PLAIN, {"word/document.xml": document_xml("&x;", ENTITY)}),
            "dtd",
            "document type",
            "reads a file",
        ),
        (
            lambda: with_parts(PLAIN, {"word/document.xml": document_xml("&c;", LAUGHS)}),
            "dtd",
            "document type",
            "a billion laughs",
        ),
        (lambda: with_parts(PLAIN, {"word/styles.xml": b"<!DOCTYPE s><s/>"}), "dtd", "styles.xml", "in any part"),
        (
            lambda: with_parts(PLAIN, {"word/document.xml": document_xml(RUN * 1_100_000)}),
            "archive-bomb",
            "40000000",
            "two hundred kilobytes that parse to a gigabyte",
        ),
        (
            lambda: with_parts(PLAIN, {"word/document.xml": document_xml(" " * 9_000_000)}),
            "archive-bomb",
            "200 times",
            "ratio",
        ),
        (lambda: with_parts(PLAIN, {f"x/{n}.bin": b"" for n in range(2_001)}), "archive-bomb", "2000", "many parts"),
        (lambda: with_parts(PLAIN, {"../outside.xml": b"<a/>"}), "damaged", "outside", "a part outside of the archive"),
        (two_of_one_name, "damaged", "two parts", "what is checked must be what is read"),
        (lied_size, "damaged", "damaged", "more bytes than declared"),
        (lambda: with_parts(PLAIN, {"word/document.xml": b"<w:document"}), "damaged", "well-formed", "broken XML"),
        (lambda: encrypted_flag(PLAIN), "encrypted", "encrypted", "a part under a password"),
        (lambda: made(lambda document: None), "no-text", "no text", "an empty document"),
    ],
)
def test_the_gate(build: Callable[[], bytes], code: str, says: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        read(build())
    assert caught.value.code == code, f"{reason}: {caught.value}"
    assert says in caught.value.cause, reason


def test_deeply_nested_tables_end_with_an_issue() -> None:
    depth = 60
    nested = "<w:tbl><w:tr><w:tc>" * depth + RUN + "</w:tc></w:tr></w:tbl>" * depth
    data = with_parts(PLAIN, {"word/document.xml": document_xml(RUN + nested)})
    pages = read(data)
    assert pages.pages[0].lines[0].text == "aaaaaaaa"
    assert {issue.code for issue in pages.issues} == {"depth-over-limit"}
