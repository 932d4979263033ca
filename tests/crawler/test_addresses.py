"""Addresses: what is one and the same, what may be asked, what is no address at all."""

from __future__ import annotations

import string
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import absolute, canonical_key, extension, file_name, host_of, not_allowed, with_params
from crawler.sources.model import SourceDefinition
from crawler.sources.rules import CanonicalUrl

SourceOf = Callable[[str], SourceDefinition]
RULES = CanonicalUrl(drop_params=("gtranslate", "utm_source", "source"))
BASE = "https://www.cms.int/en/meeting/cop14"


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("http://cites.org/a.pdf", "https://cites.org/a.pdf", "http and https"),
        ("https://CITES.org/a.pdf", "https://cites.org/a.pdf", "case of the host"),
        ("https://cites.org./a.pdf", "https://cites.org/a.pdf", "root dot of the host"),
        ("https://cites.org:443/a.pdf", "https://cites.org/a.pdf", "the scheme's own port"),
        ("https://cites.org/a.PDF", "https://cites.org/a.pdf", "case of the ending"),
        ("https://cites.org/a.pdf#page=2", "https://cites.org/a.pdf", "fragment"),
        ("https://cites.org/a.pdf?gtranslate=zh-CN", "https://cites.org/a.pdf", "parameter of a translator"),
        ("https://cites.org/a?x=1&utm_source=y", "https://cites.org/a?x=1", "tracking"),
        ("https://cites.org/a?b=2&a=1", "https://cites.org/a?a=1&b=2", "order of parameters"),
        ("https://cms.int/doc.25.1.13%28b%29_e.pdf", "https://cms.int/doc.25.1.13(b)_e.pdf", "escaped brackets"),
        ("https://cms.int/a%20b.pdf", "https://cms.int/a b.pdf", "escaped blanks"),
        ("https://cms.int/r%C3%A9s.pdf", "https://cms.int/rés.pdf", "escaped letters"),
        ("https://cms.int/re%CC%81s.pdf", "https://cms.int/rés.pdf", "composed and decomposed letters"),
        ("https://cms.int/%7efoo", "https://cms.int/~foo", "escapes without need, in small letters"),
        ("https://cms.int/x/../a.pdf", "https://cms.int/a.pdf", "steps back"),
        ("https://cms.int", "https://cms.int/", "no path"),
    ],
)
def test_one_address_in_two_spellings(one: str, other: str, reason: str) -> None:
    assert canonical_key(one, RULES) == canonical_key(other, RULES), reason


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("https://cms.int/a%2Fb", "https://cms.int/a/b", "an escaped slash is no slash"),
        ("https://cms.int/a%3Fb", "https://cms.int/a?b=", "nor is a question mark one"),
        ("https://cms.int/a%2520b", "https://cms.int/a%20b", "escaped twice"),
        ("https://cms.int/A.pdf", "https://cms.int/a.pdf", "case of the path"),
        ("https://cms.int/a_0.pdf", "https://cms.int/a.pdf", "a second upload may be another file"),
        ("https://cms.int/x?d=1", "https://cms.int/x?d=2", "identity in the query"),
        ("https://www.cms.int/a", "https://cms.int/a", "www, where the source does not say so"),
        ("https://cms.int:8080/a", "https://cms.int/a", "another port"),
    ],
)
def test_two_addresses(one: str, other: str, reason: str) -> None:
    assert canonical_key(one, RULES) != canonical_key(other, RULES), reason


def test_a_source_may_say_more() -> None:
    rules = CanonicalUrl(strip_www=True, drop_params=("d", "k"), keep_params=("d",))
    assert canonical_key("http://www.basel.int/x?d=a&k=1", rules) == "https://basel.int/x?d=a"


@given(st.text(alphabet=string.printable + "éœ\u0301%", max_size=60))
def test_a_key_is_stable_and_never_raises(text: str) -> None:
    url = f"https://cms.int/{text}"
    key = canonical_key(url, RULES)
    assert canonical_key(key, RULES) == key


@pytest.mark.parametrize(
    ("href", "url", "reason"),
    [
        ("/a.pdf", "https://www.cms.int/a.pdf", "from the root"),
        ("?page=1", "https://www.cms.int/en/meeting/cop14?page=1", "query alone"),
        ("//cites.org/x", "https://cites.org/x", "the page's scheme"),
        ("  /a b.pdf\n", "https://www.cms.int/a%20b.pdf", "blanks"),
        ("/a\n.pdf", "https://www.cms.int/a.pdf", "a line break within"),
        ("/a#x", "https://www.cms.int/a", "fragment"),
        (
            "/official-documentscop-12/24cop12",
            "https://www.cms.int/official-documentscop-12/24cop12",
            "odd, and an address",
        ),
        ("/decisions/&action=list&index=1", "https://www.cms.int/decisions/&action=list&index=1", "& without ?"),
        ("", None, "nothing"),
        ("#top", None, "a place of the page"),
        ("javascript:void(0)", None, "script"),
        (" JavaScript:alert(1)", None, "script, dressed up"),
        ("mailto:a@example.org", None, "mail"),
        ("tel:+41", None, "telephone"),
        ("data:text/html,x", None, "data"),
        ("file:///etc/passwd", None, "file"),
        ("http://[", None, "no parser takes it"),
        ("http://a:b:c/", None, "no port"),
        ("/" + "a" * 5000, None, "too long"),
    ],
)
def test_links_of_pages(href: str, url: str | None, reason: str) -> None:
    assert absolute(BASE, href) == url, reason


@pytest.mark.parametrize(
    ("url", "code", "reason"),
    [
        ("https://www.cms.int/en/x", None, "a page"),
        ("https://cms.int/en/x", None, "the other host"),
        ("https://WWW.CMS.INT:443/x", None, "the same host"),
        ("http://www.cms.int/x", None, "http too"),
        ("https://evil-cms.int/x", "host", "hosts are compared whole"),
        ("https://www.cms.int.evil.org/x", "host", "hosts are compared whole"),
        ("https://www.cms.int:8080/x", "host", "another port is another server"),
        ("https://127.0.0.1/x", "host", "an address of this machine"),
        ("https://[::1]/x", "host", "an address of this machine"),
        ("https://user:pw@www.cms.int/x", "credentials", "credentials"),
        ("https://www.cms.int@evil.org/x", "credentials", "a host dressed as a user"),
        ("ftp://www.cms.int/x", "scheme", "scheme"),
        ("file:///x", "scheme", "scheme"),
        ("https:///x", "malformed", "no host"),
        ("https://www.cms.int/meeting/download-all-files/7/all/all", "denied", "the zip of all files"),
        ("https://www.cms.int/en/Meeting/Download-all-files/7", "denied", "in any case"),
        ("https://www.cms.int/meeting/download%2Dall-files/7", "denied", "however it is escaped"),
        ("https://www.cms.int/x/../meeting/download-all-files/7", "denied", "whatever the way"),
        ("https://www.cms.int/search/node/x", "denied", "search"),
        ("https://www.cms.int/research/x", None, "a word that ends like it"),
    ],
)
def test_what_may_be_asked(source_of: SourceOf, url: str, code: str | None, reason: str) -> None:
    refused = not_allowed(url, source_of("cms"))
    assert (refused.code if refused else None) == code, reason
    assert refused is None or refused.detail


@pytest.mark.parametrize(
    ("url", "values", "expected", "reason"),
    [
        ("https://a/x", {"page": "1"}, "https://a/x?page=1", "first parameter"),
        ("https://a/x?q=1", {"page": "1"}, "https://a/x?q=1&page=1", "one more"),
        ("https://a/x?page=1&q=2", {"page": "2"}, "https://a/x?page=2&q=2", "in its place"),
        (
            "https://a/d/&action=list&index=1&maxrows=2",
            {"index": "3"},
            "https://a/d/&action=list&index=3&maxrows=2",
            "without ?",
        ),
        ("https://a/x?$format=json", {"$top": "20", "$skip": "0"}, "https://a/x?$format=json&$top=20&$skip=0", "OData"),
        ("https://a/x?%24top=5", {"$top": "20"}, "https://a/x?%24top=20", "escaped name"),
    ],
)
def test_parameters_are_set_in_their_place(url: str, values: dict[str, str], expected: str, reason: str) -> None:
    assert with_params(url, values) == expected, reason


@pytest.mark.parametrize(
    ("source", "url", "name"),
    [
        ("cms", "https://www.cms.int/f/a%20b_e.pdf?x=1", "a b_e.pdf"),
        ("cms", "https://www.cms.int/f/..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("cms", "https://www.cms.int/f/a%00%0Ab.pdf", "ab.pdf"),
        ("cms", "https://www.cms.int/f/", None),
        (
            "basel",
            "https://www.basel.int/Portals/4/download.aspx?d=UNEP-CHW.12-27.French.doc",
            "UNEP-CHW.12-27.French.doc",
        ),
        ("basel", "https://www.basel.int/x.pdf", "x.pdf"),
    ],
)
def test_the_name_of_a_file(source_of: SourceOf, source: str, url: str, name: str | None) -> None:
    assert file_name(url, source_of(source)) == name


def test_hosts_and_endings() -> None:
    assert host_of("https://Müller.example/") == "xn--mller-kva.example"
    assert host_of("https://[::1]:8080/") == "[::1]:8080"
    assert host_of("no address") is None
    assert extension("A.PDF") == "pdf"
    assert extension("Doc.12") == "12"
    assert extension(None) is None
