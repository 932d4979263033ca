"""Pin-points beside a citation, as printed."""

from __future__ import annotations

import pytest

from core.symbols.finder import find
from core.symbols.grammar import Grammar


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("decision 1/CP.16, paragraph 70", "paragraph 70"),
        ("decision 1/CP.16, paragraph 70 and results", "paragraph 70"),
        ("decision 1/CP.16, paragraph 5(a) and decision 1/CP.20", "paragraph 5(a)"),
        ("decision 1/CP.16, paragraphs 3 to 7 and 9", "paragraphs 3 to 7 and 9"),
        ("décision 1/CP.16, paragraphe 9, la Conférence", "paragraphe 9"),
        ("decision 1/CP.16, annex, paragraph 3(a)", "annex, paragraph 3(a)"),
        ("paragraph 13 of decision 1/CP.16", "paragraph 13"),
        ("paragraphe 4 a) de la décision 1/CP.16", "paragraphe 4 a)"),
        ("l'annexe II de la décision 1/CP.16", "annexe II"),
        ("decision 1/CP.16, para. 75 of the guidelines", None),
        ("decision 1/CP.16, particularly the priority", None),
        ("décision 1/CP.16 Participation des organisations", None),
        ("decision 1/CP.16 and 70 Parties", None),
        ("decision 1/CP.16, annex. 3 Parties met", "annex"),
        ("decision 1/CP.16, paras. 3 and 5", "paras. 3 and 5"),
        ("decisions 1/CP.16, paragraphs 126-132, 4/CP.18 and 3/CP.19", "paragraphs 126-132"),
        ("decision 1/CP.16, paragraphs 4 and 5/CP.20", "paragraphs 4"),
        ("decisions 1/CP.16, paragraph 4/CP.18", None),
        ("chapter V, paragraph 5(b), of the annex to decision 1/CP.16", "chapter V, paragraph 5(b), of the annex"),
        ("paragraph 3 of section IV of the annex to decision 1/CP.16", "paragraph 3 of section IV of the annex"),
        ("section II, paragraph 4, of decision 1/CP.16", "section II, paragraph 4"),
    ],
)
def test_pin(text: str, pin: str | None, grammar: Grammar) -> None:
    one = next(
        one
        for one in find(text, lang=None, home="UNFCCC", grammar=grammar)
        if one.canonical == "UNFCCC/Decision/1/CP.16"
    )
    assert one.pin == pin
