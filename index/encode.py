"""Rows of the index as engines get them: token streams, keywords and numbers beside the stored record."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.records.codec import to_json
from core.records.document import Mark
from core.records.links import Link
from core.records.search import CitationRow, DocumentRow, ParagraphRow
from core.symbols.identity import split
from index.analysis import Analyser
from index.engines.schema import EngineRow, key_of, order_of

_MEETING = re.compile(r"(?P<body>[A-Za-z]+)-?(?P<number>\d+)$")
_LAST_PLACE = (1 << 22) - 1


def searchable(text: str, marks: Iterable[Mark]) -> str:
    """`text` with deleted stretches as blanks of the same length: search sees what a text proposes, offsets stay."""
    for mark in marks:
        if mark.kind == "deleted":
            text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    return text


def document_row(row: DocumentRow, paragraphs: Iterable[ParagraphRow], analyser: Analyser) -> EngineRow:
    stems, exact, titles, languages = [], [], [], set()
    spoken = set()
    for paragraph in paragraphs:
        text = searchable(paragraph.text, paragraph.marks)
        if not text.strip():
            continue
        streams = analyser.streams(text, paragraph.lang)
        stems.append(streams.stems)
        exact.append(streams.exact)
        languages.add(paragraph.lang)
        spoken.add(paragraph.text)
    for lang, title in sorted(row.title.items()):
        streams = analyser.streams(title, lang)
        titles.append(streams.stems)
        languages.add(lang)
        if title not in spoken:  # a title that only the metadata know is found by its words all the same
            stems.append(streams.stems)
            exact.append(streams.exact)
    return EngineRow(
        id=row.id,
        order=order_of(days(row.date), row.id),
        group=key_of(row.work),
        texts={"stems": tuple(stems), "exact": tuple(exact), "title": tuple(titles)},
        keywords={
            "id": (row.id, *row.also),
            "work": tuple(dict.fromkeys((row.work, *(split(one)[0] for one in row.also)))),
            "treaty": _one(row.treaty),
            "meeting": _one(row.meeting),
            "meeting_name": meeting_names(row.meeting),
            "type": _one(row.type),
            "language": row.languages,
            "text_language": tuple(sorted(languages)),
            "year": _one(None if row.year is None else str(row.year)),
            "cites": row.cites,
            "mentions": row.mentions,
            "body": row.bodies,
            "body_name": tuple(sorted({name for body in row.bodies for name in _body_names(body)})),
            "proposed": tuple(sorted({one for id_ in row.proposed for one in (id_, split(id_)[0])})),
        },
        numbers=_numbers(day=day_number(row.date), cop=cop_of(row.meeting)),
        source=to_json(row),
    )


def paragraph_row(row: ParagraphRow, analyser: Analyser) -> EngineRow:
    streams = analyser.streams(searchable(row.text, row.marks), row.lang)
    return EngineRow(
        id=row.id,
        # Counted down, because the higher order comes first and a text is read from its beginning.
        order=order_of(_LAST_PLACE - min(row.order, _LAST_PLACE), row.id),
        group=key_of(row.document),
        texts={"stems": (streams.stems,), "exact": (streams.exact,)},
        keywords={
            "document": (row.document,),
            "doc_language": (row.doc_lang,),
            "language": (row.lang,),
            "cites": row.cites,
        },
        numbers={"place": row.order},
        source=to_json(row),
    )


def citation_row(row: CitationRow) -> EngineRow:
    link = row.link
    targets: set[str] = set()
    if not (link.is_self or link.is_rejected):
        for target in (link.target, link.held, link.parallel, *link.readings):
            if target is not None:
                targets.update((target, split(target)[0]))
    return EngineRow(
        id=row.id,
        order=order_of(days(link.date), row.id),
        group=key_of(link.citing),
        texts={},
        keywords={
            "citing": (link.citing,),
            "target": tuple(sorted(targets)),
            "relation": _one(link.relation),
            "treaty": _one(row.citing_treaty),
            "missing": _one(link.missing),
            "leads_to": leads_to(link),
            "force": (link.force,),
            "cited_treaty": _one(link.treaty),
        },
        numbers=_numbers(day=day_number(link.date)),
        source=to_json(row),
    )


def leads_to(link: Link) -> tuple[str, ...]:
    """Where a reader is led: the held version; where nothing is held, what is cited, or may be. Nowhere by a rejected link,
    and by one to its own document."""
    if link.is_rejected or link.held == link.citing or link.is_self:
        return ()
    return (link.held,) if link.held else tuple(sorted(filter(None, {link.target, *link.readings})))


def day_number(date: str | None) -> int | None:
    """20240217 for `2024-02-17`, 20240200 for `2024-02`, 20240000 for `2024`: a range of days finds what lies in it."""
    if date is None:
        return None
    digits = date.replace("-", "")[:8]
    return int(digits.ljust(8, "0")) if digits.isdigit() else None


def days(date: str | None) -> int:
    """Days since the year 1, roughly: enough to put dates in order; 0 where there is none."""
    number = day_number(date)
    if number is None:
        return 0
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    return min(year * 400 + month * 32 + day, (1 << 22) - 1)


def meeting_names(meeting: str | None) -> tuple[str, ...]:
    """By which names a meeting is asked for, in small letters: `cms/cop14` and `cop14`."""
    if meeting is None:
        return ()
    lower = meeting.lower()
    return tuple(sorted({lower, lower.rsplit("/", 1)[-1]}))


def _body_names(body: str) -> tuple[str, ...]:
    """By which names a body is asked for, in small letters: `cms/stc` and `stc`."""
    lower = body.lower()
    return (lower, lower.rsplit("/", 1)[-1])


def cop_of(meeting: str | None) -> int | None:
    """14 for `CMS/COP14`: the number of a conference (or meeting) of the parties."""
    found = _MEETING.search(meeting or "")
    return int(found["number"]) if found and found["body"].upper() in {"COP", "MOP", "CMP", "CMA"} else None


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def _numbers(**numbers: int | None) -> dict[str, int]:
    return {name: number for name, number in numbers.items() if number is not None}
