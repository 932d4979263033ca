"""Builders for documents of a made-up convention, and a whole index over them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import pytest

from core.configuration import Configuration
from core.limits import Limits
from core.records.document import Citation, Dates, Document, Part, Segment
from core.symbols.identity import split
from index.analysis import Analyser
from index.encode import citation_row, document_row, paragraph_row
from index.engines.embedded import EmbeddedEngine
from index.engines.protocol import Engine
from index.generations import build
from index.held import corpus_of, head_of
from index.links import LinkRules, link
from index.query.lexer import SymbolSpan
from index.rows import Source, rows_of
from index.search import Searcher

# In these texts a citation is written {CMS/Resolution/1.2}: what finds citations is tested elsewhere.
_CITED = re.compile(r"\{(?P<id>[^{}|]+)(?:\|(?P<rest>[^{}]*))?\}")


def make_document(
    canonical: str, texts: Sequence[str | tuple[str, str]], *, lang: str = "en", **given: object
) -> Document:
    """Paragraphs numbered from 1, all in the part `main`; a pair is (part, text). Keywords replace fields of the document."""
    work, version = split(canonical)
    segments, citations = [], []
    counts: dict[str, int] = {}
    for number, item in enumerate(texts, 1):
        part, text = ("main", item) if isinstance(item, str) else item
        counts[part] = counts.get(part, 0) + 1
        path = str(counts[part]) if part == "main" else f"{part}/{counts[part]}"
        clean, at = "", 0
        for found in _CITED.finditer(text):
            clean += text[at : found.start()]
            readings = tuple(filter(None, (found["rest"] or "").split("|")))
            citations.append(
                Citation(
                    segment=f"s{number}", start=len(clean), end=len(clean) + len(found["id"]), exact=found["id"],
                    kind="resolution", treaty=found["id"].split("/")[0], readings=(found["id"], *readings) if readings else (),
                    canonical=None if readings else found["id"],
                )
            )  # fmt: skip
            clean += found["id"]
            at = found.end()
        segments.append(
            Segment(
                id=f"s{number}", part=part, kind="paragraph", path=path, label=f"{counts[part]}.", text=clean + text[at:],
                lang=lang, lang_from="text",
            )
        )  # fmt: skip
    fields: dict[str, object] = {
        "langs": (lang,), "treaty": canonical.split("/", maxsplit=1)[0], "type": "resolution", "symbol": canonical, "title": None,
        "meeting": None, "agenda_item": None, "identity": "stated", "dates": Dates(), "parts": (Part(id="main", kind="main"),),
    }  # fmt: skip
    return Document(
        canonical=canonical, work=work, version=version, lang=lang, segments=tuple(segments), citations=tuple(citations),
        **(fields | given),  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture(scope="session")
def document() -> Callable[..., Document]:
    return make_document


@pytest.fixture(scope="session")
def analyser(configuration: Configuration) -> Analyser:
    return Analyser.load(configuration)


def find_ids(text: str) -> tuple[SymbolSpan, ...]:
    """Stands for the citation grammar: a symbol is `CMS/…` in capitals, and `CMS/A|B` means either."""
    spans = []
    for found in re.finditer(r"\b[A-Z]+/\w+/[\w./|]*\w", text):
        first, *others = found[0].split("|")
        spans.append(
            SymbolSpan(found.start(), found.end(), (first, *(f"{first.rsplit('/', 1)[0]}/{one}" for one in others)))
        )
    return tuple(spans)


def index_documents(engine: Engine, documents: Mapping[str, Document], analyser: Analyser, digest: str = "") -> str:
    """Builds a generation of these documents, by the sha256 of their files; its name."""
    rules = LinkRules(
        scope=frozenset({"CMS", "CBD", "UNFCCC", "KYOTO"}), families={"UNFCCC": ("KYOTO",), "KYOTO": ("UNFCCC",)}
    )
    links = link(documents, rules)
    corpus = corpus_of(head_of(content, document) for content, document in documents.items())
    names = {content: (f"/files/{content}.pdf",) for content in documents}

    def batches():  # type: ignore[no-untyped-def]
        for version in corpus.versions.values():
            sources = {
                one.content: Source(
                    document=documents[one.content], names=names[one.content],
                    links=tuple(link for link in links if link.content == one.content),
                )
                for one in version.primaries
            }  # fmt: skip
            rows = rows_of(version, sources, names)
            yield "documents", [document_row(rows.document, rows.paragraphs, analyser)]
            yield "paragraphs", [paragraph_row(row, analyser) for row in rows.paragraphs]
            yield "citations", [citation_row(row) for row in rows.citations]

    return build(engine, batches(), analyser=analyser, digest=digest).generation


@pytest.fixture(scope="session")
def search_over(tmp_path_factory: pytest.TempPathFactory, analyser: Analyser) -> Callable[..., Searcher]:
    """A searcher over documents by the sha256 of their files; `engine` where it is not to be a new embedded one."""

    def make(documents: Mapping[str, Document], engine: Engine | None = None, limits: Limits | None = None) -> Searcher:
        place = engine or EmbeddedEngine(tmp_path_factory.mktemp("index"))
        index_documents(place, documents, analyser)
        return Searcher(place, analyser, find_ids, limits or Limits())

    return make


@pytest.fixture(scope="session")
def index_with() -> Callable[..., str]:
    return index_documents
