"""`mea add-source`: one page of a site becomes a first YAML, the saved page, and the links that the YAML finds on it.

The page is fetched by a crawl of that one page, in a data folder that is thrown away: robots.txt, the guard of addresses and
all limits hold for it as for any other.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from msgspec import Struct

from core.blobs import Blobs
from core.configuration import Configuration
from core.errors import ConfigurationError, MeaError, UsageError
from core.ledger import open_ledger
from core.ledger.fetches import fetch_entries
from core.ledger.frontier import known_addresses
from core.settings import Settings
from core.treaties import Treaties
from crawler.engine.order import CrawlOrder
from crawler.engine.running import run_crawl, settings_for_child
from crawler.first_source import first_source, golden_links
from crawler.records import Context, Found, Page
from crawler.sources.load import SourceLoader, source_ids
from crawler.steps.registry import parse
from jobs.crawl import check_rehearsal
from jobs.sidecars import SOURCE_ID


class AddedSource(Struct, frozen=True, kw_only=True):
    """The answer of `mea add-source --json`."""

    source: str
    file: str
    page: str
    links: str
    """Paths of the YAML, the saved page, and the list of links."""
    files_found: int
    pages_found: int
    """Links to files and to further pages that the first YAML finds on the page."""
    issues: tuple[str, ...]


def add_source(
    source: str,
    url: str,
    *,
    settings: Settings,
    folder: Path,
    treaty: str | None = None,
    rehearse: Mapping[str, str] | None = None,
) -> AddedSource:
    """Writes `ID.yml`, `ID.page.html` and `ID.links.json` into `folder`, none of which may be there.

    Raises UsageError (an id that is taken or no id, an address that is none, a file that is there), MeaError where the page cannot
    be fetched: robots.txt forbids it, the site does not answer or protects itself.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f"{url} is no address of a page.", hint="Begin it with https:// and the name of the site.")
    if not re.fullmatch(SOURCE_ID, source) or not source[0].isalpha():
        raise UsageError(f"{source!r} is no id of a source.", hint="Use small letters, digits, - and _, as in helcom.")
    if source in source_ids(Configuration(settings.config_dir)):
        raise UsageError(
            f"There is a source {source} already.", hint="`mea sources show` tells of it; take another id."
        )
    targets = [folder / f"{source}{ending}" for ending in (".yml", ".page.html", ".links.json")]
    for target in targets:
        if target.exists():
            raise UsageError(f"{target} is there already.", hint="Take another id, or move that file away.")
    if treaty is not None and treaty not in Treaties.load(Configuration(settings.config_dir)).rows:
        raise UsageError(
            f"config/treaties.yml has no treaty {treaty}.", hint="Add it there first, or leave --treaty out for now."
        )
    check_rehearsal(rehearse or {}, 1.0)
    page = _fetched(source, url, settings, dict(rehearse or {}))
    first = first_source(page, source, treaty)
    found = _found(first.text, first.step, page, source, settings)
    folder.mkdir(parents=True, exist_ok=True)
    for target, content in zip(targets, (first.text.encode(), page.body, golden_links(found).encode()), strict=True):
        target.write_bytes(content)
    return AddedSource(
        source=source,
        file=str(targets[0]),
        page=str(targets[1]),
        links=str(targets[2]),
        files_found=len(found.files),
        pages_found=len(found.follows),
        issues=tuple(f"{one.code}: {one.detail}" for one in found.issues),
    )


def _fetched(source: str, url: str, settings: Settings, rehearse: dict[str, str]) -> Page:
    host = urlsplit(url).netloc.rpartition("@")[2].lower()
    only_page = {
        "id": source,
        "treaty": "*",
        "hosts": [host],
        "languages": {"en": {"prefixes": [""]}},
        "collect": ["en"],
        "discovery": [
            {"id": "page", "kind": "html_links", "urls": [url.replace("{", "%7B").replace("}", "%7D")], "links": "a"}
        ],
    }
    with tempfile.TemporaryDirectory(prefix="mea-add-source-") as place:
        sources = Path(place) / "config" / "sources"
        sources.mkdir(parents=True)
        (sources / f"{source}.yml").write_text(yaml.safe_dump(only_page, allow_unicode=True), encoding="utf-8")
        own = settings.model_copy(
            update={
                "data_dir": Path(place) / "data",
                "config_dir": Path(place) / "config",
                "blobs": type(settings.blobs)(url=None),
                "ledger": type(settings.ledger)(url=None),
            }
        )
        order = CrawlOrder(source=source, settings=settings_for_child(own), dry_run=True, rehearse=rehearse)
        summary = run_crawl(order)
        with open_ledger(own) as ledger:
            asked = next((one for one in known_addresses(ledger, source) if one.kind == "page"), None)
            if asked is None or asked.digest is None:
                reason = (asked.cause if asked else None) or summary.cause or "the site gave no answer"
                raise MeaError(
                    f"{url} could not be fetched: {reason}",
                    hint="See whether a browser shows it, and whether robots.txt permits it.",
                )
            fetch = next(iter(fetch_entries(ledger, url=asked.url)), None)
            return Page(
                url=url,
                final_url=(fetch.final if fetch else None) or url,
                status=200,
                body=Blobs(own.blobs_url).get(asked.digest),
                content_type=fetch.response_headers.get("content-type") if fetch else asked.media_type,
            )


def _found(text: str, step: str, page: Page, source: str, settings: Settings) -> Found:
    try:
        definition = SourceLoader(Configuration(settings.config_dir)).check(source, text)
    except ConfigurationError as error:
        raise MeaError(
            f"The first YAML of {source} does not load: {error.cause}",
            hint="This is a defect of mea; please report it.",
        ) from error
    return parse(page, definition.steps[step], definition, Context())
