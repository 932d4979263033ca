"""The masthead: symbol, distribution, date, languages, meeting, agenda item; and page headers that leaked into the text.

Lines are recognised one by one. The masthead ends with its last recognised line on the first page; what stands among them is
masthead too. A decision's own heading below the symbol of a paper ends it: the paper holds that decision. A line in the middle
of a document that is a document symbol and nothing else, more than once, is a page header that a converter left there:
metadata, no text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from core.records.document import CitationKind
from extract.understand.blocks import Block, Furniture
from extract.understand.cleaning import Stretch, clean, fold
from extract.understand.dates import Calendar
from extract.understand.wording import Wording, phrases

_FIRST_BLOCKS = 30
_WORDS_OF_MASTHEAD = 24
_AGENDA_NUMBER = r"(?P<item>\d{1,3}(?:\.\d{1,3})*(?:\.?\s?\(?[a-z]\)?)?(?:\s?\([ivx]+\))?)"
_IN_SENTENCE = re.compile(r"^(?:from|du|held|del)\s|[;.]$|\b(?:held|tenue|celebrad[ao])\b")
_JOB = re.compile(r"GE\.\d{2}-\d{5}.*|K\d{7}\b.*|\*\s?\d{6,}\s?\*|\d{6,}|\d{2}-\d{5}\s*\([A-Z]\)\s*.*")


class SymbolLine(Struct, frozen=True):
    canonical: str
    kind: CitationKind
    treaty: str | None
    printed: str
    also: tuple[str, ...] = ()
    """Ids of the other symbols in the line: a paper of several bodies has one of each."""


class Found(Struct, frozen=True):
    field: str
    """symbol, date, lang, original, distribution, body, meeting, agenda_item, meeting_dates, place, submitter, reissued, or
    `mark`: it tells nothing more."""
    value: str
    where: str
    symbol: SymbolLine | None = None
    """What the symbol says, for the field `symbol`."""


class Masthead(Struct, frozen=True):
    zone: frozenset[int]
    """`place` of the blocks that are masthead."""
    leaked: frozenset[int]
    """`place` of page headers in the middle of the text."""
    found: tuple[Found, ...]


SymbolReader = Callable[[str], SymbolLine | None]
"""Answers for a line that is a symbol and nothing else."""


class MastheadReader:
    """Built once; the symbols come from the document at hand, because a short form means another id in another treaty."""

    def __init__(self, wording: Wording, calendar: Calendar) -> None:
        self._calendar = calendar
        self._wording = wording
        sections = [language.masthead for language in wording.languages]
        self._names = {fold(name): language.code for language in wording.languages for name in language.names}

        def every(field: str) -> str:
            return phrases(word for section in sections for word in getattr(section, field))

        names = phrases(self._names)
        self._distribution = re.compile(rf"{every('distribution')}\.?\s*:?\s*{every('distributions')}?")
        self._kinds = re.compile(every("distributions"))
        self._original = re.compile(rf"{every('original')}\s*:\s*(?P<lang>{names}).*")
        self._language = re.compile(rf"(?P<lang>{names})(?:\s+(?:only|seulement|solamente))?")
        self._symbol_label = re.compile(rf"{every('symbol_labels')}\.?(?:\s*:\s*|\s+)")
        self._reissued = re.compile(rf"[*∗]*\s*{every('reissued')}\b.*")
        self._date_label = re.compile(rf"(?:{every('date')}\s*:\s*)?")
        agenda = "|".join(
            phrases([template]).replace(
                re.escape("{}"), _AGENDA_NUMBER if at == 0 else _AGENDA_NUMBER.replace("?P<item>", f"?P<item{at}>")
            )
            for at, template in enumerate(template for section in sections for template in section.agenda)
        )
        self._agenda = re.compile(rf"\(?(?:{agenda})(?:/rev\.\d+)?\s*[*∗]?\)?(?:\s*[:–—]\s*[^.;]+)?")
        self._meeting = re.compile(rf"{every('meetings')}\b")
        bodies = phrases(
            re.sub(r"^(?:the|la|le|el)\s+|^l'", "", fold(body)) for one in wording.languages for body in one.bodies
        )
        links = phrases(link for one in wording.languages for link in one.body_links)
        self._organization = re.compile(rf"(?:{every('organizations')})\s*\*?")
        self._body = re.compile(rf"{bodies}(?:\s+{links}(?:(?<=')|\s)[^,.;:]*(?:,[^.;:]*[^,.;:])?)?\s*[*∗]?")
        self._submitted = re.compile(rf"{every('submitted')}\s+")
        self._submitter = re.compile(rf"\(?{every('submitters')}\b.*")

    def line(self, text: str, symbol_line: SymbolReader) -> tuple[str, str] | None:
        """(field, value) of a line of a masthead; None for any other line."""
        if not text or len(text) > 200 or text[0].islower():
            return None
        folded = fold(text)
        symbol = symbol_line(self._bare(text))
        if symbol is not None:
            return "symbol", symbol.canonical
        if match := self._original.fullmatch(folded):
            return "original", self._names[match["lang"]]
        if match := self._language.fullmatch(folded):
            return "lang", self._names[match["lang"]]
        if self._distribution.fullmatch(folded) or self._kinds.fullmatch(folded):
            kind = self._kinds.search(folded)
            return ("distribution", text[kind.start() :].strip()) if kind else ("mark", text)
        if self._reissued.fullmatch(folded):
            again = self._calendar.day(text)
            return ("reissued", again[0]) if again else ("mark", text)
        found = self._calendar.day(text)
        label = self._date_label.match(folded)
        if (
            found is not None
            and label is not None
            and found[1] <= label.end()
            and re.fullmatch(r"[\s*.]*", text[found[2] :])
        ):
            return "date", found[0]
        if match := self._agenda.fullmatch(folded):
            number = next(value for value in match.groupdict().values() if value is not None)
            return "agenda_item", re.sub(r"\s", "", number)
        if meeting := self._meeting_line(text):
            return "meeting", meeting
        span = self._calendar.span(text)
        if span is not None and len(text) < 90 and text.count(" ") < 14 and not _IN_SENTENCE.search(folded):
            further = self._calendar.span(text[span[3] :])  # a session in two parts ends with the second
            return "meeting_dates", f"{span[0]}/{further[1] if further is not None else span[1]}"
        if self._organization.fullmatch(folded) or _JOB.fullmatch(text):
            return "mark", text
        if self._body.fullmatch(folded) and not text.endswith((",", "”")):
            return "body", text
        if self._submitter.fullmatch(folded):
            return "submitter", text
        return None

    def _bare(self, text: str) -> str:
        """A symbol without the word before it (`Doc : AEWA/MOP6 DR6`)."""
        label = self._symbol_label.match(fold(text))
        return text[label.end() :] if label is not None else text

    def _one_day(self, block: Block) -> list[Found]:
        """`Geneva (Switzerland), 13 November 2023` below the name of a meeting. Elsewhere such a line dates a letter."""
        day = self._calendar.day(block.text)
        if day is None or block.text[day[2] :].strip(" *∗.") or len(block.text) > 90:
            return []
        place = block.text[: day[1]].strip(" ,;:–—-")
        days = [Found("meeting_dates", f"{day[0]}/{day[0]}", _where(block))]
        return [*days, Found("place", place, _where(block))] if place else []

    def _place(self, text: str) -> str | None:
        """What stands beside the days of a meeting: `Bonn, Allemagne` of `9-14 novembre 2015, Bonn, Allemagne`."""
        beside = text
        while (span := self._calendar.span(beside)) is not None:  # a session may have two parts
            before = re.sub(r"(?i)(?:\b(?:from|du|del|et|and|y)|,)\s*$", "", beside[: span[2]].rstrip())
            beside = before + beside[span[3] :]
        if beside == text:
            return None
        beside = beside.strip(" ,;:–—-*∗")
        return (beside[1:-1] if beside.startswith("(") and beside.endswith(")") else beside) or None

    def _meeting_line(self, text: str) -> str | None:
        """`12ème SESSION DE LA CONFÉRENCE DES PARTIES`: an ordinal near the start, then the word for a meeting."""
        ordinal = self._calendar.ordinal(text)
        if ordinal is None or _IN_SENTENCE.search(fold(text)) or len(text) > 150 or text.endswith((".", ";", ",")):
            return None
        if text[: ordinal[1]].strip() and not re.fullmatch(r"(?i)(?:the|la|le|el)\s+", text[: ordinal[1]]):
            return None
        return text if self._meeting.match(fold(text[ordinal[2] :]).lstrip()) else None

    def submitted_by(self, text: str) -> str | None:
        """Who submits a document, where its first paragraph says so: a sentence of one line."""
        match = self._submitted.match(fold(text[:300]))
        if match is None:
            return None
        who = re.split(r"[.;:][\s*∗]|[.;:*∗]*$", text[match.end() : 200].strip(), maxsplit=1)[0]
        return who.strip(" .*∗") or None

    def meeting_number(self, text: str) -> int | None:
        """Which meeting a text names: 1 of `on the third part of its first session`."""
        for value, _, end in self._calendar.ordinals(text):
            if self._meeting.match(fold(text[end:]).lstrip()):
                return value
        return None

    def read(
        self,
        blocks: Sequence[Block],
        furniture: Sequence[Furniture],
        stops: Callable[[Block], bool],
        symbol_line: SymbolReader,
    ) -> Masthead:
        """`stops` says that a block is text of the document for certain, so that no masthead comes after it."""
        found: list[Found] = []
        bands = self._of_bands(furniture, symbol_line)
        last = -1
        recognised: set[int] = set()
        for at, block in enumerate(blocks[:_FIRST_BLOCKS]):
            if block.is_footnote:
                continue
            if block.page > 1 or stops(block) or len(block.text) > 250:
                break
            facts = self._facts(block, symbol_line) if block.line.heading != 0 else []
            if not facts and found and found[-1].field in ("meeting", "body"):
                facts = self._one_day(block)
            if _names_a_decision(facts) and any(
                item.symbol and item.symbol.kind == "document" for item in [*found, *bands]
            ):
                break
            if not facts or (last < 0 and {fact.field for fact in facts} <= {"meeting_dates", "submitter"}):
                continue
            found += facts
            recognised.add(at)
            if any(fact.field not in ("submitter", "reissued") for fact in facts):  # these may stand below the title
                last = at
        titles = (at for at, block in enumerate(blocks[: last + 1]) if self._is_report(block.text))
        titled = next(titles, last)
        zone = frozenset(
            block.place
            for at, block in enumerate(blocks[: last + 1])
            if at in recognised or (at < titled and not self._is_title(block))
        )
        zone |= {blocks[at].place for at in recognised if at > last}  # who submits it, or its reissue, below the title
        for block in blocks:
            if block.page <= 2 and len(block.text) < 200 and self._reissued.fullmatch(fold(block.printed)):
                again = self._calendar.day(block.text)
                found.append(Found("reissued" if again else "mark", again[0] if again else block.text, _where(block)))
        alone: dict[str, list[tuple[int, SymbolLine]]] = {}
        for block in blocks[last + 1 :]:
            if block.label is not None or block.is_table or block.is_footnote or len(block.text) > 80:
                continue
            symbol = symbol_line(block.text)
            if symbol is not None and symbol.kind == "document":
                alone.setdefault(symbol.canonical, []).append((block.place, symbol))
        known = {fact.value for fact in found}
        leaked: set[int] = set()
        for canonical, places in alone.items():
            if len(places) < 2 and canonical not in known:
                continue  # once, and not the document's own: a list names it, no page header
            leaked.update(place for place, _ in places)
            where = f"page header in the text, line {places[0][0] + 1}"
            found.append(Found("symbol", canonical, where, places[0][1]))
        return Masthead(zone, frozenset(leaked), _distinct([*found, *bands]))

    @staticmethod
    def _of_bands(furniture: Sequence[Furniture], symbol_line: SymbolReader) -> list[Found]:
        """The symbols in running headers and footers."""
        found: list[Found] = []
        for band in furniture:
            for piece in re.split(r"\s{2,}|\t|\s\|\s", band.text):
                symbol = symbol_line(piece.strip())
                if symbol is not None:
                    found.append(Found("symbol", symbol.canonical, f"{band.role} of page {band.page}", symbol))
        return found

    def _facts(self, block: Block, symbol_line: SymbolReader) -> list[Found]:
        """What a block says. A line may hold two columns (`United Nations<tab>FCCC/CP/2018/10`), a table many lines."""
        pieces = [block.printed]
        if "…" not in block.text and "...." not in block.text:
            cells = [piece.strip() for piece in re.split(r"\t|\n|\s{2,}", block.line.text)]
            pieces += cells if len(cells) > 1 else []
        first, _, rest = block.text.partition(" ")
        if "/" in first and self.line(rest, symbol_line) is not None:
            pieces += [first, rest]  # `FCCC/CP/2003/6/Add.1 22 April 2004`
        if block.is_table:
            pieces += [entry for cell in pieces[1:] or pieces for entry in self._glued(cell, symbol_line)]
            pieces += [word for word in block.text.split() if word.count("/") > 1]
        elif block.line.box is None and self.line(block.text, symbol_line) is None:
            pieces += self._glued(block.text, symbol_line)
        facts: list[Found] = []
        for piece in dict.fromkeys(pieces):
            answer = self.line(piece, symbol_line)
            if answer is None or (facts and answer[0] == "mark"):
                continue
            symbol = symbol_line(self._bare(piece)) if answer[0] == "symbol" else None
            if symbol is None or symbol.kind == "document" or piece == block.printed or symbol.printed.count("/") > 1:
                facts.append(Found(answer[0], answer[1], _where(block), symbol))
            if answer[0] == "meeting_dates" and (place := self._place(piece)):
                facts.append(Found("place", place, _where(block)))
        if block.is_table and facts and (day := self._calendar.day(block.text)) is not None:
            facts.append(Found("date", day[0], _where(block)))
        return facts

    def _glued(self, text: str, symbol_line: SymbolReader) -> list[str]:
        """The entries of a masthead that a converter put on one line (`Original: English 5 May 2020`), none left over."""
        words = text.split(" ")
        if len(words) > _WORDS_OF_MASTHEAD:
            return []
        pieces: list[str] = []
        start = 0
        while start < len(words):
            for end in range(len(words), start, -1):
                piece = " ".join(words[start:end])
                if (start, end) != (0, len(words)) and self.line(piece, symbol_line) is not None:
                    pieces.append(piece)
                    start = end
                    break
            else:
                return []
        return pieces

    def _is_report(self, text: str) -> bool:
        """`Report of the Conference of the Parties on its fifteenth session, …`: the title, wherever dates follow it."""
        return self._wording.is_report_title(text) and self.meeting_number(text) is not None

    @staticmethod
    def _is_title(block: Block) -> bool:
        return block.line.heading == 0


def entries(block: Block) -> tuple[Block, ...]:
    """The entries of a masthead line of several columns (`United Nations<tab>FCCC/CP/2018/10`), each a block."""
    pieces = [piece for piece in (clean(cell).text for cell in block.line.text.split("\t")) if piece]
    if block.is_table or len(pieces) < 2 or " ".join(pieces) != block.text:
        return (block,)
    cut, start = [], 0
    for piece in pieces:
        end = start + len(piece)
        stretches = tuple(
            Stretch(max(s.start, start) - start, min(s.end, end) - start, s.style)
            for s in block.stretches
            if s.start < end and start < s.end
        )
        cut.append(replace(block, text=piece, stretches=stretches, calls=()))
        start = end + 1
    return tuple(cut)


def _names_a_decision(facts: Sequence[Found]) -> bool:
    """`Decision 1/CP.21`: a heading in words. (`CBD/COP/DEC/16/31` is how a paper is marked.)"""
    return any(fact.symbol and fact.symbol.kind != "document" and " " in fact.symbol.printed for fact in facts)


def _where(block: Block) -> str:
    return f"page {block.page}, line {block.place + 1}"


def _distinct(found: Sequence[Found]) -> tuple[Found, ...]:
    """The first of each value; a running header says the same on every page."""
    seen: dict[tuple[str, str], Found] = {}
    for item in found:
        seen.setdefault((item.field, item.value), item)
    return tuple(seen.values())
