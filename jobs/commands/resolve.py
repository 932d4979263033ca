"""`mea resolve`: what a symbol names."""

from __future__ import annotations

import click

from core.configuration import Configuration
from core.errors import UsageError
from core.treaties import Treaties
from index.resolve import resolve
from jobs.commands.shared_options import TEXT, as_json, settings_of, write_json


@click.command("resolve")
@click.argument("text", type=TEXT)
@click.option("--home", metavar="TREATY", help="Treaty that a bare number belongs to, for instance CMS.")
@as_json
@click.pass_context
def command(ctx: click.Context, text: str, home: str | None, as_json: bool) -> None:
    """Say which document TEXT names, in whatever spelling, and whether it is held.

    \b
    Examples:
      mea resolve "pnue/cms/cop14/doc 29.1"
      mea resolve "Résolution 11.10 (Rev.COP13)" --home CMS --json
    """
    settings = settings_of(ctx)
    if home is not None and home.upper() not in (known := Treaties.load(Configuration(settings.config_dir)).rows):
        raise UsageError(f"{home} is no treaty that is known here.", hint=f"Name one of {', '.join(sorted(known))}.")
    found = resolve(settings, text, home=home)
    if as_json:
        write_json(found)
        return
    if not found.readings:
        click.echo(f"{text}: names no document that is known here.")
    for reading in found.readings:
        held = f"held in {', '.join(reading.languages)}" if reading.held else "not held"
        click.echo(f"{reading.canonical}  ({held})" + (f"  {reading.title}" if reading.title else ""))
    if found.nearest:
        click.echo("Nearest held: " + ", ".join(found.nearest))
