"""Pages and what is known of the file to a Document. Pure and deterministic; odd input gives body segments, no error."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from core.records.document import Document, Force, Issue, Segment
from core.records.files import Provenance
from core.records.pages import Pages
from core.symbols.identity import treaty_of
from core.symbols.resolve import resolve
from core.symbols.treaty_texts import text_id
from extract.understand.amendments import Amendments, amendments
from extract.understand.blocks import Block
from extract.understand.citations import Speaker, citations
from extract.understand.evidence import Findings
from extract.understand.footnotes import join_calls
from extract.understand.glued import GLUED_WORDS, Parted, part_glued
from extract.understand.identity import symbol_line
from extract.understand.knowledge import Knowledge
from extract.understand.language import UND, DocumentLanguage, LangFrom, document_language, paragraph_languages
from extract.understand.marks import marks
from extract.understand.masthead import SymbolLine, entries
from extract.understand.metadata import Metadata, first_home, metadata
from extract.understand.named_decision import with_name_of_decision
from extract.understand.nodes import Node
from extract.understand.notifications import with_number_of_notification
from extract.understand.paragraphs import paragraphs
from extract.understand.parts import records, settle
from extract.understand.paths import assign_paths
from extract.understand.stated import agreed
from extract.understand.stated_language import stated_languages
from extract.understand.structure import Structure, structure
from extract.understand.treaty_text import TreatyText, own_articles, treaty_texts

_MASTHEAD_LINES = 80


def understand(pages: Pages, names: tuple[Provenance, ...], content: str, knowledge: Knowledge) -> Document:
    """`names` are all names under which the bytes are known; `content` is their sha256 in hex."""
    wording = knowledge.wording
    names, disputed = agreed(names)
    home = first_home(names, _front(pages), knowledge)

    # Lines are asked about more than once, and repeat themselves; the home treaty may show only later.
    known_symbols: dict[tuple[str, str | None], SymbolLine | None] = {}

    def symbol_of(text: str) -> SymbolLine | None:
        if (text, home) not in known_symbols:
            known_symbols[text, home] = symbol_line(text, home, knowledge.grammar)
        return known_symbols[text, home]

    def names_a_decision(text: str) -> bool:
        found = symbol_of(text)
        return found is not None and found.kind in ("decision", "resolution", "recommendation") and " " in text

    def stands_alone(text: str, place: int) -> bool:
        if place < _MASTHEAD_LINES:
            return knowledge.mastheads.line(text, symbol_of) is not None
        return "/" in text and symbol_of(text) is not None

    laid = paragraphs(pages, wording, stands_alone, names_a_decision)
    blocks, parted = part_glued(join_calls(laid.blocks), wording.function_words)
    masthead = knowledge.mastheads.read(blocks, laid.furniture, lambda block: _is_text(block, knowledge), symbol_of)
    home = home or next((item.symbol.treaty for item in masthead.found if item.symbol and item.symbol.treaty), None)
    if not any(item.field == "symbol" for item in masthead.found):
        masthead = with_number_of_notification(masthead, blocks, symbol_of, wording, knowledge.calendar)
    if not any(item.field == "symbol" for item in masthead.found):
        masthead = with_name_of_decision(masthead, blocks, symbol_of, wording)
        home = home or next((item.symbol.treaty for item in masthead.found if item.symbol), None)
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
    limited = re.search(r"/(?:L|CRP)\.\d", known.canonical) is not None
    settle(built.parts, built.nodes, wording, adopted=adopted, limited=limited)
    texts = treaty_texts(built.parts, built.nodes, knowledge.treaties, wording)
    known = _as_treaty(known, texts.get("main"), findings)
    if known.type == "treaty" and "main" in texts:
        built.parts[0].force = "adopted"
    for part in built.parts:
        if part.id in texts and part.id != "main" and part.kind == "annex" and part.force == "adopted":
            part.canonical = text_id(texts[part.id].treaty)
        listed = part.kind == "decision" and part.force == "adopted" and part.canonical is None
        if part.number is not None and (part.kind == "quotation" or listed):
            named = resolve(f"Decision {part.number}", home=known.treaty or home, grammar=knowledge.grammar)
            part.canonical = named.canonical
    language, answers = _languages(built.nodes, names, pages, findings, knowledge)
    known = _with_listed_title(known, names, language.lang, findings, knowledge)
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
        also=known.also,
        dates=known.dates,
        evidence=findings.records(),
        parts=records(built.parts, _part_languages(built.nodes, segments)),
        segments=segments,
        citations=citations(
            segments,
            {ids[node]: force for node, force in forces.items()},
            speakers=_speakers(built, known, home, texts),
            grammar=knowledge.grammar,
            date=known.dates.adopted or known.dates.document,
        ),
        entities=knowledge.entities.find(segments, known.treaty or home),
        issues=(
            *_page_issues(pages),
            *disputed,
            *known.issues,
            *_language_issues(language, findings),
            *amending.issues(ids),
            *_glued_issues(parted, ids),
        ),
        low_trust=tuple(page.number for page in pages.pages if page.trust == "low"),
    )


def _as_treaty(known: Metadata, text: TreatyText | None, findings: Findings) -> Metadata:
    """A text without a symbol that is a treaty is called so."""
    if text is None or known.identity != "none":
        return known
    canonical = text_id(text.treaty)
    findings.add("canonical", canonical, "treaty_name", text.where)
    findings.add("type", "treaty", "treaty_name", text.where)
    findings.add("title", text.title, "treaty_name", text.where)
    stated = findings.values("title", "sidecar")
    return replace(
        known, canonical=canonical, work=canonical, version=None, treaty=text.treaty, type=known.type or "treaty",
        title=stated[0] if stated else text.title, identity="stated",
    )  # fmt: skip


def _with_listed_title(
    known: Metadata, names: Sequence[Provenance], lang: str, findings: Findings, knowledge: Knowledge
) -> Metadata:
    """A listing knows the title better than the text does, in the language of the document: a page lists the files of all languages
    under its own title, and a page in French may show English ones."""
    fitting: dict[str, str] = {}
    for name in names:
        for told, title in sorted(name.sidecar.titles.items()):
            findings.add("title", title, "listing", told)
            if told in (lang, UND) and knowledge.models.paragraph(title) in (None, lang):
                fitting.setdefault(told, title)
    if findings.values("title", "sidecar") or not fitting:
        return known
    return replace(known, title=fitting.get(lang) or fitting[UND])


def _speakers(
    built: Structure, known: Metadata, home: str | None, texts: Mapping[str, TreatyText]
) -> dict[str, Speaker]:
    articles = own_articles(built.nodes)
    speakers = {}
    for part in built.parts:
        line = list(part.line)
        canonical = next(
            (one.canonical for one in line if one.canonical and one.force == "adopted" and one.kind != "quotation"),
            None,
        )
        treaty = next((texts[one.id].treaty for one in line if one.id in texts), None) or treaty_of(canonical or "")
        speakers[part.id] = Speaker(
            canonical=canonical or known.canonical,
            home=treaty or known.treaty or home,
            articles=frozenset() if part.id in texts else articles.get(part.id, frozenset()),
        )
    return speakers


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
    answers = paragraph_languages(texts, knowledge.models, knowledge.function_words)
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


def _glued_issues(parted: Sequence[Parted], ids: Mapping[Node, str]) -> tuple[Issue, ...]:
    return tuple(
        Issue(
            code=GLUED_WORDS,
            segment=next(
                (id_ for node, id_ in ids.items() if node.block.place == one.place and one.mended in node.text), None
            ),
            detail=f"{one.printed} → {one.mended}",
        )
        for one in parted
    )


def _language_issues(language: DocumentLanguage, findings: Findings) -> tuple[Issue, ...]:
    # What a masthead says first does not hide that the site offers the file as one in another language.
    stated = (
        *findings.values("lang", "sidecar", "masthead", "listing", "file_name")[:1],
        *findings.values("lang", "listing"),
    )
    other = next((lang for lang in stated if lang != language.detected), None)
    if language.detected is None or other is None:
        return ()
    return (Issue(code="language-conflict", detail=f"stated {other}, the text is {language.detected}"),)
