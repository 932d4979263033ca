"""`mea status`."""

from __future__ import annotations

import click

from jobs.commands.shared_options import as_json, settings_of, write_json
from jobs.status import StatusReport, status


@click.command("status")
@click.option("--failed", is_flag=True, help="List every refused, waiting or failed file with its cause.")
@as_json
@click.pass_context
def command(ctx: click.Context, failed: bool, as_json: bool) -> None:
    """Say what is held, what is not done and why, and what the index holds.

    \b
    Examples:
      mea status
      mea status --failed --json | jq -r '.failures[] | [.code, .file] | @tsv'
    """
    report = status(settings_of(ctx), failed=failed)
    if as_json:
        write_json(report)
        return
    click.echo(_words(report))


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
