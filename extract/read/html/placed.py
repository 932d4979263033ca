"""Pages that a converter of PDF wrote: every line of text at a place of its own.

Such a page has no paragraphs, only stretches of text with `left` and `top` (or `bottom`). Stretches on one height are put
together to lines; white space, indent and size are told, so that paragraphs are found as in any printed page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from lxml import etree
from msgspec.structs import replace

from core.records.pages import Line, LineRole, Page
from extract.read.html.css import Declarations, Styles, points
from extract.read.html.elements import is_silent, styled
from extract.read.page_furniture import mark_text_pages
from extract.read.styled_text import PLAIN, Piece, Style, styled_line

_BREAK = "\u2028"
_MOST_OF_ONE_PLACE = 600  # letters; what holds more is a part of a site that has its place, and no line
_LEAST_PLACES = 8
_LEAST_SHARE = 0.6
_LETTER = 0.5  # width of a letter in sizes, on average
_CELL_SIZES = 4.0
_RAISED = 0.8
_GAP = 1.3
_SMALLER = 0.93
_PAGE_NAME = re.compile(r"(?:page|pf|pg)[-_]?[0-9a-f]{0,6}(?:-div)?", re.IGNORECASE)
_NOTE_START = re.compile(r"(\d{1,3}|\*{1,3}|[†‡§])(?=[\s./)]|[A-ZÀ-Þ«“\"])")
_SCALE = re.compile(r"matrix\(\s*([\d.]+)")


@dataclass
class _Fragment:
    """A stretch of text at a place: points from the upper left corner of its page."""

    pieces: list[Piece]
    left: float
    foot: float
    """Lower edge."""
    size: float

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)

    @property
    def right(self) -> float:
        return self.left + _LETTER * self.size * len(self.text.strip())


@dataclass
class _Sheet:
    width: float | None
    height: float | None
    fragments: list[_Fragment] = field(default_factory=list)


def placed_pages(root: Any, styles: Styles) -> list[Page] | None:
    """The pages of a document of which nearly all stretches of text have places; None for any other."""
    leaves = _leaves(root, styles)
    if len(leaves) < _LEAST_PLACES:
        return None
    everything = sum(len(text.strip()) for element in root.iter() if not _is_hidden(element) for text in _own(element))
    if sum(len("".join(leaf.itertext()).strip()) for leaf in leaves) < _LEAST_SHARE * everything:
        return None
    sheets = _sheets(root, frozenset(leaves), styles)
    kept = [sheet for sheet in sheets if any(fragment.text.strip() for fragment in sheet.fragments)]
    sizes: Counter[float] = Counter()
    for sheet in kept:
        for fragment in sheet.fragments:
            sizes[fragment.size] += len(fragment.text)
    usual = sizes.most_common(1)[0][0] if sizes else 9.0
    rows = [_rows(sheet.fragments) for sheet in kept]
    leading = _leading(rows)
    pages = [
        Page(
            number=number,
            width=round(sheet.width, 1) if sheet.width else None,
            height=round(sheet.height, 1) if sheet.height else None,
            lines=tuple(_with_notes(_lines(lines, leading), usual)),
        )
        for number, (sheet, lines) in enumerate(zip(kept, rows, strict=True), 1)
    ]
    return _marked(pages, rows)


def _sheets(root: Any, leaves: frozenset[Any], styles: Styles) -> list[_Sheet]:
    """The pages with their text; what has no place of its own stands below what comes before it in the file."""
    sheets: dict[Any, _Sheet] = {}
    last: _Sheet | None = None
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: Any = None
    for event, element in walker:
        if event == "start":
            if element in leaves:
                container = _container(element)
                declared = styles.of(container)
                last = sheets.setdefault(
                    container, _Sheet(points(declared.get("width")), points(declared.get("height")))
                )
                last.fragments += _fragments(element, container, last, styles)
            elif not _is_hidden(element):
                _add_stray(last, element.text)
                continue
            walker.skip_subtree()
            skipped = element
            continue
        if skipped is not None and element is not skipped:
            continue
        skipped = None
        if element is not root:
            last = last or sheets.setdefault(root, _Sheet(None, None))
            _add_stray(last, element.tail)
    return list(sheets.values())


def _add_stray(sheet: _Sheet | None, text: str | None) -> None:
    if sheet is not None and text and text.strip():
        above = sheet.fragments[-1] if sheet.fragments else _Fragment([], 0.0, 0.0, 9.0)
        sheet.fragments.append(
            _Fragment([(_plain(text), PLAIN)], above.left, above.foot + 1.2 * above.size, above.size)
        )


def _leaves(root: Any, styles: Styles) -> list[Any]:
    """Innermost elements that have a place, in the order of the file."""
    found: list[Any] = []
    above: set[Any] = set()
    for element in root.iter():
        if _is_hidden(element):
            continue
        declared = styles.of(element)
        if (
            "left" in declared
            and ("top" in declared or "bottom" in declared)
            and "relative" not in declared.get("position", "")
        ):
            found.append(element)
            parent = element.getparent()
            while parent is not None and parent not in above:
                above.add(parent)
                parent = parent.getparent()
    return [one for one in found if one not in above and _longest_line(one) <= _MOST_OF_ONE_PLACE]


def _longest_line(element: Any) -> int:
    """Letters of the longest stretch without a break."""
    longest = letters = 0
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            letters = (0 if inner.tag == "br" else letters) + len(inner.text or "")
        elif inner is not element:
            letters += len(inner.tail or "")
        longest = max(longest, letters)
    return longest


def _is_hidden(element: Any) -> bool:
    return not isinstance(element.tag, str) or is_silent(element) or element.tag in {"title", "head"}


def _own(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _container(leaf: Any) -> Any:
    """The element of the page that a stretch stands on."""
    for parent in leaf.iterancestors():
        names = [*parent.get("class", "").split(), parent.get("id", "")] if isinstance(parent.tag, str) else []
        if parent.get("data-page-no") is not None or any(_PAGE_NAME.fullmatch(name) for name in names):
            return parent
        if parent.tag in {"body", "html"}:
            return parent
    return leaf.getparent()


def _fragments(leaf: Any, container: Any, sheet: _Sheet, styles: Styles) -> Iterator[_Fragment]:
    left = top = bottom = 0.0
    from_foot = False
    for element in (leaf, *leaf.iterancestors()):
        if element is container:
            break
        declared = styles.of(element)
        left += points(declared.get("left")) or 0.0
        top += points(declared.get("top")) or 0.0
        lowest = points(declared.get("bottom")) if "top" not in declared else None
        from_foot = from_foot or lowest is not None
        bottom += lowest or 0.0
    size = _size(leaf, styles)
    height = points(styles.of(leaf).get("line-height"))
    step = height if height and height >= size else 1.15 * size
    foot = (sheet.height or 0.0) - bottom if from_foot else top + size
    line: list[Piece] = []
    for text, style in (*_pieces(leaf, styles), (_BREAK, PLAIN)):
        stretches = text.split(_BREAK)
        for number, stretch in enumerate(stretches):
            line.append((stretch, style))
            if number < len(stretches) - 1:
                if any(piece for piece, _ in line):
                    yield _Fragment(line, left, foot, size)
                line = []
                foot += step


def _size(leaf: Any, styles: Styles) -> float:
    """Size of most of the type in a leaf, in points."""
    declared = styles.of(leaf)
    inherited = points(declared.get("font-size"))
    sizes: Counter[float] = Counter()
    for element in leaf.iter():
        if isinstance(element.tag, str):
            own = points(styles.of(element).get("font-size")) if element is not leaf else inherited
            sizes[own or inherited or 9.0] += len((element.text or "").strip())
    scale = _SCALE.search(declared.get("transform", ""))
    return round((sizes.most_common(1)[0][0] if sizes else 9.0) * (float(scale[1]) if scale else 1.0), 1) or 9.0


def _pieces(leaf: Any, styles: Styles) -> list[Piece]:
    pieces: list[Piece] = []
    looks: list[Style] = [PLAIN]
    for event, element in etree.iterwalk(leaf, events=("start", "end")):
        if event == "start":
            looks.append(
                styled(looks[-1], element, _look(styles.of(element))) if isinstance(element.tag, str) else looks[-1]
            )
            if element.tag == "br":
                pieces.append((_BREAK, looks[-1]))
            if not _is_hidden(element):
                pieces.append((_plain(element.text), looks[-1]))
        else:
            looks.pop()
            if element is not leaf:
                pieces.append((_plain(element.tail), looks[-1]))
    return [piece for piece in pieces if piece[0]]


def _look(declared: Declarations) -> str:
    return ";".join(f"{name}:{value}" for name, value in declared.items())


def _plain(text: str | None) -> str:
    # Converters write no-break spaces for all blanks.
    return re.sub(r"[ \t\r\n\xa0]+", " ", text or "")


def _rows(fragments: Sequence[_Fragment]) -> list[list[_Fragment]]:
    """Fragments on one height that follow each other."""
    rows: list[list[_Fragment]] = []
    for fragment in fragments:
        last = rows[-1][-1] if rows else None
        if last is not None:
            first = rows[-1][0]
            overlap = min(first.foot, fragment.foot) - max(first.foot - first.size, fragment.foot - fragment.size)
            beside = overlap > 0.25 * min(first.size, fragment.size)
            if beside and fragment.left > last.left + 0.3 * _LETTER * last.size * len(last.text.strip()):
                rows[-1].append(fragment)
                continue
        rows.append([fragment])
    return rows


def _leading(rows: Sequence[Sequence[Sequence[_Fragment]]]) -> float:
    """Usual distance of lines, in sizes."""
    distances: Counter[float] = Counter()
    for page in rows:
        for above, row in pairwise(page):
            distance = (row[0].foot - above[0].foot) / max(row[0].size, 1.0)
            if 0.8 <= distance <= 3.0 and abs(row[0].size - above[0].size) < 0.3:
                distances[round(distance * 20) / 20] += 1
    if not distances:
        return 1.2
    most = max(distances.values())
    return min(distance for distance, count in distances.items() if count >= 0.3 * most)


def _lines(rows: Sequence[Sequence[_Fragment]], leading: float) -> list[Line]:
    lines: list[Line] = []
    above: Sequence[_Fragment] | None = None
    for row in rows:
        size = Counter({one.size: 0 for one in row})
        for one in row:
            size[one.size] += len(one.text)
        usual = size.most_common(1)[0][0]
        gap = above is not None and row[0].foot - above[0].foot > _GAP * leading * max(usual, 1.0)
        line = styled_line(
            list(_row_pieces(row, usual)), gap=gap, indent=round(row[0].left / (_LETTER * usual), 1), size=usual
        )
        if line is not None:
            lines.append(line)
            above = row
        else:
            lines.append(Line(text=""))
    return lines


def _row_pieces(row: Sequence[_Fragment], size: float) -> Iterator[Piece]:
    before: _Fragment | None = None
    for fragment in row:
        raised = fragment.size < _RAISED * size and len(fragment.text.strip()) <= 4
        if before is not None:
            room = fragment.left - before.right
            if room > _CELL_SIZES * size + 0.15 * (before.right - before.left):
                yield "\t", PLAIN
            elif (
                not before.text.endswith(" ") and not fragment.text.startswith(" ") and not raised and room > 0.6 * size
            ):
                yield " ", PLAIN
        for text, style in fragment.pieces:
            yield text, style._replace(superscript=True) if raised else style
        before = fragment


def _with_notes(lines: Sequence[Line], usual: float) -> list[Line]:
    """The last lines of a page, while they are smaller than its text, from the highest that begins with the label of a note."""
    start: int | None = None
    for position in range(len(lines) - 1, len(lines) // 2 - 1, -1):
        line = lines[position]
        small = line.size is not None and line.size <= _SMALLER * usual
        if not small and line.text and len(line.text) > 12:  # a page number may stand below the notes
            break
        if small and _NOTE_START.match(line.text):
            start = position
    if start is None:
        return list(lines)
    marked: list[Line] = list(lines[:start])
    label: str | None = None
    for line in lines[start:]:
        if line.size is None or line.size > _SMALLER * usual:
            marked.append(line)
            continue
        begins = _NOTE_START.match(line.text)
        if begins and (
            label is None or not label.isdigit() or (begins[1].isdigit() and int(begins[1]) == int(label) + 1)
        ):
            label = begins[1]
        marked.append(replace(line, role="footnote", note=label))
    return marked


def _marked(pages: Sequence[Page], rows: Sequence[Sequence[Sequence[_Fragment]]]) -> list[Page]:
    """Headers and footers: judged by their height, whatever their place in the file; they come first and last."""
    orders = [sorted(range(len(page)), key=lambda at, page=page: page[at][0].foot) for page in rows]  # type: ignore[misc]
    sorted_pages = [
        replace(page, lines=tuple(page.lines[at] for at in order if page.lines[at].text))
        for page, order in zip(pages, orders, strict=True)
    ]
    done: list[Page] = []
    for page, order, marked in zip(pages, orders, mark_text_pages(sorted_pages), strict=True):
        roles: dict[int, LineRole] = {
            at: line.role for at, line in zip([at for at in order if page.lines[at].text], marked.lines, strict=True)
        }
        lines = [replace(line, role=roles[at]) for at, line in enumerate(page.lines) if line.text]
        rank = {"header": 0, "footnote": 2, "footer": 3}
        lines.sort(key=lambda line: rank.get(line.role, 1))
        done.append(replace(page, label=marked.label, lines=tuple(lines)))
    return done
