"""Texts made of what says whose articles are meant come to an end, and what they hold stands where it says."""

from __future__ import annotations

import itertools

import pytest

from core.symbols.finder import find
from core.symbols.grammar import Grammar

_SIZE = 100_000
_PIECES = {
    "lists": "Article 4, ",
    "laws within laws": "the Law on the law of the law, Article 4 ",
    "names that no treaty has": "Article 4 of the Unheard Convention, ",
    "possessives": "the Convention and its Article 4 ",
    "definitions": 'the Kyoto Protocol (hereinafter "the Protocol") Article 3 of the Protocol ',
    "ordinals": "the first paragraph of Article 4, ",
    "letters in brackets": "Article 4 (a) (b) (c) ",
    "brackets that stay open": "Article 4 (x) (y) (z, first paragraph ",
    "words without a name": "Article 4 of a a a a a a a a ",
    "paragraphs behind the treaty": "Article 4 of the Convention, paragraphs 1, 2, 3 and 4, 5 ",
    "several conventions": "Article 4 of the Basel, Rotterdam and Stockholm, ",
    "the said": "Article 3 of the said Convention ",
    "letters": "Article 8 of the ABCD ",
    "letters of the family": "Article 8 of the NP ",
    "named and not named": "Article 9.1 Article 9.1 of the Cartagena Protocol ",
}


@pytest.mark.parametrize("piece", _PIECES.values(), ids=_PIECES.keys())
@pytest.mark.timeout(60)
def test_it_comes_to_an_end(piece: str, grammar: Grammar) -> None:
    text = piece * (_SIZE // len(piece))
    found = find(text, lang=None, home="CBD", grammar=grammar)
    assert all(one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
