"""`mea ingest`: the whole way of files through all stages, under the run lock; can be killed and started again anywhere."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct
from structlog.typing import FilteringBoundLogger

from core.blobs import Blobs
from core.configuration import Configuration
from core.errors import UsageError
from core.ledger import Ledger, SeenFile, open_ledger
from core.lock import run_lock
from core.logs import open_log
from core.settings import Settings
from core.treaties import Treaties
from extract.stage import Bench, StageName, Tools, work_of_reading, work_of_understanding
from jobs.executor import Order, process_pool, run_units
from jobs.program import program_version
from jobs.run_end import record_end
from jobs.seen import Found, OwnPlaces, find, look_at, readable_name, unreadable
from jobs.sidecars import SOURCE_ID

Progress = Callable[[str, int, int], object]
"""Called with the stage (seen, read, understand, link, index), the units done so far, and all units of the stage."""

_BATCH = 100  # names recorded in one transaction
_NAMES_SHOWN = 20  # in one line of the log
_LOST = "The process that worked on it was ended by the system, twice, the second time while it worked on nothing else."


class ByState(Struct, frozen=True, kw_only=True):
    done: int
    refused: int
    waiting: int
    failed: int


class IngestSummary(Struct, frozen=True, kw_only=True):
    """The answer of `mea ingest --json`. `seen` and `by_state` count names under the paths, `contents` different bytes."""

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


def link_and_index(
    ledger: Ledger, blobs: Blobs, settings: Settings, configuration: Configuration, progress: Progress
) -> None:
    """The stages of the whole corpus; each does nothing where its input is what it was."""
    from index.stage import build_index, link  # noqa: PLC0415 - the engine is loaded when its turn comes

    progress("link", 0, 1)
    link(ledger, blobs, configuration)
    progress("link", 1, 1)
    progress("index", 0, 1)
    build_index(ledger, blobs, settings, configuration)
    progress("index", 1, 1)


def ingest(
    paths: Sequence[Path],
    *,
    settings: Settings,
    source: str | None = None,
    progress: Progress = lambda *_: None,
    pool: Callable[[], Executor] | None = None,
    tools: Tools | None = None,
    corpus: Callable[[Ledger, Blobs, Settings, Configuration, Progress], None] = link_and_index,
) -> IngestSummary:
    """Takes `paths` (files or folders) in. `source` is the id for files whose sidecar names none.

    `pool` gives the executor of the units; default: `settings.run.processes` processes.
    Raises UsageError (nothing to do, or not possible), Locked (another run), StorageError (disk, ledger). Faults of files are
    no errors here: they stand in the ledger and in `by_state`.
    """
    if source is not None and not re.fullmatch(SOURCE_ID, source):
        raise UsageError(
            f"{source!r} is no id of a source.", hint="Use small letters, digits, - and _, for instance cms-cop14."
        )
    begun = time.monotonic()
    found = find(paths, OwnPlaces.of(settings))
    configuration = Configuration(settings.config_dir)
    command = " ".join(["mea ingest", *(readable_name(path) for path in paths)])
    with run_lock(settings.home, command), open_ledger(settings) as ledger:
        run = ledger.begin_run(command, program_version())
        log = open_log(settings.log, run=run)
        if ledger.backup is not None:
            log.info("ledger upgraded", backup=str(ledger.backup))
        blobs = Blobs(settings.blobs_url)
        steps = _Steps(
            settings=settings,
            ledger=ledger,
            blobs=blobs,
            log=log,
            progress=progress,
            pool=pool or partial(process_pool, settings.run.processes),
            tools=tools or Tools(),
            run=run,
        )
        try:
            log.debug("swept", unfinished_blobs=blobs.sweep())
            steps.take_in(found, source, Treaties.load(configuration).rows)
            with Bench(settings, run, steps.tools) as bench:
                read = steps.work("read", list(work_of_reading(bench)))
                understood = steps.work("understand", list(work_of_understanding(bench)))
            corpus(ledger, blobs, settings, configuration, progress)
            summary = _summary(ledger, run, read, understood, time.monotonic() - begun)
        except BaseException as error:
            record_end(ledger, error)
            raise
        ledger.end_run("done", msgspec.to_builtins(summary))
        return summary


class _Steps(Struct, frozen=True, kw_only=True):
    settings: Settings
    ledger: Ledger
    blobs: Blobs
    log: FilteringBoundLogger
    progress: Progress
    pool: Callable[[], Executor]
    tools: Tools
    run: int

    def take_in(self, found: Found, source: str | None, treaties: Collection[str]) -> None:
        """Hashes and stores all files, and records their names. `treaties` are the ids that sidecars may state."""
        for event, paths in (("passed over", found.passed_over), ("sidecar without file", found.orphans)):
            if paths:
                names = [readable_name(path) for path in paths[:_NAMES_SHOWN]]
                self.log.warning(event, count=len(paths), names=names)
        batch: list[SeenFile] = [
            unreadable(readable_name(folder), source or "local", reason) for folder, reason in found.closed
        ]
        for done, path in enumerate(found.files, start=1):
            seen = look_at(path, source, self.blobs, self.settings.limits, treaties)
            if seen is None:
                # Removed or renamed since the folder was walked: there is nothing to be mended, and nothing to be known of it.
                self.log.warning("vanished", name=readable_name(path))
            else:
                batch.append(seen)
            if len(batch) >= _BATCH:
                self.ledger.record(batch)
                batch = []
            self.progress("seen", done, len(found.files))
        self.ledger.record(batch)

    def work(self, stage: StageName, todo: list[tuple[str, str]]) -> int:
        """Does one stage of all units in `todo` (content, digest); the number worked on."""
        digests = dict(todo)
        orders = [
            Order(stage=stage, content=content, run=self.run, settings=self.settings, tools=self.tools)
            for content in digests
        ]
        worked = 0
        outcomes = run_units(
            orders,
            pool=self.pool,
            window=2 * self.settings.run.processes,
            on_broken=self.ledger.release_own,
        )
        for done, (order, outcome) in enumerate(outcomes, start=1):
            if outcome is None:
                self._give_up_lost(order, digests[order.content])
            elif outcome.worked and outcome.state != "done":
                self._tell(stage, order.content, outcome.state, outcome.code)
            worked += outcome is None or outcome.worked
            self.progress(stage, done, len(orders))
        return worked

    def _give_up_lost(self, order: Order, digest: str) -> None:
        code = "reader-killed" if order.stage == "read" else "understand-error"
        claim = self.ledger.claim(order.content, order.stage, digest)
        if claim is not None:
            self.ledger.give_up(claim, "failed", code, cause=_LOST)
        self._tell(order.stage, order.content, "failed", code)

    def _tell(self, stage: StageName, content: str, state: str | None, code: str | None) -> None:
        entry = self.ledger.content(content)
        tell = self.log.warning if state == "failed" else self.log.info
        tell(
            "not done", stage=stage, state=state, code=code, names=[name.name for name in entry.names] if entry else []
        )


def _summary(ledger: Ledger, run: int, read: int, understood: int, seconds: float) -> IngestSummary:
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
