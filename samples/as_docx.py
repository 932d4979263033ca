"""A sample as DOCX, in the form that secretariats give their documents."""

from __future__ import annotations

import datetime
import io

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from samples.ooxml import Changes, Numbering, add_footnotes, add_link, add_page_number, call_footnote, fixed_times
from samples.source import Block, Paragraph, Run, Sample, Table

_CENTRED = {"title", "annex"}


def to_docx(sample: Sample) -> bytes:
    return _Writer(sample).write()


class _Writer:
    def __init__(self, sample: Sample) -> None:
        self._sample = sample
        self._document: Document = docx.Document()
        self._numbering = Numbering(self._document, sample.lang)
        self._sequence = self._numbering.sequence()
        self._changes = Changes(sample.convention, sample.created)

    def write(self) -> bytes:
        self._properties()
        self._page()
        self._masthead()
        for block in self._sample.blocks:
            self._block(block)
        if self._sample.notes:
            add_footnotes(self._document, self._sample.notes)
        result = io.BytesIO()
        self._document.save(result)
        return fixed_times(result.getvalue())

    def _properties(self) -> None:
        moment = datetime.datetime.combine(self._sample.created, datetime.time(12))
        properties = self._document.core_properties
        properties.author = self._sample.convention
        properties.title = self._sample.title
        properties.comments = ""
        properties.created = properties.modified = moment
        properties.language = self._sample.lang
        style = self._document.styles["Normal"]
        style.font.name = "Liberation Sans"
        style.font.size = Pt(10.5)
        style.paragraph_format.space_after = Pt(8)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), {"en": "en-GB", "fr": "fr-FR"}[self._sample.lang])
        style.element.get_or_add_rPr().append(language)

    def _page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.2)
        section.different_first_page_header_footer = True
        section.header.paragraphs[0].text = self._sample.symbol
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_page_number(footer)

    def _masthead(self) -> None:
        table = self._document.add_table(rows=1, cols=2)
        left, right = table.rows[0].cells
        left.width, right.width = Cm(9.5), Cm(6.5)
        left.paragraphs[0].add_run(self._sample.convention).bold = True
        for number, line in enumerate(self._sample.masthead):
            paragraph = right.paragraphs[0] if number == 0 else right.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(line)
        self._document.add_paragraph().paragraph_format.space_after = Pt(0)
        for line in self._sample.meeting:
            paragraph = self._document.add_paragraph(line)
            paragraph.paragraph_format.space_after = Pt(2)

    def _block(self, block: Block) -> None:
        if block.table is not None:
            self._table(block.table)
        elif block.kind == "annex":
            self._annex(block)
        elif block.kind == "operative":
            self._sequence = self._numbering.sequence()
            self._numbered(block)
        elif block.kind == "numbered":
            self._numbered(block)
        elif block.kind == "decision":
            self._decision(block)
        else:
            for paragraph in block.paragraphs:
                self._plain(paragraph, block.kind)

    def _annex(self, block: Block) -> None:
        self._sequence = self._numbering.sequence()
        label = self._centred(block.label or "")
        label.paragraph_format.page_break_before = True
        self._centred(block.paragraphs[0].text)

    def _centred(self, text: str) -> DocxParagraph:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = Pt(10)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(text).bold = True
        return paragraph

    def _plain(self, source: Paragraph, kind: str) -> None:
        if kind in _CENTRED:
            self._centred(source.text)
            return
        paragraph = self._document.add_paragraph()
        self._runs(paragraph, source)
        if kind == "adoption":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if kind in {"heading", "enacting", "to"}:
            paragraph.paragraph_format.space_before = Pt(8)
            paragraph.paragraph_format.keep_with_next = True
            for run in paragraph.runs:
                run.bold = kind == "heading"
                run.italic = kind != "heading"

    def _numbered(self, block: Block) -> None:
        for source in block.paragraphs:
            self._with_items(source, 0)

    def _with_items(self, source: Paragraph, level: int) -> None:
        paragraph = self._document.add_paragraph()
        if source.label is None:
            self._numbering.apply(paragraph, self._sequence, level)
        else:
            paragraph.paragraph_format.left_indent = Cm(1)
            paragraph.paragraph_format.first_line_indent = Cm(-1)
            paragraph.add_run(source.label + "\t")
        self._runs(paragraph, source)
        for item in source.items:
            self._with_items(item, level + 1)

    def _decision(self, block: Block) -> None:
        self._sequence = self._numbering.sequence()
        source = block.paragraphs[0]
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(1.5)
        paragraph.paragraph_format.first_line_indent = Cm(-1.5)
        paragraph.add_run(f"{block.label}\t")
        self._runs(paragraph, source)
        for item in source.items:
            self._with_items(item, 1)

    def _table(self, source: Table) -> None:
        table = self._document.add_table(rows=0, cols=len(source.head))
        table.style = "Table Grid"
        for number, row in enumerate((source.head, *source.rows)):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)
                cell.paragraphs[0].add_run(text).bold = number == 0
        header = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(header)
        self._document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _runs(self, paragraph: DocxParagraph, source: Paragraph) -> None:
        for piece in source.runs():
            if piece.address is not None:
                add_link(paragraph, piece.text, piece.address)
            elif piece.note is not None:
                call_footnote(paragraph.add_run(), piece.note)
            elif self._sample.tracked:
                self._tracked(paragraph, piece)
            else:
                _styled(paragraph, piece)
        if source.end != "kept":
            self._changes.end(paragraph, "w:ins" if source.end == "inserted" else "w:del")

    def _tracked(self, paragraph: DocxParagraph, piece: Run) -> None:
        run = paragraph.add_run(piece.text)
        run.italic = piece.emphasis or None
        if piece.inserted:
            self._changes.wrap(run, "w:moveTo" if piece.moved else "w:ins")
        elif piece.deleted:
            self._changes.wrap(run, "w:moveFrom" if piece.moved else "w:del")


def _styled(paragraph: DocxParagraph, piece: Run) -> None:
    run = paragraph.add_run(piece.text)
    # None leaves the property to the style; False would write it out on every run.
    run.italic = piece.emphasis or None
    run.underline = piece.inserted or None
    run.font.strike = piece.deleted or None
