"""What is cited and not held: from the links of the ledger for `mea missing`, from those of the index for the interface."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import get_args

from core.errors import NoIndex
from core.ledger import open_ledger
from core.ledger.connection import database_file
from core.records.codec import from_json
from core.records.links import Link, MissingClass
from core.records.search import CitationRow, Missing, MissingExample
from core.settings import Settings
from core.symbols.identity import split
from index.engines.protocol import Reader, Request
from index.query.plan import Values

_EXAMPLES = 3
_BATCH = 5_000  # rows in memory at once


def missing(settings: Settings) -> tuple[Missing, ...]:
    """The most cited first. Raises NoIndex where nothing was ever linked, StorageError where the ledger cannot be opened."""
    file = database_file(settings.ledger_url)
    if file is not None and not file.exists():
        raise _nothing(settings)
    with open_ledger(settings, readonly=True) as ledger:
        if ledger.stage("corpus", "link") is None:
            raise _nothing(settings)
        return missing_of(ledger.links(missing=True))


def _nothing(settings: Settings) -> NoIndex:
    return NoIndex(f"Nothing has been ingested in {settings.home} yet.", hint="Run `mea ingest` with files or folders.")


def missing_in(reader: Reader) -> tuple[Missing, ...]:
    """The same from an index: all of it, the most cited first."""
    return missing_of(_links_in(reader))


def by_age(entries: Iterable[Missing]) -> tuple[Missing, ...]:
    """Those that have been asked for longest come first, those of unknown age last."""
    return tuple(sorted(entries, key=lambda one: (one.oldest is None, one.oldest or "", -one.count, one.canonical)))


def _links_in(reader: Reader) -> Iterator[Link]:
    plan = Values("missing", get_args(MissingClass))
    total = reader.search(Request(collection="citations", plan=plan, need=0)).total
    keys = [row.key for row in reader.search(Request(collection="citations", plan=plan, by="order", need=total)).rows]
    for begin in range(0, len(keys), _BATCH):
        for source in reader.fetch("citations", keys[begin : begin + _BATCH]):
            yield from_json(CitationRow, source).link


def missing_of(links: Iterable[Link]) -> tuple[Missing, ...]:
    """One entry for each id and class. `count` is the number of places: paragraphs, by path, of citing works. The same
    paragraph in another language or another version of the work is the same place. Deleted citations do not count.

    A number may be `future` for one citing text and `not_crawled` for a later one: these are two entries.
    """
    grouped: dict[tuple[str, MissingClass], list[Link]] = defaultdict(list)
    for link in links:
        if link.missing is not None and link.target is not None and not link.deleted:
            grouped[link.target, link.missing].append(link)
    entries = [
        Missing(
            canonical=target,
            missing_class=kind,
            count=len({(split(link.citing)[0], link.path) for link in cited}),
            treaty=cited[0].treaty,
            nearest=cited[0].nearest,
            oldest=min((link.date for link in cited if link.date), default=None),
            examples=tuple(
                MissingExample(citing=link.citing, lang=link.lang, path=link.path, exact=link.exact)
                for link in sorted(cited, key=lambda one: one.id)[:_EXAMPLES]
            ),
        )
        for (target, kind), cited in grouped.items()
    ]
    return tuple(sorted(entries, key=lambda entry: (-entry.count, entry.canonical, entry.missing_class)))
