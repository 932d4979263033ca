"""Sitemaps: plain, zipped, nested, and those that attack."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from crawler.records import Context, Found, Paging
from crawler.sources.model import SourceDefinition

MadeUp = Callable[[str], SourceDefinition]
Read = Callable[..., Found]
STEPS = """discovery:
  - id: map
    kind: sitemap
    urls: ["https://docs.example.org/sitemap.xml"]
    include: '/document/|\\.pdf$'
    exclude: 'secret'
    follow: {loc: document}
pages:
  document: {files: {css: a}}
files: {page_max_bytes: 100000}
"""
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*locs: str) -> bytes:
    return f'<?xml version="1.0"?><urlset {NAMESPACE}>{"".join(f"<url><loc>{one}</loc></url>" for one in locs)}</urlset>'.encode()


def test_addresses_are_files_or_pages(made_up: MadeUp, read: Read) -> None:
    body = urlset(
        "https://docs.example.org/document/1",
        " https://docs.example.org/f/a_f.pdf ",
        "https://docs.example.org/about",
        "https://docs.example.org/document/secret",
        "https://evil.example.org/document/1",
        "javascript:/document/",
    )
    found = read(made_up(STEPS), "map", body)
    assert [one.url for one in found.follows] == ["https://docs.example.org/document/1"]
    assert [(one.name, one.lang) for one in found.files] == [("a_f.pdf", "fr")]
    assert [issue.code for issue in found.issues] == ["off-site", "bad-address"]
    assert found.rows == 6


def test_zipped_and_nested(made_up: MadeUp, read: Read) -> None:
    index = f"<sitemapindex {NAMESPACE}><sitemap><loc>https://docs.example.org/s1.xml.gz</loc></sitemap></sitemapindex>".encode()
    found = read(made_up(STEPS), "map", gzip.compress(index), content_type="application/gzip")
    (further,) = found.follows
    assert (further.step, further.context.paging.number) == ("map", 2)
    found = read(made_up(STEPS), "map", index, context=Context(paging=Paging(number=3)))
    assert [issue.code for issue in found.issues] == ["page-limit"]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "nothing"),
        (b"<html><body>no map</body></html>", "another document"),
        (b"\x1f\x8b broken", "a broken archive"),
        (gzip.compress(b"<urlset>" + b" " * 50_000_000), "a bomb of blanks"),
        (
            gzip.compress(urlset("https://docs.example.org/document/1") + b" " * 200_000),
            "too large: no part of it is taken for all",
        ),
        (f"{ENTITIES}]><urlset><url><loc>&j;</loc></url></urlset>".encode(), "a bomb of entities"),
        (
            b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>&f;</loc></url></urlset>',
            "a file of this machine",
        ),
        (b"<urlset>" + b"<url>" * 9000, "depth"),
    ],
)
def test_hostile_sitemaps(made_up: MadeUp, read: Read, body: bytes, reason: str) -> None:
    found = read(made_up(STEPS), "map", body)
    assert (found.files, found.follows) == ((), ()), reason
    assert "step-failed" not in {issue.code for issue in found.issues}, reason
