"""Parts of a document with a legal life of their own: annexes, draft decisions, quoted decisions; and the force of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from core.records.document import Force, Part, PartKind
from extract.understand.cleaning import fold
from extract.understand.labels import roman_value
from extract.understand.nodes import Node, PartDraft
from extract.understand.wording import Wording

_LONGEST_TITLE = 300
_REMARK = re.compile(r"\[[^\[\]]{1,40}\]|\([^()]{1,40}\)")  # `[English only]` below the heading of an annex


class Parts:
    """The parts in the order of the text. Ids are unique: a second `annex1` is `annex1~2`."""

    def __init__(self) -> None:
        self.main = PartDraft("main", "main")
        self.all = [self.main]
        self._ids = {self.main.id}
        self._again: Counter[str] = Counter()
        self._quotations = 0

    def annex(
        self, kind: str, number: str | None, printed: str, outer: PartDraft, decision: PartDraft | None = None
    ) -> PartDraft:
        """An annex belongs to the decision of a report that it follows, else to the main part; an appendix to the annex.

        `Annex II` after the decisions of `Annex I` is the report's, where the last decision has no Annex I of its own.
        `decision` is the part with the decision that the heading of the annex names.
        """
        annex = next(
            (part for part in _upwards(outer) if part.kind == "annex" and _last(part.id).startswith("annex")), None
        )
        if decision is not None:
            inside = decision
        elif kind == "appendix" and annex is not None:
            inside = annex
        else:
            inside = next((part for part in _upwards(outer) if part.contained), self.main)
            if inside.contained and self._follows_holder(inside, number):
                inside = self.main
        prefix = "" if inside is self.main else f"{inside.id}/"
        part = PartDraft(
            self._free(f"{prefix}{kind}{number or ''}"), "annex", label=printed, outer=inside, number=number
        )
        self.all.append(part)
        return part

    def _follows_holder(self, decision: PartDraft, number: str | None) -> bool:
        value = _value(number)
        holder = _value(decision.holder.number) if decision.holder is not None else None
        if value is None or holder is None or value != holder + 1:
            return False
        return not any(part.outer is decision and _value(part.number) == holder for part in self.all)

    def decision(self, number: str, outer: PartDraft, force: Force) -> PartDraft:
        prefix = "" if outer is self.main else f"{outer.id}/"
        part = PartDraft(
            self._free(f"{prefix}{number}"), "decision", label=number, outer=outer, force=force, number=number
        )
        self.all.append(part)
        return part

    def contained(self, kind: PartKind, canonical: str, title: str | None, at: PartDraft) -> PartDraft:
        """A decision or resolution of its own in a report; `at` is the part in which its heading stands."""
        number = canonical.split("/", 2)[2]
        part = PartDraft(
            self._free(number), kind, label=number, title=title, outer=self.main, canonical=canonical, contained=True,
            holder=_holder(at),
        )  # fmt: skip
        self.all.append(part)
        return part

    def unnamed(self, printed: str, at: PartDraft) -> PartDraft:
        """A decision of which only the number is known, and not the treaty."""
        number = next((word for word in printed.split() if re.search(r"\d|[IVXL]/", word)), printed)
        kind: PartKind = "resolution" if "resolu" in fold(printed) else "decision"
        part = PartDraft(
            self._free(number),
            kind,
            label=printed,
            outer=self.main,
            contained=True,
            holder=_holder(at),
            number=number,
        )
        self.all.append(part)
        return part

    def draft(self, at: PartDraft) -> PartDraft:
        """A draft without a number, below the decision or in the annex that holds it; `at` is where its heading stands."""
        holder = _holder(at)
        decision = next((part for part in _upwards(at) if part.contained and part.label), None)
        outer = decision or holder or self.main
        prefix = "" if outer is self.main else f"{outer.id}/"
        count = 1 + sum(part.contained and part.label is None and part.outer is outer for part in self.all)
        part = PartDraft(
            self._free(f"{prefix}draft{count}"),
            "decision",
            outer=outer,
            force="proposed",
            contained=True,
            holder=holder,
        )
        self.all.append(part)
        return part

    def quotation(self, number: str | None, outer: PartDraft) -> PartDraft:
        self._quotations += 1
        part = PartDraft(
            f"quote{self._quotations}", "quotation", label=number, outer=outer, force="quoted", number=number
        )
        self.all.append(part)
        return part

    def _free(self, wanted: str) -> str:
        wanted = re.sub(r"\s+", "", wanted)
        found = wanted
        while found in self._ids:
            self._again[wanted] += 1
            found = f"{wanted}~{self._again[wanted] + 1}"
        self._ids.add(found)
        return found


def _upwards(part: PartDraft | None) -> Iterator[PartDraft]:
    while part is not None:
        yield part
        part = part.outer


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _holder(part: PartDraft) -> PartDraft | None:
    """The annex of a report or paper in which a decision stands."""
    for one in _upwards(part):
        if one.contained:
            return one.holder
    return part if part.kind == "annex" else None


def _value(number: str | None) -> int | None:
    if number is None:
        return None
    if number.isdigit():
        return int(number)
    return roman_value(number) or (ord(number.lower()) - ord("a") + 1 if len(number) == 1 else None)


def settle(
    parts: Sequence[PartDraft], nodes: Sequence[Node], wording: Wording, *, adopted: bool, limited: bool = False
) -> None:
    """Titles and force of the parts.

    `adopted`: the document is named as a resolution or decision of its body; `limited`: its symbol is that of a paper in
    session, which holds drafts.

    Only a text that says so is adopted: by its symbol or its adoption line, and by no word of being a draft.
    """
    contained = _Container(nodes, wording, limited=limited)
    by_part = nodes_by_part(nodes)
    for part in parts:
        own = by_part.get(part.id, [])
        headings = [node for node in own if node.kind in ("heading", "title")]
        first = [node.text for node in headings[:4]]
        draft = any(wording.is_draft(text) for text in first)
        if part.contained:
            draft = any(wording.is_draft(text) for text in first[:1])  # a title may speak of drafts
        if part.kind == "main":
            part.title = next((node.text for node in own if node.kind == "title"), None)
            if any(other.contained and other.label for other in parts):
                continue  # a report is none of what it reports
            stated = adopted or contained.says_so
            part.force = (
                "proposed" if draft and any(n.kind == "enacting" for n in own) else "adopted" if stated else "none"
            )
        elif part.contained:
            part.title = part.title or next((text for text in first[1:] if _REMARK.fullmatch(text) is None), None)
            part.force = "proposed" if draft or part.force == "proposed" else contained.force(part)
        elif part.kind == "annex":
            part.title = part.title or next((text for text in first[1:] if _REMARK.fullmatch(text) is None), None)
            above = (part.outer or parts[0]).force
            if draft or (above != "adopted" and any(node.kind == "enacting" for node in own)):
                part.force = "proposed"
            else:
                part.force = above
        elif part.kind == "decision" and part.force == "none":
            outer = part.outer or parts[0]
            part.force = contained.force_of_annex(outer) if outer.force == "none" else outer.force


def nodes_by_part(nodes: Sequence[Node]) -> dict[str, list[Node]]:
    """In their order, by id of the part."""
    found: dict[str, list[Node]] = {}
    for node in nodes:
        found.setdefault(node.part.id, []).append(node)
    return found


class _Container:
    """What a document that holds decisions is: a report of the meeting that took them, a paper with drafts, one that quotes."""

    def __init__(self, nodes: Sequence[Node], wording: Wording, *, limited: bool) -> None:
        self._wording = wording
        main = [node for node in nodes if node.part.kind == "main"]
        self.says_so = any(
            node.kind == "adoption" or wording.is_adoption(node.text) for node in main if node.kind != "body"
        )
        self._limited = limited
        self._about = [
            node.text for node in main
            if node.kind in ("title", "heading", "masthead") or (node.kind == "body" and len(node.text) < _LONGEST_TITLE)
        ]  # fmt: skip
        self._argues = any(node.kind == "paragraph" for node in main)
        self._headings: dict[str, list[str]] = {}
        for node in nodes:
            if node.kind in ("heading", "adoption") and node.part.kind == "annex":
                self._headings.setdefault(node.part.id, []).append(node.text)

    def force_of_annex(self, annex: PartDraft) -> Force:
        """Of the decisions in an annex: it says that they were adopted, or that they are drafts, or nothing."""
        above = self._headings.get(annex.id, [])
        if self._limited or any(self._wording.is_draft(text) for text in above):
            return "proposed"
        return "adopted" if any(self._is_list_of_adopted(text) for text in above) else "none"

    def _is_list_of_adopted(self, text: str) -> bool:
        return self._wording.is_report(text) or self._wording.is_adoption(text)

    def force(self, part: PartDraft) -> Force:
        """Of a decision with a number of its own, whose headings speak of no draft."""
        above = self._headings.get(part.holder.id, []) if part.holder is not None else []
        reports = any(self._is_list_of_adopted(text) for text in above)
        if self._limited or any(self._wording.is_draft(text) for text in above):
            return "proposed"
        if self.says_so or reports or any(self._wording.is_report(text) for text in self._about):
            return "adopted"
        if any(self._wording.is_draft(text) for text in self._about):
            return "proposed"
        return "quoted" if self._argues else "adopted"  # numbers are given to what is adopted


def records(parts: Sequence[PartDraft], languages: dict[str, str]) -> tuple[Part, ...]:
    return tuple(
        Part(
            id=part.id, kind=part.kind, label=part.label, title=part.title, canonical=part.canonical, force=part.force,
            lang=languages.get(part.id),
        )
        for part in parts
    )  # fmt: skip
