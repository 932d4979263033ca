"""A query as a tree: what was typed, read, and nothing of any language or engine yet."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, TypeAlias

from msgspec import Struct

Speech = Literal["en", "fr"]
SPEECH: Mapping[Speech, Mapping[str, str]] = MappingProxyType(
    {
        "en": {"AND": "AND", "OR": "OR", "NOT": "NOT"},
        "fr": {
            "AND": "ET",
            "OR": "OU",
            "NOT": "SAUF",
            "treaty": "traité",
            "meeting": "réunion",
            "year": "année",
            "lang": "langue",
            "cites": "cite",
            "mentions": "mentionne",
            "body": "organe",
            "in_effect": "en_vigueur",
            "asked": "demandé",
            "due": "échéance",
        },
    }
)
"""Operators and names of fields as they are written in a language; a field that is not here has its own name."""


class Leaf(Struct, frozen=True, tag=True):
    pass


class Word(Leaf, frozen=True):
    text: str


class Quote(Leaf, frozen=True):
    """`"plan of action"`, `"plan action"~3`, `"plan of act*"`"""

    text: str
    slop: int = 0
    """So many words may stand between; 0 where the words stand side by side."""
    is_open: bool = False
    """Whether the last word is the beginning of one; never with a slop."""
    at: int = 0
    """Where it begins in the query, in characters from 0; the same for the others."""


class Beginning(Leaf, frozen=True):
    """`migrat*`"""

    text: str
    at: int = 0


class Similar(Leaf, frozen=True):
    """`migratry~1`"""

    text: str
    distance: int
    at: int = 0


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
    at: int = 0


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


def restated(tree: Tree | None, language: Speech = "en", ignored: Container[str] = ()) -> str:
    """The query in its own language, with everything said that was left to habit. Read again, it is the same query.

    `language`: of the operators and the names of fields. `ignored`: words that ask for nothing; they are left out.
    """
    return "" if tree is None else _Restating(SPEECH[language], ignored).text(tree, inside=None)


class _Restating:
    def __init__(self, said: Mapping[str, str], ignored: Container[str]) -> None:
        self._said = said
        self._ignored = ignored

    def text(self, tree: Tree, *, inside: str | None) -> str:
        """Empty where only ignored words are left."""
        match tree:
            case Word(text=text):
                return "" if text in self._ignored else text
            case Quote(text=text, slop=slop, is_open=is_open):
                return f'"{text}{"*" if is_open else ""}"' + (f"~{slop}" if slop else "")
            case Beginning(text=text):
                return f"{text}*"
            case Similar(text=text, distance=distance):
                return f"{text}~{distance}"
            case Symbol(text=text):
                return text
            case Field(name=name, values=values):
                return f"{self._said.get(name, name)}:{','.join(_value(value) for value in values)}"
            case Not(item=item):
                inner = self.text(item, inside="not")
                return f"{self._said['NOT']} {inner}" if inner else ""
            case And(items=items):
                return self._joined(items, "AND", "and", inside in {"or", "not"}, inside)
            case Or(items=items):
                return self._joined(items, "OR", "or", inside is not None, inside)

    def _joined(self, items: Sequence[Tree], operator: str, name: str, grouped: bool, inside: str | None) -> str:
        texts = [text for item in items if (text := self.text(item, inside=name))]
        if len(texts) == 1:
            # What is left alone stands where the group stood.
            (left,) = [item for item in items if self.text(item, inside=name)]
            return self.text(left, inside=inside)
        joined = f" {self._said[operator]} ".join(texts)
        return f"({joined})" if grouped and texts else joined


def _value(value: str) -> str:
    return f'"{value}"' if not value or any(sign in value for sign in ' ,()"') else value
