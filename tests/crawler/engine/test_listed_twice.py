"""What holds of a file that several pages list."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import msgspec

from crawler.engine.naming import merged
from crawler.records import ListedFile


def listed(page: str, page_lang: str | None, **values: Any) -> str:
    known = {"url": "https://cskw.example/files/a.fr.pdf", "key": "a", "step": "meeting", "lang": "fr"}
    record = ListedFile(page=page, page_lang=page_lang, **(known | values))
    return msgspec.json.encode(record, order="sorted").decode()


ENGLISH = listed(
    "en/cop4", "en", symbol="CSKW/Decision 4.11", title="Register", titles={"en": "Register"}, published="2023-10-27"
)
FRENCH = listed("fr/cop4", "fr", symbol="CSKW/Décision 4.11", title="Registre", titles={"fr": "Registre"})
SERIES = listed("en/decisions", "en", symbol="CSKW/Dec. 4.11", titles={"en": "The register"}, status="in effect")


def fold(*records: str) -> ListedFile:
    held: str | None = None
    for record in records:
        held = merged(record, held, held is not None)
    assert held is not None
    return msgspec.json.decode(held, type=ListedFile)


def test_the_order_of_pages_decides_nothing() -> None:
    every = [fold(*order) for order in permutations((ENGLISH, FRENCH, SERIES))]
    for one in every:
        assert (one.symbol, one.title) == ("CSKW/Décision 4.11", "Registre"), "the page in the language of the file"
        assert (one.published, one.status) == ("2023-10-27", "in effect"), "others fill what it leaves open"
        assert one.titles["fr"] == "Registre"
    assert len({(one.page, one.page_lang) for one in every}) == 1


def test_a_new_crawl_says_it_anew_and_what_it_does_not_say_stays() -> None:
    later = merged(
        listed("en/cop4", "en", symbol="CSKW/Decision 4.11 (Rev.COP5)"), merged(FRENCH, ENGLISH, True), False
    )
    one = msgspec.json.decode(later, type=ListedFile)
    assert one.symbol == "CSKW/Decision 4.11 (Rev.COP5)"
    assert one.published == "2023-10-27"


def test_twins_of_a_row_stay_twins_on_their_own_pages() -> None:
    row = listed("en/meeting", "en", twin="files/geese")
    own = listed("en/document", "en", twin="files/oies")
    assert {fold(*order).twin for order in permutations((row, own))} == {"files/geese"}
