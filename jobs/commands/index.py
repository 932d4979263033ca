"""`mea index …`."""

from __future__ import annotations

import click

from jobs.commands.shared_options import as_json, settings_of, write_json
from jobs.verify import VerifyReport, verify

_SHOWN = 20
_DIFFERS = 69


@click.group("index")
def command() -> None:
    """Look after the index.

    \b
    Examples:
      mea index verify
      mea index verify --mend
    """


@command.command("verify")
@click.option("--mend", is_flag=True, help="Build the index anew where it differs, and compare again.")
@click.option("--engine", type=click.Choice(["embedded", "elasticsearch"]), help="Engine to look at (MEA__ENGINE).")
@as_json
@click.pass_context
def verify_command(ctx: click.Context, mend: bool, engine: str | None, as_json: bool) -> None:
    """Compare the index with the ledger, row by row.

    Documents, paragraphs and citations are compared by number, id and digest. Nothing is read or understood again, also
    for mending; the old index answers until the new one is complete. Exit code 69 where they differ and were not mended.

    \b
    Examples:
      mea index verify
      mea index verify --engine elasticsearch --mend
      mea index verify --json | jq -r '.differences[] | [.fault, .collection, .id] | @tsv'
    """
    settings = settings_of(ctx)
    if engine:
        settings = settings.model_copy(update={"engine": engine})
    report = verify(settings, mend=mend)
    if as_json:
        write_json(report)
    else:
        click.echo(_words(report))
    if not report.agrees:
        ctx.exit(_DIFFERS)


def _words(report: VerifyReport) -> str:
    lines = []
    if report.unreadable:
        lines.append(f"{report.engine}: {report.unreadable}")
    elif report.generation:
        lines.append(f"{report.engine}, generation {report.generation}:")
        lines += [
            f"  {name}: {count.index} in the index, {count.ledger} by the ledger"
            for name, count in report.counts.items()
        ]
    if not report.up_to_date and not report.unreadable:
        lines.append("  It was made of other documents, links or rules than there are now.")
    lines += [f"  {one.fault}: {one.id} ({one.collection})" for one in report.differences[:_SHOWN]]
    if len(report.differences) > _SHOWN:
        lines.append(f"  and {len(report.differences) - _SHOWN} more; --json gives all.")
    if report.mended:
        lines.append(f"Built anew as generation {report.mended}, which holds what the ledger says.")
    elif report.agrees:
        lines.append("The index holds what the ledger says.")
    else:
        lines.append("They differ. `mea index verify --mend` builds the index anew; it reads no file again.")
    return "\n".join(lines)
