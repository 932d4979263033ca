"""From tokens to a tree. Takes any tokens and raises nothing; what does not fit is left out, with a note.

::

    query  = either ; either = joined { OR joined } ; joined = one { [AND] one } ; one = { NOT } leaf | "(" either ")"

NOT binds closest, then AND (also unspoken, between words side by side), then OR.
"""

from __future__ import annotations

from index.query.lexer import FindSymbols, Token, tokens_of
from index.query.slips import Slip, told
from index.query.tree import And, Beginning, Field, Not, Or, Query, Quote, Similar, Symbol, Tree, Word

_DEPTH = 20
"""Parentheses deeper than this are left out: nobody means them, and each level costs every engine a level."""


def parse(text: str, find_symbols: FindSymbols = lambda _: ()) -> Query:
    """`find_symbols` finds the symbols of documents in a text; without it they are words like others."""
    tokens, slips = tokens_of(text, find_symbols)
    tree = _Parser(tokens, slips, len(text)).whole()
    return Query(tree=tree, notes=told(sorted(slips, key=lambda slip: slip.at)))


class _Parser:
    def __init__(self, tokens: list[Token], slips: list[Slip], end: int) -> None:
        self._tokens = tokens
        self._at = 0
        self._end = end
        self._depth = 0
        self._slips = slips

    def whole(self) -> Tree | None:
        parts = []
        while self._at < len(self._tokens):
            part = self._either()
            if part is not None:
                parts.append(part)
            if self._kind() == ")":
                self._slip("A closing parenthesis has no opening one; it is left out.")
                self._at += 1
        return _joined(parts)

    def _slip(self, text: str, at: int | None = None) -> None:
        """A mistake at `at`, else at the token that comes next."""
        self._slips.append(Slip(text, self._place() if at is None else at))

    def _place(self) -> int:
        return self._tokens[self._at].at if self._at < len(self._tokens) else max(self._end - 1, 0)

    def _kind(self) -> str | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _either(self) -> Tree | None:
        ways = [self._joined()]
        at = self._place()
        while self._kind() == "OR":
            self._at += 1
            ways.append(self._joined())
        if len(ways) > 1 and None in ways:
            self._slip("OR needs something on both sides; it is left out where one is missing.", at)
        kept = [way for way in ways if way is not None]
        if len(kept) <= 1:
            return kept[0] if kept else None
        return Or(tuple(part for way in kept for part in (way.items if isinstance(way, Or) else (way,))))

    def _joined(self) -> Tree | None:
        parts: list[Tree] = []
        while self._kind() not in {None, ")", "OR"}:
            if self._kind() == "AND":
                at = self._place()
                self._at += 1
                if not parts or self._kind() in {None, ")", "OR", "AND"}:
                    self._slip("AND needs something on both sides; it is left out where one is missing.", at)
                continue
            part = self._one()
            if part is not None:
                parts.append(part)
        return _joined(parts)

    def _one(self) -> Tree | None:
        negated, at = False, self._place()
        while self._kind() == "NOT":
            negated = not negated
            self._at += 1
        if self._kind() in {None, ")", "OR", "AND"}:
            self._slip("NOT needs something behind it; it is left out.", at)
            return None
        inner = self._group() if self._kind() == "(" else self._leaf()
        if inner is None or not negated:
            return inner
        return inner.item if isinstance(inner, Not) else Not(inner)

    def _group(self) -> Tree | None:
        at = self._place()
        self._at += 1
        if self._depth >= _DEPTH:
            self._slip(f"Parentheses deeper than {_DEPTH} are left out.", at)
            return None
        self._depth += 1
        inner = self._either()
        self._depth -= 1
        if self._kind() == ")":
            self._at += 1
        else:
            self._slip("A parenthesis is not closed; it is closed at the end.", at)
        return inner

    def _leaf(self) -> Tree:
        token = self._tokens[self._at]
        self._at += 1
        match token.kind:
            case "quote":
                return Quote(token.text, token.distance, token.is_open, token.at)
            case "beginning":
                return Beginning(token.text, token.at)
            case "similar":
                return Similar(token.text, token.distance, token.at)
            case "symbol":
                return Symbol(token.text, token.ids)
            case "field":
                return Field(token.text, token.values, token.ids, token.at)
            case _:
                return Word(token.text)


def _joined(parts: list[Tree]) -> Tree | None:
    flat = [inner for part in parts for inner in (part.items if isinstance(part, And) else (part,))]
    if len(flat) <= 1:
        return flat[0] if flat else None
    return And(tuple(flat))
