"""What is asked of an engine: a tree of predicates on rows, free of any engine and of any user's text.

Every node says which rows match; some also give a score. An engine compiles the tree and adds nothing. Scores: a `Term` and a
`Phrase` weigh as BM25 does (k1 1.2, b 0.75, statistics of the whole field), `All` and `Any` add up, `Best` takes the highest,
`Constant` gives its own number, all others give 0.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class Node(Struct, frozen=True, tag=True):
    pass


class Term(Node, frozen=True):
    """Rows whose `field` holds the token."""

    field: str
    token: str


class Phrase(Node, frozen=True):
    """Tokens at these distances from the first, within one value of the field. Between them stands any word."""

    field: str
    tokens: tuple[tuple[int, str], ...]
    """(offset, token); the first offset is 0, the others rise; at least two."""


class Near(Node, frozen=True):
    """Rows where two different tokens stand near one another: with places p of `one` and q of `other`, |q - p - 1| <= `slop`.

    This is Lucene's sloppy phrase of two words: up to `slop` words between them, and their being the other way round counts
    as two. No score: engines weigh sloppy phrases each in its own way. Places run on from one value of the field to the next,
    with one place between. More words are an `All` of pairs, since engines disagree on what a longer sloppy phrase is.
    """

    field: str
    one: str
    other: str
    """Not the same as `one`."""
    slop: int
    """0 or more; below 2**31."""


class PhrasePrefix(Node, frozen=True):
    """Rows where the tokens stand side by side and the next one begins with `start`. Complete, however many that are. No score."""

    field: str
    tokens: tuple[str, ...]
    """At least one."""
    start: str


class Prefix(Node, frozen=True):
    """Rows with a token that begins so. Complete, however many tokens that are."""

    field: str
    start: str


class Fuzzy(Node, frozen=True):
    """Rows with a token within `distance` (1 or 2) edits; a swap of neighbours is one edit. Complete."""

    field: str
    token: str
    distance: int


class Values(Node, frozen=True):
    """Rows whose keyword field holds one of the values."""

    field: str
    values: tuple[str, ...]


class Range(Node, frozen=True):
    """Rows whose number field lies between the bounds, both included; None is open."""

    field: str
    low: int | None
    high: int | None


class All(Node, frozen=True):
    """Rows that match every one of `must` (all rows where it is empty) and none of `must_not`."""

    must: tuple[Node, ...]
    must_not: tuple[Node, ...] = ()


class Any(Node, frozen=True):
    """Rows that match at least one; no row where it is empty."""

    nodes: tuple[Node, ...]


class Best(Node, frozen=True):
    """Like `Any`, but the score is that of the best one: a word counts once, however many languages it is found in."""

    nodes: tuple[Node, ...]


class Boost(Node, frozen=True):
    node: Node
    factor: float


class Constant(Node, frozen=True):
    """The rows of `node`, each with this score."""

    node: Node
    score: float = 0.0


class Everything(Node, frozen=True):
    pass


class Nothing(Node, frozen=True):
    pass


Plan: TypeAlias = (
    Term
    | Phrase
    | Near
    | PhrasePrefix
    | Prefix
    | Fuzzy
    | Values
    | Range
    | All
    | Any
    | Best
    | Boost
    | Constant
    | Everything
    | Nothing
)


def is_scored(node: Node) -> bool:
    """Whether rows get scores that can differ by their words; where not, they come by date."""
    match node:
        case Term() | Phrase():
            return True
        case Constant(score=score):
            return score > 0
        case All(must=nodes) | Any(nodes=nodes) | Best(nodes=nodes):
            return any(is_scored(inner) for inner in nodes)
        case Boost(node=inner):
            return is_scored(inner)
        case _:
            return False
