"""Citations of a document: what the finder sees in each segment, and what only the document knows (force, self, deleted)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from core.amendments import is_amended, reading
from core.records.document import Citation, Force, Segment
from core.symbols.finder import Reference, find
from core.symbols.grammar import Grammar
from extract.understand.hyperlinks import linked
from extract.understand.language import UND

_CONTEXT = 30


def citations(
    segments: Iterable[Segment],
    forces: dict[str, Force],
    *,
    home: str | None,
    own: frozenset[str],
    grammar: Grammar,
    date: str | None = None,
) -> tuple[Citation, ...]:
    """`forces` by segment id; `own` are the ids that mean this document; `date` is its own. A masthead cites nothing."""
    return tuple(
        citation
        for segment in segments
        if segment.kind != "masthead"
        for citation in _of_segment(segment, forces.get(segment.id, "none"), home, own, grammar, date)
    )


def _of_segment(
    segment: Segment, force: Force, home: str | None, own: frozenset[str], grammar: Grammar, date: str | None
) -> Iterable[Citation]:
    text = segment.text
    named = list(_found(segment, home, grammar, date))
    taken = [(start, end) for _, start, end, _ in named]
    deletions = [(mark.start, mark.end) for mark in segment.marks if mark.kind == "deleted"]
    for one in linked(text, segment.marks, taken, home=home, grammar=grammar):
        cut = any(start < one.end and one.start < end for start, end in deletions)
        named.append((one, one.start, one.end, cut))
    named.sort(key=lambda one: one[1])
    for found, start, end, deleted in named:
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
            relation=found.relation,
            force=force,
            rule=found.rule,
            deleted=deleted,
            is_self=found.canonical is not None and found.canonical in own,
        )


def _found(
    segment: Segment, home: str | None, grammar: Grammar, date: str | None
) -> Iterator[tuple[Reference, int, int, bool]]:
    """Citations with their stretch of the stored text and whether an amendment deletes them.

    Where text is amended, the proposed and the former text are read one after the other, each as a sentence of its own: the
    redline runs two sentences into one. Of the former only what an amendment deletes is kept.
    """
    lang = None if segment.lang == UND else segment.lang
    if not is_amended(segment.marks):
        for found in find(segment.text, lang=lang, home=home, grammar=grammar, date=date):
            yield found, found.start, found.end, False
        return
    deletions = [(mark.start, mark.end) for mark in segment.marks if mark.kind == "deleted"]
    for deleted in (False, True) if deletions else (False,):
        read = reading(segment.text, segment.marks, "former" if deleted else "proposed")
        for found in find(read.text, lang=lang, home=home, grammar=grammar, date=date):
            stretches = read.stretches(found.start, found.end)
            if deleted:
                stretches = tuple(one for one in (_shared(part, cut) for part in stretches for cut in deletions) if one)
            if stretches:
                start, end = _telling(stretches, segment.text)
                yield found, start, end, deleted


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
