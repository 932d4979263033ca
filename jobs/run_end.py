"""How a run that ended early is recorded."""

from __future__ import annotations

import contextlib
from typing import Any

from core.errors import MeaError
from core.ledger import Ledger


def record_end(ledger: Ledger, error: BaseException) -> None:
    """The reason why a run ended early; where the ledger itself is the reason, that one is told to the caller only."""
    state = "failed" if isinstance(error, Exception) else "interrupted"
    words: dict[str, Any] = {
        "error": error.cause if isinstance(error, MeaError) else f"{type(error).__name__}: {error}"
    }
    with contextlib.suppress(MeaError):
        ledger.end_run(state, words)
