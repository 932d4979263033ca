"""Verbs and turns of phrase that say what a text does to what it cites: `config/lexicons/verbs.csv` and `relations.csv`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal, get_args

import re2
from msgspec import Struct

from core.configuration import Configuration
from core.errors import ConfigurationError
from core.records.document import Relation
from core.symbols.normalise import View, fold

VERBS_FILE = "lexicons/verbs.csv"
RELATIONS_FILE = "lexicons/relations.csv"
Strength = Literal["act", "lead", "basis", "place", "other", "end"]
"""act: changes or makes the cited item; lead: verb of the whole paragraph; basis: done because of it; place: where something
stands; other: a governing verb that does nothing to what is cited."""
_ACTS = frozenset({"adopts", "approves", "endorses", "establishes", "extends", "amends", "replaces", "repeals"})
_RELATIONS = frozenset(get_args(Relation))
_PHRASES_MEMORY = 64 << 20  # bytes at most for the automaton of all phrases; those of today need a hundredth of it
_NOUN_BEFORE = frozenset(
    {"a", "the", "this", "of", "la", "le", "une", "un", "cette", "de", "d", "l", "note", "en", "sa", "son", "leur"}
)


class Cue(Struct, frozen=True):
    """A verb or phrase in a view."""

    start: int
    end: int
    relation: Relation | None
    strength: Strength


class RelationWords:
    """Immutable once loaded."""

    def __init__(
        self, verbs: Mapping[str, Relation | None], phrases: tuple[tuple[str, Relation | None, Strength], ...]
    ) -> None:
        self._verbs = MappingProxyType(dict(verbs))
        longest_first = sorted(self._verbs, key=len, reverse=True)
        self._verb = re2.compile("|".join(re2.escape(verb) for verb in longest_first), _longest())
        self._phrases = phrases
        self._phrase = re2.compile("|".join(f"(?:{pattern})" for pattern, _, _ in phrases), _longest())
        options = re2.Options()
        options.max_mem = _PHRASES_MEMORY
        # Which phrase it is is asked for what was found: a group for each of them would slow the search.
        self._which = re2.Set.FullMatchSet(options)
        for pattern, _, _ in phrases:
            self._which.Add(pattern)
        if phrases:
            self._which.Compile()

    @classmethod
    def load(cls, configuration: Configuration) -> RelationWords:
        """Raises ConfigurationError naming file, line and mend."""
        verbs: dict[str, Relation | None] = {}
        for line, row in _rows(configuration, VERBS_FILE, ("phrase", "relation")):
            relation = _relation(VERBS_FILE, line, row["relation"], optional=True)
            phrase = fold(row["phrase"])
            verbs.setdefault(phrase, relation)
            if "œ" in row["phrase"]:
                verbs.setdefault(fold(row["phrase"].replace("œ", "oe")), relation)
        phrases: list[tuple[str, Relation | None, Strength]] = []
        for line, row in _rows(configuration, RELATIONS_FILE, ("pattern", "relation", "strength")):
            relation = _relation(RELATIONS_FILE, line, row["relation"], optional=row["strength"] == "end")
            strength = row["strength"]
            if strength not in get_args(Strength) or (relation is None) != (strength == "end"):
                raise _mistake(
                    RELATIONS_FILE, line, f"strength {strength!r} is none of {', '.join(get_args(Strength))}"
                )
            try:
                if re2.compile(row["pattern"]).groups:
                    raise _mistake(RELATIONS_FILE, line, "write groups as (?:…)")
            except (re2.error, UnicodeEncodeError) as error:
                raise _mistake(
                    RELATIONS_FILE, line, "the pattern is no RE2 in small letters without accents"
                ) from error
            phrases.append((row["pattern"], relation, strength))  # type: ignore[arg-type]
        return cls(verbs, tuple(phrases))

    def cues(self, view: View) -> tuple[Cue, ...]:
        """All of them, in order; a longer one hides a shorter one inside it."""
        found = [*self._verb_cues(view), *self._phrase_cues(view)]
        found.sort(key=lambda cue: (cue.start, -cue.end))
        kept: list[Cue] = []
        for cue in found:
            if kept and cue.end <= kept[-1].end:
                continue
            kept.append(cue)
        return tuple(kept)

    def _verb_cues(self, view: View) -> list[Cue]:
        cues = []
        for match in _alone_in(view, self._verb):
            start, end = match.span()
            phrase = view.text[start:end]
            if " " not in phrase and _word_before(view.text, start) in _NOUN_BEFORE:
                continue
            relation = self._verbs[phrase]
            cues.append(Cue(start, end, relation, _strength(relation)))
        return cues

    def _phrase_cues(self, view: View) -> list[Cue]:
        cues = []
        for match in _alone_in(view, self._phrase):
            start, end = match.span()
            which = self._which.Match(view.data[start:end])
            if which:
                _, relation, strength = self._phrases[min(which)]
                cues.append(Cue(start, end, relation, strength))
        return cues


def _longest() -> re2.Options:
    options = re2.Options()
    options.longest_match = True
    return options


def _alone_in(view: View, pattern: re2._Regexp) -> Iterator[re2._Match]:
    """Matches that are no parts of words; one that is hides none inside it: `areas outlined in` has `outlined in`."""
    position = 0
    while (match := pattern.search(view.data, position)) is not None:
        start, end = match.span()
        if start < end and _alone(view.text, start, end):
            yield match
            position = end
        else:
            position = start + 1


def _alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not before.isalnum() and (not after.isalnum() or text[end - 1] == "'")


def _word_before(text: str, position: int) -> str:
    return text[max(0, position - 12) : position].replace("'", " ").rstrip(" ").rpartition(" ")[2]


def _strength(relation: Relation | None) -> Strength:
    if relation is None:
        return "other"
    if relation in _ACTS:
        return "act"
    return "basis" if relation == "implements" else "lead"


def _rows(configuration: Configuration, name: str, keys: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(configuration.text(name)), strict=True)
    missing = [key for key in keys if key not in (reader.fieldnames or ())]
    if missing:
        raise _mistake(name, 1, f"the column {missing[0]} is missing")
    rows = []
    try:
        for row in reader:
            if any(row.get(key) is None for key in keys):
                raise _mistake(name, reader.line_num, "the line has too few columns")
            rows.append((reader.line_num, row))
    except csv.Error as error:
        raise _mistake(name, reader.line_num, str(error)) from error
    return rows


def _relation(name: str, line: int, value: str, *, optional: bool) -> Relation | None:
    if not value and optional:
        return None
    if value not in _RELATIONS:
        raise _mistake(name, line, f"relation {value!r} is none of {', '.join(sorted(_RELATIONS))}")
    return value  # type: ignore[return-value]


def _mistake(name: str, line: int, what: str) -> ConfigurationError:
    return ConfigurationError(f"config/{name}, line {line}: {what}.", hint="Mend this line.")
