"""The masthead: symbol, distribution, date, languages, meeting, agenda item; and page headers that leaked into the text.

Lines are recognised one by one. The masthead ends with its last recognised line on the first page; what stands among them is
masthead too. A line in the middle of a document that is a document symbol and nothing else, more than once, is a page header that a
converter left there: metadata, no text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from core.records.document import CitationKind
from extract.understand.blocks import Block, Furniture
from extract.understand.cleaning import fold
from extract.understand.dates import Calendar
from extract.understand.wording import Wording, phrases

_FIRST_BLOCKS = 30
_AGENDA_NUMBER = r"(?P<item>\d{1,3}(?:\.\d{1,3})*(?:\.?\s?\(?[a-z]\)?)?(?:\s?\([ivx]+\))?)"
_IN_SENTENCE = re.compile(r"^(?:from|du|held|del)\s|[;.]$|\b(?:held|tenue|celebrad[ao])\b")
_JOB = re.compile(r"GE\.\d{2}-\d{5}.*|K\d{7}\b.*|\*\s?\d{6,}\s?\*|\d{6,}|\d{2}-\d{5}\s*\([A-Z]\)\s*.*")


class SymbolLine(Struct, frozen=True):
    canonical: str
    kind: CitationKind
    treaty: str | None
    printed: str


class Found(Struct, frozen=True):
    field: str
    """symbol, date, lang, original, meeting, agenda_item, meeting_dates, submitter, or `mark`: it tells nothing more."""
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
        sections = [language.masthead for language in wording.languages]
        self._names = {fold(name): language.code for language in wording.languages for name in language.names}

        def every(field: str) -> str:
            return phrases(word for section in sections for word in getattr(section, field))

        names = phrases(self._names)
        self._distribution = re.compile(rf"{every('distribution')}\.?\s*:?\s*{every('distributions')}?")
        self._kinds = re.compile(every("distributions"))
        self._original = re.compile(rf"{every('original')}\s*:\s*(?P<lang>{names}).*")
        self._language = re.compile(rf"(?P<lang>{names})(?:\s+(?:only|seulement))?")
        self._date_label = re.compile(rf"(?:{every('date')}\s*:\s*)?")
        agenda = "|".join(
            phrases([template]).replace(
                re.escape("{}"), _AGENDA_NUMBER if at == 0 else _AGENDA_NUMBER.replace("?P<item>", f"?P<item{at}>")
            )
            for at, template in enumerate(template for section in sections for template in section.agenda)
        )
        self._agenda = re.compile(rf"\(?(?:{agenda})(?:/rev\.\d+)?\s*\*?\)?")
        self._meeting = re.compile(rf"{every('meetings')}\b")
        bodies = [
            re.sub(r"^(?:the|la|le|el)\s+|^l'", "", fold(body)) for one in wording.languages for body in one.bodies
        ]
        self._organization = re.compile(rf"(?:{every('organizations')}|{phrases(bodies)})\s*\*?")
        self._page = re.compile(rf"(?:{every('page')}\s*:?\s*)?\d{{1,4}}(?:\s*/\s*\d{{1,4}})?")
        self._submitter = re.compile(rf"\(?{every('submitters')}\b.*")

    def line(self, text: str, symbol_line: SymbolReader) -> tuple[str, str] | None:
        """(field, value) of a line of a masthead; None for any other line."""
        if not text or len(text) > 200 or text[0].islower():
            return None
        folded = fold(text)
        symbol = symbol_line(text)
        if symbol is not None:
            return "symbol", symbol.canonical
        if match := self._original.fullmatch(folded):
            return "original", self._names[match["lang"]]
        if match := self._language.fullmatch(folded):
            return "lang", self._names[match["lang"]]
        if self._distribution.fullmatch(folded) or self._kinds.fullmatch(folded):
            return "mark", text
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
            number = next(value for value in match.groups() if value is not None)
            return "agenda_item", re.sub(r"\s", "", number)
        if meeting := self._meeting_line(text):
            return "meeting", meeting
        span = self._calendar.span(text)
        if span is not None and len(text) < 90 and text.count(" ") < 14 and not _IN_SENTENCE.search(folded):
            return "meeting_dates", f"{span[0]}/{span[1]}"
        if self._organization.fullmatch(folded) or _JOB.fullmatch(text):
            return "mark", text
        if self._submitter.fullmatch(folded):
            return "submitter", text
        return None

    def _meeting_line(self, text: str) -> str | None:
        """`12ème SESSION DE LA CONFÉRENCE DES PARTIES`: an ordinal near the start, then the word for a meeting."""
        ordinal = self._calendar.ordinal(text)
        if ordinal is None or _IN_SENTENCE.search(fold(text)) or len(text) > 150 or text.endswith((".", ";", ",")):
            return None
        if text[: ordinal[1]].strip() and not re.fullmatch(r"(?i)(?:the|la|le|el)\s+", text[: ordinal[1]]):
            return None
        return text if self._meeting.match(fold(text[ordinal[2] :]).lstrip()) else None

    def is_page_line(self, text: str) -> bool:
        """A page number, or `Page 3`, alone in its line."""
        return self._page.fullmatch(fold(text)) is not None

    def read(
        self,
        blocks: Sequence[Block],
        furniture: Sequence[Furniture],
        stops: Callable[[Block], bool],
        symbol_line: SymbolReader,
    ) -> Masthead:
        """`stops` says that a block is text of the document for certain, so that no masthead comes after it."""
        found: list[Found] = []
        last = -1
        recognised: set[int] = set()
        for at, block in enumerate(blocks[:_FIRST_BLOCKS]):
            if block.is_footnote:
                continue
            if block.page > 1 or stops(block) or len(block.text) > 250:
                break
            facts = self._facts(block, symbol_line) if block.line.heading != 0 else []
            if not facts or (last < 0 and {fact.field for fact in facts} <= {"meeting_dates", "submitter"}):
                continue
            found += facts
            recognised.add(at)
            if any(fact.field != "submitter" for fact in facts):  # that line may stand below the title
                last = at
        zone = frozenset(
            block.place for at, block in enumerate(blocks[: last + 1]) if at in recognised or not self._is_title(block)
        )
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
        for band in furniture:
            for piece in re.split(r"\s{2,}|\t|\s\|\s", band.text):
                symbol = symbol_line(piece.strip())
                if symbol is not None:
                    found.append(Found("symbol", symbol.canonical, f"{band.role} of page {band.page}", symbol))
        return Masthead(zone, frozenset(leaked), _distinct(found))

    def _facts(self, block: Block, symbol_line: SymbolReader) -> list[Found]:
        """What a block says. A line may hold two columns (`United Nations<tab>FCCC/CP/2018/10`), a table many lines."""
        pieces = [block.printed]
        if "…" not in block.text and "...." not in block.text:
            pieces += [piece.strip() for piece in re.split(r"\t|\n|\s{2,}", block.line.text)]
        first, _, rest = block.text.partition(" ")
        if "/" in first and self.line(rest, symbol_line) is not None:
            pieces += [first, rest]  # `FCCC/CP/2003/6/Add.1 22 April 2004`
        if block.is_table:
            pieces += [word for word in block.text.split() if "/" in word]
        facts: list[Found] = []
        for piece in dict.fromkeys(pieces):
            answer = self.line(piece, symbol_line)
            if answer is None or (facts and answer[0] == "mark"):
                continue
            symbol = symbol_line(piece) if answer[0] == "symbol" else None
            if symbol is None or symbol.kind == "document" or piece == block.printed:
                facts.append(Found(answer[0], answer[1], _where(block), symbol))
        if block.is_table and facts and (day := self._calendar.day(block.text)) is not None:
            facts.append(Found("date", day[0], _where(block)))
        return facts

    @staticmethod
    def _is_title(block: Block) -> bool:
        return block.line.heading == 0


def _where(block: Block) -> str:
    return f"page {block.page}, line {block.place + 1}"


def _distinct(found: Sequence[Found]) -> tuple[Found, ...]:
    """The first of each value; a running header says the same on every page."""
    seen: dict[tuple[str, str], Found] = {}
    for item in found:
        seen.setdefault((item.field, item.value), item)
    return tuple(seen.values())
