"""`mea reindex`."""

from __future__ import annotations

import click

from jobs.commands.shared_options import settings_of
from jobs.reindex import reindex


@click.command("reindex")
@click.option("--engine", type=click.Choice(["embedded", "elasticsearch"]), help="Engine to build for (MEA__ENGINE).")
@click.pass_context
def command(ctx: click.Context, engine: str | None) -> None:
    """Link and index everything anew from what is stored; reads and understands nothing again.

    The old index answers until the new one is complete and checked.

    \b
    Example:
      mea reindex
      mea reindex --engine elasticsearch
    """
    settings = settings_of(ctx)
    if engine:
        settings = settings.model_copy(update={"engine": engine})
    summary = reindex(settings)
    click.echo(
        f"generation {summary.generation}: {summary.documents} documents, {summary.paragraphs} paragraphs, "
        f"{summary.citations} citations"
    )
