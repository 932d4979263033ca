"""`mea status --stale`: what the next runs would do again after a change of program or configuration, and what that costs.

Nothing is done and nothing is claimed: the digests that the stages would be given are compared with those in the ledger. The
seconds are those that the same units took the last time (a unit without a record: the mean of its stage), so they are those
of the machine that did it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from core.configuration import Configuration
from core.ledger import Ledger, StageEntry, open_ledger
from core.ledger.connection import database_file
from core.settings import Settings
from extract.stage import Bench, reading_digest, understanding_digest
from index.analysis import Analyser
from index.engines.registry import engine_of
from index.stage import index_digest, link_digest


class StaleStage(Struct, frozen=True, kw_only=True):
    stage: str
    """read, understand, link or index."""
    units: int
    """Contents (read, understand) or the whole corpus (link, index: 0 or 1) whose result would be made anew."""
    of: int
    """All that the stage has, or could have, a result for."""
    failed: int
    """Units that failed the last time: each run tries them again, whatever has changed."""
    seconds: float
    """Estimate of the work of one process."""


class StaleReport(Struct, frozen=True, kw_only=True):
    """The answer of `mea status --stale --json`."""

    stages: tuple[StaleStage, ...]
    processes: int
    """Of `MEA__RUN__PROCESSES`, which share the reading and the understanding."""
    seconds: float
    """Estimate of the whole, by the clock."""


def stale(settings: Settings) -> StaleReport:
    """Zeros, and no file made, where nothing was ever ingested. Raises StorageError, ConfigurationError."""
    processes = settings.run.processes
    file = database_file(settings.ledger_url)
    if file is not None and not file.exists():
        return StaleReport(stages=(), processes=processes, seconds=0.0)
    with open_ledger(settings, readonly=True) as ledger, Bench(settings, run=0) as bench:
        stages = _stages(ledger, bench, settings)
    shared = sum(stage.seconds for stage in stages[:2]) / processes
    return StaleReport(
        stages=stages,
        processes=processes,
        seconds=round(shared + sum(stage.seconds for stage in stages[2:]), 1),
    )


def _stages(ledger: Ledger, bench: Bench, settings: Settings) -> tuple[StaleStage, ...]:
    configuration = Configuration(settings.config_dir)
    reads = {entry.unit: entry for entry in ledger.stages("read")}
    understood = {entry.unit: entry for entry in ledger.stages("understand")}
    contents = list(ledger.contents())
    limits = bench.settings.limits
    unread = {one.sha256 for one in contents if _differs(reads.get(one.sha256), reading_digest(one, limits))}
    legible = [one for one in contents if (entry := reads.get(one.sha256)) is not None and entry.state == "done"]
    changed = set()
    for one in legible:
        digest = understanding_digest(one, reads[one.sha256].output or "", bench.understanding_version, bench.overrides)
        # Pages that are made anew are most likely other pages.
        if one.sha256 in unread or _differs(understood.get(one.sha256), digest):
            changed.add(one.sha256)
    corpus_changed = bool(unread or changed)
    link = ledger.stage("corpus", "link")
    relinked = corpus_changed or _differs(link, link_digest(ledger, configuration))
    index = ledger.stage("corpus", "index")
    # Links that are made anew may be the same; then this tells more than the next run will do.
    reindexed = _differs(index, index_digest(ledger, engine_of(settings), Analyser.load(configuration)))
    return (
        _stage("read", unread, len(contents), reads),
        _stage("understand", changed, len(legible), understood),
        _corpus("link", link, again=relinked and bool(contents)),
        _corpus("index", index, again=(relinked or reindexed) and bool(contents)),
    )


def _differs(entry: StageEntry | None, digest: str) -> bool:
    return entry is None or entry.digest != digest


def _stage(stage: str, units: Iterable[str], of: int, known: Mapping[str, StageEntry]) -> StaleStage:
    seconds = {unit: took for unit, entry in known.items() if (took := _took(entry)) is not None}
    mean = sum(seconds.values()) / len(seconds) if seconds else 0.0
    again = set(units)
    failed = {unit for unit, entry in known.items() if entry.state == "failed"} - again
    cost = sum(seconds.get(unit, mean) for unit in again | failed)
    return StaleStage(stage=stage, units=len(again), of=of, failed=len(failed), seconds=round(cost, 1))


def _corpus(stage: str, entry: StageEntry | None, *, again: bool) -> StaleStage:
    took = _took(entry) if entry is not None else None
    return StaleStage(
        stage=stage,
        units=int(again),
        of=1,
        failed=int(entry is not None and entry.state == "failed" and not again),
        seconds=round(took or 0.0, 1) if again else 0.0,
    )


def _took(entry: StageEntry) -> float | None:
    return entry.finished - entry.started if entry.finished is not None else None
