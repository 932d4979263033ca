"""Reading PDFs: pages per second of processor time, our sandboxed reader and what understands its pages, against pdfplumber.

The peer runs in this process, without a sandbox, and gives words with their fonts, lines, rectangles and tables; ours pays for its
child processes, for lines with boxes, fonts, marks, tables and roles, for their way back as JSON, and then for paragraphs,
structure, languages and citations. The two take turns on each document, in changing order, so that whatever else the
machine does meets both.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import random
import resource
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pdfplumber

from core.configuration import Configuration
from core.errors import DocumentError
from core.limits import Limits
from extract.read.readers import read
from extract.read.sandbox import Sandbox
from extract.understand.document import understand
from extract.understand.knowledge import Knowledge

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_PAGES = 500
LONGEST_IN_SAMPLE = 110


class Measured(NamedTuple):
    name: str
    pages: int
    reading: float
    """Seconds of processor time, children included."""
    understanding: float
    theirs: float

    @property
    def ratio(self) -> float:
        return self.theirs / (self.reading + self.understanding)


def run(everything: bool) -> None:
    """Prints a table. `everything`: all documents instead of a sample of some hundred pages."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    folder, files = _files()
    order = random.Random(7)  # the same sample each time
    order.shuffle(files)
    measured: list[Measured] = []
    knowledge = Knowledge.load(Configuration())
    _warm(knowledge)
    gc.collect()
    gc.freeze()  # both as workers do
    gc.set_threshold(20_000)
    started = _children()
    with Sandbox(Limits()) as sandbox:
        for file in files:
            if not everything and sum(one.pages for one in measured) >= SAMPLE_PAGES:
                break
            result = _measure(
                file,
                sandbox,
                knowledge,
                ours_first=bool(len(measured) % 2),
                longest=None if everything else LONGEST_IN_SAMPLE,
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


def _warm(knowledge: Knowledge) -> None:
    """The first document of each pays for tables and caches: language models, patterns, fonts."""
    file = ROOT / "samples" / "documents" / "resolution-2.5.fr.pdf"
    understand(read(file.read_bytes(), file.name, Limits()), (), "", knowledge)
    _theirs(file, None)


def _measure(
    file: Path, sandbox: Sandbox, knowledge: Knowledge, *, ours_first: bool, longest: int | None
) -> Measured | None:
    data = file.read_bytes()
    reading = understanding = theirs = 0.0
    count = 0
    for turn in (ours_first, not ours_first):
        if turn:
            before, children = time.process_time(), sandbox.cpu_seconds
            try:
                pages = sandbox.read(data, file.name)
            except DocumentError:
                return None
            between = time.process_time()
            understand(pages, (), hashlib.sha256(data).hexdigest(), knowledge)
            understanding = time.process_time() - between
            reading = between - before + sandbox.cpu_seconds - children
            count = len(pages.pages)
            if longest is not None and count > longest:
                return None
        else:
            before = time.process_time()
            if not _theirs(file, longest):
                return None
            theirs = time.process_time() - before
    return Measured(file.name, count, reading, understanding, theirs)


def _theirs(file: Path, longest: int | None) -> bool:
    try:
        with pdfplumber.open(file) as document:
            if longest is not None and len(document.pages) > longest:
                return False
            for page in document.pages:
                page.extract_words(extra_attrs=["fontname", "size"])
                _ = page.lines, page.rects
                page.find_tables()
                page.close()
    except Exception as error:
        print(f"   pdfplumber could not read {file.name}: {type(error).__name__}")
        return False
    return True


def _children() -> float:
    """Processor time of all children that have ended: of the reading server once it is closed."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _print(folder: Path, measured: list[Measured], server: float) -> None:
    if not measured:
        raise SystemExit(f"No document of {folder} could be read by both.")
    pages = sum(one.pages for one in measured)
    reading = sum(one.reading for one in measured) + server
    ours = reading + sum(one.understanding for one in measured)
    theirs = sum(one.theirs for one in measured)
    ratios = sorted(one.ratio for one in measured)
    print(f"{len(measured)} documents, {pages} pages of {folder}")
    print(f"{'':44}{'pages/CPU s':>12}{'CPU s':>9}{'times':>8}")
    for what, seconds in (
        ("ours: read; sandboxed", reading),
        ("ours: read and understood; sandboxed", ours),
        ("pdfplumber: words, lines, rectangles, tables", theirs),
    ):
        print(f"{what:44}{pages / seconds:12.1f}{seconds:9.2f}{theirs / seconds:8.1f}")
    print(
        f"read and understood, by document: least {ratios[0]:.1f}, median {median(ratios):.1f}, most {ratios[-1]:.1f} times"
    )
    print(f"(of ours, {server:.2f} CPU s are the reading server itself: start and forks)")
    for one in sorted(measured, key=lambda one: one.ratio)[:5]:
        print(f"   {one.ratio:5.1f}  {one.pages:4} pages  {one.name}")
