"""Lines to blocks: joins what printing cut (line ends, blank lines inside a sentence, pages), parts what only stands close.

Three kinds of source come here: lines that are whole paragraphs already (DOCX, HTML, Markdown, unwrapped text), wrapped text
with blank lines, and PDF lines with boxes. The rules ask first what a line *says* (label, preambular opening, end of
sentence), then how it stands (white space, indent, full or short line), because blank lines alone lie: wrapped text that came
out of a PDF has them inside paragraphs, at page breaks, and lacks them between others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator

import msgspec

from core.records.pages import Line, Page, Pages, Span
from extract.understand.blocks import Block, Furniture
from extract.understand.cleaning import Stretch, clean, clean_row
from extract.understand.labels import Label, is_worded, of, parse
from extract.understand.line_joins import LineJoins
from extract.understand.page_bands import (
    goes_on_overleaf,
    is_as_low,
    is_band,
    is_kept,
    only_annex,
    repeats_head,
    without_number,
)
from extract.understand.wording import Wording

_END = re.compile(r"[.;:!?»\"”,]\s*[\])]?[*∗]?$")
_HARD_END = re.compile(r"[.;:!?][\"”»)\]]*[*∗]?$")
_ENDS = 20  # letters at the end of a text that tell how it ends
_HEAD = 400  # letters at its beginning that stand for a paragraph, which may be as long as a file
_MASTHEAD_LINES = 40  # up to here a line may stand alone that reaches the right edge
_CONTENTS = re.compile(r"(?:…|\.{4,}|(?:\. ){4,})[.…\s]*[\divxlc]*\s*$")  # a line of a table of contents
_DATED = re.compile(r"\b(?:19|20)\d{2}\W*$")
_HAND_ENDED = 6  # letters of room beside the next word
_TELLING_LINES = 8
_GLUED_HYPHEN = re.compile(r"\w[-‐]$")
_WORD = 80  # letters at the end and the beginning of lines in which a cut word stands
_NOTE_START = re.compile(r"\s*\(?(\d{1,3}|\*{1,3}|[†‡§]|[a-z])[.)/]?(?=\s|$|[A-ZÀ-Þ«\"“])")


class Paragraphs:
    """The blocks of the document and what stood around them."""

    def __init__(self, blocks: tuple[Block, ...], furniture: tuple[Furniture, ...], *, paged: bool) -> None:
        self.blocks = blocks
        self.furniture = furniture
        self.paged = paged
        """False where the format has no pages; page numbers then mean nothing."""


_LINES_OF_MASTHEAD = 12  # of a first page; what they say at the head of another is printed twice
StandsAlone = Callable[[str, int], bool]
"""Says of a line and its number in the document that it never belongs to a paragraph (a symbol, a date of a masthead)."""


def paragraphs(
    pages: Pages, wording: Wording, stands_alone: StandsAlone, names_a_decision: Callable[[str], bool] = lambda _: False
) -> Paragraphs:
    """`names_a_decision` says of a line that it is the number of a decision and nothing else.

    At the head of a page such a line looks like a running header (`Decision 7/CP.8` where the page before had
    `Decision 6/CP.8`). Printed once in the document, it is text.
    """
    joiner = _Joiner(pages, wording, stands_alone)
    furniture: list[Furniture] = []
    seen = [line for page in pages.pages for line in page.lines if line.role in ("header", "footer")]
    masthead = [line for page in pages.pages[:1] for line in page.lines[:_LINES_OF_MASTHEAD] if line.role == "body"]
    bands = Counter(clean(line.text).text for line in (*seen, *masthead))
    stripped = {without_number(line.text): line for line in seen if line.box is not None}
    highest = min((line.box[1] for line in seen if line.box is not None and line.role == "footer"), default=math.inf)
    heads: set[tuple[str, ...]] = set()
    before: set[str] = set()
    for page in pages.pages:
        held = [clean(line.text).text for line in page.lines if line.role in ("header", "footer")]
        last = ""
        for line in page.lines:
            if line.role in ("header", "footer"):
                text = clean(line.text).text
                once = line.box is not None and bands[text] == 1 and names_a_decision(text)
                if once or is_kept(text, last, before, wording):
                    last = text
                    joiner.add(msgspec.structs.replace(line, role="body"), page)
                elif text:
                    furniture.append(Furniture(text, page.number, line.role))
            elif (
                goes_on_overleaf(line)
                or repeats_head(line, page, heads)
                or (is_as_low(line, highest) and is_band(line, stripped.get(without_number(line.text))))
            ):
                furniture.append(Furniture(clean(line.text).text, page.number, "footer"))
            else:
                joiner.add(line, page)
            if line.role == "table" and line.row == 0:
                heads.add(line.cells)
        joiner.end_page()
        before = set(held)
    paged = len(pages.pages) > 1 or any(page.width is not None for page in pages.pages)
    return Paragraphs(tuple(joiner.finish()), tuple(furniture), paged=paged)


class _Open:
    """A block that is being put together."""

    def __init__(
        self,
        joins: LineJoins,
        line: Line,
        page: Page,
        place: int,
        label: Label | None,
        start: int,
        note: str | None,
    ) -> None:
        self._joins = joins
        self.first = self.last = line
        self.page, self.last_page, self.page_label = page.number, page.number, page.label
        self.place = place
        self.width = page.width
        self.label = label
        self.note = note
        self.right = line.box[2] if line.box is not None else None
        """Right edge of its lines, as far as they went."""
        self.text = ""
        self._cut_word = False
        self.stretches: list[Stretch] = []
        self._append(line, start)

    def add(self, line: Line, page: Page) -> None:
        self.last, self.last_page, self.width = line, page.number, page.width
        if line.box is not None and self.right is not None:
            self.right = max(self.right, line.box[2])
        self._append(line)

    def _append(self, line: Line, start: int = 0) -> None:
        piece = clean_row(line) if line.cells else clean(line.text, _all_spans(line), start=start)
        if self.text and piece.text and not self._cut_word:
            if not _GLUED_HYPHEN.search(self.text[-2:]):
                cut_range = self.text[-1] == "–" and self.text[-2:-1].isdigit() and piece.text[:1].isdigit()
                self.text += "" if cut_range else " "
            elif self._joins.drops(self.text[-_WORD:], piece.text[:_WORD]):
                self._drop_hyphen()
        self._cut_word = line.text.rstrip().endswith("\u00ad")
        shift = len(self.text)
        self.text += piece.text
        self.stretches += (Stretch(s.start + shift, s.end + shift, s.style) for s in piece.stretches)

    def _drop_hyphen(self) -> None:
        self.text = self.text[:-1]
        end = len(self.text)
        self.stretches = [Stretch(min(s.start, end), min(s.end, end), s.style) for s in self.stretches]

    def goes_on(self, line: Line) -> bool:
        """Whether a line without white space before it goes on with this sentence."""
        return _HARD_END.search(self.text[-_ENDS:]) is None or line.text.lstrip()[:1].islower()

    def block(self) -> Block:
        return Block(
            text=self.text, line=self.first, label=self.label, stretches=tuple(self.stretches), page=self.page,
            last_page=self.last_page, page_label=self.page_label, place=self.place, note=self.note,
        )  # fmt: skip


class _Joiner:
    def __init__(self, pages: Pages, wording: Wording, stands_alone: StandsAlone) -> None:
        self._wording = wording
        self._stands_alone = stands_alone
        self._joins = LineJoins(line.text for page in pages.pages for line in page.lines)
        edges = _edges(pages)
        self._full = _full_line(pages, edges)
        self._page_edge = {page.number: _right_edge(page) for page in pages.pages}.get
        self._done: list[_Open] = []
        self._flow: _Open | None = None
        self._note: _Open | None = None
        self._place = -1
        self._new_page = False
        self._recent: list[str] = []

    def add(self, line: Line, page: Page) -> None:
        self._place += 1
        if not line.text.strip() and not line.label:
            return
        if line.label and is_worded(line.label):
            line = _with_words_of_label(line)
        if line.role == "footnote":
            self._footnote(line, page, line.note)
            return
        if line.role == "table":
            self._close_flow()
            self._done.append(_Open(self._joins, line, page, self._place, None, 0, None))
            return
        called = self._is_note(line)
        if called is not None:
            self._footnote(line, page, called)
            return
        wrapped = self._note is not None and not self._note.last.whole and not line.whole
        if self._note is not None and wrapped and line.box is None and not line.gap and self._note.goes_on(line):
            self._note.add(line, page)
            return
        self._note = None
        if self._flow is not None and not self._breaks(self._flow, line):
            self._flow.add(line, page)
        else:
            self._close_flow()
            label, start = _label_of(line)
            self._flow = _Open(self._joins, line, page, self._place, label, start, None)
            self._done.append(self._flow)
        self._new_page = False
        self._recent = [*self._recent[-60:], line.text]

    def end_page(self) -> None:
        self._new_page = True
        self._note = None

    def finish(self) -> Iterator[Block]:
        # A footnote is met while the paragraph that a page break cut is still open; both keep the place of their first line.
        for opened in sorted(self._done, key=lambda opened: opened.place):
            if opened.text or opened.label is not None:
                yield opened.block()

    def _close_flow(self) -> None:
        self._flow = None

    def _footnote(self, line: Line, page: Page, note: str | None) -> None:
        match = _NOTE_START.match(line.text)
        printed = match[1] if match is not None else None
        if note is None:
            goes_on = self._note is not None and printed is None and not line.whole
        else:
            goes_on = self._note is not None and self._note.note == note and not line.whole
        if self._note is not None and goes_on:
            self._note.add(line, page)
            return
        name = note or printed
        start = match.end() if match is not None and printed == name else 0
        label = Label(name, name, (), "") if name else None
        self._note = _Open(self._joins, line, page, self._place, label, start, name or "")
        self._done.append(self._note)

    def _is_note(self, line: Line) -> str | None:
        """A footnote in text without layout: white space, a number without a point, and its call glued to a word before."""
        if line.box is not None or line.whole or not line.gap:
            return None
        match = re.match(r"\s*(\d{1,2})\s+[A-ZÀ-Þ«\"“]", line.text)
        if match is None:
            return None
        call = re.compile(rf"[^\W\d_][»”\")\]]?{match[1]}(?![\d\w])")
        return match[1] if any(call.search(text) for text in self._recent) else None

    def _breaks(self, opened: _Open, line: Line) -> bool:
        """Whether `line` begins a new block after `opened`."""
        last, text = opened.last, line.text.strip()
        if line.whole or last.whole or line.label or line.role != last.role:
            return True
        if line.heading != last.heading or _other_size(last, line):
            return True
        if opened.first is last and len(text) < 40 and _DATED.search(text) and self._wording.is_plenary(opened.text):
            return False  # `9th plenary meeting` / `12 December 2008`
        gap = line.gap or self._new_page
        if not gap and line.box is not None and _in_brackets(opened.text):
            return False
        if last.bold != line.bold and not self._goes_on_in_small_letters(opened, line):
            return True
        if not gap and self._wording.left_open(opened.text) and parse(line.text) is None:
            return False  # `… held in the harbour from 28 November to` / `11 December 2011`
        full = self._full(last, opened.width)
        if (gap or not full) and only_annex(text, self._wording) and not self._wording.left_open(opened.text):
            return True
        if (gap or not full or self._place < _MASTHEAD_LINES) and self._stands_alone(text, self._place):
            return True
        goes_on = text[:1].islower() and not gap  # the name of a body, say, goes on in the next line
        if opened.first is last and not goes_on and self._stands_alone(last.text.strip(), self._place - 1):
            return True
        if _is_of_contents(last.text) or self._wording.is_dated_plenary(opened.text):
            return True
        ended = _END.search(opened.text[-_ENDS:]) is not None or self._wording.goes_on_as_list(opened.text)
        ended = ended or (gap and opened.text.startswith("[") and opened.text.endswith("]"))
        hard = _HARD_END.search(opened.text[-_ENDS:]) is not None
        if line.heading is not None:
            return gap
        label = parse(line.text)
        if label is not None and (gap or ended or not full or _shifted(last, line) or _is_glyph(label)):
            return True
        if ended and (
            self._wording.is_preambular(text) or self._opens_enacting(text) or self._wording.is_addressee(text)
        ):
            return True
        small = text[:1].islower()
        if self._new_page and not line.gap:
            return hard or (ended and not small) or (not full and not small)
        if line.gap:
            if self._wording.left_open(opened.text):
                return False
            if not small and opened.label is None and self._wording.is_adoption(opened.text):
                return True
            headed = opened.label is not None and opened.label.has(
                "ROMAN", "LETTER"
            )  # `III. Registry` goes on in small letters only
            body = (opened.label is not None and not headed) or self._wording.is_preambular(opened.text)
            if not ended and full and (body or text[:1].isdigit() or _near(last, line)):
                return False
            return hard or not small
        if last.centered and line.centered:
            return last.underline != line.underline
        cut = not (ended or opened.label or label) and len(opened.text) > 50
        if cut and self._wording.has_preambular_verb(opened.text):
            return self._wording.has_preambular_verb(text) or self._opens_enacting(
                text
            )  # such a paragraph ends in a comma
        both_caps = text.isupper() and opened.text[:_HEAD].isupper()
        if last.centered != line.centered and line.box is not None and (last.centered or line.centered):
            return not full or hard or _had_room(opened, line, self._page_edge(opened.last_page))
        if not both_caps and not small and (not full or _had_room(opened, line, self._page_edge(opened.last_page))):
            return hard or not self._wording.left_open(opened.text)
        hangs = opened.label is not None and opened.first is last and line.box is not None
        return hard and not hangs and _shifted(last, line) and line.indent > last.indent

    def _goes_on_in_small_letters(self, opened: _Open, line: Line) -> bool:
        """Bold words at the end of a line say nothing where the sentence goes on below it."""
        return (
            line.box is not None
            and not line.gap
            and not self._new_page
            and _begins_no_sentence(line.text.lstrip())
            and _END.search(opened.text[-_ENDS:]) is None
            and self._full(opened.last, opened.width)
        )

    def _opens_enacting(self, text: str) -> bool:
        return self._wording.opens_with_body(text) and (
            self._wording.is_enacting(text) or self._wording.left_open(text) or text.endswith(",")
        )


def _is_of_contents(text: str) -> bool:
    dotted = "…" in text or "...." in text or ". . . . " in text  # asked first: hardly a line has any of these
    return dotted and _CONTENTS.search(text) is not None


def _begins_no_sentence(text: str) -> bool:
    """A small letter, or a number that is no label: a year."""
    return text[:1].islower() or (text[:1].isdigit() and parse(text) is None)


def _all_spans(line: Line) -> tuple[Span, ...]:
    """The spans, and where the whole line is set off by its type the stretches between them."""
    if not (line.bold or line.italic or line.underline):
        return line.spans
    spans: list[Span] = []
    at = 0
    for span in line.spans:
        if at < span.start:
            spans.append(Span(start=at, end=span.start, bold=line.bold, italic=line.italic, underline=line.underline))
        spans.append(span)
        at = max(at, span.end)
    if at < len(line.text):
        spans.append(Span(start=at, end=len(line.text), bold=line.bold, italic=line.italic, underline=line.underline))
    return tuple(spans)


def _label_of(line: Line) -> tuple[Label | None, int]:
    if line.label:
        return of(line.label), 0
    label = parse(line.text)
    return (label, label.end) if label is not None else (None, 0)


def _with_words_of_label(line: Line) -> Line:
    by = len(line.label or "") + 1
    return msgspec.structs.replace(
        line,
        text=f"{line.label} {line.text}",
        label=None,
        level=None,
        spans=tuple(msgspec.structs.replace(span, start=span.start + by, end=span.end + by) for span in line.spans),
    )


def _other_size(last: Line, line: Line) -> bool:
    if last.size is None or line.size is None:
        return False
    return abs(last.size - line.size) > 0.12 * max(last.size, line.size)


def _near(last: Line, line: Line) -> bool:
    """White space of less than a line: what looks like a gap in the document may be the leading of this page."""
    if last.box is None or line.box is None or last.centered or line.centered:
        return False
    return 0 <= line.box[1] - last.box[3] < (line.box[3] - line.box[1]) and abs(line.indent - last.indent) < 30


def _shifted(last: Line, line: Line) -> bool:
    """Stands clearly further left or right: 8 points in a layout, 2 columns in text."""
    return abs(last.indent - line.indent) > (8 if line.box is not None else 2)


def _in_brackets(text: str) -> bool:
    """A bracket stands open that was opened not long ago."""
    tail = text[-120:]
    return tail.rfind("(") > tail.rfind(")") and len(tail) - tail.rfind("(") < 80


def _is_glyph(label: Label) -> bool:
    """A bullet that is no dash: a dash may begin a line in the middle of a sentence."""
    return label.is_bullet and label.printed not in "-–—‒*o"


def _had_room(opened: _Open, line: Line, edge: float | None) -> bool:
    """The first word of `line` would have fitted into the line before: its author ended that one by hand.

    `edge` is how far the text of that page goes to the right. Where the line before ends no sentence, more has to speak for
    it: a paragraph of one line so far, with clearly more room than the word needs.
    """
    last = opened.last
    if last.box is None or line.box is None or edge is None or not last.text:
        return False
    alone = opened.first is last
    if not alone and opened.right is not None:
        edge = opened.right  # text may be set narrower than the page: what is known of its own edge counts
    letter = (last.box[2] - last.box[0]) / len(last.text)
    word = line.text.lstrip().split(" ", 1)[0].split("\t", 1)[0]  # a no-break space holds two words together
    wide = sum(1.3 if sign.isupper() or sign.isdigit() else 1.0 for sign in word)
    room = edge - last.box[2] - (wide + 2) * letter
    if _HARD_END.search(opened.text[-_ENDS:]) is not None:
        return room > 0
    if not alone or opened.label is not None or opened.text[-1] in ",-–—":
        return False
    begins = line.text.lstrip()[:1].isalnum() and not line.text.lstrip()[:1].islower()
    return begins and room > _HAND_ENDED * letter and _CONTENTS.search(line.text) is None


def _right_edge(page: Page) -> float | None:
    """How far the text of a page goes; pages of a printed book have edges of their own, left and right. None where too few
    lines tell."""
    rights = sorted(line.box[2] for line in page.lines if line.role == "body" and line.box is not None)
    return rights[int(0.9 * (len(rights) - 1))] if len(rights) >= _TELLING_LINES else None


Edges = dict[float | None, tuple[float, float]]


def _edges(pages: Pages) -> Edges:
    """Left and right edge of the text, by the width of the pages: upright and lying pages have edges of their own."""
    groups: dict[float | None, list[Line]] = {}
    for page in pages.pages:
        for line in page.lines:
            if line.role == "body" and not line.whole and line.box is not None:
                groups.setdefault(page.width, []).append(line)
    edges: Edges = {}
    for width, lines in groups.items():
        lefts = sorted(line.box[0] for line in lines if line.box is not None)
        rights = sorted(line.box[2] for line in lines if line.box is not None)
        edges[width] = (lefts[int(0.1 * (len(lefts) - 1))], rights[int(0.9 * (len(rights) - 1))])
    return edges


def _full_line(pages: Pages, edges: Edges) -> Callable[[Line, float | None], bool]:
    """A test whether a line reaches (nearly) to the right edge of the text, so that its sentence may go on."""
    lengths = sorted(
        len(line.text.rstrip())
        for page in pages.pages
        for line in page.lines
        if line.role == "body" and not line.whole and line.box is None
    )
    length = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0

    def full(line: Line, width: float | None) -> bool:
        if line.box is None or width not in edges:
            return len(line.text.rstrip()) >= 0.72 * length
        left, right = edges[width]
        return line.box[2] >= right - 0.2 * (right - left)

    return full
