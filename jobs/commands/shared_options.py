"""What the commands have in common: the settings of the call, and how answers are written."""

from __future__ import annotations

from collections.abc import Sequence

import click

from core.records.codec import to_json
from core.settings import Settings, load_settings

as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON to stdout.")


def settings_of(ctx: click.Context) -> Settings:
    """Settings of this call: flags of `mea` itself over environment over file. Raises ConfigurationError."""
    return load_settings(ctx.find_root().obj or {})


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
