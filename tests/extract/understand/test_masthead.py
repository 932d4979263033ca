from __future__ import annotations

import pytest

from core.records.pages import Line
from extract.understand.blocks import Block, Furniture
from extract.understand.dates import Calendar
from extract.understand.masthead import MastheadReader, SymbolLine
from extract.understand.wording import Wording


def symbol(text: str) -> SymbolLine | None:
    """Stands for the grammar: symbols of the made-up convention."""
    return SymbolLine(text, "document", "CSKW", text) if text.startswith("CSKW/") and " " not in text else None


@pytest.fixture(scope="module")
def reader(wording: Wording) -> MastheadReader:
    return MastheadReader(wording, Calendar(wording.languages))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("CSKW/COP4/Doc.7.2", ("symbol", "CSKW/COP4/Doc.7.2")),
        ("Distribution: Générale", ("distribution", "Générale")),
        ("Distr.: General", ("distribution", "General")),
        ("8 juin 2017", ("date", "2017-06-08")),
        ("Date: 8 June 2017*", ("date", "2017-06-08")),
        ("Français", ("lang", "fr")),
        ("ENGLISH ONLY", ("lang", "en")),
        ("Original : Anglais", ("original", "en")),
        ("12ème SESSION DE LA CONFÉRENCE DES PARTIES", ("meeting", "12ème SESSION DE LA CONFÉRENCE DES PARTIES")),
        ("Manille, Philippines, 23 - 28 octobre 2017", ("meeting_dates", "2017-10-23/2017-10-28")),
        ("Point 24.2.1 de l’ordre du jour", ("agenda_item", "24.2.1")),
        ("Point 9.b de l'ordre du jour/Rev.1", ("agenda_item", "9.b")),
        ("Agenda Item 7.2", ("agenda_item", "7.2")),
        ("Item 5 (a) of the provisional agenda*", ("agenda_item", "5(a)")),
        ("(Préparé par le Secrétariat)", ("submitter", "(Préparé par le Secrétariat)")),
        ("On 8 June 2017 the lights were put out.", None),
        ("The 4th meeting was long;", None),
        ("AERIAL CORRIDORS", None),
    ],
)
def test_lines(text: str, answer: tuple[str, str] | None, reader: MastheadReader) -> None:
    assert reader.line(text, symbol) == answer


def blocks(*texts: str) -> list[Block]:
    return [Block(text=text, line=Line(text=text, whole=True), place=at) for at, text in enumerate(texts)]


def test_ends_with_its_last_line_and_takes_what_stands_among(reader: MastheadReader) -> None:
    found = reader.read(
        blocks(
            "A house of its own", "CSKW/COP4/Doc.7.2", "3 July 2023", "Agenda Item 7.2", "AERIAL CORRIDORS", "1. Text."
        ),
        [],
        lambda block: block.text.startswith("1."),
        symbol,
    )
    assert found.zone == {0, 1, 2, 3}
    assert [(item.field, item.value) for item in found.found] == [
        ("symbol", "CSKW/COP4/Doc.7.2"), ("date", "2023-07-03"), ("agenda_item", "7.2"),
    ]  # fmt: skip


def test_a_page_header_in_the_text_is_metadata(reader: MastheadReader) -> None:
    found = reader.read(
        blocks(
            "CORRIDORS",
            "They are open, all.",
            "CSKW/COP4/Doc.7.2",
            "They are wide.",
            "CSKW/COP4/Doc.7.2",
            "CSKW/COP4/Doc.9",
        ),
        [Furniture("CSKW/COP4/Doc.7.2   Page 3", 3, "header")],
        lambda block: block.text.startswith("They"),
        symbol,
    )
    assert (found.zone, found.leaked) == (frozenset(), {2, 4})
    assert [item.where for item in found.found] == ["page header in the text, line 3"]
