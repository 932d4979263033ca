"""`mea serve`."""

from __future__ import annotations

import click

from jobs.commands.shared_options import settings_of
from search_api.serve import serve


@click.command("serve")
@click.option("--host", help="Address to listen on (MEA__SERVE__HOST; default 127.0.0.1).")
@click.option(
    "--port", type=click.IntRange(0, 65_535), help="Port (MEA__SERVE__PORT; default 8765); 0 takes a free one."
)
@click.pass_context
def command(ctx: click.Context, host: str | None, port: int | None) -> None:
    """Serve the search pages and the HTTP API until interrupted.

    \b
    Examples:
      mea serve
      mea serve --port 0        prints the address it took
    """
    settings = settings_of(ctx)
    given = {key: value for key, value in {"host": host, "port": port}.items() if value is not None}
    settings = settings.model_copy(update={"serve": settings.serve.model_copy(update=given)})
    serve(settings, on_ready=lambda address: click.echo(f"Serving on {address} (Ctrl-C ends it)"))
