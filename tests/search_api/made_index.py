"""A real index over documents of the fictional convention, made in code, where the application looks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from core.configuration import Configuration
from core.overrides import Overrides
from core.records.document import Citation, Dates, Document, Evidence, Mark, Part, Segment
from core.settings import Settings
from core.symbols.identity import split
from index.analysis import Analyser
from index.encode import citation_row, document_row, paragraph_row
from index.engines.registry import engine_of
from index.generations import Batch, build
from index.held import corpus_of, head_of
from index.links import LinkRules, link
from index.rows import Source, rows_of

Text = str | tuple[str, str]
"""A paragraph, or the kind of a segment and its text."""


def document(
    canonical: str, lang: str, texts: Sequence[Text], cites: Mapping[str, str] = {}, **given: object
) -> Document:
    """`cites`: words of the text -> the id that they name, wherever they stand."""
    work, version = split(canonical)
    segments, citations, number = [], [], 0
    for at, item in enumerate(texts, 1):
        kind, text = ("operative", item) if isinstance(item, str) else item
        number += kind == "operative"
        path = str(number) if kind == "operative" else f"{kind}{at}" if kind != "title" else "title"
        segments.append(
            Segment(
                id=f"s{at}",
                part="main",
                kind=kind,  # type: ignore[arg-type]
                path=path,
                text=text,
                label=f"{number}." if kind == "operative" else None,
                lang=lang,
                lang_from="text",
                marks=(Mark(start=0, end=1, kind="emphasis"),),
            )
        )
        for words, target in cites.items():
            start = text.find(words)
            if start >= 0:
                citations.append(
                    Citation(
                        segment=f"s{at}",
                        start=start,
                        end=start + len(words),
                        exact=words,
                        kind="resolution",
                        treaty=target.split("/")[0],
                        canonical=target,
                        relation="recalls",
                    )
                )
    fields: dict[str, object] = {
        "langs": (lang,),
        "treaty": "CSKW",
        "type": "resolution",
        "symbol": canonical,
        "title": next((item[1] for item in texts if not isinstance(item, str) and item[0] == "title"), None),
        "meeting": "CSKW/COP4",
        "agenda_item": None,
        "identity": "stated",
        "dates": Dates(adopted="2023-10-20"),
        "evidence": {"symbol": (Evidence(value=canonical, source="masthead", where="page 1"),)},
        "parts": (Part(id="main", kind="main", force="adopted"),),
    } | given
    return Document(
        canonical=canonical,
        work=work,
        version=version,
        lang=lang,
        segments=tuple(segments),
        citations=tuple(citations),
        **fields,  # type: ignore[arg-type]
    )


def index_documents(settings: Settings, documents: Sequence[Document], *, overrides: Overrides | None = None) -> str:
    """Builds a generation of these documents and makes it the current one; its name."""
    held = {f"{number:064x}": one for number, one in enumerate(documents, 1)}
    analyser = Analyser.load(Configuration())
    links = link(held, LinkRules(scope=frozenset({"CSKW"}), families={}, overrides=overrides or Overrides()))
    corpus = corpus_of(head_of(content, one) for content, one in held.items())
    names = {content: ("https://cskw.example/" + content[-4:],) for content in held}

    def batches() -> Iterator[Batch]:
        for version in corpus.versions.values():
            sources = {
                one.content: Source(
                    document=held[one.content],
                    names=names[one.content],
                    links=tuple(one_link for one_link in links if one_link.content == one.content),
                )
                for one in version.primaries
            }
            rows = rows_of(version, sources, names)
            yield "documents", [document_row(rows.document, rows.paragraphs, analyser)]
            yield "paragraphs", [paragraph_row(row, analyser) for row in rows.paragraphs]
            yield "citations", [citation_row(row) for row in rows.citations]

    return build(engine_of(settings), batches(), analyser=analyser, digest=str(len(documents))).generation


def corpus() -> list[Document]:
    """Two languages, two versions, citations held and not, and text that attacks."""
    amends = {
        "Resolution 2.5": "CSKW/Resolution/2.5",
        "Décision 3.7": "CSKW/Decision/3.7",
        "Decision 3.7": "CSKW/Decision/3.7",
    }
    return [
        document(
            "CSKW/Resolution/3.4/Rev.COP4",
            "en",
            [
                ("title", "Aerial corridors"),
                ("preambular", "Recalling Resolution 2.5 and Decision 3.7,"),
                "Urges Parties to keep aerial corridors open;",
                "Repeals Resolution 2.5.",
            ],
            amends,
        ),
        document(
            "CSKW/Resolution/3.4/Rev.COP4",
            "fr",
            [("title", "Couloirs aériens"), "Prie les Parties de maintenir ouverts les couloirs aériens ;"],
        ),
        document(
            "CSKW/Resolution/3.4",
            "en",
            [("title", "Aerial corridors"), "Invites Parties to draw aerial corridors."],
            dates=Dates(adopted="2019-06"),
            meeting="CSKW/COP3",
        ),
        document("CSKW/Resolution/2.5", "fr", [("title", "Amarrage"), "Prie les Parties de recenser les amarrages."]),
        document(
            "CSKW/COP4/Doc.9",
            "en",
            [
                ("title", "<script>alert(1)</script> corridors"),
                "Corridors </p><img src=x onerror=alert(1)> & Resolution 2.5 \"quoted\" 'so'.",
            ],
            amends,
            type="document",
            identity="none",
        ),
    ]
