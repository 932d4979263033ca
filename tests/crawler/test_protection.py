"""Protection pages and pages that are not there, told from pages that are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.protection import blocked_cause, page_state, soft_404_cause
from crawler.records import Page
from crawler.sources.model import SourceDefinition

SourceOf = Callable[[str], SourceDefinition]
PASSIVE = b"<script>window.__CF$cv$params={r:'x'};a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'</script>"
INCAPSULA = (
    b'<html><head><META NAME="robots" CONTENT="noindex,nofollow">'
    b'<script src="/_Incapsula_Resource?SWJIYLWA=1"></script></head></html>'
)
WORDS = b"<p>" + b"The meeting took note of the report on kites. " * 60 + b"</p>"


@pytest.mark.parametrize(
    ("status", "headers", "body", "blocked", "reason"),
    [
        (403, {"CF-Mitigated": "challenge"}, b"", True, "header of a challenge, in any case"),
        (403, {"X-Iinfo": "1-2"}, b"", True, "header of the other service"),
        (200, {"X-Iinfo": "1-2"}, WORDS, False, "which it also sends with ordinary pages"),
        (403, {"cf-mitigated": "none"}, b"", False, "another value"),
        (403, {}, b"<h1>Access denied</h1>", False, "a private file is no protection page"),
        (200, {}, INCAPSULA, True, "a challenge with status 200"),
        (200, {}, b"Request unsuccessful. Incapsula incident ID: 1", True, "an incident with status 200"),
        (200, {}, WORDS + INCAPSULA, False, "the script on an ordinary page"),
        (403, {}, b"<html><head><title>Just a moment...</title></head></html>", True, "title of a challenge"),
        (503, {}, b"<title>Attention Required! | Cloudflare</title>", True, "title, at another status"),
        (200, {}, PASSIVE + WORDS, False, "a passive script"),
        (200, {}, PASSIVE, False, "a passive script on a short page"),
        (200, {}, b"%PDF-1.7 _Incapsula_Resource" + b"x" * 9000, False, "a file that holds the words"),
        (200, {}, b"", False, "nothing"),
    ],
)
def test_protection_pages(
    source_of: SourceOf, status: int, headers: dict[str, str], body: bytes, blocked: bool, reason: str
) -> None:
    assert (blocked_cause(status, headers, body, source_of("cms").blocked) is not None) == blocked, reason


def page(body: str | bytes, url: str = "https://www.ramsar.org/document/x", final_url: str = "") -> Page:
    return Page(
        url=url, final_url=final_url or url, status=200, body=body if isinstance(body, bytes) else body.encode()
    )


@pytest.mark.parametrize(
    ("answer", "absent", "reason"),
    [
        (
            page('<div class="layout-container page-error--404"><h1 class="page-error__title">Oops</h1></div>'),
            True,
            "class",
        ),
        (page("<title>Page not found | InforMEA</title>"), True, "title"),
        (page("<title>X</title><h1>Page non trouvée</h1>"), True, "heading in French"),
        (page("<title>Report: pages not foundered</title>"), False, "words that only begin alike"),
        (page("<h1>Results</h1>", final_url="https://www.ramsar.org/search/node/x"), True, "sent on to the search"),
        (
            page("<h1>Results</h1>", url="https://www.ramsar.org/search/node/x"),
            False,
            "the search itself was asked for",
        ),
        (page("<title>Document</title><h1>Kites</h1>"), False, "a page"),
        (page(b"%PDF-1.7"), False, "a file"),
        (page(b""), False, "nothing"),
    ],
)
def test_pages_that_are_not_there(source_of: SourceOf, answer: Page, absent: bool, reason: str) -> None:
    assert (soft_404_cause(answer, source_of("ramsar").soft_404) is not None) == absent, reason


def test_the_state_of_a_page(source_of: SourceOf) -> None:
    source = source_of("ramsar")
    blocked, missing = page_state(page(INCAPSULA), source), page_state(page("<title>Page not found</title>"), source)
    assert blocked is not None
    assert blocked[0] == "blocked"
    assert missing is not None
    assert missing[0] == "soft_404"
    assert page_state(page(PASSIVE + WORDS), source) is None
