"""Numbers run into the titles of a list: `Resolution 7.9 Title, Resolution 8.11 Title and Resolution 11.11 Title 10.25 Title`.

Where a redline has lost its marks, a struck number stands between two titles without type word, comma or verb. It is read as one
more member where at least three members with type word and title stand before it in the same sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.symbols.forms import Found
from core.symbols.lists import Item, number_at
from core.symbols.passage import Passage

_MEMBERS = 3
_TITLE = re.compile(
    r" (?!(?:on|of|and|or|in|to|by|at|for|from|was|is|as|which|that|the|sur|de|du|des|et|ou|a|au|aux|en|par|qui|que|est|le|la|"
    r"les)\b)[a-z]"
)
_REACH = 200  # characters of a title that are looked at
_BETWEEN_WORDS = re.compile(r"(?<=[a-z]) (?=[0-9])")
_PLACE = frozenset(
    {
        "table", "tableau", "figure", "fig", "section", "point", "item", "paragraph", "paragraphe", "para", "annex", "annexe",
        "chapter", "chapitre", "page", "version", "article", "target", "cible", "objectif", "goal", "indicator", "indicateur",
        "box", "encadre", "about", "some", "environ", "than", "que", "over", "under", "plus", "moins",
    }
)  # fmt: skip


def run_in(passage: Passage, items: Sequence[tuple[str, Item]]) -> Iterator[Item]:
    """Members without type word behind the last of three or more titled ones; `items` with their kinds, in order."""
    before: list[Item] = []
    for index, (kind, item) in enumerate(items):
        if not _titled(passage, item):
            before = []
            continue
        if before and not _continues(passage, before[-1], item):
            before = []
        before.append(item)
        if len(before) < _MEMBERS:
            continue
        limit = items[index + 1][1].start if index + 1 < len(items) else len(passage.view)
        for found in _numbers_in_title(passage, kind, item, limit):
            yield Item(
                start=found.start, end=found.end, found=found, head=item.head, bare_end=found.end, tail=found.end
            )


def _titled(passage: Passage, item: Item) -> bool:
    return item.start == item.head and item.end == item.tail and _TITLE.match(passage.view.text, item.end) is not None


def _continues(passage: Passage, before: Item, item: Item) -> bool:
    return item.found.form is before.found.form and item.start < passage.sentence(before.start)[1]


def _numbers_in_title(passage: Passage, kind: str, item: Item, limit: int) -> Iterator[Found]:
    text = passage.view.text
    end = min(limit, item.end + _REACH, passage.sentence(item.start)[1])
    for gap in _BETWEEN_WORDS.finditer(text, item.end, end):
        word = re.split(r"[ ']", text[max(0, gap.start() - 20) : gap.start()])[-1]
        found = number_at(passage, kind, gap.end())
        if found is not None and found.form is item.found.form and word not in _PLACE and _TITLE.match(text, found.end):
            yield found
