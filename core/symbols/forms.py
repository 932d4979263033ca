"""Forms of citations: the rows of `config/citations.yml`, checked and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

import re2
from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, field_validator

from core.records.document import CitationKind
from core.symbols.normalise import View, fold
from core.symbols.numerals import CONVERTERS, value_of

FILE = "citations.yml"
CONTEXT = "context"
DIGIT = "#"
"""Stands for any digit in a hint."""
_FRAGMENT = re.compile(r"\{([a-z_]+)\}")
_LONG_DASHES = "–—―"
_FIELD = re.compile(r"\{(\w+(?:/\w+)*)(?:\|(\w+))?\}")
"""`{number|int}`, or several groups for one converter: `{body/session|cbd_meeting}`."""
_WORD = re.compile(r"[a-z]+")
_JOB = re.compile(r"(?P<number>\d+)k\d{7}$")
"""A page and the job number of the printer, glued to a symbol at the foot of a page: `COP.4/2446K0842462`."""
_JOINT = re.compile(r"-(?=(?:unep|pnue|fccc|iccd|cbd)/)")
"""Between two symbols of one paper: `FCCC/KP/CMP/2022/4–FCCC/PA/CMA/2022/3`."""
_UP_TO = re.compile(r"/(?:(?:add|rev|corr)\. ?)?\d+(?P<last>-\d+)$")
"""Two papers in short: `FCCC/CP/2001/13/Add.1-4`. The last one is elliptical (`core.symbols.revision`)."""
_MODIFIER = re.compile(r"/(?:add|rev|corr|amend)\.(?: ?[0-9]|[ ,;)]|$)")
_NOTE_NUMBER = re.compile(r"(?:^|[^a-z0-9/.-])[1-9][0-9]?/?$")
_NOTE_LETTER = re.compile(r"[a-z]/(?![a-z0-9])")
"""The call of a note as older documents print it: `resolution 45/212d/`."""
_TABLE_LETTER = re.compile(r"[a-k](?:$|[ ,;:)]|\.(?:$| ))")
_NO_LETTERS = re.compile(r"/(?:cp|cmp|cma|cop)\. ?[0-9]{1,2}$")
"""Numbers that never end in a letter: one glued to them is the call of a note of a table, `7/CP.4b`."""
_PART_BEFORE_WORDS = re.compile(r" (?:on|of|concerning|entitled|sur|de|du|concernant|relative?)\b")
_PART_ENDS = re.compile(r"$|[,;.:)\]]|,? (?:and|et|paragraphe?s?|annexe?s?|section)\b|(?: ?- ?| (?:to|a) )[a-h]\b")
_GLUED = re.compile(r"(?<=\d)[.-]?(?=(?:Add|Rev|Corr)\.?\d)")
_DOTTED = re.compile(r"(?<![A-Za-z])(Doc|Inf|Add|Rev|Corr|Amend|Prop|Conf)(?=\d)")


class Candidate(BaseModel):
    """What narrows a treaty that a `context` row may mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    session: tuple[int, int] | None = Field(None, description="first and last session that such a number can have")
    named: bool = Field(False, description="only where the text or the home treaty names it")
    meeting: str | None = Field(
        None, description="how it writes its meetings in revisions: tells it where nothing else does"
    )
    beside: bool = Field(False, description="only where it is named directly beside the number")
    canonical: str | None = None


class Example(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    text: str
    ids: tuple[str, ...] = Field(min_length=1)
    home: str | None = None


class Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(pattern=r"^[a-z0-9-]+$")
    kind: Literal["document", "resolution", "decision", "recommendation", "notification"]
    treaty: str
    treaties: dict[str, Candidate] = {}
    word: Literal["required", "optional", "none"]
    hints: tuple[str, ...] = ()
    pattern: str
    short: str | None = None
    lead: str | None = Field(
        None, description="the number alone, in a list before a full one: `decisions 9 to 15/CP.19`"
    )
    tail: str | None = Field(None, description="what may follow and belongs to the span but not to the id")
    groups: dict[str, str] = {}
    canonical: str
    case: dict[str, str] = {}
    revised: bool = False
    blanks: bool = Field(
        False, description="a symbol printed with blanks, behind which `Add.` or `Annex 2` is part of it"
    )
    requires_named: bool = Field(False, description="found only where the text or the home treaty names the treaty")
    session_from: str | None = Field(None, description="where in the sentence the session stands that the number lacks")
    finds: tuple[Example, ...] = Field(min_length=1)
    skips: tuple[str, ...] = Field(min_length=1)

    @field_validator("groups")
    @classmethod
    def _known(cls, groups: dict[str, str]) -> dict[str, str]:
        for group, converter in groups.items():
            if converter not in CONVERTERS:
                raise ValueError(f"group {group}: there is no converter {converter}; choose of {', '.join(CONVERTERS)}")
        return groups


class ShortRow(BaseModel):
    """A turn of phrase that stands for a citation before it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(pattern=r"^[a-z0-9-]+$")
    pattern: str
    which: Literal["nearest", "last"] = Field(
        "nearest", description="of several in a list: each a reading, or the last one"
    )
    finds: tuple[Example, ...] = Field(min_length=1)
    skips: tuple[str, ...] = Field(min_length=1)


class CitationsFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    words: dict[Literal["decision", "resolution", "recommendation", "notification"], str]
    fragments: dict[str, str]
    case: dict[str, str]
    rows: tuple[Row, ...]
    short_forms: tuple[ShortRow, ...] = ()


class RowMistake(Exception):
    """A row that says what cannot be; `Grammar.load` knows the line."""

    def __init__(self, row: str, key: str, what: str, *, hint: str) -> None:
        super().__init__(what)
        self.row = row
        self.key = key
        self.what = what
        self.hint = hint


class Found(Struct, frozen=True):
    """A match of one form; offsets are of the view."""

    start: int
    end: int
    form: Form
    values: Mapping[str, str]
    """Converted groups."""
    raw: Mapping[str, str]
    """Groups as they stand in the view."""
    others: tuple[Found, ...] = ()
    """The same stretch read by other forms, in the order of the rows: the treaty decides which is meant."""

    @property
    def readings(self) -> tuple[Found, ...]:
        return (self, *self.others)


class ShortForm:
    """One compiled row of `short_forms`. Immutable."""

    def __init__(self, row: ShortRow, fragments: Mapping[str, str]) -> None:
        self.id = row.id
        self.which = row.which
        self.pattern = _compile(row, "pattern", row.pattern, fragments)
        self._index: Mapping[str, int] = self.pattern.groupindex

    def span(self, found: re2._Match, group: str) -> tuple[int, int] | None:
        """Where `group` stands in the view; None where the pattern has no such group."""
        span: tuple[int, int] | None = found.span(self._index[group]) if group in self._index else None
        return span


class Form:
    """One compiled row. Immutable."""

    def __init__(self, row: Row, fragments: Mapping[str, str], case: Mapping[str, str]) -> None:
        self.id = row.id
        self.kind: CitationKind = row.kind
        self.row = row
        self.hints = tuple(fold_hint(hint) for hint in row.hints)
        self.pattern = _compile(row, "pattern", row.pattern, fragments)
        self.short = _compile(row, "short", row.short, fragments) if row.short else None
        self.lead = _compile(row, "lead", row.lead, fragments) if row.lead else None
        self._short_index: Mapping[str, int] = self.short.groupindex if self.short else {}
        self._lead_index: Mapping[str, int] = self.lead.groupindex if self.lead else {}
        self.tail = _compile(row, "tail", row.tail, fragments) if row.tail else None
        self.session_from = _compile(row, "session_from", row.session_from, fragments) if row.session_from else None
        self._case = {**case, **row.case}
        self._index: Mapping[str, int] = self.pattern.groupindex
        known = {*self._index, *row.groups, "treaty"}
        for template in (row.canonical, *(one.canonical for one in row.treaties.values() if one.canonical)):
            for name, converter in _FIELD.findall(template):
                if not known.issuperset(name.split("/")) or (converter and converter not in CONVERTERS):
                    raise _mistake(
                        row, "canonical", f"{{{name}}} is no group of the pattern, or its converter is unknown"
                    )

    @property
    def candidates(self) -> tuple[str, ...]:
        """Treaties that it may mean."""
        return tuple(self.row.treaties) if self.row.treaty == CONTEXT else (self.row.treaty,)

    def allows(self, treaty: str, values: Mapping[str, str]) -> bool:
        """Whether the session of the number is one that the treaty has had, or may have."""
        narrowed = self.row.treaties.get(treaty)
        if narrowed is None or narrowed.session is None:
            return True
        session = value_of(values.get("session", ""))
        return session is not None and narrowed.session[0] <= session <= narrowed.session[1]

    def named_only(self, treaty: str) -> bool:
        return self.row.requires_named or (treaty in self.row.treaties and self.row.treaties[treaty].named)

    def meeting(self, treaty: str) -> str | None:
        return self.row.treaties[treaty].meeting if treaty in self.row.treaties else None

    def beside_only(self, treaty: str) -> bool:
        return treaty in self.row.treaties and self.row.treaties[treaty].beside

    def match(self, view: View, position: int) -> Found | None:
        """The form at `position`, a whole number: nothing of it goes on behind."""
        found = self.pattern.match(view.data, position)
        return self._checked(view, found, {}, self._index) if found else None

    def match_short(self, view: View, position: int, before: Mapping[str, str]) -> Found | None:
        """The number alone in a list; groups that it lacks come from `before`."""
        found = self.short.match(view.data, position) if self.short else None
        if found is None or ("number" not in self._short_index and not before.get("part", "").strip(" ()")):
            return None  # a letter alone goes on a number with a letter
        return self._checked(view, found, before, self._short_index)

    def match_lead(self, view: View, position: int, behind: Mapping[str, str]) -> Found | None:
        """The number alone in a list before a full one; groups that it lacks come from the one `behind`."""
        found = self.lead.match(view.data, position) if self.lead else None
        return self._checked(view, found, behind, self._lead_index) if found else None

    def scan(self, view: View) -> Iterator[Found]:
        """All places where the form stands as a word of its own."""
        begin = 0
        ends = [joint.start() for joint in _JOINT.finditer(view.text)] if self.kind == "document" else []
        for end in [*ends, len(view)]:
            for found in self.pattern.finditer(view.data, begin, end):
                start = found.start()
                if start and _goes_before(view, start) and not (self.kind == "document" and _glued(view, start)):
                    continue
                checked = self._checked(view, found, {}, self._index)
                if checked is not None:
                    yield checked
            begin = end + 1

    def _checked(
        self, view: View, found: re2._Match, before: Mapping[str, str], index: Mapping[str, int]
    ) -> Found | None:
        start, end = found.span(index["ref"]) if "ref" in index else found.span()
        if start < 0:
            return None  # what the row passes over
        if self.tail is not None and "ref" not in index:
            tail = self.tail.match(view.data, end)
            end = tail.end() if tail else end
        revised = (self.row.revised and view.text.startswith("/rev", end)) or (
            self.kind == "document" and _MODIFIER.match(view.text, end) is not None
        )
        if goes_on(view.text, start, end) and not revised and not _glued_word(view, end):
            return None
        job = _JOB.search(view.text[start:end]) if self.kind == "document" else None
        if job is not None:
            end = start + job.start() + (len(job["number"]) + 1) // 2
        up_to = _UP_TO.search(view.text[start:end]) if self.kind == "document" else None
        if up_to is not None:
            end = start + up_to.start("last")
        if self.kind == "document" and not any(sign.isdigit() for sign in view.text[start:end]):
            return None
        values, raw = dict(before), {}
        for name, group in index.items():
            first, last = found.span(group)
            if first < 0 or name == "ref":
                continue
            last = min(last, max(end, first)) if job or up_to else last
            folded = view.text[first:last]
            printed = view.surface(first, last) if folded else ""
            value = CONVERTERS[self.row.groups.get(name, "plain")](folded, printed)
            if (
                name == "part"
                and folded[:1] == " "
                and "(" not in folded
                and not _part_ends(view, last, folded.strip())
            ):
                value = None  # `decision XII/12 a été`: a word, no part
            if value is None and name != "part":
                return None
            if value is None:  # a small letter in brackets behind the number is a pin-point
                end = first
                continue
            values[name], raw[name] = value, folded
        return Found(start, end, self, values, raw)

    def converted(self, group: str, folded: str) -> str:
        """What a group's text, found elsewhere in the sentence, is in an id."""
        return CONVERTERS[self.row.groups.get(group, "plain")](folded, folded) or folded

    def canonical(self, treaty: str, values: Mapping[str, str]) -> str:
        """The id, without revision."""
        narrowed = self.row.treaties.get(treaty)
        template = narrowed.canonical if narrowed and narrowed.canonical else self.row.canonical

        def fill(match: re.Match[str]) -> str:
            name, converter = match.groups()
            value = treaty if name == "treaty" else "/".join(values.get(one, "") for one in name.split("/"))
            return (CONVERTERS[converter](value.lower(), value) or value) if converter and value else value

        made = _FIELD.sub(fill, template)
        return self._cased(treaty, made) if self.kind == "document" else made

    def _cased(self, treaty: str, symbol: str) -> str:
        case = {**self._case, "cop": "CoP"} if treaty == "CITES" else self._case
        plain = symbol.lower().replace(" ", "").replace("//", "/")
        cased = _WORD.sub(lambda word: case.get(word.group(), word.group().upper()), plain)
        return _DOTTED.sub(r"\1.", _GLUED.sub("/", cased))


def _part_ends(view: View, position: int, letter: str) -> bool:
    """Whether the letter before `position` ends there: one that is no word also before words, `decision XII/12 F on terms`."""
    if _PART_ENDS.match(view.text, position):
        return True
    return letter != "a" and _PART_BEFORE_WORDS.match(view.text, position) is not None


def _goes_before(view: View, start: int) -> bool:
    """Whether what begins at `start` is only the end of a longer word. A long dash is between two words: a range."""
    before = view.text[start - 1]
    if before == "-" and (view.surface(start - 1, start) in _LONG_DASHES or _JOINT.match(view.text, start - 1)):
        return False
    if before == "_":  # a letter of another script, or the beginning of _emphasis_
        return view.text[start - 2 : start - 1].isalnum()
    return before.isalnum() or before == "/" or (before in ".-" and view.text[start - 2 : start - 1].isalnum())


def _glued(view: View, start: int) -> bool:
    """Whether a symbol begins at `start` behind what lost its blank: the number of a note (`5/FCCC/CP`, `1UNEP/CMS`), a word
    (`NationsFCCC`)."""
    note = _NOTE_NUMBER.search(view.text[max(0, start - 4) : start])
    if note is not None:
        return view.text[start : start + (1 if note.group().endswith("/") else 4)].isalpha()
    before = view.surface(start - 1, start)
    return before.isalpha() and before.islower() and view.surface(start, start + 2).isupper()


def _glued_word(view: View, end: int) -> bool:
    """Whether a word begins at `end` that has lost its blank: `16/CP.1Physical`."""
    if not view.text[end - 1].isdigit() or not view.text[end : end + 3].isalpha() or len(view.text) < end + 3:
        return False
    word = view.surface(end, end + 3)
    return (
        word[0].isupper() and word[1:].islower() and view.text[end : end + 3] not in {"bis", "ter", "rev", "add", "cor"}
    )


def goes_on(text: str, start: int, end: int) -> bool:
    """Whether what ends at `end` is only the head of a longer number: `2004/280` of `2004/280/CE`, `12.3` of `12.3.4`.

    A sentence glued to the number is none of it: `decision 19/6.These`, and `2012/2.4. The` where numbers have no dots.
    """
    following = text[end : end + 3]
    if not following:
        return False
    if following[0].isalnum():
        if _TABLE_LETTER.match(text, end) and _NO_LETTERS.search(text, max(start, end - 12), end):
            return False
        return _NOTE_LETTER.match(text, end) is None
    if following[0] == "_":  # a letter of another script, or the end of _emphasis_
        return following[1:2].isalnum()
    if following[0] == ".":
        if following[1:2].isdigit():
            return "." in text[start:end] or "/" not in text[start:end]
        return following[1:2].isalpha() and not following[2:3].isalpha()
    return following[0] == "/" and following[1:2].isalnum()


def fold_hint(hint: str) -> str:
    """Folded, with its blanks: a hint may begin or end with one."""
    return View(hint).text if fold(hint) else hint


def _compile(row: Row | ShortRow, key: str, pattern: str, fragments: Mapping[str, str]) -> re2._Regexp:
    def piece(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in fragments:
            raise _mistake(row, key, f"there is no fragment {{{name}}}")
        return fragments[name]

    expanded = _FRAGMENT.sub(piece, pattern)
    if not expanded.isascii():
        raise _mistake(row, key, "patterns are written in small letters without accents")
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(expanded, options)
    except re2.error as error:
        reason = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise _mistake(row, key, f"RE2 does not take it: {reason}") from error


def _mistake(row: Row | ShortRow, key: str, what: str) -> RowMistake:
    return RowMistake(row.id, key, what, hint="Mend this key; see docs/CITATIONS.md.")
