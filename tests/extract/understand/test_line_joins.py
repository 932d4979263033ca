"""Hyphens at the ends of lines, decided by the words of the document."""

from __future__ import annotations

import pytest

from extract.understand.line_joins import LineJoins


@pytest.mark.parametrize(
    ("elsewhere", "before", "after", "drops", "reason"),
    [
        ("Meadows of pre-industrial times.", "the pre-", "industrial level", False, "written with a hyphen elsewhere"),
        ("The development of quays.", "the develop-", "ment of", True, "written as one word elsewhere"),
        ("Pre-industrial, preindustrial, preindustrial.", "the pre-", "industrial", True, "more often as one word"),
        ("Preindustrial, pre-industrial, pre-industrial.", "the pre-", "industrial", False, "more often with a hyphen"),
        ("Preindustrial and pre-industrial.", "the pre-", "industrial", False, "as often: it stays as printed"),
        ("Nothing of it.", "the sub-", "regional lists", False, "nowhere else: it stays as printed"),
        ("A redevelopment, developments.", "the develop-", "ment", False, "parts of other words are other words"),
        ("A non-cooperation-clause.", "the non-", "cooperation", False, "a part of a longer word with hyphens"),
        ("The Cooperation.", "Inter-", "Cooperation", False, "another word"),
        ("Le développement durable.", "le dévelop-", "pement", True, "accents"),
        ("LE DÉVELOPPEMENT DURABLE.", "le dévelop-", "pement", True, "capitals"),
        ("Article 2018.", "paragraphs 20-", "18 and", False, "numbers are no words"),
        ("The list.", "the year 2016 -", "the list", False, "a dash"),
        ("The whale.", "The whale", "swims", False, "no hyphen at all"),
        ("well‐being", "well‐", "being", False, "another sign of hyphen"),
    ],
)
def test_one_line_end(elsewhere: str, before: str, after: str, drops: bool, reason: str) -> None:
    assert LineJoins([elsewhere, before, after]).drops(before, after) == drops, reason


def test_what_stands_nowhere_else_follows_the_habit_of_the_typesetter() -> None:
    decided = ["the develop-", "ment of quays", "the corri-", "dor of whales", "their moor-", "ings by night"]
    words = "development corridor moorings"
    undecided = "a remark-", "able summer"
    assert LineJoins([words, *decided, *undecided]).drops(*undecided)
    assert not LineJoins([words, *decided, *undecided]).drops("a non-", "Party"), "a capital begins no second half"
    assert not LineJoins([words, *decided, *undecided]).drops("a well-to-", "do whale"), "it has hyphens of its own"
    assert not LineJoins([words, *decided[:4], *undecided]).drops(*undecided), "two are no habit"


def test_the_author_s_own_hyphens_are_no_habit_of_a_typesetter() -> None:
    lines = ["pre-industrial non-Party sub-regional", "the pre-", "industrial", "a non-", "Party", "a sub-", "regional"]
    assert not LineJoins(lines).drops("a remark-", "able summer")
