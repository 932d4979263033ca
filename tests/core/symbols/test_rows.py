"""Every row of config/citations.yml finds what it says and skips what it says."""

from __future__ import annotations

import pytest

from core.configuration import Configuration
from core.symbols.finder import find
from core.symbols.forms import FILE, CitationsFile
from core.symbols.grammar import Grammar
from core.symbols.identity import printed
from core.symbols.resolve import resolve
from core.yaml_rows import load_checked

_ROWS = load_checked(Configuration(), FILE, CitationsFile).rows
_FINDS = [(row.id, example) for row in _ROWS for example in row.finds]
_SKIPS = [(row.id, text) for row in _ROWS for text in row.skips]


@pytest.mark.parametrize(("row", "example"), _FINDS, ids=[f"{row}-{number}" for number, (row, _) in enumerate(_FINDS)])
def test_row_finds(row: str, example, grammar: Grammar) -> None:
    found = find(example.text, lang=None, home=example.home, grammar=grammar)
    assert tuple(one.canonical for one in found) == example.ids
    assert row in {one.rule for one in found}


@pytest.mark.parametrize(("row", "text"), _SKIPS, ids=[f"{row}-{number}" for number, (row, _) in enumerate(_SKIPS)])
def test_row_skips(row: str, text: str, grammar: Grammar) -> None:
    assert [one for one in find(text, lang=None, home=None, grammar=grammar) if one.rule == row] == []


def test_every_treaty_that_rows_name_has_a_row(grammar: Grammar) -> None:
    named = {treaty for form in grammar.forms for treaty in form.candidates}
    assert named <= set(grammar.treaties.rows)


_SHORT = load_checked(Configuration(), FILE, CitationsFile).short_forms


@pytest.mark.parametrize(("row", "example"), [(row.id, example) for row in _SHORT for example in row.finds])
def test_short_form_means_a_citation_before_it(row: str, example, grammar: Grammar) -> None:
    found = find(example.text, lang=None, home=example.home, grammar=grammar, with_short_forms=True)
    assert tuple(one.canonical for one in found) == example.ids
    assert [one.rule for one in found][-1] == row
    assert row not in {one.rule for one in find(example.text, lang=None, home=example.home, grammar=grammar)}


@pytest.mark.parametrize(("row", "text"), [(row.id, text) for row in _SHORT for text in row.skips])
def test_short_form_without_a_fitting_citation_is_nothing(row: str, text: str, grammar: Grammar) -> None:
    found = find(text, lang=None, home="CMS", grammar=grammar, with_short_forms=True)
    assert [one for one in found if one.rule == row] == []


def test_every_id_that_rows_make_is_a_spelling_of_itself(grammar: Grammar) -> None:
    ids = sorted({one for row in _ROWS for example in row.finds for one in example.ids})
    wrong = [(one, answer) for one in ids if (answer := resolve(one, home=None, grammar=grammar).readings) != (one,)]
    assert wrong == []


def test_every_norm_that_rows_make_is_read_as_it_is_printed(grammar: Grammar) -> None:
    """But for numbers that their bodies print with words of their own, or in letters of both sizes.

    `Vienna Convention` is the short name of other conventions too, and names none.
    """
    apart = ("CITES/Notification/788", "CBD/Notification/SCBD/BS/RH/jh/38460", "VIENNA/Decision/XII(II)/1")
    ids = sorted({one for row in _ROWS for example in row.finds for one in example.ids if one not in apart})
    wrong = [
        (one, text, answer)
        for one in ids
        if (answer := resolve(text := printed(one, "en", grammar.treaties), home=None, grammar=grammar).readings)
        != (one,)
    ]
    assert wrong == []
