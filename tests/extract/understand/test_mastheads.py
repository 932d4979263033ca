"""Whole mastheads, layout by layout, from the tables beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.records.document import Document
from core.records.pages import Pages

FILES = ("mastheads.yml", "mastheads_unseen.yml")
ROWS: list[dict[str, Any]] = [
    row for name in FILES for row in yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
]
BODIES = {
    "en": "The lamps were counted one by one, and the count is kept in a book that every visitor of the house may read.",
    "fr": "Les lampes ont été comptées une à une, et le compte est tenu dans un livre que chaque visiteur peut lire.",
    "es": "Las lámparas se contaron una por una, y la cuenta se guarda en un libro que todo visitante puede leer.",
}
BODY = f"\n\n{BODIES['en']}\n"
EVIDENCE = {
    "original_lang": "original_lang",
    "distribution": "distribution",
    "place": "meeting_place",
    "submitter": "submitter",
}


def known(document: Document) -> dict[str, Any]:
    """What a row can ask for. A value of `evidence` is the first that was found."""
    first = {
        field: document.evidence[name][0].value if name in document.evidence else None
        for field, name in EVIDENCE.items()
    }
    stated = [item.value for item in document.evidence.get("lang", ()) if item.source == "masthead"]
    return first | {
        "canonical": document.canonical if document.identity == "stated" else None,
        "version": document.version,
        "treaty": document.treaty,
        "title": document.title,
        "meeting": document.meeting,
        "agenda_item": document.agenda_item,
        "stated": stated[0] if stated else None,
        "start": document.dates.meeting_start,
        "end": document.dates.meeting_end,
        "document": document.dates.document,
        "adopted": document.dates.adopted,
        "reissued": document.dates.reissued,
        "issues": [issue.code for issue in document.issues],
    }


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
@pytest.mark.parametrize("whole", [True, False], ids=["paragraphs", "lines"])
def test_masthead(
    row: dict[str, Any], *, whole: bool, understood: Callable[..., Document], text_pages: Callable[..., Pages]
) -> None:
    lang = row["id"].rpartition("-")[2]
    text = row["text"].replace("  |  ", "\t") + f"\n\n{BODIES.get(lang, BODIES[row['expect'].get('stated') or 'en'])}\n"
    document = understood(text_pages(text if whole else text.replace("\n", "\n\n"), whole=whole))
    expected = {"issues": []} | row["expect"]
    found = known(document)
    assert {field: found[field] for field in expected} == expected


def test_every_value_says_where_it_stands(
    understood: Callable[..., Document], text_pages: Callable[..., Pages]
) -> None:
    document = understood(text_pages(ROWS[1]["text"] + BODY, whole=True))
    assert document.evidence["dates.document"][0].where == "page 1, line 5"
    assert {
        item.source for field in ("symbol", "agenda_item", "meeting_place") for item in document.evidence[field]
    } == {"masthead"}


def test_columns_of_a_line_are_entries_of_their_own(
    understood: Callable[..., Document], text_pages: Callable[..., Pages]
) -> None:
    document = understood(text_pages("United Nations\tFCCC/CP/2015/91\nDistr.: General\n29 January 2016\nLamps" + BODY))
    entries = [segment.text for segment in document.segments if segment.kind == "masthead"]
    assert entries == ["United Nations", "FCCC/CP/2015/91", "Distr.: General", "29 January 2016"]
