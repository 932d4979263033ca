"""Files that a person dropped into a folder: the way round protected sites. A sidecar beside each says what it is."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from crawler.addresses import extension
from crawler.language import Marks, language_of
from crawler.listed_metadata import name_groups, revision_of, stem_of, symbol_of
from crawler.meeting_names import meeting_named
from crawler.records import Context, CrawlIssue, Found, ListedFile, Page
from crawler.sources.model import SourceDefinition
from crawler.sources.step_models import Inbox
from crawler.sources.yaml_places import LOADER

SIDECAR = ".meta.yml"
_SIDECAR_BYTES = 65_536
_KEYS = ("symbol", "title", "type", "meeting", "agenda_item", "lang", "url")


def inbox_page(folder: Path) -> Page:
    """What lies in the folder, as a page that `inbox` reads: names, sizes and sidecars. Links and folders in it are left alone.

    A folder that does not exist is an empty one. Raises OSError for one that cannot be read.
    """
    entries = []
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.is_symlink() or not path.is_file() or path.name.startswith(".") or path.name.endswith(SIDECAR):
                continue
            sidecar = path.with_name(path.name + SIDECAR)
            text = None
            if sidecar.is_file() and not sidecar.is_symlink():
                text = sidecar.read_bytes()[:_SIDECAR_BYTES].decode("utf-8", "replace")
            entries.append(
                {"name": path.name, "url": path.absolute().as_uri(), "size": path.stat().st_size, "sidecar": text}
            )
    address = folder.absolute().as_uri()
    return Page(
        url=address, final_url=address, status=200, body=json.dumps(entries).encode(), content_type="application/json"
    )


def inbox(page: Page, step: Inbox, source: SourceDefinition, _context: Context) -> Found:
    """Files of formats that the source collects. What a sidecar states counts; the name fills in what it does not."""
    issues: list[CrawlIssue] = []
    files = []
    entries = json.loads(page.body)
    for entry in entries:
        name = entry["name"]
        if extension(name) not in {*source.files.formats, "htm"}:
            continue
        stated = _stated(entry["sidecar"])
        if stated is None:
            missing = entry["sidecar"] is None
            detail = f"{name} has no {name}{SIDECAR} beside it" if missing else f"{name}{SIDECAR} is no mapping of keys"
            issues.append(
                CrawlIssue(code="sidecar-missing" if missing else "file-unreadable", where=entry["url"], detail=detail)
            )
        files.append(_file(entry, stated or {}, page, step, source))
    return Found(state="page" if entries else "empty", rows=len(entries), files=tuple(files), issues=tuple(issues))


def _stated(text: str | None) -> dict[str, object] | None:
    if text is None:
        return None
    try:
        content = yaml.load(text, Loader=LOADER)  # noqa: S506 - both are safe loaders
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _file(
    entry: dict[str, object], stated: dict[str, object], page: Page, step: Inbox, source: SourceDefinition
) -> ListedFile:
    name, url = str(entry["name"]), str(entry["url"])
    texts = {key: str(stated[key]) for key in _KEYS if stated.get(key) is not None}
    groups = name_groups(name, source)
    language = language_of(Marks(term=texts.get("lang")), url, name, groups, source)
    symbol = symbol_of(texts.get("symbol"), (texts.get("title"),), name, source)
    dates = stated.get("dates")
    published = dates.get("published") if isinstance(dates, dict) else None
    size = entry["size"]
    return ListedFile(
        url=url,
        key=url,
        step=step.id,
        page=page.url,
        name=name,
        symbol=symbol,
        title=texts.get("title"),
        type=texts.get("type"),
        meeting=texts.get("meeting") or (meeting_named(source, symbol) if symbol else None),
        agenda_item=texts.get("agenda_item"),
        published=str(published) if published else None,
        lang=language.lang,
        languages=language.evidence,
        conflict=language.conflict,
        size=size if isinstance(size, int) else None,
        revision=revision_of(symbol, name, source),
        twin=stem_of(url, name),
        fields={"url": texts["url"]} if "url" in texts else {},
    )
