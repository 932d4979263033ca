"""Measures of a whole document that single lines are judged by: usual type size, leading and margins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from core.records.pages import LineRole
from extract.read.pdf.drafts import DraftLine, PageDraft
from extract.read.pdf.frames import Frame

_GAP = 1.3
_CENTRE_TOLERANCE = 0.02
_INSET = 0.1


class Measures(NamedTuple):
    body_size: float
    leadings: dict[float, float]
    """Usual distance of baselines by type size, in sizes."""
    leading: float
    """The same over all sizes."""
    margins: dict[tuple[int, int], tuple[float, float]]
    """Usual left and right edge of text, by page size in whole points."""

    def is_gap(self, above: DraftLine, line: DraftLine) -> bool:
        """Whether clearly more than the usual leading separates two lines that follow each other."""
        if above.frame != line.frame:
            return False
        size = max(above.raw.size, line.raw.size)
        usual = self.leadings.get(line.raw.size, self.leading) * size
        return line.raw.bottom - above.raw.bottom > _GAP * usual

    def is_centered(self, line: DraftLine) -> bool:
        margins = self.margins.get(_size_of(line.frame))
        if margins is None:
            return False
        left, right = margins
        width = right - left
        middle = (line.raw.x0 + line.raw.x1) / 2
        return (
            abs(middle - (left + right) / 2) < _CENTRE_TOLERANCE * width
            and line.raw.x0 > left + _INSET * width
            and line.raw.x1 < right - _INSET * width
        )


def measure(drafts: Sequence[PageDraft], roles: Sequence[Sequence[LineRole]]) -> Measures:
    sizes: Counter[float] = Counter()
    leadings: dict[float, Counter[float]] = {}
    edges: dict[tuple[int, int], tuple[list[float], list[float]]] = {}
    for draft, page_roles in zip(drafts, roles, strict=True):
        above: DraftLine | None = None
        frame: Frame | None = None
        for line, role in zip(draft.lines, page_roles, strict=True):
            if role != "body":
                continue
            raw = line.raw
            sizes[raw.size] += sum([len(word.text) for word in raw.words])
            if line.frame is not frame:
                frame = line.frame
                lefts, rights = edges.setdefault(_size_of(frame), ([], []))
            lefts.append(raw.x0)
            rights.append(raw.x1)
            if (
                above is not None
                and above.frame == line.frame
                and abs(above.raw.size - raw.size) < 0.3
                and raw.size > 0
            ):
                ratio = (raw.bottom - above.raw.bottom) / raw.size
                if 0.8 <= ratio <= 3.0:
                    leadings.setdefault(raw.size, Counter())[round(ratio * 20) / 20] += 1
            above = line
    total: Counter[float] = Counter()
    for counter in leadings.values():
        total.update(counter)
    return Measures(
        body_size=sizes.most_common(1)[0][0] if sizes else 10.0,
        leadings={size: _usual(counter) for size, counter in leadings.items() if counter.total() >= 8},
        leading=_usual(total) if total else 1.2,
        margins={size: (_share(lefts, 0.08), _share(rights, 0.92)) for size, (lefts, rights) in edges.items()},
    )


def _usual(ratios: Counter[float]) -> float:
    """The smallest frequent ratio: where most paragraphs have one line, the most frequent one is that between paragraphs."""
    most = max(ratios.values())
    return min(ratio for ratio, count in ratios.items() if count >= 0.3 * most)


def _share(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def _size_of(frame: Frame) -> tuple[int, int]:
    return round(frame.width), round(frame.height)
