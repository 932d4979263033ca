"""`mea status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jobs.commands.shared_options import as_json, settings_of, write_json
from jobs.status import StatusReport, status

if TYPE_CHECKING:
    from jobs.stale import StaleReport


@click.command("status")
@click.option("--failed", is_flag=True, help="List every refused, waiting or failed file with its cause.")
@click.option(
    "--stale", "stale_only", is_flag=True, help="Say what a changed program or configuration would run again."
)
@as_json
@click.pass_context
def command(ctx: click.Context, failed: bool, stale_only: bool, as_json: bool) -> None:
    """Say what is held, what is not done and why, and what the index holds.

    \b
    Examples:
      mea status
      mea status --stale
      mea status --failed --json | jq -r '.failures[] | [.code, .file] | @tsv'
    """
    if stale_only:
        from jobs.stale import stale  # noqa: PLC0415 - what it compares with takes a second to load

        _show_stale(stale(settings_of(ctx)), as_json=as_json)
        return
    report = status(settings_of(ctx), failed=failed)
    if as_json:
        write_json(report)
        return
    click.echo(_words(report))


def _show_stale(report: StaleReport, *, as_json: bool) -> None:
    if as_json:
        write_json(report)
        return
    for stage in report.stages:
        retried = f", {stage.failed} failed ones tried again" if stage.failed else ""
        click.echo(f"{stage.stage}: {stage.units} of {stage.of} again{retried}, about {stage.seconds:g} s of work")
    click.echo(f"in all about {report.seconds:g} s with {report.processes} processes")


def _words(report: StatusReport) -> str:
    files, index = report.files, report.index
    lines = [
        (
            f"files: {files.seen} seen, {files.contents} contents, {files.done} done, {files.refused} refused, "
            f"{files.waiting} waiting, {files.failed} failed"
        ),
        f"index: {index.engine}, generation {index.generation}, {index.documents} documents, {index.paragraphs} paragraphs, "
        f"{index.citations} citations"
        if index.generation
        else f"index: {index.engine}, nothing indexed yet",
    ]
    for failure in report.failures:
        lines += ["", f"{failure.file}", f"  {failure.state}, {failure.code}: {failure.cause}", f"  {failure.hint}"]
    return "\n".join(lines)
