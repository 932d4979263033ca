"""The command `mea`. Each command is a module of `jobs/commands`, imported only when it is called or shown in the help.

Results go to stdout, talk to stderr. Exit codes: docs/COMMANDS.md.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from core.errors import MeaError

# name of the command: module that holds it as `command`
COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "crawl": "jobs.commands.crawl",
        "sources": "jobs.commands.sources",
        "add-source": "jobs.commands.add_source",
        "ingest": "jobs.commands.ingest",
        "extract": "jobs.commands.extract",
        "refs": "jobs.commands.refs",
        "search": "jobs.commands.search",
        "resolve": "jobs.commands.resolve",
        "status": "jobs.commands.status",
        "missing": "jobs.commands.missing",
        "serve": "jobs.commands.serve",
        "reindex": "jobs.commands.reindex",
        "index": "jobs.commands.index",
        "demo": "jobs.commands.demo",
    }
)


class Stopped(MeaError):
    """Interrupted by the person who started it (128 and the number of SIGINT, as shells have it)."""

    exit_code = 130


class Failure(click.ClickException):
    """A MeaError as click shows it: cause, then hint, and the exit code of its kind."""

    def __init__(self, error: MeaError) -> None:
        super().__init__(error.cause)
        self.exit_code = error.exit_code  # type: ignore[misc]  # click reads it from the instance
        self.hint = error.hint

    def show(self, file: Any = None) -> None:
        click.echo(f"mea: {self.message}", err=True, file=file)
        if self.hint:
            click.echo(f"     {self.hint}", err=True, file=file)


class Commands(click.Group):
    """Finds its commands in COMMANDS, so that `mea search` never loads what only `mea ingest` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found: click.Command = importlib.import_module(module).command
        return found

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MeaError as error:
            raise Failure(error) from error
        except KeyboardInterrupt as error:
            raise Failure(Stopped("Stopped.", hint="Run the same command again: it goes on where it was.")) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="mea-documents", prog_name="mea")
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder where everything of a run lives (MEA__DATA_DIR; default: the user's data folder).",
)
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    help="Least severe line that is written to stderr (MEA__LOG__LEVEL; default: info).",
)
@click.pass_context
def cli(ctx: click.Context, data_dir: Path | None, log_level: str | None) -> None:
    """Documents of environmental treaties: ingest them, search them, follow what they cite.

    \b
    mea demo                                 serve the bundled sample documents
    mea ingest FOLDER                        take files in
    mea search "espèces migratrices"         find decisions, in either language
    mea resolve "Rés. 11.10 (Rev.COP13)"     what does this symbol name?
    """
    ctx.obj = {"data_dir": data_dir, "log": {"level": log_level} if log_level else None}


def main() -> None:
    """Entry point of the console script."""
    cli()
