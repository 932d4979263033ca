"""The stages after fetching, as runs do them: all units whose input is not what it was, then the corpus."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from msgspec import Struct
from structlog.typing import FilteringBoundLogger

from core.blobs import Blobs
from core.configuration import Configuration
from core.ledger import Ledger
from core.settings import Settings
from extract.stage import Bench, StageName, Tools, work_of_reading, work_of_understanding
from jobs.executor import Order, run_units

Progress = Callable[[str, int, int], object]
"""Called with the stage (seen, read, understand, link, index), the units done so far, and all units of the stage."""

Corpus = Callable[[Ledger, Blobs, Settings, Configuration, Progress], None]

_LOST = "The process that worked on it was ended by the system, twice, the second time while it worked on nothing else."


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


class Stages(Struct, frozen=True, kw_only=True):
    """One run's way through read, understand, link and index. The run lock is its caller's."""

    settings: Settings
    ledger: Ledger
    blobs: Blobs
    log: FilteringBoundLogger
    progress: Progress
    pool: Callable[[], Executor]
    tools: Tools
    run: int
    corpus: Corpus = link_and_index

    def all(self, configuration: Configuration) -> tuple[int, int]:
        """Does what is to be done; how many files were read, and how many understood, however that ended."""
        with Bench(self.settings, self.run, self.tools) as bench:
            read = self.work("read", list(work_of_reading(bench)))
            understood = self.work("understand", list(work_of_understanding(bench)))
        self.corpus(self.ledger, self.blobs, self.settings, configuration, self.progress)
        return read, understood

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
