"""Rows without documents behind them, and generations built from them as `mea reindex` builds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.configuration import Configuration
from index.analysis import Analyser
from index.engines.protocol import Engine, Manifest, Reader, Request
from index.engines.schema import CollectionName, EngineRow, order_of
from index.generations import build
from index.query.plan import Everything

Batches = Iterator[tuple[CollectionName, list[EngineRow]]]
ANALYSER = Analyser.load(Configuration())


def row(name: str, *, stems: tuple[str, ...] = ("en:word",), **more: int) -> EngineRow:
    return EngineRow(
        id=name, order=order_of(1, name), group=1, texts={"stems": stems}, keywords={"id": (name,)}, numbers=more,
        source=f'{{"id":"{name}"}}'.encode(),
    )  # fmt: skip


def batches(count: int, word: str = "row", then: Callable[[], object] | None = None) -> Batches:
    """`count` rows of documents; `then` is called when half of them are with the engine."""
    for number in range(count):
        if then is not None and number == count // 2:
            then()
        yield "documents", [row(f"{word} {number}")]


def built(engine: Engine, rows: Batches) -> Manifest:
    return build(engine, rows, analyser=ANALYSER, digest="")


def total(reader: Reader) -> int:
    return reader.search(Request(collection="documents", plan=Everything(), by="order")).total


def current_total(engine: Engine) -> int:
    """Rows of documents in the generation that answers."""
    generation = engine.current()
    assert generation is not None
    return total(engine.open(generation))
