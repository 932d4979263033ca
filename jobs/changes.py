"""Files that changed at their address, compared once both their texts are understood."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from core.blobs import Blobs
from core.configuration import Configuration
from core.errors import BlobLost
from core.ledger import Ledger
from core.ledger.crawl_entries import ChangeClass
from core.ledger.fetches import change_entries, class_change
from core.records.codec import from_json
from core.records.document import Document
from index.compare.changes import Comparison, compare, turning_words


class ChangedFile(Struct, frozen=True, kw_only=True):
    file: str
    """Address of the file."""
    source: str
    kind: ChangeClass | None
    """None: one of the two texts is not understood (yet), so that nothing can be said."""
    comparison: Comparison | None
    at: float
    """Seconds since 1970: when the new bytes were fetched."""


def compare_changed(ledger: Ledger, blobs: Blobs, configuration: Configuration) -> int:
    """Compares what was not compared yet; how many were classed. What cannot be compared yet is left."""
    waiting = change_entries(ledger, unclassed=True)
    if not waiting:
        return 0
    turning = turning_words(configuration)
    classed = 0
    for change in waiting:
        before, after = (_document(ledger, blobs, content) for content in (change.old, change.new))
        if before is None or after is None:
            continue
        found = compare(before, after, turning)
        class_change(ledger, change.id, found.kind, msgspec.json.encode(found, order="sorted").decode())
        classed += 1
    return classed


def changed_files(ledger: Ledger, *, crawl: int | None = None, source: str | None = None) -> tuple[ChangedFile, ...]:
    """Files whose bytes changed, oldest first; of one crawl or source where given."""
    return tuple(
        ChangedFile(
            file=change.name,
            source=change.source,
            kind=change.kind,
            comparison=msgspec.json.decode(change.detail, type=Comparison) if change.detail else None,
            at=change.at,
        )
        for change in change_entries(ledger, crawl=crawl, source=source)
    )


def _document(ledger: Ledger, blobs: Blobs, content: str) -> Document | None:
    entry = ledger.stage(content, "understand")
    if entry is None or entry.output is None:
        return None
    try:
        return from_json(Document, blobs.get(entry.output))
    except BlobLost:
        return None
