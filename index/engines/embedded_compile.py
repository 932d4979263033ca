"""Plan to tantivy query. tantivy's own query parser is never used: see docs/QUERY_LANGUAGE.md for why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any as Foreign

from tantivy import FieldType, Occur, Query, Schema

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

MOST_SPLIT = 2
_NEXT = "0123456789abcdefghijklmnopqrstuvwxyz"


def compiled(schema: Schema, node: Node, split: int = 0) -> Foreign:
    """The tantivy query that matches the rows of `node`, with its scores.

    tantivy refuses a phrase whose last word stands for more than 16,384 words. With `split` 1 or 2 such a phrase is asked for
    by each of the letters that may follow, or each two of them: 38 or 1,406 queries, each with its own 16,384.
    """
    match node:
        case Term(field=field, token=token):
            return Query.term_query(schema, field, token)
        case Phrase(field=field, tokens=tokens):
            return Query.phrase_query(schema, field, list(tokens))
        case Near(field=field, one=one, other=other, slop=slop):
            return _constant(Query.phrase_query(schema, field, [one, other], slop))
        case PhrasePrefix(field=field, tokens=tokens, start=start):
            # Terms are regular expressions here; tokens are letters, digits and colons, and are escaped all the same.
            before = [re.escape(token) for token in tokens]
            ways = [Query.regex_phrase_query(schema, field, [*before, one]) for one in _beginnings(start, split)]
            return _constant(_any(ways))
        case Prefix(field=field, start=start):
            # Not phrase_prefix_query: that one stops at 50 expansions without a word.
            return _constant(Query.fuzzy_term_query(schema, field, start, 0, True, True))
        case Fuzzy(field=field, token=token, distance=distance):
            return _constant(Query.fuzzy_term_query(schema, field, token, distance))
        case Values(field=field, values=values):
            return _constant(_any([Query.term_query(schema, field, value, "basic") for value in values]))
        case Range(low=int(low), high=int(high)) if low > high:
            return Query.empty_query()
        case Range(field=field, low=low, high=high):
            if low is None and high is None:
                low = 0
            return _constant(Query.range_query(schema, field, FieldType.Unsigned, low, high))
        case All(must=must, must_not=must_not):
            wanted = [compiled(schema, inner, split) for inner in must] or [_constant(Query.all_query())]
            unwanted = [compiled(schema, inner, split) for inner in must_not]
            if len(wanted) == 1 and not unwanted:
                return wanted[0]
            return Query.boolean_query(
                [(Occur.Must, query) for query in wanted] + [(Occur.MustNot, query) for query in unwanted]
            )
        case Any(nodes=nodes):
            return _any([compiled(schema, inner, split) for inner in nodes])
        case Best(nodes=nodes):
            queries = [compiled(schema, inner, split) for inner in nodes]
            return Query.disjunction_max_query(queries) if len(queries) > 1 else _any(queries)
        case Boost(node=inner, factor=factor):
            return Query.boost_query(compiled(schema, inner, split), factor)
        case Constant(node=inner, score=score):
            return Query.const_score_query(compiled(schema, inner, split), score)
        case Everything():
            return _constant(Query.all_query())
        case Nothing():
            return Query.empty_query()
    raise TypeError(f"no plan: {node!r}")


def _beginnings(start: str, split: int) -> list[str]:
    """Regular expressions that together match every word that begins with `start`, and each word once."""
    parts = [re.escape(start)]
    for _ in range(split):
        ended = [part for part in parts if part.endswith("$")]
        going = [part for part in parts if not part.endswith("$")]
        parts = ended + [
            longer for part in going for longer in (f"{part}$", *(part + one for one in (*_NEXT, f"[^{_NEXT}]")))
        ]
    return [part[:-1] if part.endswith("$") else f"{part}.*" for part in parts]


def filtered(schema: Schema, query: Foreign, filters: Mapping[str, tuple[str, ...]]) -> Foreign:
    """`query` and, for each field, one of its values; the score stays that of `query`."""
    if not filters:
        return query
    return Query.boolean_query(
        [(Occur.Must, query)]
        + [(Occur.Must, compiled(schema, Values(field, values))) for field, values in sorted(filters.items())]
    )


def _any(queries: list[Foreign]) -> Foreign:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()


def _constant(query: Foreign) -> Foreign:
    return Query.const_score_query(query, 0.0)
