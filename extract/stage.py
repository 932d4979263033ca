"""The edge of this package: the units of work of `read` and `understand`, with ledger and blobs around pure functions.

A unit is one content (sha256). It claims its stage, does the work, makes the effect durable, then ends the stage.
Errors about the document end in the ledger; what a unit raises is about the machine (disk, ledger) and ends the run.
"""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from functools import cached_property
from pathlib import PurePath
from types import MappingProxyType, TracebackType
from typing import Any, Literal, Protocol, Self

import msgspec
from msgspec import Struct

from core.blobs import Blobs
from core.codes import State
from core.configuration import Configuration
from core.digests import digest_of
from core.errors import BlobLost, ReadFailed, Refused, StorageError, Waiting
from core.ledger import Claim, ContentEntry, Ledger, StageEntry, open_ledger
from core.limits import Limits
from core.overrides import Overrides
from core.records.codec import from_json, to_json
from core.records.document import Document
from core.records.files import Provenance
from core.records.pages import Pages
from core.settings import Read, Settings
from extract.read import READ_VERSION
from extract.read.outside_tools import OutsideTools, at_hand, is_about_tools, read_with_tools, would_tell_more
from extract.read.sandbox import Sandbox
from extract.understand import UNDERSTAND_VERSION

StageName = Literal["read", "understand"]

LIMITS_OF_READING = (
    "file_bytes", "pages", "page_chars", "page_objects", "text_chars",
    "zip_parts", "zip_part_bytes", "zip_bytes", "zip_ratio", "html_depth",
)  # fmt: skip
"""Limits that shape what reading gives. Time and memory do not: who fails by them is tried again in any case."""


class Reader(Protocol):
    def read(self, data: bytes, name: str) -> Pages: ...


class Outcome(Struct, frozen=True, kw_only=True):
    """How a unit ended. `worked` is False where there was nothing to do, or another process has it."""

    content: str
    worked: bool
    state: State | None = None
    code: str | None = None


# What understanding needs is loaded when its turn comes: a process that reads, or `mea status`, never does.


def _load_knowledge(configuration: Configuration) -> Any:
    from extract.understand.knowledge import Knowledge  # noqa: PLC0415

    knowledge = Knowledge.load(configuration)
    # It stays as long as the process: the collector of cycles need not look at all of it again and again.
    gc.collect()
    gc.freeze()
    # A document is some ten thousand records without cycles: looking for cycles at every 700 of them cost 4 % of understanding.
    gc.set_threshold(20_000)
    return knowledge


def _understand(pages: Pages, names: tuple[Provenance, ...], content: str, knowledge: Any) -> Document:
    from extract.understand.document import understand  # noqa: PLC0415

    return understand(pages, names, content, knowledge)


def _configuration_files(configuration: Configuration) -> Iterable[str]:
    from extract.understand.knowledge import CONFIGURATION_FILES  # noqa: PLC0415

    return CONFIGURATION_FILES(configuration)


class Tools(Struct, frozen=True, kw_only=True):
    """What the units work with, so that a test can put a double in a place."""

    sandbox: Callable[[Limits], AbstractContextManager[Reader]] = Sandbox
    outside: Callable[[Read], OutsideTools] = at_hand
    load_knowledge: Callable[[Configuration], Any] = _load_knowledge
    understand: Callable[[Pages, tuple[Provenance, ...], str, Any], Document] = _understand
    configuration_files: Callable[[Configuration], Iterable[str]] = _configuration_files


class Bench:
    """What a process needs to work on units of one run: ledger, blobs, sandbox, knowledge. Opened late, closed once."""

    def __init__(self, settings: Settings, run: int, tools: Tools | None = None) -> None:
        self.settings = settings
        self.run = run
        self._tools = tools or Tools()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._open.close()

    @cached_property
    def ledger(self) -> Ledger:
        return self._open.enter_context(open_ledger(self.settings, run=self.run))

    @cached_property
    def blobs(self) -> Blobs:
        return Blobs(self.settings.blobs_url)

    @cached_property
    def configuration(self) -> Configuration:
        return Configuration(self.settings.config_dir)

    @cached_property
    def sandbox(self) -> Reader:
        return self._open.enter_context(self._tools.sandbox(self.settings.limits))

    @cached_property
    def outside_tools(self) -> OutsideTools:
        return self._tools.outside(self.settings.read)

    @cached_property
    def programs(self) -> str:
        """Which outside programs are at hand, by their versions."""
        return self.outside_tools.stamp

    @cached_property
    def understanding_version(self) -> str:
        return understanding_version(self.configuration, self._tools.configuration_files(self.configuration))

    @cached_property
    def overrides(self) -> Overrides:
        return Overrides.load(self.configuration)

    @cached_property
    def _knowledge(self) -> Any:
        return self._tools.load_knowledge(self.configuration)

    def understand(self, pages: Pages, entry: ContentEntry) -> Document:
        """The document, by what is stated of it, and by what a person decided in its place (`config/overrides.yml`)."""
        names = self.overrides.named(entry.sha256, entry.names)
        document = self._tools.understand(pages, names, entry.sha256, self._knowledge)
        return self.overrides.shown(document, entry.sha256, entry.names)


def reading_digest(entry: ContentEntry, limits: Limits) -> str:
    """What the result of `read` depends on: the bytes, the limits that shape it, the readers, and the name's ending."""
    shaping = {name: getattr(limits, name) for name in LIMITS_OF_READING}
    return digest_of("read", READ_VERSION, entry.sha256, msgspec.json.encode(shaping).decode(), _ending(entry))


def understanding_version(configuration: Configuration, files: Iterable[str]) -> str:
    """What the results of `understand` depend on beside pages and names: the code and its part of the configuration."""
    return digest_of(UNDERSTAND_VERSION, configuration.digest(files))


def understanding_digest(entry: ContentEntry, pages: str, version: str, overrides: Overrides | None = None) -> str:
    """What one document depends on: the blob key of its pages, its names and sidecars, what a person decided about its
    identity, and `understanding_version`."""
    row = overrides.for_document(entry.sha256, entry.names) if overrides is not None else None
    decided = (row.canonical, row.reason) if row is not None else ()
    return digest_of("understand", version, pages, to_json(entry.names).decode(), *decided)


def read_unit(bench: Bench, content: str) -> Outcome:
    """Bytes to pages, in the sandbox. The output of the stage is the blob key of the canonical JSON of `Pages`."""
    entry = bench.ledger.content(content)
    if entry is None:
        return Outcome(content=content, worked=False)
    limits = bench.settings.limits
    known = bench.ledger.stage(content, "read")
    again = _output_lost(known, bench.blobs) or _legible_now(known, bench)
    claim = bench.ledger.claim(content, "read", reading_digest(entry, limits), force=again)
    if claim is None:
        return Outcome(content=content, worked=False)
    try:
        pages = read_with_tools(
            _bytes_of(entry, bench), _short_name(entry), bench.sandbox.read, bench.outside_tools, limits
        )
    except (Refused, Waiting, ReadFailed) as error:
        return _give_up(bench.ledger, claim, error, programs=bench.programs if is_about_tools(error.code) else None)
    key = bench.blobs.put(to_json(pages))
    bench.ledger.finish_read(claim, key, pages, programs=bench.programs if would_tell_more(pages) else None)
    return Outcome(content=content, worked=True, state="done")


def understand_unit(bench: Bench, content: str) -> Outcome:
    """Pages to a document. The output of the stage is the blob key of the canonical JSON of `Document`."""
    entry = bench.ledger.content(content)
    read = bench.ledger.stage(content, "read")
    if entry is None or read is None or read.state != "done" or read.output is None:
        return Outcome(content=content, worked=False)
    known = bench.ledger.stage(content, "understand")
    digest = understanding_digest(entry, read.output, bench.understanding_version, bench.overrides)
    claim = bench.ledger.claim(content, "understand", digest, force=_output_lost(known, bench.blobs))
    if claim is None:
        return Outcome(content=content, worked=False)
    try:
        document = bench.understand(_pages(bench.blobs, read.output), entry)
    except (Refused, Waiting, ReadFailed) as error:
        return _give_up(bench.ledger, claim, error)
    except Exception as error:
        # Whatever a strange document provokes is about that document: the run goes on, and the ledger says where.
        return _give_up(bench.ledger, claim, ReadFailed(_whereabouts(error), code="understand-error"))
    key = bench.blobs.put(to_json(document))
    bench.ledger.finish_document(claim, key, document)
    return Outcome(content=content, worked=True, state="done")


UNITS: Mapping[StageName, Callable[[Bench, str], Outcome]] = MappingProxyType(
    {"read": read_unit, "understand": understand_unit}
)


def work_of_reading(bench: Bench) -> Iterator[tuple[str, str]]:
    """(content, digest) of what is to be read: what this run has seen, what an earlier run began and never ended, what has
    lost its pages, and what waits for a program, or was refused for the want of one, that is now at hand."""
    known = {entry.unit: entry for entry in bench.ledger.stages("read")}
    seen = {entry.sha256 for entry in bench.ledger.contents(run=bench.run)}
    for entry in bench.ledger.contents():
        stage = known.get(entry.sha256)
        unfinished = stage is None or stage.code == "started" or _output_lost(stage, bench.blobs)
        digest = reading_digest(entry, bench.settings.limits)
        legible = _legible_now(stage, bench)
        if legible or ((unfinished or entry.sha256 in seen) and _is_work(stage, digest, bench.blobs)):
            yield entry.sha256, digest


def work_of_understanding(bench: Bench) -> Iterator[tuple[str, str]]:
    """(content, digest) of what is to be understood, over the whole ledger: a corpus is understood by one rule."""
    known = {entry.unit: entry for entry in bench.ledger.stages("understand")}
    pages = {entry.unit: entry.output for entry in bench.ledger.stages("read") if entry.state == "done"}
    for entry in bench.ledger.contents():
        key = pages.get(entry.sha256)
        if key is None:
            continue
        digest = understanding_digest(entry, key, bench.understanding_version, bench.overrides)
        if _is_work(known.get(entry.sha256), digest, bench.blobs):
            yield entry.sha256, digest


def _is_work(stage: StageEntry | None, digest: str, blobs: Blobs) -> bool:
    return stage is None or stage.digest != digest or stage.state == "failed" or _output_lost(stage, blobs)


def _legible_now(stage: StageEntry | None, bench: Bench) -> bool:
    """Whether a program that is at hand now may read what was not read, or not all of it; the same program is not asked twice."""
    if stage is None:
        return False
    tried = stage.detail.get("programs")
    if tried is None:
        return bench.outside_tools.reads(stage.code)
    if tried == bench.programs:
        return False
    if stage.state == "done":
        return bench.outside_tools.ocr is not None
    return bench.outside_tools.reads(stage.code) or (stage.code == "unconvertible" and bool(bench.programs))


def _output_lost(stage: StageEntry | None, blobs: Blobs) -> bool:
    return stage is not None and stage.state == "done" and (stage.output is None or not blobs.exists(stage.output))


def _bytes_of(entry: ContentEntry, bench: Bench) -> bytes:
    limit = bench.settings.limits.file_bytes
    if entry.size > limit:
        # Its bytes were not even stored.
        raise Refused(f"The file has {entry.size} bytes; the limit is {limit}.", code="too-large")
    return _blob(bench.blobs, entry.sha256)


def _blob(blobs: Blobs, key: str) -> bytes:
    """A missing or damaged blob is the trouble of one document, not of the run."""
    try:
        return blobs.get(key)
    except StorageError as error:
        raise ReadFailed(error.cause, hint=error.hint, code="blob-damaged") from error


def _pages(blobs: Blobs, key: str) -> Pages:
    """Pages that are damaged are removed, so that the next run makes them again from the file's bytes."""
    try:
        return from_json(Pages, _blob(blobs, key))
    except ReadFailed as error:
        if isinstance(error.__cause__, BlobLost):
            blobs.discard(key)
            hint = "The next run makes it again by itself. Check the disk where this happens often."
            raise ReadFailed(error.cause, hint=hint, code=error.code) from error
        raise


def _give_up(
    ledger: Ledger, claim: Claim, error: Refused | Waiting | ReadFailed, *, programs: str | None = None
) -> Outcome:
    state: State = "failed"
    if isinstance(error, Refused):
        state = "refused"
    elif isinstance(error, Waiting):
        state = "waiting"
    detail = {"programs": programs} if programs is not None else None
    ledger.give_up(claim, state, error.code, cause=error.cause, hint=error.hint, detail=detail)
    return Outcome(content=claim.unit, worked=True, state=state, code=error.code)


def _whereabouts(error: Exception) -> str:
    """Kind, words and innermost place of an error, in one line."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {PurePath(frames[-1].filename).name}, line {frames[-1].lineno} ({frames[-1].name})" if frames else ""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}{place}."


def _short_name(entry: ContentEntry) -> str:
    return PurePath(entry.names[0].name).name


def _ending(entry: ContentEntry) -> str:
    return PurePath(entry.names[0].name).suffix.lower()
