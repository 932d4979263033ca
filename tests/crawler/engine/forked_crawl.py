"""A crawl in a process that has the program loaded already, for tests that are about crawls and not about how they are started."""

from __future__ import annotations

import importlib
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import msgspec

from core.errors import MeaError
from core.settings import Settings
from crawler.engine.order import CrawlOrder, CrawlSummary, End, Event

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["crawler.engine.crawling", "played_site"])


class _Pipe:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tell(self, event: Event) -> None:
        self._connection.send_bytes(msgspec.json.encode(event))


def _crawl(order: CrawlOrder, connection: Connection, broken: str | None) -> None:
    from crawler.engine.crawling import crawl

    if broken is not None:
        module, _, name = broken.partition(":")
        owner: Any = importlib.import_module(module)
        *path, last = name.split(".")
        for part in path:
            owner = getattr(owner, part)
        setattr(owner, last, _raise)
    crawl(order, Settings(**order.settings), _Pipe(connection))


def started(order: CrawlOrder) -> BaseProcess:
    """A crawl whose events nobody reads, and that does not end for that."""
    process = _PROCESSES.Process(target=_crawl_unheard, args=(order,))
    process.start()
    return process


def _crawl_unheard(order: CrawlOrder) -> None:
    from crawler.engine.crawling import crawl

    crawl(order, Settings(**order.settings), _Nobody())


class _Nobody:
    def tell(self, event: Event) -> None:
        pass


def _raise(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError("a defect")


def crawl_forked(
    order: CrawlOrder, broken: str | None = None, on_event: Callable[[Event], object] = lambda _: None
) -> CrawlSummary:
    """`broken` (`module:name`) is a function of the program that raises in this crawl: a defect that no test could find."""
    ours, theirs = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=_crawl, args=(order, theirs, broken))
    process.start()
    theirs.close()
    summary: Any = None
    try:
        while True:
            event = msgspec.json.decode(ours.recv_bytes(), type=Event)
            on_event(event)
            if isinstance(event, End):
                summary = event.summary
    except EOFError:
        pass
    process.join(30)
    ours.close()
    if summary is None:
        raise MeaError("the crawl ended without a summary; its traceback stands above")
    return summary
