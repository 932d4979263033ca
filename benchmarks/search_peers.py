"""What every contender of the search benchmark can do, and what its requests have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from benchmarks.generated_queries import Asked
from core.records.codec import from_json
from core.records.search import ParagraphRow
from index.analysis import Analyser
from index.engines.schema import CollectionName, EngineRow
from index.generations import Batch
from index.query.plan import Node, Phrase, Term
from index.search import FACETS

WORKS, PASSAGES = 10, 3
SEARCHED: tuple[CollectionName, ...] = ("documents", "paragraphs")
"""Collections that peers hold: a request asks for no other."""


__all__ = ["FACETS", "PASSAGES", "SEARCHED", "WORKS", "Contender", "Seen", "Times", "marked", "rows_searched"]


class Times(NamedTuple):
    """Seconds."""

    rows: float
    """Until the last row was handed over."""
    end: float
    """From then on until the index can be searched."""


class Seen(NamedTuple):
    total: int
    facets: dict[str, dict[str, int]]
    works: int
    passages: int


class Contender(Protocol):
    name: str
    kinds: frozenset[str]
    """Kinds of questions that it can answer."""

    def build(self, batches: Iterable[Batch]) -> Times: ...

    def ask(self, asked: Asked) -> Seen:
        """A complete request: total, facets, the best works, their best paragraphs with text and marks."""

    def size(self) -> int:
        """Bytes on the disk."""

    def close(self) -> None: ...


def rows_searched(batches: Iterable[Batch]) -> Iterator[tuple[CollectionName, EngineRow]]:
    for collection, rows in batches:
        if collection in SEARCHED:
            for row in rows:
                yield collection, row


def marked(sources: Sequence[bytes], asked: Asked, analyser: Analyser) -> int:
    """Marks the words of the question in these paragraphs; how many paragraphs that are."""
    wanted = {token for leaf in asked.leaves for token in _words(leaf)}
    for source in sources:
        row = from_json(ParagraphRow, source)
        tokens = analyser.tokens(row.text, row.lang)
        _ = [(one.start, one.end) for one in tokens if one.stem in wanted or one.exact in wanted]
    return len(sources)


def _words(node: Node) -> Iterator[str]:
    """Words without the mark of their language."""
    match node:
        case Term(token=token):
            yield token.rpartition(":")[2]
        case Phrase(tokens=tokens):
            yield from (token.rpartition(":")[2] for _, token in tokens)
