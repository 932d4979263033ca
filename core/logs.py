"""The log of a run: key and value, on stderr; JSON for machines, colour for people on a terminal.

A logger is made from the settings and passed to what talks; nothing global is set up.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import FilteringBoundLogger

from core.settings import Log


def open_log(log: Log, stream: TextIO | None = None, **known: Any) -> FilteringBoundLogger:
    """A logger to `stream` (stderr where None), each line with the values of `known`.

    Text of files and sites passes through it, so control characters are written as escapes: a title cannot move the cursor.
    """
    out = stream or sys.stderr
    terminal = out.isatty()
    as_json = log.format == "json" or (log.format == "auto" and not terminal)
    shape: list[Any] = (
        [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer(sort_keys=True)]
        if as_json
        else [structlog.dev.ConsoleRenderer(colors=terminal)]
    )
    logger: FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(out),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _escape_controls,
            *shape,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[log.level.upper()]),
        cache_logger_on_first_use=False,
        **known,
    )
    return logger


def _escape_controls(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str) and not value.isprintable():
            event[key] = "".join(
                char if char.isprintable() else char.encode("unicode_escape").decode() for char in value
            )
    return event
