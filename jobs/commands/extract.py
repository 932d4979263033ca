"""`mea extract`: one document, understood, without ledger or index."""

from __future__ import annotations

from pathlib import Path

import click

from core.configuration import Configuration
from core.errors import DocumentError, MeaError
from core.records.document import Document
from extract.read.outside_tools import at_hand
from jobs.commands.shared_options import SOURCE, as_json, settings_of, write_json
from jobs.extract import extract


class NotExtracted(MeaError):
    """A document that cannot be extracted, on the command line (sysexits: data error)."""

    exit_code = 65


@click.command("extract")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", type=SOURCE, default="local", show_default=True, help="Source that the file comes from.")
@as_json
@click.pass_context
def command(ctx: click.Context, file: Path, source: str, as_json: bool) -> None:
    """Show what is understood of FILE: identity, structure, citations. Stores nothing.

    A sidecar `<file>.meta.yml` is taken into account. docs/DOCUMENT.md explains the fields of the JSON.

    \b
    Examples:
      mea extract decision.pdf
      mea extract decision.pdf --json | jq '.citations[] | [.relation, .canonical]'
    """
    settings = settings_of(ctx)
    try:
        document = extract(
            file,
            source=source,
            limits=settings.limits,
            configuration=Configuration(settings.config_dir),
            tools=at_hand(settings.read),
        )
    except DocumentError as error:
        raise NotExtracted(f"{file}: {error.cause} [{error.code}]", hint=error.hint) from error
    if as_json:
        write_json(document)
    else:
        click.echo(_outline(document))


def _outline(document: Document) -> str:
    facts = {
        "canonical": document.canonical, "identity": document.identity, "title": document.title, "treaty": document.treaty,
        "type": document.type, "meeting": document.meeting, "language": document.lang, "adopted": document.dates.adopted,
    }  # fmt: skip
    lines = [f"{name:<10} {value}" for name, value in facts.items() if value]
    lines += [f"{'issue':<10} {issue.code} {issue.detail}" for issue in document.issues]
    lines.append("")
    cited: dict[str, list[str]] = {}
    for citation in document.citations:
        cited.setdefault(citation.segment, []).append(
            f"{citation.relation or 'cites'} {citation.canonical or ' or '.join(citation.readings)}"
        )
    for segment in document.segments:
        text = segment.text if len(segment.text) <= 90 else segment.text[:89] + "…"
        lines.append(f"{segment.path:<16} {segment.kind:<12} {text}")
        lines += [f"{'':<16} -> {entry}" for entry in cited.get(segment.id, [])]
    return "\n".join(lines)
