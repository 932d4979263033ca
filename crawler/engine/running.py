"""A crawl started in a process of its own, listened to, and ended with its caller.

The ledger tells the truth whatever happens to the process; here its end is turned into a summary.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import IO, Any

import msgspec

from core.errors import ConfigurationError, Locked, MeaError, StorageError, UsageError
from core.ledger import open_ledger
from core.ledger.crawls import abandon, place_of
from core.settings import Settings
from crawler.engine.order import CrawlOrder, CrawlSummary, End, Event, Failure

_LAST_WORDS = 4_000  # characters of the log that are looked at for the cause of a crash
_PATIENCE = 10.0  # seconds between asking a process to end and ending it
_ERRORS: dict[str, type[MeaError]] = {
    "locked": Locked,
    "configuration": ConfigurationError,
    "usage": UsageError,
    "storage": StorageError,
}
_CHILD_SETTINGS = frozenset({"data_dir", "config_dir", "blobs", "ledger", "crawl", "limits", "log"})


def settings_for_child(settings: Settings) -> dict[str, Any]:
    """What a child needs of the settings; nothing of the search engine and its passwords."""
    told = settings.model_dump(mode="json", include=set(_CHILD_SETTINGS))
    return {**told, "data_dir": str(settings.home)}


def run_crawl(order: CrawlOrder, on_event: Callable[[Event], object] | None = None) -> CrawlSummary:
    """Crawls in a child process and hands each event on as it comes. Ends the child and all it started when it is interrupted.

    Raises Locked, UsageError, ConfigurationError or StorageError where the crawl could not begin. A child that ends without its
    summary gives a `failed` one with the cause; what it had done is in the ledger, and the next crawl goes on.
    """
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("MEA__")}
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "crawler.engine.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            env=environment,
        )
        try:
            last = _listen(child, order, on_event or _unheard)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(_PATIENCE)
        except BaseException:
            _end(child)
            _abandoned(
                order,
                child.pid,
                CrawlSummary(source=order.source, state="stopped", cause="Interrupted. The next crawl goes on."),
            )
            raise
        finally:
            _end(child)
        if isinstance(last, End):
            return last.summary
        if isinstance(last, Failure):
            raise _ERRORS.get(last.kind, MeaError)(last.cause, hint=last.hint)
        return _crashed(order, child.pid, child.returncode, _last_line(log))


def _listen(child: subprocess.Popen[bytes], order: CrawlOrder, on_event: Callable[[Event], object]) -> Event | None:
    """The event that ended the crawl; None: there was none."""
    assert child.stdin is not None  # noqa: S101 - both are pipes
    assert child.stdout is not None  # noqa: S101
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(msgspec.json.encode(order))
        child.stdin.close()
    last: Event | None = None
    for line in child.stdout:
        try:
            event: Event = msgspec.json.decode(line, type=Event)
        except msgspec.DecodeError:
            continue  # the end of a line that a killed process was writing
        on_event(event)
        if isinstance(event, End | Failure):
            last = event
    return last


def _crashed(order: CrawlOrder, pid: int, status: int, said: str) -> CrawlSummary:
    how = f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
    cause = f"The process that crawled {order.source} {how}{f': {said}' if said else ''}. The next crawl goes on."
    return _abandoned(order, pid, CrawlSummary(source=order.source, state="failed", cause=cause))


def _abandoned(order: CrawlOrder, pid: int, summary: CrawlSummary) -> CrawlSummary:
    settings = Settings(**order.settings)
    with open_ledger(settings) as ledger:
        entry = abandon(ledger, order.source, msgspec.to_builtins(summary), place=place_of(settings), pid=pid)
    return summary if entry is None else msgspec.structs.replace(summary, crawl=entry.id, run=entry.run)


def _last_line(log: IO[bytes]) -> str:
    log.seek(0, os.SEEK_END)
    log.seek(max(0, log.tell() - _LAST_WORDS))
    lines = [line.strip() for line in log.read().decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1] if lines else ""


def _end(child: subprocess.Popen[bytes]) -> None:
    """The child and whatever it started, first asked and then told."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if child.poll() is not None:
            break
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(_PATIENCE)
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _unheard(event: Event) -> None:
    pass
