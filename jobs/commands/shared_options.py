"""What the commands have in common: the settings of the call, and how answers are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import click

from core.errors import StorageError
from core.records.codec import to_json
from core.settings import Settings, load_settings
from jobs.sidecars import SOURCE_ID

as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON to stdout.")


class _Text(click.ParamType[str]):
    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        return str(value).encode("utf-8", "replace").decode("utf-8")


class _Source(click.ParamType[str]):
    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if re.fullmatch(SOURCE_ID, str(value)) is None:
            self.fail(
                f"{value!r} is no id of a source: use small letters, digits, - and _, as in cms-cop14.", param, ctx
            )
        return str(value)


TEXT = _Text()
"""Words of a person; bytes that are no UTF-8 become question marks, as no answer could show them."""
SOURCE = _Source()
"""Id of a source; it becomes part of the ids of documents without a symbol."""


def settings_of(ctx: click.Context) -> Settings:
    """Settings of this call: flags of `mea` itself over environment over file.

    Raises ConfigurationError, and StorageError where the data folder is something else than a folder.
    """
    settings = load_settings(ctx.find_root().obj or {})
    if settings.home.exists() and not settings.home.is_dir():
        raise StorageError(
            f"The data folder {settings.home} is a file.", hint="Set MEA__DATA_DIR (or --data-dir) to a folder."
        )
    return settings


def write_json(record: object) -> None:
    """One record as one line of JSON on stdout."""
    click.echo(to_json(record).decode())


def table(rows: Sequence[tuple[str, ...]], head: tuple[str, ...]) -> str:
    """Columns as wide as their widest value, for people; empty string without rows."""
    if not rows:
        return ""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = [
        "  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip()
        for row in [head, *rows]
    ]
    return "\n".join(lines)
