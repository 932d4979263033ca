"""A query as a tree: what was typed, read, and nothing of any language or engine yet."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class Leaf(Struct, frozen=True, tag=True):
    pass


class Word(Leaf, frozen=True):
    text: str


class Quote(Leaf, frozen=True):
    text: str


class Beginning(Leaf, frozen=True):
    """`migrat*`"""

    text: str


class Similar(Leaf, frozen=True):
    """`migratry~1`"""

    text: str
    distance: int


class Symbol(Leaf, frozen=True):
    """The name of a document in any spelling."""

    text: str
    ids: tuple[str, ...]
    """What it can mean, at least one."""


class Field(Leaf, frozen=True):
    name: str
    """Key of `fields.FIELDS`."""
    values: tuple[str, ...]
    """As typed; one of them must fit."""
    ids: tuple[str, ...] = ()
    """What the value of `cites:` names."""


class Not(Leaf, frozen=True):
    item: Tree


class And(Leaf, frozen=True):
    items: tuple[Tree, ...]


class Or(Leaf, frozen=True):
    items: tuple[Tree, ...]


Tree: TypeAlias = Word | Quote | Beginning | Similar | Symbol | Field | Not | And | Or


class Query(Struct, frozen=True, kw_only=True):
    tree: Tree | None
    """None where nothing was asked."""
    notes: tuple[str, ...] = ()
    """Mistakes, each with its mend."""


def restated(tree: Tree | None) -> str:
    """The query in its own language, with everything said that was left to habit. Read again, it is the same query."""
    return "" if tree is None else _restated(tree, inside=None)


def _restated(tree: Tree, *, inside: str | None) -> str:
    match tree:
        case Word(text=text):
            return text
        case Quote(text=text):
            return f'"{text}"'
        case Beginning(text=text):
            return f"{text}*"
        case Similar(text=text, distance=distance):
            return f"{text}~{distance}"
        case Symbol(text=text):
            return text
        case Field(name=name, values=values):
            return f"{name}:{','.join(_value(value) for value in values)}"
        case Not(item=item):
            return f"NOT {_restated(item, inside='not')}"
        case And(items=items):
            text = " AND ".join(_restated(item, inside="and") for item in items)
            return f"({text})" if inside in {"or", "not"} else text
        case Or(items=items):
            text = " OR ".join(_restated(item, inside="or") for item in items)
            return f"({text})" if inside else text


def _value(value: str) -> str:
    return f'"{value}"' if not value or any(sign in value for sign in ' ,()"') else value
