"""Units on executors: each order has one outcome, whatever happens to the processes."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from core.errors import MeaError, StorageError
from core.settings import Settings
from extract.stage import Outcome
from jobs.executor import Order, run_units


class Fragile(Executor):
    """Ends each order at once, and breaks at a deadly one as a pool of processes does: nothing is taken after that."""

    def __init__(self, deadly: set[str], *, at_submit: bool = False) -> None:
        self._deadly, self._at_submit, self._broken = deadly, at_submit, False

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Outcome]:
        order: Order = args[0]
        future: Future[Outcome] = Future()
        if order.content in self._deadly and not self._broken:
            self._broken = True
            if not self._at_submit:
                future.set_exception(BrokenProcessPool("a worker died"))
                return future
        if self._broken:
            raise BrokenProcessPool("it cannot take work any more")
        future.set_result(Outcome(content=order.content, worked=True))
        return future


def orders(settings: Settings, contents: str) -> list[Order]:
    return [Order(stage="read", content=content, run=1, settings=settings) for content in contents]


@pytest.mark.parametrize(
    ("contents", "deadly"),
    [
        pytest.param("abcdef", "", id="nobody dies"),
        pytest.param("abcdef", "a", id="the first"),
        pytest.param("abcdef", "f", id="the last"),
        pytest.param("abcdef", "cd", id="two neighbours"),
        pytest.param("a", "a", id="the only one"),
        pytest.param("", "", id="no work"),
    ],
)
def test_only_the_deadly_order_is_lost(settings: Settings, contents: str, deadly: str) -> None:
    freed = []
    outcomes = run_units(
        orders(settings, contents), pool=lambda: Fragile(set(deadly)), window=4, on_broken=lambda: freed.append(1)
    )
    seen = [(order.content, outcome is None) for order, outcome in outcomes]
    assert Counter(content for content, _ in seen) == Counter(contents)
    assert {content for content, lost in seen if lost} == set(deadly)
    assert bool(freed) is bool(deadly)


def test_a_pool_that_breaks_while_it_is_given_work_loses_none(settings: Settings) -> None:
    pools = iter([Fragile({"c"}, at_submit=True), Fragile(set()), Fragile(set())])
    outcomes = run_units(orders(settings, "abcd"), pool=lambda: next(pools), window=4, on_broken=lambda: None)
    assert sorted(order.content for order, outcome in outcomes if outcome is not None) == list("abcd")


def test_a_machine_where_every_worker_dies_is_told(settings: Settings) -> None:
    outcomes = run_units(
        orders(settings, "abcdefghijklmn"),
        pool=lambda: Fragile(set("abcdefghijklmn")),
        window=4,
        on_broken=lambda: None,
    )
    with pytest.raises(MeaError, match="whatever they worked on") as caught:
        list(outcomes)
    assert caught.value.hint


class NoRoom(Fragile):
    """The system has no process left when the second order comes."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Outcome]:
        if args[0].content in self._deadly:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return super().submit(fn, *args, **kwargs)


def _no_pool() -> Executor:
    raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))


@pytest.mark.parametrize(
    ("pool", "says"),
    [
        pytest.param(_no_pool, "Too many open files", id="no pool"),
        pytest.param(lambda: NoRoom({"b"}), "temporarily unavailable", id="no worker"),
    ],
)
def test_a_machine_that_starts_no_process_is_told(settings: Settings, pool: Callable[[], Executor], says: str) -> None:
    with pytest.raises(MeaError, match=says) as caught:
        list(run_units(orders(settings, "ab"), pool=pool, window=1, on_broken=lambda: None))
    assert "MEA__RUN__PROCESSES" in caught.value.hint


def test_what_a_unit_raises_ends_the_run(settings: Settings) -> None:
    class Raises(Fragile):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Outcome]:
            future: Future[Outcome] = Future()
            future.set_exception(StorageError("The disk is full."))
            return future

    with pytest.raises(StorageError, match="full"):
        list(run_units(orders(settings, "abc"), pool=lambda: Raises(set()), window=2, on_broken=lambda: None))


WAITS = """
import sys, time
from jobs.executor import process_pool
pool = process_pool(2)
if __name__ == "__main__":
    import os
    workers = {pool.submit(os.getpid).result() for _ in range(20)}
    print(*workers, flush=True)
    time.sleep(60)
"""


def alive(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_workers_end_when_their_parent_was_killed(tmp_path: Path, root: Path) -> None:
    script = tmp_path / "waits.py"
    script.write_text(WAITS)
    parent = subprocess.Popen(
        [sys.executable, str(script)], env=os.environ | {"PYTHONPATH": str(root)}, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    workers = [int(word) for word in parent.stdout.readline().split()]
    parent.stdout.close()
    assert workers
    assert all(alive(worker) for worker in workers)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 20
    while any(alive(worker) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(alive(worker) for worker in workers)
