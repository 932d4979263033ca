"""The process that crawls one source: `python -m crawler.engine.child`, the order on stdin, events as lines of JSON on stdout.

A process of its own, because Twisted's reactor cannot be started twice, and so that a crash, a leak or a kill touches nobody else.
It ends by itself when nobody reads its events any more. Exit status: 0 when it told a summary, whatever that says; 1 otherwise.
"""

from __future__ import annotations

import os
import sys
import traceback
from typing import BinaryIO

import msgspec

from core.errors import ConfigurationError, Locked, MeaError, StorageError, UsageError
from core.settings import Settings
from crawler.engine.order import CrawlOrder, Event, Failure, FailureKind


class Events:
    """Writes events; raises BrokenPipeError when nobody reads them any more."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def tell(self, event: Event) -> None:
        self._stream.write(msgspec.json.encode(event) + b"\n")
        self._stream.flush()


def main() -> int:
    # What libraries print must not stand among the events.
    events = Events(os.fdopen(os.dup(sys.stdout.fileno()), "wb"))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        order = msgspec.json.decode(sys.stdin.buffer.read(), type=CrawlOrder)
        # Scrapy is only loaded here: whoever imports this module for its names does without.
        from crawler.engine.crawling import crawl  # noqa: PLC0415

        return crawl(order, Settings(**order.settings), events)
    except BrokenPipeError:
        return 1
    except MeaError as error:
        events.tell(Failure(kind=_kind(error), cause=error.cause, hint=error.hint))
    except Exception as error:
        traceback.print_exc()
        events.tell(Failure(kind="other", cause=f"{type(error).__name__}: {error}"))
    return 1


def _kind(error: MeaError) -> FailureKind:
    match error:
        case Locked():
            return "locked"
        case StorageError():
            return "storage"
        case ConfigurationError():
            return "configuration"
        case UsageError():
            return "usage"
        case _:
            return "other"


if __name__ == "__main__":
    sys.exit(main())
