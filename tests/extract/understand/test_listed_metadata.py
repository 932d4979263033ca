"""What listings say of a file: titles in the language of the page that lists it, and evidence of its language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.records.document import Document
from core.records.files import Provenance, Sidecar
from extract.understand.document import understand
from extract.understand.knowledge import Knowledge

FRENCH = """LES COULOIRS DU NORD

1. Le Secrétariat présente aux Parties le rapport sur les couloirs aériens que les baleines empruntent pendant leur passage.

2. Les Parties sont invitées à prendre note du présent rapport et à communiquer leurs observations avant la prochaine réunion.
"""
EN, FR = "The northern corridors and their moorings", "Les couloirs du nord et leurs amarrages"


def document(text_pages: Callable[..., Any], knowledge: Knowledge, **sidecar: Any) -> Document:
    name = Provenance(source="cskw", name="https://cskw.example/files/paper.pdf", sidecar=Sidecar(**sidecar))
    return understand(text_pages(FRENCH), names=(name,), content="0" * 64, knowledge=knowledge)


@pytest.mark.parametrize(
    ("told", "title", "why"),
    [
        ({"titles": {"en": EN, "fr": FR}}, FR, "the title of the page in the document's own language"),
        (
            {"titles": {"en": EN}},
            "LES COULOIRS DU NORD",
            "an English listing of a French file tells nothing of its title",
        ),
        ({"titles": {"fr": EN}}, "LES COULOIRS DU NORD", "the page in French is not translated"),
        ({"titles": {"und": FR}}, FR, "a site that does not say its language"),
        ({"titles": {"und": EN}}, "LES COULOIRS DU NORD", "and shows another"),
        ({"titles": {"fr": FR}, "title": "Ainsi"}, "Ainsi", "what a person states stands"),
    ],
)
def test_the_title_is_one_of_the_documents_language(
    text_pages: Callable[..., Any], knowledge: Knowledge, told: dict[str, Any], title: str, why: str
) -> None:
    found = document(text_pages, knowledge, **told)
    assert (found.lang, found.title) == ("fr", title), why
    listed = {one.value for one in found.evidence["title"] if one.source == "listing"}
    assert listed == set(told["titles"].values()), "what was not taken is kept as evidence"


def test_the_text_has_the_last_word_on_the_language_and_the_conflict_is_told(
    text_pages: Callable[..., Any], knowledge: Knowledge
) -> None:
    found = document(text_pages, knowledge, listed_langs=("en row_label",))
    assert found.lang == "fr"
    assert [one.code for one in found.issues if one.code == "language-conflict"] == ["language-conflict"]
    above = FRENCH.replace("LES COULOIRS", "Français\n\nLES COULOIRS", 1)
    name = Provenance(source="cskw", name="https://cskw.example/a.pdf", sidecar=Sidecar(listed_langs=("en row_label",)))
    hidden = understand(text_pages(above), names=(name,), content="0" * 64, knowledge=knowledge)
    assert "language-conflict" in [one.code for one in hidden.issues], "also where the masthead agrees with the text"
    agreed = document(text_pages, knowledge, listed_langs=("fr row_label",))
    assert [one.code for one in agreed.issues if one.code == "language-conflict"] == []


def test_a_text_without_words_takes_the_language_of_its_listing(
    text_pages: Callable[..., Any], knowledge: Knowledge
) -> None:
    name = Provenance(
        source="cskw",
        name="https://cskw.example/files/table.pdf",
        sidecar=Sidecar(listed_langs=("fr row_label",)),
    )
    found = understand(text_pages("12.5 %\n\n2019 4711 38 21\n"), names=(name,), content="0" * 64, knowledge=knowledge)
    assert found.lang == "fr"
