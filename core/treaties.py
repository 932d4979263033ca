"""Treaties and citing bodies (`config/treaties.yml`): names, families, articles, and which treaty a text names."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal

import re2
from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field

from core.configuration import Configuration
from core.symbols.normalise import View, fold
from core.yaml_rows import Mistake, load_checked, told

FILE = "treaties.yml"
Form = Literal["convention", "protocol", "agreement", "treaty", "body"]


class Articles(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    last: int = Field(gt=0, description="number of the last article")
    numerals: Literal["roman", "arabic"]
    inserted: tuple[str, ...] = Field((), description="articles that amendments put in: `2A`; other letters are items")


class Earlier(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    treaty: str
    until: datetime.date


class Effect(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    rule: Literal["adoption", "days_after_meeting", "unknown"] = "unknown"
    days: int = Field(0, ge=0)


class Treaty(BaseModel):
    """One row. Names and aliases are as people write them; they are compared folded (`core.symbols.normalise`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(pattern=r"^[A-Z][A-Z0-9]*$")
    names: dict[Literal["en", "fr", "es"], tuple[str, ...]] = {}
    aliases: tuple[str, ...] = ()
    abbreviations: dict[Literal["en", "fr", "es"], str]
    form: Form
    parent: str | None = None
    bodies: tuple[str, ...] = ()
    styles: dict[Literal["resolution", "decision", "recommendation", "notification"], str] = {}
    articles: Articles | None = None
    effect: Effect = Effect()
    earlier: Earlier | None = None

    def abbreviation(self, lang: str) -> str:
        """Short name in `lang`, in English where the language has none."""
        return self.abbreviations.get(lang) or self.abbreviations["en"]  # type: ignore[call-overload]


class Outside(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    instruments: tuple[str, ...] = ()
    directly: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    of_bodies: tuple[str, ...] = ()
    bodies_before: tuple[str, ...] = ()
    bodies_after: tuple[str, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    treaties: tuple[Treaty, ...]
    outside: Outside


class Mention(Struct, frozen=True):
    """A name of a treaty in a view; offsets are of the view."""

    start: int
    end: int
    treaty: str


class Treaties:
    """Immutable once loaded."""

    def __init__(self, rows: tuple[Treaty, ...], outside: Outside) -> None:
        self.rows: Mapping[str, Treaty] = MappingProxyType({row.id: row for row in rows})
        self.outside = outside
        phrases: dict[str, str] = {}
        full: dict[str, str] = {}
        for row in rows:
            for names in row.names.values():
                for name in names:
                    phrases.setdefault(fold(name), row.id)
                    full.setdefault(fold(name), row.id)
            for alias in row.aliases:
                phrases.setdefault(fold(alias), row.id)
        self.phrases: Mapping[str, str] = MappingProxyType(phrases)
        self.full_names: Mapping[str, str] = MappingProxyType(full)
        """Treaty by its full names, folded."""
        self.names_of: Mapping[str, tuple[str, ...]] = MappingProxyType(
            {row.id: tuple(fold(name) for names in row.names.values() for name in names) for row in rows}
        )
        """Full names by treaty, folded."""
        self.short_names_of: Mapping[str, tuple[str, ...]] = MappingProxyType(
            {row.id: (*self.names_of[row.id], *(fold(alias) for alias in row.aliases)) for row in rows}
        )
        """Full names and aliases by treaty, folded."""
        self._mention = _alternation(phrases)
        self._name = _alternation(full)

    @classmethod
    def load(cls, configuration: Configuration) -> Treaties:
        """Raises ConfigurationError naming file, line, row, key and mend."""
        file = load_checked(configuration, FILE, _File)
        try:
            _check(file.treaties)
        except Mistake as mistake:
            raise told(configuration, FILE, mistake) from mistake
        return cls(file.treaties, file.outside)

    def __contains__(self, treaty: object) -> bool:
        return treaty in self.rows

    def get(self, treaty: str | None) -> Treaty | None:
        return self.rows.get(treaty) if treaty else None

    def mentions(self, view: View) -> tuple[Mention, ...]:
        """Names and aliases in the view, in order, not overlapping."""
        return tuple(self._find(self._mention, self.phrases, view.data))

    def _find(self, pattern: re2._Regexp, phrases: Mapping[str, str], data: bytes) -> Iterator[Mention]:
        for match in pattern.finditer(data):
            start, end = match.span()
            before, after = data[start - 1 : start], data[end : end + 1]
            if before.isalnum() or (after.isalnum() and not _is_note_call(data, start, end)):
                continue
            yield Mention(start, end, phrases[data[start:end].decode("ascii")])

    def home_of(self, text: str) -> str | None:
        """The treaty whose full name `text` (a masthead, an enacting formula) names, None where none or several do.

        A protocol names its convention too: the most special one counts, when the others are its ancestors.
        """
        found = {mention.treaty for mention in self._find(self._name, self.full_names, View(text).data)}
        deepest = [one for one in found if not any(one in self.ancestors(other) for other in found)]
        return deepest[0] if len(deepest) == 1 else None

    def ancestors(self, treaty: str) -> tuple[str, ...]:
        """The parent, its parent and so on."""
        line: list[str] = []
        row = self.get(treaty)
        while row is not None and row.parent is not None and row.parent not in line:
            line.append(row.parent)
            row = self.get(row.parent)
        return tuple(line)

    def family(self, treaty: str | None) -> tuple[str, ...]:
        """The treaty, its ancestors, its children and its siblings; itself first."""
        if treaty is None or treaty not in self.rows:
            return ()
        above = self.ancestors(treaty)
        root = above[-1] if above else treaty
        rest = [one for one in self.rows if one != treaty and one not in above]
        return (treaty, *above, *(one for one in rest if root in self.ancestors(one)))

    def by_form(self, home: str | None, form: str) -> tuple[str, ...]:
        """What "the Convention", "the Protocol", "the Agreement" can mean in a text of `home`, nearest first."""
        line = (home, *self.ancestors(home)) if home else ()
        for one in line:
            row = self.get(one)
            if row is not None and row.form == form:
                return (row.id,)
        return tuple(one for one in self.family(home) if self.rows[one].form == form and (home in self.ancestors(one)))


def _check(rows: tuple[Treaty, ...]) -> None:
    """What one row says about others. Raises Mistake."""
    places: dict[str, int] = {}
    names: dict[str, str] = {}
    known = {row.id for row in rows}
    for number, row in enumerate(rows):
        place = ("treaties", number)
        if row.id in places:
            raise Mistake((*place, "id"), f"two rows have the id {row.id}", hint="Give each treaty an id of its own.")
        places[row.id] = number
        for key, other in (("parent", row.parent), ("earlier", row.earlier.treaty if row.earlier else None)):
            if other is not None and other not in known:
                raise Mistake(
                    (*place, key),
                    f"there is no treaty {other}{_like(other, known)}",
                    hint="Name the id of another row, or leave the key out.",
                )
        if "en" not in row.abbreviations:
            raise Mistake(
                (*place, "abbreviations"),
                "the English one is missing",
                hint="Add `en:` with the short name that ids are shown with.",
            )
        if row.effect.rule == "days_after_meeting" and not row.effect.days:
            raise Mistake((*place, "effect"), "the days are missing", hint="Add `days:` with their number.")
        for key, name in (
            *(("names", name) for of in row.names.values() for name in of),
            *(("aliases", one) for one in row.aliases),
        ):
            plain = fold(name)
            if not plain:
                raise Mistake((*place, key), "a name is empty", hint="Write the name, or leave it out.")
            if names.setdefault(plain, row.id) != row.id:
                raise Mistake(
                    (*place, key),
                    f"{name!r} is a name of {names[plain]} too",
                    hint="Leave it with the one that texts mean by it.",
                )


def _like(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; {near[0]} is like it" if near else ""


_NOTE_CALL = re2.compile(r"[1-9][0-9]?(?:$|[ ,;:)\"]|\.(?:$|[^0-9a-z]))")


def _is_note_call(data: bytes, start: int, end: int) -> bool:
    """Whether the number of a note is glued to a name of several words: `of the Paris Agreement2`."""
    return b" " in data[start:end] and data[end - 1 : end].isalpha() and _NOTE_CALL.match(data, end) is not None


def _alternation(phrases: Mapping[str, str]) -> re2._Regexp:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re2.compile("|".join(re2.escape(phrase) for phrase in longest_first) or "[^\\x00-\\x7f]")
