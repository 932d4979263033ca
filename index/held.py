"""What is held: files grouped into versions (canonical id) and expressions (language), and which file speaks for each.

An adopted resolution or decision inside a report is a document of its own: it is held under its own id, and the report keeps
the rest. So is a treaty whose text is annexed to the decision that adopted it. Proposed and quoted parts stay where they are.

Where several files hold one expression (a DOCX beside the PDF, the resolution alone and inside the report), one is *primary*
and is indexed, and the others are named as its twins. The first of these that differs decides:

1. an identity that is stated before one that is proposed;
2. a file of its own before a part of another;
3. more numbered paragraphs (a structure that was found beats one that was not);
4. more text;
5. the smaller sha256.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from core.records.document import Document, Part
from core.symbols.identity import kind_of, split, treaty_of
from core.symbols.treaty_texts import treaty_of_text
from index.versions import version_rank


class Holding(Struct, frozen=True, kw_only=True):
    """One file (or part of one) as an expression of a version."""

    canonical: str
    lang: str
    content: str
    part: str | None
    """None for the whole file."""
    treaty: str | None
    kind: str | None
    title: str | None
    meeting: str | None
    date: str | None
    date_kind: str | None
    identity: str
    numbered: int
    chars: int
    also: tuple[str, ...] = ()
    """Ids of the same paper under its other symbols."""

    @property
    def preference(self) -> tuple[bool, bool, int, int, str]:
        return (self.identity != "stated", self.part is not None, -self.numbered, -self.chars, self.content)


class Head(Struct, frozen=True, kw_only=True):
    """What the grouping must know of one file."""

    content: str
    canonical: str
    holdings: tuple[Holding, ...]


class Version(Struct, frozen=True, kw_only=True):
    canonical: str
    work: str
    version: str | None
    date: str | None
    date_kind: str | None
    expressions: dict[str, tuple[Holding, ...]]
    """By language; the primary one first, its twins behind."""

    @property
    def primaries(self) -> tuple[Holding, ...]:
        return tuple(holdings[0] for _, holdings in sorted(self.expressions.items()))


class Corpus(Struct, frozen=True, kw_only=True):
    versions: dict[str, Version]
    """By canonical id."""
    works: dict[str, tuple[str, ...]]
    """Canonical ids of the versions of a work, the oldest first."""
    primary: dict[tuple[str, str | None], Holding] = field(default_factory=dict)
    """By content and part: the holdings whose text is indexed."""
    folded: dict[str, str] = field(default_factory=dict)
    """Canonical ids and works by their lower case form; also by those of the other symbols that a paper has."""


def head_of(content: str, document: Document) -> Head:
    owners = owners_of(document)
    numbered: dict[str, int] = defaultdict(int)
    chars: dict[str, int] = defaultdict(int)
    for segment in document.segments:
        owner = owners.get(segment.part, document.canonical)
        chars[owner] += len(segment.text)
        numbered[owner] += segment.label is not None
    date, date_kind = date_of(document)
    whole = Holding(
        canonical=document.canonical,
        lang=document.lang,
        content=content,
        part=None,
        treaty=document.treaty,
        kind=document.type,
        title=document.title,
        meeting=document.meeting,
        date=date,
        date_kind=date_kind,
        identity=document.identity,
        numbered=numbered[document.canonical],
        chars=chars[document.canonical],
        also=document.also,
    )
    return Head(
        content=content,
        canonical=document.canonical,
        holdings=(
            whole,
            *(
                Holding(
                    canonical=part.canonical or "",
                    lang=part.lang or document.lang,
                    content=content,
                    part=part.id,
                    treaty=treaty_of_text(part.canonical or "") or treaty_of(part.canonical or "") or document.treaty,
                    kind="treaty" if treaty_of_text(part.canonical or "") else kind_of(part.canonical or ""),
                    title=part.title,
                    meeting=document.meeting,
                    date=document.dates.adopted or date,
                    date_kind="adopted" if document.dates.adopted else date_kind,
                    identity="stated",
                    numbered=numbered[part.canonical or ""],
                    chars=chars[part.canonical or ""],
                )
                for part in own_parts(document)
            ),
        ),
    )


def own_parts(document: Document) -> tuple[Part, ...]:
    """Parts that are documents of their own: adopted, with an id that is not that of the whole."""
    seen = {document.canonical}
    parts = []
    for part in document.parts:
        if part.force == "adopted" and part.canonical and part.canonical not in seen:
            seen.add(part.canonical)
            parts.append(part)
    return tuple(parts)


def owners_of(document: Document) -> dict[str, str]:
    """Canonical id of the innermost document that a part's segments belong to, by part id."""
    own = {part.id: part.canonical or "" for part in own_parts(document)}
    owners = {}
    for part in document.parts:
        at = part.id
        while at not in own and "/" in at:
            at = at.rsplit("/", 1)[0]
        owners[part.id] = own.get(at, document.canonical)
    return owners


def date_of(document: Document) -> tuple[str | None, str | None]:
    """The date that stands for a document in lists, and which one it is."""
    dates = document.dates
    for kind in ("adopted", "document", "reissued", "published", "meeting_start"):
        value: str | None = getattr(dates, kind)
        if value:
            return value, kind
    return None, None


def corpus_of(heads: Iterable[Head]) -> Corpus:
    grouped: dict[str, dict[str, list[Holding]]] = defaultdict(lambda: defaultdict(list))
    for head in heads:
        for holding in head.holdings:
            grouped[holding.canonical][holding.lang].append(holding)
    versions = {}
    works = defaultdict(list)
    primary = {}
    folded = {}
    for canonical in sorted(grouped):
        expressions = {
            lang: tuple(sorted(holdings, key=lambda one: one.preference))
            for lang, holdings in sorted(grouped[canonical].items())
        }
        work, version = split(canonical)
        leading = sorted(
            (holdings[0] for holdings in expressions.values()), key=lambda one: (one.date is None, one.preference)
        )
        versions[canonical] = Version(
            canonical=canonical,
            work=work,
            version=version,
            date=leading[0].date,
            date_kind=leading[0].date_kind,
            expressions=expressions,
        )
        works[work].append(canonical)
        for holdings in expressions.values():
            primary[holdings[0].content, holdings[0].part] = holdings[0]
        folded[canonical.lower()] = canonical
        folded.setdefault(work.lower(), work)
    for canonical, other in also_called(versions.values()):
        folded.setdefault(other.lower(), canonical)
        folded.setdefault(split(other)[0].lower(), split(canonical)[0])
    return Corpus(
        versions=versions,
        works={
            work: tuple(sorted(ids, key=lambda one: version_rank(versions[one].version))) for work, ids in works.items()
        },
        primary=primary,
        folded=folded,
    )


def also_called(versions: Iterable[Version]) -> Iterator[tuple[str, str]]:
    """Id of a version and of another symbol of the same paper, those that its expressions have, each once."""
    for version in versions:
        others = {other: None for holdings in version.expressions.values() for one in holdings for other in one.also}
        for other in others:
            yield version.canonical, other


def version_in_effect(corpus: Corpus, work: str, on: str | None) -> str | None:
    """The newest held version of a work that is not younger than `on` (ISO 8601); the newest where no dates tell.

    Dates of different precision compare by what both say: `2014` is not younger than `2014-11-09`.
    """
    held: Mapping[str, Version] = corpus.versions
    candidates = corpus.works.get(work, ())
    if not candidates:
        return None
    if on is not None:
        older = [one for one in candidates if (date := held[one].date) is None or not is_later(date, on)]
        dated = [one for one in older if held[one].date is not None]
        if dated:
            return dated[-1]
        if older:
            return older[-1]
    return candidates[-1]


def is_later(date: str, other: str) -> bool:
    """Whether `date` is later than `other`, as far as both say."""
    shared = min(len(date), len(other))
    return date[:shared] > other[:shared]
