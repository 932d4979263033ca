"""`mea demo`: the bundled sample site crawled, and what came of it served."""

from __future__ import annotations

import click

from core.errors import MeaError
from jobs.commands.crawl import LiveLine
from jobs.commands.progress import Progress
from jobs.commands.shared_options import settings_of
from jobs.crawl import crawl
from jobs.demo import SOURCE, demo_settings
from search_api.serve import serve


@click.command("demo")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Crawl the bundled sample site (meetings of a fictional convention) over loopback, and serve what came.

    Nothing leaves this machine. Lives in its own data folder (`demo` in the user's data folder) unless MEA__DATA_DIR or --data-dir
    names one.

    \b
    Example:
      MEA__SERVE__PORT=9000 mea demo
    """
    settings = demo_settings(settings_of(ctx))
    with LiveLine() as live, Progress() as progress:
        report = crawl([SOURCE], settings=settings, on_event=live.event, progress=progress.step)
    summary = report.sources[0]
    if report.ingest is None or not report.good:
        raise MeaError(
            f"The sample site could not be crawled: {summary.cause or 'a file failed'}.",
            hint=f"See `mea status --failed --data-dir {settings.home}`; it is asked again at the next `mea demo`.",
        )
    click.echo(
        f"{summary.files_listed} files from the sample site; {report.ingest.documents} documents with {report.ingest.citations} "
        "citations are ready.",
        err=True,
    )
    serve(settings, on_ready=lambda address: click.echo(f"Serving on {address} (Ctrl-C ends it)"))
