"""The engine that needs no server: tantivy, one folder a generation.

::

    <root>/CURRENT              name of the current generation
    <root>/gen-000007/manifest.json   written last: a generation without it was never finished
                      documents/ paragraphs/ citations/

What is to be known of tantivy 0.27, each found by trying: tokenizers are not stored, they are registered after every open;
a writer is never used as a context manager (it commits also when the block fails); without `wait_merging_threads` merges are
cancelled and leave files; a wrong type in a document fails only at commit; a limit of 0 is a panic that `except Exception`
does not catch; `cardinality` is approximate.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any as Foreign
from typing import TypeVar

import msgspec
from tantivy import Document, Index, Occur, Order, Query, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from core.errors import NoIndex, SearchError
from core.records.codec import from_json, to_json
from index.engines.durable import sync_tree, write_atomically
from index.engines.embedded_compile import MOST_SPLIT, compiled, filtered
from index.engines.ordering import cut, first_size, settled
from index.engines.protocol import Found, Grouped, Lookup, Manifest, Ranked, Reader, Record, Records, Request, Writer
from index.engines.schema import COLLECTIONS, CollectionName, EngineRow, key_of, text_values

_HEAP = 128_000_000
"""Bytes that a writer collects before it writes a segment; measured: more gives fewer segments and no more speed."""
_BUCKETS = 65_000
"""Most different values that tantivy counts in one facet."""
_TOGETHER = 200
"""Rows that are asked for of several groups at once: the best three of ten documents, the versions of ten works."""
_REBUILD = "Run `mea reindex`; it reads no file again."
_RIGHTS = (
    "Give this user the right to read the index and to write its lock files: docs/OPERATIONS.md, A user who only reads."
)


class EmbeddedEngine:
    name = "embedded"
    version = f"tantivy {version('tantivy')}"

    def __init__(self, root: Path) -> None:
        self._root = root

    def begin(self, generation: str) -> Writer:
        folder = self._root / generation
        if (folder / "manifest.json").exists():
            raise ValueError(f"{generation} is finished and cannot be begun again")
        shutil.rmtree(folder, ignore_errors=True)
        return _Writer(folder)

    def generations(self) -> tuple[str, ...]:
        return tuple(sorted(path.parent.name for path in self._root.glob("gen-*/manifest.json")))

    def current(self) -> str | None:
        try:
            return (self._root / "CURRENT").read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SearchError(f"The index cannot be opened: {error}", hint="Mend the rights of the folder.") from error

    def switch(self, generation: str) -> None:
        if not (self._root / generation / "manifest.json").exists():
            raise ValueError(f"{generation} is not finished")
        write_atomically(self._root / "CURRENT", generation.encode())

    def open(self, generation: str) -> Reader:
        folder = self._root / generation
        try:
            manifest = from_json(Manifest, (folder / "manifest.json").read_bytes())
            return _Reader(folder, manifest)
        except FileNotFoundError as error:
            raise NoIndex(f"There is no index {generation} in {self._root}.", hint=_REBUILD) from error
        except (OSError, ValueError, msgspec.MsgspecError) as error:
            raise _unreadable(folder, error) from error

    def drop(self, generation: str) -> None:
        if generation == self.current():
            raise ValueError(f"{generation} is the current generation")
        folder = self._root / generation
        # Without its manifest it is no generation any more, should the removal be cut short.
        (folder / "manifest.json").unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)

    def unfinished(self) -> tuple[str, ...]:
        """Folders of builds that were cut short."""
        folders = (path for path in self._root.glob("gen-*") if path.is_dir())
        return tuple(sorted(path.name for path in folders if not (path / "manifest.json").exists()))


class _Writer:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._finished = False
        self._indexes = {}
        self._writers = {}
        for name in COLLECTIONS:
            path = folder / name
            path.mkdir(parents=True)
            index = _registered(Index(_schema(name), path=str(path)))
            self._indexes[name] = index
            self._writers[name] = index.writer(_HEAP, 1)

    def add(self, collection: CollectionName, rows: Iterable[EngineRow]) -> None:
        writer = self._writers[collection]
        for row in rows:
            writer.add_document(_document(collection, row))

    def finish(self, manifest: Manifest) -> None:
        for writer in self._writers.values():
            writer.commit()
            writer.wait_merging_threads()
        self._writers.clear()
        self._indexes.clear()
        sync_tree(self._folder)
        write_atomically(self._folder / "manifest.json", to_json(manifest))
        sync_tree(self._folder.parent)
        self._finished = True

    def abort(self) -> None:
        if self._finished:
            return
        self._writers.clear()
        self._indexes.clear()
        shutil.rmtree(self._folder, ignore_errors=True)


class _Reader:
    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._manifest = manifest
        self._schemas = {}
        self._searchers = {}
        for name in COLLECTIONS:
            index = _registered(Index.open(str(folder / name)))
            index.config_reader("manual")
            index.reload()
            self._schemas[name] = index.schema
            self._searchers[name] = index.searcher()

    @property
    def manifest(self) -> Manifest:
        return self._manifest

    def search(self, request: Request) -> Found:
        return _split_until_it_fits(lambda split: self._search(request, split))

    def look_up(self, lookups: Sequence[Lookup]) -> tuple[Records, ...]:
        return tuple(self._looked_up(one) for one in lookups)

    def _looked_up(self, asked: Lookup) -> Records:
        if isinstance(asked, Grouped):
            return _split_until_it_fits(lambda split: self._best(asked.request, asked.groups, split))
        return {key: self._keyed(asked.collection, key) for key in asked.keys}

    def _search(self, request: Request, split: int) -> Found:
        schema, searcher = self._schemas[request.collection], self._searchers[request.collection]
        asked = compiled(schema, request.plan, split)
        query = filtered(schema, asked, request.filters)
        # The first look counts as well: a phrase costs as much each time it is looked for.
        size = max(first_size(request.need) if request.by == "score" else request.need, 1)
        first = searcher.search(query, size, count=True, **_in_order_of(request))
        return Found(
            total=first.count,
            rows=self._first(request, query, first_hits=first.hits),
            facets=self._facets(request, asked, query),
        )

    def _best(self, request: Request, groups: Sequence[int], split: int) -> Records:
        schema, searcher = self._schemas[request.collection], self._searchers[request.collection]
        query = filtered(schema, compiled(schema, request.plan, split), request.filters)
        places: dict[int, Foreign] = {}
        first = self._first_together(request, query, groups, places) if len(groups) > 1 else {}
        for group in groups:
            if group not in first:
                only = Query.const_score_query(Query.term_query(schema, "group", group), 0.0)
                first[group] = self._first(request, _both(query, only), places)
        return {
            group: tuple(Record(row.key, _source(searcher, places[row.key])) for row in first[group])
            for group in groups
        }

    def _first_together(
        self, request: Request, query: Foreign, groups: Sequence[int], places: dict[int, Foreign]
    ) -> dict[int, tuple[Ranked, ...]]:
        """The first rows of those of `groups` that one search for all of them settles: mostly all of them, and a search is
        mostly its preparation, above all for prefixes and misspelt words."""
        searcher = self._searchers[request.collection]
        any_of = Query.const_score_query(
            Query.term_set_query(self._schemas[request.collection], "group", list(groups)), 0.0
        )
        hits = searcher.search(_both(query, any_of), _TOGETHER, count=False, **_in_order_of(request)).hits
        rows = _ranked(searcher, hits, request)
        places.update((row.key, address) for row, (_, address) in zip(rows, hits, strict=True))
        by_group: dict[int, list[Ranked]] = {group: [] for group in groups}
        for row in rows:
            by_group[row.group].append(row)
        seen_all = len(rows) < _TOGETHER
        if request.by == "order":
            need = request.need
            return {one: tuple(some[:need]) for one, some in by_group.items() if seen_all or len(some) >= need}
        lowest = None if seen_all else rows[-1].score
        kept = ((group, settled(some, request.need, lowest)) for group, some in by_group.items())
        return {group: some for group, some in kept if some is not None}

    def _first(
        self,
        request: Request,
        query: Foreign,
        places: dict[int, Foreign] | None = None,
        *,
        first_hits: Sequence[Foreign] | None = None,
    ) -> tuple[Ranked, ...]:
        """The first rows in the order that `request` wants. `places` gets where each row lies, by its key. `first_hits`: what
        the first search for them has given, where it was made."""
        searcher = self._searchers[request.collection]
        held = first_hits

        def fetch(size: int) -> list[Ranked]:
            nonlocal held
            if held is None:
                held = searcher.search(query, size, count=False, **_in_order_of(request)).hits
            hits, held = held, None
            rows = _ranked(searcher, hits, request)
            if places is not None:
                places.update((row.key, address) for row, (_, address) in zip(rows, hits, strict=True))
            return rows

        if request.by == "score":
            return cut(fetch, request.need)
        return tuple(fetch(request.need)[: request.need]) if request.need > 0 else ()

    def fetch(self, collection: CollectionName, keys: Sequence[int]) -> tuple[bytes, ...]:
        found = []
        for key in keys:
            records = self._keyed(collection, key)
            if not records:
                raise KeyError(key)
            found.append(records[0].source)
        return tuple(found)

    def _keyed(self, collection: CollectionName, key: int) -> tuple[Record, ...]:
        """The row with this key, if there is one."""
        schema, searcher = self._schemas[collection], self._searchers[collection]
        hits = searcher.search(Query.term_query(schema, "key", key), 1, count=False).hits
        return tuple(Record(key, _source(searcher, address)) for _, address in hits)

    def count(self, collection: CollectionName) -> int:
        return int(self._searchers[collection].num_docs)

    def close(self) -> None:
        self._searchers.clear()

    def _facets(self, request: Request, asked: Foreign, query: Foreign) -> dict[str, dict[str, int]]:
        schema, searcher = self._schemas[request.collection], self._searchers[request.collection]
        own = {field: field for field in request.facets if field not in request.filters}
        facets = _counted(searcher, query, tuple(own))
        for field in request.facets:
            if field in request.filters:
                others = {name: values for name, values in request.filters.items() if name != field}
                facets |= _counted(searcher, filtered(schema, asked, others), (field,))
        return {field: facets[field] for field in request.facets}


def _both(one: Foreign, other: Foreign) -> Foreign:
    return Query.boolean_query([(Occur.Must, one), (Occur.Must, other)])


def _unreadable(folder: Path, error: Exception) -> SearchError:
    # The engine ends what it says with the system's error, or with the word None where there was none.
    reason = str(error).removesuffix("None").rstrip(" :.")
    if "lock" in reason.lower():
        # Opening takes a lock for a moment, so that no file is removed between looking and opening.
        cause = f"The index {folder} cannot be opened: the engine writes a lock file there, and this user may not ({reason})."
        return SearchError(cause, hint=_RIGHTS)
    if isinstance(error, PermissionError) or "permission denied" in reason.lower():
        return SearchError(f"The index {folder} cannot be read: this user may not ({reason}).", hint=_RIGHTS)
    return SearchError(f"The index {folder} cannot be read: {reason}.", hint=_REBUILD)


_Answer = TypeVar("_Answer")


def _split_until_it_fits(ask: Callable[[int], _Answer]) -> _Answer:
    for split in range(MOST_SPLIT + 1):
        try:
            return ask(split)
        except ValueError as error:
            if "max expansions" not in str(error):
                raise
    raise SearchError(
        "Too many different words begin as the last word of the phrase does.",
        hint="Write more of its letters before the *.",
    )


def _in_order_of(request: Request) -> dict[str, Foreign]:
    """How a search is told which rows come first."""
    return {} if request.by == "score" else {"order_by_field": "order", "order": Order.Desc}


def _ranked(searcher: Foreign, hits: Sequence[tuple[float, Foreign]], request: Request) -> list[Ranked]:
    addresses = [address for _, address in hits]
    if not addresses:
        return []
    keys = searcher.fast_field_values("key", addresses)
    orders = searcher.fast_field_values("order", addresses)
    groups = searcher.fast_field_values("group", addresses)
    scores = [score if request.by == "score" else 0.0 for score, _ in hits]
    return [
        Ranked(key, score, order, group) for score, key, order, group in zip(scores, keys, orders, groups, strict=True)
    ]


def _source(searcher: Foreign, address: Foreign) -> bytes:
    return bytes(searcher.doc(address)["source"][0])


def _counted(searcher: Foreign, query: Foreign, fields: tuple[str, ...]) -> dict[str, dict[str, int]]:
    if not fields:
        return {}
    asked = {field: {"terms": {"field": field, "size": _BUCKETS}} for field in fields}
    answer = searcher.aggregate(query, asked)
    return {
        field: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer[field]["buckets"]} for field in fields
    }


def _schema(name: CollectionName) -> Foreign:
    fields = COLLECTIONS[name]
    builder = SchemaBuilder()
    for field in fields.texts:
        builder.add_text_field(field, tokenizer_name="blanks")
    for field in fields.keywords:
        builder.add_text_field(field, fast=True, tokenizer_name="raw", index_option="basic")
    for field in (*fields.numbers, "key", "order", "group"):
        builder.add_unsigned_field(field, indexed=True, fast=True)
    builder.add_bytes_field("source", stored=True)
    return builder.build()


def _registered(index: Foreign) -> Foreign:
    index.register_tokenizer("blanks", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    return index


def _document(collection: CollectionName, row: EngineRow) -> Foreign:
    document = Document()
    for field, values in text_values(collection, row).items():
        for value in values:
            document.add_text(field, value)
    for field, values in row.keywords.items():
        for value in values:
            document.add_text(field, value)
    for field, number in row.numbers.items():
        document.add_unsigned(field, number)
    document.add_unsigned("key", key_of(row.id))
    document.add_unsigned("order", row.order)
    document.add_unsigned("group", row.group)
    document.add_bytes("source", row.source)
    return document


__all__ = ["EmbeddedEngine"]
