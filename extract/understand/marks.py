"""Marks of a segment: amendments, links, footnote calls, emphasis, undecided text in square brackets."""

from __future__ import annotations

from collections.abc import Iterator

from core.amendments import PARAGRAPH_END
from core.records.document import Mark, MarkKind
from core.records.pages import Span
from extract.understand.blocks import Block

# A text of which more than this share is set off by type is not emphasised, it is set that way.
_MOST_EMPHASIS = 0.9


def marks(block: Block, *, amending: bool = False, plain: bool = False) -> tuple[Mark, ...]:
    """In the order of the text; stretches of one kind with only blanks between them are one.

    `amending`: what is underlined is inserted, what is struck out is deleted. `plain`: a heading, whose type says nothing more.
    """
    found = [
        *_styled(block, amending=amending, plain=plain),
        *_paragraph_ends(block),
        *_calls(block),
        *_brackets(block.text),
    ]
    return tuple(sorted(found, key=lambda mark: (mark.start, mark.end, mark.kind)))


def _styled(block: Block, *, amending: bool, plain: bool) -> Iterator[Mark]:
    open_marks: dict[tuple[MarkKind, str | None], Mark] = {}
    done: list[Mark] = []
    length = len(block.text)
    for stretch in sorted(block.stretches, key=lambda one: (one.start, one.end)):
        start, end = _trimmed(block.text, stretch.start, min(stretch.end, length))
        if start >= end:
            continue
        for key in _kinds(stretch.style, amending=amending):
            last = open_marks.get(key)
            if last is not None and not block.text[last.end : start].strip(" "):
                start_of, end_of = last.start, max(end, last.end)
            else:
                start_of, end_of = start, end
                if last is not None:
                    done.append(last)
            open_marks[key] = Mark(start=start_of, end=end_of, kind=key[0], target=key[1])
    done += open_marks.values()
    emphasised = sum(mark.end - mark.start for mark in done if mark.kind == "emphasis")
    without = plain or emphasised > _MOST_EMPHASIS * length
    return (mark for mark in done if not (without and mark.kind == "emphasis"))


def _kinds(style: Span, *, amending: bool) -> Iterator[tuple[MarkKind, str | None]]:
    deleted = style.deleted or (amending and style.strike)
    inserted = style.inserted or (amending and style.underline and not style.link and not deleted)
    if style.link:
        yield "link", style.link
    if inserted:
        yield "inserted", None
    if deleted:
        yield "deleted", None
    if style.italic or style.bold or (style.underline and not style.link and not amending and not inserted):
        yield "emphasis", None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t":
        start += 1
    while start < end and text[end - 1] in " \t":
        end -= 1
    return start, end


def _paragraph_ends(block: Block) -> Iterator[Mark]:
    """Ends of paragraphs that tracked changes inserted or deleted: they have a place and no letter."""
    for stretch in block.stretches:
        if stretch.start == stretch.end and stretch.style.note is None:
            at = min(stretch.start, len(block.text))
            if stretch.style.deleted:
                yield Mark(start=at, end=at, kind="deleted", target=PARAGRAPH_END)
            elif stretch.style.inserted:
                yield Mark(start=at, end=at, kind="inserted", target=PARAGRAPH_END)


def _calls(block: Block) -> Iterator[Mark]:
    length = len(block.text)
    for call in block.calls:
        yield Mark(start=min(call.at, length), end=min(call.at, length), kind="note_call", target=call.label)


def _brackets(text: str) -> Iterator[Mark]:
    """Square brackets, the inner ones as well; those that stand open in this paragraph mark nothing."""
    if "[" not in text:
        return
    opened: list[int] = []
    for at, letter in enumerate(text):
        if letter == "[":
            opened.append(at)
        elif letter == "]" and opened:
            yield Mark(start=opened.pop(), end=at + 1, kind="bracketed")
