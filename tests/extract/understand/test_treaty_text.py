"""Texts that are treaties, and texts with articles of their own. The convention is the fictional one of the samples."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.records.document import Citation, Document
from core.records.files import Sidecar
from core.records.pages import Pages
from core.symbols.numerals import to_roman

Understood = Callable[..., Document]
TextPages = Callable[..., Pages]
NAME = "Convention on the Conservation of Sky Whales"


def _articles(last: int, *, roman: bool = True, extra: str = "") -> str:
    found = []
    for number in range(1, last + 1):
        printed = to_roman(number) if roman else str(number)
        found.append(f"Article {printed}\n\n1. The Parties shall do what this text says of matter {number}.{extra}\n")
    return "\n".join(found)


def _treaty(head: str = NAME, last: int = 18, extra: str = "") -> str:
    return f"{head}\n\nThe Parties to this Convention,\n\nHave agreed as follows:\n\n{_articles(last, extra=extra)}"


@pytest.mark.parametrize(
    ("text", "canonical", "reason"),
    [
        (_treaty(), "CSKW/Treaty", "its name above its articles"),
        (_treaty(f"The {NAME}"), "CSKW/Treaty", "with an article of grammar"),
        (_treaty(NAME.upper()), "CSKW/Treaty", "in capitals"),
        (_treaty("Convention sur la conservation des baleines célestes"), "CSKW/Treaty", "its French name"),
        (_treaty(f"Protocol on noise to the {NAME}"), None, "another text, of which the name is a part"),
        (_treaty(f"Draft {NAME}"), None, "a draft is not adopted"),
        (_treaty(last=6), None, "a few of its articles are not the treaty"),
        (_treaty("Rules of procedure"), None, "no name of a treaty"),
        (f"{NAME}\n\n1. It has parties.\n\n2. It has a secretariat.\n", None, "no articles"),
    ],
)
def test_which_texts_are_treaties(
    understood: Understood, text_pages: TextPages, text: str, canonical: str | None, reason: str
) -> None:
    document = understood(text_pages(text))
    if canonical is None:
        assert (document.identity, document.type) == ("none", None), reason
        return
    assert (document.canonical, document.work, document.identity) == (canonical, canonical, "stated"), reason
    assert (document.treaty, document.type) == ("CSKW", "treaty"), reason
    assert document.title == text.partition("\n")[0], reason
    assert [(one.value, one.source) for one in document.evidence["canonical"]] == [(canonical, "treaty_name")], reason
    assert [one.force for one in document.parts if one.id == "main"] == ["adopted"], reason


def _cited(document: Document) -> list[tuple[str, str | None, str | None, bool]]:
    def told(one: Citation) -> tuple[str, str | None, str | None, bool]:
        return one.exact, one.canonical, one.pin, one.is_self

    return [told(one) for one in document.citations]


def test_a_treaty_cites_its_own_articles_by_their_ids_and_its_headings_nothing(
    understood: Understood, text_pages: TextPages
) -> None:
    extra = " Article IV, paragraph 1, and Article 2 of the Convention on Biological Diversity apply."
    document = understood(text_pages(_treaty(extra=extra)))
    cited = _cited(document)
    assert len(cited) == 36
    assert set(cited) == {
        ("Article IV, paragraph 1", "CSKW/Article/IV/para.1", None, False),
        ("Article 2", "CBD/Article/2", None, False),
    }


def test_articles_with_a_letter_are_articles(understood: Understood, text_pages: TextPages) -> None:
    text = f"{NAME}\n\n{_articles(12, roman=False)}\n\nArticle 12A\n\n1. Matter.\n\nArticle 12B: Noise\n\n1. More.\n"
    document = understood(text_pages(text))
    assert {"art12", "art12A", "art12A/1", "art12B", "art12B/1"} <= {one.path for one in document.segments}


def test_a_bare_article_of_a_draft_is_its_own(understood: Understood, text_pages: TextPages) -> None:
    extra = (
        " See Article 4, Articles 5 and 6; but Article 2 of the Convention; Article 19; and Article 8 of the Convention on"
        " Biological Diversity."
    )
    head = f"Draft agreement on noise under the {NAME}"
    text = f"{head}\n\nHave agreed as follows:\n\n{_articles(12, roman=False, extra=extra)}"
    document = understood(text_pages(text))
    own = document.canonical
    assert own.startswith("local/")
    assert set(_cited(document)) == {
        ("Article 4", own, "Article 4", True),
        ("Articles 5", own, "Articles 5", True),
        ("6", own, "article 6", True),
        ("Article 2", "CSKW/Article/II", None, False),
        ("Article 19", "CSKW/Article/XIX", None, False),
        ("Article 8", "CBD/Article/8", None, False),
    }


@pytest.mark.parametrize(
    ("words", "canonical", "reason"),
    [
        ("Article 3 of this Agreement", None, "says so"),
        ("Article 3 of the Agreement", None, "the home treaty is no agreement: the draft is one"),
        ("Article 3 of the Convention", "UNFCCC/Article/3", "the convention that it is drafted under"),
        ("Article 3 of the Kyoto Protocol", "KYOTO/Article/3", "named"),
        ("the Convention, in particular its Article 3", "UNFCCC/Article/3", "named before"),
        ("provisions of the Convention, in particular Article 3", "UNFCCC/Article/3", "named before, without its"),
        ("la Convention, notamment l'article 3", "UNFCCC/Article/3", "named before in French"),
        ("the provisions, in particular Article 3", None, "nothing is named"),
        ("l'article 3 de la Convention", "UNFCCC/Article/3", "named in French"),
    ],
)
def test_what_stands_behind_an_article_says_whose_it_is(
    understood: Understood, text_pages: TextPages, words: str, canonical: str | None, reason: str
) -> None:
    text = f"Text for negotiation\n\n{_articles(9, roman=False, extra=f' As {words} says.')}"
    document = understood(text_pages(text), sidecar=Sidecar(treaty="UNFCCC"))
    expected = canonical or document.canonical
    assert {(one.canonical, one.is_self) for one in document.citations} == {(expected, canonical is None)}, reason


@pytest.mark.parametrize(
    ("symbol", "canonical", "reason"),
    [("CSKW/Decision 4.2", "CSKW/Treaty", "adopted"), ("CSKW/COP4/Doc.9", None, "a paper adopts nothing")],
)
def test_a_treaty_annexed_to_the_decision_that_adopts_it_is_a_text_of_its_own(
    understood: Understood, text_pages: TextPages, symbol: str, canonical: str | None, reason: str
) -> None:
    decision = (
        f"{symbol}\n\nTHE TEXT\n\nThe Conference of the Parties,\n\n1. Adopts the text in the annex.\n\nAnnex\n\n"
    )
    document = understood(text_pages(decision + _treaty(extra=" See Article IV.")))
    annex = next(one for one in document.parts if one.kind == "annex")
    assert annex.canonical == canonical, reason
    assert {one.canonical for one in document.citations} == {"CSKW/Article/IV"}
