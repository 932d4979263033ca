"""Parts of a document with a legal life of their own: annexes, draft decisions, quoted decisions; and the force of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.records.document import Force, Part, PartKind
from extract.understand.nodes import Node, PartDraft
from extract.understand.wording import Wording


class Parts:
    """The parts in the order of the text. Ids are unique: a second `annex1` is `annex1~2`."""

    def __init__(self) -> None:
        self.main = PartDraft("main", "main")
        self.all = [self.main]

    def annex(self, kind: str, number: str | None, printed: str, outer: PartDraft) -> PartDraft:
        """An annex belongs to the decision of a report that it follows, else to the main part; an appendix to the annex."""
        if kind == "appendix" and outer.kind == "annex" and outer.id.split("/")[-1].startswith("annex"):
            inside = outer
        else:
            inside = next((part for part in _upwards(outer) if part.contained), self.main)
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

    def contained(self, kind: PartKind, number: str, canonical: str) -> PartDraft:
        """A decision or resolution of its own in a report."""
        part = PartDraft(self._free(number), kind, label=number, outer=self.main, canonical=canonical, contained=True)
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


def _upwards(part: PartDraft | None) -> Iterator[PartDraft]:
    while part is not None:
        yield part
        part = part.outer


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
            says_so = any(
                node.kind == "adoption" or wording.is_adoption(node.text) for node in own if node.kind != "body"
            )
            if any(other.contained for other in parts):
                # A report is none of what it reports; its decisions are adopted where it says so.
                for other in parts:
                    other.force = "adopted" if other.contained and says_so else other.force
                continue
            stated = adopted or says_so
            part.force = (
                "proposed" if draft and any(n.kind == "enacting" for n in own) else "adopted" if stated else "none"
            )
        elif part.contained:
            part.title = first[1] if len(first) > 1 else None
        elif part.kind == "annex":
            part.title = part.title or (first[1] if len(first) > 1 else None)
            above = (part.outer or parts[0]).force
            if draft or (above != "adopted" and any(node.kind == "enacting" for node in own)):
                part.force = "proposed"
            else:
                part.force = above
        elif part.kind == "decision" and part.force == "none":
            part.force = (part.outer or parts[0]).force


def records(parts: Sequence[PartDraft], languages: dict[str, str]) -> tuple[Part, ...]:
    return tuple(
        Part(
            id=part.id, kind=part.kind, label=part.label, title=part.title, canonical=part.canonical, force=part.force,
            lang=languages.get(part.id),
        )
        for part in parts
    )  # fmt: skip
