"""Two real documents of a convention, read where they lie: what must be found in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.configuration import Configuration
from core.limits import Limits
from core.records.document import Document
from index.analysis import Analyser
from index.engines.embedded import EmbeddedEngine
from index.search import Searcher
from index.symbol_finding import symbol_finder
from index.view import document as view
from jobs.extract import extract

pytestmark = pytest.mark.corpus
CITING = "UNEP/CMS/COP14/Doc.18.1"


@pytest.fixture(scope="module")
def searcher(
    shared: Path,
    tmp_path_factory: pytest.TempPathFactory,
    configuration: Configuration,
    analyser: Analyser,
    index_with: Callable[..., str],
) -> Searcher:
    documents: dict[str, Document] = {}
    for number, file in enumerate(sorted((shared / "seeds").glob("*.txt"))):
        documents[f"{number:064x}"] = extract(file, source="local", limits=Limits(), configuration=configuration)
    engine = EmbeddedEngine(tmp_path_factory.mktemp("index"))
    index_with(engine, documents, analyser)
    return Searcher(engine, analyser, symbol_finder(configuration), Limits())


@pytest.mark.parametrize(
    "spelling",
    [
        "UNEP/CMS/COP14/Doc.29.1",
        "PNUE/CMS/COP14/Doc.29.1",
        "unep/cms/cop14/doc.29.1",
        "UNEP CMS COP14 Doc 29.1",
        "pnue/cms/cop14/doc 29.1",
    ],
)
def test_a_symbol_in_any_spelling_finds_the_paragraph_that_cites_it(searcher: Searcher, spelling: str) -> None:
    answer = searcher.search(spelling)
    assert answer.direct == ("UNEP/CMS/COP14/Doc.29.1",)
    assert answer.direct_held == ()
    assert answer.hits[0].canonical == CITING
    first = answer.hits[0].paragraphs[0]
    assert first.path == "28"
    ((start, end),) = first.highlights
    assert first.text[start:end].upper().endswith("DOC.29.1")


@pytest.mark.parametrize(
    "query",
    ["synergies partenariats", "SYNERGIE PARTENARIAT", "lang:fr synergies partenariats", "synergies treaty:CMS"],
)
def test_words_in_any_form_find_the_document(searcher: Searcher, query: str) -> None:
    assert CITING in {hit.canonical for hit in searcher.search(query).hits}


def test_the_page_of_the_document_has_its_text_in_order_with_links(searcher: Searcher) -> None:
    page = view(searcher, CITING.lower())
    assert page is not None
    assert (page.canonical, page.redirect) == (CITING, f"/documents/{CITING}?lang=fr")
    paths = [segment.path for segment in page.segments]
    assert len(set(paths)) == len(paths)
    numbered = [path for path in paths if path.isdigit()]
    assert numbered == [str(number) for number in range(1, 53)]
    for segment in page.segments:
        for one in segment.links:
            assert segment.text[one.start : one.end] == one.exact
            assert one.held or one.missing or one.readings
