"""`mea index verify`: whether the index holds what the ledger says, and a rebuild where it does not."""

from __future__ import annotations

from msgspec import Struct

from core.blobs import Blobs
from core.configuration import Configuration
from core.errors import SearchError
from core.ledger import open_ledger
from core.lock import run_lock
from core.settings import Settings
from index.stage import verify_index
from index.verify import Counts, Difference, DocumentDigest, Verification
from jobs.reindex import reindex


class VerifyReport(Struct, frozen=True, kw_only=True):
    engine: str
    agrees: bool
    """Whether the index now holds exactly what the ledger says, after mending where that was asked for."""
    generation: str | None
    """The generation that was looked at; None where there was none that could be read."""
    up_to_date: bool
    unreadable: str | None
    """Why it could not be read."""
    counts: dict[str, Counts]
    documents: tuple[DocumentDigest, ...]
    """Documents with rows that differ."""
    differences: tuple[Difference, ...]
    mended: str | None
    """The generation that was built in its place."""


def verify(settings: Settings, *, mend: bool = False) -> VerifyReport:
    """Compares, and with `mend` builds anew where something differs, and compares again.

    Raises Locked (another run, which changes what is compared), StorageError, and SearchError where the index cannot be
    read and `mend` is not asked for, or where the new index does not agree with the ledger either.
    """
    try:
        found = _verified(settings)
    except SearchError as error:
        if not mend:
            raise
        return _mended(settings, None, error.cause)
    return _report(settings, found) if found.agrees or not mend else _mended(settings, found, None)


def _verified(settings: Settings) -> Verification:
    configuration = Configuration(settings.config_dir)
    with run_lock(settings.home, "mea index verify"), open_ledger(settings) as ledger:
        return verify_index(ledger, Blobs(settings.blobs_url), settings, configuration)


def _mended(settings: Settings, before: Verification | None, unreadable: str | None) -> VerifyReport:
    generation = reindex(settings).generation
    if not _verified(settings).agrees:
        raise SearchError(
            f"The new index {generation} does not hold what the ledger says either.",
            hint="Run `mea index verify --json` to see what differs, and report it.",
        )
    return _report(settings, before, unreadable=unreadable, mended=generation)


def _report(
    settings: Settings, found: Verification | None, *, unreadable: str | None = None, mended: str | None = None
) -> VerifyReport:
    return VerifyReport(
        engine=settings.engine,
        agrees=mended is not None or (found is not None and found.agrees),
        generation=found.generation if found else None,
        up_to_date=found is not None and found.up_to_date,
        unreadable=unreadable,
        counts=found.counts if found else {},
        documents=found.documents if found else (),
        differences=found.differences if found else (),
        mended=mended,
    )
