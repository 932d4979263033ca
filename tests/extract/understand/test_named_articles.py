"""Articles whose treaty the rest of the text tells, and the first article of French texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.records.document import Document
from core.records.files import Sidecar
from core.records.pages import Pages

Understood = Callable[..., Document]
TextPages = Callable[..., Pages]


@pytest.mark.parametrize(
    ("treaty", "named", "bare", "canonical", "reason"),
    [
        (
            "UNFCCC",
            "Matters relating to Article 3, paragraph 14, of the Kyoto Protocol",
            "Considers the effects under Article 3, paragraph 14, and asks for views.",
            "KYOTO/Article/3/para.14",
            "the title names the protocol for the same place",
        ),
        (
            "UNFCCC",
            "Recalling Article 6 of the Paris Agreement,",
            "Requests guidance on cooperative approaches (Article 6, paragraph 2).",
            "PARIS/Article/6/para.2",
            "an agreement under the convention is named for the same article",
        ),
        (
            "UNFCCC",
            "Recalling Article 6 of the Paris Agreement and Article 6 of the Convention,",
            "Requests guidance under Article 6.",
            "UNFCCC/Article/6",
            "both are named: that of the text",
        ),
        (
            "UNFCCC",
            "Recalling Article 4 of the Paris Agreement,",
            "Requests guidance under Article 6.",
            "UNFCCC/Article/6",
            "another article is named",
        ),
        (
            "KYOTO",
            "Recalling Article 12 of the Convention,",
            "Requests guidance under Article 12.",
            "KYOTO/Article/12",
            "a protocol names its convention, and means itself by the rest",
        ),
        (
            "KYOTO",
            "Recalling the mechanism of Article 6, paragraph 4, of the Paris Agreement,",
            "Requests the transfer to the Article 6, paragraph 4, mechanism.",
            "PARIS/Article/6/para.4",
            "the same place of a sister agreement",
        ),
        (
            "KYOTO",
            "Recalling the mechanism of Article 6, paragraph 4, of the Paris Agreement,",
            "Requests guidance on projects under Article 6.",
            "KYOTO/Article/6",
            "of a sister agreement only the same place counts",
        ),
        (
            "CBD",
            "Recalling Article 8 of the Ramsar Convention,",
            "Requests guidance under Article 8.",
            "CBD/Article/8",
            "a treaty of no kin has the same number by chance",
        ),
    ],
)
def test_what_the_rest_of_the_text_names(
    understood: Understood, text_pages: TextPages, treaty: str, named: str, bare: str, canonical: str, reason: str
) -> None:
    text = f"{named}\n\n1. Notes the report of the secretariat;\n\n2. {bare}\n"
    document = understood(text_pages(text), sidecar=Sidecar(treaty=treaty))
    articles = [one.canonical for one in document.citations if one.kind == "article"]
    assert articles[-1] == canonical, reason


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("Article premier", "art1"),
        ("ARTICLE PREMIER", "art1"),
        ("Article 1er", "art1"),
        ("Article 1 er", "art1"),
        ("Article Ier", "art1"),
        ("Article premier – Objet", "art1"),
        ("Article 1er. Objet", "art1"),
        ("Article 1 bis", "art1bis"),
    ],
)
def test_the_first_article_of_a_french_text_is_article_1(
    understood: Understood, text_pages: TextPages, heading: str, path: str
) -> None:
    text = (
        f"{heading}\n\n1. Les Parties volent.\n\nArticle 2\n\n1. Les Parties chantent.\n\n"
        "Article 3\n\n1. L'article premier et l'article 2 s'appliquent.\n"
    )
    document = understood(text_pages(text), sidecar=Sidecar(treaty="CSKW"))
    assert [one.path for one in document.segments if one.kind == "heading"] == [path, "art2", "art3"]
    assert f"{path}/1" in [one.path for one in document.segments]


@pytest.mark.parametrize(
    ("treaty", "named", "bare", "canonical", "reason"),
    [
        (
            None,
            "A guide to the Cartagena Protocol",
            "See Article 19 of the Protocol.",
            "CARTAGENA/Article/19",
            "one",
        ),
        (
            None,
            "A plan under the Framework Convention on Climate Change",
            "L'article 2 de la Convention s'applique.",
            "UNFCCC/Article/2",
            "one, in French",
        ),
        (None, "The CBD, CITES and the CMS", "See Article 8 of the Convention.", None, "several conventions"),
        (None, "A guide to the Cartagena Protocol", "See Article 19.", None, "nothing is guessed"),
        (
            "CBD",
            "Notes on the Nagoya Protocol",
            "See Article 10 of the Protocol.",
            "NAGOYA/Article/10",
            "the convention has two protocols, and the text names one",
        ),
        (
            "CBD",
            "Notes on the Ramsar Convention",
            "See Article 3 of the Convention.",
            "CBD/Article/3",
            "the convention of the text is its own",
        ),
    ],
)
def test_what_a_treaty_is_called_in_short(
    understood: Understood,
    text_pages: TextPages,
    treaty: str | None,
    named: str,
    bare: str,
    canonical: str | None,
    reason: str,
) -> None:
    text = f"1. Notes the report of the secretariat.\n\n2. {named} is a text of some length.\n\n3. {bare}\n"
    document = understood(text_pages(text), sidecar=Sidecar(treaty=treaty))
    articles = [one.canonical for one in document.citations if one.kind == "article"]
    assert articles == ([canonical] if canonical else []), reason
