"""Pieces of text with a style each, put together to the text and spans of a line."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from msgspec.structs import replace

from core.records.pages import Line, Span
from extract.read.clean_text import clean

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_EDGES = " \t\r\n\f\xa0"


class Style(NamedTuple):
    """How a piece looks, and what it stands for. `note` is the label of the footnote that the piece calls."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    superscript: bool = False
    inserted: bool = False
    deleted: bool = False
    link: str | None = None
    note: str | None = None


PLAIN = Style()

Piece = tuple[str, Style]


def squeeze(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with every run of blanks, also across pieces, as one space (no-break spaces are no blanks)."""
    squeezed: list[Piece] = []
    after_blank = False
    for text, style in pieces:
        if not text:
            squeezed.append((text, style))
            continue
        single = _BLANKS.sub(" ", text)
        if after_blank and single[0] == " ":
            single = single[1:]
        if single:
            after_blank = single[-1] == " "
        squeezed.append((single, style))
    return squeezed


def styled_line(pieces: Sequence[Piece], **fields: Any) -> Line | None:
    """One line of the pieces; None when they hold no text. `fields` are the other fields of `Line`.

    The text is cleaned, stripped and in NFC; offsets of the spans count its code points. A piece of no text with a
    `note` (a call that prints nothing of its own) becomes an empty span at its place.
    """
    if len(pieces) == 1 and pieces[0][1] == PLAIN:  # as most lines are
        text = clean(pieces[0][0])
        if "\xad" not in text and unicodedata.is_normalized("NFC", text):
            text = text.strip(_EDGES)
            return Line(text=text, **fields) if text.strip() else None
    text = ""
    runs: list[tuple[int, int, Style]] = []
    for raw, style in pieces:
        start = len(text)
        text += clean(raw)
        if (
            runs
            and runs[-1][2] == style
            and runs[-1][1] == start
            and style.note is None
            and raw
            and runs[-1][0] < start
        ):
            runs[-1] = (runs[-1][0], len(text), style)
        else:
            runs.append((start, len(text), style))
    if "\xad" in text[:-1]:
        text, runs = _without_soft_hyphens(text, runs)
    if not unicodedata.is_normalized("NFC", text):
        lengths = [
            len(unicodedata.normalize("NFC", text[:offset])) for offset in (*(run[0] for run in runs), len(text))
        ]
        runs = [(lengths[i], lengths[i + 1], run[2]) for i, run in enumerate(runs)]
        text = unicodedata.normalize("NFC", text)
    stripped = text.strip(_EDGES)
    if not stripped.strip():
        return None
    lead = len(text) - len(text.lstrip(_EDGES))
    runs = [
        (min(max(start - lead, 0), len(stripped)), min(max(end - lead, 0), len(stripped)), style)
        for start, end, style in runs
    ]
    if len(runs) == 1 and runs[0][2] == PLAIN:
        return Line(text=stripped, **fields)
    return _line(stripped, runs, fields)


def _without_soft_hyphens(text: str, runs: list[tuple[int, int, Style]]) -> tuple[str, list[tuple[int, int, Style]]]:
    """A soft hyphen is printed only at the end of a line; there alone it stays."""
    end = len(text.rstrip(_EDGES)) - 1
    kept = [char != "\xad" or position == end for position, char in enumerate(text)]
    offsets = [0, *accumulate(kept)]
    runs = [(offsets[start], offsets[stop], style) for start, stop, style in runs]
    return "".join(char for char, keep in zip(text, kept, strict=True) if keep), runs


def row_line(cells: Sequence[Sequence[Piece]], **fields: Any) -> Line | None:
    """One row of a table: `cells` hold the texts, `text` joins them with tabs, spans count in `text`. None when all are empty."""
    texts: list[str] = []
    spans: list[Span] = []
    styles: list[tuple[bool, bool]] = []
    offset = 0
    for pieces in cells:
        cell = styled_line([(text.replace("\t", " "), style) for text, style in pieces])
        if cell is not None:
            plain = not (cell.bold or cell.italic or cell.underline)
            if not plain and not any(span.start == 0 and span.end == len(cell.text) for span in cell.spans):
                styles.append((cell.bold, cell.italic))
            else:
                styles.append((False, False))
            spans += [replace(span, start=span.start + offset, end=span.end + offset) for span in cell.spans]
        texts.append(cell.text if cell is not None else "")
        offset += len(texts[-1]) + 1
    if not any(texts):
        return None
    bold, italic = all(style[0] for style in styles), all(style[1] for style in styles)
    return Line(
        text="\t".join(texts), cells=tuple(texts), role="table", bold=bold, italic=italic, spans=tuple(spans), **fields
    )


def lines_at_breaks(pieces: Iterable[Piece], **fields: Any) -> list[Line]:
    """A paragraph of a format without physical lines: one line that is `whole`, or, where the author broke it by hand,
    one line for each stretch, none of them whole, white space before the first."""
    stretches: list[list[Piece]] = [[]]
    for text, style in pieces:
        first, *others = re.split("[\n\u2028]", text)
        stretches[-1].append((first, style))
        stretches.extend([(other, style)] for other in others)
    broken = sum(any(text.strip() for text, _ in stretch) for stretch in stretches) > 1
    lines: list[Line] = []
    gap = broken
    for stretch in stretches:
        own = {"label": None, "level": None} if lines else {}
        line = styled_line(stretch, whole=not broken, gap=gap, **{**fields, **own})
        gap = line is None
        if line is not None:
            lines.append(line)
    return lines


def _line(text: str, runs: list[tuple[int, int, Style]], fields: dict[str, Any]) -> Line:
    weights: Counter[tuple[bool, bool, bool]] = Counter()
    for start, end, style in runs:
        weights[style[:3]] += len("".join(text[start:end].split()))
    bold, italic, underline = weights.most_common(1)[0][0]
    whole = Style(bold=bold, italic=italic, underline=underline)
    spans = tuple(
        Span(start=start, end=end, **style._asdict())
        for start, end, style in runs
        if style != whole and _shows(text[start:end], style, whole)
    )
    return Line(text=text, bold=bold, italic=italic, underline=underline, spans=spans, **fields)


def _shows(text: str, style: Style, whole: Style) -> bool:
    """Whether a stretch that is styled otherwise than its line says anything: blanks do not by their type."""
    if not text:  # a call that prints nothing, a changed end of a paragraph
        return style.note is not None or style.inserted or style.deleted
    return not text.isspace() or style[2:] != whole[2:]
