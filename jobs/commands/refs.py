"""`mea refs`: citations of passages, line by line."""

from __future__ import annotations

import json
import sys
from typing import BinaryIO

import click
import msgspec

from core.configuration import Configuration
from core.errors import UsageError
from core.symbols.grammar import Grammar
from core.symbols.refs import refs
from jobs.commands.shared_options import settings_of


@click.command("refs")
@click.argument("source", type=click.File("rb"), default="-")
@click.pass_context
def command(ctx: click.Context, source: BinaryIO) -> None:
    """Find the citations in passages.

    Reads JSON lines {id, lang, home_treaty, text} from SOURCE (default: standard input) and writes JSON lines
    {id, refs: [{start, end, kind, treaty, canonical, relation, range}]}; offsets count code points of `text`.

    \b
    Examples:
      echo '{"id": 1, "lang": "en", "home_treaty": "CMS", "text": "recalling Resolution 12.9"}' | mea refs
      mea refs passages.jsonl > refs.jsonl
    """
    grammar = Grammar.load(Configuration(settings_of(ctx).config_dir))
    unknown: set[str] = set()
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_constant=_no_number)
            if not isinstance(row, dict) or not isinstance(row.get("text"), str):
                raise UsageError(
                    f"Line {number} of {source.name} is no object with a text.",
                    hint='Each line is {"id": …, "lang": …, "home_treaty": …, "text": "…"}.',
                )
        except (ValueError, RecursionError) as error:
            raise UsageError(
                f"Line {number} of {source.name} is no JSON: {error}.", hint="Write one JSON object a line."
            ) from error
        home = row.get("home_treaty")
        if isinstance(home, str) and home.upper() not in grammar.treaties and home not in unknown:
            unknown.add(home)
            click.echo(f"mea: line {number}: {home} is no treaty of config/treaties.yml; read as unknown", err=True)
        sys.stdout.write(msgspec.json.encode(refs(row, grammar)).decode() + "\n")


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")
