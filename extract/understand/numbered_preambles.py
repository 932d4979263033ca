"""Preambles whose paragraphs have numbers."""

from __future__ import annotations

from collections.abc import Sequence

from extract.understand.nodes import Node
from extract.understand.wording import Wording


def number_preambles(nodes: Sequence[Node], wording: Wording) -> None:
    """Some bodies number all paragraphs through: those before the enacting formula are the preamble."""
    numbered: dict[str, list[Node]] = {}
    for node in nodes:
        if node.kind in ("paragraph", "operative") and node.series is not None and node.series.form == "number":
            numbered.setdefault(node.part.id, []).append(node)
        elif node.kind == "enacting":
            before = numbered.pop(node.part.id, [])
            if 2 * sum(wording.is_preambular(one.text) for one in before) >= len(before):
                for one in before:
                    one.kind = "preambular"
