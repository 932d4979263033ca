"""SQLite FTS5 over the same ready tokens: the yardstick that everybody has at hand. It has no fuzzy search."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.generated_queries import KINDS, Asked
from benchmarks.search_peers import FACETS, PASSAGES, SEARCHED, WORKS, Seen, Times, marked, rows_searched
from index.analysis import Analyser
from index.engines.schema import key_of
from index.generations import Batch
from index.query.plan import All, Any, Node, Phrase, Prefix, Term

_TABLES = """
create table {name} (number integer primary key, key int, "group" int, "order" int, {facets}, source blob);
create virtual table {name}_words using fts5 (stems, exact, content='', tokenize="ascii tokenchars ':_.-/'");
"""
_ROWS = 2_000
Value = str | int | bytes


class PlainSqlite:
    kinds = frozenset(KINDS) - {"fuzzy"}
    name = "SQLite FTS5"

    def __init__(self, folder: Path, analyser: Analyser) -> None:
        folder.mkdir(parents=True)
        self._analyser = analyser
        self._file = folder / "words.sqlite"
        self._base = sqlite3.connect(self._file)
        self._base.executescript(
            "pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-200000; pragma mmap_size=4000000000;"
        )
        for name in SEARCHED:
            self._base.executescript(_TABLES.format(name=name, facets=", ".join(FACETS)))

    def build(self, batches: Iterable[Batch]) -> Times:
        begun = time.perf_counter()
        numbers: Counter[str] = Counter()
        marks = ", ".join("?" * (5 + len(FACETS)))
        for name, row in rows_searched(batches):
            numbers[name] += 1
            facets = [",".join(row.keywords.get(facet, ())) for facet in FACETS]
            self._base.execute(
                f"insert into {name} values ({marks})",  # noqa: S608 - the names are ours
                (numbers[name], key_of(row.id), row.group, row.order, *facets, row.source),
            )
            self._base.execute(
                f"insert into {name}_words (rowid, stems, exact) values (?, ?, ?)",  # noqa: S608 - the names are ours
                (numbers[name], " ".join(row.texts.get("stems", ())), " ".join(row.texts.get("exact", ()))),
            )
            if numbers.total() % _ROWS == 0:
                self._base.commit()
        self._base.commit()
        handed = time.perf_counter()
        self._base.executescript('create index of_group on paragraphs ("group"); analyze;')
        self._base.commit()
        return Times(handed - begun, time.perf_counter() - handed)

    def ask(self, asked: Asked) -> Seen:
        heads: dict[int, int] = {}
        for group, key in self._asked("documents", '"group", key', asked, end="order by rank limit 60"):
            if len(heads) < WORKS:
                heads.setdefault(group, key)
        ((total,),) = self._asked("documents", "count(*)", asked)
        facets: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
        columns = ", ".join(FACETS)
        for *values, count in self._asked("documents", f"{columns}, count(*)", asked, end=f"group by {columns}"):
            for facet, value in zip(FACETS, values, strict=True):
                facets[facet].update(dict.fromkeys(filter(None, value.split(",")), count))
        for facet in asked.filters:
            rows = self._asked("documents", f"{facet}, count(*)", asked, end=f"group by {facet}", without=facet)
            facets[facet] = Counter(dict(rows))
        sources = self._passages(asked, list(heads.values())) if heads else []
        return Seen(
            total,
            {name: dict(counts) for name, counts in facets.items()},
            len(heads),
            marked(sources, asked, self._analyser),
        )

    def size(self) -> int:
        return self._file.stat().st_size

    def close(self) -> None:
        self._base.close()

    def _asked(
        self, name: str, columns: str, asked: Asked, *, end: str = "", without: str | None = None
    ) -> list[tuple[Value, ...]]:
        filters = {field: values for field, values in asked.filters.items() if field != without}
        narrowed = "".join(f" and {field} in ({', '.join('?' * len(values))})" for field, values in filters.items())
        return self._base.execute(
            f"select {columns} from {name}_words join {name} on number = {name}_words.rowid "  # noqa: S608 - names are ours
            f"where {name}_words match ?{narrowed} {end}",
            [_compiled(asked.plan), *(value for values in filters.values() for value in values)],
        ).fetchall()

    def _passages(self, asked: Asked, heads: list[int]) -> list[bytes]:
        rows = self._base.execute(
            f'select "group", number from paragraphs_words join paragraphs on number = paragraphs_words.rowid '  # noqa: S608
            f'where paragraphs_words match ? and "group" in ({", ".join("?" * len(heads))}) order by rank limit 150',
            [_compiled(Any(asked.leaves)), *heads],
        )
        best: dict[int, list[int]] = {}
        for group, number in rows:
            kept = best.setdefault(group, [])
            if len(kept) < PASSAGES:
                kept.append(number)
        numbers = [number for some in best.values() for number in some]
        found = self._base.execute(
            f"select source from paragraphs where number in ({', '.join('?' * len(numbers))})",  # noqa: S608 - only marks
            numbers,
        )
        return [bytes(source) for (source,) in found]


def _compiled(node: Node) -> str:
    match node:
        case Term(field=field, token=token):
            return f'({field} : "{token}")'
        case Phrase(field=field, tokens=tokens):
            return f'({field} : "{" ".join(token for _, token in tokens)}")'
        case Prefix(field=field, start=start):
            return f'({field} : "{start}" *)'
        case All(must=must, must_not=must_not):
            wanted = " AND ".join(map(_compiled, must))
            return f"({wanted}{''.join(f' NOT {_compiled(one)}' for one in must_not)})"
        case Any(nodes=nodes):
            return f"({' OR '.join(map(_compiled, nodes))})"
    raise TypeError(f"no question asks this: {node!r}")
