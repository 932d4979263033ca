"""Blocks to nodes: which kind each is, in which part and below what it stands.

One walk over the blocks. What decides is, in this order: what the format declares (footnote, table row, heading), turns of
phrase that open or close something (annex, enacting formula, addressee line, adoption line, note), the label, the verb form
of the first word, and at last the look of a heading. Nothing is dropped: what is none of these is `body`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.records.document import SegmentKind
from extract.understand.blocks import Block
from extract.understand.cleaning import fold
from extract.understand.decision_headings import (
    DecisionHeading,
    begins_numbered,
    decision_heading,
    opens_decision,
    repeated_headings,
)
from extract.understand.headings import Headings
from extract.understand.labels import Label
from extract.understand.list_headings import list_headings
from extract.understand.masthead import SymbolReader
from extract.understand.nodes import Node, PartDraft
from extract.understand.numbered_preambles import number_preambles
from extract.understand.numbering import Outline
from extract.understand.parts import Parts
from extract.understand.prepared_blocks import label_as_text, prepared
from extract.understand.quotations import quotations, quotes_decision
from extract.understand.titles import outdone
from extract.understand.wording import Wording


class Structure:
    def __init__(self, nodes: tuple[Node, ...], parts: tuple[PartDraft, ...]) -> None:
        self.nodes = nodes
        self.parts = parts


def structure(
    blocks: Sequence[Block],
    masthead: frozenset[int],
    wording: Wording,
    symbol_line: SymbolReader = lambda _text: None,
    own: str | None = None,
) -> Structure:
    """`masthead` holds the `place` of the blocks that are masthead; `own` is the document's canonical id, where known.

    A heading that is the symbol of another decision, with an enacting formula soon after, begins a part: reports hold
    many decisions.
    """
    ready = prepared(blocks, wording)
    opens = [opens_decision(block, wording) for block in ready]
    walk = _Walk(wording, Headings(ready, wording), symbol_line, own)
    walk.list_headings = list_headings(ready, wording)
    walk.repeated = repeated_headings(ready, opens, wording)
    walk.quotations = quotations(ready, wording)
    for at, block in enumerate(ready):
        if block.place in masthead:
            walk.add("masthead", block)
        else:
            following = next((other for other in ready[at + 1 : at + 4] if not other.is_footnote), None)
            walk.enacted_soon = any(opens[at + 1 : at + 8])
            walk.upcoming = ready[at + 1 : at + 8]
            walk.take(block, following)
    number_preambles(walk.nodes, wording)
    return Structure(tuple(walk.nodes), tuple(walk.parts.all))


class _Walk:
    def __init__(self, wording: Wording, headings: Headings, symbol_line: SymbolReader, own: str | None) -> None:
        self.enacted_soon = False
        self.upcoming: Sequence[Block] = ()
        self.list_headings: frozenset[int] = frozenset()
        self.repeated: frozenset[int] = frozenset()
        self._bare = "Decision"
        self.quotations: dict[int, int] = {}
        self._quoting: tuple[PartDraft, int] | None = None
        self._symbol_line = symbol_line
        self._own = own
        self._number = own.split("/", 2)[2] if own is not None and own.count("/") > 1 else None
        self._wording = wording
        self._headings = headings
        self.parts = Parts()
        self.nodes: list[Node] = []
        self._part = self.parts.main
        self._outlines: dict[str, Outline] = {}
        self._enacted: set[str] = set()
        self._operative: set[str] = set()
        self._rooted: set[str] = set()
        self._titled = False
        self._lettered: set[int] = set()
        self._last: Node | None = None

    @property
    def _outline(self) -> Outline:
        return self._outlines.setdefault(self._part.id, Outline())

    def add(self, kind: SegmentKind, block: Block, label: Label | None = None) -> Node:
        node = Node(kind, self._part, block, label)
        self.nodes.append(node)
        if kind not in ("masthead", "footnote"):
            self._last = node
        return node

    def take(self, block: Block, following: Block | None) -> None:
        if block.is_footnote:
            self._footnote(block)
            return
        if self._quoting is not None and block.place > self._quoting[1]:
            self._part, self._quoting = self._quoting[0].outer or self.parts.main, None
        if self._quoting is None and block.place in self.quotations:
            self._part = self.parts.quotation(None, self._part)
            self._quoting = (self._part, self.quotations[block.place])
        if block.is_table:
            self._outline.plain(self.add("table", block))
        elif not (self._special(block) or self._labelled(block, following)):
            self._unlabelled(self._with_label(block), following)

    def _footnote(self, block: Block) -> None:
        """A footnote belongs to the part that calls it, wherever the format keeps its text."""
        node = self.add("footnote", block, block.label)
        for caller in reversed(self.nodes):
            if any(call.label == block.note for call in caller.block.calls):
                node.part = caller.part
                return

    # turns of phrase

    def _special(self, block: Block) -> bool:
        wording, text = self._wording, block.text
        if block.label is None and (found := wording.annex(text)) is not None and self._annex(block, *found):
            return True
        if self._is_addressee(block):
            self._addressee(block)
            return True
        if block.label is not None and block.label.has("draft"):
            self._decision(block)
            return True
        if block.label is not None:
            return False
        if wording.is_enacting(text) and not block.line.heading:
            if self._recommends_draft():
                self._part = self.parts.draft(self._part)
            self._leave_decision()
            self._outline.plain(self.add("enacting", block))
            self._enacted.add(self._part.id)
            self._operative.discard(self._part.id)
            return True
        if self._part.id not in self._operative and wording.is_adoption(text):
            self.add("adoption", block)
            self._enacted.add(self._part.id)
            if not self._part.contained:
                self._bare = "Resolution" if "resolu" in fold(text) else self._bare
            return True
        if wording.is_plenary(text):
            node = self.add("adoption", block)  # printed after the annex too, it is the decision's
            node.part = next(
                (part for part in self._part.line if part.kind != "annex" and part.force != "proposed"), node.part
            )
            return True
        before = self._part.id not in self._enacted or (self._last is not None and self._last.kind == "note")
        if wording.is_note(text) or (before and wording.is_amendment_note(text)):
            self._outline.plain(self.add("note", block))
            return True
        return self._article(block)

    def _annex(self, block: Block, kind: str, number: str | None, rest: str) -> bool:
        if self._part.label is not None and self._part.kind == "annex" and _same(self._part.label, f"{block.text}"):
            self._outline.heading(self.add("heading", block))  # printed again at the head of a page
            return True
        if rest and not (
            block.line.gap or block.line.whole or block.line.heading is not None or block.line.box is not None
        ):
            return False
        printed = block.text.removesuffix(rest).strip(" :.–—-") if rest else block.text
        decision = None
        if self._wording.annexed_to_decision(block.text):
            decision = next((part for part in self._part.line if part.id in self._enacted), None)
        self._part = self.parts.annex(kind, number, printed, self._part, decision)
        self._part.title = rest or None
        self._outline.heading(self.add("heading", block), restart=False)
        return True

    def _is_addressee(self, block: Block) -> bool:
        label = block.label
        return self._wording.is_addressee(block.text) and (label is None or label.has("levels", "draft", "number"))

    def _addressee(self, block: Block) -> None:
        label = block.label
        quoting = self._last is not None and self._last.is_chapeau and self._last.kind in ("paragraph", "body", "item")
        next_label = self.upcoming[0].label if self.upcoming else None
        if label is None and next_label is not None and self._quotes_decision(next_label):
            self._leave_decision()
            self._part = self.parts.quotation(next_label.key, self._part)
        if label is not None and label.has("levels"):
            self._leave_decision()
            if quoting or (self._part.kind == "main" and self._outline.is_numbered):
                self._part = self.parts.quotation(label.key, self._part)
            else:
                self._part = self.parts.decision(label.key, self._part, "none")
            self._enacted.add(self._part.id)
        elif self._part.kind == "decision":
            self._leave_decision()
        self.add("addressee", block, label)
        if self._part.kind != "annex" and not (self._part.kind == "main" and self._outline.is_numbered):
            self._enacted.add(self._part.id)

    def _quotes_decision(self, label: Label) -> bool:
        part = self._part
        if part.kind == "main" and not self._outline.is_numbered:
            return False
        return quotes_decision(label, part, self._last, self._wording)

    def _decision(self, block: Block) -> None:
        label = block.label
        if label is None:
            return
        self._leave_decision()
        self._part = self.parts.decision(label.key, self._part, "proposed")
        self._root(block)

    def _root(self, block: Block) -> None:
        """The paragraph that carries the decision which its part is."""
        self._rooted.add(self._part.id)
        self._enacted.add(self._part.id)
        node = self.add("operative", block, block.label)
        node.is_part = True
        self._outline.heading(node, restart=True)

    def _leave_decision(self) -> None:
        quoting = self._quoting[0] if self._quoting is not None else None
        while self._part.kind in ("decision", "quotation") and not self._part.contained:
            if self._part.outer is None or self._part is quoting:
                return
            self._part = self._part.outer

    def _article(self, block: Block) -> bool:
        article = self._wording.article(block.text)
        if article is not None:
            node = self.add("heading", block)
            node.key = f"art{article[0]}"
            self._outline.heading(node, restart=True)
            return True
        if self._wording.is_chapter(block.text) and (block.caps or block.line.bold or block.line.heading is not None):
            self._outline.heading(self.add("heading", block))
            return True
        return False

    # labels

    def _labelled(self, block: Block, following: Block | None) -> bool:
        label = block.label
        if label is None:
            return False
        if self._quoting is None and self._part.kind == "quotation" and self._ends_quotation(block):
            self._leave_decision()
        if self._quotes_decision(label):
            self._leave_decision()
            self._part = self.parts.quotation(label.key, self._part)
        if self._part.kind == "quotation" and self._part.number == label.key and self._part.id not in self._rooted:
            self._root(block)
            return True
        if block.place in self.list_headings:
            self._lettered.update(reading.value for reading in label.readings if reading.form == "LETTER")
            self._leave_decision()
            self._outline.heading(self.add("heading", block, label))
            return True
        if self._headings.is_heading(block, following) and not self._wording.is_operative(block.text):
            if not self._letters_headings(label):
                return False
            self._heading(block)
            return True
        node = Node("paragraph", self._part, block, label)
        if not self._outline.place(node, label):
            return False
        node.kind = self._kind_of(node)
        self.nodes.append(node)
        self._last = node
        if node.kind == "operative":
            self._operative.add(self._part.id)
        return True

    def _letters_headings(self, label: Label) -> bool:
        """Whether a heading may have this label: `C.` needs a `B.` before it, `M. Dupont` is a person."""
        if label.wrap != "." or not label.has("LETTER") or label.has("ROMAN"):
            return True
        value = label.readings[0].value
        known = value == 1 or value - 1 in self._lettered
        if known:
            self._lettered.add(value)
        return known

    def _kind_of(self, node: Node) -> SegmentKind:
        if node.series is not None and node.series.wrap in ("PP", "OP"):
            self._enacted.add(self._part.id)
            return "preambular" if node.series.wrap == "PP" else "operative"
        if node.parent is not None and node.parent.kind == "enacting" and self._wording.is_preambular(node.text):
            return "preambular"
        top = node.parent is None or node.parent.kind == "heading"
        if not top or node.series is None or node.series.form not in ("number", "levels", "draft"):
            return "item"
        opening = self._part.id in self._enacted and self._part.id not in self._operative
        if opening and node.text.endswith(",") and self._wording.has_preambular_verb(node.text):
            return "preambular"  # where all paragraphs below the formula have numbers
        if self._quoting is not None:
            return "operative" if self._wording.is_operative(node.text) else "paragraph"
        return "operative" if self._part.id in self._enacted else "paragraph"

    def _ends_quotation(self, block: Block) -> bool:
        outer = self._part.outer
        return (
            outer is not None
            and block.label is not None
            and outer.id in self._outlines
            and (self._outlines[outer.id].continues_top(block.label))
        )

    # everything else

    def _unlabelled(self, block: Block, following: Block | None) -> None:
        wording, text, part = self._wording, block.text, self._part.id
        if self._is_preambular(text):
            self._enacted.add(part)
            self._titled = True
            self._outline.plain(self.add("preambular", block))
        elif (
            self._is_report_title(block)
            or self._headings.is_heading(block, following)
            or (self.enacted_soon and self._names_another(block))
        ):
            self._heading(block)
        elif self._carries_part():
            self._root(block)
        elif self._quoting is not None and self._is_whole_quotation(block):
            self._root(block)
            if not wording.is_operative(text):
                self.nodes[-1].kind = "body"
        elif part in self._enacted and (wording.is_operative(text) or self._goes_on_deciding(text)):
            self._operative.add(part)
            self._outline.plain(self.add("operative", block))
        else:
            self._outline.plain(self.add("body", block, block.label))

    def _is_draft_heading(self, block: Block) -> bool:
        """One of several drafts in a paper, or a draft that a decision recommends to another body."""
        if not self._wording.only_numbers_draft(block.text):
            return False
        return block.place in self.repeated or (self._part.contained and self._part.id in self._operative)

    def _named(self, block: Block) -> DecisionHeading | None:
        return decision_heading(block.printed, self._symbol_line, self._bare)

    def _recommends_draft(self) -> bool:
        """`Recommends that the Conference adopt a decision along the following lines:`, and the formula of that decision."""
        last = self._last
        return (
            last is not None and last.is_chapeau and last.kind in ("operative", "paragraph") and last.part is self._part
        )

    def _carries_part(self) -> bool:
        part = self._part
        return (
            part.kind in ("quotation", "decision")
            and not (part.contained or part.id in self._rooted)
            and self._quoting is None
        )

    def _is_whole_quotation(self, block: Block) -> bool:
        """One paragraph, or one with its list: its address is that of the quotation."""
        first = not any(node.part is self._part for node in self.nodes)
        return first and (self.quotations.get(block.place) == block.place or block.text.endswith(":"))

    def _goes_on_deciding(self, text: str) -> bool:
        """`Call upon …;` after `Decide …;`: a body in the plural has other verbs, its list has the same marks."""
        last = self._last
        return (
            last is not None
            and last.kind == "operative"
            and last.series is None
            and not last.is_part
            and last.text.endswith((";", "; and", "; et", "; y"))
            and text[:1].isupper()
            and text.endswith((";", ".", "; and", "; et", "; y"))
        )

    def _is_enacted(self) -> bool:
        """A formula or a preamble follows before the next decision is named. In a table of contents it does not."""
        for at, block in enumerate(self.upcoming):
            if opens_decision(block, self._wording):
                return True
            if at == 0 and begins_numbered(block):
                return True
            if block.label is None and self._named(block) is not None:
                return False
        return False

    def _is_report_title(self, block: Block) -> bool:
        """Longer than headings are, but nothing else begins so."""
        text = block.text
        return not self._titled and len(text) <= 300 and text[-1:].isalnum() and self._wording.is_report(text)

    def _is_preambular(self, text: str) -> bool:
        wording = self._wording
        if not wording.is_preambular(text):
            # `In pursuit of the objective of the Convention, …,` between paragraphs that begin with a verb
            between = self._last is not None and self._last.kind == "preambular" and self._last.series is None
            return between and text[:1].isupper() and text.endswith((",", ",]")) and len(text) > 60
        listed = wording.goes_on_as_list(text)
        if self._part.id in self._operative:  # chapters of a decision may have preambles of their own
            return text.endswith((",", ",]")) and wording.has_preambular_verb(text)
        among = self._last is not None and self._last.kind in ("preambular", "enacting")
        if wording.has_preambular_verb(text):
            known = among or self._part.id in self._enacted or self.enacted_soon
            return (listed and (known or text[-1] != ":")) or (among and len(text) > 20)
        # A word that only ends as one: `Depending on the outcome, the following applies:`, `Regarding marking`.
        return len(text) > 20 and ((among and text[-1] in ".,;") or (listed and self.enacted_soon and text[-1] != ":"))

    def _names_another(self, block: Block) -> bool:
        """`Resolution 1/CP.2`, alone in its line or before its title, in no type of its own."""
        named = self._named(block) if block.printed[:1].isalnum() else None
        return self._is_draft_heading(block) or (
            named is not None and named.symbol.canonical != self._own and (named.title is None or self._is_enacted())
        )

    def _heading(self, block: Block) -> None:
        self._leave_decision()
        if self._titled_by_number(block):
            return
        named = self._named(block)
        if self._is_draft_heading(block):
            self._part = self.parts.draft(self._part)
            self._outline.heading(self.add("heading", block, block.label))
            return
        if named is not None:
            enacted = self.enacted_soon if named.title is None else self._is_enacted()
            if named.symbol.canonical != self._own and enacted:
                self._part = self.parts.contained(named.kind, named.symbol.canonical, named.title, self._part)
                if self.upcoming and begins_numbered(self.upcoming[0]):
                    self._enacted.add(self._part.id)
                self._outline.heading(self.add("heading", block, block.label))
                return
            untitled = not self._titled and self.upcoming and opens_decision(self.upcoming[0], self._wording)
            if named.title is None and not untitled:  # the document's own name: its title comes after it
                self._outline.heading(self.add("heading", block, block.label))
                return
        elif block.place in self.repeated:
            self._part = self.parts.unnamed(block.text, self._part)
            self._outline.heading(self.add("heading", block, block.label))
            return
        if not self._part.contained and "resolu" in fold(block.text):
            self._bare = "Resolution"
        if self._outdone(block):
            return
        content = any(node.kind not in ("masthead", "footnote", "note", "table", "adoption") for node in self.nodes)
        if self._part.id == "main" and not self._titled and (block.line.heading == 0 or not content):
            self._titled = True
            self.add("title", block, block.label)
            return
        self._outline.heading(self.add("heading", block, block.label))

    def _outdone(self, block: Block) -> bool:
        """`Species matters`, then `HARBOUR LAMPS`: the line in capitals is the title, that before it the chapter it belongs to.
        Nor is `DRAFT RESOLUTION 8.1` the title where one follows."""
        title = outdone(self.nodes, block, self.upcoming, self._wording) if self._part.id == "main" else None
        if title is None:
            return False
        title.kind = "heading"
        self.add("title", block, block.label)
        return True

    def _titled_by_number(self, block: Block) -> bool:
        """`16/31. Monitoring framework`: the heading that begins with the document's own number is its title."""
        number = re.sub(r"^[A-Z]+/", "", self._number) if self._number is not None else None
        if number is None or self._part.id != "main":
            return False
        if re.match(rf"(?:\w+\s+)?{re.escape(number)}\s?[.:]?\s+\S", block.printed) is None:
            return False
        for node in self.nodes:
            if node.kind == "title":
                node.kind = "heading"
        self._number, self._titled = None, True
        self.add("title", block, block.label)
        return True

    @staticmethod
    def _with_label(block: Block) -> Block:
        """A label that fits no list is text (`p. ex. …`)."""
        if block.label is None or block.line.label is not None:
            return block
        return label_as_text(block)


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W", "", one).casefold() == re.sub(r"\W", "", other).casefold()
