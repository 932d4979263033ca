"""The stages `link` and `index`: from the documents of the ledger to links in the ledger and a generation of the engine.

Both are stages of the whole corpus (unit `corpus`). They read the blobs of documents one at a time and open no file. What is
in memory at once: the citations and the heads of all documents while linking, the links while indexing, and the documents
of one version. A changed corpus is indexed anew as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import structlog
from msgspec import Struct

from core.blobs import Blobs
from core.configuration import Configuration
from core.digests import digest_of
from core.errors import BlobLost, NoIndex, SearchError
from core.ledger import DocumentEntry, Ledger
from core.meetings import FILE as MEETINGS_FILE
from core.meetings import Meetings
from core.overrides import FILE as OVERRIDES_FILE
from core.overrides import LinkOverride, Overrides
from core.records.codec import from_json
from core.records.document import Document
from core.records.links import Link
from core.settings import Settings
from core.treaties import FILE as TREATIES_FILE
from core.treaties import Treaties
from index.analysis import Analyser
from index.encode import citation_row, document_row, paragraph_row
from index.engines.protocol import Engine
from index.engines.registry import engine_of
from index.engines.schema import INDEX_FORMAT, CollectionName, EngineRow
from index.generations import build
from index.held import corpus_of, head_of
from index.links import LinkRules, cited_in, links_of, placed, segments_of
from index.links.proposing import Proposal, offered, proposals, unnamed
from index.rows import Source, rows_of
from index.verify import Verification, verification

CORPUS = "corpus"
LINK_FORMAT = 6
"""To be raised when the same citations give other links."""


class LinkSummary(Struct, frozen=True, kw_only=True):
    done: bool
    """False where nothing had changed."""
    links: int
    held: int
    missing: int


def link_rules(configuration: Configuration) -> LinkRules:
    """Collected are conventions, protocols and agreements, and not other bodies (General Assembly, IMO …).

    A family is a convention with its protocols, as texts speak of the decisions of one by the name of the other.
    """
    treaties = Treaties.load(configuration)
    meetings = Meetings.load(configuration).rows.values()
    return LinkRules(
        scope=frozenset(treaty.id for treaty in treaties.rows.values() if treaty.form != "body"),
        families={one: treaties.family(one)[1:] for one in treaties.rows},
        begins={(one.treaty, one.ordinal): one.start.isoformat() for one in meetings if one.start is not None},
        overrides=Overrides.load(configuration),
    )


def link_digest(ledger: Ledger, configuration: Configuration) -> str:
    """Of everything that links are made of."""
    files = (TREATIES_FILE, MEETINGS_FILE, OVERRIDES_FILE)
    return digest_of(str(LINK_FORMAT), ledger.documents_digest(), configuration.digest(files))


def link(ledger: Ledger, blobs: Blobs, configuration: Configuration, *, force: bool = False) -> LinkSummary:
    """Links all citations of the corpus anew where documents or rules have changed since the last time.

    A document whose blob is missing or damaged is left out and `failed`; the next run makes it again.
    """
    digest = link_digest(ledger, configuration)
    rules = link_rules(configuration)
    claim = ledger.claim(CORPUS, "link", digest, force=force)
    if claim is None:
        detail = _detail(ledger, "link")
        return LinkSummary(done=False, links=detail["links"], held=detail["held"], missing=detail["missing"])
    heads, cited, keys, lost = [], [], {}, []
    for entry in ledger.documents():
        try:
            document = _document(blobs, entry)
        except BlobLost as error:
            lost.append((entry, error))
            continue
        heads.append(head_of(entry.content, document))
        cited.append(cited_in(entry.content, document))
        keys[entry.content] = entry.document
    if lost:
        _leave_out(lost, ledger, blobs)
        # Without them the corpus is another one, with a digest of its own.
        return link(ledger, blobs, configuration, force=force)
    corpus = corpus_of(heads)
    used: set[LinkOverride] = set()
    links = placed(
        tuple(links_of(cited, corpus, rules, used=used)),
        corpus,
        lambda holding: segments_of(from_json(Document, blobs.get(keys[holding.content])), holding),
        rules.families,
    )
    _tell_unused(rules.overrides, used)
    summary = LinkSummary(
        done=True,
        links=len(links),
        held=sum(one.held is not None for one in links),
        missing=sum(one.missing is not None for one in links),
    )
    ledger.finish_links(claim, links, detail={"links": summary.links, "held": summary.held, "missing": summary.missing})
    return summary


def _leave_out(lost: Iterable[tuple[DocumentEntry, BlobLost]], ledger: Ledger, blobs: Blobs) -> None:
    for entry, error in lost:
        names = [name.name for name in entry.names]
        ledger.lose_document(
            entry.content,
            cause=f"The stored document of {', '.join(names)} is lost. {error.cause}",
            hint="The next run makes it again by itself. Check the disk where this happens often.",
        )
        blobs.discard(entry.document)
        structlog.get_logger("index").warning("document lost", code="blob-damaged", names=names, cause=error.cause)


def _lost_documents(ledger: Ledger, blobs: Blobs) -> list[tuple[DocumentEntry, BlobLost]]:
    lost = []
    for entry in ledger.documents():
        try:
            blobs.get(entry.document)
        except BlobLost as error:
            lost.append((entry, error))
    return lost


def _tell_unused(overrides: Overrides, used: set[LinkOverride]) -> None:
    """A decision about a citation that is not there is either a misprint or has outlived its text: whoever made it is told."""
    for row in overrides.links:
        if row not in used:
            structlog.get_logger("index").warning(
                "override without citation", citing=row.citing, path=row.path, exact=row.exact, cited=row.cited
            )


def build_index(
    ledger: Ledger, blobs: Blobs, settings: Settings, configuration: Configuration, *, force: bool = False
) -> str:
    """Name of the generation that now answers; built anew where documents, links or rules of analysis have changed.

    Raises SearchError where the new index does not answer as it must; the old one then stays.
    """
    analyser = Analyser.load(configuration)
    engine = engine_of(settings)
    digest = index_digest(ledger, engine, analyser)
    current = engine.current()
    # The ledger may remember an index whose folder is gone, or one of another engine: then it is built all the same.
    stands = current is not None and _digest_of(engine, current) == digest
    claim = ledger.claim(CORPUS, "index", digest, force=force or not stands)
    if claim is None and current is not None:
        return current
    if claim is None:
        raise SearchError("Another process is building the index.", hint="Wait for it to end and run this again.")
    if stands and current is not None and not force:
        # Built and switched to, and ended before the ledger was told.
        manifest = engine.open(current).manifest
    elif lost := _lost_documents(ledger, blobs):
        # Where nothing was to be linked, nobody has looked at the blobs before.
        _leave_out(lost, ledger, blobs)
        link(ledger, blobs, configuration)
        return build_index(ledger, blobs, settings, configuration, force=force)
    else:
        manifest = build(engine, _batches(ledger, blobs, analyser), analyser=analyser, digest=digest)
    ledger.finish(claim, output=manifest.generation, detail=dict(manifest.counts))
    return manifest.generation


def verify_index(ledger: Ledger, blobs: Blobs, settings: Settings, configuration: Configuration) -> Verification:
    """Compares the current generation with the ledger. Raises NoIndex where there is none, SearchError where it cannot be read."""
    analyser = Analyser.load(configuration)
    engine = engine_of(settings)
    current = engine.current()
    if current is None:
        raise NoIndex("Nothing has been indexed yet.", hint="Run `mea reindex`; it reads no file again.")
    reader = engine.open(current)
    try:
        digest = index_digest(ledger, engine, analyser)
        return verification(reader, lambda: _batches(ledger, blobs, analyser), digest)
    finally:
        reader.close()


def index_digest(ledger: Ledger, engine: Engine, analyser: Analyser) -> str:
    """Of everything that an index is made of."""
    return digest_of(
        str(INDEX_FORMAT),
        engine.name,
        engine.version,
        analyser.version,
        ledger.documents_digest(),
        ledger.links_digest(),
    )


def _batches(ledger: Ledger, blobs: Blobs, analyser: Analyser) -> Iterator[tuple[CollectionName, list[EngineRow]]]:
    entries = {entry.content: entry for entry in ledger.documents()}
    named = _proposals(entries.values(), blobs)

    def document(entry: DocumentEntry) -> Document:
        return offered(_document(blobs, entry), named.get(entry.content, ()))

    corpus = corpus_of(head_of(content, document(entry)) for content, entry in entries.items())
    links = _by_content(ledger.links())
    names = {content: _names(entry) for content, entry in entries.items()}
    for version in corpus.versions.values():
        sources = {
            holding.content: Source(
                document=document(entries[holding.content]),
                names=names[holding.content],
                links=tuple(links.get(holding.content, ())),
            )
            for holding in version.primaries
        }
        rows = rows_of(version, sources, names)
        yield "documents", [document_row(rows.document, rows.paragraphs, analyser)]
        yield "paragraphs", [paragraph_row(row, analyser) for row in rows.paragraphs]
        yield "citations", [citation_row(row) for row in rows.citations]


def _names(entry: DocumentEntry) -> tuple[str, ...]:
    """Addresses that sidecars state come first: they are where others find the file, the rest is where it lay here."""
    stated = [name.sidecar.url for name in entry.names if name.sidecar.url]
    return tuple(dict.fromkeys([*stated, *(name.name for name in entry.names)]))


def _proposals(entries: Iterable[DocumentEntry], blobs: Blobs) -> dict[str, tuple[Proposal, ...]]:
    """What documents without a symbol may be; the corpus is looked through only where there are such."""
    known = tuple(entries)
    undecided = [
        unnamed(entry.content, _document(blobs, entry)) for entry in known if entry.identity == "none" and entry.meeting
    ]
    wanted = [one for one in undecided if one is not None]
    return proposals(wanted, (_document(blobs, entry) for entry in known)) if wanted else {}


def _by_content(links: Iterable[Link]) -> dict[str, list[Link]]:
    grouped: dict[str, list[Link]] = defaultdict(list)
    for one in links:
        grouped[one.content].append(one)
    return grouped


def _document(blobs: Blobs, entry: DocumentEntry) -> Document:
    return from_json(Document, blobs.get(entry.document))


def _digest_of(engine: Engine, generation: str) -> str | None:
    try:
        reader = engine.open(generation)
    except SearchError:
        return None
    digest = reader.manifest.digest
    reader.close()
    return digest


def _detail(ledger: Ledger, stage: str) -> dict[str, int]:
    entry = ledger.stage(CORPUS, stage)
    detail = entry.detail if entry is not None else {}
    return {name: int(detail.get(name, 0)) for name in ("links", "held", "missing")}


__all__ = ["LinkSummary", "build_index", "link", "link_digest", "link_rules", "verify_index"]
