"""`mea crawl`: what the sites have that is new."""

from __future__ import annotations

import shutil
import sys
import time

import click

from crawler.engine.order import CrawlSummary, Event, Line
from crawler.engine.order import Progress as CrawlProgress
from jobs.commands.progress import LINE_EVERY_SECONDS, Progress
from jobs.commands.shared_options import SOURCE, as_json, settings_of, table, write_json
from jobs.crawl import CrawlOptions, CrawlReport, crawl

_CHANGES_SHOWN = 20


class _Rehearsal(click.ParamType[tuple[str, str]]):
    name = "host=address"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        host, equals, address = str(value).partition("=")
        if not (host and equals and address):
            self.fail(f"{value!r} is no HOST=http://127.0.0.1:PORT.", param, ctx)
        return host, address


REHEARSE = click.option(
    "--rehearse",
    type=_Rehearsal(),
    multiple=True,
    metavar="HOST=http://127.0.0.1:PORT",
    help="Ask a server on this machine that plays HOST; nothing leaves the machine then. Give it a --data-dir of its own.",
)


@click.command("crawl")
@click.argument("sources", nargs=-1, type=SOURCE, metavar="[SOURCE]...")
@click.option("--meeting", help="Only this meeting, for instance COP14 or CMS/COP14.")
@click.option("--limit", type=click.IntRange(min=1), help="Fetch N files at most; the next crawl goes on.")
@click.option("--dry-run", is_flag=True, help="Read the listings and say what there is; fetch no file.")
@click.option("--fetch-only", is_flag=True, help="Fetch and stop there; `mea ingest` reads what came.")
@click.option("--warc", is_flag=True, help="Keep everything asked and answered as WARC as well.")
@click.option("--even-if-off", is_flag=True, help="Crawl a source whose file says `enabled: false`.")
@REHEARSE
@click.option(
    "--time-scale", type=click.FloatRange(min=0), default=1.0, help="Factor of all waits, in a rehearsal only."
)
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    sources: tuple[str, ...],
    meeting: str | None,
    limit: int | None,
    dry_run: bool,
    fetch_only: bool,
    warc: bool,
    even_if_off: bool,
    rehearse: tuple[tuple[str, str], ...],
    time_scale: float,
    as_json: bool,
) -> None:
    """Ask the sites of SOURCES (none named: all that are on) for what is new, then read, understand, link and index it.

    Sites are asked slowly: robots.txt, its Crawl-delay and Retry-After are obeyed, one request at a time. What did not change
    is not sent again. A crawl that is stopped goes on where it was. Documents that are cited and not held are looked for.

    \b
    Exit code 0 when all is well; 1 when a source failed (too little found, blocked, robots.txt closed) or a file failed; 75 when
    another crawler works on the source, or another run kept what was fetched from being read.

    \b
    Examples:
      mea crawl cms --meeting COP14 --dry-run
      mea crawl cms aewa --limit 50
      mea crawl cskw                       (the bundled sample site)
      mea crawl cms --rehearse www.cms.int=http://127.0.0.1:8000 --time-scale 0.01
    """
    options = CrawlOptions(
        meeting=meeting,
        limit=limit,
        dry_run=dry_run,
        fetch_only=fetch_only,
        warc=warc,
        even_if_off=even_if_off,
        rehearse=dict(rehearse),
        time_scale=time_scale,
    )
    with LiveLine() as live, Progress() as progress:
        report = crawl(sources, settings=settings_of(ctx), options=options, on_event=live.event, progress=progress.step)
    if as_json:
        write_json(report)
    else:
        click.echo(_words(report))
    if not report.good:
        ctx.exit(report.exit_code)


class LiveLine:
    """Where a crawl stands: one line that is written over on a terminal, else a line now and then; always on stderr."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._said = float("-inf")
        self._open = False

    def __enter__(self) -> LiveLine:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def event(self, source: str, event: Event) -> None:
        if isinstance(event, Line):
            self._close()
            click.echo(f"{source}: {event.text}", err=True)
        elif isinstance(event, CrawlProgress):
            self._draw(f"{source}: {_standing(event)}")

    def _draw(self, text: str) -> None:
        if self._terminal:
            width = max(shutil.get_terminal_size().columns, 20)
            click.echo(f"\r{text[: width - 1]:<{width - 1}}", err=True, nl=False)
            self._open = True
        elif time.monotonic() - self._said >= LINE_EVERY_SECONDS:
            click.echo(text, err=True)
            self._said = time.monotonic()

    def _close(self) -> None:
        if self._open:
            click.echo("", err=True)
            self._open = False


def _standing(event: CrawlProgress) -> str:
    told = (
        f"{event.pages} pages, {event.files} files: {event.new} new, {event.changed} changed, {event.same} same, "
        f"{event.refused} refused, {event.gone} gone, {event.failed} failed; {event.pending} to go"
    )
    return f"{told}; waiting {event.waiting:.0f} s" if event.waiting >= 1 else told


def _words(report: CrawlReport) -> str:
    rows = [
        (
            one.source, one.state, str(one.pages), str(one.files_listed), str(one.new), str(one.changed),
            str(one.same + one.not_modified), str(one.refused), str(one.given_up), str(one.withdrawn),
            f"{one.bytes / 1_000_000:.1f}", f"{one.seconds:.0f}",
        )
        for one in report.sources
    ]  # fmt: skip
    head = (
        "source",
        "ended",
        "pages",
        "files",
        "new",
        "changed",
        "same",
        "refused",
        "given up",
        "withdrawn",
        "MB",
        "s",
    )
    lines = [table(rows, head) or "No source is on; `mea sources` lists them."]
    for one in report.sources:
        lines += _remarks(one)
    if report.changes:
        lines += ["", f"changed at their address ({len(report.changes)}):"]
        lines += [f"  {one.file}: {one.kind or 'not compared yet'}" for one in report.changes[:_CHANGES_SHOWN]]
        if len(report.changes) > _CHANGES_SHOWN:
            lines.append(f"  and {len(report.changes) - _CHANGES_SHOWN} more; --json gives all.")
    if report.ingest_error:
        lines += ["", f"Fetched, and not read now: {report.ingest_error}", "`mea ingest` reads what came."]
    if report.ingest is not None:
        states = report.ingest.by_state
        rest = f"{states.done} done, {states.refused} refused, {states.waiting} waiting, {states.failed} failed"
        lines += ["", f"read {report.ingest.read}, understood {report.ingest.understood} files"]
        lines.append(f"held now: {report.ingest.documents} documents; files: {rest}")
    return "\n".join(lines)


def _remarks(one: CrawlSummary) -> list[str]:
    lines = []
    if one.cause:
        lines.append(f"{one.source}: {one.cause}")
    lines += [f"{one.source}: not met: {text}" for text, met in one.expectations if not met]
    lines += [f"{one.source}: {host} was left: {reason}" for host, reason in one.hosts.items()]
    lines += [f"{one.source}: {text}" for text in one.issues]
    found = sorted(target for target, how in one.targets.items() if how == "found")
    if one.targets:
        shown = f" ({', '.join(found[:5])}{' …' if len(found) > 5 else ''})" if found else ""
        lines.append(
            f"{one.source}: of {len(one.targets)} documents that are cited and missing, {len(found)} were found{shown}"
        )
    return lines
