"""Draws the pages of a PDF for character recognition: `python -m extract.read.pdf.drawing FILE PREFIX MOST`.

Run in a limited process of its own; one grey picture a page, `PREFIX-0001.png`, at 300 dots an inch (fewer on huge pages).
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2

_SCALE = 300 / 72
_MOST_PIXELS = 25_000_000


def draw(file: Path, prefix: str, most: int) -> int:
    """The number of pages drawn. A page that cannot be drawn is left out."""
    document = pypdfium2.PdfDocument(file)
    drawn = 0
    for index in range(min(len(document), most)):
        try:
            page = document[index]
            width, height = page.get_size()
            scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            page.render(scale=scale, grayscale=True).to_pil().save(f"{prefix}-{index + 1:04d}.png")
            page.close()
        except pypdfium2.PdfiumError:
            continue
        drawn += 1
    return drawn


if __name__ == "__main__":
    draw(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
