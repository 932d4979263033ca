"""The frontier of a crawl: which addresses of a source are known, which of them are work now, and how each one ended.

An address is work of a crawl when something linked it in this crawl and the crawl has not handled it: `listed_in` is the crawl
and `crawl` is not. So nothing has to be kept in memory, a killed crawler leaves exactly what is left to do, and an address keeps
its last state while it is asked again. An address and all that follows from its answer (the links of a page, the name of a
file, the record of the fetch) are written in one transaction, after the bytes are durable.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, or_, select, update

from core.ledger import fetches, seen
from core.ledger.clock import ledger_now
from core.ledger.crawl_entries import Address, DeadLink, Kind, NewAddress, Settled
from core.ledger.crawl_tables import addresses, page_links
from core.ledger.entries import SeenFile
from core.ledger.ledger import Ledger
from core.ledger.tables import files

MISSES_TO_WITHDRAW = 3  # on as many different days: one bad night of a site withdraws nothing
_DAY = 86_400.0
_BATCH = 200
_KEPT = ("done", "gone")
Merge = Callable[[str, str | None, bool], str]
"""Of a file: what is said of it now, what was said before, and whether that was in this crawl -> what holds."""


def newest(now: str, before: str | None, same_crawl: bool) -> str:  # noqa: ARG001 - the shape of a Merge
    """What was said last holds."""
    return now


class StateCounts:
    """Numbers of addresses by kind and state."""

    def __init__(self, counts: dict[tuple[str, str], int]) -> None:
        self._counts = counts

    def of(self, state: str) -> int:
        return sum(count for (_, one), count in self._counts.items() if one == state)

    def total(self, kind: Kind) -> int:
        return sum(count for (one, _), count in self._counts.items() if one == kind)


class Frontier:
    """The addresses of `source` as the crawl with the number `crawl` (and the run `run`) sees them."""

    def __init__(self, ledger: Ledger, source: str, *, crawl: int, run: int, merge: Merge = newest) -> None:
        self._ledger = ledger
        self._source = source
        self._crawl = crawl
        self._run = run
        self._merge = merge

    def start(self, found: Iterable[NewAddress]) -> int:
        """Takes in what the crawl begins with; the number of addresses never seen before."""
        with self._ledger.transaction(writes=True) as connection:
            return sum(self._take_in(connection, one, None, 0)[1] for one in found)

    def next_batch(self, size: int, *, without: Collection[int] = (), kinds: Sequence[Kind] = ()) -> list[Address]:
        """The next addresses to ask, `without` those in hand."""
        work = select(addresses).where(*self._is_work(kinds))
        query = work.order_by(addresses.c.rank, addresses.c.id).limit(size + len(without))
        with self._ledger.transaction(writes=False) as connection:
            rows = [_address(row) for row in connection.execute(query) if row.id not in without]
        return rows[:size]

    def unlisted(self, size: int, *, without: Collection[int] = (), recheck_days: float) -> list[Address]:
        """Files that are held and that nothing links any more. Whether they are gone, only their own address can tell: it is asked
        at once, in each crawl while it is missed, and else every `recheck_days`."""
        query = (
            select(addresses)
            .where(
                addresses.c.source == self._source,
                addresses.c.kind != "page",
                addresses.c.digest.is_not(None),
                addresses.c.state.in_(_KEPT),
                addresses.c.listed_in.is_distinct_from(self._crawl),
                addresses.c.crawl.is_distinct_from(self._crawl),
                or_(
                    and_(addresses.c.misses > 0, addresses.c.withdrawn_at.is_(None)),
                    addresses.c.crawl == addresses.c.listed_in,
                    addresses.c.checked_at < ledger_now() - recheck_days * _DAY,
                ),
            )
            .order_by(addresses.c.id)
            .limit(size + len(without))
        )
        with self._ledger.transaction(writes=False) as connection:
            rows = [_address(row) for row in connection.execute(query) if row.id not in without]
        return rows[:size]

    def pending(self, kinds: Sequence[Kind] = ()) -> int:
        """Addresses that are work of this crawl still."""
        with self._ledger.transaction(writes=False) as connection:
            return connection.execute(select(func.count(addresses.c.id)).where(*self._is_work(kinds))).scalar_one()

    def listing_complete(self, page: int) -> bool:
        """Whether all that a page linked ended: done, refused, gone, or given up after its tries."""
        query = (
            select(addresses.c.id)
            .join(page_links, page_links.c.address == addresses.c.id)
            .where(page_links.c.page == page, addresses.c.state == "pending")
            .limit(1)
        )
        with self._ledger.transaction(writes=False) as connection:
            return connection.execute(query).first() is None

    def pages_failed(self) -> int:
        """Pages linked in this crawl that were not read in it, and were before or never asked: what they link cannot be missed."""
        query = select(func.count()).where(
            addresses.c.source == self._source,
            addresses.c.listed_in == self._crawl,
            addresses.c.kind == "page",
            or_(
                addresses.c.state == "pending",
                and_(
                    addresses.c.digest.is_not(None),
                    or_(addresses.c.state == "given_up", addresses.c.crawl.is_distinct_from(self._crawl)),
                ),
            ),
        )
        with self._ledger.transaction(writes=False) as connection:
            return connection.execute(query).scalar_one()

    def settle(self, address: Address, end: Settled) -> int:
        """Records how an address ended. The bytes behind `end.digest` are durable when it is called.

        The number of addresses never seen before that its page linked.
        """
        with self._ledger.transaction(writes=True) as connection:
            now = connection.execute(select(ledger_now())).scalar_one()
            connection.execute(
                update(addresses).where(addresses.c.id == address.id).values(**_ended(address, end, now))
            )
            connection.execute(update(addresses).where(addresses.c.id == address.id).values(crawl=self._crawl))
            if end.fetch is not None:
                fetches.record(connection, address.id, self._crawl, end.fetch)
            if end.file is not None:
                self._take_file(connection, end)
            if end.links is None:
                return 0
            return self._replace_links(connection, address, end.links)

    def restate(self, name_of: Callable[[Address], SeenFile | None]) -> int:
        """Writes the names of all held files of this crawl anew where what is said of them is no longer what is recorded: a later
        page may have told more of a file than the one that led to it. The number of names that changed."""
        held = [address for address in self.listed_files() if address.digest is not None and address.state == "done"]
        changed = 0
        for start in range(0, len(held), _BATCH):
            with self._ledger.transaction(writes=True) as connection:
                for file in filter(None, map(name_of, held[start : start + _BATCH])):
                    changed += seen.restate(connection, self._run, file)
        return changed

    def listed_files(self) -> Iterator[Address]:
        """Files (and probes that turned out to be files) that were linked in this crawl, by number."""
        query = (
            select(addresses)
            .where(addresses.c.source == self._source, addresses.c.listed_in == self._crawl, addresses.c.kind != "page")
            .order_by(addresses.c.id)
        )
        with self._ledger.transaction(writes=False) as connection:
            for row in connection.execute(query):
                yield _address(row)

    def count_states(self) -> StateCounts:
        """Addresses that were linked in this crawl."""
        query = (
            select(addresses.c.kind, addresses.c.state, func.count())
            .where(addresses.c.source == self._source, addresses.c.listed_in == self._crawl)
            .group_by(addresses.c.kind, addresses.c.state)
        )
        with self._ledger.transaction(writes=False) as connection:
            return StateCounts({(row[0], row[1]): row[2] for row in connection.execute(query)})

    def any_page_read(self) -> bool:
        """Whether a page that the crawl began with was read in it, or is as it was."""
        query = (
            select(addresses.c.id)
            .where(
                addresses.c.source == self._source,
                addresses.c.crawl == self._crawl,
                addresses.c.kind == "page",
                addresses.c.depth == 0,
                addresses.c.state == "done",
            )
            .limit(1)
        )
        with self._ledger.transaction(writes=False) as connection:
            return connection.execute(query).first() is not None

    def holds(self, digest: str) -> bool:
        """Whether these bytes belong to an address of any source, or to a file."""
        with self._ledger.transaction(writes=False) as connection:
            at_address = select(addresses.c.id).where(addresses.c.digest == digest).limit(1)
            in_file = select(files.c.id).where(files.c.content == digest).limit(1)
            return any(connection.execute(query).first() is not None for query in (at_address, in_file))

    def _is_work(self, kinds: Sequence[Kind]) -> list[ColumnElement[bool]]:
        conditions = [
            addresses.c.source == self._source,
            addresses.c.listed_in == self._crawl,
            addresses.c.crawl.is_distinct_from(self._crawl),
            or_(addresses.c.due.is_(None), addresses.c.due <= ledger_now()),
        ]
        return [*conditions, addresses.c.kind.in_(kinds)] if kinds else conditions

    def _replace_links(self, connection: Connection, page: Address, found: Iterable[NewAddress]) -> int:
        connection.execute(delete(page_links).where(page_links.c.page == page.id))
        new = 0
        linked: dict[int, None] = {}
        for one in found:
            number, is_new = self._take_in(connection, one, page.id, page.depth + one.deeper)
            linked[number] = None
            new += is_new
        if linked:
            connection.execute(insert(page_links), [{"page": page.id, "address": number} for number in linked])
        return new

    def _take_in(self, connection: Connection, one: NewAddress, parent: int | None, depth: int) -> tuple[int, bool]:
        """The number of an address, and whether it is new. A probe of what is listed as a file is that file; a probe that is
        listed becomes one."""
        kinds: tuple[Kind, ...] = ("page",) if one.kind == "page" else ("file", "probe")
        here = _here(self._source, kinds, one.key)
        known = connection.execute(select(addresses).where(here).with_for_update()).first()
        if known is None:
            result = connection.execute(
                insert(addresses).values(
                    source=self._source, kind=one.kind, key=one.key, url=one.url, step=one.step, rank=one.rank,
                    context=one.context, listed=one.listed, parent=parent, depth=depth, state="pending", attempts=0,
                    misses=0, listed_in=self._crawl, first_seen=ledger_now(),
                )
            )  # fmt: skip
            key = result.inserted_primary_key
            assert key is not None  # noqa: S101 - the insert above has one row
            return int(key[0]), True
        again = known.listed_in == self._crawl
        if one.kind == "probe" and known.kind == "file":
            # What its own listing says of a file is worth more than what its sibling lets expect.
            return known.id, False
        values: dict[str, Any] = {"listed_in": self._crawl}
        if one.listed is not None:
            values["listed"] = self._merge(one.listed, known.listed, again)
        if not again or (known.kind == "probe" and one.kind == "file"):
            # The spelling of an address that works is kept: it is the name of its file.
            url = known.url if known.digest is not None and known.state == "done" else one.url
            values |= {
                "kind": one.kind, "url": url, "step": one.step, "rank": one.rank, "context": one.context,
                "parent": parent, "depth": depth,
            }  # fmt: skip
        if known.kind == "probe" and one.kind == "file":
            values["due"] = None
        connection.execute(update(addresses).where(addresses.c.id == known.id).values(**values))
        return known.id, False

    def _take_file(self, connection: Connection, end: Settled) -> None:
        file = end.file
        assert file is not None  # noqa: S101 - asked for by the caller
        before = connection.execute(select(files.c.id, files.c.content).where(files.c.name == file.name)).first()
        seen.record(connection, self._run, file)
        if before is not None and before.content is not None and file.content not in {None, before.content}:
            fetches.record_change(
                connection,
                file=before.id,
                source=self._source,
                old=before.content,
                new=str(file.content),
                crawl=self._crawl,
            )


def dead_links(ledger: Ledger, source: str) -> list[DeadLink]:
    """Addresses that were given up after their tries, the oldest first, with the pages that link them."""
    page = addresses.alias("page")
    query = (
        select(addresses, page.c.url.label("page_url"))
        .outerjoin(page_links, page_links.c.address == addresses.c.id)
        .outerjoin(page, page.c.id == page_links.c.page)
        .where(addresses.c.source == source, addresses.c.state == "given_up")
        .order_by(addresses.c.failing_since, addresses.c.id, page.c.url)
    )
    found: dict[int, tuple[Row[Any], list[str]]] = {}
    with ledger.transaction(writes=False) as connection:
        for row in connection.execute(query):
            pages = found.setdefault(row.id, (row, []))[1]
            if row.page_url is not None:
                pages.append(row.page_url)
    return [
        DeadLink(
            url=row.url,
            pages=tuple(pages),
            code=row.code,
            cause=row.cause,
            attempts=row.attempts,
            failing_since=row.failing_since,
        )
        for row, pages in found.values()
    ]


def withdrawn(ledger: Ledger, source: str | None = None) -> list[Address]:
    """Files that their source has withdrawn; what was fetched of them is kept."""
    query = select(addresses).where(addresses.c.withdrawn_at.is_not(None)).order_by(addresses.c.withdrawn_at)
    if source is not None:
        query = query.where(addresses.c.source == source)
    with ledger.transaction(writes=False) as connection:
        return [_address(row) for row in connection.execute(query)]


def known_addresses(ledger: Ledger, source: str, *, states: Sequence[str] = ()) -> list[Address]:
    """All that is known of a source, by number; only what is in `states` where given."""
    query = select(addresses).where(addresses.c.source == source).order_by(addresses.c.id)
    if states:
        query = query.where(addresses.c.state.in_(states))
    with ledger.transaction(writes=False) as connection:
        return [_address(row) for row in connection.execute(query)]


def _here(source: str, kinds: Sequence[Kind], key: str) -> ColumnElement[bool]:
    return and_(addresses.c.source == source, addresses.c.key == key, addresses.c.kind.in_(kinds))


def _ended(address: Address, end: Settled, now: float) -> dict[str, Any]:
    """The columns that change with an end."""
    values: dict[str, Any] = {
        "state": end.state,
        "code": end.code,
        "cause": end.cause,
        "due": None if end.retry_days is None else now + end.retry_days * _DAY,
    }
    if end.fetch is not None:
        values["checked_at"] = now
    if end.state == "done":
        values |= {"attempts": 0, "failing_since": None, "misses": 0, "missed_on": None, "withdrawn_at": None}
    else:
        values |= {"attempts": address.attempts + 1, "failing_since": address.failing_since or now}
    if end.unconditional:
        values["asked_fully_at"] = now
    if end.digest is not None:
        values |= {"digest": end.digest, "size": end.size, "media_type": end.media_type}
    if end.digest is not None or end.state == "done":
        values |= {"etag": end.etag, "last_modified": end.last_modified}
    if end.missed:
        values |= _missed(address, now)
    return values


def _missed(address: Address, now: float) -> dict[str, Any]:
    today = datetime.fromtimestamp(now, UTC).date().isoformat()
    if address.missed_on == today:
        return {}
    misses = address.misses + 1
    values: dict[str, Any] = {"misses": misses, "missed_on": today}
    held = address.kind != "page" and address.digest is not None
    if held and misses >= MISSES_TO_WITHDRAW and address.withdrawn_at is None:
        values["withdrawn_at"] = now
    return values


def _address(row: Row[Any]) -> Address:
    fields = row._mapping
    return Address(**{name: fields[name] for name in Address.__struct_fields__})
