"""The bundled site answers as a site does: pages, files, validators, and nothing beside them."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from jobs.sample_site import sample_site


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with sample_site() as address:
        yield address


def ask(site: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=10)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "status", "begins", "why"),
    [
        ("/robots.txt", 200, b"User-agent", "what a polite crawler asks first"),
        ("/en/meetings.html", 200, b"<!DOCTYPE", "the list of meetings"),
        ("/fr/cop4.html", 200, b"<!DOCTYPE", "a meeting in the other language"),
        ("/files/cop3-inf-2.en.pdf", 200, b"%PDF", "a file that only the site has"),
        ("/files/resolution-3.4.en.pdf", 200, b"%PDF", "a file of the bundled samples"),
        ("/files/resolution-3.4.en.pdf?source=x", 200, b"%PDF", "a query does not change the file"),
        ("/files/absent.pdf", 404, b"", "a dead link"),
        ("/files/", 404, b"", "no listing of a folder"),
        ("/", 404, b"", "nor of the root"),
        ("/files/..%2Fpages%2Frobots.txt", 404, b"", "no way out of the folder of files"),
        ("/../../README.md", 404, b"", "nor out of the site"),
    ],
)
def test_answers(site: str, path: str, status: int, begins: bytes, why: str) -> None:
    got, _, body = ask(site, path)
    assert got == status, why
    if begins:
        assert body.startswith(begins), why


def test_an_unchanged_page_is_told_so(site: str) -> None:
    _, headers, _ = ask(site, "/en/cop4.html")
    status, _, body = ask(site, "/en/cop4.html", {"If-Modified-Since": headers["Last-Modified"]})
    assert (status, body) == (304, b"")
