"""Memory of the processes that this one has started, as the system tells it. Linux only; elsewhere nothing is known."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
_PARENT = re.compile(r"PPid:\s+(\d+)")


class WatchOfChildren:
    """`with WatchOfChildren(parent) as watch:`; then `watch.peaks` holds the largest resident size, in bytes, of each process
    that was seen below `parent`, by id; `watch.names` what it was called with."""

    def __init__(self, parent: int) -> None:
        self._parent = parent
        self.peaks: dict[int, int] = {}
        self.names: dict[int, str] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.2):
            for process, peak in _below(self._parent):
                self.peaks[process] = max(self.peaks.get(process, 0), peak)
                if process not in self.names:
                    self.names[process] = _name(process)


def _below(parent: int) -> Iterator[tuple[int, int]]:
    parents: dict[int, int] = {}
    peaks: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "status").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue  # it has ended meanwhile
        above, peak = _PARENT.search(status), _PEAK.search(status)
        if above is not None and peak is not None:
            parents[int(folder.name)] = int(above[1])
            peaks[int(folder.name)] = int(peak[1]) * 1024
    for process, peak in peaks.items():
        above_it = parents.get(process)
        while above_it is not None and above_it != parent:
            above_it = parents.get(above_it)
        if above_it == parent:
            yield process, peak


def _name(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""
