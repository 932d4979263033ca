"""Reading PDFs: pages per second of processor time, our sandboxed reader against pdfplumber's plain `extract_text`.

The peer runs in this process, without a sandbox, and gives bare text; ours pays for its child processes, for lines with
boxes, fonts, marks and roles, and for their way back as JSON. The two take turns on each document, in changing order, so
that whatever else the machine does meets both.
"""

from __future__ import annotations

import logging
import random
import resource
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pdfplumber

from core.errors import DocumentError
from core.limits import Limits
from extract.read.sandbox import Sandbox

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_PAGES = 250
LONGEST_IN_SAMPLE = 60


class Measured(NamedTuple):
    name: str
    pages: int
    ours: float
    """Seconds of processor time, children included."""
    theirs: float

    @property
    def ratio(self) -> float:
        return self.theirs / self.ours


def run(everything: bool) -> None:
    """Prints a table. `everything`: all documents instead of a sample of some hundred pages."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    folder, files = _files()
    order = random.Random(7)  # the same sample each time
    order.shuffle(files)
    measured: list[Measured] = []
    # The first page of each library pays for its tables and caches.
    started = _children()
    with Sandbox(Limits()) as sandbox:
        for file in files:
            if not everything and sum(one.pages for one in measured) >= SAMPLE_PAGES:
                break
            result = _measure(
                file, sandbox, ours_first=bool(len(measured) % 2), longest=None if everything else LONGEST_IN_SAMPLE
            )
            if result is not None:
                measured.append(result)
        in_children = sandbox.cpu_seconds
    server = _children() - started - in_children
    _print(folder, measured, server)


def _files() -> tuple[Path, list[Path]]:
    for folder in (ROOT.parent / "shared" / "corpus", ROOT / "samples" / "documents"):
        files = sorted(folder.rglob("*.pdf"))
        if files:
            return folder, files
    raise SystemExit("There is no PDF to measure with: neither ../shared/corpus nor samples/documents holds one.")


def _measure(file: Path, sandbox: Sandbox, *, ours_first: bool, longest: int | None) -> Measured | None:
    data = file.read_bytes()
    ours = theirs = 0.0
    pages = 0
    for turn in (ours_first, not ours_first):
        if turn:
            before, children = time.process_time(), sandbox.cpu_seconds
            try:
                pages = len(sandbox.read(data, file.name).pages)
            except DocumentError:
                return None
            ours = time.process_time() - before + sandbox.cpu_seconds - children
            if longest is not None and pages > longest:
                return None
        else:
            before = time.process_time()
            try:
                with pdfplumber.open(file) as document:
                    if longest is not None and len(document.pages) > longest:
                        return None
                    for page in document.pages:
                        page.extract_text()
                        page.close()
            except Exception as error:
                print(f"   pdfplumber could not read {file.name}: {type(error).__name__}")
                return None
            theirs = time.process_time() - before
    return Measured(file.name, pages, ours, theirs)


def _children() -> float:
    """Processor time of all children that have ended: of the reading server once it is closed."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _print(folder: Path, measured: list[Measured], server: float) -> None:
    if not measured:
        raise SystemExit(f"No document of {folder} could be read by both.")
    pages = sum(one.pages for one in measured)
    ours = sum(one.ours for one in measured) + server
    theirs = sum(one.theirs for one in measured)
    ratios = sorted(one.ratio for one in measured)
    print(f"{len(measured)} documents, {pages} pages of {folder}")
    print(f"{'':44}{'pages/CPU s':>12}{'CPU s':>9}")
    print(f"{'ours: lines, boxes, fonts, marks; sandboxed':44}{pages / ours:12.1f}{ours:9.2f}")
    print(f"{'pdfplumber extract_text; no sandbox':44}{pages / theirs:12.1f}{theirs:9.2f}")
    print(
        f"ratio {theirs / ours:.1f}; by document: least {ratios[0]:.1f}, median {median(ratios):.1f}, most {ratios[-1]:.1f}"
    )
    print(f"(of ours, {server:.2f} CPU s are the reading server itself: start and forks)")
    for one in sorted(measured, key=lambda one: one.ratio)[:5]:
        print(f"   {one.ratio:5.1f}  {one.pages:4} pages  {one.name}")
