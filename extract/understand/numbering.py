"""Which list a label stands in, and below what.

Several lists are open at a time (paragraphs, their items, the items of these). A label goes on in the innermost open list that
it is the *next* of; a first label (`1`, `a`, `i`) opens a list below when something above asks for one (a colon, another form);
where all labels of a list were printed alike (automatic numbers lost: `1.` `1.` `1.`) the list goes on by its order.
Indents decide where two lists fit.
"""

from __future__ import annotations

from extract.understand.labels import Form, Label, Reading
from extract.understand.nodes import Node, Series

_SAYING = ("operative", "preambular")
_TOP_FORMS: tuple[Form, ...] = ("number", "levels", "ROMAN", "LETTER")


class Outline:
    """The open lists of one part, the outermost first."""

    def __init__(self) -> None:
        self._open: list[Series] = []
        self._base: Node | None = None
        self._last: Node | None = None

    def heading(self, node: Node, *, restart: bool = False) -> None:
        """Lists below a paragraph end at a heading, those of paragraphs go on. An article begins everything anew."""
        if restart:
            self._open = []
            self._base = node
        else:
            self._open = [
                series for series in self._open[:1] if series.parent is self._base and series.form in _TOP_FORMS
            ]
            self._interrupt()
        self._last = node

    def _interrupt(self) -> None:
        for series in self._open:
            series.interrupted = True

    def plain(self, node: Node) -> None:
        """An unnumbered paragraph: open lists stay open, but it may be what the next list stands below.

        A line between a colon and its list (a caption, a heading inside a list) does not come between them.
        """
        if self._asks_for_list() and self._last is not None and self._last.series is not None and not node.is_chapeau:
            return
        if node.kind == "enacting":
            self._interrupt()
        self._last = node

    @property
    def is_numbered(self) -> bool:
        return any(series.form in ("number", "levels") for series in self._open)

    def continues_top(self, label: Label) -> bool:
        """The label is the next of the outermost list."""
        return bool(self._open) and any(
            reading.form == self._open[0].form
            and label.wrap == self._open[0].wrap
            and reading.value == self._open[0].last + 1
            for reading in label.readings
        )

    def place(self, node: Node, label: Label) -> bool:
        """Puts the node into its list and sets its parent. False where the label fits nowhere and is no label then."""
        found = self._continued(node, label)
        if found is not None:
            at, value = found
            series = self._open[at]
            del self._open[at + 1 :]
        else:
            opened = self._opened(node, label)
            if opened is None:
                return False
            series, value = opened
            self._open.append(series)
        if not label.suffix:  # 9 follows 8bis
            series.last = value
        if not label.suffix:
            series.alike = series.alike and series.key in (None, label.key)
            series.key = label.key
        series.nodes.append(node)
        series.interrupted = False
        node.series, node.parent = series, series.parent
        self._last = node
        return True

    def _continued(self, node: Node, label: Label) -> tuple[int, int] | None:
        best: tuple[tuple[int, int, int], int, int] | None = None
        for at, series in enumerate(self._open):
            if series.wrap != label.wrap or self._another_level(node, series):
                continue
            if self._asks_for_list() and series.nodes[-1] is not self._last and label.readings[0].value <= 1:
                continue  # a first label after a colon elsewhere: a list of its own
            for reading in label.readings:
                rank = _rank(series, reading, label) if reading.form == series.form else None
                if rank is None or (rank != 0 and reading.value <= 1 and self._deeper(node, series)):
                    continue
                score = (rank, int(_far(node, series)), -at)
                if best is None or score < best[0]:
                    best = (score, at, reading.value)
        if best is None:
            return None
        if best[0][0] == 2 and any(reading.value == 1 for reading in label.readings):
            return None  # (i) after (b) begins a Roman list, it is not the ninth letter
        if label.is_bullet and best[1] == len(self._open) - 1 and self._deeper(node, self._open[best[1]]):
            return None  # a bullet further right, below the bullet before it
        return best[1], best[2]

    def _opened(self, node: Node, label: Label) -> tuple[Series, int] | None:
        reading = min(label.readings, key=lambda reading: reading.value)
        printed = node.block.line.label is None
        if (
            printed
            and label.wrap == "."
            and reading.value > 1
            and reading.form in ("letter", "roman", "LETTER", "ROMAN")
        ):
            return None  # `p. ex.`, `M. Dupont`
        parent = self._parent(node, reading.form, reading.value)
        if reading.form == "levels" and parent is self._base:
            self._open = [series for series in self._open[:1] if series.form in _TOP_FORMS and series.form != "levels"]
        elif parent is self._base:
            self._open = []
        elif parent is not None and parent.series in self._open:
            del self._open[self._open.index(parent.series) + 1 :]
        else:
            self._open = [series for series in self._open if series.parent is self._base]
        line = node.block.line
        series = Series(reading.form, label.wrap, parent, line.level, None if line.label else line.indent)
        return series, reading.value

    def _parent(self, node: Node, form: Form, value: int) -> Node | None:
        level = node.block.line.level
        if level is not None and form != "levels":  # 3.1 says itself where it stands
            above = [series for series in self._open if series.level is not None and series.level < level]
            if above:
                return above[-1].nodes[-1]
        top = self._open[0] if self._open else None
        if node_wrap(node) in ("PP", "OP"):
            return self._base
        if form in ("number", "levels") and self._last is not None and self._last.kind == "enacting":
            return self._base  # `The Meeting of the Parties:`, and the paragraphs of its decision
        if form in _TOP_FORMS:
            if (
                self._asks_for_list()
                and self._last is not None
                and self._last.series is None
                and self._last.kind in _SAYING
            ):
                return self._last  # `DIRECTS the Secretariat:`, a paragraph without a number, and its list
            if form == "levels" or top is None or value > 1:
                return self._last if self._asks_for_list() and top is not None and form != "levels" else self._base
            if not self._asks_for_list() and top.form == form and top.wrap == node_wrap(node):
                return self._base
            if not self._asks_for_list() and form == "number" and top.form in ("letter", "roman"):
                return self._base  # the paragraphs after the letters of a preamble
        return self._last if self._last is not None else self._base

    def _asks_for_list(self) -> bool:
        return self._last is not None and self._last.is_chapeau

    def _another_level(self, node: Node, series: Series) -> bool:
        level = node.block.line.level
        return level is not None and series.level is not None and level != series.level

    def _deeper(self, node: Node, series: Series) -> bool:
        return series.indent is not None and node.block.line.indent > series.indent and _far(node, series)


def node_wrap(node: Node) -> str:
    return node.label.wrap if node.label is not None else ""


def _rank(series: Series, reading: Reading, label: Label) -> int | None:
    """0: the next one; 1: the same again (numbers lost); 2: some are missing; None: does not fit."""
    form, value = reading.form, reading.value
    if form in ("bullet", "draft"):
        return 0
    if label.suffix:
        return 0 if value == series.last or value == len(series.nodes) else 2
    if value == series.last + 1:
        return 0
    if value == series.last and value == 1 and series.interrupted and len(series.nodes) == 1:
        return None  # `1.` below each of two headings is no list that lost its numbers
    if value == series.last and series.alike and series.key == label.key:
        return 1
    return 2 if series.last < value <= series.last + 20 else None


def _far(node: Node, series: Series) -> bool:
    line = node.block.line
    if series.indent is None or line.label is not None:
        return False
    return abs(line.indent - series.indent) > (12 if line.box is not None else 3)
