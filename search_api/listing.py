"""What the addresses of lists ask for: their parameters, checked, and the same list from the next page on."""

from __future__ import annotations

from typing import get_args

from msgspec import Struct

from core.records.document import Force, Relation, SegmentKind
from core.records.links import MissingClass
from search_api.parameters import Pairs, limit_of, required, single, text_of, values_of
from search_api.problems import bad_parameter

DEFAULT_LIMIT = 50
MAX_LIMIT = 500
RELATIONS = (*get_args(Relation), "none")
FORCES = get_args(Force)
KINDS = get_args(SegmentKind)
CLASSES = get_args(MissingClass)
EXAMPLE = "CMS/Resolution/11.10"


class SegmentsAsked(Struct, frozen=True, kw_only=True):
    document: str
    lang: str | None
    kinds: tuple[str, ...]
    path: str | None
    limit: int
    cursor: str | None


class CitationsAsked(Struct, frozen=True, kw_only=True):
    document: str
    relations: tuple[str, ...]
    treaties: tuple[str, ...]
    forces: tuple[str, ...]
    limit: int
    cursor: str | None


class MissingAsked(Struct, frozen=True, kw_only=True):
    classes: tuple[str, ...]
    treaties: tuple[str, ...]
    age: bool
    limit: int
    cursor: str | None


def read_segments(pairs: Pairs) -> SegmentsAsked:
    """Raises WebError (400) for what does not fit, as the others do."""
    return SegmentsAsked(
        document=required(pairs, "document", EXAMPLE),
        lang=text_of(pairs, "lang"),
        kinds=_among(pairs, "kind", KINDS),
        path=text_of(pairs, "path"),
        limit=_limit(pairs),
        cursor=text_of(pairs, "cursor"),
    )


def read_citations(pairs: Pairs) -> CitationsAsked:
    return CitationsAsked(
        document=required(pairs, "document", EXAMPLE),
        relations=_among(pairs, "relation", RELATIONS),
        treaties=values_of(pairs, "treaty", most=50),
        forces=_among(pairs, "force", FORCES),
        limit=_limit(pairs),
        cursor=text_of(pairs, "cursor"),
    )


def read_missing(pairs: Pairs, *, age: bool) -> MissingAsked:
    return MissingAsked(
        classes=_among(pairs, "class", CLASSES),
        treaties=values_of(pairs, "treaty", most=50),
        age=age,
        limit=_limit(pairs),
        cursor=text_of(pairs, "cursor"),
    )


def _among(pairs: Pairs, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    values = values_of(pairs, name, most=len(known))
    if any(one not in known for one in values):
        raise bad_parameter(name, f"The parameter {name} has no such value.", f"Use one of: {', '.join(known)}.")
    return values


def _limit(pairs: Pairs) -> int:
    return limit_of(single(pairs, "limit"), default=DEFAULT_LIMIT, most=MAX_LIMIT)
