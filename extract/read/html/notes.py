"""Footnotes of HTML: raised links into the page, and the blocks they lead to."""

from __future__ import annotations

import re
from typing import Any

from extract.read.html.elements import BLOCKS

_LABEL = re.compile(r"\s*[\[(]?\s*([0-9]{1,3}|[a-z]|\*{1,3}|[ivx]{1,5})\s*[\])]?\s*")


def note_label(text: str) -> str | None:
    """The label in the text of a call (`1`, `[12]`, `(a)`, `*`)."""
    match = _LABEL.fullmatch(text)
    return match[1] if match else None


def find_notes(root: Any) -> tuple[dict[Any, str], dict[Any, str]]:
    """Calls (elements `a`) and note blocks, each with the label.

    A call leads forward, to a block further down; the link back from the note leads up and is no call.
    """
    order: dict[Any, int] = {}
    targets: dict[str, Any] = {}
    links: list[Any] = []
    for position, element in enumerate(root.iter()):
        if not isinstance(element.tag, str):
            continue
        order[element] = position
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                targets.setdefault(name, element)
        if element.tag == "a" and element.get("href", "").startswith("#"):
            links.append(element)
    calls: dict[Any, str] = {}
    blocks: dict[Any, str] = {}
    for link in links:
        target = targets.get(link.get("href")[1:])
        label = note_label("".join(link.itertext()))
        if target is None or label is None or order[target] <= order[link] or not _is_raised(link):
            continue
        block = target
        while block is not None and block.tag not in BLOCKS:
            block = block.getparent()
        if block is not None and block.tag not in {"body", "html"} and order[block] > order[link]:
            calls[link] = label
            blocks.setdefault(block, label)
    return calls, blocks


def _is_raised(link: Any) -> bool:
    around = (link, link.getparent())
    return (
        any(element is not None and element.tag == "sup" for element in around)
        or link.find(".//sup") is not None
        or "footnote" in (link.get("class", "") + link.get("role", "") + link.get("rel", "")).lower()
        or "noteref" in link.get("role", "").lower()
    )
