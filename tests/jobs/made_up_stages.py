"""Doubles of the stages, for tests of the run itself: what a file says decides what happens to it.

A file of plain text is one page. Its first line may be an order: `REFUSE`, `WAIT`, `FAIL`, `KILL WORKER`, `RAISE`.
Top-level functions only, so that they reach other processes.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, Self

from core.blobs import Blobs
from core.configuration import Configuration
from core.digests import digest_of
from core.errors import ReadFailed, Refused, Waiting
from core.ledger import Ledger
from core.limits import Limits
from core.records.document import Citation, Document, Segment
from core.records.files import Provenance
from core.records.pages import Line, Page, Pages
from core.settings import Read, Settings
from extract.read.outside_tools import OutsideTools
from extract.stage import Tools


class TextSandbox:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, data: bytes, name: str) -> Pages:
        text = data.decode()
        order = text.partition("\n")[0]
        if order == "REFUSE":
            raise Refused("It is locked.", hint="Unlock it.", code="encrypted")
        if order == "WAIT":
            raise Waiting("It is a picture.", code="needs-ocr")
        if order == "FAIL":
            raise ReadFailed("The reader gave up.", code="reader-error")
        if order == "KILL WORKER":
            os.kill(os.getpid(), signal.SIGKILL)
        lines = tuple(Line(text=line) for line in text.splitlines())
        return Pages(media_type="text/plain", reader="double 1", pages=(Page(number=1, lines=lines),))


def load_knowledge(configuration: Configuration) -> str:
    return configuration.text("citations.yml")


def understand(pages: Pages, names: tuple[Provenance, ...], content: str, knowledge: Any) -> Document:
    """One segment a line, one citation a line that begins with `cites `; the title tells the configuration it was made with."""
    lines = pages.pages[0].lines
    if lines and lines[0].text == "RAISE":
        raise ZeroDivisionError("an odd document")
    canonical = f"local/{content[:16]}"
    segments = tuple(
        Segment(id=f"s{number}", part="main", kind="body", path=str(number), text=line.text)
        for number, line in enumerate(lines, start=1)
    )
    citations = tuple(
        Citation(
            segment=one.id,
            start=6,
            end=len(one.text),
            exact=one.text[6:],
            kind="document",
            treaty=None,
            canonical=one.text[6:],
        )
        for one in segments
        if one.text.startswith("cites ")
    )
    return Document(
        canonical=canonical, work=canonical, version=None, lang="und", langs=(), treaty=None, type=None, symbol=None,
        title=digest_of(knowledge), meeting=None, agenda_item=None, identity="none", segments=segments, citations=citations,
    )  # fmt: skip


def configuration_files(configuration: Configuration) -> Iterable[str]:
    return ("citations.yml",)


def no_tools(_read: Read) -> OutsideTools:
    """Nothing of this machine is used, whatever is installed."""
    return OutsideTools()


TOOLS = Tools(
    sandbox=TextSandbox, outside=no_tools, load_knowledge=load_knowledge, understand=understand,
    configuration_files=configuration_files,
)  # fmt: skip


def corpus(ledger: Ledger, blobs: Blobs, settings: Settings, configuration: Configuration, progress: object) -> None:
    """The stages of the corpus: a file that lists all documents with their blobs."""
    digest = ledger.documents_digest()
    claim = ledger.claim("corpus", "index", digest)
    if claim is not None:
        listed = [f"{entry.canonical} {entry.document}" for entry in ledger.documents()]
        (settings.home / "index.txt").write_text("\n".join(listed))
        ledger.finish(claim, output=digest[:8], detail={"documents": len(listed), "paragraphs": 1, "citations": 2})


class Inline(Executor):
    """Works at once, in this process."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def main(arguments: list[str]) -> None:
    """`python made_up_stages.py PATH…`: an ingest with these doubles, on processes."""
    import made_up_stages  # by its importable name: what is sent to workers must not belong to __main__

    from core.settings import load_settings
    from jobs.ingest import ingest

    summary = ingest(
        [Path(argument) for argument in arguments],
        settings=load_settings(),
        tools=made_up_stages.TOOLS,
        corpus=made_up_stages.corpus,
    )
    print(summary)  # noqa: T201


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
