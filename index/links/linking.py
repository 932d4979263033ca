"""All citations of the corpus to links. Pure: what is held and what is cited in, links out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from core.records.document import Citation, Document
from core.records.links import Link
from index.held import Corpus, Head, Holding, corpus_of, head_of, owners_of
from index.links.classify import Classifier, cited_works
from index.links.ranges import members
from index.links.resolving import Resolver


class LinkRules(Struct, frozen=True, kw_only=True):
    """What the configuration says about treaties, as far as linking needs it."""

    scope: frozenset[str]
    """Treaties whose documents are collected; what others adopted is out of scope."""
    families: dict[str, tuple[str, ...]]
    """Treaty -> the others of its family."""


class Cited(Struct, frozen=True, kw_only=True):
    """The citations of one file with what a link must know of their segments; small, so that a whole corpus fits."""

    content: str
    citations: tuple[Citation, ...]
    segments: dict[str, tuple[str, str]]
    """Segment id -> (path, part) of segments with citations."""
    owners: dict[str, str]
    canonical: str
    lang: str
    meeting: str | None


def cited_in(content: str, document: Document) -> Cited:
    cited = {citation.segment for citation in document.citations}
    return Cited(
        content=content,
        citations=document.citations,
        segments={segment.id: (segment.path, segment.part) for segment in document.segments if segment.id in cited},
        owners=owners_of(document),
        canonical=document.canonical,
        lang=document.lang,
        meeting=document.meeting,
    )


def link(documents: Mapping[str, Document], rules: LinkRules) -> tuple[Link, ...]:
    """Links of all documents by the sha256 of their file. For a corpus that does not fit into memory: `links_of`."""
    heads: list[Head] = [head_of(content, document) for content, document in documents.items()]
    return tuple(
        links_of([cited_in(content, document) for content, document in documents.items()], corpus_of(heads), rules)
    )


def links_of(cited: Iterable[Cited], corpus: Corpus, rules: LinkRules) -> Iterator[Link]:
    """Links in the order of content, segment and place. Text that is not indexed (twins) gives none."""
    files = sorted(cited, key=lambda one: one.content)
    resolver = Resolver(corpus, rules.families)
    classifier = Classifier(corpus, rules.scope, cited_works(_pairs(files)))
    for file in files:
        used: dict[str, int] = {}
        previous: Citation | None = None
        for citation in file.citations:
            first = previous if citation.range and previous is not None and previous.range else None
            between = members(first.canonical, citation.canonical) if first is not None else ()
            for target in (*between, None):
                one = _link(file, citation, target, corpus, resolver, classifier, used)
                if one is not None:
                    yield one
            # Endpoints stand in pairs: a second one closes its range.
            previous = None if first is not None else citation


def _link(
    file: Cited,
    citation: Citation,
    member: str | None,
    corpus: Corpus,
    resolver: Resolver,
    classifier: Classifier,
    used: dict[str, int],
) -> Link | None:
    path, part = file.segments[citation.segment]
    owner = file.owners.get(part, file.canonical)
    holding = _holding(corpus, file, part, owner)
    if holding is None:
        return None
    target = member or citation.canonical
    date = holding.date
    held = missing = None
    if citation.is_self:
        held = owner
    elif target is not None:
        held = resolver.held(target, date)
        if held is None:
            missing = classifier.classify(target, citation.treaty, file.meeting)
    base = f"{file.content}:{citation.segment}:{citation.start}"
    used[base] = used.get(base, 0) + 1
    return Link(
        id=base if used[base] == 1 else f"{base}:{used[base]}",
        content=file.content,
        citing=owner,
        lang=holding.lang,
        segment=citation.segment,
        path=path,
        start=citation.start,
        end=citation.end,
        exact=citation.exact,
        kind=citation.kind,
        treaty=citation.treaty,
        target=target,
        prefix=citation.prefix,
        suffix=citation.suffix,
        readings=() if member else citation.readings,
        pin=citation.pin,
        range=citation.range,
        relation=citation.relation,
        force=citation.force,
        rule=citation.rule,
        deleted=citation.deleted,
        is_self=citation.is_self,
        date=date,
        held=held,
        missing=missing,
    )


def _holding(corpus: Corpus, file: Cited, part: str, owner: str) -> Holding | None:
    """The indexed holding that the segment belongs to; None where this file's text of it is a twin's."""
    if owner == file.canonical:
        return corpus.primary.get((file.content, None))
    at = part
    while True:
        holding = corpus.primary.get((file.content, at))
        if holding is not None and holding.canonical == owner:
            return holding
        if "/" not in at:
            return None
        at = at.rsplit("/", 1)[0]


def _pairs(files: Iterable[Cited]) -> Iterator[tuple[str, str]]:
    for file in files:
        for citation in file.citations:
            if citation.canonical is not None and not citation.is_self and not citation.deleted:
                yield file.canonical, citation.canonical


__all__ = ["Cited", "LinkRules", "cited_in", "link", "links_of"]
