"""What is cited and not held, from the links of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from core.ledger import open_ledger
from core.records.links import Link, MissingClass
from core.records.search import Missing, MissingExample
from core.settings import Settings

_EXAMPLES = 3


def missing(settings: Settings) -> tuple[Missing, ...]:
    """The most cited first. Raises StorageError where the ledger cannot be opened."""
    with open_ledger(settings) as ledger:
        return missing_of(ledger.links(missing=True))


def missing_of(links: Iterable[Link]) -> tuple[Missing, ...]:
    """One entry for each id and class. `count` is the number of citations; deleted ones do not count.

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
            count=len(cited),
            oldest=min((link.date for link in cited if link.date), default=None),
            examples=tuple(
                MissingExample(citing=link.citing, lang=link.lang, path=link.path, exact=link.exact)
                for link in sorted(cited, key=lambda one: one.id)[:_EXAMPLES]
            ),
        )
        for (target, kind), cited in grouped.items()
    ]
    return tuple(sorted(entries, key=lambda entry: (-entry.count, entry.canonical, entry.missing_class)))
