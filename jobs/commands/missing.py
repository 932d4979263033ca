"""`mea missing`: what is cited and not held."""

from __future__ import annotations

import click
from index.missing import missing

from jobs.commands.shared_options import as_json, settings_of, table, write_json


@click.command("missing")
@as_json
@click.option("--limit", type=click.IntRange(min=1), default=None, help="Show only the N most cited.")
@click.pass_context
def command(ctx: click.Context, as_json: bool, limit: int | None) -> None:
    """List cited documents that are not held, the most cited first, each with the reason.

    \b
    Reasons: not_crawled (of a treaty that is collected), absent_number (its neighbours are held), future,
    out_of_scope (of a body that is not collected), typo (a held symbol is one sign away).

    \b
    Examples:
      mea missing --limit 20
      mea missing --json | jq '.[] | select(.class == "typo")'
    """
    found = missing(settings_of(ctx))[:limit]
    if as_json:
        write_json(found)
        return
    rows = [(str(row.count), row.missing_class, row.canonical, row.oldest or "") for row in found]
    click.echo(table(rows, ("cited", "class", "document", "first cited")) or "Everything that is cited is held.")
