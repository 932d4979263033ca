"""Documents, the links between them, and runs. Each function works inside the transaction that it is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from core.digests import digest_of
from core.ledger.clock import ledger_now
from core.ledger.crawl_tables import crawls
from core.ledger.entries import DocumentEntry, RunEntry
from core.ledger.seen import provenances
from core.ledger.tables import contents, documents, files, links, runs
from core.records.codec import from_json, to_json
from core.records.document import Document
from core.records.links import Link

_BATCH = 500


def put_document(connection: Connection, content: str, key: str, document: Document) -> None:
    """What the ledger must know of `document` without opening its blob `key`."""
    connection.execute(delete(documents).where(documents.c.content == content))
    connection.execute(
        insert(documents).values(
            content=content,
            document=key,
            canonical=document.canonical,
            work=document.work,
            version=document.version,
            lang=document.lang,
            langs=" ".join(document.langs),
            treaty=document.treaty,
            type=document.type,
            symbol=document.symbol,
            title=document.title,
            date=document.dates.document or document.dates.adopted,
            meeting=document.meeting,
            identity=document.identity,
            segments=len(document.segments),
            citations=len(document.citations),
            issues=len(document.issues),
        )
    )


def drop_document(connection: Connection, content: str) -> None:
    """The bytes are refused or waiting now, or what was made of them is lost: there is no document of them any more."""
    connection.execute(delete(documents).where(documents.c.content == content))


def document_entries(connection: Connection) -> Iterator[DocumentEntry]:
    """Documents that some name leads to, ordered by canonical id, language and content."""
    query = (
        select(documents, contents.c.media_type, files.c.source, files.c.name, files.c.sidecar)
        .join(contents, contents.c.sha256 == documents.c.content)
        .join(files, files.c.content == documents.c.content)
        .order_by(documents.c.canonical, documents.c.lang, documents.c.content, files.c.source, files.c.name)
    )
    for _, group in groupby(connection.execute(query), key=lambda row: row.content):
        rows = list(group)
        row = rows[0]
        yield DocumentEntry(
            content=row.content,
            document=row.document,
            canonical=row.canonical,
            work=row.work,
            version=row.version,
            lang=row.lang,
            langs=tuple(row.langs.split()),
            treaty=row.treaty,
            type=row.type,
            symbol=row.symbol,
            title=row.title,
            date=row.date,
            meeting=row.meeting,
            identity=row.identity,
            segments=row.segments,
            citations=row.citations,
            issues=row.issues,
            media_type=row.media_type,
            names=provenances(rows),
        )


def documents_digest(connection: Connection) -> str:
    """Changes whenever a document comes, goes or changes, or gets other names or other sidecars."""
    query = (
        select(documents.c.content, documents.c.document, files.c.source, files.c.name, files.c.sidecar)
        .join(files, files.c.content == documents.c.content)
        .order_by(documents.c.content, files.c.source, files.c.name)
    )
    return digest_of(*(value or "" for row in connection.execute(query) for value in row))


def count_documents(connection: Connection, *, run: int | None = None) -> tuple[int, int]:
    """Documents that some name leads to, and the citations in them; only names seen in one run where given."""
    held = select(files.c.content) if run is None else select(files.c.content).where(files.c.last_seen == run)
    query = select(func.count(), func.coalesce(func.sum(documents.c.citations), 0)).where(documents.c.content.in_(held))
    count, citations = connection.execute(query).one()
    return count, citations


def replace_links(connection: Connection, records: Iterable[Link]) -> int:
    """All links are replaced by `records`; the number written."""
    connection.execute(delete(links))
    rest = iter(records)
    written = 0
    while batch := list(islice(rest, _BATCH)):
        connection.execute(insert(links), [_link_row(link) for link in batch])
        written += len(batch)
    return written


def _link_row(link: Link) -> dict[str, Any]:
    return {
        "id": link.id,
        "content": link.content,
        "citing": link.citing,
        "target": link.target,
        "held": link.held,
        "missing": link.missing,
        "relation": link.relation,
        "force": link.force,
        "deleted": link.deleted,
        "date": link.date,
        "record": to_json(link).decode(),
    }


def link_entries(connection: Connection, *, missing: bool = False) -> Iterator[Link]:
    """Links ordered by id; only those that nothing held answers where `missing`."""
    query: Select[str] = select(links.c.record).order_by(links.c.id)
    if missing:
        query = query.where(links.c.missing.is_not(None))
    for (record,) in connection.execute(query):
        yield from_json(Link, record.encode())


def links_digest(connection: Connection) -> str:
    return digest_of(*connection.execute(select(links.c.record).order_by(links.c.id)).scalars())


def begin_run(connection: Connection, *, command: str, host: str, pid: int, program: str) -> int:
    """The number of a new run. Runs of this host that never said how they ended are marked `interrupted`; those of crawls,
    which hold no run lock and may still go on, are left to their own claim."""
    crawling = select(crawls.c.run).where(crawls.c.run.is_not(None))
    connection.execute(
        update(runs)
        .where(runs.c.state == "running", runs.c.host == host, runs.c.id.not_in(crawling))
        .values(state="interrupted")
    )
    result = connection.execute(
        insert(runs).values(command=command, host=host, pid=pid, program=program, started=ledger_now(), state="running")
    )
    key = result.inserted_primary_key
    assert key is not None  # noqa: S101 - the insert above has one row
    return int(key[0])


def end_run(connection: Connection, run: int, state: str, summary: dict[str, Any]) -> None:
    text = msgspec.json.encode(summary, order="sorted").decode()
    connection.execute(update(runs).where(runs.c.id == run).values(state=state, finished=ledger_now(), summary=text))


def last_run(connection: Connection) -> RunEntry | None:
    row = connection.execute(select(runs).order_by(runs.c.id.desc()).limit(1)).first()
    return None if row is None else _run(row)


def _run(row: Row[Any]) -> RunEntry:
    return RunEntry(
        id=row.id,
        command=row.command,
        host=row.host,
        pid=row.pid,
        program=row.program,
        started=row.started,
        finished=row.finished,
        state=row.state,
        summary=msgspec.json.decode(row.summary) if row.summary else {},
    )
