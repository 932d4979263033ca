"""What a crawl of a whole source has to find, and whether it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawler.listed_metadata import symbol_key
from crawler.records import ListedFile
from crawler.sources.model import SourceDefinition

LARGEST_DROP = 0.2
"""Share of the files of the last good crawl that may be missing: listings lose single files, and not a fifth of them in a night."""


def expectations(
    source: SourceDefinition, files: Sequence[ListedFile], last_good: int | None
) -> tuple[tuple[str, bool], ...]:
    """Each expectation in words with its number, and whether it was met. `files`: those listed that are held; `last_good`: how many
    the last good crawl had."""
    expect, count = source.expect, len(files)
    languages = Counter(file.lang or "und" for file in files)
    found: list[tuple[str, bool]] = []
    if expect.minimum is not None:
        found.append((f"at least {expect.minimum} files: {count}", count >= expect.minimum))
    if expect.maximum is not None:
        found.append((f"at most {expect.maximum} files: {count}", count <= expect.maximum))
    for lang, least in sorted(expect.per_language.items()):
        found.append((f"at least {least} files in {lang}: {languages[lang]}", languages[lang] >= least))
    symbols = {symbol_key(file.symbol, source) for file in files if file.symbol}
    for canary in expect.canaries:
        held = symbol_key(canary, source) in symbols
        found.append((f"{canary} is there: {'yes' if held else 'no'}", held))
    if last_good:
        enough = count >= last_good * (1 - LARGEST_DROP)
        found.append(
            (f"no more than {LARGEST_DROP:.0%} fewer than the {last_good} of the last good crawl: {count}", enough)
        )
    return tuple(found)
