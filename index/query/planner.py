"""From a tree to plans: one for the rows of documents, one for their best paragraphs, and what to mark in a text.

A leaf is a predicate on a row: it holds where the text in any of the languages asked for has it. NOT, AND and OR combine
rows, so that "A AND B" are exactly the rows of A that are rows of B.

A word that is a stop word in one language and a word in another ("or", "les") asks nothing of rows with text in the first.
`lang:` beside other words says in which language they are looked for, and that the document is held in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from index.analysis import HOLE, Analyser, exact_prefix, stem_prefix
from index.query.fields import LATER, field_plan
from index.query.plan import (
    All,
    Any,
    Best,
    Boost,
    Constant,
    Everything,
    Fuzzy,
    Node,
    Nothing,
    Phrase,
    Prefix,
    Term,
    Values,
)
from index.query.tree import And, Beginning, Field, Not, Or, Query, Quote, Similar, Symbol, Tree, Word, restated

TITLE_WEIGHT = 2.0
"""A word of the title counts so many times its weight there, beside its weight in the text."""
ITSELF, SAME_WORK, PROPOSED, CITES = 1000.0, 900.0, 500.0, 100.0
"""Scores of the document that a symbol names, of other versions of it, of one that may be it, and of one that cites it.

Words weigh far less.
"""


class Mark(Struct, frozen=True):
    """Something to mark in a paragraph: tokens that follow one another (stems or exact forms), or citations of ids."""

    kind: Literal["stems", "exact", "prefix", "fuzzy", "ids"]
    langs: tuple[str, ...]
    tokens: tuple[str, ...]
    """`_` stands for any word. Not marked with their language."""
    distance: int = 0


class Planned(Struct, frozen=True, kw_only=True):
    documents: Node
    paragraphs: Node | None
    """None where no word and no symbol is asked for: then no paragraph is better than another."""
    marks: tuple[Mark, ...]
    direct: tuple[str, ...]
    understood: str
    notes: tuple[str, ...]
    languages: tuple[str, ...]
    """In which words are looked for."""


def planned(query: Query, analyser: Analyser, indexed: Sequence[str], lang: str | None = None) -> Planned:
    """`indexed`: the languages of the index. `lang`: the one that is asked for beside the query."""
    planner = _Planner(analyser, tuple(indexed))
    planner.notes.extend(query.notes)
    languages = tuple(indexed) if lang is None else (lang,)
    node = planner.rows(query.tree, languages) if query.tree is not None else None
    if planner.stopped and not planner.asked:
        node = Nothing()
        planner.notes.append(_only_stop_words(planner.stopped))
    elif node is None:
        node = Everything()
    if lang is not None:
        if lang not in indexed:
            planner.notes.append(f"No text is in {lang}; there are: {', '.join(indexed)}.")
        node = All((node, Values("language", (lang,))))
    return Planned(
        documents=node,
        paragraphs=Any(tuple(planner.passages)) if planner.passages else None,
        marks=tuple(dict.fromkeys(planner.marks)),
        direct=tuple(dict.fromkeys(planner.direct)),
        understood=restated(query.tree),
        notes=tuple(dict.fromkeys(planner.notes)),
        languages=languages,
    )


class _Planner:
    def __init__(self, analyser: Analyser, indexed: tuple[str, ...]) -> None:
        self._analyser = analyser
        self._indexed = indexed
        self._negative = False
        self.notes: list[str] = []
        self.passages: list[Node] = []
        self.marks: list[Mark] = []
        self.direct: list[str] = []
        self.stopped: list[str] = []
        """Texts that ask for nothing: stop words, and signs without letters."""
        self.asked = False
        """Whether some text, symbol or citation is asked for."""

    def rows(self, tree: Tree, languages: tuple[str, ...]) -> Node | None:
        """The rows of `tree`; None where it asks for nothing."""
        match tree:
            case And(items=items):
                return self._and(items, languages)
            case Or(items=items):
                ways = [
                    node
                    for item in items
                    if (node := self.rows(item, languages)) is not None and not _asks_nothing(node)
                ]
                return None if not ways else ways[0] if len(ways) == 1 else Any(tuple(ways))
            case Not(item=item):
                inner = self._negated(item, languages)
                return None if inner is None else All((), (inner,))
            case Field():
                return self._field(tree)
            case Symbol():
                return self._symbol(tree, languages)
            case Word(text=text):
                return self._word(text, languages)
            case Quote(text=text):
                return self._quote(text, languages)
            case Beginning(text=text):
                return self._inexact(text, languages, "prefix")
            case Similar(text=text, distance=distance):
                return self._inexact(text, languages, "fuzzy", distance)

    def _and(self, items: Sequence[Tree], languages: tuple[str, ...]) -> Node | None:
        for item in items:
            if isinstance(item, Field) and item.name == "lang":
                languages = tuple(lang for lang in (value.lower() for value in item.values) if lang)
        must: list[Node] = []
        must_not: list[Node] = []
        for item in items:
            node = self._negated(item.item, languages) if isinstance(item, Not) else self.rows(item, languages)
            if node is not None:
                (must_not if isinstance(item, Not) else must).append(node)
        if not must and not must_not:
            return None
        return must[0] if len(must) == 1 and not must_not else All(tuple(must), tuple(must_not))

    def _negated(self, item: Tree, languages: tuple[str, ...]) -> Node | None:
        before, self._negative = self._negative, not self._negative
        try:
            return self.rows(item, languages)
        finally:
            self._negative = before

    def _seen(self, passage: Node, *marks: Mark) -> None:
        self.asked = True
        if not self._negative:
            self.passages.append(passage)
            self.marks.extend(marks)

    def _field(self, field: Field) -> Node | None:
        if field.name in LATER:
            self.notes.append(f"{field.name}: cannot be answered yet; it is left out.")
            return None
        if field.name == "lang":
            wanted = tuple(value.lower() for value in field.values)
            absent = [value for value in wanted if value not in self._indexed]
            if absent:
                self.notes.append(f"No document is in {', '.join(absent)}; there are: {', '.join(self._indexed)}.")
            return Values("language", wanted)
        if field.name == "cites":
            return self._cites(field)
        nodes = []
        for value in field.values:
            node = field_plan(field.name, value)
            if isinstance(node, str):
                self.notes.append(node)
            else:
                nodes.append(node)
        if not nodes:
            return Nothing()
        return Constant(nodes[0] if len(nodes) == 1 else Any(tuple(nodes)))

    def _cites(self, field: Field) -> Node:
        if not field.ids:
            self.notes.append(
                f"“{', '.join(field.values)}” is no symbol that is known; write cites:CMS/Resolution/12.3, for instance."
            )
        ids = field.ids or field.values
        self._seen(Constant(Values("cites", ids), CITES), Mark("ids", (), ids))
        return Constant(Values("cites", ids))

    def _symbol(self, symbol: Symbol, languages: tuple[str, ...]) -> Node:
        if not self._negative:
            self.direct.extend(symbol.ids)
        cited = Constant(Values("cites", symbol.ids), CITES)
        itself = Constant(Values("id", symbol.ids), ITSELF)
        same = Constant(Values("work", symbol.ids), SAME_WORK)
        ways: list[Node] = [itself, same, Constant(Values("proposed", symbol.ids), PROPOSED), cited]
        passages: list[Node] = [cited]
        self._seen(cited, Mark("ids", (), symbol.ids))
        if len(symbol.ids) > 1:
            # Which one is meant is open, and so are citations whose treaty could not be told: the words may find them.
            words = self._words(symbol.text, languages)
            ways.extend(words)
            passages.extend(words)
        return Best(tuple(ways))

    def _words(self, text: str, languages: tuple[str, ...]) -> list[Node]:
        nodes = []
        for lang in languages:
            node = self._stemmed("stems", text, lang)
            if node is not None:
                nodes.append(node)
                self._seen(node)
        return nodes

    def _word(self, text: str, languages: tuple[str, ...]) -> Node | None:
        ways: list[Node] = []
        passages: list[Node] = []
        free = []
        for lang in languages:
            body = self._stemmed("stems", text, lang)
            if body is None:
                if self._analyser.tokens(text, lang):
                    free.append(lang)
                continue
            title = self._stemmed("title", text, lang)
            ways.append(body if title is None else Any((body, Boost(title, TITLE_WEIGHT))))
            passages.append(body)
            self._mark_stems(text, lang)
        if free or not ways:
            self.stopped.append(text)
        if not ways:
            return None
        if free and not self._negative:
            ways.append(Constant(Values("text_language", tuple(free))))
        elif not free:
            self._seen(Best(tuple(passages)))
        return Best(tuple(ways))

    def _stemmed(self, field: str, text: str, lang: str) -> Node | None:
        """The stems of `text` side by side; None where all are stop words. A stop word between them may be any word."""
        tokens = self._analyser.tokens(text, lang)
        kept = [(token.position, stem_prefix(lang) + token.stem) for token in tokens if token.stem is not None]
        if not kept:
            return None
        first = kept[0][0]
        if len(kept) == 1:
            return Term(field, kept[0][1])
        return Phrase(field, tuple((position - first, token) for position, token in kept))

    def _mark_stems(self, text: str, lang: str) -> None:
        tokens = [token.stem or HOLE for token in self._analyser.tokens(text, lang)]
        while tokens and tokens[0] == HOLE:
            tokens.pop(0)
        while tokens and tokens[-1] == HOLE:
            tokens.pop()
        if tokens and not self._negative:
            self.marks.append(Mark("stems", (lang,), tuple(tokens)))

    def _quote(self, text: str, languages: tuple[str, ...]) -> Node | None:
        ways: list[Node] = []
        for lang in languages:
            words = [token.exact for token in self._analyser.tokens(text, lang)]
            if not words:
                continue
            marked = [exact_prefix(lang) + word for word in words]
            ways.append(Term("exact", marked[0]) if len(marked) == 1 else Phrase("exact", tuple(enumerate(marked))))
            if not self._negative:
                self.marks.append(Mark("exact", (lang,), tuple(words)))
        if not ways:
            self.stopped.append(text)
            return None
        node = Best(tuple(ways))
        self._seen(node)
        return node

    def _inexact(
        self, text: str, languages: tuple[str, ...], kind: Literal["prefix", "fuzzy"], distance: int = 0
    ) -> Node | None:
        ways: list[Node] = []
        for lang in languages:
            words = [token.exact for token in self._analyser.tokens(text, lang)]
            if len(words) != 1:
                continue
            marked = exact_prefix(lang) + words[0]
            ways.append(Prefix("exact", marked) if kind == "prefix" else Fuzzy("exact", marked, distance))
            if not self._negative:
                self.marks.append(Mark(kind, (lang,), (words[0],), distance))
        if not ways:
            sign = "*" if kind == "prefix" else "~"
            self.notes.append(f"{text}{sign} is more than one word; {sign} is left out.")
            return self._word(text, languages)
        node = ways[0] if len(ways) == 1 else Any(tuple(ways))
        self._seen(node)
        return node


def _asks_nothing(node: Node) -> bool:
    """Whether a word is a stop word in some language, so that alone it says nothing."""
    return isinstance(node, Best) and any(
        isinstance(way, Constant) and isinstance(way.node, Values) and way.node.field == "text_language"
        for way in node.nodes
    )


def _only_stop_words(words: Sequence[str]) -> str:
    listed = ", ".join(f"“{word}”" for word in dict.fromkeys(words))
    return (
        f"Nothing was searched for: {listed} may stand in any text and says nothing alone. "
        "Add a word, or put it in quotation marks to find it as it is."
    )
