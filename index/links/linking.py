"""All citations of the corpus to links. Pure: what is held and what is cited in, links out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from core.overrides import LinkOverride, Overrides
from core.records.document import Citation, Document
from core.records.links import Link, Overridden
from core.symbols.identity import treaty_of
from index.held import Corpus, Head, Holding, corpus_of, head_of, is_later, owners_of
from index.links.classify import Citing, Classifier, Why, cited_works
from index.links.placing import placed, segments_of
from index.links.ranges import members
from index.links.resolving import Resolver

_DRAFTED = frozenset({"decision", "resolution", "recommendation"})
_DRAFT = re.compile(r"\d+\.[A-Z]{1,3}")


class LinkRules(Struct, frozen=True, kw_only=True):
    """What the configuration says about treaties, as far as linking needs it."""

    scope: frozenset[str]
    """Treaties whose documents are collected; what others adopted is out of scope."""
    families: dict[str, tuple[str, ...]]
    """Treaty -> the others of its family."""
    begins: dict[tuple[str, int], str] = {}
    """First day of a meeting, by treaty and session."""
    overrides: Overrides = Overrides()


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
    issued: str | None = None
    """The latest date that the text itself has: adopted, dated or reissued."""
    drafts: dict[str, str] = {}
    """Ids of drafts that the file proposes under a number in letters (`Decision 14.AA`) -> the document that holds them."""


def cited_in(content: str, document: Document) -> Cited:
    cited = {citation.segment for citation in document.citations}
    owners = owners_of(document)
    return Cited(
        content=content,
        citations=document.citations,
        segments={segment.id: (segment.path, segment.part) for segment in document.segments if segment.id in cited},
        owners=owners,
        canonical=document.canonical,
        lang=document.lang,
        meeting=document.meeting,
        issued=max(
            filter(None, (document.dates.adopted, document.dates.document, document.dates.reissued)), default=None
        ),
        drafts=_drafts(document, owners),
    )


def _drafts(document: Document, owners: Mapping[str, str]) -> dict[str, str]:
    """A number in letters stands for one that is given at adoption. No other document can mean it, and nothing is missing
    where the text that proposes it cites it. Drafts with a number of digits (amendments) are cited as what is in force."""
    return {
        f"{document.treaty}/{part.kind.capitalize()}/{part.label}": owners.get(part.id, document.canonical)
        for part in document.parts
        if part.force == "proposed" and part.kind in _DRAFTED and _DRAFT.fullmatch(part.label or "")
    }


def link(documents: Mapping[str, Document], rules: LinkRules) -> tuple[Link, ...]:
    """Links of all documents by the sha256 of their file. For a corpus that does not fit into memory: `links_of`."""
    heads: list[Head] = [head_of(content, document) for content, document in documents.items()]
    corpus = corpus_of(heads)
    cited = [cited_in(content, document) for content, document in documents.items()]
    return placed(
        tuple(links_of(cited, corpus, rules)),
        corpus,
        lambda holding: segments_of(documents[holding.content], holding),
        rules.families,
    )


def links_of(
    cited: Iterable[Cited], corpus: Corpus, rules: LinkRules, *, used: set[LinkOverride] | None = None
) -> Iterator[Link]:
    """Links in the order of content, segment and place. Text that is not indexed (twins) gives none.

    Pins are not looked up yet: see `placed`. `used` is given the overrides that were applied.
    """
    linker = _Linker(sorted(cited, key=lambda one: one.content), corpus, rules)
    for file in linker.files:
        yield from linker.of_file(file)
    if used is not None:
        used.update(linker.applied)


class _Voice(Struct, frozen=True):
    """Whose words a part of a file are: the innermost document that holds it, as far as a link must know it."""

    owner: str
    lang: str
    date: str | None
    citing: Citing


class _Linker:
    def __init__(self, files: Sequence[Cited], corpus: Corpus, rules: LinkRules) -> None:
        self.files = files
        self.applied: set[LinkOverride] = set()
        self._corpus = corpus
        self._overrides = rules.overrides
        self._resolver = Resolver(corpus, rules.families)
        self._classifier = Classifier(corpus, rules.scope, cited_works(_pairs(files)), rules.begins)

    def of_file(self, file: Cited) -> Iterator[Link]:
        used: dict[str, int] = {}
        voices = {part: self._voice(file, part) for part in {part for _, part in file.segments.values()}}
        previous: Citation | None = None
        for citation in file.citations:
            first = previous if citation.range and previous is not None and previous.range else None
            between = members(first.canonical, citation.canonical) if first is not None else ()
            path, part = file.segments[citation.segment]
            voice = voices[part]
            if voice is not None:
                for target in (*between, None):
                    yield self._link(file, voice, path, citation, target, used)
            # Endpoints stand in pairs: a second one closes its range.
            previous = None if first is not None else citation

    def _voice(self, file: Cited, part: str) -> _Voice | None:
        owner = file.owners.get(part, file.canonical)
        holding = _holding(self._corpus, file, part, owner)
        if holding is None:
            return None
        return _Voice(owner, holding.lang, holding.date, Citing(file.meeting, file.issued or holding.date))

    def _link(
        self, file: Cited, voice: _Voice, path: str, citation: Citation, member: str | None, used: dict[str, int]
    ) -> Link:
        owner = voice.owner
        found = member or citation.canonical
        readings = () if member else citation.readings
        decided = self._decided(voice, path, citation, (found,) if found else readings)
        target, treaty, rule = found, citation.treaty, citation.rule
        if decided is not None:
            rule = f"override:{decided.action}"
            if decided.target is not None:
                target, readings = decided.target, ()
                treaty = treaty_of(target) or treaty
        rejected = decided is not None and decided.action == "reject"
        held = None
        why: Why | None = None
        if citation.is_self and (decided is None or decided.target is None):
            held = None if rejected else owner
        elif target in file.drafts and not rejected:
            held = file.drafts[target]
        elif target is not None and not rejected:
            held = self._resolver.held(target, voice.date)
            if held is None and citation.parallel is not None and member is None:
                held = self._resolver.held(citation.parallel, voice.date)
            if held is None:
                why = self._classifier.classify(target, treaty, voice.citing)
        base = f"{file.content}:{citation.segment}:{citation.start}"
        used[base] = used.get(base, 0) + 1
        return Link(
            id=base if used[base] == 1 else f"{base}:{used[base]}",
            content=file.content,
            citing=owner,
            lang=voice.lang,
            segment=citation.segment,
            path=path,
            start=citation.start,
            end=citation.end,
            exact=citation.exact,
            kind=citation.kind,
            treaty=treaty,
            target=target,
            prefix=citation.prefix,
            suffix=citation.suffix,
            readings=self._held_first(readings, voice.date),
            pin=citation.pin,
            range=citation.range,
            parallel=citation.parallel if member is None else None,
            relation=citation.relation,
            force=citation.force,
            rule=rule,
            deleted=citation.deleted,
            is_self=held == owner,
            date=voice.date,
            held=held,
            missing=why.missing if why else None,
            nearest=why.nearest if why else (),
            younger=(why.missing == "future") if why else self._is_younger(held, file),
            override=Overridden(action=decided.action, reason=decided.reason, rule=citation.rule, target=found)
            if decided is not None
            else None,
        )

    def _held_first(self, readings: tuple[str, ...], on: str | None) -> tuple[str, ...]:
        """Which one is meant stays open."""
        return tuple(sorted(readings, key=lambda one: self._resolver.held(one, on) is None)) if readings else ()

    def _decided(self, voice: _Voice, path: str, citation: Citation, read: Sequence[str]) -> LinkOverride | None:
        if not self._overrides.links:
            return None
        decided = self._overrides.for_link(voice.owner, path, citation.exact, read)
        if decided is not None:
            self.applied.add(decided)
        return decided

    def _is_younger(self, held: str | None, file: Cited) -> bool:
        """Whether the held text was dated or adopted after the citing one. Papers of one meeting are written side by side."""
        if held is None or file.issued is None:
            return False
        version = self._corpus.versions.get(held)
        if version is None or version.date is None:
            return False
        if version.date_kind not in ("adopted", "document") or not is_later(version.date, file.issued):
            return False
        return file.meeting is None or version.primaries[0].meeting != file.meeting


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
