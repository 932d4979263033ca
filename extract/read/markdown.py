"""Markdown through markdown-it: headings, lists, tables, emphasis, links, footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.metadata import version

from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.limits import Limits
from core.records.pages import Line, LineRole, Page, PageIssue, Pages
from extract.read.clean_text import clean
from extract.read.decoding import decode
from extract.read.media_types import MARKDOWN, refused
from extract.read.styled_text import PLAIN, Piece, Style, lines_at_breaks, row_line, squeeze

_FRONT = re.compile(r"\A---\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_LINE = re.compile(r"(title|author|authors|date|language|lang)\s*:\s*(.+)", re.IGNORECASE)
_NOTE = re.compile(r"\[\^([^\]\s]{1,20})\]:[ \t]*")
_CALL = re.compile(r"\[\^([^\]\s]{1,20})\]")
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^>]*>", re.DOTALL)
_HASHES = re.compile(r"^(#{1,6})([^# \t\r\n])", re.MULTILINE)
_DEEPEST = 100
_KEYS = {"authors": "author", "date": "created", "lang": "language"}


def read_markdown(data: bytes, name: str, limits: Limits) -> Pages:  # noqa: ARG001
    """One page of whole lines. HTML inside of the text loses its tags, never its text."""
    decoded = decode(data)
    text = decoded.text.replace("\x00", "")
    if len(text) > limits.text_chars:
        raise refused("too-much-text", f"The text has {len(text)} characters; the limit is {limits.text_chars}.")
    front = _FRONT.match(text)
    properties = _properties(front[1]) if front else {}
    body = text[front.end() :] if front else text
    # Older Markdown wants no blank after the hashes.
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    tokens = parser.parse(_HASHES.sub(r"\1 \2", body))
    issues = [PageIssue(code="bad-charset", detail=decoded.problem)] if decoded.problem else []
    if any(token.level >= _DEEPEST - 2 for token in tokens):
        # Beyond its depth the parser drops the text without a word.
        detail = f"Quotations or lists nested {_DEEPEST} deep: all of the text was read as plain lines."
        issues.append(PageIssue(code="depth-over-limit", detail=detail))
        lines = lines_at_breaks([(body, PLAIN)])
    else:
        lines = _Blocks().lines(tokens)
    if not lines:
        raise refused("no-text")
    return Pages(
        media_type=MARKDOWN,
        reader=f"markdown-it-py {version('markdown-it-py')}",
        pages=(Page(number=1, lines=tuple(lines)),),
        properties=properties,
        issues=tuple(issues),
    )


def _properties(front: str) -> dict[str, str]:
    found = {}
    for line in front.splitlines():
        match = _FRONT_LINE.fullmatch(line.strip())
        if match:
            key = match[1].lower()
            found[_KEYS.get(key, key)] = clean(match[2]).strip(" '\"[]")
    return {key: value for key, value in found.items() if value}


class _Blocks:
    """Goes through the block tokens of one document."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._lists: list[list[int | str]] = []
        self._label: tuple[str, int] | None = None
        self._heading: int | None = None
        self._row: list[list[Piece]] | None = None
        self._table = -1
        self._row_number = 0

    def lines(self, tokens: Sequence[Token]) -> list[Line]:
        for token in tokens:
            self._take(token)
        return self._lines

    def _take(self, token: Token) -> None:
        kind = token.type
        if kind == "heading_open":
            self._heading = int(token.tag[1])
        elif kind == "heading_close":
            self._heading = None
        elif kind == "bullet_list_open":
            self._lists.append(["•"])
        elif kind == "ordered_list_open":
            self._lists.append(
                [int(token.attrGet("start") or 1) if token.attrGet("start") is not None else 1, token.markup or "."]
            )
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            self._lists.pop()
        elif kind == "list_item_open":
            self._label = self._item(token)
        elif kind == "list_item_close":
            self._label = None
        elif kind == "table_open":
            self._table, self._row_number = self._table + 1, 0
        elif kind == "tr_open":
            self._row = []
        elif kind == "tr_close":
            self._end_row()
        elif kind == "inline":
            self._inline(token)
        elif kind in {"fence", "code_block"}:
            self._add([(token.content.rstrip("\n"), PLAIN)])
        elif kind == "html_block":
            self._add([(_TAG.sub(" ", token.content), PLAIN)])

    def _item(self, token: Token) -> tuple[str, int]:
        current = self._lists[-1]
        level = len(self._lists) - 1
        if len(current) == 1:
            return "•", level
        # The number as written; renderers would count on, but a treaty's numbers are meant.
        number = token.info or str(current[0])
        current[0] = int(current[0]) + 1
        return f"{number}{current[1]}", level

    def _end_row(self) -> None:
        line = row_line(self._row or [], whole=True, table=self._table, row=self._row_number)
        if line is not None:
            self._lines.append(line)
        self._row = None
        self._row_number += 1

    def _inline(self, token: Token) -> None:
        pieces = squeeze(_pieces(token.children or []))
        if self._row is not None:
            self._row.append(pieces)
            return
        if self._heading is not None:
            self._add(pieces, heading=self._heading)
            return
        note = _NOTE.match(pieces[0][0]) if pieces and not self._lists else None
        if note:
            first, style = pieces[0]
            self._add([(first[note.end() :], style), *pieces[1:]], role="footnote", note=note[1])
        else:
            self._add(_with_calls(pieces))

    def _add(
        self, pieces: Sequence[Piece], *, heading: int | None = None, role: LineRole = "body", note: str | None = None
    ) -> None:
        label, level = self._label or (None, None)
        self._label = None
        self._lines += lines_at_breaks(
            pieces, heading=heading, role=role, note=note, label=label, level=level, indent=float(len(self._lists))
        )


def _pieces(children: Sequence[Token]) -> list[Piece]:
    pieces: list[Piece] = []
    styles = [PLAIN]
    for token in children:
        kind = token.type
        if kind in {"text", "code_inline", "text_special"}:
            pieces.append((token.content, styles[-1]))
        elif kind in {"softbreak", "hardbreak"}:
            # In old files each line of a paragraph is a paragraph of its own: whoever understands the text decides.
            pieces.append(("\u2028", styles[-1]))
        elif kind == "image":
            pieces.append((token.content, styles[-1]))
        elif kind == "html_inline":
            if token.content.lower().startswith("<br"):
                pieces.append(("\u2028", styles[-1]))
        elif token.nesting == 1:
            styles.append(_opened(styles[-1], token))
        elif token.nesting == -1 and len(styles) > 1:
            styles.pop()
    return pieces


def _opened(style: Style, token: Token) -> Style:
    if token.type == "strong_open":
        return style._replace(bold=True)
    if token.type == "em_open":
        return style._replace(italic=True)
    if token.type == "s_open":
        return style._replace(strike=True)
    if token.type == "link_open":
        return style._replace(link=str(token.attrGet("href") or "") or None)
    return style


def _with_calls(pieces: Sequence[Piece]) -> list[Piece]:
    """`[^3]` in running text calls note 3 and prints nothing of its own."""
    found: list[Piece] = []
    for text, style in pieces:
        position = 0
        for match in _CALL.finditer(text):
            found.append((text[position : match.start()], style))
            found.append(("", style._replace(superscript=True, note=match[1])))
            position = match.end()
        found.append((text[position:], style))
    return [piece for piece in found if piece[0] or piece[1].note]
