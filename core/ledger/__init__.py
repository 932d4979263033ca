"""The ledger: what is known, what was done to it, and what is left to do.

How the rest uses it::

    with open_ledger(settings) as ledger:                    # creates, upgrades (after a backup) or refuses
        ledger.begin_run("ingest", program="0.1.0")          # claims below belong to this run
        ledger.record([SeenFile(...), ...])                  # names and their bytes

        claim = ledger.claim(sha256, "read", digest)         # writes "failed: started"; None: nothing to do
        if claim:
            key = blobs.put(...)                             # the effect first, durable,
            ledger.finish(claim, output=key)                 # then the state
            # or ledger.give_up(claim, "refused", "encrypted")

    for document in ledger.documents(): ...                  # DocumentEntry; the record lies in blobs.get(document.document)
    ledger.documents_digest()                                # input of link; ledger.links_digest() is one of index

    claim = ledger.claim("corpus", "link", digest)           # stages of the whole corpus have the unit `corpus`
    if claim:
        ledger.finish_links(claim, links, detail={...})      # replaces all links and ends the stage in one transaction

    ledger.stage("corpus", "index")                          # StageEntry: state, digest, output, detail

How the crawler uses it::

    crawls = Crawls(ledger, place, lease_seconds=600)
    crawl = crawls.begin("cms", scope=None, ...)             # claims the source; Locked where another process has it
    frontier = Frontier(ledger, "cms", crawl=crawl.id, run=crawl.run)
    frontier.start([...])                                    # what the crawl begins with
    for address in frontier.next_batch(1): ...               # linked in this crawl, and not handled in it
        frontier.settle(address, Settled(...))               # its end and all that follows from it, in one transaction
    crawls.end(crawl.id, "done", summary)

Modules: `tables` (the tables), `migrations` (their history, by Alembic), `upgrade`, `connection` (SQLite and its errors), `clock`,
`seen` (names and bytes), `claims` (stages), `results` (documents, links, runs), `entries` (what comes back), `ledger` (the whole);
of crawling: `crawl_tables`, `crawls` (who works on a source), `frontier` (addresses), `fetches` (what was asked and answered, what
changed), `crawl_entries`.
"""

from core.ledger.entries import (
    Claim,
    ContentEntry,
    DocumentEntry,
    FileEntry,
    RunEntry,
    SeenFile,
    StageEntry,
)
from core.ledger.ledger import Ledger, open_ledger

__all__ = [
    "Claim",
    "ContentEntry",
    "DocumentEntry",
    "FileEntry",
    "Ledger",
    "RunEntry",
    "SeenFile",
    "StageEntry",
    "open_ledger",
]
