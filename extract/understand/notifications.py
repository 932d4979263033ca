"""A notification of a secretariat: its number stands below `NOTIFICATION TO THE PARTIES`, with place and date, and what it is
about behind `CONCERNING:`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from extract.understand.blocks import Block
from extract.understand.cleaning import fold
from extract.understand.dates import Calendar
from extract.understand.masthead import Found, Masthead, SymbolReader
from extract.understand.wording import Wording, phrases

_FIRST_BLOCKS = 12
_NUMBER = re.compile(r"(?:n[o°º.]{1,3}|number|numero)\s*:?\s*(?P<number>\d{4}/\d{1,3})\b")


def with_number_of_notification(
    masthead: Masthead, blocks: Sequence[Block], symbol_line: SymbolReader, wording: Wording, calendar: Calendar
) -> Masthead:
    """The masthead with symbol and date of the notification that the first blocks are the head of; else as it is."""
    heading = re.compile(phrases(word for language in wording.languages for word in language.masthead.notifications))
    about = re.compile(
        phrases(word for language in wording.languages for word in language.masthead.concerning) + r"\s*:?"
    )
    first = [block for block in blocks[:_FIRST_BLOCKS] if block.page == 1]
    headed = False
    for at, block in enumerate(first):
        folded = fold(block.text)
        begun = heading.match(folded)
        headed = headed or begun is not None
        number = _NUMBER.search(folded) if headed else None
        if number is None or number.start() > (begun.end() + 2 if begun is not None else 0):
            continue
        symbol = symbol_line(f"Notification No. {number['number']}")
        if symbol is None:
            return masthead
        where = f"page {block.page}, line {block.place + 1}"
        found = [Found("symbol", symbol.canonical, where, symbol)]
        day = calendar.day(block.text)
        if day is not None:
            found.append(Found("date", day[0], where))
        last = at
        for more in range(at + 1, min(at + 3, len(first))):
            day = calendar.day(first[more].text) if len(found) == 1 and len(first[more].text) < 80 else None
            if day is not None:
                found.append(Found("date", day[0], f"page 1, line {first[more].place + 1}"))
            if day is None and not about.fullmatch(fold(first[more].text)):
                break
            last = more
        zone = masthead.zone | {one.place for one in first[: last + 1]}
        return replace(masthead, zone=zone, found=(*masthead.found, *found))
    return masthead
