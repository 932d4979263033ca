"""A paper of several bodies has a symbol of each: one identity, and the others beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.configuration import Configuration
from core.records.document import Document
from core.records.files import Sidecar
from core.records.pages import Pages
from core.symbols.grammar import Grammar
from extract.understand.identity import symbol_line

_REST = """Distr.: General
8 September 2022
Original: English
Report of the board on sky whales
1. The board met twice.
2. The board will meet again.
"""


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return Grammar.load(Configuration())


@pytest.mark.parametrize(
    ("line", "first", "also", "reason"),
    [
        ("FCCC/KP/CMP/2022/4–FCCC/PA/CMA/2022/3", "FCCC/KP/CMP/2022/4", ("FCCC/PA/CMA/2022/3",), "a dash between"),
        ("FCCC/KP/CMP/2022/4 – FCCC/PA/CMA/2022/3", "FCCC/KP/CMP/2022/4", ("FCCC/PA/CMA/2022/3",), "blanks around it"),
        ("UNEP/OzL.Conv.11/7-UNEP/OzL.Pro.29/8", "UNEP/OzL.Conv.11/7", ("UNEP/OzL.Pro.29/8",), "a hyphen between"),
        ("CBD/SBSTTA/24/10, CBD/SBI/3/14", "CBD/SBSTTA/24/10", ("CBD/SBI/3/14",), "two bodies of one convention"),
        ("CBD/COP/15/4 – CBD/CP/MOP/10/5 – CBD/NP/MOP/4/5", "CBD/COP/15/4", ("CBD/CP/MOP/10/5", "CBD/NP/MOP/4/5"), "three"),
        ("UNEP/CHW.15/4 et UNEP/POPS/COP.10/5", "UNEP/CHW.15/4", ("UNEP/POPS/COP.10/5",), "French"),
        ("FCCC/SBI/2014/8, FCCC/SBI/2014/9", None, (), "two papers of one body are two papers"),
        ("FCCC/CP/2015/10 and Add.1", None, (), "a paper and its addition"),
        ("FCCC/CP/2015/10 to FCCC/SBI/2015/3", None, (), "a word that joins nothing"),
        ("See FCCC/KP/CMP/2022/4–FCCC/PA/CMA/2022/3", None, (), "a citation"),
        ("decision 1/CP.16, decision 2/CMP.6", None, (), "decisions are no papers"),
    ],
)  # fmt: skip
def test_line(line: str, first: str | None, also: tuple[str, ...], reason: str, grammar: Grammar) -> None:
    found = symbol_line(line, None, grammar)
    assert (found.canonical, found.also) == (first, also) if found is not None else first is None, reason


@pytest.mark.parametrize(
    ("head", "first", "also", "reason"),
    [
        ("FCCC/KP/CMP/2022/4–FCCC/PA/CMA/2022/3", "FCCC/KP/CMP/2022/4", ("FCCC/PA/CMA/2022/3",), "in one line"),
        ("UNEP/OzL.Conv.11/7\nUNEP/OzL.Pro.29/8", "UNEP/OzL.Conv.11/7", ("UNEP/OzL.Pro.29/8",), "in two lines"),
        ("CBD/COP/15/4\nCBD/CP/MOP/10/5\nCBD/NP/MOP/4/5", "CBD/COP/15/4", ("CBD/CP/MOP/10/5", "CBD/NP/MOP/4/5"), "in three"),
        ("CBD/COP/15/4", "CBD/COP/15/4", (), "one symbol"),
    ],
)  # fmt: skip
def test_masthead(
    head: str, first: str, also: tuple[str, ...], reason: str, understood: Callable[..., Document],
    text_pages: Callable[..., Pages],
) -> None:  # fmt: skip
    document = understood(text_pages(f"{head}\n{_REST}", whole=True))
    assert (document.canonical, document.also) == (first, also), reason
    assert [issue.code for issue in document.issues if issue.code == "identity-conflict"] == []


def test_two_papers_of_one_body_in_a_masthead_are_a_conflict(
    understood: Callable[..., Document], text_pages: Callable[..., Pages]
) -> None:
    document = understood(text_pages(f"FCCC/SBI/2014/8\nFCCC/SBI/2014/9\n{_REST}", whole=True))
    assert document.also == ()
    assert [issue.code for issue in document.issues if issue.code == "identity-conflict"] == ["identity-conflict"]


def test_what_a_person_states_may_be_the_second_symbol_or_none_of_them(
    understood: Callable[..., Document], text_pages: Callable[..., Pages]
) -> None:
    pages = text_pages(f"FCCC/KP/CMP/2022/4–FCCC/PA/CMA/2022/3\n{_REST}", whole=True)

    def stated(canonical: str) -> tuple[str, tuple[str, ...]]:
        document = understood(pages, sidecar=Sidecar(canonical=canonical))
        return document.canonical, document.also

    assert stated("FCCC/PA/CMA/2022/3") == ("FCCC/PA/CMA/2022/3", ("FCCC/KP/CMP/2022/4",))
    assert stated("FCCC/SBI/2022/1") == ("FCCC/SBI/2022/1", ())
