"""tantivy used as directly as it can be: what a search over one field costs without our planner and protocol."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any as Foreign

from tantivy import Document, Index, Occur, Query, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from benchmarks.generated_queries import KINDS, Asked
from benchmarks.search_peers import FACETS, PASSAGES, SEARCHED, WORKS, Seen, Times, marked, rows_searched
from index.analysis import Analyser
from index.engines.schema import EngineRow, key_of
from index.generations import Batch
from index.query.plan import All, Any, Fuzzy, Node, Phrase, Prefix, Term

_HEAP = 256_000_000
_THREADS = 2
_TEXTS = ("stems", "exact", "title")


class PlainTantivy:
    kinds = frozenset(KINDS)
    name = "plain tantivy"

    def __init__(self, folder: Path, analyser: Analyser) -> None:
        self._folder = folder
        self._analyser = analyser
        self._indexes: dict[str, Foreign] = {}
        for name in SEARCHED:
            (folder / name).mkdir(parents=True)
            index = Index(_schema(), path=str(folder / name))
            index.register_tokenizer("blanks", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
            self._indexes[name] = index

    def build(self, batches: Iterable[Batch]) -> Times:
        begun = time.perf_counter()
        writers = {name: index.writer(_HEAP, _THREADS) for name, index in self._indexes.items()}
        for name, row in rows_searched(batches):
            writers[name].add_document(_document(row))
        handed = time.perf_counter()
        for name, writer in writers.items():
            writer.commit()
            writer.wait_merging_threads()
            self._indexes[name].reload()
        return Times(handed - begun, time.perf_counter() - handed)

    def ask(self, asked: Asked) -> Seen:
        index, passages = (self._indexes[name] for name in SEARCHED)
        schema, searcher = index.schema, index.searcher()
        words = _compiled(schema, asked.plan)
        query = _narrowed(schema, words, asked, None)
        hits = searcher.search(query, WORKS * 6, count=False).hits
        addresses = [address for _, address in hits]
        heads: dict[int, int] = {}
        if addresses:
            order = searcher.fast_field_values("order", addresses)
            group = searcher.fast_field_values("group", addresses)
            key = searcher.fast_field_values("key", addresses)
            scores = [float(f"{score:.5g}") for score, _ in hits]
            for _, _, work, row in sorted(zip((-s for s in scores), (-o for o in order), group, key, strict=True)):
                if len(heads) == WORKS:
                    break
                heads.setdefault(work, row)
        free = [facet for facet in FACETS if facet not in asked.filters]
        facets = _counted(searcher, query, free)
        for facet in asked.filters:
            facets |= _counted(searcher, _narrowed(schema, words, asked, facet), [facet])
        best: dict[int, list[Foreign]] = {}
        if heads:
            found = passages.searcher()
            within = Query.term_set_query(passages.schema, "group", list(heads.values()))
            any_leaf = Query.boolean_query([(Occur.Should, _compiled(passages.schema, leaf)) for leaf in asked.leaves])
            both = [(Occur.Must, any_leaf), (Occur.Must, Query.const_score_query(within, 0.0))]
            rows = [address for _, address in found.search(Query.boolean_query(both), 150, count=False).hits]
            for group_key, address in zip(found.fast_field_values("group", rows) if rows else (), rows, strict=True):
                kept = best.setdefault(group_key, [])
                if len(kept) < PASSAGES:
                    kept.append(address)
        sources = [bytes(passages.searcher().doc(address)["source"][0]) for some in best.values() for address in some]
        total = searcher.search(query, 1, count=True).count
        return Seen(total, facets, len(heads), marked(sources, asked, self._analyser))

    def size(self) -> int:
        return sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())

    def close(self) -> None:
        self._indexes.clear()


def _schema() -> Foreign:
    builder = SchemaBuilder()
    for field in _TEXTS:
        builder.add_text_field(field, tokenizer_name="blanks")
    for field in FACETS:
        builder.add_text_field(field, fast=True, tokenizer_name="raw", index_option="basic")
    for field in ("key", "order", "group"):
        builder.add_unsigned_field(field, indexed=True, fast=True)
    builder.add_bytes_field("source", stored=True)
    return builder.build()


def _document(row: EngineRow) -> Foreign:
    document = Document()
    for field, values in row.texts.items():
        for value in values:
            document.add_text(field, value)
    for field in FACETS:
        for value in row.keywords.get(field, ()):
            document.add_text(field, value)
    document.add_unsigned("key", key_of(row.id))
    document.add_unsigned("order", row.order)
    document.add_unsigned("group", row.group)
    document.add_bytes("source", row.source)
    return document


def _compiled(schema: Foreign, node: Node) -> Foreign:
    match node:
        case Term(field=field, token=token):
            return Query.term_query(schema, field, token)
        case Phrase(field=field, tokens=tokens):
            return Query.phrase_query(schema, field, list(tokens))
        case Prefix(field=field, start=start):
            return Query.fuzzy_term_query(schema, field, start, 0, True, True)
        case Fuzzy(field=field, token=token, distance=distance):
            return Query.fuzzy_term_query(schema, field, token, distance)
        case All(must=must, must_not=must_not):
            return Query.boolean_query(
                [(Occur.Must, _compiled(schema, one)) for one in must]
                + [(Occur.MustNot, _compiled(schema, one)) for one in must_not]
            )
        case Any(nodes=nodes):
            return Query.boolean_query([(Occur.Should, _compiled(schema, one)) for one in nodes])
    raise TypeError(f"no question asks this: {node!r}")


def _narrowed(schema: Foreign, words: Foreign, asked: Asked, without: str | None) -> Foreign:
    clauses = [(Occur.Must, words)]
    for field, values in asked.filters.items():
        if field != without:
            some = Query.term_set_query(schema, field, list(values))
            clauses.append((Occur.Must, Query.const_score_query(some, 0.0)))
    return Query.boolean_query(clauses)


def _counted(searcher: Foreign, query: Foreign, fields: list[str]) -> dict[str, dict[str, int]]:
    answer = searcher.aggregate(query, {field: {"terms": {"field": field, "size": 1000}} for field in fields})
    return {field: {str(one["key"]): int(one["doc_count"]) for one in answer[field]["buckets"]} for field in fields}
