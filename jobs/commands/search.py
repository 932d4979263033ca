"""`mea search`."""

from __future__ import annotations

import click

from core.records.search import Hit, SearchAnswer
from index.search import open_searcher
from jobs.commands.shared_options import TEXT, as_json, settings_of, write_json


@click.command("search", context_settings={"ignore_unknown_options": True})
@click.argument("query", type=TEXT)
@click.option("--lang", help="Only text in this language (en, fr, …).")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Hits, after folding versions."
)
@click.option("--sort", type=click.Choice(["relevance", "date"]), default="relevance", show_default=True)
@as_json
@click.pass_context
def command(ctx: click.Context, query: str, lang: str | None, limit: int, sort: str, as_json: bool) -> None:
    """Search documents in every language.

    QUERY: words (any form, with or without accents), "exact words", AND OR NOT / ET OU SAUF, -word,
    field:value (treaty, meeting, year, type, lang, cites), or a symbol in any spelling. docs/QUERY_LANGUAGE.md has it all.

    \b
    Examples:
      mea search "espèces migratrices"
      mea search 'treaty:CMS "civil society" -gorilla' --sort date
      mea search "UNEP/CMS/COP14/Doc.29.1" --json
    """
    answer = open_searcher(settings_of(ctx)).search(
        query, lang=lang, limit=limit, sort="date" if sort == "date" else "relevance"
    )
    if as_json:
        write_json(answer)
        return
    click.echo(_page(answer))


def _page(answer: SearchAnswer) -> str:
    lines = [f"{answer.total} document{'s' if answer.total != 1 else ''}   ({answer.understood})", *answer.notes]
    for hit in answer.hits:
        lines += ["", *_hit(hit)]
    return "\n".join(lines)


def _hit(hit: Hit) -> list[str]:
    facts = ", ".join(fact for fact in (hit.type, hit.meeting, hit.date, "/".join(hit.languages)) if fact)
    lines = [click.style(hit.canonical, bold=True) + (f"  {hit.title}" if hit.title else ""), f"  {facts}"]
    for paragraph in hit.paragraphs:
        text, at = "", 0
        for start, end in paragraph.highlights:
            text += paragraph.text[at:start] + click.style(paragraph.text[start:end], underline=True)
            at = end
        lines.append(f"  [{paragraph.path}] {text}{paragraph.text[at:]}")
    return lines
