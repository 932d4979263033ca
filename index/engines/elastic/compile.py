"""Plan to query DSL. No text of a user reaches the server's own parser: every token goes into a `term`-like query.

What was measured: `rewrite: constant_score` makes prefix and fuzzy complete (the default stops at 50 terms without a word); a
phrase with holes is asked for by position (`span_gap`), seven to twelve times faster than over tokens that stand in the holes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any as Json

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

Query = dict[str, Json]
Rarity = Callable[[str, Sequence[str]], Mapping[str, float]]
"""The weight (idf of BM25) of each of these tokens in a field."""

_EXPANSIONS = 2**31 - 1
"""Words that a beginning may stand for: all of them (the server's own number is 50, without a word)."""
_NONE: Query = {"match_none": {}}
_MOST = 2**63 - 1


def compiled(node: Node, rarity: Rarity) -> Query:
    """The query that matches the rows of `node`, with its scores."""
    match node:
        case Term(field=field, token=token):
            return {"term": {field: {"value": token}}}
        case Phrase():
            return _phrase(node, rarity)
        case Near(field=field, one=one, other=other, slop=slop):
            return _constant({"match_phrase": {field: {"query": f"{one} {other}", "slop": slop}}})
        case PhrasePrefix(field=field, tokens=tokens, start=start):
            text = " ".join((*tokens, start))
            return _constant({"match_phrase_prefix": {field: {"query": text, "max_expansions": _EXPANSIONS}}})
        case Prefix(field=field, start=start):
            return _constant({"prefix": {field: {"value": start, "rewrite": "constant_score"}}})
        case Fuzzy(field=field, token=token, distance=distance):
            return _constant({"fuzzy": {field: {"value": token, "fuzziness": distance, "rewrite": "constant_score"}}})
        case Values(field=field, values=values):
            return _constant({"terms": {field: list(values)}}) if values else _NONE
        case Range(field=field, low=low, high=high):
            return _range(field, low, high)
        case All(must=must, must_not=must_not):
            wanted = [compiled(inner, rarity) for inner in must]
            unwanted = [compiled(inner, rarity) for inner in must_not]
            if len(wanted) == 1 and not unwanted:
                return wanted[0]
            return {"bool": {"must": wanted or [_constant({"match_all": {}})], "must_not": unwanted}}
        case Any(nodes=nodes):
            return _any([compiled(inner, rarity) for inner in nodes])
        case Best(nodes=nodes):
            queries = [compiled(inner, rarity) for inner in nodes]
            return {"dis_max": {"queries": queries, "tie_breaker": 0.0}} if len(queries) > 1 else _any(queries)
        case Boost(node=inner, factor=factor):
            return _boosted(compiled(inner, rarity), factor)
        case Constant(node=inner, score=score):
            return _constant(compiled(inner, rarity), score)
        case Everything():
            return _constant({"match_all": {}})
        case Nothing():
            return _NONE
    raise TypeError(f"no plan: {node!r}")


def passing(filters: Mapping[str, tuple[str, ...]]) -> list[Query]:
    """Clauses for the filter context: of each field, one of its values."""
    return [{"terms": {field: list(values)}} for field, values in sorted(filters.items())]


def narrowed(query: Query, clauses: Sequence[Query]) -> Query:
    """`query` where the clauses hold too; the score stays that of `query`."""
    return {"bool": {"must": [query], "filter": list(clauses)}} if clauses else query


def _phrase(phrase: Phrase, rarity: Rarity) -> Query:
    offsets = [offset for offset, _ in phrase.tokens]
    tokens = [token for _, token in phrase.tokens]
    if offsets == list(range(len(offsets))):
        return {"match_phrase": {phrase.field: {"query": " ".join(tokens), "slop": 0}}}
    clauses: list[Query] = []
    for number, (offset, token) in enumerate(phrase.tokens):
        hole = offset - offsets[number - 1] - 1 if number else 0
        if hole:
            clauses.append({"span_gap": {phrase.field: hole}})
        clauses.append({"span_term": {phrase.field: token}})
    query: Query = {"span_near": {"clauses": clauses, "slop": 0, "in_order": True}}
    different = sorted(set(tokens))
    if len(different) == len(tokens):
        return query
    # Spans weigh a word that stands twice once; a phrase weighs it twice.
    weights = rarity(phrase.field, different)
    once = sum(weights[token] for token in different)
    return _boosted(query, sum(weights[token] for token in tokens) / once) if once else query


def _range(field: str, low: int | None, high: int | None) -> Query:
    if (low is not None and low > _MOST) or (high is not None and high < 0) or _is_empty(low, high):
        return _NONE
    bounds = {name: value for name, value in (("gte", low), ("lte", high)) if value is not None}
    if not bounds:
        return _constant({"exists": {"field": field}})
    return _constant({"range": {field: {name: max(0, min(value, _MOST)) for name, value in bounds.items()}}})


def _is_empty(low: int | None, high: int | None) -> bool:
    return low is not None and high is not None and low > high


def _any(queries: list[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else _NONE


def _boosted(query: Query, factor: float) -> Query:
    return {"bool": {"must": [query], "boost": factor}}


def _constant(query: Query, score: float = 0.0) -> Query:
    return {"constant_score": {"filter": query, "boost": score}}
