"""Parts of a document with a legal life of their own: annexes, draft decisions, quoted decisions; and the force of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.records.document import Force, Part
from extract.understand.nodes import Node, PartDraft
from extract.understand.wording import Wording


class Parts:
    """The parts in the order of the text. Ids are unique: a second `annex1` is `annex1~2`."""

    def __init__(self) -> None:
        self.main = PartDraft("main", "main")
        self.all = [self.main]

    def annex(self, kind: str, number: str | None, printed: str, outer: PartDraft) -> PartDraft:
        """An annex belongs to the main part; an appendix to the annex that it follows."""
        inside = outer if kind == "appendix" and outer.kind == "annex" and outer.id.startswith("annex") else self.main
        prefix = "" if inside is self.main else f"{inside.id}/"
        part = PartDraft(self._free(f"{prefix}{kind}{number or ''}"), "annex", label=printed, outer=inside)
        self.all.append(part)
        return part

    def decision(self, number: str, outer: PartDraft, force: Force) -> PartDraft:
        prefix = "" if outer is self.main else f"{outer.id}/"
        part = PartDraft(
            self._free(f"{prefix}{number}"), "decision", label=number, outer=outer, force=force, number=number
        )
        self.all.append(part)
        return part

    def quotation(self, number: str | None, outer: PartDraft) -> PartDraft:
        count = 1 + sum(part.kind == "quotation" for part in self.all)
        part = PartDraft(f"quote{count}", "quotation", label=number, outer=outer, force="quoted", number=number)
        self.all.append(part)
        return part

    def _free(self, wanted: str) -> str:
        wanted = re.sub(r"\s+", "", wanted)
        known = {part.id for part in self.all}
        found, number = wanted, 2
        while found in known:
            found, number = f"{wanted}~{number}", number + 1
        return found


def settle(parts: Sequence[PartDraft], nodes: Sequence[Node], wording: Wording, *, adopted: bool) -> None:
    """Titles and force of the parts. `adopted`: the document is named as a resolution or decision of its body.

    Only a text that says so is adopted: by its symbol or its adoption line, and by no word of being a draft.
    """
    for part in parts:
        own = [node for node in nodes if node.part is part]
        headings = [node for node in own if node.kind in ("heading", "title")]
        first = [node.text for node in headings[:4]]
        draft = any(wording.is_draft(text) for text in first)
        if part.kind == "main":
            part.title = next((node.text for node in own if node.kind == "title"), None)
            stated = adopted or any(node.kind == "adoption" for node in own)
            part.force = (
                "proposed" if draft and any(n.kind == "enacting" for n in own) else "adopted" if stated else "none"
            )
        elif part.kind == "annex":
            part.title = part.title or (first[1] if len(first) > 1 else None)
            main = parts[0].force
            if draft or (main != "adopted" and any(node.kind == "enacting" for node in own)):
                part.force = "proposed"
            else:
                part.force = part.outer.force if part.outer is not None and part.outer.force != "none" else main
        elif part.kind == "decision" and part.force == "none" and part.outer is not None:
            part.force = part.outer.force


def records(parts: Sequence[PartDraft], languages: dict[str, str]) -> tuple[Part, ...]:
    return tuple(
        Part(
            id=part.id, kind=part.kind, label=part.label, title=part.title, canonical=part.canonical, force=part.force,
            lang=languages.get(part.id),
        )
        for part in parts
    )  # fmt: skip
