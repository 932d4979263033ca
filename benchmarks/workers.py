"""Processes that read and understand: how much memory each takes on real files, and what a second worker is worth.

The files go through ledger, blobs and sandbox as in `mea ingest`, into a folder of their own that is thrown away; one and two
workers take turns. On a busy machine the clock says nothing: then what two workers spend more of processor time than one is
the better measure, and both are printed.
"""

from __future__ import annotations

import os
import random
import resource
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.processes import WatchOfChildren
from core.errors import DocumentError
from core.limits import Limits
from core.settings import load_settings
from extract.read.sandbox import Sandbox
from jobs.ingest import ingest

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = 120
ROUNDS = 2
READER_BYTES = 200_000_000
WORKER_BYTES = 500_000_000
_ENDINGS = frozenset({".pdf", ".docx", ".html", ".md", ".txt"})
_MEGABYTE = 1_000_000


class Turn(NamedTuple):
    workers: int
    seconds: float
    cpu_seconds: float
    worker_bytes: int


def run(everything: bool) -> None:
    """Prints a table. `everything`: all documents instead of a sample."""
    folder, files = _files()
    if not everything:
        files = random.Random(11).sample(files, min(SAMPLE, len(files)))
    print(f"{len(files)} files of {folder}")
    _print_readers(files)
    turns: list[Turn] = []
    for number in range(ROUNDS):
        turns += (_turn(files, workers) for workers in ((1, 2) if number % 2 else (2, 1)))
    _print_turns(turns)


def _files() -> tuple[Path, list[Path]]:
    for folder in (ROOT.parent / "shared" / "corpus", ROOT / "samples" / "documents"):
        files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in _ENDINGS)
        if files:
            return folder, files
    raise SystemExit("There is nothing to measure with: neither ../shared/corpus nor samples/documents holds a file.")


def _print_readers(files: Sequence[Path]) -> None:
    peaks: list[tuple[int, str]] = []
    with Sandbox(Limits()) as sandbox:
        for file in files:
            sandbox.peak_bytes = 0
            with suppress(DocumentError):
                sandbox.read(file.read_bytes(), file.name)
            peaks.append((sandbox.peak_bytes, file.name))
    peaks.sort(reverse=True)
    over = [name for peak, name in peaks if peak > READER_BYTES]
    print(f"reader children: most {_megabytes(peaks[0][0])}, median {_megabytes(round(median(p for p, _ in peaks)))}")
    print(f"   over {_megabytes(READER_BYTES)}: {len(over)}")
    for peak, name in peaks[:5]:
        print(f"   {_megabytes(peak):>8}  {name}")


def _turn(files: Sequence[Path], workers: int) -> Turn:
    with tempfile.TemporaryDirectory(prefix="mea-workers-") as folder:
        settings = load_settings(
            {
                "data_dir": folder,
                "run": {"processes": workers},
                "read": {"office": "off", "ocr": "off"},
                "log": {"level": "error"},
            }
        )
        before, start = _children(), time.monotonic()
        with WatchOfChildren(os.getpid()) as watch:
            ingest(files, settings=settings, corpus=_nothing)
        seconds = time.monotonic() - start
        of_workers = [peak for process, peak in watch.peaks.items() if "reading_server" not in watch.names[process]]
        return Turn(workers, seconds, _children() - before, max(of_workers, default=0))


def _nothing(*_: Any) -> None:
    """In place of links and index: one process makes them, however many work on files."""


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _print_turns(turns: Sequence[Turn]) -> None:
    print(f"{'workers':>8}{'seconds':>10}{'CPU s':>8}{'busy processors':>17}{'largest worker':>16}")
    for turn in turns:
        busy = turn.cpu_seconds / turn.seconds
        print(
            f"{turn.workers:>8}{turn.seconds:10.1f}{turn.cpu_seconds:8.1f}{busy:17.2f}{_megabytes(turn.worker_bytes):>16}"
        )
    one, two = (median(turn.seconds for turn in turns if turn.workers == workers) for workers in (1, 2))
    cpu_one, cpu_two = (median(turn.cpu_seconds for turn in turns if turn.workers == workers) for workers in (1, 2))
    print(f"two workers: {one / two:.2f} times one by the clock; {2 * cpu_one / cpu_two:.2f} times by processor time")
    over = sum(turn.worker_bytes > WORKER_BYTES for turn in turns)
    print(f"turns with a worker over {_megabytes(WORKER_BYTES)}: {over}")


def _megabytes(count: int) -> str:
    return f"{count / _MEGABYTE:.0f} MB"
