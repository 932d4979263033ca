"""Which underlined and struck text is an amendment: inserted and deleted, and not an emphasis or a heading.

Underlining means many things. It means insertion where the document says so (`New text is underlined.`), from there to the end
of the part; or, where nothing is said, on pages (of the same part) where text is struck out too. Tracked changes need no
such words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.records.document import Issue
from extract.understand.nodes import Node
from extract.understand.wording import Wording

MARKS_LOST = "amendment-marks-lost"

# Struck out or tracked, a stretch has to hold as many letters or digits before it says anything about the page.
_LEAST_STRUCK = 3
# Without a note, a short underlined beginning is a heading of its paragraph: `Option 1: …`, `Paragraph 30 Insert …`.
_RUN_IN_HEADING = re.compile(r"\s*(?::|[.–—-]\s|\(?[A-ZÀ-Þ«“])")
_LONGEST_RUN_IN = 60


class Amendments:
    """The nodes whose underlined and struck text is inserted and deleted, and the notes that lost what they speak of."""

    def __init__(self, amended: set[int], lost: tuple[Node, ...]) -> None:
        self._amended = amended
        self.lost = lost

    def __contains__(self, node: Node) -> bool:
        return id(node) in self._amended

    def issues(self, ids: dict[Node, str]) -> tuple[Issue, ...]:
        return tuple(Issue(code=MARKS_LOST, segment=ids[node], detail=node.text[:200]) for node in self.lost)


def amendments(nodes: Sequence[Node], wording: Wording) -> Amendments:
    notes = [node for node in nodes if node.kind != "masthead" and wording.is_amendment_note(node.text)]
    amended: set[int] = set()
    lost = []
    for note in notes:
        scope = [node for node in _announced(note, nodes) if node not in notes]
        if any(_is_marked(node) for node in scope):
            amended.update(id(node) for node in scope)
        else:
            lost.append(note)
    struck: dict[str, set[int]] = {}
    for node in nodes:
        if node not in notes and _struck(node) >= _LEAST_STRUCK:
            struck.setdefault(node.part.id, set()).update(range(node.block.page, node.block.last_page + 1))
    for node in nodes:
        pages = struck.get(node.part.id)
        if pages is None or node in notes or not pages & set(range(node.block.page, node.block.last_page + 1)):
            continue
        if not _struck(node) and (_is_underlined_heading(node) or _has_run_in_heading(node)):
            continue
        amended.add(id(node))
    return Amendments(amended, tuple(lost))


def _announced(note: Node, nodes: Sequence[Node]) -> Iterable[Node]:
    """What a note speaks of: its own part, headings before it included; in the main part all that follows."""
    if note.part.id == "main":
        return nodes[nodes.index(note) + 1 :]
    return [node for node in nodes if node.part is note.part or node.part.id.startswith(f"{note.part.id}/")]


def _is_marked(node: Node) -> bool:
    return any(
        (style.underline and not style.link) or style.strike or style.inserted or style.deleted
        for style in (stretch.style for stretch in node.block.stretches)
    )


def _struck(node: Node) -> int:
    return max(
        (
            sum(letter.isalnum() for letter in node.text[stretch.start : stretch.end])
            for stretch in node.block.stretches
            if stretch.style.strike
        ),
        default=0,
    )


def _is_underlined_heading(node: Node) -> bool:
    letters = sum(letter.isalnum() for letter in node.text)
    under = sum(
        sum(letter.isalnum() for letter in node.text[stretch.start : stretch.end])
        for stretch in node.block.stretches
        if stretch.style.underline
    )
    return node.kind in ("heading", "title", "masthead") and under >= letters > 0


def _has_run_in_heading(node: Node) -> bool:
    under = [stretch for stretch in node.block.stretches if stretch.style.underline]
    if len(under) != 1 or under[0].start > 0 or under[0].end > _LONGEST_RUN_IN:
        return False
    return _RUN_IN_HEADING.match(node.text, under[0].end) is not None
