"""The text that is kept, and letters compared without accents: what is asked first never hides what is there."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from core.records.pages import Span
from extract.understand.cleaning import Cleaned, Stretch, clean, fold

BLANKS = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()]

CLEANED = [
    # (printed, kept, why)
    ("The harbour, open", "The harbour, open", "nothing to clean"),
    ("  The harbour\t", "The harbour", "blanks at both ends"),
    ("The  harbour", "The harbour", "two blanks are one"),
    ("The har\u00adbour", "The harbour", "a soft hyphen that is not printed"),
    ("\uf0d6 The harbour \uf0d6", "The harbour", "letters of a symbol font at the edges"),
    ("The [bookmark: _Toc1] harbour", "The harbour", "what a converter wrote into the text, with its blanks"),
    ("The[bookmark: _Toc1]harbour", "Theharbour", "the same without blanks"),
    ("The [bookmark] harbour", "The [bookmark] harbour", "a word in brackets"),
]


@pytest.mark.parametrize(("printed", "kept", "why"), CLEANED)
def test_what_is_kept(printed: str, kept: str, why: str) -> None:
    assert clean(printed).text == kept, why


@pytest.mark.parametrize("blank", BLANKS, ids=lambda blank: f"U+{ord(blank):04X}")
def test_every_blank_is_a_plain_one(blank: str) -> None:
    assert clean(f"the{blank}harbour").text == "the harbour"


def test_spans_move_with_the_letters_whether_or_not_anything_was_cleaned() -> None:
    span = Span(start=4, end=11, italic=True)
    assert clean("The harbour", (span,)) == Cleaned("The harbour", (Stretch(4, 11, span),))
    span = Span(start=5, end=12, italic=True)
    assert clean("The  harbour", (span,)) == Cleaned("The harbour", (Stretch(4, 11, span),))


def test_each_letter_is_folded_to_one_alone_and_among_others() -> None:
    """Offsets in the folded text are offsets in the text, whatever stands in it."""
    for code in range(0x2E00):  # all alphabets with capitals, and accents
        letter = chr(code)
        folded = fold(f"é{letter}Z")
        assert len(folded) == 3, f"U+{code:04X}"
        assert (folded[0], folded[2]) == ("e", "z"), f"U+{code:04X}"


@pytest.mark.parametrize("apostrophe", "’‘ʼ`´", ids=unicodedata.name)
def test_apostrophes_are_straight_in_a_text_with_accents(apostrophe: str) -> None:
    assert fold(f"L{apostrophe}Été") == "l'ete"
