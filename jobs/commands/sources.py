"""`mea sources …`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from core.configuration import Configuration
from core.errors import UsageError
from core.ledger import open_ledger
from core.ledger.crawls import pause, unpause
from crawler.sources.load import json_schema, load_sources
from jobs.commands.shared_options import SOURCE, as_json, settings_of, table, write_json
from jobs.sources import SourceDetails, SourceReport, known_source, source_details, sources

_LINKS_SHOWN = 20


@click.group("sources", invoke_without_command=True)
@as_json
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List the sources of documents, and how each stands.

    off: not crawled unless asked for. paused: by `mea sources pause`. blocked: the site shows a protection page; use the inbox.
    failing: the last crawls found less than the source is known to have. unfinished: the next crawl goes on.

    \b
    Examples:
      mea sources
      mea sources show cms
      mea sources pause cites "The secretariat asked us to wait until May."
      mea sources schema > sources.schema.json
    """
    if ctx.invoked_subcommand is not None:
        return
    found = sources(settings_of(ctx))
    if as_json:
        write_json(found)
        return
    rows = [(one.id, one.treaty, one.standing, _when(one), _counts(one), _reason(one)) for one in found]
    click.echo(table(rows, ("source", "treaty", "stands", "last crawl", "files", "why")))


@command.command("show")
@click.argument("source", type=SOURCE)
@as_json
@click.pass_context
def show_command(ctx: click.Context, source: str, as_json: bool) -> None:
    """Show one source: what is known of it, dead links, files that were withdrawn or changed.

    \b
    Example:
      mea sources show cms
    """
    details = source_details(settings_of(ctx), source)
    if as_json:
        write_json(details)
    else:
        click.echo(_words(details))


@command.command("pause")
@click.argument("source", type=SOURCE)
@click.argument("reason")
@click.pass_context
def pause_command(ctx: click.Context, source: str, reason: str) -> None:
    """Leave a source out of all crawls until `mea sources resume`; the reason is shown to who asks for it.

    \b
    Example:
      mea sources pause cites "Under maintenance until 1 May."
    """
    settings = settings_of(ctx)
    known_source(load_sources(Configuration(settings.config_dir)), source)
    if not reason.strip():
        raise UsageError("A pause needs a reason.", hint="Say in a few words why, and until when.")
    with open_ledger(settings) as ledger:
        pause(ledger, source, reason)
    click.echo(f"{source} is paused: {reason}", err=True)


@command.command("resume")
@click.argument("source", type=SOURCE)
@click.pass_context
def resume_command(ctx: click.Context, source: str) -> None:
    """End the pause of a source.

    \b
    Example:
      mea sources resume cites
    """
    settings = settings_of(ctx)
    known_source(load_sources(Configuration(settings.config_dir)), source)
    with open_ledger(settings) as ledger:
        unpause(ledger, source)
    click.echo(f"{source} is crawled again.", err=True)


@command.command("schema")
def schema_command() -> None:
    """Write the JSON Schema of a source, for editors that complete and check YAML.

    \b
    Example:
      mea sources schema > sources.schema.json
    """
    write_json(json_schema())


def _when(one: SourceReport) -> str:
    return "" if one.last is None else _day(one.last.finished or one.last.started)


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")


def _counts(one: SourceReport) -> str:
    return "" if one.last is None else str(one.last.files)


def _reason(one: SourceReport) -> str:
    since = f"since {_day(one.since)[:10]}" if one.since is not None else ""
    return ": ".join(part for part in (since, one.reason or "") if part)


def _words(details: SourceDetails) -> str:
    one = details.source
    names = "; ".join(f"{name} ({lang})" for lang, name in one.name.items())
    lines = [
        f"{one.id}: {names}" if names else one.id,
        f"  treaty {one.treaty}; {', '.join(one.hosts)}; collects {', '.join(one.collect)}; access {one.access}",
        f"  stands: {one.standing}" + (f" ({_reason(one)})" if _reason(one) else ""),
    ]
    if one.last is not None:
        lines.append(
            f"  last crawl {one.last.crawl}, {_when(one)}: {one.last.state}, {one.last.files} files, {one.last.new} new, "
            f"{one.last.changed} changed, {one.last.given_up} given up"
        )
    lines += [f"  {note}" for note in details.notes]
    for head, entries in (
        ("dead links", [f"{link.url}: {link.cause or link.code or 'no answer'}" for link in details.dead_links]),
        ("withdrawn by the site, kept here", list(details.withdrawn)),
        (
            "changed at their address",
            [f"{change.file}: {change.kind or 'not compared yet'}" for change in details.changes],
        ),
    ):
        if entries:
            lines += ["", f"{head} ({len(entries)}):", *(f"  {entry}" for entry in entries[:_LINKS_SHOWN])]
            if len(entries) > _LINKS_SHOWN:
                lines.append(f"  and {len(entries) - _LINKS_SHOWN} more; --json gives all.")
    return "\n".join(lines)
