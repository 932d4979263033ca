"""An engine that looks at every row for every question: slow, and plain enough to be believed.

The contract tests compare the others with it. Scores are those of BM25 with exact lengths, so they are near to those of
the others but not equal; sets, totals and facet counts must be.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from core.errors import NoIndex
from index.edits import edits
from index.engines.ordering import cut
from index.engines.protocol import (
    Found,
    Grouped,
    Keyed,
    Lookup,
    Manifest,
    Ranked,
    Reader,
    Record,
    Records,
    Request,
    Writer,
)
from index.engines.schema import COLLECTIONS, CollectionName, EngineRow, key_of, text_values
from index.query.plan import (
    All,
    Any,
    Best,
    Boost,
    Constant,
    Everything,
    Fuzzy,
    Near,
    Node,
    Nothing,
    Phrase,
    PhrasePrefix,
    Prefix,
    Range,
    Term,
    Values,
)

_K1, _B = 1.2, 0.75


class BruteForceEngine:
    name = "brute-force"
    version = "1"

    def __init__(self) -> None:
        self._finished: dict[str, _Reader] = {}
        self._current: str | None = None

    def begin(self, generation: str) -> Writer:
        return _Writer(self, generation)

    def generations(self) -> tuple[str, ...]:
        return tuple(sorted(self._finished))

    def unfinished(self) -> tuple[str, ...]:
        return ()

    def current(self) -> str | None:
        return self._current

    def switch(self, generation: str) -> None:
        if generation not in self._finished:
            raise ValueError(f"{generation} is not finished")
        self._current = generation

    def open(self, generation: str) -> Reader:
        if generation not in self._finished:
            raise NoIndex(f"There is no index {generation}.")
        return self._finished[generation]

    def drop(self, generation: str) -> None:
        if generation == self._current:
            raise ValueError(f"{generation} is the current generation")
        self._finished.pop(generation, None)

    def keep(self, generation: str, reader: _Reader) -> None:
        self._finished[generation] = reader


class _Writer:
    def __init__(self, engine: BruteForceEngine, generation: str) -> None:
        self._engine = engine
        self._generation = generation
        self._rows: dict[CollectionName, list[EngineRow]] = {name: [] for name in COLLECTIONS}

    def add(self, collection: CollectionName, rows: Iterable[EngineRow]) -> None:
        self._rows[collection].extend(rows)

    def finish(self, manifest: Manifest) -> None:
        self._engine.keep(self._generation, _Reader(manifest, self._rows))

    def abort(self) -> None:
        self._rows = {name: [] for name in COLLECTIONS}


class _Reader:
    def __init__(self, manifest: Manifest, rows: Mapping[CollectionName, Sequence[EngineRow]]) -> None:
        self._manifest = manifest
        self._tables = {name: [_Words(name, row) for row in rows[name]] for name in COLLECTIONS}

    @property
    def manifest(self) -> Manifest:
        return self._manifest

    def search(self, request: Request) -> Found:
        matching = [words for words in self._table(request) if _matches(request.plan, words)]
        kept = [words for words in matching if _passes(request.filters, words.row)]
        facets = {}
        for field in request.facets:
            others = {name: values for name, values in request.filters.items() if name != field}
            facets[field] = dict(
                Counter(
                    value
                    for words in matching
                    if _passes(others, words.row)
                    for value in set(words.row.keywords.get(field, ()))
                )
            )
        return Found(total=len(kept), rows=self._cut(request, kept), facets=facets)

    def look_up(self, lookups: Sequence[Lookup]) -> tuple[Records, ...]:
        return tuple(self._best(one) if isinstance(one, Grouped) else self._keyed(one) for one in lookups)

    def _best(self, asked: Grouped) -> Records:
        request = asked.request
        known = {key_of(words.row.id): words.row.source for words in self._table(request)}
        kept = [
            words
            for words in self._table(request)
            if _passes(request.filters, words.row) and _matches(request.plan, words)
        ]
        return {
            group: tuple(
                Record(row.key, known[row.key])
                for row in self._cut(request, [words for words in kept if words.row.group == group])
            )
            for group in asked.groups
        }

    def _keyed(self, asked: Keyed) -> Records:
        known = {key_of(words.row.id): words.row.source for words in self._tables[asked.collection]}
        return {key: (Record(key, known[key]),) if key in known else () for key in asked.keys}

    def fetch(self, collection: CollectionName, keys: Sequence[int]) -> tuple[bytes, ...]:
        known = {key_of(words.row.id): words.row.source for words in self._tables[collection]}
        return tuple(known[key] for key in keys)

    def count(self, collection: CollectionName) -> int:
        return len(self._tables[collection])

    def close(self) -> None:
        pass

    def _table(self, request: Request) -> list[_Words]:
        return self._tables[request.collection]

    def _cut(self, request: Request, kept: list[_Words]) -> tuple[Ranked, ...]:
        if request.by == "order":
            ordered = sorted(kept, key=lambda words: -words.row.order)
            return tuple(
                Ranked(key_of(words.row.id), 0.0, words.row.order, words.row.group) for words in ordered[: request.need]
            )
        scorer = _Scorer(self._table(request))
        rows = sorted(
            (
                Ranked(key_of(words.row.id), scorer.score(request.plan, words), words.row.order, words.row.group)
                for words in kept
            ),
            key=lambda row: -row.score,
        )
        return cut(lambda size: rows[:size], request.need)


class _Words:
    """A row with the positions of its tokens; values of a field are one position apart."""

    def __init__(self, collection: CollectionName, row: EngineRow) -> None:
        self.row = row
        self.positions: dict[str, dict[str, list[int]]] = {}
        self.lengths: dict[str, int] = {}
        for field, values in text_values(collection, row).items():
            places: dict[str, list[int]] = {}
            position = length = 0
            for value in values:
                for token in value.split():
                    places.setdefault(token, []).append(position)
                    position += 1
                    length += 1
                position += 1
            self.positions[field] = places
            self.lengths[field] = length

    def places(self, field: str) -> dict[str, list[int]]:
        return self.positions.get(field, {})

    def phrase_count(self, phrase: Phrase) -> int:
        places = self.places(phrase.field)
        if any(token not in places for _, token in phrase.tokens):
            return 0
        (_, first), *rest = phrase.tokens
        wanted = [(offset, set(places[token])) for offset, token in rest]
        return sum(all(place + offset in held for offset, held in wanted) for place in places[first])

    def begins_phrase(self, phrase: PhrasePrefix) -> bool:
        places = self.places(phrase.field)
        ends = {place for token, held in places.items() if token.startswith(phrase.start) for place in held}
        held = [set(places.get(token, ())) for token in phrase.tokens]
        return any(all(end - len(held) + number in one for number, one in enumerate(held)) for end in ends)


def _passes(filters: Mapping[str, tuple[str, ...]], row: EngineRow) -> bool:
    return all(set(values) & set(row.keywords.get(field, ())) for field, values in filters.items())


def _matches(node: Node, words: _Words) -> bool:
    match node:
        case Term(field=field, token=token):
            return token in words.places(field)
        case Phrase():
            return words.phrase_count(node) > 0
        case Near(field=field, one=one, other=other, slop=slop):
            places = words.places(field)
            return any(abs(q - p - 1) <= slop for p in places.get(one, ()) for q in places.get(other, ()))
        case PhrasePrefix():
            return words.begins_phrase(node)
        case Prefix(field=field, start=start):
            return any(token.startswith(start) for token in words.places(field))
        case Fuzzy(field=field, token=token, distance=distance):
            return any(edits(token, other, distance) <= distance for other in words.places(field))
        case Values(field=field, values=values):
            return bool(set(values) & set(words.row.keywords.get(field, ())))
        case Range(field=field, low=low, high=high):
            number = words.row.numbers.get(field)
            return number is not None and (low is None or number >= low) and (high is None or number <= high)
        case All(must=must, must_not=must_not):
            return all(_matches(inner, words) for inner in must) and not any(
                _matches(inner, words) for inner in must_not
            )
        case Any(nodes=nodes) | Best(nodes=nodes):
            return any(_matches(inner, words) for inner in nodes)
        case Boost(node=inner) | Constant(node=inner):
            return _matches(inner, words)
        case Everything():
            return True
        case Nothing():
            return False
    raise TypeError(f"no plan: {node!r}")


class _Scorer:
    def __init__(self, table: list[_Words]) -> None:
        self._table = table
        self._weights: dict[Term, float] = {}
        self._lengths: dict[str, float] = {}

    def score(self, node: Node, words: _Words) -> float:
        if not _matches(node, words):
            return 0.0
        match node:
            case Term(field=field, token=token):
                return self._bm25(field, self._weight(node), len(words.places(field)[token]), words)
            case Phrase(field=field, tokens=tokens):
                weight = sum(self._weight(Term(field, token)) for _, token in tokens)
                return self._bm25(field, weight, words.phrase_count(node), words)
            case All(must=nodes) | Any(nodes=nodes):
                return sum(self.score(inner, words) for inner in nodes)
            case Best(nodes=nodes):
                return max(self.score(inner, words) for inner in nodes)
            case Boost(node=inner, factor=factor):
                return factor * self.score(inner, words)
            case Constant(score=score):
                return score
            case _:
                return 0.0

    def _weight(self, term: Term) -> float:
        if term not in self._weights:
            holding = sum(term.token in words.places(term.field) for words in self._table)
            self._weights[term] = math.log(1 + (len(self._table) - holding + 0.5) / (holding + 0.5))
        return self._weights[term]

    def _bm25(self, field: str, weight: float, count: int, words: _Words) -> float:
        if field not in self._lengths:
            self._lengths[field] = sum(other.lengths.get(field, 0) for other in self._table) / len(self._table)
        share = words.lengths[field] / self._lengths[field]
        return weight * count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * share))
