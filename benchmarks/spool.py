"""Ready rows in a file, so that every contender is given the same ones and none pays for making them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from index.engines.schema import CollectionName, EngineRow
from index.generations import Batch

_LENGTH = 4


class Spool:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.counts: Counter[CollectionName] = Counter()

    def write(self, batches: Iterable[Batch]) -> None:
        encoder = msgspec.msgpack.Encoder()
        with self._path.open("wb") as file:
            for collection, rows in batches:
                self.counts[collection] += len(rows)
                packed = encoder.encode((collection, rows))
                file.write(len(packed).to_bytes(_LENGTH, "big"))
                file.write(packed)

    def batches(self) -> Iterator[Batch]:
        """One version's rows in memory at a time."""
        decoder = msgspec.msgpack.Decoder(tuple[CollectionName, list[EngineRow]])
        with self._path.open("rb") as file:
            while head := file.read(_LENGTH):
                yield decoder.decode(file.read(int.from_bytes(head, "big")))
