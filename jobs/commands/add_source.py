"""`mea add-source`: a first YAML for a new site."""

from __future__ import annotations

from pathlib import Path

import click

from jobs.add_source import AddedSource, add_source
from jobs.commands.crawl import REHEARSE
from jobs.commands.shared_options import SOURCE, as_json, settings_of, write_json


@click.command("add-source")
@click.argument("source", type=SOURCE)
@click.argument("url")
@click.option("--treaty", help="Id of the treaty of all its documents, for instance CMS.")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files (default: `sources` in MEA__CONFIG_DIR, or in the folder where you are).",
)
@REHEARSE
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    source: str,
    url: str,
    treaty: str | None,
    folder: Path | None,
    rehearse: tuple[tuple[str, str], ...],
    as_json: bool,
) -> None:
    """Fetch one page of a site (a list of meetings or documents) and write a first YAML for the site from it.

    Three files come: SOURCE.yml, SOURCE.page.html (the page as fetched) and SOURCE.links.json (what the YAML finds on it). Correct
    the YAML until the list is what a person would pick; docs/SOURCES.md explains each key.

    \b
    Examples:
      mea add-source helcom https://helcom.fi/helcom-at-work/recommendations/ --treaty HELCOM
      MEA__CONFIG_DIR=. mea crawl helcom --dry-run
    """
    settings = settings_of(ctx)
    place = folder or (settings.config_dir or Path()) / "sources"
    added = add_source(source, url, settings=settings, folder=place, treaty=treaty, rehearse=dict(rehearse))
    if as_json:
        write_json(added)
    else:
        click.echo(_words(added, place))


def _words(added: AddedSource, place: Path) -> str:
    lines = [
        f"{added.file}: the first YAML; look at every line",
        f"{added.page}: the page as it was fetched",
        f"{added.links}: {added.files_found} files and {added.pages_found} pages that the YAML finds on it",
        *(f"  {issue}" for issue in added.issues),
        f"Then: MEA__CONFIG_DIR={place.parent} mea crawl {added.source} --dry-run",
    ]
    return "\n".join(lines)
