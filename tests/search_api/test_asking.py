from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.limits import Limits
from search_api.asking import FACETS, Asked, read_asked
from search_api.problems import WebError

LIMITS = Limits()


def read(address: str) -> Asked:
    return read_asked(parse_qsl(urlsplit(address).query, keep_blank_values=True), LIMITS)


@given(
    asked=st.builds(
        Asked,
        q=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=50),
        lang=st.sampled_from([None, "en", "fr"]),
        sort=st.sampled_from(["relevance", "date"]),
        filters=st.dictionaries(
            st.sampled_from(FACETS),
            st.lists(st.text("aé/&=+ #", min_size=1), min_size=1, max_size=3, unique=True).map(tuple),
        ),
        limit=st.integers(1, 100),
        ui=st.sampled_from([None, "fr"]),
    )
)
def test_an_address_gives_back_what_it_was_made_of(asked: Asked) -> None:
    assert read(asked.address()) == asked


def test_toggling_twice_changes_nothing_but_the_page() -> None:
    asked = Asked(q="x", filters={"treaty": ("CMS",)}, cursor="abc")
    once = asked.toggled("treaty", "CBD")
    assert once.chosen("treaty") == ("CMS", "CBD")
    assert once.cursor is None
    assert once.toggled("treaty", "CBD").chosen("treaty") == ("CMS",)


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/search?q=a&q=b", "q"),
        ("/search?q=" + "a" * (LIMITS.query_chars + 1), "q"),
        ("/search?limit=0", "limit"),
        ("/search?limit=101", "limit"),
        ("/search?limit=-1", "limit"),
        ("/search?limit=１", "limit"),  # a digit, but not one of ours
        ("/search?limit=ten", "limit"),
        ("/search?sort=title", "sort"),
        ("/search?cursor=" + "a" * 501, "cursor"),
        ("/search?lang=" + "a" * 501, "lang"),
        ("/search?" + "&".join(f"year={number}" for number in range(51)), "year"),
        ("/search?treaty=" + "a" * 301, "treaty"),
    ],
)
def test_what_does_not_fit_is_named(address: str, parameter: str) -> None:
    with pytest.raises(WebError) as caught:
        read(address)
    assert caught.value.parameter == parameter
    assert caught.value.status == 400
    assert caught.value.hint


@pytest.mark.parametrize(
    ("asked", "reading"),
    [
        (Asked(), None),
        (Asked(lang="fr"), "fr"),
        (Asked(filters={"language": ("fr",)}), "fr"),
        (Asked(filters={"language": ("fr", "en")}), None),
    ],
)
def test_language_to_open_documents_in(asked: Asked, reading: str | None) -> None:
    assert asked.reading() == reading
