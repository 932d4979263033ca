"""Which parts of a document are the text of a treaty: they bear its full name as a heading, and have its articles.

A text that names a treaty, or has articles (a draft, an amending protocol), is not that treaty: the name has to be a heading above
the first article, and at least half of the treaty's articles (`config/treaties.yml`) have to be there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from core.symbols.normalise import fold
from core.treaties import Treaties
from extract.understand.nodes import Node, PartDraft
from extract.understand.parts import nodes_by_part
from extract.understand.wording import Wording

_LEAST = 3
"""Articles from which on a part has articles of its own, and does not quote one."""
_LONGEST = 250
"""Characters of a line that is not set as a heading and can be one all the same: plain text sets none apart."""
_ANNEXED = re.compile(r"(?:annexe?|appendix|appendice)\b[ a-z0-9]{0,6}[.:-]? ?")


class TreatyText(Struct, frozen=True):
    treaty: str
    title: str
    """The heading that names it, as printed."""
    where: str
    """Path of that heading."""


def treaty_texts(
    parts: Sequence[PartDraft], nodes: Sequence[Node], treaties: Treaties, wording: Wording
) -> dict[str, TreatyText]:
    """By part id. Parts that are proposed, or whose headings speak of a draft, are none."""
    found = {}
    by_part = nodes_by_part(nodes)
    for part in parts:
        own = by_part.get(part.id, [])
        first = next((place for place, node in enumerate(own) if node.key is not None), None)
        if first is None or part.force == "proposed":
            continue
        headings = [node for node in own[:first] if _may_head(node)]
        if any(wording.is_draft(node.text) for node in headings):
            continue
        count = len({node.key for node in own if node.key is not None})
        for node in headings:
            treaty = _named(node.text, treaties)
            if treaty is not None and _has_most(treaty, count, treaties):
                found[part.id] = TreatyText(treaty, node.block.printed, node.path)
                break
    return found


def own_articles(nodes: Sequence[Node]) -> dict[str, frozenset[str]]:
    """By part id the keys (`art4`) of the articles that a part itself has, where these are three or more."""
    keys: dict[str, set[str]] = {}
    for node in nodes:
        if node.key is not None:
            keys.setdefault(node.part.id, set()).add(node.key)
    return {part: frozenset(known) for part, known in keys.items() if len(known) >= _LEAST}


def _may_head(node: Node) -> bool:
    if node.kind in ("title", "heading", "masthead"):
        return True
    return node.kind == "body" and len(node.text) <= _LONGEST and not node.text.endswith((".", ",", ";", ":"))


def _named(heading: str, treaties: Treaties) -> str | None:
    """The treaty with whose full name a heading begins; `Annex` and `The` may stand before it."""
    text = _ANNEXED.sub("", fold(heading), count=1).removeprefix("the ").strip(' "*')
    names = [name for name in treaties.full_names if text == name or text.startswith(f"{name} ") or text == f"{name}*"]
    return treaties.full_names[max(names, key=len)] if names else None


def _has_most(treaty: str, count: int, treaties: Treaties) -> bool:
    articles = treaties.rows[treaty].articles
    return articles is not None and count >= _LEAST and articles.last <= 2 * count and count <= 2 * articles.last


__all__ = ["TreatyText", "own_articles", "treaty_texts"]
