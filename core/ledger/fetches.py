"""What was asked of sites and what they answered, and which files changed. Rows are only added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, update

from core.ledger.clock import ledger_now
from core.ledger.crawl_entries import Change, ChangeClass, Fetch, FetchEntry
from core.ledger.crawl_tables import addresses, changes, fetches
from core.ledger.ledger import Ledger
from core.ledger.tables import files


def record(connection: Connection, address: int | None, crawl: int, fetch: Fetch) -> None:
    """Inside the transaction that it is given."""
    connection.execute(
        insert(fetches).values(
            address=address,
            crawl=crawl,
            at=ledger_now(),
            asked=fetch.asked,
            final=fetch.final,
            chain=_json(fetch.chain),
            status=fetch.status,
            request_headers=_json(fetch.request_headers),
            response_headers=_json(fetch.response_headers),
            digest=fetch.digest,
            size=fetch.size,
            seconds=fetch.seconds,
            outcome=fetch.outcome,
            code=fetch.code,
        )
    )


def record_fetch(ledger: Ledger, crawl: int, fetch: Fetch, *, address: int | None = None) -> None:
    """A fetch that ends no address: of robots.txt, or one that a protection page answered."""
    with ledger.transaction(writes=True) as connection:
        record(connection, address, crawl, fetch)


def record_change(connection: Connection, *, file: int, source: str, old: str, new: str, crawl: int) -> None:
    """New bytes at an old address, inside the transaction that it is given."""
    connection.execute(insert(changes).values(file=file, source=source, old=old, new=new, crawl=crawl, at=ledger_now()))


def fetch_entries(
    ledger: Ledger, *, crawl: int | None = None, url: str | None = None, source: str | None = None
) -> Iterator[FetchEntry]:
    """What was asked, oldest first; only of one crawl, one address or one source where given."""
    query = select(fetches).order_by(fetches.c.id)
    if crawl is not None:
        query = query.where(fetches.c.crawl == crawl)
    if url is not None:
        query = query.where(fetches.c.asked == url)
    if source is not None:
        query = query.join(addresses, addresses.c.id == fetches.c.address).where(addresses.c.source == source)
    with ledger.transaction(writes=False) as connection:
        for row in connection.execute(query):
            yield _entry(row)


def count_outcomes(ledger: Ledger, crawl: int) -> dict[tuple[str, str], int]:
    """Fetches of a crawl by kind of address (page, file, probe) and outcome; `robots` for those that belong to none."""
    query = (
        select(addresses.c.kind, fetches.c.outcome, func.count())
        .select_from(fetches.outerjoin(addresses, addresses.c.id == fetches.c.address))
        .where(fetches.c.crawl == crawl)
        .group_by(addresses.c.kind, fetches.c.outcome)
    )
    with ledger.transaction(writes=False) as connection:
        return {(row[0] or "robots", row[1]): row[2] for row in connection.execute(query)}


def change_entries(
    ledger: Ledger, *, crawl: int | None = None, source: str | None = None, unclassed: bool = False
) -> list[Change]:
    """Files whose bytes changed, oldest first; only of a crawl or source, and only those not yet compared, where given."""
    query = select(changes, files.c.name).join(files, files.c.id == changes.c.file).order_by(changes.c.id)
    if crawl is not None:
        query = query.where(changes.c.crawl == crawl)
    if source is not None:
        query = query.where(changes.c.source == source)
    if unclassed:
        query = query.where(changes.c["class"].is_(None))
    with ledger.transaction(writes=False) as connection:
        return [_change(row) for row in connection.execute(query)]


def class_change(ledger: Ledger, change: int, kind: ChangeClass, detail: str | None = None) -> None:
    """What a comparison of the two documents found."""
    with ledger.transaction(writes=True) as connection:
        connection.execute(update(changes).where(changes.c.id == change).values({"class": kind, "detail": detail}))


def _json(value: Any) -> str | None:
    return msgspec.json.encode(value, order="sorted").decode() if value else None


def _entry(row: Row[Any]) -> FetchEntry:
    return FetchEntry(
        id=row.id,
        address=row.address,
        crawl=row.crawl,
        at=row.at,
        asked=row.asked,
        final=row.final,
        chain=tuple(msgspec.json.decode(row.chain)) if row.chain else (),
        status=row.status,
        request_headers=msgspec.json.decode(row.request_headers) if row.request_headers else {},
        response_headers=msgspec.json.decode(row.response_headers) if row.response_headers else {},
        digest=row.digest,
        size=row.size,
        seconds=row.seconds,
        outcome=row.outcome,
        code=row.code,
    )


def _change(row: Row[Any]) -> Change:
    return Change(
        id=row.id,
        source=row.source,
        name=row.name,
        old=row.old,
        new=row.new,
        crawl=row.crawl,
        at=row.at,
        kind=row._mapping["class"],
        detail=row.detail,
    )
