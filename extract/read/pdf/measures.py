"""Measures of a whole document that single lines are judged by: usual type size, leading and margins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.records.pages import LineRole
from extract.read.pdf.drafts import DraftLine, PageDraft
from extract.read.pdf.frames import Frame

_GAP = 1.3
_CENTRE_TOLERANCE = 0.02
_INSET = 0.1
_TELLING = 8
_TELLING_INSIDE = 3
_ENDING_THERE = 3
_MANY_LINES = 100
_ONE_PLACE = 8.0  # points


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
    going_on: dict[float, Counter[float]] = {}
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
                    rounded = round(ratio * 20) / 20
                    leadings.setdefault(raw.size, Counter())[rounded] += 1
                    if _goes_on(above, line):
                        going_on.setdefault(raw.size, Counter())[rounded] += 1
            above = line
    total, inside = _sum(leadings), _sum(going_on)
    told = {size: counter for size, counter in leadings.items() if counter.total() >= _TELLING}
    return Measures(
        body_size=sizes.most_common(1)[0][0] if sizes else 10.0,
        leadings={size: _usual(counter, going_on.get(size)) for size, counter in told.items()},
        leading=_usual(total, inside) if total else 1.2,
        margins={size: (_share(lefts, 0.08), _right(rights)) for size, (lefts, rights) in edges.items()},
    )


def _goes_on(above: DraftLine, line: DraftLine) -> bool:
    """The lower line goes on in the middle of a sentence: the distance to it is that inside a paragraph."""
    if not (above.raw.words and line.raw.words):
        return False
    last, first = above.raw.words[-1].text, line.raw.words[0].text
    return first[:1].islower() and len(first) > 1 and last[-1:].isalpha()


def _sum(counters: Mapping[float, Counter[float]]) -> Counter[float]:
    total: Counter[float] = Counter()
    for counter in counters.values():
        total.update(counter)
    return total


def _right(rights: list[float]) -> float:
    """Few lines of a short paper may reach the right edge: where several end at one place further right, that is the edge."""
    usual = _share(rights, 0.92)
    furthest = sorted(rights)[-_ENDING_THERE:]
    there = _ENDING_THERE <= len(rights) < _MANY_LINES and furthest[-1] - furthest[0] < _ONE_PLACE
    return max(usual, furthest[0]) if there else usual


def _usual(ratios: Counter[float], inside: Counter[float] | None) -> float:
    """The smallest frequent ratio: where most paragraphs have one line, the most frequent one is that between paragraphs.

    In a short paper hardly any line may go on in the next one; the distances where one does (`inside`) then tell more.
    """
    most = max(ratios.values())
    usual = min(ratio for ratio, count in ratios.items() if count >= 0.3 * most)
    if inside is not None and inside.total() >= _TELLING_INSIDE:
        leading = _usual(inside, None)
        return leading if usual > _GAP * leading else usual
    return usual


def _share(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def _size_of(frame: Frame) -> tuple[int, int]:
    return round(frame.width), round(frame.height)
