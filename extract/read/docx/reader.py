"""DOCX files: the body in its own order, with what Word computes (numbers, notes) and tracks (insertions, deletions)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, NamedTuple

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree
from msgspec.structs import replace

from core.errors import Refused
from core.limits import Limits
from core.records.pages import Line, LineRole, Page, PageIssue, Pages
from extract.read.clean_text import clean
from extract.read.docx.changes import (
    Change,
    change_of,
    end_of_paragraph,
    has_former_text,
    keeps_text,
    paragraph_end,
    with_change,
)
from extract.read.docx.chunks import read_chunk
from extract.read.docx.gate import check_archive
from extract.read.docx.names import MC, R, W, number, toggle, value
from extract.read.docx.notes import Notes
from extract.read.docx.numbering import Numbering
from extract.read.docx.paragraphs import ParagraphReader
from extract.read.docx.styles import ParagraphStyle, Styles, heading_of, left_indent
from extract.read.media_types import DOCX, refused
from extract.read.styled_text import PLAIN, Piece, lines_at_breaks, row_line

_THROUGH = {
    W + "sdt",
    W + "sdtContent",
    W + "customXml",
    W + "ins",
    W + "moveTo",
    W + "del",
    W + "moveFrom",
    W + "smartTag",
    MC + "AlternateContent",
    MC + "Choice",
}
_DEEPEST = 40
# A twentieth of a point is Word's unit; half an inch is its usual step of indentation.
_INDENT_STEP = 720


def read_docx(data: bytes, name: str, limits: Limits) -> Pages:  # noqa: ARG001
    """One page: headers first, then body, notes, footers. Raises Refused."""
    check_archive(data, limits)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise refused("damaged", f"The DOCX cannot be opened: {str(error)[:200]}.") from error
    walk = _Document(document, limits)
    lines = walk.lines()
    unknown = [instruction for reader in walk.readers for instruction in reader.fields.without_result]
    if unknown:
        walk.issues.append(PageIssue(code="number-not-stored", detail=f"{unknown[0][:150]} ({len(unknown)} in all)"))
    characters = sum(len(line.text) for line in lines)
    if characters > limits.text_chars:
        raise refused("too-much-text", f"The DOCX has {characters} characters; the limit is {limits.text_chars}.")
    if not lines:
        raise refused("no-text")
    return Pages(
        media_type=DOCX,
        reader=f"python-docx {version('python-docx')}",
        pages=(Page(number=1, lines=tuple(lines)),),
        properties=_properties(document),
        issues=tuple(walk.issues),
    )


class _Part(NamedTuple):
    """A part that is being read: how its paragraphs are read and what role its lines have."""

    reader: ParagraphReader
    role: LineRole = "body"
    note: str | None = None


@dataclass
class _Paragraph:
    """A paragraph before it becomes lines."""

    pieces: list[Piece]
    text_boxes: list[Any]
    fields: dict[str, Any]
    end: Change | None
    """How its end was changed."""

    def joined(self, following: _Paragraph) -> _Paragraph:
        """This paragraph, whose end was deleted, and the next one as the one that is proposed. It keeps the first label;
        that of the second is deleted with the end before it."""
        label = following.fields["label"]
        number = [(f"{label} ", PLAIN._replace(deleted=True))] if label else []
        pieces = [*self.pieces, paragraph_end("deleted"), (" ", PLAIN), *number, *following.pieces]
        return _Paragraph(pieces, [*self.text_boxes, *following.text_boxes], self.fields, following.end)


class _Document:
    def __init__(self, document: Any, limits: Limits) -> None:
        self._limits = limits
        self._part = document.part
        self._body = document.element.body
        self._styles = Styles(self._root(KIND.STYLES))
        self._numbering = Numbering(self._root(KIND.NUMBERING))
        roots = {"footnote": self._root(KIND.FOOTNOTES), "endnote": self._root(KIND.ENDNOTES)}
        self._notes = Notes({kind: root for kind, root in roots.items() if root is not None}, self._note_properties())
        self._tables = 0
        self.readers: list[ParagraphReader] = []
        self.issues: list[PageIssue] = []

    def lines(self) -> list[Line]:
        body = self._content(self._body, _Part(self._reader(self._part)))
        notes: list[Line] = []
        for kind, label, element in self._notes.called():
            part = _Part(
                self._reader(self._related(KIND.FOOTNOTES if kind == "footnote" else KIND.ENDNOTES)),
                "footnote",
                label or None,
            )
            notes += self._content(element, part)
        return [*self._furniture(KIND.HEADER, "header"), *body, *notes, *self._furniture(KIND.FOOTER, "footer")]

    def _furniture(self, kind: str, role: LineRole) -> list[Line]:
        """Lines of all headers or footers, each text once: the first page and odd and even pages repeat each other."""
        lines: list[Line] = []
        for relation in self._part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                part = relation.target_part
                lines += self._content(_xml(part), _Part(self._reader(part), role))
        seen: set[str] = set()
        return [line for line in lines if not (line.text in seen or seen.add(line.text))]  # type: ignore[func-returns-value]

    def _reader(self, part: Any) -> ParagraphReader:
        relations = part.rels.values() if part is not None else ()
        targets = {one.rId: one.target_ref for one in relations if one.is_external and one.reltype == KIND.HYPERLINK}
        reader = ParagraphReader(self._styles, targets, self._notes.label, None if part is None else _xml(part))
        self.readers.append(reader)
        return reader

    def _note_properties(self) -> list[Any]:
        settings = self._root(KIND.SETTINGS)
        sections = self._body.iter(W + "sectPr")
        places = [*([settings] if settings is not None else []), *sections]
        return [one for place in places for one in place if one.tag in {W + "footnotePr", W + "endnotePr"}]

    def _related(self, kind: str) -> Any | None:
        for relation in self._part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                return relation.target_part
        return None

    def _root(self, kind: str) -> Any | None:
        part = self._related(kind)
        return None if part is None else _xml(part)

    def _content(self, container: Any, part: _Part, depth: int = 0) -> list[Line]:
        """Lines of the paragraphs and tables in a body, a cell, a text box, a note or a header."""
        if depth > _DEEPEST:
            self.issues.append(
                PageIssue(
                    code="depth-over-limit",
                    detail=f"Tables or text boxes nested more than {_DEEPEST} deep were left out.",
                )
            )
            return []
        lines: list[Line] = []
        gap = False
        blocks = list(_blocks(container))
        open_paragraph: _Paragraph | None = None
        for at, element in enumerate(blocks):
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            if element.tag == W + "tbl":
                lines += self._table(element, part, depth)
                gap = False
                continue
            if element.tag == W + "altChunk":
                lines += self._chunk(element, part)
                gap = False
                continue
            paragraph = self._paragraph(element, part)
            if open_paragraph is not None:
                paragraph = open_paragraph.joined(paragraph)
            if paragraph.end == "deleted" and following is not None and following.tag == W + "p":
                if keeps_text(paragraph.pieces, of="deleted"):
                    open_paragraph = paragraph
                    continue
            elif paragraph.end == "inserted" and _splits(blocks[at:]):
                paragraph.pieces.append(paragraph_end("inserted"))
            open_paragraph = None
            found = self._lines(paragraph, part, depth)
            if found and gap:
                found[0] = replace(found[0], gap=True)
            gap = not found
            lines += found
        return lines

    def _chunk(self, element: Any, part: _Part) -> list[Line]:
        """A file of another format that Word would take in when it opens this one."""
        relation = self._part.rels.get(element.get(R + "id", ""))
        if relation is None or relation.is_external:
            detail = "A file that is taken in (altChunk) is not there."
            self.issues.append(PageIssue(code="embedded-unread", detail=detail))
            return []
        try:
            lines, issues = read_chunk(relation.target_part.blob, str(relation.target_part.partname), self._limits)
        except Refused as error:
            self.issues.append(
                PageIssue(code="embedded-unread", detail=f"{relation.target_part.partname}: {error.cause}")
            )
            return []
        self.issues += issues
        tables = {line.table for line in lines if line.table is not None}
        lines = [replace(line, table=line.table + self._tables) if line.table is not None else line for line in lines]
        self._tables += len(tables)
        if part.role == "body":
            return lines
        return [replace(line, role=part.role, note=part.note) for line in lines]

    def _paragraph(self, element: Any, part: _Part) -> _Paragraph:
        properties = element.find(W + "pPr")
        style = self._styles.paragraph(value(properties, "w:pStyle"))
        read = part.reader.read(element, style.run)
        hidden = toggle(properties.find(W + "rPr") if properties is not None else None, "vanish")
        printed = not hidden or any(text.strip() for text, _ in read.pieces)
        # Deleted paragraphs keep their number, and those behind them theirs: so Word counts while it shows changes.
        label, level = self._label(properties, style) if printed else (None, None)
        outline = heading_of(None, number(value(properties, "w:outlineLvl")))
        alignment = value(properties, "w:jc")
        left = left_indent(properties)
        left = (style.indent or 0) if left is None else left
        fields = {
            "label": label,
            "level": level,
            "heading": style.heading if outline is None else outline,
            "centered": style.centered if alignment is None else alignment == "center",
            "indent": round(max(left, 0) / _INDENT_STEP, 1),
            "style": clean(style.name) if style.name else None,
        }
        return _Paragraph(read.pieces, read.text_boxes, fields, end_of_paragraph(properties))

    def _lines(self, paragraph: _Paragraph, part: _Part, depth: int) -> list[Line]:
        lines = lines_at_breaks(paragraph.pieces, **paragraph.fields, role=part.role, note=part.note)
        for box in paragraph.text_boxes:
            lines += self._content(box, part, depth + 1)
        return lines

    def _label(self, properties: Any, style: ParagraphStyle) -> tuple[str | None, int | None]:
        """Label and level (from 0) of a paragraph that is numbered by itself or by its style."""
        own = value(properties, "w:numPr/w:numId")
        level = number(value(properties, "w:numPr/w:ilvl"))
        list_id = style.list_id if own is None else own
        if list_id in {None, "0"}:
            return None, None
        if level is None and own is None:
            level = style.list_level
            if level is None and style.list_style is not None:
                level = self._numbering.level_of_style(list_id or "", style.list_style)
        label = self._numbering.label(list_id or "", level or 0)
        return label, None if label is None else level or 0

    def _table(self, table: Any, part: _Part, depth: int) -> list[Line]:
        rows = list(_descend(table, W + "tr"))
        cells = [list(_descend(row, W + "tc")) for row in rows]
        # A frame around text, with a picture or nothing beside it.
        filled = [cell for row in cells for cell in row if _has_text(cell)]
        if len(cells) == 1 and (len(filled) == 1 or len(cells[0]) == 1):
            return self._content((filled or cells[0])[0], part, depth + 1)
        index = self._tables
        self._tables += 1
        lines: list[Line] = []
        for position, row in enumerate(cells):
            texts: list[list[Piece]] = []
            change = change_of(rows[position].find(W + "trPr"))
            for cell in row:
                pieces = self._cell(cell, part, depth)
                texts.append([(text, with_change(look, change)) for text, look in pieces] if change else pieces)
                span = number(value(cell, "w:tcPr/w:gridSpan")) or 1
                texts += [[] for _ in range(min(span, 63) - 1)]
            line = row_line(texts, whole=True, table=index, row=position)
            if line is not None:
                lines.append(line if part.role == "body" else replace(line, role=part.role, note=part.note))
        return lines

    def _cell(self, cell: Any, part: _Part, depth: int) -> list[Piece]:
        pieces: list[Piece] = []
        for line in self._content(cell, part, depth + 1):
            if pieces:
                pieces.append((" ", PLAIN))
            if line.label:
                pieces.append((f"{line.label} ", PLAIN))
            pieces += pieces_of_line(line)
        return pieces


def pieces_of_line(line: Line) -> list[Piece]:
    """The pieces that a line was made of."""
    whole = PLAIN._replace(bold=line.bold, italic=line.italic, underline=line.underline)
    pieces: list[Piece] = []
    position = 0
    for span in line.spans:
        pieces.append((line.text[position : span.start], whole))
        style = whole._replace(**{key: getattr(span, key) for key in whole._fields})
        pieces.append((line.text[span.start : span.end], style))
        position = span.end
    pieces.append((line.text[position:], whole))
    return [piece for piece in pieces if piece[0] or piece[1].note]


def _splits(blocks: Sequence[Any]) -> bool:
    """Whether the inserted end of the first paragraph cuts a former one in two, and did not only come with a new one."""
    if not has_former_text(blocks[0]):
        return False
    for block in blocks[1:]:
        if block.tag != W + "p":
            return False
        if has_former_text(block):
            return True
        if end_of_paragraph(block.find(W + "pPr")) != "inserted":
            return False
    return False


def _has_text(element: Any) -> bool:
    return any((text.text or "").strip() for text in element.iter(W + "t", W + "delText"))


def _blocks(container: Any) -> Iterator[Any]:
    stack = list(reversed(container))
    while stack:
        element = stack.pop()
        if element.tag in {W + "p", W + "tbl", W + "altChunk"}:
            yield element
        elif element.tag in _THROUGH:
            stack += list(reversed(element))


def _descend(container: Any, tag: str) -> Iterator[Any]:
    """Children with this tag, also inside of content controls."""
    stack = list(reversed(container))
    while stack:
        element = stack.pop()
        if element.tag == tag:
            yield element
        elif element.tag in _THROUGH:
            stack += list(reversed(element))


def _xml(part: Any) -> Any:
    element = getattr(part, "element", None)
    if element is not None:
        return element
    # The gate has seen every part: no document type, no entity.
    return etree.fromstring(
        part.blob, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    )


def _properties(document: Any) -> dict[str, str]:
    core = document.core_properties
    found = {}
    for key in ("title", "author", "subject", "keywords", "created", "modified", "language"):
        try:
            content = getattr(core, key)
        except ValueError:
            continue  # a date that is none
        text = clean(content.isoformat() if hasattr(content, "isoformat") else str(content or "")).strip()
        if text:
            found[key] = text
    return found
