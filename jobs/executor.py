"""Units of work on an executor: processes by default, so that the processors are used and one bad unit ends no run."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process, util

from msgspec import Struct

from core.errors import MeaError
from core.settings import Settings
from extract.stage import UNITS, Bench, Outcome, StageName, Tools

_DEATHS_IN_A_ROW = 5  # of workers that worked on one file only; files that kill their worker are rarer than that


class Order(Struct, frozen=True, kw_only=True):
    """What a unit must know; small, and can be sent to another process or machine."""

    stage: StageName
    content: str
    run: int
    settings: Settings
    tools: Tools = Tools()


class _Holder:
    """The one bench of this process, kept from unit to unit because opening it costs more than most units."""

    bench: Bench | None = None

    def of(self, order: Order) -> Bench:
        if self.bench is None or (self.bench.run, self.bench.settings) != (order.run, order.settings):
            self.close()
            self.bench = Bench(order.settings, order.run, order.tools)
        return self.bench

    def close(self) -> None:
        bench, self.bench = self.bench, None
        if bench is not None:
            bench.close()


_HOLDER = _Holder()


def work_on(order: Order) -> Outcome:
    """The unit that executors call, wherever they run it."""
    return UNITS[order.stage](_HOLDER.of(order), order.content)


def process_pool(processes: int) -> Executor:
    """Fresh processes (spawned, so that no lock or connection is inherited) that end when this process does."""
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_begin_worker)


def _begin_worker() -> None:
    # Ctrl-C reaches the whole group; the parent decides what is finished first.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    util.Finalize(None, _HOLDER.close, exitpriority=10)
    threading.Thread(target=_end_with_parent, name="end with parent", daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed closes no queue: without this its workers would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


@contextmanager
def _starting() -> Iterator[None]:
    """What the system refuses here (processes, memory, open files) is no fault of a file."""
    try:
        yield
    except OSError as error:
        raise MeaError(
            f"No process could be started to work on files: {error.strerror or error}.",
            hint="See whether the machine has memory, processes and open files left (`ulimit -a`), or set MEA__RUN__PROCESSES=1.",
        ) from error


def run_units(
    orders: Sequence[Order], *, pool: Callable[[], Executor], window: int, on_broken: Callable[[], object]
) -> Iterator[tuple[Order, Outcome | None]]:
    """Each order with its outcome, in the order of completion; None where the process that worked on it was ended.

    At most `window` orders are under way. When a worker dies, the pool is broken and its orders under way are suspects:
    `on_broken` is called (to free what they had claimed), then the suspects run one after the other in a new pool; only one
    that breaks it while alone is given up. What a unit raises is raised here, after the others have ended.
    Raises MeaError where worker processes die whatever they work on, or cannot be started.
    """
    waiting = list(reversed(orders))
    suspects: list[Order] = []
    deaths = 0
    while suspects or waiting:
        queue, width = (suspects, 1) if suspects else (waiting, window)
        under_way: dict[Future[Outcome], Order] = {}
        with _starting():
            executor = pool()
        try:
            while queue or under_way:
                while queue and len(under_way) < width:
                    with _starting():
                        # Workers are started when there is work for them.
                        future = executor.submit(work_on, queue[-1])
                    under_way[future] = queue.pop()
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    outcome = future.result()
                    yield under_way.pop(future), outcome
                    deaths = 0
        except BrokenExecutor:
            executor.shutdown(wait=True)
            on_broken()
            lost = []
            for future, order in under_way.items():
                if future.exception() is None:
                    yield order, future.result()
                else:
                    lost.append(order)
            if width > 1:
                suspects = lost
                continue
            deaths += 1
            if deaths >= _DEATHS_IN_A_ROW:
                raise MeaError(
                    f"{deaths} worker processes in a row were ended by the system, whatever they worked on.",
                    hint="See whether the machine has memory left, or set MEA__RUN__PROCESSES=1.",
                ) from None
            for order in lost:
                yield order, None
        finally:
            executor.shutdown(wait=True, cancel_futures=True)
            _HOLDER.close()
