"""Texts of other law, whose articles and decisions are no citations: the `outside` part of `config/treaties.yml`."""

from __future__ import annotations

import re2

from core.symbols.normalise import fold
from core.treaties import Outside
from core.yaml_rows import Mistake

TREATY_FORMS = r"conventions?|protocole?s?|agreements?|accords?|treaty|treaties|traites?|covenants?|pacts?|pactes?"
"""What a treaty calls itself."""


class OtherLaw:
    """Patterns over a view. Immutable."""

    def __init__(self, outside: Outside) -> None:
        self.instrument_behind: re2._Regexp = re2.compile(
            r"((?:[a-z0-9][a-z0-9'()&./-]*[,:]? ){0,7}?)"
            r"(?:(" + TREATY_FORMS + r")|(?:" + _any(outside.instruments) + r"))\b"
        )
        """Behind `of the`: words and the nearest word for a treaty or another kind of law."""
        self.rules_behind: re2._Regexp = re2.compile(r"(?:'s)? (?:[a-z]+ ){0,2}?(?:" + _any(outside.of_bodies) + r")\b")
        """Behind the name of a treaty: rules of its bodies, whose articles are not its own."""
        self.directly_behind: re2._Regexp = re2.compile(r"(?:" + _any(outside.directly) + r")\b")
        self.added: re2._Regexp = re2.compile(
            r"(,? \(?| - |: )((?:[a-z][a-z'&-]* ){0,5}?)(" + _any(outside.laws) + r")\b"
        )
        """Directly behind an article: a sign, words, the kind of law."""
        self.heads: re2._Regexp = re2.compile(r"\b(?:" + _any(outside.laws) + r")\b")
        """The word that says what kind of law a name is of: `Directive`, `loi`."""
        self.letters: frozenset[str] = frozenset(fold(one) for one in outside.letters)
        """`tfeu`, `vclt`: known by their letters alone."""
        self.body_before: re2._Regexp = re2.compile(r"\b(?:" + _any(outside.bodies_before) + r") ?$")
        for number, pattern in enumerate(outside.bodies_after):
            _checked(pattern, number)
        self.body_after: re2._Regexp = re2.compile(
            r"(?: ?\([^)]{0,12}\))? ?(?:" + "|".join(outside.bodies_after or (_NONE,)) + ")"
        )


def _checked(pattern: str, number: int) -> None:
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        raise Mistake(
            ("outside", "bodies_after", number),
            f"RE2 does not take {pattern!r}",
            hint="Write it in small letters without accents and without look-around.",
        ) from error


_NONE = "[^\\x00-\\x7f]"  # matches nothing in a view, which is ASCII


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re2.escape(fold(word)) for word in sorted(words, key=len, reverse=True)) or _NONE
