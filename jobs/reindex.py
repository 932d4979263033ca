"""`mea reindex`: links and index anew from what the ledger and the blobs hold."""

from __future__ import annotations

from msgspec import Struct

from core.blobs import Blobs
from core.configuration import Configuration
from core.errors import NoIndex
from core.ledger import open_ledger
from core.lock import run_lock
from core.program import program_version
from core.settings import Settings
from index.stage import build_index, link
from jobs.run_end import record_end


class ReindexSummary(Struct, frozen=True, kw_only=True):
    generation: str
    documents: int
    paragraphs: int
    citations: int


def reindex(settings: Settings) -> ReindexSummary:
    """Builds though nothing has changed; the old generation answers until the new one is checked.

    Raises Locked (another run), StorageError, SearchError (the new index does not answer as it must).
    """
    configuration = Configuration(settings.config_dir)
    blobs = Blobs(settings.blobs_url)
    with run_lock(settings.home, "mea reindex"), open_ledger(settings) as ledger:
        if next(ledger.documents(), None) is None:
            raise NoIndex(
                f"Nothing has been ingested in {settings.home} yet.", hint="Run `mea ingest` with files or folders."
            )
        ledger.begin_run("mea reindex", program_version())
        try:
            link(ledger, blobs, configuration, force=True)
            generation = build_index(ledger, blobs, settings, configuration, force=True)
        except BaseException as error:
            record_end(ledger, error)
            raise
        ledger.end_run("done", {"generation": generation})
        entry = ledger.stage("corpus", "index")
        counts = {name: int(count) for name, count in (entry.detail if entry else {}).items()}
        return ReindexSummary(generation=generation, **counts)
