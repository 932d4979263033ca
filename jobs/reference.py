"""The reference pages that are made from the program: settings, codes, commands, keys of sources.

`make docs` writes them; a test compares, so that every setting, code and command is documented as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import click
from pydantic import BaseModel

from core.codes import CODES
from core.limits import Limits
from core.settings import Settings
from crawler.sources.reference import keys_page
from jobs.cli import COMMANDS, cli


def settings_page() -> str:
    """Every setting with its variable, default and meaning."""
    lines = [
        "# Settings",
        "",
        "Precedence: `config/settings.yml` < environment variable < flag of the command. A null in the file means the default",
        "that the last column tells. A value that does not fit ends the command with exit code 78 and names the setting.",
        "",
        "| variable | default | meaning |",
        "|---|---|---|",
        *(f"| `{name}` | `{default}` | {meaning} |" for name, default, meaning in _settings(Settings, "MEA")),
        "",
        "## Limits",
        "",
        "Each limit has a unit and a reason. What is over a limit is refused with the code of that limit, or is an issue",
        "of that name in the document; nothing is cut silently.",
        "",
        "| variable | default | unit and reason |",
        "|---|---|---|",
        *(f"| `{name}` | `{default}` | {meaning} |" for name, default, meaning in _settings(Limits, "MEA__LIMITS")),
        "",
    ]
    return "\n".join(lines)


def codes_page() -> str:
    """Every code with cause and mend."""
    lines = [
        "# Codes",
        "",
        "What `mea status --failed` and the field `issues` of a document say. `refused` is final until the bytes, the limits or",
        "the readers change, and is no failure; `waiting` needs something that is not there yet; `failed` is tried again in",
        "the next run under whose PATH its file lies; an `issue` goes with a document that is in.",
        "",
        "| code | state | cause | mend |",
        "|---|---|---|---|",
        *(f"| `{name}` | {code.state} | {code.cause} | {code.hint} |" for name, code in sorted(CODES.items())),
        "",
    ]
    return "\n".join(lines)


def commands_page() -> str:
    """Every command with its help, and the exit codes."""
    root = click.Context(cli, info_name="mea", terminal_width=110, **cli.context_settings)
    lines = [
        "# Commands",
        "",
        "Results go to stdout (JSON with `--json`), talk goes to stderr. Exit codes:",
        "",
        "| code | means |",
        "|---|---|",
        "| 0 | done; files may have been refused or be waiting, which is no failure |",
        "| 1 | a document failed (`mea status --failed`), or something unexpected happened |",
        "| 2 | what was asked cannot be done: a path, an option, a query |",
        "| 65 | `mea extract`: the file is no document that can be read |",
        "| 69 | the index cannot answer, or nothing is indexed yet |",
        "| 74 | the data folder, a blob or the ledger cannot be used |",
        "| 75 | another run holds the lock; it says who |",
        "| 76 | the ledger was written by a newer version of the program |",
        "| 78 | a setting or a file of the configuration is wrong |",
        "| 130 | stopped with Ctrl-C; the same command goes on where it was |",
        "",
        "```text",
        click.unstyle(cli.get_help(root)).rstrip(),
        "```",
    ]
    for name in COMMANDS:
        command = cli.get_command(root, name)
        if command is not None:
            lines += ["", f"## mea {name}", "", "```text", _help(command, name, root), "```"]
            lines += _subcommands(command, name, root)
    return "\n".join([*lines, ""])


PAGES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "SETTINGS.md": settings_page,
        "CODES.md": codes_page,
        "COMMANDS.md": commands_page,
        "SOURCE_KEYS.md": keys_page,
    }
)


def _settings(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, str, str]]:
    for name, field in model.model_fields.items():
        variable = f"{prefix}__{name.upper()}"
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if kind is not Limits:
                yield from _settings(kind, variable)
            continue
        default = "null" if field.default is None else str(field.default)
        yield variable, default, (field.description or "").replace("|", "\\|")


def _subcommands(command: click.Command, name: str, root: click.Context) -> Iterator[str]:
    if isinstance(command, click.Group):
        parent = click.Context(command, info_name=name, parent=root)
        for one, below in command.commands.items():
            yield from ("", f"## mea {name} {one}", "", "```text", _help(below, one, parent), "```")


def _help(command: click.Command, name: str, parent: click.Context) -> str:
    context = click.Context(command, info_name=name, parent=parent)
    return click.unstyle(command.get_help(context)).rstrip()


def main() -> None:
    """Write all pages into the folder named on the command line."""
    folder = Path(sys.argv[1])
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
