"""How much memory this process takes while something runs. Linux only; elsewhere nothing is known."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Self

_STATUS = Path("/proc/self/status")
_OWN = re.compile(r"RssAnon:\s+(\d+) kB")


class Watch:
    """`with Watch() as watch:`; then `watch.most` is what was taken more than at the beginning, at its highest."""

    def __init__(self) -> None:
        self._start = own_bytes()
        self._highest = self._start
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def most(self) -> int | None:
        """Bytes; None where they cannot be known."""
        return None if self._start is None or self._highest is None else self._highest - self._start

    def _look(self) -> None:
        while not self._ended.wait(0.2):
            now = own_bytes()
            if now is not None and self._highest is not None:
                self._highest = max(self._highest, now)


def own_bytes() -> int | None:
    """Bytes of memory that are this process's own: files that the system keeps at hand for it do not count."""
    try:
        found = _OWN.search(_STATUS.read_text(encoding="ascii"))
    except OSError:
        return None
    return int(found[1]) * 1024 if found else None
