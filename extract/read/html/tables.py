"""Tables of HTML: which hold data, and which only put text in its place."""

from __future__ import annotations

import re
from typing import Any

# Cells with these are parts of a layout, not of a table.
_LAYOUT = ".//table | .//h1 | .//h2 | .//h3 | .//h4 | .//ul | .//ol | .//article | .//section"
_NUMBER = re.compile(
    r"\(?(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,6})[.)]|\(?\d{1,3}(?:\.\d{1,3})*\.?\)?|[•▪◦·*–—-]|\d{1,3}\s?(?:bis|ter)\.?"
)
_LONG_CELL = 60
_ROWS_OF_MASTHEAD = 3
_LETTERS_OF_MASTHEAD = 800
_LONGEST_CELL = 1_500


def rows_of(table: Any) -> list[list[Any]]:
    """The cells of each row."""
    rows = table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
    return [row.xpath("./td | ./th") for row in rows]


def is_data(cells: list[list[Any]]) -> bool:
    """False for tables that only lay out a page."""
    if not cells or max(len(row) for row in cells) < 2 or any(cell.xpath(_LAYOUT) for row in cells for cell in row):
        return False
    if any(cell.tag == "th" for row in cells for cell in row):
        return True
    texts = [[_text(cell) for cell in row] for row in cells]
    lines = max(len(cell.xpath(".//p | .//br | .//div")) for row in cells for cell in row)
    longest, letters = max(len(text) for row in texts for text in row), sum(len(text) for row in texts for text in row)
    if lines > 3 and longest > _LONGEST_CELL:
        return False  # columns of a page
    if lines > 1 and len(cells) <= _ROWS_OF_MASTHEAD and letters < _LETTERS_OF_MASTHEAD:
        return False  # a masthead: body and symbol side by side, each of several lines
    return not _is_one_column(texts)


def numbers(cells: list[list[Any]]) -> dict[Any, str]:
    """The cells that hold nothing but the number of the text in the next cell of their row, where every row is a paragraph."""
    if any(cell.tag == "th" for row in cells for cell in row) or not _is_one_column(
        [[_text(cell) for cell in row] for row in cells]
    ):
        return {}
    filled = ([cell for cell in row if _text(cell)] for row in cells)
    return {row[0]: _text(row[0]) for row in filled if len(row) > 1}


def _is_one_column(texts: list[list[str]]) -> bool:
    filled = [[text for text in row if text] for row in texts]
    filled = [row for row in filled if row]
    if not filled:
        return False
    numbered = sum(len(row) == 2 and _NUMBER.fullmatch(row[0]) is not None for row in filled)
    if any(len(row) > 2 or (len(row) == 2 and not _NUMBER.fullmatch(row[0])) for row in filled):
        return False
    long = sum(len(row[-1]) >= _LONG_CELL for row in filled)
    return long >= 0.5 * len(filled) if numbered else True


def _text(cell: Any) -> str:
    return " ".join("".join(cell.itertext()).replace("\xa0", " ").split())
