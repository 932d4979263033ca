"""Draws pages of a PDF for character recognition: `python -m extract.read.pdf.drawing FILE PREFIX MOST [NUMBER …]`.

Run in a limited process of its own; one grey picture a page, `PREFIX-0001.png`, at 300 dots an inch (fewer on huge pages).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

_SCALE = 300 / 72
_MOST_PIXELS = 25_000_000


def draw(file: Path, prefix: str, most: int, numbers: Sequence[int] = ()) -> int:
    """The number of pages drawn: `numbers`, counted from 1, or all where it is empty; `most` at most. A page that cannot be
    drawn is left out."""
    document = pypdfium2.PdfDocument(file)
    drawn = 0
    for number in [*(numbers or range(1, len(document) + 1))][:most]:
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            picture = page.render(scale=scale, grayscale=True).to_pil()
            # With its resolution, so that what is made of it has the size of the page.
            picture.save(f"{prefix}-{number:04d}.png", dpi=(72 * scale, 72 * scale))
            page.close()
        except (pypdfium2.PdfiumError, IndexError):
            continue
        drawn += 1
    return drawn


if __name__ == "__main__":
    draw(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), [int(number) for number in sys.argv[4:]])
