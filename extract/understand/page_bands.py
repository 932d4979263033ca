"""What stands around the text of pages: which running lines are text after all, and which lines of the text are furniture."""

from __future__ import annotations

import re

from core.records.pages import Line, Page
from extract.understand.wording import Wording

_DATED = re.compile(r"\b(?:19|20)\d{2}\W*$")
_AS_LOW = 1.5  # heights of a line by which a band may stand elsewhere
_GOES_ON_OVERLEAF = re.compile(r"/\s?(?:\.\s?){3}|/\s?…")


def is_kept(text: str, last: str, before: set[str], wording: Wording) -> bool:
    """`ANNEX` at the head of a page, `9th plenary meeting` and its date at the foot: they come back because decisions look alike.

    An annex that the page before has too is a running header. `last` is the line that was kept before on the page.
    """
    if wording.is_plenary(text) or (wording.is_enacting(text) and text.endswith(",")):
        return True
    if wording.is_plenary(last) and _DATED.search(text) is not None:
        return True
    return text not in before and only_annex(text, wording)


def only_annex(text: str, wording: Wording) -> bool:
    found = wording.annex(text)
    return found is not None and not found[2] and not _DATED.search(text)


def without_number(text: str) -> str:
    """A running header or footer without its page number."""
    return re.sub(r"^\W*\d{1,4}\s|\s\d{1,4}\W*$", "", text.strip()).strip().casefold()


def repeats_head(line: Line, page: Page, heads: set[tuple[str, ...]]) -> bool:
    """The first row of a table that goes on from the page before, printed again."""
    if line.role != "table" or line.row != 0 or line.cells not in heads or sum(map(bool, line.cells)) < 2:
        return False
    body = next((one for one in page.lines if one.role not in ("header", "footer")), None)
    return page.width is not None and body is line


def is_as_low(line: Line, top: float) -> bool:
    """Whether it may stand where something stands whose upper edge is `top`."""
    return line.box is not None and line.box[1] + _AS_LOW * (line.box[3] - line.box[1]) > top


def is_band(line: Line, band: Line | None) -> bool:
    """The line of a first page that bears no number says and stands what the footers of the others do."""
    if band is None or band.box is None or line.box is None or line.role != "body" or len(line.text) < 8:
        return False
    # First pages may have a margin of their own.
    return band.role == "footer" and abs(line.box[1] - band.box[1]) < _AS_LOW * (line.box[3] - line.box[1])


def goes_on_overleaf(line: Line) -> bool:
    """`/…` at the foot of a page: the text goes on on the next one."""
    return _GOES_ON_OVERLEAF.fullmatch(line.text) is not None
