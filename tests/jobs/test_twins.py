"""One document in several files: as DOCX and as PDF, and the same bytes under two names. One expression, nothing counted twice."""

from __future__ import annotations

import io
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from msgspec import Struct
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from core.configuration import Configuration
from core.limits import Limits
from core.records.document import Document, Segment
from core.settings import load_settings
from index.search import open_searcher
from index.view import document as view
from jobs.extract import extract
from jobs.ingest import IngestSummary, ingest

PAPER = "cop4-doc-7.2.fr.docx"
SYMBOL = "CSKW/COP4/Doc.7.2"
MASTHEAD = (
    "Convention sur la conservation des baleines célestes", "Distribution : générale", SYMBOL, "3 juillet 2023", "Français",
    "Original : anglais",
)  # fmt: skip


def wrapped(text: str, width: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and stringWidth(f"{line} {word}", "Times-Roman", 11) > width:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def depth(segment: Segment) -> int:
    return segment.path.removeprefix(segment.part).strip("/").count("/") if segment.kind == "item" else 0


def printed(document: Document) -> bytes:
    """A PDF that a reader would take for the print of the document."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    y = 780.0
    canvas.setFont("Times-Roman", 11)
    for line in MASTHEAD:
        canvas.drawString(330, y, line)
        y -= 20
    for segment in [one for one in document.segments[1:] if one.kind != "footnote"]:
        left = 72 + 30 * depth(segment)
        centred = segment.kind in ("title",) or segment.text.startswith("ANNEX")
        for at, line in enumerate(
            wrapped(segment.text.replace("\t", " "), 451 - 30 * depth(segment) - 30 * bool(segment.label))
        ):
            if y < 80:
                canvas.showPage()
                y = 780.0
            canvas.setFont("Times-Bold" if segment.kind in ("title", "heading") else "Times-Roman", 11)
            if segment.label and at == 0:
                canvas.drawString(left, y, segment.label)
            if centred:
                canvas.drawCentredString(297, y, line)
            else:
                canvas.drawString(left + 30 * bool(segment.label), y, line)
            y -= 13
        y -= 9
    canvas.save()
    return out.getvalue()


class Twins(Struct, frozen=True):
    folder: Path
    home: Path
    summary: IngestSummary
    document: Document
    """Of the DOCX."""


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Twins:
    """A DOCX, its print, and the DOCX again under another name, through all stages."""
    folder, home = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("data")
    docx = (root / "samples/documents" / PAPER).read_bytes()
    (folder / "paper.docx").write_bytes(docx)
    (folder / "copy of paper.docx").write_bytes(docx)
    document = extract(folder / "paper.docx", source="local", limits=Limits(), configuration=Configuration())
    (folder / "paper.pdf").write_bytes(printed(document))
    settings = load_settings({"data_dir": home})
    return Twins(folder, home, ingest([folder], settings=settings), document)


def test_all_files_are_seen_and_one_expression_answers(twins: Twins) -> None:
    summary = twins.summary
    assert (summary.seen, summary.contents, summary.understood) == (3, 2, 2)
    with open_searcher(load_settings({"data_dir": twins.home})) as searcher:
        found = searcher.search("lang:fr")
        assert (found.total, [hit.languages for hit in found.hits]) == (1, [("fr",)])
        page = view(searcher, SYMBOL)
        assert page is not None
        assert page.languages == ("fr",)
        assert len(page.expression.twins) == 1
        names = {*page.expression.names, *page.expression.twin_names}
        assert {Path(name).name for name in names} == {"paper.docx", "copy of paper.docx", "paper.pdf"}


def test_what_is_cited_twice_over_is_cited_once(twins: Twins) -> None:
    with open_searcher(load_settings({"data_dir": twins.home})) as searcher:
        page = view(searcher, SYMBOL)
        assert page is not None
        places = [(segment.segment, link.start) for segment in page.segments for link in segment.links]
        assert len(places) == len(set(places)) > 5


def test_docx_and_print_say_the_same(twins: Twins) -> None:
    other = extract(twins.folder / "paper.pdf", source="local", limits=Limits(), configuration=Configuration())
    texts = []
    for document in (twins.document, other):
        title = "COULOIRS AÉRIENS ET PASSAGE DES BALEINES CÉLESTES"
        assert (document.canonical, document.lang, document.title) == (SYMBOL, "fr", title)
        texts.append([(one.path, one.text) for one in document.segments if one.kind not in ("masthead", "footnote")])
    assert SequenceMatcher(None, *texts, autojunk=False).ratio() >= 0.98
