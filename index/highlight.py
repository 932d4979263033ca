"""Where a text shows what was asked for. The analyser that made the tokens of the index cuts the text here too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.records.search import ParagraphRow
from index.analysis import HOLE, Analyser, Token
from index.edits import edits
from index.encode import searchable
from index.query.planner import Mark
from index.rows import cited_ids


def highlights(row: ParagraphRow, marks: Iterable[Mark], analyser: Analyser) -> tuple[tuple[int, int], ...]:
    """Code points of `row.text`, half open, in order, not overlapping. Stretches that touch are one."""
    tokens: list[Token] | None = None
    spans: list[tuple[int, int]] = []
    for mark in marks:
        if mark.kind == "ids":
            wanted = set(mark.tokens)
            spans.extend((link.start, link.end) for link in row.links if wanted & set(cited_ids([link])))
        elif row.lang in mark.langs:
            if tokens is None:
                tokens = analyser.tokens(searchable(row.text, row.marks), row.lang)
            spans.extend(_found(mark, tokens))
    return _merged(spans)


def _found(mark: Mark, tokens: Sequence[Token]) -> Iterable[tuple[int, int]]:
    match mark.kind:
        case "prefix":
            return [(one.start, one.end) for one in tokens if one.exact.startswith(mark.tokens[0])]
        case "fuzzy":
            wanted, most = mark.tokens[0], mark.distance
            return [(one.start, one.end) for one in tokens if edits(one.exact, wanted, most) <= most]
        case "exact":
            forms: list[str | None] = [one.exact for one in tokens]
        case _:
            forms = [one.stem for one in tokens]
    length = len(mark.tokens)
    return [
        (tokens[at].start, tokens[at + length - 1].end)
        for at in range(len(forms) - length + 1)
        if all(wanted in (HOLE, form) for wanted, form in zip(mark.tokens, forms[at : at + length], strict=True))
    ]


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
