"""A text that is searched: its view, its sentences, the treaties that it names. Worked out when first asked for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property

import re2
from msgspec import Struct

from core.symbols.grammar import Grammar
from core.symbols.normalise import View
from core.symbols.relation_words import Cue
from core.treaties import Mention

_END = re.compile(r"[.?!;] ")
_ADDRESS = re2.compile(
    r"(?:https?://|www\.)[^ \"<>]+|\]\([^ )]*\)|[a-z0-9_./-]{3,}\.(?:pdf|docx?|html?|aspx|xml)\b|[a-z0-9._-]+@[a-z0-9.-]+"
)
_ADOPTED = re2.compile(r"\badopte(?:d|e) (?:on |le )?[0-9]{1,2} [a-z]{3,9} (?P<year>(?:19|20)[0-9]{2})\b")
_ABBREVIATIONS = frozenset(
    {
        "conf", "no", "nos", "n", "nr", "para", "paras", "par", "art", "arts", "rev", "cop", "cp", "cmp", "cma", "doc", "docs",
        "inf", "res", "dec", "rec", "eg", "e.g", "i.e", "cf", "p", "pp", "al", "ex", "mr", "mrs", "ms", "dr", "vol", "fig",
        "add", "corr", "amend", "subpara", "prop", "com", "ch", "sect", "misc", "st", "vs", "approx", "cap", "coll", "sec",
        "reg", "stat",
    }
)  # fmt: skip


_DEFINED = re.compile(
    r"[ ,]*\(? ?(?:(?:herein-?after|hereafter|ci-apres|below|denomme|appele)[a-z,' ]{0,50})? ?\(?\"? ?(?:the |la |le |l')"
    r"(?P<form>convention|protocole?|agreement|accord|treaty|traite) ?\""
)
_MOST_DEFINITIONS = 100


class Definition(Struct, frozen=True):
    """`the Kyoto Protocol (hereinafter referred to as "the Protocol")`; `end` is of the view."""

    end: int
    form: str
    """`protocol`, as printed."""
    treaty: str


class Passage:
    """One text with what is known of it: language, home treaty, date (ISO 8601)."""

    def __init__(
        self,
        text: str,
        *,
        lang: str | None,
        home: str | None,
        grammar: Grammar,
        date: str | None = None,
        forms: Mapping[str, str] | None = None,
    ) -> None:
        self.view = View(text, grammar.spaced)
        self.lang = lang
        known = home.upper() if home else None
        self.home = known if known in grammar.treaties else None
        self.grammar = grammar
        self.forms: Mapping[str, str] = forms or {}
        """What `the Protocol` means in the whole document, by form, where `home` leaves it open."""
        self._date = date

    @cached_property
    def date(self) -> str | None:
        """Of the text, ISO 8601: as given, else the day on which the text says that it was adopted."""
        if self._date is not None:
            return self._date
        found = _ADOPTED.search(self.view.data)
        return f"{int(found.group('year'))}" if found is not None else None

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        return self.grammar.treaties.mentions(self.view)

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """What the text calls a treaty that it names, in order; the first hundred."""
        if '"' not in self.view.text:
            return ()
        found = []
        for mention in self.mentions:
            said = _DEFINED.match(self.view.text, mention.end)
            if said is not None:
                found.append(Definition(said.end(), said.group("form"), mention.treaty))
        return tuple(found[:_MOST_DEFINITIONS])

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        return self.grammar.relations.cues(self.view)

    @cached_property
    def addresses(self) -> tuple[tuple[int, int], ...]:
        """Web addresses, file names and link targets: nothing in them is a citation."""
        if not any(
            sign in self.view.text for sign in ("://", "www.", "](", "@", ".pdf", ".doc", ".htm", ".aspx", ".xml")
        ):
            return ()
        return tuple(match.span() for match in _ADDRESS.finditer(self.view.data))

    def in_address(self, start: int, end: int) -> bool:
        index = bisect_left(self.addresses, end, key=lambda address: address[0])
        return index > 0 and start < self.addresses[index - 1][1]

    @cached_property
    def _breaks(self) -> tuple[tuple[int, bool], ...]:
        """Ends of sentences (position behind the blank, whether it is a full stop)."""
        text = self.view.text
        found = []
        for match in _END.finditer(self.view.text):
            sign = match.start()
            if text[sign] == ".":
                word = text[max(0, sign - 12) : sign].rpartition(" ")[2].lstrip("(\"'")
                if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
                    continue
            found.append((match.end(), text[sign] != ";"))
        return tuple(found)

    @cached_property
    def _clauses(self) -> tuple[int, ...]:
        return tuple(place for place, _ in self._breaks)

    @cached_property
    def _sentences(self) -> tuple[int, ...]:
        return tuple(place for place, stop in self._breaks if stop)

    def clause(self, position: int) -> tuple[int, int]:
        """Start and end of the stretch between full stops and semicolons around `position`."""
        return self._around(position, self._clauses)

    def sentence(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence around `position`."""
        return self._around(position, self._sentences)

    def _around(self, position: int, places: tuple[int, ...]) -> tuple[int, int]:
        index = bisect_right(places, position)
        return (places[index - 1] if index else 0), (places[index] if index < len(places) else len(self.view))

    def cues_before(self, position: int) -> Iterator[Cue]:
        """Verbs and phrases that begin before `position`, the nearest first."""
        index = bisect_left(self.cues, position, key=lambda cue: cue.start)
        while index:
            index -= 1
            yield self.cues[index]

    def mentions_between(self, start: int, end: int) -> tuple[Mention, ...]:
        first = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        last = bisect_right(self.mentions, end, key=lambda mention: mention.end)
        return self.mentions[first:last]
