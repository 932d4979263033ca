"""Citations of a document: what the finder sees in each segment, and what only the document knows (force, self, deleted)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from core.amendments import is_amended, reading
from core.records.document import Citation, Force, Segment
from core.symbols.article_context import NamedArticles
from core.symbols.finder import Reference, find
from core.symbols.grammar import Grammar
from extract.understand.hyperlinks import linked
from extract.understand.language import UND
from extract.understand.named_articles import as_named, named_articles
from extract.understand.named_forms import forms_named
from extract.understand.own_articles import is_label, own_of

_CONTEXT = 30
_ARTICLE = re.compile(r"\bart", re.IGNORECASE)


class Speaker(Struct, frozen=True, kw_only=True):
    """Whose words a part of a document are."""

    canonical: str
    """Id of the innermost document: of a decision inside a report, else of the whole."""
    home: str | None
    """Treaty that its bare numbers belong to."""
    articles: frozenset[str] = frozenset()
    """Keys (`art4`) of articles of its own that no treaty has: those of a draft."""


def citations(
    segments: Iterable[Segment],
    forces: Mapping[str, Force],
    *,
    speakers: Mapping[str, Speaker],
    grammar: Grammar,
    date: str | None = None,
) -> tuple[Citation, ...]:
    """`forces` by segment id, `speakers` by part id; `date` is the document's own. A masthead cites nothing."""
    cited = [segment for segment in segments if segment.kind != "masthead"]
    homes = {speaker.home for speaker in speakers.values()}
    forms = {home: forms_named((segment.text for segment in cited), home, grammar) for home in homes}
    read = [
        (segment, list(_found(segment, speakers[segment.part], forms[speakers[segment.part].home], grammar, date)))
        for segment in cited
    ]
    named = named_articles(
        ((_text_of(speakers[segment.part]), one) for segment, found in read for one, *_ in found), grammar.treaties
    )
    return tuple(
        citation
        for segment, found in read
        for citation in _of_segment(
            segment,
            _with_named(found, speakers[segment.part], named),
            forces.get(segment.id, "none"),
            speakers[segment.part],
            grammar,
        )
    )


def _text_of(speaker: Speaker) -> tuple[str, str | None]:
    return speaker.canonical, speaker.home


def _with_named(
    found: list[tuple[Reference, int, int, bool]],
    speaker: Speaker,
    named: Mapping[tuple[str, str | None], NamedArticles],
) -> list[tuple[Reference, int, int, bool]]:
    """With the treaties that the rest of the text names. A text that has articles of its own means these."""
    articles = named.get(_text_of(speaker))
    if articles is None or speaker.articles:
        return found
    return [(as_named(one, articles), start, end, deleted) for one, start, end, deleted in found]


def _of_segment(
    segment: Segment,
    named: list[tuple[Reference, int, int, bool]],
    force: Force,
    speaker: Speaker,
    grammar: Grammar,
) -> Iterable[Citation]:
    text = segment.text
    taken = [(start, end) for _, start, end, _ in named]
    deletions = [(mark.start, mark.end) for mark in segment.marks if mark.kind == "deleted"]
    for one in linked(text, segment.marks, taken, home=speaker.home, grammar=grammar):
        cut = any(start < one.end and one.start < end for start, end in deletions)
        named.append((one, one.start, one.end, cut))
    named.sort(key=lambda one: one[1])
    for found, start, end, deleted in named:
        if segment.kind == "heading" and is_label(found, segment.path):
            continue
        yield Citation(
            segment=segment.id,
            start=start,
            end=end,
            exact=text[start:end],
            prefix=text[max(0, start - _CONTEXT) : start],
            suffix=text[end : end + _CONTEXT],
            kind=found.kind,
            treaty=found.treaty,
            canonical=found.canonical,
            readings=found.readings,
            pin=found.pin,
            range=found.range,
            parallel=found.parallel,
            relation=found.relation,
            force=force,
            rule=found.rule,
            deleted=deleted,
            is_self=found.canonical == speaker.canonical,
        )


def _found(
    segment: Segment, speaker: Speaker, forms: Mapping[str, str], grammar: Grammar, date: str | None
) -> Iterator[tuple[Reference, int, int, bool]]:
    """Citations with their stretch of the stored text and whether an amendment deletes them.

    Where text is amended, the proposed and the former text are read one after the other, each as a sentence of its own: the
    redline runs two sentences into one. Of the former only what an amendment deletes is kept.
    """
    lang = None if segment.lang == UND else segment.lang
    if not is_amended(segment.marks):
        for found in _in_text(segment.text, lang, speaker, forms, grammar, date):
            yield found, found.start, found.end, False
        return
    deletions = [(mark.start, mark.end) for mark in segment.marks if mark.kind == "deleted"]
    for deleted in (False, True) if deletions else (False,):
        read = reading(segment.text, segment.marks, "former" if deleted else "proposed")
        for found in _in_text(read.text, lang, speaker, forms, grammar, date):
            stretches = read.stretches(found.start, found.end)
            if deleted:
                stretches = tuple(one for one in (_shared(part, cut) for part in stretches for cut in deletions) if one)
            if stretches:
                start, end = _telling(stretches, segment.text)
                yield found, start, end, deleted


def _in_text(
    text: str, lang: str | None, speaker: Speaker, forms: Mapping[str, str], grammar: Grammar, date: str | None
) -> Sequence[Reference]:
    found = find(text, lang=lang, home=speaker.home, grammar=grammar, date=date, with_short_forms=True, forms=forms)
    own = own_of(found, text, speaker.articles, speaker.home, grammar.treaties) if speaker.articles else ()
    return [_to_itself(one, text, speaker) if at in own else one for at, one in enumerate(found)]


def _to_itself(one: Reference, text: str, speaker: Speaker) -> Reference:
    """An article of a draft has no id of its own: it is a place in the document. In a list the word stands before the first."""
    printed = text[one.start : one.end]
    pin = printed if _ARTICLE.search(printed) else f"article {printed}"
    return replace(one, treaty=speaker.home, canonical=speaker.canonical, pin=pin, range=False)


def _shared(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int] | None:
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None


def _telling(stretches: Sequence[tuple[int, int]], text: str) -> tuple[int, int]:
    """Of a citation that an amendment cuts in pieces, the last one with a number: what is cited stands there."""
    numbered = [one for one in stretches if any(letter.isdigit() for letter in text[one[0] : one[1]])]
    start, end = (numbered or stretches)[-1]
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
