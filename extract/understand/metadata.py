"""Everything known of a document beside its text, from where it was found, in the order in which it is believed:
sidecar, then symbol and masthead, then file name, then text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from msgspec import Struct

from core.records.document import Dates, Identity, Issue
from core.records.files import Provenance
from core.records.pages import Pages
from core.symbols.identity import kind_of, split
from core.symbols.resolve import resolve
from extract.understand import identity as identities
from extract.understand.evidence import Findings, add_sidecars, conflicts, source_of
from extract.understand.knowledge import Knowledge
from extract.understand.masthead import Masthead
from extract.understand.meeting import add_meeting
from extract.understand.nodes import Node

_FIRST_PAGE = re.compile(r"page 1, line (\d+)")
_FRONT_CHARS = 3_000
_FRONT_LINES = 40
_LONGEST_TITLE = 250
_FIELD_OF_MASTHEAD = MappingProxyType({
    "lang": "lang", "original": "original_lang", "distribution": "distribution", "agenda_item": "agenda_item",
    "date": "dates.document", "reissued": "dates.reissued", "place": "meeting_place",
})  # fmt: skip
_FILE_TITLE = re.compile(r"^Microsoft (?:Word|PowerPoint) - |\.(?:docx?|pdf|indd|wpd|qxd)$|^untitled", re.IGNORECASE)


class Metadata(Struct, frozen=True, kw_only=True):
    canonical: str
    work: str
    version: str | None
    treaty: str | None
    type: str | None
    symbol: str | None
    title: str | None
    meeting: str | None
    agenda_item: str | None
    identity: Identity
    dates: Dates
    issues: tuple[Issue, ...]
    also: tuple[str, ...] = ()


def first_home(names: Sequence[Provenance], front: str, knowledge: Knowledge) -> str | None:
    """The treaty that the text belongs to, as far as it shows before anything of it is understood."""
    for name in names:
        if name.sidecar.treaty:
            return name.sidecar.treaty
    known = frozenset(knowledge.treaties.rows)
    stated = identities.home_of_source(source_of(names), names, known)
    if stated is not None:
        return stated
    lines = [line for line in front.splitlines()[:_FRONT_LINES] if len(line) < 200]
    named = (knowledge.treaties.home_of(line) for line in lines)  # a heading names it before the text names others
    return next((treaty for treaty in named if treaty), None) or knowledge.treaties.home_of(front[:_FRONT_CHARS])


def metadata(
    *, names: Sequence[Provenance], content: str, pages: Pages, masthead: Masthead, nodes: Sequence[Node],
    home: str | None, findings: Findings, knowledge: Knowledge,
) -> Metadata:  # fmt: skip
    """Fills `findings` (every value found, with its place) and gives what stands."""
    add_sidecars(findings, names)
    for symbol in findings.values("symbol", "sidecar"):
        answer = resolve(symbol, home=home, grammar=knowledge.grammar)
        findings.add("canonical", answer.canonical, "sidecar", "symbol")
    _of_masthead(findings, masthead)
    _submitter(findings, nodes, knowledge)
    _treaty(findings, names, home, masthead, nodes, knowledge)
    home = findings.first("treaty") or home
    joint = _joint(masthead)
    canonical, issues = _canonical(findings, names, home, nodes, knowledge, joint)
    _title(findings, nodes, pages, canonical)
    source = source_of(names)
    treaty = findings.first("treaty")
    add_meeting(findings, canonical, treaty, nodes, knowledge)
    stated = canonical is not None
    whole = canonical or identities.unnamed(source, content)
    work, version = split(whole) if stated else (whole, None)
    if stated:
        findings.add("type", kind_of(whole), "symbol")
    return Metadata(
        canonical=whole, work=work, version=version, treaty=treaty, type=findings.first("type"),
        symbol=findings.first("symbol") if stated else None, title=findings.first("title"),
        meeting=findings.first("meeting"), agenda_item=findings.first("agenda_item"),
        identity="stated" if stated else "none", dates=_dates(findings), issues=(*issues, *conflicts(findings)),
        also=tuple(one for one in joint if one != canonical) if canonical in joint else (),
    )  # fmt: skip


def _of_masthead(findings: Findings, masthead: Masthead) -> None:
    body = None
    for found in masthead.found:
        if found.symbol is not None:
            findings.add("symbol", found.symbol.printed, "masthead", found.where)
            findings.add("canonical", found.symbol.canonical, "masthead", found.where)
        elif found.field == "meeting_dates":
            start, _, end = found.value.partition("/")
            findings.add("dates.meeting_start", start, "masthead", found.where)
            findings.add("dates.meeting_end", end, "masthead", found.where)
        elif found.field == "body":
            body = found.value
        elif found.field == "meeting":  # `Conference of the Parties` may stand in the line above `Eighth session`
            findings.add("meeting_line", found.value, "masthead", found.where)
            findings.add("meeting_and_body", f"{body}, {found.value}" if body else None, "masthead", found.where)
        elif found.field == "submitter":
            findings.add("submitter", found.value.strip("()* "), "masthead", found.where)
        elif found.field in _FIELD_OF_MASTHEAD:
            findings.add(_FIELD_OF_MASTHEAD[found.field], found.value, "masthead", found.where)


def _joint(masthead: Masthead) -> tuple[str, ...]:
    """The symbols of a paper of several bodies, each of another one: in one line of the masthead, or in lines that follow one
    another; empty where it has one symbol."""
    ids: list[str] = []
    last: int | None = None
    for found in masthead.found:
        at = _FIRST_PAGE.fullmatch(found.where)
        if found.symbol is None or found.symbol.kind != "document" or at is None:
            continue
        here = [found.symbol.canonical, *found.symbol.also]
        if last is None or (int(at[1]) - last <= 1 and identities.are_of_bodies([*ids, *here])):
            ids += here
            last = int(at[1])
    return tuple(ids) if len(ids) > 1 else ()


def _submitter(findings: Findings, nodes: Sequence[Node], knowledge: Knowledge) -> None:
    """`1. This document has been submitted by Germany.*`: a paper of some secretariats says it in its first paragraph."""
    for node in [node for node in nodes if node.kind in ("paragraph", "body", "note")][:2]:
        findings.add("submitter", knowledge.mastheads.submitted_by(node.text), "text", node.path)


def _canonical(
    findings: Findings, names: Sequence[Provenance], home: str | None, nodes: Sequence[Node], knowledge: Knowledge,
    joint: Sequence[str],
) -> tuple[str | None, list[Issue]]:  # fmt: skip
    for address in (one for name in names for one in (name.name, name.sidecar.url) if one):
        spelled = identities.from_file_name(address, home, knowledge.grammar)
        findings.add("canonical", spelled.canonical if spelled else None, "file_name", _last(address))
        findings.add("treaty", spelled.treaty if spelled else None, "file_name", _last(address))
    title = next((node for node in nodes if node.kind == "title"), None)
    if title is not None:
        line = identities.symbol_line(title.block.printed, home, knowledge.grammar)
        findings.add("canonical", line.canonical if line else None, "text", "title")
    issues = []
    # A decision may be printed in a paper; two decisions, or two papers, are a conflict.
    works = {split(value)[0] for value in findings.values("canonical", "sidecar", "masthead")}
    works -= {split(value)[0] for value in joint[1:]}
    for paper in (True, False):
        same = sorted(work for work in works if (kind_of(work) == "document") == paper)
        if len(same) > 1:
            issues.append(Issue(code="identity-conflict", detail=", ".join(same)))
    return findings.first("canonical"), issues


def _treaty(
    findings: Findings, names: Sequence[Provenance], home: str | None, masthead: Masthead, nodes: Sequence[Node],
    knowledge: Knowledge,
) -> None:  # fmt: skip
    known = frozenset(knowledge.treaties.rows)
    findings.add("treaty", identities.home_of_source(source_of(names), names, known), "source")
    for found in masthead.found:
        if found.symbol is not None:
            findings.add("treaty", found.symbol.treaty, "symbol", found.symbol.printed)
    for node in nodes:
        if node.kind == "enacting" and node.part.kind == "main":
            findings.add("treaty", knowledge.treaties.home_of(node.text), "enacting", node.path)
    if home is not None and findings.first("treaty") is None:
        findings.add("treaty", home, "treaty_name", "first page")


def _without_number(title: str, canonical: str | None) -> str:
    """`16/31. Monitoring framework` is called Monitoring framework."""
    number = split(canonical)[0].split("/", 2)[-1] if canonical is not None else ""
    number = re.sub(r"^[A-Z]+/(?=\d)", "", number)  # of a body
    rest = re.sub(rf"^(?:\w+\s+)?{re.escape(number)}\s?[.:]?\s+(?=\S)", "", title) if number else title
    return rest or title


def _title(findings: Findings, nodes: Sequence[Node], pages: Pages, canonical: str | None) -> None:
    for at, node in enumerate(nodes):
        if node.kind == "title":
            title = _without_number(node.block.printed, canonical)
            if node.is_chapeau and at + 1 < len(nodes) and nodes[at + 1].kind == "heading":
                title = f"{title} {nodes[at + 1].text}"
            findings.add("title", title, "text", node.path)
    if findings.first("title") is None:
        shown = [node for node in nodes if node.kind not in ("masthead", "footnote", "note")]
        # What an annex or a decision is called is no name of the whole, unless there is nothing else.
        shown = [node for node in shown if node.part.kind == "main"][:5] or shown[:5]
        first = next((node for node in shown[:1] if node.kind == "body" and node.label is None), None)
        # What bears a number is one of the document's paragraphs or chapters, and never its name.
        names = (node for node in shown if node.kind == "heading" and node.label is None)
        heading = next((node for node in names if node.text != node.part.label), first)
        if heading is not None and len(heading.text) <= _LONGEST_TITLE:
            findings.add("title", heading.block.printed, "text", heading.path)
    declared = pages.properties.get("title", "").strip()
    if declared and not _FILE_TITLE.search(declared):
        findings.add("title", declared, "properties")
    if findings.first("title") is None:
        findings.add("title", findings.first("symbol"), "masthead", "symbol")


def _dates(findings: Findings) -> Dates:
    return Dates(
        document=findings.first("dates.document"),
        adopted=findings.first("dates.adopted"),
        published=findings.first("dates.published"),
        reissued=findings.first("dates.reissued"),
        meeting_start=findings.first("dates.meeting_start"),
        meeting_end=findings.first("dates.meeting_end"),
    )


def _last(name: str) -> str:
    return re.split(r"[/\\]", name)[-1]
