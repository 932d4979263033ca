"""Progress of a run: a bar on a terminal, else a plain line every few seconds; always on stderr."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

import click

LINE_EVERY_SECONDS = 10.0  # rare enough for a log, often enough to see that it lives


class Progress:
    """Context manager; `step(stage, done, total)` is called by the run after each unit of work."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._bar: Any = None
        self._stage = ""
        self._done = 0
        self._said = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def step(self, stage: str, done: int, total: int) -> None:
        if self._terminal:
            self._draw(stage, done, total)
        elif stage != self._stage or done == total or time.monotonic() - self._said >= LINE_EVERY_SECONDS:
            click.echo(f"{stage}: {done} of {total}", err=True)
            self._said = time.monotonic()
        self._stage, self._done = stage, done

    def _draw(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self._close()
            self._done = 0
            self._bar = click.progressbar(length=total, label=f"{stage:<12}", file=sys.stderr, show_pos=True)
            self._bar.__enter__()
        if self._bar is not None:
            self._bar.update(done - self._done)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
