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
from index.query.phrases import near, open_phrase, phrase, slop_refused
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
    Term,
    Values,
)
from index.query.slips import Slip, told
from index.query.tree import And, Beginning, Field, Not, Or, Query, Quote, Similar, Speech, Symbol, Tree, Word, restated

TITLE_WEIGHT = 2.0
"""A word of the title counts so many times its weight there, beside its weight in the text."""
ITSELF, SAME_WORK, PROPOSED, CITES = 1000.0, 900.0, 500.0, 100.0
"""Scores of the document that a symbol names, of other versions of it, of one that may be it, and of one that cites it.

Words weigh far less.
"""


class Mark(Struct, frozen=True):
    """Something to mark in a paragraph: tokens that follow one another (stems or exact forms), or citations of ids.

    `near`: words within `distance` of one another. `opening`: the last token is the beginning of a word.
    """

    kind: Literal["stems", "exact", "near", "opening", "fuzzy", "ids"]
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


def planned(
    query: Query, analyser: Analyser, indexed: Sequence[str], lang: str | None = None, said_in: Speech = "en"
) -> Planned:
    """`indexed`: the languages of the index. `lang`: the one that is asked for beside the query. `said_in`: of `understood`."""
    planner = _Planner(analyser, tuple(indexed))
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
        understood=restated(query.tree, said_in, planner.ignored),
        notes=tuple(dict.fromkeys((*query.notes, *told(planner.slips), *planner.notes))),
        languages=languages,
    )


class _Planner:
    def __init__(self, analyser: Analyser, indexed: tuple[str, ...]) -> None:
        self._analyser = analyser
        self._indexed = indexed
        self._negative = False
        self.notes: list[str] = []
        self.slips: list[Slip] = []
        self.passages: list[Node] = []
        self.marks: list[Mark] = []
        self.direct: list[str] = []
        self.stopped: list[str] = []
        """Texts that ask for nothing: stop words, and signs without letters."""
        self.ignored: set[str] = set()
        """Those of them that are not restated, as nothing is asked of text in one of the languages."""
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
            case Quote():
                return self._quote(tree, languages)
            case Beginning():
                return self._inexact(tree, languages, "opening")
            case Similar(distance=distance):
                return self._inexact(tree, languages, "fuzzy", distance)

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

    def _mark(self, mark: Mark) -> None:
        if not self._negative:
            self.marks.append(mark)

    def _tell(self, text: str, at: int) -> None:
        self.slips.append(Slip(text, at))

    def _field(self, field: Field) -> Node | None:
        if field.name in LATER:
            self._tell(f"{field.name}: asks {LATER[field.name]}, which is not known yet; it is left out.", field.at)
            return None
        if field.name == "lang":
            wanted = tuple(value.lower() for value in field.values)
            absent = [value for value in wanted if value not in self._indexed]
            if absent:
                self._tell(f"No document is in {', '.join(absent)}; there are: {', '.join(self._indexed)}.", field.at)
            return Values("language", wanted)
        if field.name == "cites":
            return self._cites(field)
        nodes = []
        for value in field.values:
            node = field_plan(field.name, value)
            if isinstance(node, str):
                self._tell(node, field.at)
            else:
                nodes.append(node)
        if not nodes:
            return Nothing()
        return Constant(nodes[0] if len(nodes) == 1 else Any(tuple(nodes)))

    def _cites(self, field: Field) -> Node:
        if not field.ids:
            self._tell(
                f"“{', '.join(field.values)}” is no symbol that is known; write cites:CMS/Resolution/12.3, for instance.",
                field.at,
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
            self.ignored.add(text)
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

    def _quote(self, quote: Quote, languages: tuple[str, ...]) -> Node | None:
        ways: list[Node] = []
        refused: dict[str, str] = {}
        for lang in languages:
            words = [token.exact for token in self._analyser.tokens(quote.text, lang)]
            if not words:
                continue
            marked = [exact_prefix(lang) + word for word in words]
            kind: Literal["exact", "near", "opening"] = "opening" if quote.is_open else "exact"
            if quote.slop and len(words) > 1:
                kind = "near"
                reason = slop_refused(words, quote.slop)
                if reason:
                    refused[lang] = reason
                    continue
            ways.append(
                open_phrase(marked) if quote.is_open else near(marked, quote.slop) if kind == "near" else phrase(marked)
            )
            self._mark(Mark(kind, (lang,), tuple(words), quote.slop))
        if refused:
            self._tell_refused(quote, refused, searched=bool(ways))
        if not ways and not refused:
            self.stopped.append(quote.text)
            return None
        node = Best(tuple(ways)) if ways else Nothing()
        self._seen(node)
        return node

    def _tell_refused(self, quote: Quote, refused: dict[str, str], *, searched: bool) -> None:
        reason = next(iter(refused.values()))
        if searched:  # words are cut by the rules of each language: l'oiseau is one word in French and two elsewhere
            reason += f" So it was not looked for in text in: {', '.join(refused)}."
        self._tell(reason, quote.at)

    def _inexact(
        self,
        leaf: Beginning | Similar,
        languages: tuple[str, ...],
        kind: Literal["opening", "fuzzy"],
        distance: int = 0,
    ) -> Node | None:
        ways: list[Node] = []
        some = False
        for lang in languages:
            words = [token.exact for token in self._analyser.tokens(leaf.text, lang)]
            some = some or bool(words)
            marked = [exact_prefix(lang) + word for word in words]
            if words and kind == "opening":
                ways.append(open_phrase(marked))
            elif len(words) == 1:
                ways.append(Fuzzy("exact", marked[0], distance))
            else:
                continue
            self._mark(Mark(kind, (lang,), tuple(words), distance))
        if not some:
            self.stopped.append(leaf.text)
            return None
        if not ways:
            self._tell(f"{leaf.text}~ is more than one word; ~ is left out.", leaf.at)
            return self._word(leaf.text, languages)
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
