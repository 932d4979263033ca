"""Names of treaties and bodies in a text, by a blank spaCy pipeline with the names of the configuration as string patterns.

The names are those of `config/treaties.yml` and `config/bodies.yml`. They are matched on the view that citations are found on
(`core.symbols.normalise`), so that a citation takes its treaty from the same words that are an entity here. The
longest name wins. What is printed decides whether words are a name at all:

* a full name of a treaty counts in any letters;
* an alias or the name of a body has a capital somewhere: `protocole de Kyoto`, and not `a general assembly`;
* an abbreviation has two capitals (`CITES`, and not `cites`), or is printed as the configuration prints it (`Ramsar`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from core.bodies import Bodies
from core.records.document import Entity, EntityKind, Segment
from core.symbols.normalise import View, fold
from core.treaties import Treaties, Treaty

_TOKEN = re.compile(r"[a-z0-9_]+|[^a-z0-9_ ]")
_TOKEN_AND_BLANK = re.compile(rf"({_TOKEN.pattern})( ?)")
_OPENING = 3  # words of a name that a text must hold side by side before the pipeline is asked
_BEHIND = re.compile(r" ?\(?(?:(?:of|to|under|de|du|des|a|au|aux) |d')?(?:(?:the|la|le|les) |l')?")
"""Between a body and the treaty that it is one of: `Standing Committee of the`, `Comité permanent de la`."""
_BEFORE = re.compile(r"(?:'s)? |-")
"""The other way round: `CITES Standing Committee`."""


class _Name(Struct, frozen=True):
    kind: EntityKind
    id: str
    """Of a treaty or of a body that has a row of its own; of a row of names of bodies where `row`."""
    row: bool = False
    full: bool = False
    printed: frozenset[str] = frozenset()
    """Ways in which an abbreviation may be printed with fewer than two capitals."""


class _Found(Struct):
    name: _Name
    start: int
    end: int
    """Of the view."""


class EntityFinder:
    """Loads spaCy at its first question. Not to be shared between threads."""

    def __init__(self, treaties: Treaties, bodies: Bodies) -> None:
        self._treaties = treaties
        self._bodies = bodies
        self._names = dict(_names(treaties, bodies))
        self._phrases = tuple(self._names)
        self._openings = frozenset(tuple(_TOKEN.findall(phrase)[:_OPENING]) for phrase in self._phrases)

        self._words = frozenset(opening[0] for opening in self._openings)
        self._lengths = sorted({len(opening) for opening in self._openings})

    @cached_property
    def _matcher(self) -> tuple[_Tokens, Any]:
        """What makes tokens of a text, and what finds the phrases in them, each under its number. (An entity ruler counts its
        patterns at every call.)"""
        import spacy  # noqa: PLC0415  # a second, paid only by who understands documents
        from spacy.matcher import PhraseMatcher  # noqa: PLC0415

        vocab = spacy.blank("xx").vocab
        tokens, matcher = _Tokens(vocab), PhraseMatcher(vocab)
        for number, phrase in enumerate(self._phrases):
            matcher.add(str(number), [tokens(phrase)])
        return tokens, matcher

    def find(self, segments: Iterable[Segment], home: str | None) -> tuple[Entity, ...]:
        """In the order of the text. `home` is the treaty whose bodies are meant where none is named with them.

        Mastheads say whose paper it is and name nobody; deleted text names nobody either.
        """
        return tuple(
            entity
            for segment in segments
            if segment.kind != "masthead"
            for entity in self._in_segment(segment, self._home(home))
        )

    def _home(self, home: str | None) -> tuple[str, ...]:
        return (home, *self._treaties.ancestors(home)) if home else ()

    def _in_segment(self, segment: Segment, home: tuple[str, ...]) -> Iterator[Entity]:
        view = View(_without_deleted(segment))
        found = self._found(view)
        for at, one in enumerate(found):
            id_ = self._body(one, found, at, view, home) if one.name.row else one.name.id
            if id_ is not None:
                start, end = view.span(one.start, one.end)
                yield Entity(segment=segment.id, start=start, end=end, kind=one.name.kind, id=id_)

    def _found(self, view: View) -> list[_Found]:
        if not self._may_name(_TOKEN.findall(view.text)):
            return []  # most paragraphs: no need to show them to the pipeline
        from spacy.util import filter_spans  # noqa: PLC0415

        tokens, matcher = self._matcher
        found = []
        # Of those that overlap the longest, then the first.
        for span in filter_spans(matcher(tokens(view.text), as_spans=True)):
            name = self._names[self._phrases[int(span.label_)]]
            if _is_printed_as_name(name, view.surface(span.start_char, span.end_char)):
                found.append(_Found(name, span.start_char, span.end_char))
        return found

    def _may_name(self, tokens: Sequence[str]) -> bool:
        if self._words.isdisjoint(tokens):
            return False
        runs = ([tokens[at:] for at in range(size)] for size in self._lengths)
        return any(not self._openings.isdisjoint(zip(*run, strict=False)) for run in runs)

    def _body(self, one: _Found, found: Sequence[_Found], at: int, view: View, home: tuple[str, ...]) -> str | None:
        beside = []
        if at + 1 < len(found) and _BEHIND.fullmatch(view.text[one.end : found[at + 1].start]):
            beside.append(found[at + 1].name.id)
        if at and _BEFORE.fullmatch(view.text[found[at - 1].end : one.start]):
            beside.append(found[at - 1].name.id)
        return self._bodies.rows[one.name.id].body((*beside, *home))


class _Tokens:
    """Words and signs of a view: folded ASCII, where nothing is left for a tokenizer of a language to decide."""

    def __init__(self, vocab: Any) -> None:
        self._vocab = vocab

    def __call__(self, text: str) -> Any:
        from spacy.tokens import Doc  # noqa: PLC0415

        # A blank at the beginning is a token of its own, so that offsets are those of the text.
        words, spaces = ([" "], [False]) if text.startswith(" ") else ([], [])
        for word, blank in _TOKEN_AND_BLANK.findall(text):
            words.append(word)
            spaces.append(blank == " ")
        return Doc(self._vocab, words=words, spaces=spaces)


def _names(treaties: Treaties, bodies: Bodies) -> Iterator[tuple[str, _Name]]:
    """Later ones take the place of earlier ones: a body is told from its treaty, for which its abbreviation may stand too."""
    for row in treaties.rows.values():
        kind: EntityKind = "body" if row.form == "body" else "treaty"
        for alias in row.aliases:
            yield fold(alias), _Name(kind, row.id, printed=_printed(row))
        for names in row.names.values():
            for name in names:
                yield fold(name), _Name(kind, row.id, full=True)
    for body in bodies.rows.values():
        for name in (*(name for names in body.names.values() for name in names), *body.short):
            yield fold(name), _Name("body", body.id, row=True)


def _printed(row: Treaty) -> frozenset[str]:
    return frozenset(word for printed in row.abbreviations.values() for word in printed.split() if word[:1].isupper())


def _is_printed_as_name(name: _Name, surface: str) -> bool:
    if name.full:
        return True
    capitals = sum(sign.isupper() for sign in surface)
    if any(sign.isspace() for sign in surface):
        return capitals >= 1
    return capitals >= 2 or surface in name.printed


def _without_deleted(segment: Segment) -> str:
    """Blanks of equal length where an amendment deletes words: offsets stay."""
    text = segment.text
    for mark in segment.marks:
        if mark.kind == "deleted":
            text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    return text


__all__ = ["EntityFinder"]
