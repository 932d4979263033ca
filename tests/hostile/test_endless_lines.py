"""Text that makes careless patterns run for hours: it is read and understood in time that grows as its length does.

Reading happens in a sandbox with a clock, understanding does not; so no rule of understanding may be worse than linear.
A rule that is not takes minutes here, and the clock of the tests ends it.
"""

from __future__ import annotations

import hashlib

import pytest

from core.limits import Limits
from core.records.files import Provenance, Sidecar
from extract.read.readers import read
from extract.understand.document import understand
from extract.understand.knowledge import Knowledge

LETTERS = 200_000
PIECES = {
    "a": "one word",
    "(": "brackets that open",
    "[": "square ones",
    "[]": "pairs of brackets",
    "1.1.1.1.": "numbers of a contents",
    "1": "a number",
    ". ": "leaders",
    "A/": "a symbol",
    "a-": "hyphens",
    "@": "an address",
    "www.": "addresses",
    "1\n": "numbers of paragraphs, a line each",
    "A\n": "capitals, a line each",
    "(a)\n": "letters of items",
    "ab-\ncd\n": "words cut at the ends of lines",
    "i": "a Roman number",
    "auSecr": "words that are glued",
    "word1 ": "calls of notes",
    "w1/ ": "calls of notes with a stroke",
    "7 Note of word7\n\n": "notes",
    "Annex ": "headings",
    "Decision 1/CP.": "citations",
    "Recalling ": "verbs",
    ",": "commas",
    "«": "quotations",
    "*": "signs",
    "a\t": "cells",
    "e\u0301\u0301\u0301": "marks upon marks",
    "א ": "another script",
}


@pytest.mark.parametrize("piece", PIECES, ids=PIECES.get)
def test_a_piece_that_repeats_for_ever_comes_to_its_end(piece: str, knowledge: Knowledge) -> None:
    data = (piece * (LETTERS // len(piece))).encode()
    pages = read(data, "endless.txt", Limits())
    name = Provenance(source="local", name="endless.txt", sidecar=Sidecar())
    document = understand(pages, (name,), hashlib.sha256(data).hexdigest(), knowledge)
    kept = sum(len(segment.text) + len(segment.label or "") for segment in document.segments)
    assert kept + sum(len(line.text) for page in pages.pages for line in page.lines if line.role != "body") > 0


@pytest.mark.parametrize("blank", [" ", "\xa0", "\t", "\u2003"])
def test_blanks_between_two_words(blank: str, knowledge: Knowledge) -> None:
    data = f"The lamps{blank * LETTERS}burn.".encode()
    pages = read(data, "blanks.txt", Limits())
    document = understand(pages, (Provenance(source="local", name="a.txt", sidecar=Sidecar()),), "0" * 64, knowledge)
    assert "".join(segment.text for segment in document.segments).split() == ["The", "lamps", "burn."]
