"""Reading order of the lines of a page."""

from __future__ import annotations

from collections.abc import Sequence

from extract.read.pdf.lines import RawLine


def in_reading_order(lines: Sequence[RawLine]) -> list[RawLine]:
    """Content order, mended: blocks that lie wholly above others come before them.

    A block is a stretch of lines that only goes down. Producers often draw the foot of a page first, or a title last;
    but within columns and tables, whose blocks lie side by side, their own order is the right one.
    """
    blocks: list[list[RawLine]] = []
    for line in lines:
        if blocks and line.top >= blocks[-1][-1].top - 0.5 * line.height:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    if len(blocks) < 2:
        return list(lines)
    # Blocks whose heights overlap belong together; the groups are then disjoint and can be sorted.
    spans = sorted(
        (
            (min(line.top for line in block), max(line.bottom for line in block), index)
            for index, block in enumerate(blocks)
        )
    )
    groups: list[list[int]] = []
    lowest = 0.0
    for top, bottom, index in spans:
        if groups and top < lowest - 2.0:
            groups[-1].append(index)
            lowest = max(lowest, bottom)
        else:
            groups.append([index])
            lowest = bottom
    return [line for group in groups for index in sorted(group) for line in blocks[index]]
