"""Pages and what is known of the file to a Document. Pure and deterministic; odd input gives body segments, no error."""

from __future__ import annotations

from collections.abc import Sequence

from core.records.document import Document, Force, Issue, Segment
from core.records.files import Provenance
from core.records.pages import Pages
from core.symbols.resolve import resolve
from extract.understand.amendments import Amendments, amendments
from extract.understand.blocks import Block
from extract.understand.citations import citations
from extract.understand.evidence import Findings
from extract.understand.footnotes import join_calls
from extract.understand.identity import symbol_line
from extract.understand.knowledge import Knowledge
from extract.understand.language import UND, DocumentLanguage, LangFrom, document_language, paragraph_languages
from extract.understand.marks import marks
from extract.understand.masthead import SymbolLine, entries
from extract.understand.metadata import first_home, metadata
from extract.understand.nodes import Node
from extract.understand.paragraphs import paragraphs
from extract.understand.parts import records, settle
from extract.understand.paths import assign_paths
from extract.understand.stated_language import stated_languages
from extract.understand.structure import Structure, structure

_MASTHEAD_LINES = 80


def understand(pages: Pages, names: tuple[Provenance, ...], content: str, knowledge: Knowledge) -> Document:
    """`names` are all names under which the bytes are known; `content` is their sha256 in hex."""
    wording = knowledge.wording
    home = first_home(names, _front(pages), knowledge)

    def symbol_of(text: str) -> SymbolLine | None:
        return symbol_line(text, home, knowledge.grammar)

    def names_a_decision(text: str) -> bool:
        found = symbol_of(text)
        return found is not None and found.kind in ("decision", "resolution", "recommendation") and " " in text

    def stands_alone(text: str, place: int) -> bool:
        if place < _MASTHEAD_LINES:
            return knowledge.mastheads.line(text, symbol_of) is not None
        return "/" in text and symbol_of(text) is not None

    laid = paragraphs(pages, wording, stands_alone, names_a_decision)
    blocks = join_calls(laid.blocks)
    masthead = knowledge.mastheads.read(blocks, laid.furniture, lambda block: _is_text(block, knowledge), symbol_of)
    home = home or next((item.symbol.treaty for item in masthead.found if item.symbol and item.symbol.treaty), None)
    own = next((item.value for item in masthead.found if item.field == "symbol"), None)
    kept = (block for block in blocks if block.place not in masthead.leaked)
    text = [piece for block in kept for piece in (entries(block) if block.place in masthead.zone else (block,))]
    built = structure(text, masthead.zone, wording, symbol_of, own)
    assign_paths(built.nodes)

    findings = Findings()
    known = metadata(
        names=names, content=content, pages=pages, masthead=masthead, nodes=built.nodes, home=home, findings=findings,
        knowledge=knowledge,
    )  # fmt: skip
    adopted = known.identity == "stated" and known.type in ("resolution", "decision", "recommendation")
    settle(built.parts, built.nodes, wording, adopted=adopted)
    for part in built.parts:
        if part.kind == "quotation" and part.number is not None:
            quoted = resolve(f"Decision {part.number}", home=known.treaty or home, grammar=knowledge.grammar)
            part.canonical = quoted.canonical
    language, answers = _languages(built.nodes, names, pages, findings, knowledge)
    amending = amendments(built.nodes, wording)
    segments = _segments(built, language, answers, amending, paged=laid.paged)
    forces = _forces(built.nodes, knowledge)
    ids = {node: segment.id for node, segment in zip(built.nodes, segments, strict=True)}
    return Document(
        canonical=known.canonical,
        work=known.work,
        version=known.version,
        lang=language.lang,
        langs=language.langs,
        treaty=known.treaty,
        type=known.type,
        symbol=known.symbol,
        title=known.title,
        meeting=known.meeting,
        agenda_item=known.agenda_item,
        identity=known.identity,
        dates=known.dates,
        evidence=findings.records(),
        parts=records(built.parts, _part_languages(built.nodes, segments)),
        segments=segments,
        citations=citations(
            segments,
            {ids[node]: force for node, force in forces.items()},
            home=known.treaty or home,
            own=frozenset({known.canonical}),
            grammar=knowledge.grammar,
            date=known.dates.adopted or known.dates.document,
        ),
        entities=knowledge.entities.find(segments, known.treaty or home),
        issues=(
            *_page_issues(pages),
            *known.issues,
            *_language_issues(language, findings),
            *amending.issues(ids),
        ),
    )


def _front(pages: Pages) -> str:
    return "\n".join(line.text for page in pages.pages[:1] for line in page.lines)


def _is_text(block: Block, knowledge: Knowledge) -> bool:
    wording = knowledge.wording
    if block.label is not None and not block.label.is_bullet and len(block.text) > 60:
        return True
    if "…" in block.text or "....." in block.text:
        return True
    if len(block.text) > 40 and block.text.endswith((".", ";", ":")):  # a sentence
        return True
    return wording.is_preambular(block.text) and wording.goes_on_as_list(block.text)


def _segments(
    built: Structure,
    language: DocumentLanguage,
    answers: Sequence[str | None],
    amending: Amendments,
    *,
    paged: bool,
) -> tuple[Segment, ...]:
    ids = {node: f"s{number}" for number, node in enumerate(built.nodes, 1)}
    segments = []
    for node, answer in zip(built.nodes, answers, strict=True):
        block = node.block
        inherited: LangFrom = "metadata" if language.source == "metadata" else "inherited"
        segments.append(
            Segment(
                id=ids[node],
                part=node.part.id,
                kind=node.kind,
                path=node.path,
                text=node.text,
                parent=ids.get(node.parent) if node.parent is not None else None,
                label=node.label.printed if node.label is not None else None,
                path_from="inferred" if node.inferred else "printed",
                pages=(block.page, block.last_page) if paged else None,
                page_label=block.page_label,
                lang=answer or language.lang,
                lang_from="text" if answer else ("none" if language.lang == UND else inherited),
                marks=marks(block, amending=node in amending, plain=node.kind in ("title", "heading", "masthead")),
            )
        )
    return tuple(segments)


def _languages(
    nodes: Sequence[Node], names: tuple[Provenance, ...], pages: Pages, findings: Findings, knowledge: Knowledge
) -> tuple[DocumentLanguage, list[str | None]]:
    texts = [node.text for node in nodes]
    answers = paragraph_languages(texts, knowledge.models)
    stated_languages(findings, names, pages, knowledge.wording)
    running = [
        (text, answer) for node, text, answer in zip(nodes, texts, answers, strict=True) if node.kind != "masthead"
    ]
    language = document_language(
        [text for text, _ in running],
        [answer for _, answer in running],
        findings.first("lang"),
        knowledge.models,
        certain=bool(findings.values("lang", "sidecar")),
    )
    findings.add("lang", language.detected, "text")
    return language, answers


def _forces(nodes: Sequence[Node], knowledge: Knowledge) -> dict[Node, Force]:
    """The force of each node is its part's; what a paper recommends that its meeting do is proposed."""
    forces: dict[Node, Force] = {}
    for node in nodes:
        force = node.part.force
        if force == "none":
            above = forces.get(node.parent) if node.parent is not None else None
            if above == "proposed" or knowledge.wording.is_recommended(node.text):
                force = "proposed"
        forces[node] = force
    return forces


def _part_languages(nodes: Sequence[Node], segments: Sequence[Segment]) -> dict[str, str]:
    """The language of most of the text of each part."""
    letters: dict[str, dict[str, int]] = {}
    for node, segment in zip(nodes, segments, strict=True):
        votes = letters.setdefault(node.part.id, {})
        votes[segment.lang] = votes.get(segment.lang, 0) + len(segment.text)
    return {part: max(sorted(votes), key=lambda lang: votes[lang]) for part, votes in letters.items()}


def _page_issues(pages: Pages) -> tuple[Issue, ...]:
    return tuple(
        Issue(code=issue.code, detail=f"page {issue.page}: {issue.detail}" if issue.page else issue.detail)
        for issue in pages.issues
    )


def _language_issues(language: DocumentLanguage, findings: Findings) -> tuple[Issue, ...]:
    stated = findings.values("lang", "sidecar", "masthead", "file_name")[:1]
    if language.detected is None or not stated or stated[0] == language.detected:
        return ()
    return (Issue(code="language-conflict", detail=f"stated {stated[0]}, the text is {language.detected}"),)
