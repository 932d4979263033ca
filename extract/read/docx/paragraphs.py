"""A paragraph of a DOCX: its text in pieces, fields and tracked changes resolved, and the text boxes that hang on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extract.read.docx.changes import changed, is_change
from extract.read.docx.fields import Fields, hyperlink
from extract.read.docx.names import MC, M, R, W
from extract.read.docx.styles import Styles, switches
from extract.read.styled_text import PLAIN, Piece, Style

_THROUGH = {
    W + "smartTag",
    W + "sdt",
    W + "sdtContent",
    W + "customXml",
    W + "dir",
    W + "bdo",
    MC + "AlternateContent",
    MC + "Choice",
}
# What stands in a paragraph without being text of it.
_TEXT_BOX = W + "txbxContent"


@dataclass
class Paragraph:
    pieces: list[Piece] = field(default_factory=list)
    text_boxes: list[Any] = field(default_factory=list)
    """Elements `w:txbxContent`, each to be read like a body."""


class ParagraphReader:
    """Reads paragraphs of one part (body, footnotes, a header). Fields may begin in one paragraph and end in another,
    so paragraphs are to be read in order."""

    def __init__(
        self,
        styles: Styles,
        targets: Mapping[str, str],
        note_label: Callable[[str, str, str | None], str | None],
        root: Any | None,
    ) -> None:
        """`targets` are the addresses of the part's hyperlinks by relationship; `note_label` gives the label of a note
        by kind (`footnote`, `endnote`), id and the sign that stands for its number, if one does; `root` is the element
        of the whole part."""
        self._styles = styles
        self._targets = targets
        self._note_label = note_label
        self.fields = Fields(root)

    def read(self, element: Any, base: Mapping[str, bool]) -> Paragraph:
        """`base` are the switches of the paragraph's style."""
        paragraph = Paragraph()
        for run, style in self._runs(element, PLAIN):
            self._run(run, style, base, paragraph)
        return paragraph

    def _runs(self, element: Any, style: Style) -> Iterator[tuple[Any, Style]]:
        # A stack of our own: nesting is up to the author of the file.
        stack: list[tuple[Any, Style]] = [(child, style) for child in reversed(element)]
        while stack:
            child, outer = stack.pop()
            tag = child.tag
            if tag in {W + "r", M + "r"}:
                yield child, outer
                continue
            inner = outer
            if is_change(tag):
                inner = changed(outer, tag)
            elif tag == W + "hyperlink":
                inner = outer._replace(link=self._target(child) or outer.link)
            elif tag == W + "fldSimple":
                inner = outer._replace(link=hyperlink(child.get(W + "instr", "")) or outer.link)
            elif tag not in _THROUGH and not str(tag).startswith(M):
                continue
            stack += [(grandchild, inner) for grandchild in reversed(child)]

    def _target(self, hyperlink: Any) -> str | None:
        target = self._targets.get(hyperlink.get(R + "id", ""))
        anchor = hyperlink.get(W + "anchor")
        if target and anchor:
            return f"{target}#{anchor}"
        return target or (f"#{anchor}" if anchor else None)

    def _run(self, run: Any, outer: Style, base: Mapping[str, bool], paragraph: Paragraph) -> None:
        properties = run.find(W + "rPr")
        style_id = None if properties is None else properties.find(W + "rStyle")
        own: dict[str, Any] = {
            **base,
            **self._styles.run(None if style_id is None else style_id.get(W + "val")),
            **switches(properties),
        }
        # The marks of a field count also where nobody sees them.
        hidden = own.pop("hidden", False)
        style = outer._replace(**own)
        note = None if hidden else self._own_note(run)
        if note is not None:
            style = style._replace(superscript=True, note=note)
        for child in run:
            if child.tag == W + "fldChar":
                number = self.fields.mark(child)
                if number and not hidden:
                    paragraph.pieces.append((f"{number} ", style))
            elif child.tag in {W + "instrText", W + "delInstrText"}:
                self.fields.instruct(child.text or "")
            elif not hidden:
                link = self.fields.link() if style.link is None else None
                self._run_child(child, style if link is None else style._replace(link=link), paragraph)

    def _own_note(self, run: Any) -> str | None:
        """The label of the note that this run calls by a sign of its author's (`*`), which stands behind the call."""
        for kind in ("footnote", "endnote"):
            call = run.find(f"{W}{kind}Reference")
            if call is not None and call.get(W + "customMarkFollows", "0") not in {"0", "false", "off"}:
                sign = "".join(_text(child) for child in run).strip()
                return self._note_label(kind, call.get(W + "id", ""), sign) if sign else None
        return None

    def _run_child(self, child: Any, style: Style, paragraph: Paragraph) -> None:
        tag = child.tag
        if tag in {W + "drawing", W + "pict", W + "object", MC + "AlternateContent"}:
            paragraph.text_boxes += _text_boxes(child)
        elif self.fields.in_instruction:
            self.fields.instruct(_text(child))
        elif tag in {W + "footnoteReference", W + "endnoteReference"}:
            kind = "footnote" if tag == W + "footnoteReference" else "endnote"
            label = None if style.note else self._note_label(kind, child.get(W + "id", ""), None)
            if label:
                paragraph.pieces.append(("", style._replace(superscript=True, note=label)))
        else:
            text = _text(child)
            if text:
                paragraph.pieces.append((text, style))


def _text(child: Any) -> str:
    tag = child.tag
    if tag in {W + "t", W + "delText", M + "t"}:
        # Line ends inside of w:t are blanks of the file's own layout.
        return (child.text or "").replace("\n", " ")
    if tag in {W + "tab", W + "ptab"}:
        return "\t"
    if tag in {W + "br", W + "cr"}:
        return "\n"
    if tag == W + "ruby":  # the text, without what is set above it
        return "".join(text.text or "" for base in child.iter(W + "rubyBase") for text in base.iter(W + "t"))
    if tag == W + "noBreakHyphen":
        return "-"
    if tag == W + "sym":
        code = child.get(W + "char", "")
        try:
            return chr(int(code, 16))
        except (ValueError, OverflowError):
            return ""
    return ""


def _text_boxes(element: Any) -> list[Any]:
    """Outermost text boxes. The same box stands twice, for new and for old programs; the first choice counts."""
    found: list[Any] = []
    stack = [element]
    while stack:
        item = stack.pop()
        if item.tag == _TEXT_BOX:
            found.append(item)
        elif item.tag == MC + "AlternateContent":
            choice = item.find(MC + "Choice")
            drawn_only = choice is None or next(choice.iter(_TEXT_BOX), None) is None  # old programs may get more text
            stack += list(reversed(item)) if drawn_only else [choice]
        else:
            stack += list(reversed(item))
    return found
