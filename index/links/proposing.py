"""Which known work a document without a symbol may be: its title stands beside the number of a work in another text.

A resolution that lost its masthead still has its title and its meeting. Where another held document prints that title beside
the citation of a work (`Résolution 3.4 Phares et lampes`, or a heading with the number above a heading with the title), or is
a version of that work with the same title, the work is offered; the meeting gives the version. It is offered only: what
something is stays a person's word (a sidecar). Pure: documents in, ids with their reasons out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from core.records.document import Citation, Document, Evidence, Segment
from core.symbols.identity import kind_of, split, treaty_of
from index.analysis.folding import fold

_NORMS = frozenset({"resolution", "decision", "recommendation"})
_WORD = re.compile(r"[^\W_]+")
_LEAST_LETTERS = 8
"""A shorter title (`Budget`) is that of too many works."""
_FREE_WORDS = 3
"""Words of a title from which on it may go on without a stop behind it."""
_REACH = 3
"""Words that may stand between number and title: `Resolution 3.4 on the`."""
_SESSION = re.compile(r"(?:Conf\.)?(\d{1,3})\.\d+$")
_MEETING = re.compile(r"[A-Z0-9]+/(?P<body>[A-Za-z]+)(?P<number>\d+)")
_UNDOES = frozenset({"repeals", "replaces"})

Title = tuple[str, ...]
"""The words of a title, folded."""


class Unnamed(Struct, frozen=True, kw_only=True):
    """An adopted text of a known meeting that says no symbol."""

    content: str
    treaty: str
    meeting: str
    title: Title
    undone: frozenset[str]
    """Works that it repeals or replaces: it is none of them."""


class Proposal(Struct, frozen=True, kw_only=True):
    canonical: str
    where: str
    """Where title and number stand side by side."""


def unnamed(content: str, document: Document) -> Unnamed | None:
    """None where the document has an identity, or too little to look for one by."""
    words = _words(document.title or "")
    adopted = any(part.kind == "main" and part.force == "adopted" for part in document.parts)
    if document.identity != "none" or not adopted or document.treaty is None or document.meeting is None:
        return None
    if sum(map(len, words)) < _LEAST_LETTERS:
        return None
    undone = {split(c.canonical)[0] for c in document.citations if c.canonical and c.relation in _UNDOES}
    return Unnamed(
        content=content,
        treaty=document.treaty,
        meeting=document.meeting,
        title=words,
        undone=frozenset(undone),
    )


def proposals(wanted: Iterable[Unnamed], documents: Iterable[Document]) -> dict[str, tuple[Proposal, ...]]:
    """By the content of the unnamed document; sorted by id, one for each work. `documents` are read once, one at a time."""
    titles: dict[Title, list[Unnamed]] = defaultdict(list)
    for one in wanted:
        titles[one.title].append(one)
    found: dict[str, dict[str, Proposal]] = defaultdict(dict)
    for document in documents if titles else ():
        for title, work, where in _named(document, titles):
            for one in titles[title]:
                canonical = _version(work, one)
                if canonical is not None:
                    found[one.content].setdefault(canonical, Proposal(canonical=canonical, where=where))
    return {content: tuple(one for _, one in sorted(known.items())) for content, known in sorted(found.items())}


def offered(document: Document, given: tuple[Proposal, ...]) -> Document:
    """The document with its proposals and where they come from; unchanged without any."""
    if not given:
        return document
    evidence = tuple(Evidence(value=one.canonical, source="listing", where=one.where) for one in given)
    return replace(
        document,
        identity="proposed",
        proposed=tuple(one.canonical for one in given),
        evidence={**document.evidence, "canonical": (*document.evidence.get("canonical", ()), *evidence)},
    )


def _version(work: str, one: Unnamed) -> str | None:
    """The version of `work` that the meeting of `one` adopted; None where it cannot be one."""
    if treaty_of(work) != one.treaty or kind_of(work) not in _NORMS or work in one.undone:
        return None
    meeting = _MEETING.fullmatch(one.meeting)
    first = _SESSION.search(work)
    if meeting is None or first is None or int(first[1]) > int(meeting["number"]):
        return None
    return work if int(first[1]) == int(meeting["number"]) else f"{work}/Rev.{meeting['body']}{meeting['number']}"


def _named(document: Document, titles: Mapping[Title, object]) -> Iterator[tuple[Title, str, str]]:
    """(title, work, where) of each wanted title that stands beside the number of a work."""
    if document.identity == "stated":
        own = [(document.title, document.canonical), *((part.title, part.canonical) for part in document.parts)]
        for printed, canonical in own:
            bears = _words(printed or "")
            if canonical is not None and bears in titles:
                yield bears, split(canonical)[0], f"title of {canonical}"
    cited: dict[str, list[Citation]] = defaultdict(list)
    for citation in document.citations:
        if citation.canonical is not None and kind_of(citation.canonical) in _NORMS:
            cited[citation.segment].append(citation)
    for at, segment in enumerate(document.segments):
        for citation in cited.get(segment.id, ()):
            where = f"{document.canonical}, {segment.path}"
            work = split(citation.canonical or "")[0]
            for title in _beside(segment, citation, titles):
                yield title, work, where
            following = document.segments[at + 1] if at + 1 < len(document.segments) else None
            if following is not None and _stand_below(segment, citation, following):
                words = _words(following.text)
                if words in titles:
                    yield words, work, where


def _beside(segment: Segment, citation: Citation, titles: Mapping[Title, object]) -> Iterator[Title]:
    """Titles that begin right behind the citation, or behind a few small words."""
    behind = segment.text[citation.end : citation.end + 300]
    matches = list(_WORD.finditer(behind))
    folded = [fold(match[0]) for match in matches]
    for title in titles:
        long = len(title) >= _FREE_WORDS
        for start in range(min(_REACH if long else 0, len(folded)) + 1):
            end = start + len(title)
            if tuple(folded[start:end]) != title or re.search(r"[.;:]\s", behind[: matches[start].start()]):
                continue
            between = behind[matches[end - 1].end() : matches[end].start()] if end < len(matches) else "."
            if long or between.strip():
                yield title
                break


def _stand_below(segment: Segment, citation: Citation, following: Segment) -> bool:
    """A heading that ends with the number, and a heading or title below it."""
    headings = ("heading", "title")
    return (
        segment.kind in headings and following.kind in headings and _WORD.search(segment.text[citation.end :]) is None
    )


def _words(title: str) -> Title:
    return tuple(fold(word) for word in _WORD.findall(title))


__all__ = ["Proposal", "Unnamed", "offered", "proposals", "unnamed"]
