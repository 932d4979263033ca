"""Mastheads that a DOCX sets as a table: one cell holds many entries, and nothing of the table is text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.records.document import Document
from core.records.pages import Line, Page, Pages

BODY = "The lamps were counted one by one, and the count is kept in a book that every visitor of the house may read."


def made(cells: tuple[str, ...], *more: str) -> Pages:
    head = Line(text="\t".join(cells), cells=cells, role="table", row=0, table=0, whole=True)
    lines = (head, *(Line(text=text, whole=True, gap=True) for text in (*more, BODY)))
    return Pages(media_type="test", reader="test", pages=(Page(number=1, lines=lines),))


@pytest.mark.parametrize(
    ("cells", "canonical", "date", "reason"),
    [
        (
            ("CMS CONVENTION ON MIGRATORY SPECIES",
             "Distribution: General UNEP/CMS/Resolution 11.24 (Rev.COP13) Original: English"),
            "CMS/Resolution/11.24/Rev.COP13", None, "a symbol of several words among other entries",
        ),
        (
            ("Convention-cadre sur les changements climatiques",
             "FCCC/PA/CMA/2021/10/Add.1 Distr. générale 8 mars 2022 Français Original : anglais"),
            "FCCC/PA/CMA/2021/10/Add.1", "2022-03-08", "five entries in one cell, in French",
        ),
        (
            ("Convention to Combat Desertification",
             "ICCD/COP(15)/23/Add.1 Distr.: General 30 June 2022 Original: English"),
            "ICCD/COP(15)/23/Add.1", "2022-06-30", "a symbol with brackets",
        ),
    ],
)  # fmt: skip
def test_cells_hold_several_entries(
    cells: tuple[str, ...], canonical: str, date: str | None, reason: str, understood: Callable[..., Document]
) -> None:
    document = understood(made(cells, "LAMPS OF THE SEA"))
    assert (document.canonical, document.dates.document) == (canonical, date), reason
    assert [one.kind for one in document.segments if one.kind != "masthead"] == ["title", "body"], reason


def test_a_list_of_decisions_is_no_masthead(understood: Callable[..., Document]) -> None:
    document = understood(made(("ICCD/COP(15)/23/Add.1", "12/COP.15", "13/COP.15"), "LAMPS OF THE SEA"))
    assert document.canonical == "ICCD/COP(15)/23/Add.1"
    assert not document.issues


@pytest.mark.parametrize(
    ("title", "when"),
    [
        ("REPORT OF THE 52ND MEETING OF THE CMS STANDING COMMITTEE", "Bonn, Germany, 21 – 22 September 2021"),
        ("RAPPORT DE LA 52E RÉUNION DU COMITÉ PERMANENT DE LA CMS", "Bonn, Allemagne, 21 – 22 septembre 2021"),
    ],
)
def test_the_title_of_a_report_stands_above_its_days(
    title: str, when: str, understood: Callable[..., Document]
) -> None:
    document = understood(made(("CMS", "UNEP/CMS/StC52/Report"), title, when))
    assert document.title == title
    assert document.dates.meeting_start == "2021-09-21"
