"""Which of several headings before the text is its title."""

from __future__ import annotations

from collections.abc import Sequence

from extract.understand.blocks import Block
from extract.understand.decision_headings import begins_numbered
from extract.understand.nodes import Node
from extract.understand.wording import Wording


def outdone(nodes: Sequence[Node], block: Block, upcoming: Sequence[Block], wording: Wording) -> Node | None:
    """The title so far, where the heading `block` of the main part is the title instead.

    The line in capitals is the title, what stands before it the chapter that it belongs to, and perhaps one below that
    where paragraph 1 follows at once. Nor is `DRAFT RESOLUTION 8.1` the title where one comes after it.
    """
    above: list[Node] = []
    for node in reversed(nodes):
        if node.kind not in ("title", "heading") or node.part.id != "main" or node.label is not None:
            break
        above.append(node)
    title = next((node for node in above if node.kind == "title"), None)
    if title is None:
        return None
    alone = above[0] is title
    begins = bool(upcoming) and begins_numbered(upcoming[0])
    capitals = block.caps and block.label is None and not any(node.block.caps for node in above)
    if (capitals and (alone or begins)) or (alone and wording.only_numbers(title.text)):
        return title
    return None
