"""Citations of a document: what the finder sees in each segment, and what only the document knows (force, self, deleted)."""

from __future__ import annotations

from collections.abc import Iterable

from core.records.document import Citation, Force, Segment
from core.symbols.finder import find
from core.symbols.grammar import Grammar
from extract.understand.language import UND

_CONTEXT = 30


def citations(
    segments: Iterable[Segment], forces: dict[str, Force], *, home: str | None, own: frozenset[str], grammar: Grammar
) -> tuple[Citation, ...]:
    """`forces` by segment id; `own` are the ids that mean this document. A masthead cites nothing."""
    return tuple(
        citation
        for segment in segments
        if segment.kind != "masthead"
        for citation in _of_segment(segment, forces.get(segment.id, "none"), home, own, grammar)
    )


def _of_segment(
    segment: Segment, force: Force, home: str | None, own: frozenset[str], grammar: Grammar
) -> Iterable[Citation]:
    text = segment.text
    deleted = [(mark.start, mark.end) for mark in segment.marks if mark.kind == "deleted"]
    for found in find(text, lang=None if segment.lang == UND else segment.lang, home=home, grammar=grammar):
        yield Citation(
            segment=segment.id,
            start=found.start,
            end=found.end,
            exact=text[found.start : found.end],
            prefix=text[max(0, found.start - _CONTEXT) : found.start],
            suffix=text[found.end : found.end + _CONTEXT],
            kind=found.kind,
            treaty=found.treaty,
            canonical=found.canonical,
            readings=found.readings,
            pin=found.pin,
            range=found.range,
            relation=found.relation,
            force=force,
            rule=found.rule,
            deleted=any(start < found.end and found.start < end for start, end in deleted),
            is_self=found.canonical is not None and found.canonical in own,
        )
