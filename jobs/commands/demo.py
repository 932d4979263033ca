"""`mea demo`: the bundled sample documents, served."""

from __future__ import annotations

import click

from jobs.commands.progress import Progress
from jobs.commands.shared_options import settings_of
from jobs.demo import demo_settings, sample_folder
from jobs.ingest import ingest
from search_api.serve import serve


@click.command("demo")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Ingest the bundled sample documents (a fictional convention) and serve them.

    Lives in its own data folder (`demo` in the user's data folder) unless MEA__DATA_DIR or --data-dir names one.

    \b
    Example:
      MEA__SERVE__PORT=9000 mea demo
    """
    settings = demo_settings(settings_of(ctx))
    with sample_folder() as folder, Progress() as progress:
        summary = ingest([folder], settings=settings, source="samples", progress=progress.step)
    click.echo(f"{summary.documents} sample documents with {summary.citations} citations are ready.", err=True)
    serve(settings, on_ready=lambda address: click.echo(f"Serving on {address} (Ctrl-C ends it)"))
