"""What becomes of a hyphen at the end of a line: the document's own words decide.

`pre-` / `industrial` is `pre-industrial` where the document writes it so elsewhere, and `develop-` / `ment` is `development`
where it writes that. Of words that stand nowhere else: the hyphen stays, as nearly all hyphens at line ends of such papers
are the authors' own; unless most of those that the document decides are a typesetter's, which fall.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

_END = re.compile(r"([^\W\d_]+(?:[-‐][^\W\d_]+)*)[-‐]$")
_START = re.compile(r"[^\W\d_]+")
_LEAST_DECIDED = 3
_LEAST_LETTERS = 2


class LineJoins:
    """For one document; `lines` are the texts of its lines, in order."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = list(lines)
        self._text: str | None = None
        self._decided: dict[tuple[str, str], bool | None] = {}
        self._falls: bool | None = None

    def drops(self, before: str, after: str) -> bool:
        """Whether the hyphen at the end of `before` falls when `after` is joined to it."""
        parts = _parts(before, after)
        if parts is None:
            return False
        decided = self._decide(*parts)
        if decided is not None:
            return decided
        if self._falls is None:
            self._falls = self._habit()
        left, right = parts
        return self._falls and min(len(left), len(right)) >= _LEAST_LETTERS and right.islower() and "-" not in left

    def _decide(self, left: str, right: str) -> bool | None:
        """None where the document has neither the one word nor the other."""
        key = left.casefold(), right.casefold()
        if key not in self._decided:
            with_hyphen, without = self._count("-".join(key)), self._count("".join(key))
            self._decided[key] = None if with_hyphen == without == 0 else without > with_hyphen
        return self._decided[key]

    def _habit(self) -> bool:
        answers = [
            self._decide(*parts)
            for before, after in pairwise(self._lines)
            if before.endswith(("-", "‐")) and (parts := _parts(before, after)) is not None
        ]
        fall, stay = answers.count(True), answers.count(False)
        return fall + stay >= _LEAST_DECIDED and fall > stay

    def _count(self, word: str) -> int:
        """How often the word stands in the document, whole and on one line."""
        if self._text is None:
            self._text = "\n".join(self._lines).casefold().replace("‐", "-")
        found = 0
        at = self._text.find(word)
        while at >= 0:
            end = at + len(word)
            before, after = self._text[at - 1 : at], self._text[end : end + 1]
            found += not (before.isalnum() or before == "-" or after.isalnum() or after == "-")
            at = self._text.find(word, end)
        return found


def _parts(before: str, after: str) -> tuple[str, str] | None:
    """The two halves of the word that a line end cuts; None where no word of letters is cut."""
    left = _END.search(before)
    right = _START.match(after)
    return (left[1], right[0]) if left is not None and right is not None else None
