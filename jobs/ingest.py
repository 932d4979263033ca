"""`mea ingest`: the whole way of files through all stages, under the run lock; can be killed and started again anywhere."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from core.blobs import Blobs
from core.configuration import Configuration
from core.errors import UsageError
from core.ledger import Ledger, SeenFile, open_ledger
from core.lock import run_lock
from core.logs import open_log
from core.program import program_version
from core.settings import Settings
from core.treaties import Treaties
from extract.stage import Tools
from jobs.executor import process_pool
from jobs.run_end import record_end
from jobs.seen import Found, OwnPlaces, find, holds_files, look_at, readable_name, unreadable
from jobs.sidecars import SOURCE_ID
from jobs.stages import Corpus, Progress, Stages, link_and_index

_BATCH = 100  # names recorded in one transaction
_NAMES_SHOWN = 20  # in one line of the log


class ByState(Struct, frozen=True, kw_only=True):
    done: int
    refused: int
    waiting: int
    failed: int


class IngestSummary(Struct, frozen=True, kw_only=True):
    """The answer of `mea ingest --json`. `seen` and `by_state` count names under the paths (all names where no path was given),
    `contents` different bytes."""

    seen: int
    contents: int
    read: int
    """Files that were read in this run, however that ended."""
    understood: int
    by_state: ByState
    documents: int
    """Documents that the names under the paths lead to, and `citations` in them."""
    citations: int
    seconds: float


def ingest(
    paths: Sequence[Path],
    *,
    settings: Settings,
    source: str | None = None,
    inboxes: Mapping[str, Path] | None = None,
    progress: Progress = lambda *_: None,
    pool: Callable[[], Executor] | None = None,
    tools: Tools | None = None,
    corpus: Corpus = link_and_index,
) -> IngestSummary:
    """Takes `paths` (files or folders) in; without any, goes on with what is recorded and not done: files that a crawl fetched,
    and those that an upgrade or a change of the configuration concerns. `source` is the id for files whose sidecar names none.
    `inboxes` are folders (some of which may be absent or empty) whose files come from the source that is the key.

    `pool` gives the executor of the units; default: `settings.run.processes` processes.
    Raises UsageError (nothing to do, or not possible), Locked (another run), StorageError (disk, ledger). Faults of files are
    no errors here: they stand in the ledger and in `by_state`.
    """
    if source is not None and not re.fullmatch(SOURCE_ID, source):
        raise UsageError(
            f"{source!r} is no id of a source.", hint="Use small letters, digits, - and _, for instance cms-cop14."
        )
    begun = time.monotonic()
    own = OwnPlaces.of(settings)
    found: list[tuple[str | None, Found]] = [(source, find(paths, own))] if paths else []
    found += [(name, find([folder], own)) for name, folder in (inboxes or {}).items() if holds_files(folder)]
    configuration = Configuration(settings.config_dir)
    command = " ".join(["mea ingest", *(readable_name(path) for path in paths)])
    with run_lock(settings.home, command), open_ledger(settings) as ledger:
        if not found and ledger.count_contents() == 0:
            raise UsageError(
                f"Nothing is recorded in {settings.home} yet, so there is nothing to go on with.",
                hint="Name files or folders, for instance `mea ingest ~/cop14`, or run `mea crawl` first.",
            )
        run = ledger.begin_run(command, program_version())
        log = open_log(settings.log, run=run)
        if ledger.backup is not None:
            log.info("ledger upgraded", backup=str(ledger.backup))
        blobs = Blobs(settings.blobs_url)
        stages = Stages(
            settings=settings,
            ledger=ledger,
            blobs=blobs,
            log=log,
            progress=progress,
            pool=pool or partial(process_pool, settings.run.processes),
            tools=tools or Tools(),
            run=run,
            corpus=corpus,
        )
        try:
            log.debug("swept", unfinished_blobs=blobs.sweep())
            for origin, files in found:
                _take_in(stages, files, origin, Treaties.load(configuration).rows)
            read, understood = stages.all(configuration)
            summary = _summary(ledger, run if paths else None, read, understood, time.monotonic() - begun)
        except BaseException as error:
            record_end(ledger, error)
            raise
        ledger.end_run("done", msgspec.to_builtins(summary))
        return summary


def _take_in(stages: Stages, found: Found, source: str | None, treaties: Collection[str]) -> None:
    """Hashes and stores all files, and records their names. `treaties` are the ids that sidecars may state."""
    ledger, log = stages.ledger, stages.log
    for event, paths in (("passed over", found.passed_over), ("sidecar without file", found.orphans)):
        if paths:
            log.warning(event, count=len(paths), names=[readable_name(path) for path in paths[:_NAMES_SHOWN]])
    batch: list[SeenFile] = [
        unreadable(readable_name(folder), source or "local", reason) for folder, reason in found.closed
    ]
    for done, path in enumerate(found.files, start=1):
        seen = look_at(path, source, stages.blobs, stages.settings.limits, treaties)
        if seen is None:
            # Removed or renamed since the folder was walked: there is nothing to be mended, and nothing to be known of it.
            log.warning("vanished", name=readable_name(path))
        else:
            batch.append(seen)
        if len(batch) >= _BATCH:
            ledger.record(batch)
            batch = []
        stages.progress("seen", done, len(found.files))
    ledger.record(batch)


def _summary(ledger: Ledger, run: int | None, read: int, understood: int, seconds: float) -> IngestSummary:
    states = ledger.count_states(run=run)
    documents, citations = ledger.count_documents(run=run)
    return IngestSummary(
        seen=sum(states.values()),
        contents=ledger.count_contents(run=run),
        read=read,
        understood=understood,
        by_state=ByState(**states),
        documents=documents,
        citations=citations,
        seconds=round(seconds, 3),
    )
