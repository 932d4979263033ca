"""Articles as places of a treaty's text, by id and by words."""

from __future__ import annotations

import pytest

from core.symbols.treaty_texts import article_key, steps_of_article, text_of_article, treaty_of_text
from index.links.article_places import place_in_article
from index.links.pins import places_of
from index.links.places import Place


def _text(*paths: str) -> tuple[Place, ...]:
    return tuple(Place(path, "heading" if path.rpartition("/")[2].startswith("art") else "paragraph") for path in paths)


TREATY = _text(
    "title", "artI", "p1", "p1/a", "p1/b", "artII", "artII/1", "artII/2", "artII/2/a", "artII/2/b", "artIIbis", "artIII", "p4",
    "annex1/art1", "annex1/art1/1", "annex1/art2",
)  # fmt: skip


@pytest.mark.parametrize(
    ("canonical", "place", "unplaced", "reason"),
    [
        ("CSKW/Article/II", "artII", "", "the article itself"),
        ("CSKW/Article/2", "artII", "", "Arabic for Roman"),
        ("CSKW/Article/II/para.2", "artII/2", "", "a paragraph"),
        ("CSKW/Article/II/para.2/b", "artII/2/b", "", "a letter of it"),
        ("CSKW/Article/I/b", "p1/b", "", "a letter that hangs on a sentence without a number"),
        ("CSKW/Article/II/para.1/c", "artII/1", "", "a letter that is not set apart stands in its paragraph"),
        ("CSKW/Article/II/para.2/c", "artII/2", "art2/2/c", "its paragraph has letters, and not this one"),
        ("CSKW/Article/II/para.7", "artII", "art2/7", "the article has no such paragraph"),
        ("CSKW/Article/IIbis", "artIIbis", "", "an article that was put between"),
        ("CSKW/Article/III/a", "artIII", "art3/a", "letters of another article do not count"),
        ("CSKW/Article/IX", "", "art9", "no such article"),
    ],
)
def test_by_id(canonical: str, place: str, unplaced: str, reason: str) -> None:
    found = place_in_article(steps_of_article(canonical), TREATY)
    assert found.places == ((place,) if place else ()), reason
    assert found.unplaced == ((unplaced,) if unplaced else ()), reason


@pytest.mark.parametrize(
    ("pin", "places", "reason"),
    [
        ("Article II, paragraph 2", "artII/2", "behind"),
        ("paragraph 2(b) of Article II", "artII/2/b", "before"),
        ("article 2.2(a)", "artII/2/a", "with a point"),
        ("paragraphes 1 et 2 de l'article II", "artII/1 artII/2", "a list of paragraphs"),
        ("Articles I and III", "artI artIII", "a list of articles"),
        ("article 1 of annex I", "annex1/art1", "an annex has articles of its own"),
    ],
)
def test_by_words(pin: str, places: str, reason: str) -> None:
    assert places_of(pin, TREATY).places == tuple(places.split()), reason


def test_ids() -> None:
    assert text_of_article("CSKW/Article/II/para.2") == "CSKW/Treaty"
    assert treaty_of_text("CSKW/Treaty") == "CSKW"
    assert [text_of_article(one) for one in ("CSKW/Resolution/3.4", "CSKW/Treaty", "local/0")] == [None] * 3
    assert [treaty_of_text(one) for one in ("CSKW/Article/II", "CSKW/Treaty/2", "local/0")] == [None] * 3
    assert [article_key(one) for one in ("VII", "vii", "7", "2 bis", "2bis", "4B", "premier")] == [
        "7", "7", "7", "2bis", "2bis", "4b", "premier",
    ]  # fmt: skip
