"""Numbered lines that are headings though no type sets them apart: `I. Definitions`, `B. Registry`, `2. Oil` over paragraphs.

In plain text a heading and a short item look alike. What tells them apart is what stands around: the members of a list follow one
another, headings have text between them; and the numbers of the paragraphs run on over a heading's own number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.understand.blocks import Block
from extract.understand.labels import Form
from extract.understand.wording import Wording

_LONGEST = 160
_SENTENCE_END = re.compile(r"[.;:,!?][\"”»)\]]*$|…|\.{4}|\s\d{1,3}$")
_FORMS: tuple[Form, ...] = ("ROMAN", "LETTER")


@dataclass(slots=True)
class _Run:
    """Labels of one form and one wrap that follow one another: I., II., III."""

    form: Form
    wrap: str
    last: int = 0
    members: list[int] = field(default_factory=list)
    sentences: int = 0


def list_headings(blocks: Sequence[Block], wording: Wording) -> frozenset[int]:
    """`place` of the blocks that are such headings."""
    text = [block for block in blocks if not (block.is_footnote or block.is_table)]
    titled = [_is_titled(block, wording) for block in text]
    found = (
        _lettered(text, titled) | _over_paragraphs(text, titled) | _over_levels(text, titled) | _over_text(text, titled)
    )
    return frozenset(text[at].place for at in found)


def _is_titled(block: Block, wording: Wording) -> bool:
    text = block.text
    return (
        block.label is not None
        and not block.label.is_bullet
        and block.label.wrap in (".", ")")
        and block.line.label is None
        and 1 < len(text) <= _LONGEST
        and (text[:1].isupper() or text[:1].isdigit())
        and _SENTENCE_END.search(text) is None
        and not wording.left_open(text)
        and not wording.is_operative(text)
        and not wording.has_preambular_verb(text)
    )


def _lettered(text: Sequence[Block], titled: Sequence[bool]) -> set[int]:
    done: list[_Run] = []
    open_runs: dict[Form, _Run] = {}
    for at, block in enumerate(text):
        label = block.label
        if label is None or not label.has(*_FORMS) or label.suffix:
            continue
        run = _run_of(block, open_runs)
        if run is None:
            continue
        if run.last == 1:
            done.append(run)
            if run.form == "ROMAN":
                open_runs.pop("LETTER", None)
        run.members.append(at)
        run.sentences += not titled[at]
    return {at for run in done if _heads(run, text, titled) for at in run.members if titled[at]}


def _run_of(block: Block, open_runs: dict[Form, _Run]) -> _Run | None:
    label = block.label
    if label is None:
        return None
    readings = [reading for reading in label.readings if reading.form in _FORMS]
    for reading in readings:
        run = open_runs.get(reading.form)
        if run is not None and run.wrap == label.wrap and reading.value == run.last + 1:
            run.last = reading.value
            return run
    first = next((reading for reading in readings if reading.value == 1), None)
    if first is None:
        return None
    run = open_runs[first.form] = _Run(first.form, label.wrap, last=1)
    return run


def _heads(run: _Run, text: Sequence[Block], titled: Sequence[bool]) -> bool:
    """Whether there is text below most of the members, which are titles and no sentences."""
    if run.sentences > len(run.members) / 4:
        return False
    above = [at for at, following in zip(run.members, [*run.members[1:], len(text)], strict=True)
             if any(not titled[between] for between in range(at + 1, following))]  # fmt: skip
    if len(run.members) == 1:
        following = text[run.members[0] + 1].label if run.members[0] + 1 < len(text) else None
        return following is not None and following.has("number")
    inner = [at for at in above if at != run.members[-1]]
    return 2 * len(inner) >= len(run.members) - 1 > 0 and len(inner) > 0


def _over_paragraphs(text: Sequence[Block], titled: Sequence[bool]) -> set[int]:
    """`2. Oil` between paragraph 4 and paragraph 5."""
    found: set[int] = set()
    numbered = [at for at, block in enumerate(text) if _number(block) is not None]
    before: int | None = None  # the last paragraph that is no such heading
    for place, at in enumerate(numbered):
        above, before = before, at
        if not titled[at] or (at and text[at - 1].text.rstrip(" ”»").endswith(":")):
            continue
        after = numbered[place + 1] if place + 1 < len(numbered) else None
        if after is None or titled[after] or not all(_may_head(text[one]) for one in range(at + 1, after)):
            continue
        last = _number(text[above]) if above is not None else 0
        following = numbered[place + 2] if place + 2 < len(numbered) else None
        own = _number(text[at])
        if last is None or own is None or own > max(last, 1) or _number(text[after]) != last + 1:
            continue
        if last or (following is not None and _number(text[following]) == 2 and not titled[following]):
            found.add(at)
            before = above
    return found


def _may_head(block: Block) -> bool:
    """Another heading, without a number, between a heading and its paragraphs."""
    return block.label is None and len(block.text) <= _LONGEST and _SENTENCE_END.search(block.text) is None


def _over_levels(text: Sequence[Block], titled: Sequence[bool]) -> set[int]:
    """`2. Lamps` right above `2.1`."""
    found: set[int] = set()
    for at, following in enumerate(text[1:]):
        label, below = text[at].label, following.label
        if titled[at] and label is not None and below is not None and below.key.startswith(f"{label.key}.1"):
            found.add(at)
    return found


def _over_text(text: Sequence[Block], titled: Sequence[bool]) -> set[int]:
    """`1. Introduction`, `2. Scope`, each above sentences without numbers."""
    found: set[int] = set()
    run: list[int] = []
    for at, block in enumerate([*text, None]):
        number = _number(block) if block is not None else 1
        if number is None:
            continue
        if run and number == len(run) + 1 and titled[at]:
            run.append(at)
            continue
        if len(run) > 1 and all(_above_sentence(text, one) for one in run):
            found.update(run)
        run = [at] if number == 1 and block is not None and titled[at] else []
    return found


def _above_sentence(text: Sequence[Block], at: int) -> bool:
    below = text[at + 1] if at + 1 < len(text) else None
    return below is not None and below.label is None and below.text.endswith((".", ":", ";"))


def _number(block: Block) -> int | None:
    label = block.label
    if label is None or label.suffix or label.wrap != ".":
        return None
    return next((reading.value for reading in label.readings if reading.form == "number"), None)
