"""No request leaves to an address that is not public, or to a host that is none of the source: the table, and the real thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.resolver import dnscache
from twisted.internet.error import DNSLookupError

from core.configuration import Configuration
from core.settings import Settings
from crawler.engine.guard import Guard, is_loopback, is_number, is_public
from crawler.engine.resolver import LoopbackOnlyResolver, PublicOnlyResolver
from crawler.sources.load import load_source

if TYPE_CHECKING:
    from played_site import Site


@pytest.fixture
def guard(source: Callable[..., str], settings: Settings) -> Guard:
    # Numbers stand among the hosts, as a mistake could bring them there: the guard refuses them all the same.
    source(hosts=["papers.example", "api.papers.example:8443"], deny=["/search/", "*/private"])
    return Guard(load_source(Configuration(settings.config_dir), "papers"))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        pytest.param("https://papers.example/a.pdf", None, id="a host of the source"),
        pytest.param("http://papers.example/a.pdf", None, id="without encryption"),
        pytest.param("https://PAPERS.Example/a.pdf", None, id="capitals in a host mean nothing"),
        pytest.param("https://papers.example:443/a.pdf", None, id="the usual port, written out"),
        pytest.param("https://api.papers.example:8443/v1", None, id="another port, which the source names"),
        pytest.param("https://api.papers.example/v1", "host-refused", id="that host on the usual port"),
        pytest.param("https://papers.example:8080/a.pdf", "host-refused", id="another port"),
        pytest.param("https://www.papers.example/a.pdf", "host-refused", id="a subdomain is another host"),
        pytest.param("https://papers.example.evil.example/", "host-refused", id="a host that begins like ours"),
        pytest.param("https://evil.example/papers.example", "host-refused", id="our name in the path"),
        pytest.param("https://evil.example\\@papers.example/", "address-refused", id="a backslash that parsers read differently"),
        pytest.param("https://papers.example@evil.example/", "address-refused", id="a user name that looks like a host"),
        pytest.param("https://user:pw@papers.example/", "address-refused", id="a password in the address"),
        pytest.param("file:///etc/hostname", "address-refused", id="a file of this machine"),
        pytest.param("ftp://papers.example/a.pdf", "address-refused", id="another scheme"),
        pytest.param("data:text/html,hello", "address-refused", id="bytes in the address itself"),
        pytest.param("//papers.example/a.pdf", "address-refused", id="no scheme"),
        pytest.param("https://127.0.0.1/", "host-refused", id="a number that is no host of the source"),
        pytest.param("https://[::ffff:10.0.0.1]/", "host-refused", id="a mapped number"),
        pytest.param("http://169.254.169.254/latest/meta-data/", "host-refused", id="the metadata of a cloud"),
        pytest.param("https://papers.example/search/x", "address-denied", id="denied by the source"),
        pytest.param("https://papers.example/%73earch/x", "address-denied", id="denied, however it is escaped"),
        pytest.param("https://papers.example/a/../search/x", "address-denied", id="denied, by a detour"),
        pytest.param("https://papers.example/fr/private", "address-denied", id="denied with a star"),
        pytest.param("https://papers.example/meeting/download-all-files/9", "address-denied", id="a zip of all files"),
        pytest.param("https://papers.example/download-all", "address-denied", id="a zip of all files, in short"),
        pytest.param("https://papers.example/" + "a" * 3_000, "address-refused", id="longer than any address of a document"),
        pytest.param("https://papers.example:notaport/", "address-refused", id="no port"),
        pytest.param("https://[papers.example/", "address-refused", id="a bracket that is not closed"),
    ],
)  # fmt: skip
def test_which_addresses_are_asked(guard: Guard, url: str, code: str | None) -> None:
    refusal = guard.refusal(url)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("host", "number"),
    [
        ("127.0.0.1", True), ("127.1", True), ("2130706433", True), ("0x7f000001", True), ("0x7f.1", True), ("017700000001", True),
        ("[::1]", True), ("::ffff:127.0.0.1", True), ("fe80::1%eth0", True), ("1.2.3.4.", True), ("", True),
        ("papers.example", False), ("1.example", False), ("10-0-0-1.example", False), ("x7f", False), ("cop14.int", False),
    ],
)  # fmt: skip
def test_which_hosts_are_numbers(host: str, number: bool) -> None:
    assert is_number(host) is number


def test_a_number_is_refused_even_where_the_source_names_it(source: Callable[..., str], settings: Settings) -> None:
    source(hosts=["papers.example", "127.0.0.1", "2130706433", "0x7f000001"])
    guard = Guard(load_source(Configuration(settings.config_dir), "papers"))
    for url in ("https://127.0.0.1/", "https://2130706433/", "https://0x7f000001/"):
        refusal = guard.refusal(url)
        assert refusal is not None
        assert refusal.code == "address-refused"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2001:4860:4860::8888", True),
        ("127.0.0.1", False), ("0.0.0.0", False),  # noqa: S104
        ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("224.0.0.1", False), ("255.255.255.255", False), ("192.0.2.1", False),
        ("::1", False), ("fe80::1", False), ("fd00::1", False), ("::ffff:10.0.0.1", False), ("::ffff:8.8.8.8", True), ("no", False),
    ],
)  # fmt: skip
def test_which_numbers_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("place", "accepted"),
    [
        ("http://127.0.0.1:8000", True), ("http://127.0.0.1:8000/", True), ("http://localhost:8000", True),
        ("http://127.0.0.1", False), ("https://127.0.0.1:8000", False), ("http://127.0.0.1:8000/path", False),
        ("http://10.0.0.1:8000", False), ("http://papers.example:80", False), ("http://localhost.evil.example:80", False),
        ("http://127.0.0.1:0x50", False), ("", False),
    ],
)  # fmt: skip
def test_a_rehearsal_names_servers_of_this_machine_only(place: str, accepted: bool) -> None:
    assert is_loopback(place) is accepted


def test_no_name_leads_to_this_machine(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], ends: Callable[..., Any]
) -> None:
    """Without a rehearsal, so that the real resolver is asked: the server listens, and nothing comes."""
    port = site.url.rpartition(":")[2]
    source(hosts=[f"localhost:{port}"], urls=[f"http://localhost:{port}/"])
    summary = crawled(hosts=(), time_scale=1.0, rehearse={})
    assert site.asked == []
    assert "none that is public" in summary.hosts["localhost"]
    assert summary.state == "failed"


def test_where_addresses_redirect(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], ends: Callable[..., Any], ledger: Any
) -> None:
    from played_site import Reply, page, pdf

    from core.ledger.fetches import fetch_entries

    def to(where: str, status: int = 302) -> Reply:
        return Reply(status=status, headers={"Location": where})

    # address of a file: what it answers, and how it ends
    table: dict[str, tuple[Any, tuple[str, str | None]]] = {
        "/one-en.pdf": (to("/real-en.pdf", 301), ("done", None)),
        "/secure-en.pdf": (to("http://papers.example/real-en.pdf"), ("done", None)),
        "/two-hosts-en.pdf": (to("https://files.example/f-en.pdf"), ("done", None)),
        "/literal-en.pdf": (to("http://127.0.0.1/secret"), ("refused", "host-refused")),
        "/decimal-en.pdf": (to("http://2130706433/secret"), ("refused", "host-refused")),
        "/metadata-en.pdf": (to("http://169.254.169.254/latest"), ("refused", "host-refused")),
        "/mapped-en.pdf": (to("http://[::ffff:127.0.0.1]/secret"), ("refused", "host-refused")),
        "/localhost-en.pdf": (to("http://localhost/secret"), ("refused", "host-refused")),
        "/user-en.pdf": (to("https://a@papers.example/secret"), ("refused", "address-refused")),
        "/port-en.pdf": (to("https://papers.example:8080/secret"), ("refused", "host-refused")),
        "/file-en.pdf": (to("file:///etc/hostname"), ("refused", "redirect-refused")),
        "/offsite-en.pdf": (to("https://elsewhere.example/secret"), ("refused", "host-refused")),
        "/hidden-en.pdf": (to("/hop-en.pdf"), ("refused", "host-refused")),
        "/zip-en.pdf": (to("/meeting/download-all-files/7"), ("refused", "address-denied")),
        "/circle-en.pdf": (to("/circle2-en.pdf"), ("refused", "redirect-refused")),
        "/self-en.pdf": (to("/self-en.pdf"), ("refused", "redirect-refused")),
        "/long-en.pdf": (to("/hop1"), ("refused", "redirect-refused")),
        "/nowhere-en.pdf": (Reply(status=302), ("refused", "redirect-refused")),
        "/search-en.pdf": (to("/search/anything"), ("gone", "gone-at-source")),
    }  # fmt: skip
    for path, (answer, _) in table.items():
        site.routes[path] = answer
    site.routes |= {f"/hop{number}": to(f"/hop{number + 1}") for number in range(1, 9)}
    site.routes |= {
        "/": page(*table),
        "/real-en.pdf": pdf("real"),
        "//files.example/f-en.pdf": pdf("other host"),
        "/hop-en.pdf": to("https://elsewhere.example/secret"),
        "/circle2-en.pdf": to("/circle-en.pdf"),
        "/secret": pdf("never"),
    }
    hosts = ("papers.example", "files.example", "elsewhere.example")
    source(hosts=["papers.example", "files.example"], soft_404={"final_url_contains": ["/search/"]}, deny=["/search/"])
    crawled(hosts=hosts)
    assert ends(kind="file") == {path: end for path, (_, end) in table.items()}
    asked = {(one.host, one.path) for one in site.asked}
    assert not {path for _, path in asked if path in {"/secret", "/search/anything", "/meeting/download-all-files/7"}}
    assert "elsewhere.example" not in {host for host, _ in asked}
    assert "/hop7" not in site.paths()
    chains = {entry.asked: entry for entry in fetch_entries(ledger)}
    assert chains["https://papers.example/hidden-en.pdf"].chain == ("https://papers.example/hop-en.pdf",)
    assert chains["https://papers.example/hidden-en.pdf"].final == "https://elsewhere.example/secret"
    assert chains["https://papers.example/one-en.pdf"].final == "https://papers.example/real-en.pdf"


def test_what_a_page_names_beside_its_links_is_not_asked(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any]
) -> None:
    from played_site import Reply, page, pdf

    inside = f"{site.url}/secret"
    map_of_site = f"""<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{inside}</loc></url><url><loc>&x;</loc></url>
        <url><loc>http://169.254.169.254/latest-en.pdf</loc></url><url><loc>https://papers.example/b-en.pdf</loc></url></urlset>"""
    head = f'<meta http-equiv="refresh" content="0; url={inside}"><link rel="canonical" href="{inside}"><base href="{site.url}/">'
    listing = page("https://papers.example/a-en.pdf", "relative-en.pdf", f"{inside}-en.pdf", "file:///etc/x-en.pdf")
    site.routes |= {
        "/": Reply(body=listing.body.replace(b"<head>", f"<head>{head}".encode())),
        "/map.xml": Reply(body=map_of_site.encode(), type="application/xml"),
        "/a-en.pdf": pdf("a"),
        "/b-en.pdf": pdf("b"),
    }
    source(
        discovery=[
            {"id": "all", "kind": "html_links", "urls": ["https://papers.example/"], "links": "li a"},
            {"id": "map", "kind": "sitemap", "urls": ["https://papers.example/map.xml"], "include": "pdf$"},
        ],
        pages={},
    )
    crawled()
    assert {one.host for one in site.asked} == {"papers.example"}
    assert not [path for path in site.paths() if "secret" in path or "latest" in path or "etc" in path]
    assert "/a-en.pdf" in site.paths()


def test_a_start_address_that_redirects_to_this_machine(
    site: Site, source: Callable[..., str], crawled: Callable[..., Any], ends: Callable[..., Any]
) -> None:
    from played_site import Reply, page

    site.routes |= {
        "/": Reply(status=302, headers={"Location": f"{site.url}/secret"}),
        "/also": Reply(status=302, headers={"Location": "http://localhost/secret"}),
        "/secret": page("/x-en.pdf"),
    }
    source(urls=["https://papers.example/", "https://papers.example/also"])
    summary = crawled()
    assert sorted(site.paths()) == ["/", "/also"]
    assert ends() == {"/": ("refused", "host-refused"), "/also": ("refused", "host-refused")}
    assert summary.state == "failed"
    assert "could be read" in (summary.cause or "")


@pytest.mark.parametrize(
    ("resolver", "name", "address", "answer"),
    [
        pytest.param(PublicOnlyResolver, "papers.example", "8.8.8.8", "8.8.8.8", id="a public address"),
        pytest.param(PublicOnlyResolver, "rebound.example", "10.0.0.1", None, id="a name that points inside"),
        pytest.param(PublicOnlyResolver, "cloud.example", "169.254.169.254", None, id="the metadata of a cloud"),
        pytest.param(PublicOnlyResolver, "2130706433", "127.0.0.1", None, id="a number that was read as one"),
        pytest.param(LoopbackOnlyResolver, "papers.example", "8.8.8.8", None, id="a rehearsal resolves no name"),
        pytest.param(LoopbackOnlyResolver, "localhost", "127.0.0.1", None, id="not even this one"),
        pytest.param(LoopbackOnlyResolver, "127.0.0.1", "127.0.0.1", "127.0.0.1", id="but its own number"),
    ],
)
def test_what_names_resolve_to(
    monkeypatch: pytest.MonkeyPatch, resolver: type, name: str, address: str, answer: str | None
) -> None:
    monkeypatch.setitem(dnscache, name, address)
    given: list[object] = []
    resolver(None, 10, 1.0).getHostByName(name).addCallbacks(given.append, lambda failure: given.append(failure.value))
    assert given == [answer] if answer else isinstance(given[0], DNSLookupError)
