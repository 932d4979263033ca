"""Parts of a DOCX that python-docx does not write: automatic numbering, footnotes, hyperlinks, page fields, tracked changes,
fixed times."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP can state

# Number, letter and roman of a numbered paragraph and its items, by language, as the secretariats print them.
_LEVELS = {"en": ("%1.", "(%2)", "(%3)"), "fr": ("%1.", "%2)", "%3)")}
_FORMATS = ("decimal", "lowerLetter", "lowerRoman")
_INDENTS = (567, 1134, 1701)  # twentieths of a point


class Numbering:
    """Numbered lists of one document. Each sequence is a list of its own that starts at 1."""

    def __init__(self, document: Document, lang: str) -> None:
        self._root = document.part.numbering_part.element
        self._abstract = 90
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{_FORMATS[level]}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{_INDENTS[level]}" w:hanging="567"/></w:pPr></w:lvl>'
            for level, text in enumerate(_LEVELS[lang])
        )
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self._abstract}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        first = self._root.find(qn("w:num"))
        first.addprevious(abstract)  # all abstractNum stand before the first num
        self._next = 1 + max(int(number.get(qn("w:numId"))) for number in self._root.findall(qn("w:num")))

    def sequence(self) -> int:
        """Id of a new sequence."""
        number = self._next
        self._next += 1
        overrides = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in range(3)
        )
        self._root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{self._abstract}"/>{overrides}</w:num>'
            )
        )
        return number

    def apply(self, paragraph: Paragraph, sequence: int, level: int) -> None:
        properties = paragraph._p.get_or_add_pPr()
        numbering = properties.get_or_add_numPr()
        numbering.get_or_add_ilvl().val = level
        numbering.get_or_add_numId().val = sequence


def add_footnotes(document: Document, notes: dict[str, str]) -> None:
    """Writes the footnotes part. `notes` are label to text; the labels must be 1, 2, … as Word counts by itself."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{element}/></w:r></w:p></w:footnote>'
        for kind, number, element in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    texts = "".join(
        f'<w:footnote w:id="{label}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for label, text in notes.items()
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>'
        f"{separators}{texts}</w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def call_footnote(run: Run, label: str) -> None:
    run.font.superscript = True
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), label)
    run._r.append(reference)


def add_link(paragraph: Paragraph, text: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    link.append(run._r)
    paragraph._p.append(link)


def add_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


class Changes:
    """Tracked changes of one document, all of one author and one day."""

    def __init__(self, author: str, day: datetime.date) -> None:
        self._author = author
        self._moment = f"{day.isoformat()}T12:00:00Z"
        self._count = 0

    def wrap(self, run: Run, tag: str) -> None:
        """Puts a run into `w:ins`, `w:del`, `w:moveFrom` or `w:moveTo`."""
        change = self._change(tag)
        run._r.addprevious(change)
        change.append(run._r)
        if tag in {"w:del", "w:moveFrom"}:
            for text in run._r.findall(qn("w:t")):
                text.tag = qn("w:delText")
                text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def end(self, paragraph: Paragraph, tag: str) -> None:
        """Marks the end of a paragraph as inserted or deleted."""
        properties = paragraph._p.get_or_add_pPr()
        mark = properties.find(qn("w:rPr"))
        if mark is None:
            mark = OxmlElement("w:rPr")
            properties.append(mark)
        mark.append(self._change(tag))

    def _change(self, tag: str) -> Any:
        self._count += 1
        change = OxmlElement(tag)
        change.set(qn("w:id"), str(1000 + self._count))
        change.set(qn("w:author"), self._author)
        change.set(qn("w:date"), self._moment)
        return change


def fixed_times(content: bytes) -> bytes:
    """The same package with one fixed time for every entry, so that equal texts give equal bytes."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _EPOCH)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(fixed, before.read(entry))
    return result.getvalue()
