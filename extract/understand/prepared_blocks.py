"""Blocks as the walk over them takes them: formulas whole, lists that lost their line breaks parted, labels before their text."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extract.understand.blocks import Block, Call
from extract.understand.cleaning import Stretch
from extract.understand.labels import opened
from extract.understand.run_in import split_run_in
from extract.understand.wording import Wording


def prepared(blocks: Sequence[Block], wording: Wording) -> list[Block]:
    return [_labelled_inside(piece) for block in _whole_formulas(blocks, wording) for piece in _pieces(block)]


def label_as_text(block: Block) -> Block:
    """The label becomes the beginning of the text again."""
    by = len(block.printed) - len(block.text)
    return msgspec.structs.replace(
        block,
        text=block.printed,
        label=None,
        stretches=tuple(Stretch(s.start + by, s.end + by, s.style) for s in block.stretches),
        calls=tuple(Call(call.at + by, call.label) for call in block.calls),
    )


def _pieces(block: Block) -> list[Block]:
    return [block] if block.is_table or block.is_footnote else list(split_run_in(block))


def _labelled_inside(block: Block) -> Block:
    """`[2. Decides …]`, `“(b) …`: the mark belongs to the text, the label stands before it."""
    found = opened(block.text) if block.label is None and not (block.is_table or block.is_footnote) else None
    if found is None:
        return block
    mark, label = found
    rest = block.text[label.end :].lstrip()
    by = len(block.text) - len(rest) - len(mark)
    return msgspec.structs.replace(
        block,
        label=label,
        text=f"{mark}{rest}",
        stretches=tuple(Stretch(max(s.start - by, 0), s.end - by, s.style) for s in block.stretches if s.end > by),
        calls=tuple(Call(max(call.at - by, 0), call.label) for call in block.calls),
    )


def _whole_formulas(blocks: Sequence[Block], wording: Wording) -> list[Block]:
    """Joins an enacting formula that is printed on two lines: the first ends in an article or a preposition."""
    done: list[Block] = []
    for block in blocks:
        last = done[-1] if done else None
        if (
            last is not None
            and last.label is None
            and block.label is None
            and (_whole_formula(last.text, block.text, wording) or _whole_plenary(last.text, block.text, wording))
        ):
            done[-1] = msgspec.structs.replace(last, text=f"{last.text} {block.text}", last_page=block.last_page)
        else:
            done.append(block)
    return done


def _whole_formula(text: str, more: str, wording: Wording) -> bool:
    return wording.opens_with_body(text) and wording.left_open(text) and wording.is_enacting(f"{text} {more}")


def _whole_plenary(text: str, more: str, wording: Wording) -> bool:
    """`9th plenary meeting`, and its date in the next line."""
    return len(more) < 40 and wording.is_plenary(text) and wording.is_dated_plenary(f"{text} {more}")
