"""What print left in an HTML file that was made from a PDF: page numbers, running headers, notes at the foot, cut lines.

Such a file says nothing of pages; its numbers do. A chain of lines that hold a number and nothing else, each one more than
the last, at distances of pages, are page numbers; a line that repeats beside them is a running header. What they cut in two is
one paragraph, and lines that go on in small letters again and again are lines of print, no paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from msgspec.structs import replace

from core.records.pages import Line, Page
from extract.read.html.cut_words import with_whole_words
from extract.read.html.spans_in_place import first_page_in_order
from extract.read.page_furniture import mark_text_pages, page_number

_BLANKS = re.compile(r"\s+")
_HARD_END = re.compile(r"[.;:!?…][\"”»’)\]]*\d{0,3}$")
_NUMBERS = (re.compile(r"^(\d{1,4})\b(?![./]\d)"), re.compile(r"(?<![\d./])\b(\d{1,4})$"))
_SAYS_PAGE = re.compile(r"\bpages?\b|\bp\.\s*#|\bpágina\b", re.IGNORECASE)
_LABEL = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivxlc]{1,6})[.)]|[•▪◦·*–—-]|\d{1,3}(?:\.\d{1,3})+\.?", re.IGNORECASE)
_LABEL_AHEAD = re.compile(rf"(?:{_LABEL.pattern})\s", re.IGNORECASE)
_NOTE = re.compile(r"(\d{1,3}|\*{1,3}|[†‡§])(?=[\s/<(]|[A-ZÀ-Þ«“\"])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT = 150
_LEAST_CHAIN = 3
_STEPS = range(1, 4)  # pages without a number, or whose number was lost, stand between
_WIDE_STEPS = range(1, 40)
_PAGE_LETTERS = (500, 15_000)
_LINE_OF_PRINT = 180
_LONG_LINE = 40
_LEAST_PAIRS = 5
_LINES_OF_A_HEADER = 6
_LINES_OF_NOTES = 60


def as_pages(lines: Sequence[Line], starts: Sequence[int], tops: Sequence[float | None]) -> list[Page]:
    """The pages of a file that says itself where they begin (`starts`, places in `lines`), else one page. Lines of a file
    that is no print come back as they are. `tops` tell how high each line stands on its page, where the file says so."""
    borders = sorted({0, *starts, len(lines)})
    if len(borders) <= _LEAST_CHAIN:
        found = _with_roles(list(lines))
        end = next((at for at, line in enumerate(found) if line.role == "footer"), 0)
        sheets = [first_page_in_order(found, tops, end)]
    else:
        cut = [
            Page(number=number, lines=tuple(lines[first:last]))
            for number, (first, last) in enumerate(pairwise(borders), 1)
        ]
        marked = mark_text_pages(cut)
        sheets = [list(page.lines) for page in marked]
    ends = [*accumulate(len(sheet) for sheet in sheets)]
    flat = [line for sheet in sheets for line in sheet]
    if len(sheets) > 1 or any(line.role == "footer" for line in flat):
        flat = with_whole_words(_with_notes(flat, ends))
    flat = _joined_over_pages(_with_line_ends(flat), frozenset(ends))
    if len(sheets) == 1:
        return [Page(number=1, lines=tuple(_with_labels(flat)))] if flat else []
    return [
        replace(page, lines=tuple(_with_labels(flat[first:last])))
        for page, (first, last) in zip(marked, pairwise([0, *ends]), strict=True)
    ]


def _with_line_ends(lines: Sequence[Line]) -> list[Line]:
    """`whole` as it is: paragraphs that are lines of print are none, and lines that an author broke by hand may be paragraphs."""
    found = list(lines)
    if _go_on([line for line in found if _is_text(line) and line.whole], least=0.3):
        found = [replace(line, whole=False) if _is_text(line) else line for line in found]
    broken = [line for line in found if _is_text(line) and not line.whole]
    if len(broken) > _LEAST_PAIRS and _are_paragraphs(broken):
        found = [replace(line, whole=True) if _is_text(line) else line for line in found]
    return found


def _is_text(line: Line) -> bool:
    return line.role == "body" and line.heading is None and line.label is None


def _go_on(lines: Sequence[Line], *, least: float) -> bool:
    """Whether lines, none of them longer than one of print, end again and again in the middle of a sentence."""
    letters = sum(len(line.text) for line in lines)
    if sum(len(line.text) for line in lines if len(line.text) > _LINE_OF_PRINT) > 0.05 * letters:
        return False
    pairs = [(above.text, line.text) for above, line in pairwise(lines) if len(above.text) >= _LONG_LINE]
    on = sum(_goes_on(above, text) for above, text in pairs)
    # Where nothing ever ends, these are the entries of a list.
    return on >= _LEAST_PAIRS and least * len(pairs) <= on <= 0.95 * len(pairs)


def _are_paragraphs(lines: Sequence[Line]) -> bool:
    letters = sum(len(line.text) for line in lines)
    if sum(len(line.text) for line in lines if len(line.text) > _LINE_OF_PRINT) > 0.3 * letters:
        return True
    return max(len(line.text) for line in lines) > _LINE_OF_PRINT * 0.75 and not _go_on(lines, least=0.08)


def _goes_on(above: str, text: str) -> bool:
    return text[:1].islower() and not _HARD_END.search(above) and not _LABEL_AHEAD.match(text)


def _with_labels(lines: Sequence[Line]) -> Iterator[Line]:
    """A number that stands on a line of print of its own goes before the text that follows."""
    held: Line | None = None
    for line in lines:
        if held is not None:
            if _is_text(line) and not line.whole and not line.gap and _LABEL.match(line.text) is None:
                by = len(held.text) + 1
                spans = tuple(replace(span, start=span.start + by, end=span.end + by) for span in line.spans)
                yield replace(line, text=f"{held.text} {line.text}", gap=held.gap, indent=held.indent, spans=spans)
                held = None
                continue
            yield held
            held = None
        if _is_text(line) and not line.whole and _LABEL.fullmatch(line.text):
            held = line
        else:
            yield line
    if held is not None:
        yield held


def _with_roles(lines: list[Line]) -> list[Line]:
    short = [at for at, line in enumerate(lines) if _is_text(line) and len(line.text) <= _SHORT]
    before = [0]
    for line in lines:
        before.append(before[-1] + len(line.text))
    numbered: dict[str, list[tuple[int, int]]] = {}
    same: dict[str, list[int]] = {}
    for at in short:
        text = _BLANKS.sub(" ", lines[at].text).strip()
        label = page_number(text)
        if label is not None:
            if label.isdigit() and not _YEAR.fullmatch(label):
                numbered.setdefault(text.replace(label, "#", 1).casefold(), []).append((at, int(label)))
            continue
        for pattern in _NUMBERS:
            match = pattern.search(text)
            if match and len(text) - len(match[1]) > 3:
                rest = f"{text[: match.start(1)]}#{text[match.end(1) :]}".casefold()
                numbered.setdefault(rest, []).append((at, int(match[1])))
        same.setdefault(text.casefold(), []).append(at)
    out: set[int] = set()
    later: list[list[int]] = []
    for key, places in numbered.items():
        steps = _WIDE_STEPS if _SAYS_PAGE.search(key) else _STEPS
        chain = _chain(places, steps)
        least = _LEAST_CHAIN if key == "#" else 2
        if len(chain) < least or len(chain) < 0.6 * len(places) or not _far_apart(chain, before):
            continue
        alone = not any(letter.isalpha() for letter in key) or _SAYS_PAGE.search(key) is not None
        if alone or _interrupts(lines, chain):
            out.update(chain)
        else:
            later.append(chain)
    if not out:
        return lines
    _add_neighbours(out, [*later, *same.values()])
    return [
        replace(line, role="footer" if page_number(line.text) else "header") if at in out else line
        for at, line in enumerate(lines)
    ]


def _chain(places: Sequence[tuple[int, int]], steps: range) -> list[int]:
    """Places whose numbers go up by one, or a few, each after the last."""
    chain: list[int] = []
    last: int | None = None
    for at, number in places:
        if last is None or number - last in steps:
            chain.append(at)
            last = number
        elif len(chain) == 1 and number > last:
            chain, last = [at], number
    return chain


def _far_apart(chain: Sequence[int], before: Sequence[int]) -> bool:
    """Whether between the places stands, as a rule, the text of a page."""
    distances = sorted(before[later] - before[at] for at, later in pairwise(chain))
    least, most = _PAGE_LETTERS
    return bool(distances) and least <= distances[len(distances) // 2] <= most


def _interrupts(lines: Sequence[Line], places: Sequence[int]) -> bool:
    """Whether a sentence goes on behind these lines at least once: no heading stands in the middle of one."""
    return any(
        0 < at < len(lines) - 1 and _is_text(lines[at + 1]) and _goes_on(lines[at - 1].text, lines[at + 1].text)
        for at in places
    )


def _add_neighbours(out: set[int], groups: Sequence[Sequence[int]]) -> None:
    """Lines that repeat, and stand beside a page number at most of their places, are running headers at these."""
    for _ in range(_LINES_OF_A_HEADER):
        for places in groups:
            beside = [at for at in places if at not in out and (at - 1 in out or at + 1 in out)]
            if beside and len([at for at in places if at in out]) + len(beside) >= max(2, 0.5 * len(places)):
                out.update(beside)


def _with_notes(lines: Sequence[Line], ends: Sequence[int]) -> list[Line]:
    """Lines above a page number that begin with the raised number of a call before them are notes."""
    found = list(lines)
    calls: set[str] = set()
    for at, line in enumerate(lines):
        match = _NOTE.match(line.text) if _is_text(line) else None
        raised = {line.text[span.start : span.end].strip(): span.start for span in line.spans if span.superscript}
        if (
            match is not None
            and match[1] in calls
            and (raised.get(match[1]) == 0 or _ends_page(lines, at, ends[bisect_right(ends, at)]))
        ):
            found[at] = replace(line, role="footnote", note=match[1])
            calls.discard(match[1])
        calls.update(label for label, start in raised.items() if start > 0)
    return found


def _ends_page(lines: Sequence[Line], at: int, end: int) -> bool:
    """Whether nothing but notes stands between this line and the foot of its page, which is at `end` or before."""
    for line in lines[at + 1 : min(end, at + _LINES_OF_NOTES)]:
        if line.role in ("footer", "header"):
            return True
        if not _NOTE.match(line.text):
            return False
    return True


def _joined_over_pages(lines: Sequence[Line], ends: frozenset[int]) -> list[Line]:
    """Paragraphs that a page end cut are lines of print on both its sides."""
    found = list(lines)
    last: int | None = None
    cut = False
    for at, line in enumerate(lines):
        cut = cut or at in ends
        if line.role in ("header", "footer", "footnote"):
            cut = cut or line.role != "footnote"
            continue
        if cut and last is not None and _is_text(line) and lines[last].role == "body":
            above = lines[last]
            open_end = len(above.text) > _LONG_LINE and not re.search(r"[.;:!?,»”\"]\d{0,3}$", above.text)
            if _goes_on(above.text, line.text) or (
                open_end and above.heading is None and _LABEL.match(line.text) is None
            ):
                found[last] = replace(found[last], whole=False)
                found[at] = replace(line, whole=False, gap=False)
        last, cut = at, False
    return found
