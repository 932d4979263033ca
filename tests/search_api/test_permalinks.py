from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.permalinks import Cited, document_address, fingerprint, parse_cite, permalink, with_ui


@pytest.mark.parametrize(
    ("canonical", "more", "expected"),
    [
        ("CMS/Resolution/11.10/Rev.COP13", {}, "/documents/CMS/Resolution/11.10/Rev.COP13"),
        ("CMS/Decision/13.9", {"lang": "fr", "path": "4/b"}, "/documents/CMS/Decision/13.9?lang=fr#4/b"),
        ("UNGA/Resolution/217A(III)", {"lang": None}, "/documents/UNGA/Resolution/217A(III)"),
        ("a b?c#d", {}, "/documents/a%20b%3Fc%23d"),
        ("x", {"path": '1/"><script>'}, "/documents/x#1/%22%3E%3Cscript%3E"),
    ],
)
def test_address(canonical: str, more: dict[str, str | None], expected: str) -> None:
    assert document_address(canonical, **more) == expected


def test_permalink_carries_the_fingerprint() -> None:
    address = permalink("CMS/Decision/13.9", "fr", "4/b", "Le texte")
    assert address == f"/documents/CMS/Decision/13.9?lang=fr&cite=4/b~{fingerprint('Le texte')}#4/b"
    parts = urlsplit(address)
    assert parse_cite(parse_qs(parts.query)["cite"][0]) == Cited(path="4/b", fingerprint=fingerprint("Le texte"))


@given(path=st.text(min_size=1), text=st.text())
def test_permalinks_survive_any_path_and_text(path: str, text: str) -> None:
    path = path.encode("utf-8", "replace").decode()
    parts = urlsplit(permalink("X/1", "en", path, text))
    assert unquote(parts.fragment) == path
    assert parse_cite(parse_qs(parts.query)["cite"][0]) == Cited(path=path, fingerprint=fingerprint(text))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The  text\nruns on", "The text runs on ", True),  # a better reader sets white space otherwise
        ("The text", "the text", False),
        ("by 2024", "by 2025", False),
    ],
)
def test_fingerprint_is_of_the_words(one: str, other: str, same: bool) -> None:
    assert (fingerprint(one) == fingerprint(other)) is same


@pytest.mark.parametrize("value", [None, "", "4/b", "4/b~", "4/b~xyz", "~0123abcd", "4/b~0123ABCD", "4/b~0123abcd0"])
def test_a_mangled_citation_is_none(value: str | None) -> None:
    assert parse_cite(value) is None


@pytest.mark.parametrize(
    ("address", "ui", "expected"),
    [
        ("/documents/x?lang=fr#4", None, "/documents/x?lang=fr#4"),
        ("/documents/x?lang=fr#4", "fr", "/documents/x?lang=fr&ui=fr#4"),
        ("/documents/x", "fr", "/documents/x?ui=fr"),
    ],
)
def test_with_ui(address: str, ui: str | None, expected: str) -> None:
    assert with_ui(address, ui) == expected
