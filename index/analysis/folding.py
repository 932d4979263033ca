"""Words without case and accents."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not take apart, though people type them as two or as a plain one.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def fold(word: str) -> str:
    """Lower case, accents off Latin letters, ligatures as two letters. Other scripts keep their marks: й is not и."""
    lower = word.lower()
    if lower.isascii():
        return lower
    out = []
    for letter in unicodedata.normalize("NFC", lower).translate(_LETTERS):
        if letter.isascii():
            out.append(letter)
            continue
        bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
        if bare.isascii():
            # A compatibility form may hold signs that end a word (½ is 1⁄2): only letters and digits count.
            out.append("".join(c for c in bare if c.isalnum()).lower())
        elif not unicodedata.combining(letter):
            out.append(letter)
    return "".join(out) or lower
