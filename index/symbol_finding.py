"""Symbols of documents in queries, by the citation grammar that found them in the documents."""

from __future__ import annotations

from core.configuration import Configuration
from core.symbols.grammar import Grammar
from core.symbols.in_queries import symbols_in_query
from index.query.lexer import FindSymbols, SymbolSpan


def symbol_finder(configuration: Configuration) -> FindSymbols:
    grammar = Grammar.load(configuration)

    def find(text: str) -> tuple[SymbolSpan, ...]:
        return tuple(SymbolSpan(start, end, ids) for start, end, ids in symbols_in_query(text, grammar))

    return find
