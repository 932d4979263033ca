"""`mea missing`: what is cited and not held."""

from __future__ import annotations

import click

from index.missing import by_age, missing
from jobs.commands.shared_options import as_json, settings_of, table, write_json


@click.command("missing")
@as_json
@click.option("--limit", type=click.IntRange(min=1), default=None, help="Show only the N most cited.")
@click.option(
    "--sort",
    type=click.Choice(("count", "age")),
    default="count",
    show_default=True,
    help="The most cited first, or those cited longest ago.",
)
@click.pass_context
def command(ctx: click.Context, as_json: bool, limit: int | None, sort: str) -> None:
    """List cited documents that are not held, the most cited first, each with the reason.

    \b
    Reasons: not_crawled (of a treaty that is collected), absent_number (its neighbours are held), future,
    out_of_scope (of a body that is not collected), typo (a held symbol is one sign away).

    \b
    Examples:
      mea missing --limit 20
      mea missing --sort age
      mea missing --json | jq '.[] | select(.class == "typo")'
    """
    found = missing(settings_of(ctx))
    found = (by_age(found) if sort == "age" else found)[:limit]
    if as_json:
        write_json(found)
        return
    rows = [
        (str(row.count), row.missing_class, row.canonical, row.oldest or "", ", ".join(row.nearest)) for row in found
    ]
    click.echo(
        table(rows, ("cited", "class", "document", "first cited", "perhaps")) or "Everything that is cited is held."
    )
