"""`mea crawl`: what the sites of sources have that is new, through all stages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct

from core.blobs import Blobs
from core.configuration import Configuration
from core.errors import MeaError, NoIndex, UsageError
from core.ledger import open_ledger
from core.ledger.crawls import source_state
from core.settings import Settings
from crawler.engine.guard import is_loopback
from crawler.engine.order import CrawlOrder, CrawlSummary, Event
from crawler.engine.running import run_crawl, settings_for_child
from crawler.meeting_names import asked_meeting
from crawler.probing import wanted as places_of
from crawler.sources.load import load_sources_apart
from crawler.sources.model import SourceDefinition
from index.missing import missing
from jobs.changes import ChangedFile, changed_files, compare_changed
from jobs.inbox import inboxes
from jobs.ingest import IngestSummary, ingest
from jobs.sample_site import HOST, is_bundled, sample_site
from jobs.seen import holds_files
from jobs.stages import Progress

TARGETS_AT_MOST = 200
"""Cited and missing documents that one crawl looks for, the most cited first: each may cost a request, and a run has 5,000."""
OWN_CONTACT = "this-program"
"""Told to the bundled site only, which is on this machine: nobody has to be named to it."""
_ASKED_FOR = frozenset({"not_crawled", "absent_number"})


class CrawlOptions(Struct, frozen=True, kw_only=True):
    meeting: str | None = None
    limit: int | None = None
    dry_run: bool = False
    fetch_only: bool = False
    warc: bool = False
    even_if_off: bool = False
    rehearse: Mapping[str, str] = {}
    """Host of the source to address of a server on this machine that plays it."""
    time_scale: float = 1.0


class CrawlReport(Struct, frozen=True, kw_only=True):
    """The answer of `mea crawl --json`."""

    sources: tuple[CrawlSummary, ...]
    ingest: IngestSummary | None
    """Of all that is known; None where nothing was fetched, or was not to be read."""
    changes: tuple[ChangedFile, ...]
    """Files that these crawls found changed at their address."""
    seconds: float
    ingest_error: str | None = None
    """Why what was fetched could not be read now (another run holds the lock, for instance); `mea ingest` reads it."""
    exit_code: int = 0
    """0: all is well; 1: a source or a file failed; else that of the error that ended a source or the reading."""

    @property
    def good(self) -> bool:
        return self.exit_code == 0


def crawl(
    names: Sequence[str],
    *,
    settings: Settings,
    options: CrawlOptions | None = None,
    on_event: Callable[[str, Event], object] = lambda *_: None,
    progress: Progress = lambda *_: None,
) -> CrawlReport:
    """Crawls the sources `names` one after the other (none: all that are on and not paused), then reads what came.

    A source that fails, or whose file has a mistake, ends no other; what keeps the only one from beginning is raised. `on_event`
    gets the source with each event of its crawl.
    Raises UsageError (no such source, one that is off or paused, a rehearsal that would leave the machine), ConfigurationError.
    """
    options = options or CrawlOptions()
    check_rehearsal(options.rehearse, options.time_scale)
    begun = time.monotonic()
    configuration = Configuration(settings.config_dir)
    known, mistakes = load_sources_apart(configuration)
    if len(names) == 1 and names[0] in mistakes:
        raise mistakes[names[0]]
    sources = _chosen(known, [name for name in names if name not in mistakes], settings, options, all_=not names)
    meetings = {source.id: _meeting(source, options.meeting) for source in sources}
    wanted = _wanted(settings)
    ends = [
        _crawl_one(
            source,
            settings,
            options,
            meetings[source.id],
            wanted,
            partial(on_event, source.id),
            alone=len(sources) == 1,
        )
        for source in sources
    ]
    ends += [_not_begun(name, error) for name, error in mistakes.items() if not names or name in names]
    summaries, codes = tuple(summary for summary, _ in ends), [code for _, code in ends]
    taken, ingest_error = None, None
    if not options.dry_run and not options.fetch_only:
        try:
            taken = _through_stages(settings, inboxes(known.values(), settings), progress)
        except MeaError as error:
            # Hours of crawling are not to be lost from the report because an ingest holds the lock.
            ingest_error = f"{error.cause} {error.hint}".strip()
            codes.append(error.exit_code)
    with open_ledger(settings) as ledger:
        if taken is not None:
            codes.append(int(taken.by_state.failed > 0))
            compare_changed(ledger, Blobs(settings.blobs_url), configuration)
        changes = tuple(
            change
            for one in summaries
            if one.crawl is not None
            for change in changed_files(ledger, crawl=one.crawl, source=one.source)
        )
    return CrawlReport(
        sources=summaries,
        ingest=taken,
        changes=changes,
        seconds=round(time.monotonic() - begun, 3),
        ingest_error=ingest_error,
        exit_code=max(codes, default=0),
    )


def _chosen(
    known: Mapping[str, SourceDefinition],
    names: Sequence[str],
    settings: Settings,
    options: CrawlOptions,
    *,
    all_: bool,
) -> list[SourceDefinition]:
    for name in names:
        if name not in known:
            raise UsageError(
                f"There is no source {name}.", hint=f"Known are {', '.join(sorted(known))}; `mea sources`."
            )
    with open_ledger(settings) as ledger:
        states = {name: source_state(ledger, name) for name in (known if all_ else names)}
    if all_:
        return [known[name] for name in sorted(known) if known[name].enabled and states[name].paused_at is None]
    for name in names:
        source, state = known[name], states[name]
        if not source.enabled and not options.even_if_off and not is_bundled(source):
            raise UsageError(
                f"The source {name} is off: {' '.join(source.notes[:1]) or 'its file says enabled: false'}",
                hint="Crawl it with --even-if-off, or set `enabled: true` in your own copy of its file.",
            )
        if state.paused_at is not None:
            raise UsageError(
                f"The source {name} is paused: {state.paused_reason}",
                hint=f"`mea sources resume {name}` ends the pause.",
            )
    return [known[name] for name in dict.fromkeys(names)]


def _meeting(source: SourceDefinition, asked: str | None) -> str | None:
    if asked is None:
        return None
    meeting = asked_meeting(source, asked)
    if meeting is None:
        raise UsageError(
            f"{asked} is no meeting of {source.id}.",
            hint=f"Write {source.governing_body}14, or the whole id, {source.treaty}/{source.governing_body}14.",
        )
    return meeting


def _crawl_one(
    source: SourceDefinition,
    settings: Settings,
    options: CrawlOptions,
    meeting: str | None,
    wanted: Sequence[str],
    on_event: Callable[[Event], object],
    *,
    alone: bool,
) -> tuple[CrawlSummary, int]:
    """What came of it, and the exit code that it asks for. `alone`: what keeps it from beginning is raised."""
    with _bundled_site(source, options) as (rehearse, time_scale):
        order = CrawlOrder(
            source=source.id,
            settings=settings_for_child(settings) | ({"crawl": {"contact": OWN_CONTACT}} if is_bundled(source) else {}),
            meeting=meeting,
            limit=options.limit,
            dry_run=options.dry_run,
            warc=options.warc,
            targets=_targets(source, wanted),
            rehearse=dict(rehearse),
            time_scale=time_scale,
        )
        try:
            summary = run_crawl(order, on_event)
        except MeaError as error:
            if alone:
                raise
            return _not_begun(source.id, error)
        return summary, int(summary.state not in {"done", "stopped"})


def _not_begun(source: str, error: MeaError) -> tuple[CrawlSummary, int]:
    cause = f"{error.cause} {error.hint}".strip()
    return CrawlSummary(source=source, state="failed", cause=cause), error.exit_code


@contextmanager
def _bundled_site(source: SourceDefinition, options: CrawlOptions) -> Iterator[tuple[Mapping[str, str], float]]:
    """The sample site has no other server than this program, and needs no waits."""
    with ExitStack() as stack:
        if is_bundled(source) and HOST not in options.rehearse:
            yield {HOST: stack.enter_context(sample_site())}, 0.0
        else:
            yield options.rehearse, options.time_scale


def _wanted(settings: Settings) -> tuple[str, ...]:
    """Cited documents that are not held and could be, the most cited first."""
    try:
        return tuple(one.canonical for one in missing(settings) if one.missing_class in _ASKED_FOR)
    except NoIndex:
        return ()


def _targets(source: SourceDefinition, missing_ids: Sequence[str]) -> tuple[str, ...]:
    """Of what is missing, what this source may have and knows how to look for."""
    own = (one for one in missing_ids if source.treaty == "*" or one.startswith(f"{source.treaty}/"))
    places = ((one.canonical, one.probes or one.follows) for one in places_of(source, own))
    return tuple(canonical for canonical, where in places if where)[:TARGETS_AT_MOST]


def _through_stages(settings: Settings, folders: Mapping[str, Path], progress: Progress) -> IngestSummary | None:
    dropped = any(map(holds_files, folders.values()))
    with open_ledger(settings) as ledger:
        if not dropped and ledger.count_contents() == 0:
            return None
    return ingest([], settings=settings, inboxes=folders, progress=progress)


def check_rehearsal(rehearse: Mapping[str, str], time_scale: float) -> None:
    """Raises UsageError for a rehearsal that would leave the machine, and for scaled waits without one."""
    for host, address in rehearse.items():
        if not is_loopback(address):
            raise UsageError(
                f"A rehearsal of {host} cannot go to {address}.",
                hint="Name a server on this machine, for instance http://127.0.0.1:8000.",
            )
    if time_scale != 1.0 and not rehearse:
        raise UsageError(
            "Waits can be scaled in a rehearsal only: real sites are asked at their pace.",
            hint="Leave --time-scale out, or add --rehearse.",
        )
