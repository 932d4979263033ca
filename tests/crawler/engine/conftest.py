"""A site, a source that describes it, and the real crawler in its own process: what the tests of the engine share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from core.ledger import Ledger, open_ledger
from core.settings import Settings, load_settings

sys.path.append(str(Path(__file__).parent))

if TYPE_CHECKING:
    from played_site import Site

HOST = "papers.example"


@pytest.fixture
def site() -> Iterator[Site]:
    from played_site import Site, served

    with served(Site()) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    (tmp_path / "config" / "sources").mkdir(parents=True)
    monkeypatch.setenv("MEA__DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MEA__CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("MEA__CRAWL__CONTACT", "mailto:operator@papers.example")
    return load_settings()


@pytest.fixture
def source(settings: Settings) -> Callable[..., str]:
    """Writes a source; its listing is `/` of its first host unless `urls` says otherwise. Gives its id."""

    def write(**keys: Any) -> str:
        hosts = keys.pop("hosts", [HOST])
        urls = keys.pop("urls", [f"https://{hosts[0]}/"])
        name = keys.pop("id", "papers")
        definition = {
            "id": name,
            "treaty": "CSKW",
            "hosts": hosts,
            "languages": {"en": {"file_suffix": "en"}},
            "collect": ["en"],
            "politeness": {"min_delay_s": 0, "retry": {"times": 1}, **keys.pop("politeness", {})},
            "files": {"min_bytes": 64, "max_seconds": 3, "stall_seconds": 1, **keys.pop("files", {})},
            "discovery": keys.pop(
                "discovery",
                [{"id": "listing", "kind": "html_links", "urls": urls, "links": "li a", "follow": {"doc_url": "more"}}],
            ),
            "pages": keys.pop("pages", {"more": {"files": {"css": "li a"}}}),
            **keys,
        }
        assert settings.config_dir is not None
        (settings.config_dir / "sources" / f"{name}.yml").write_text(yaml.safe_dump(definition), encoding="utf-8")
        return name

    return write


@pytest.fixture
def order(site: Site, settings: Settings) -> Callable[..., Any]:
    """An order for a rehearsal on the site; all of `hosts` are played by it."""
    from crawler.engine.order import CrawlOrder
    from crawler.engine.running import settings_for_child

    def make(name: str = "papers", hosts: tuple[str, ...] = (HOST,), **keys: Any) -> CrawlOrder:
        keys = {"time_scale": 0.0, "rehearse": dict.fromkeys(hosts, site.url)} | keys
        return CrawlOrder(source=name, settings=settings_for_child(load_settings()), **keys)

    return make


@pytest.fixture
def crawled(order: Callable[..., Any]) -> Callable[..., Any]:
    """Crawls to the end; the summary."""
    from forked_crawl import crawl_forked

    return lambda *given, **keys: crawl_forked(order(*given, **keys))


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    with open_ledger(settings) as opened:
        yield opened


@pytest.fixture
def ends(ledger: Ledger) -> Callable[..., dict[str, tuple[str, str | None]]]:
    """How each address ended: path (or `//host/path`, where several) to state and code; `kind` restricts it."""
    from urllib.parse import urlsplit

    from core.ledger.frontier import known_addresses

    def read(name: str = "papers", kind: str | None = None, hosts: bool = False) -> dict[str, tuple[str, str | None]]:
        found = {}
        for one in known_addresses(ledger, name):
            if kind in {None, one.kind}:
                parts = urlsplit(one.url)
                where = parts.path + (f"?{parts.query}" if parts.query else "")
                found[f"//{parts.netloc}{where}" if hosts else where] = (one.state, one.code)
        return found

    return read
