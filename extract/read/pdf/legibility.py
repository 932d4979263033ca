"""Whether the letters of a page are those that it shows.

A font may come without a table that says which letters its glyphs are. pdfium then gives the numbers of the glyphs. Where
these follow the order that most TrueType fonts keep (that of the first Macintosh fonts), the letters can be told; where they
do not, the text is of no use, and only the picture of the page tells more.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extract.read.clean_text import clean

_CONTROLS = re.compile(r"[\x03-\x08\x0b\x0c\x0e-\x1f]")
_NO_LETTER = re.compile(r"[^A-Za-zÀ-ÖØ-öø-ÿ]+")
_VOWELS = re.compile(r"[AEIOUYaeiouyÀ-ÆÈ-ÏÒ-ÖØ-Üà-æè-ïò-öø-ü]")
# Private use, and what stands for a character that could not be told.
_STRANGE = re.compile(r"[\ue000-\uf8ff\ufffd]")
# All that may count as a control or as strange, after cleaning too.
_SUSPECT = re.compile(r"[\x03-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ue000-\uf8ff\ufffd]")
_COMMON_VOWELS = "aeiouAEIOU"

_MUCH_STRANGE = 0.3
_FEW = 20
_LEAST_LETTERS = 200
# In the languages of Latin letters that papers are written in, 38 to 48 of a hundred letters are vowels.
_FEWEST_VOWELS = 0.2
_USUAL_VOWELS = (0.25, 0.6)
_GLYPHS_OF_ASCII = range(3, 98)
_GLYPHS_OF_ROMAN = range(98, 226)


def is_garbled(text: str) -> bool:
    """Whether hardly anything of a page's text can be what is printed there."""
    solid = "".join(text.split())
    if len(solid) < _FEW:
        return False
    if len(_SUSPECT.findall(solid)) > _MUCH_STRANGE * len(solid):
        # Bullets and dashes of symbol fonts are known; what is left of the private use area is not.
        strange = len(_CONTROLS.findall(solid)) + len(_STRANGE.findall(clean(solid)))
        if strange > _MUCH_STRANGE * len(solid):
            return True
    # Vowels enough among all that is printed are enough among the letters: so it is on nearly every page, and counting
    # takes a tenth of the time of what follows.
    if sum(map(solid.count, _COMMON_VOWELS)) >= _FEWEST_VOWELS * len(solid):
        return False
    letters = _NO_LETTER.sub("", solid)
    return (
        len(letters) >= _LEAST_LETTERS
        and len(letters) > 0.5 * len(solid)
        and len(_VOWELS.findall(letters)) < _FEWEST_VOWELS * len(letters)
    )


def by_order_of_glyphs(text: str, is_unmapped: Callable[[int], bool]) -> str | None:
    """The text, its unmapped characters read as numbers of glyphs in the usual order; as many characters as `text`.

    None where nothing speaks for it: there are no numbers of glyphs, or what they give has not the vowels of a language.
    `is_unmapped` is asked for each character, by its index, of a text that shows signs of such numbers.
    """
    if not _CONTROLS.search(text) or len(_CONTROLS.findall(text)) < 0.01 * len(text):
        return None
    numbers = [position for position in range(len(text)) if is_unmapped(position)]
    if not numbers:
        return None
    told = list(text)
    for position in numbers:
        told[position] = _letter(ord(text[position]))
    letters = _NO_LETTER.sub("", "".join(told[position] for position in numbers))
    least, most = _USUAL_VOWELS
    if len(letters) < _FEW or not least <= len(_VOWELS.findall(letters)) / len(letters) <= most:
        return None
    return "".join(told)


def _letter(glyph: int) -> str:
    if glyph in _GLYPHS_OF_ASCII:
        return chr(glyph + 29)
    if glyph in _GLYPHS_OF_ROMAN:
        return bytes([glyph + 30]).decode("mac_roman")
    return "\ufffd"
