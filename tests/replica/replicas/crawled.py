"""A replica crawled as the program does it, and what its ledger then says, beside what the plan said before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec
from replicas.plan import Plan, PlannedDocument, PlannedFile
from replicas.server import Logged, ReplicaServer
from replicas.serving import content_of

from core.ledger import open_ledger
from core.ledger.crawl_entries import Address
from core.ledger.frontier import known_addresses
from core.settings import Settings, load_settings
from crawler.engine.order import CrawlOrder, CrawlSummary
from crawler.engine.running import run_crawl, settings_for_child
from crawler.engine.sniff import MEDIA_TYPES
from crawler.records import ListedFile

TIME_SCALE = 0.001  # a second of the sites' clock is a millisecond
FILE_BYTES = 3_000_000  # more than any file of a replica; an endless one is broken off there
_HELD = frozenset({"collected", "copy"})


@dataclass(frozen=True, kw_only=True)
class Pass:
    """One crawl: what it said of itself, and what the server saw of it."""

    summary: CrawlSummary
    log: tuple[Logged, ...]

    @property
    def sent(self) -> int:
        """Bytes, headers included."""
        return sum(entry.sent for entry in self.log)

    def paths(self) -> set[str]:
        return {path_of(entry) for entry in self.log}


def path_of(entry: Logged) -> str:
    """Without query and percent signs."""
    return unquote(urlsplit(entry.target).path)


def settings_in(folder: Path) -> Settings:
    return load_settings(
        {
            "data_dir": folder,
            "limits": {"file_bytes": FILE_BYTES},
            "crawl": {"contact": "mailto:crawl@example.org"},
            "log": {"level": "error"},
        }
    )


def crawl_once(server: ReplicaServer, settings: Settings, source: str, **more: object) -> Pass:
    """A crawl of `source` as it is configured, on the replicas of `server`."""
    server.forget()
    order = CrawlOrder(
        source=source,
        settings=settings_for_child(settings),
        rehearse=server.rehearse,
        time_scale=TIME_SCALE,
        **more,  # type: ignore[arg-type]
    )
    summary = run_crawl(order)
    return Pass(summary=summary, log=tuple(server.forget()))


def addresses_of(settings: Settings, source: str) -> dict[str, Address]:
    """What the ledger knows of files, by path."""
    with open_ledger(settings) as ledger:
        known = known_addresses(ledger, source)
    return {_path(one): one for one in known if one.kind == "file" or (one.kind == "probe" and one.digest is not None)}


def _path(address: Address) -> str:
    """Path without percent signs; where a parameter is the identity of a file, its value."""
    parts = urlsplit(address.url)
    return unquote(parts.query.removeprefix("d=")) if parts.query.startswith("d=") else unquote(parts.path)


def listed(address: Address) -> ListedFile:
    return msgspec.json.decode(address.listed or "", type=ListedFile)


def differences(plan: Plan, known: dict[str, Address], *, known_markup: bool = True) -> Iterator[str]:
    """Every way in which the ledger is not what the plan said, one line each.

    Where the markup is not known, a language may stay unknown until the text tells it; a wrong one is a difference all the same.
    """
    planned = {plan.path(file): (document, file) for document, file in plan.rows()}
    for path, (document, file) in planned.items():
        address = known.get(path)
        if address is None:
            if file.state not in {"not_asked", "not_there"}:
                yield f"{file.name}: never found ({file.trap or 'no trap'})"
        elif file.state == "not_asked":
            yield f"{file.name}: found and {address.state}, though it may not be asked for ({file.trap})"
        else:
            yield from (
                f"{file.name}: {difference}" for difference in _of_file(plan, document, file, address, known_markup)
            )
    yield from (f"{path}: {one.state}, and not in the plan" for path, one in known.items() if path not in planned)
    yield from _twins(plan, known)


def _twins(plan: Plan, known: dict[str, Address]) -> Iterator[str]:
    """Files of one document and language in two formats are one; all others are not."""
    for document in plan.documents:
        told: dict[str, set[str | None]] = {}
        for file in document.files:
            address = known.get(plan.path(file))
            if address is not None and file.state == "collected":
                told.setdefault(file.text, set()).add(listed(address).twin)
        formats = {text: {file.format for file in document.files if file.text == text} for text in told}
        for text, twins in told.items():
            if formats[text] == {"pdf", "docx"} and len(twins) != 1:
                yield f"{document.symbol}: PDF and Word in {text} are not known as one: {sorted(map(str, twins))}"
        names = [twin for twins in told.values() for twin in twins]
        if len(names) != len(set(names)):
            yield f"{document.symbol}: files in two languages are held to be one: {names}"


def _of_file(
    plan: Plan, document: PlannedDocument, file: PlannedFile, address: Address, known_markup: bool
) -> Iterator[str]:
    state = "done" if file.state in _HELD else file.state
    if address.state != state:
        yield f"is {address.state} ({address.cause}), planned was {state} ({file.trap or 'no trap'})"
    if state != "done" or address.state != "done":
        return
    body = content_of(plan, document, file)
    if address.digest != hashlib.sha256(body).hexdigest():
        yield f"has other bytes than the site ({address.size} and {len(body)})"
    if address.media_type != MEDIA_TYPES[file.format]:  # type: ignore[index]
        yield f"is held to be {address.media_type}, planned was {file.format}"
    said = listed(address)
    if said.lang != file.listed and (known_markup or said.lang is not None):
        evidence = [(one.lang, one.origin, one.trust) for one in said.languages]
        yield f"is listed in {said.lang}, planned was {file.listed} (evidence: {evidence})"
    yield from _of_listing(document, said)


def _of_listing(document: PlannedDocument, said: ListedFile) -> Iterator[str]:
    symbol = None if document.fields.get("symbolless") else document.symbol
    if said.symbol != symbol:
        yield f"has the symbol {said.symbol!r}, planned was {symbol!r}"
    if said.revision != document.rev:
        yield f"has the revision {said.revision}, planned was {document.rev}"
    if document.listed_meeting and said.meeting != document.meeting:
        yield f"is of the meeting {said.meeting}, planned was {document.meeting}"
    if said.agenda_item is not None and said.agenda_item != document.item:
        yield f"is of the agenda item {said.agenda_item}, planned was {document.item}"
    # Symbol or annex may stand before it, as the site prints it.
    if not (said.title or "").endswith((document.title, document.title_fr)):
        yield f"has the title {said.title!r}, planned was {document.title!r}"
    if said.published not in {None, document.date.isoformat()}:
        yield f"is of {said.published}, planned was {document.date}"
    if said.superseded != bool(document.fields.get("superseded")):
        yield f"is listed with superseded={said.superseded}"
