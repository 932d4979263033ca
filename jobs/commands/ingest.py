"""`mea ingest`: files and folders through all stages."""

from __future__ import annotations

from pathlib import Path

import click

from core.configuration import Configuration
from crawler.sources.load import load_sources
from jobs.commands.progress import Progress
from jobs.commands.shared_options import SOURCE, as_json, settings_of, write_json
from jobs.inbox import inboxes
from jobs.ingest import IngestSummary, ingest


@click.command("ingest")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--source", type=SOURCE, help="Source that the files come from; it names documents without a symbol.")
@as_json
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], source: str | None, as_json: bool) -> None:
    """Take files or folders in: read, understand, link, index.

    Without a path it goes on with what is recorded and not done: what a crawl fetched, what lies in the inboxes, what an upgrade
    concerns. What did not change since the last run is not done again. A file `<file>.meta.yml` beside a file states what is
    known of it (canonical, treaty, type, symbol, title, lang, meeting, agenda_item, dates, source, url).

    \b
    Exit code 0 when every file ended done, refused or waiting; 1 when one failed (mea status --failed says why).

    \b
    Examples:
      mea ingest ~/cop14
      mea ingest report.pdf decision.docx --source cms --json
      mea crawl cms --fetch-only; mea ingest
    """
    settings = settings_of(ctx)
    dropped = {} if paths else inboxes(load_sources(Configuration(settings.config_dir)).values(), settings)
    with Progress() as progress:
        summary = ingest(list(paths), settings=settings, source=source, inboxes=dropped, progress=progress.step)
    if as_json:
        write_json(summary)
    else:
        click.echo(_words(summary))
    if summary.by_state.failed:
        ctx.exit(1)


def _words(summary: IngestSummary) -> str:
    states = summary.by_state
    return "\n".join(
        [
            (
                f"{summary.seen} files, {summary.contents} contents: "
                f"{states.done} done, {states.refused} refused, {states.waiting} waiting, {states.failed} failed"
            ),
            (
                f"read {summary.read}, understood {summary.understood}, "
                f"{summary.documents} documents, {summary.citations} citations, {summary.seconds:.1f} seconds"
            ),
            *(
                ["mea status --failed lists what is not done, and why."]
                if states.refused + states.waiting + states.failed
                else []
            ),
        ]
    )
