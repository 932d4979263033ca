from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.records.codec import from_json, to_json
from core.records.document import Document
from core.records.files import Provenance, Sidecar
from core.records.pages import Line, Page, Pages, Span
from extract.understand.document import understand
from extract.understand.knowledge import Knowledge

Understood = Callable[..., Document]
TextPages = Callable[..., Pages]

RESOLUTION = """UNEP/CMS/Resolution 12.99
CORRIDORS FOR SKY WHALES
Adopted by the Conference of the Parties at its 12th Meeting (Manila, October 2017)
Recalling Resolution 11.98 on mooring and the light of the harbours,
The Conference of the Parties to the
Convention on the Conservation of Migratory Species of Wild Animals
1. Requests the Secretariat to report on Decision 15/4 of the CBD (see [document] UNEP/CMS/COP12/Doc.24);
2. Repeals Resolution 11.98.
"""


def test_a_resolution_from_its_text_alone(understood: Understood, text_pages: TextPages) -> None:
    document = understood(text_pages(RESOLUTION, whole=True))
    assert (document.canonical, document.work, document.version) == (
        "CMS/Resolution/12.99",
        "CMS/Resolution/12.99",
        None,
    )
    assert (document.identity, document.treaty, document.type, document.lang) == ("stated", "CMS", "resolution", "en")
    assert (document.title, document.meeting) == ("CORRIDORS FOR SKY WHALES", "CMS/COP12")
    assert document.dates.adopted == "2017-10"
    assert document.dates.document is None  # one date never stands for another
    assert [part.force for part in document.parts] == ["adopted"]
    by_path = {segment.id: segment.path for segment in document.segments}
    found = [(by_path[c.segment], c.canonical, c.relation, c.force) for c in document.citations]
    assert ("2", "CMS/Resolution/11.98", "repeals", "adopted") in found
    assert ("pre1", "CMS/Resolution/11.98", "recalls", "adopted") in found
    assert ("1", "CBD/Decision/15/4") in [item[:2] for item in found]
    assert not any(path.startswith("mast") for path, *_ in found)  # a document does not cite itself by its masthead


def test_quotations_of_citations_are_found_again(understood: Understood, text_pages: TextPages) -> None:
    document = understood(text_pages(RESOLUTION, whole=True))
    texts = {segment.id: segment.text for segment in document.segments}
    for citation in document.citations:
        text = texts[citation.segment]
        assert text[citation.start : citation.end] == citation.exact
        assert text[: citation.start].endswith(citation.prefix)
        assert text[citation.end :].startswith(citation.suffix)
        assert len(citation.prefix) <= 30 >= len(citation.suffix)


def test_brackets_are_marked(understood: Understood, text_pages: TextPages) -> None:
    document = understood(text_pages(RESOLUTION, whole=True))
    (segment,) = [segment for segment in document.segments if segment.path == "1"]
    (mark,) = segment.marks
    assert (mark.kind, segment.text[mark.start : mark.end]) == ("bracketed", "[document]")


def test_a_sidecar_is_believed_first_and_a_conflict_is_told(understood: Understood, text_pages: TextPages) -> None:
    sidecar = Sidecar(symbol="UNEP/CMS/Resolution 12.98", title="Lights", lang="fr", dates={"adopted": "2017-10-28"})
    document = understood(text_pages(RESOLUTION, whole=True), sidecar=sidecar)
    assert (document.canonical, document.title, document.lang) == ("CMS/Resolution/12.98", "Lights", "fr")
    assert document.dates.adopted == "2017-10-28"
    assert {issue.code for issue in document.issues} == {"identity-conflict", "language-conflict"}
    assert [(e.value, e.source) for e in document.evidence["dates.adopted"]] == [
        ("2017-10-28", "sidecar"),
        ("2017-10", "text"),
    ]


def test_without_a_symbol_source_and_hash_name_it(understood: Understood, text_pages: TextPages) -> None:
    pages = text_pages("LIGHTS\nThey are put out at night, in every harbour of the arc.\n", whole=True)
    document = understood(pages, sidecar=Sidecar(source="cskw"))
    assert document.identity == "none"
    assert document.canonical.startswith("cskw/")
    assert len(document.canonical) == len("cskw/") + 16
    assert (document.symbol, document.type, document.treaty) == (None, None, "CSKW")
    assert understood(pages).canonical.startswith("local/")


def test_a_file_name_names_the_document_when_nothing_else_does(understood: Understood, text_pages: TextPages) -> None:
    pages = text_pages(
        "LUMIÈRES\nElles sont éteintes la nuit, dans tous les ports de l'arc septentrional.\n", whole=True
    )
    document = understood(pages, name="/in/cms_cop14_doc.18.1_lumieres_f.pdf")
    assert (document.canonical, document.meeting) == ("UNEP/CMS/COP14/Doc.18.1", "CMS/COP14")
    assert document.lang == "fr"


def test_a_page_header_in_the_text_is_evidence_and_no_text(understood: Understood, text_pages: TextPages) -> None:
    text = (
        "LIGHTS\n1. They are put out at night, in every harbour of the northern arc.\nUNEP/CMS/COP14/Doc.18.1\n"
        "UNEP/CMS/COP14/Doc.18.1\nANNEX 1\nLAMPS\n"
    )
    document = understood(text_pages(text, whole=True))
    assert document.canonical == "UNEP/CMS/COP14/Doc.18.1"
    assert [segment.path for segment in document.segments] == ["title", "1", "annex1/h1", "annex1/h2"]
    assert document.citations == ()
    assert document.evidence["symbol"][0].where == "page header in the text, line 3"


def test_a_symbol_that_stands_alone_once_is_text(understood: Understood, text_pages: TextPages) -> None:
    text = "LIGHTS\nThey are described in the following paper, which every Party has:\nUNEP/CMS/COP14/Doc.18.1\nIt is long.\n"
    document = understood(text_pages(text, whole=True))
    assert document.identity == "none"
    assert [c.canonical for c in document.citations] == ["UNEP/CMS/COP14/Doc.18.1"]


def test_what_a_paper_recommends_is_proposed(understood: Understood, text_pages: TextPages) -> None:
    text = (
        "LIGHTS\n1. Resolution 11.98 of CMS is old.\n2. The Conference of the Parties is recommended to:\n"
        "(a) repeal Resolution 11.98.\n"
    )
    document = understood(text_pages(text, whole=True))
    paths = {segment.id: segment.path for segment in document.segments}
    assert [(paths[c.segment], c.force) for c in document.citations] == [("1", "none"), ("2/a", "proposed")]


def test_tracked_changes_and_links_are_marks_and_a_deleted_citation_says_so(understood: Understood) -> None:
    text = "1. Recalls CMS Resolution 11.98 and the map."
    at = text.index("CMS")
    spans = (
        Span(start=at, end=text.index(" and"), deleted=True),
        Span(start=text.index("map"), end=text.index("map") + 3, link="https://cskw.example/"),
    )
    page = Page(number=1, lines=(Line(text=text, whole=True, spans=spans),))
    document = understood(Pages(media_type="x", reader="test", pages=(page,)))
    assert [(mark.kind, mark.target) for mark in document.segments[0].marks] == [
        ("deleted", None),
        ("link", "https://cskw.example/"),
    ]
    assert [(c.canonical, c.deleted) for c in document.citations] == [("CMS/Resolution/11.98", True)]


def test_no_pages_give_an_empty_document(understood: Understood) -> None:
    document = understood(Pages(media_type="x", reader="test"))
    assert (document.segments, document.lang, document.title) == ((), "und", None)


LETTERS = st.text(alphabet="aBé1iv.,;:()[]-–•«»…/ \t\u0301", max_size=30)
PHRASES = st.sampled_from(
    ["ANNEX 1", "Annexe", "The Conference of the Parties to the", "1. ", "(a) ", "8bis. ", "14.AA ", "13.9 Directed to Parties",
     "Recalling that", "Requests:", "N.B. ", "Article 3", "Decision 1/CP.21", "UNEP/CMS/COP14/Doc.18.1", "3 July 2023", "• "]
)  # fmt: skip
LINES = st.builds(
    Line,
    text=st.lists(LETTERS | PHRASES, max_size=4).map("".join),
    whole=st.booleans(),
    gap=st.booleans(),
    indent=st.floats(0, 300),
    size=st.none() | st.sampled_from([9.0, 11.0, 14.0]),
    bold=st.booleans(),
    centered=st.booleans(),
    heading=st.none() | st.integers(0, 4),
    label=st.none() | st.sampled_from(["1.", "(a)", "•", "Step", "iv.", ""]),
    level=st.none() | st.integers(0, 3),
    role=st.sampled_from(["body", "body", "body", "footnote", "table", "header"]),
    note=st.none() | st.sampled_from(["1", "2", "*"]),
    box=st.none() | st.just((72.0, 100.0, 400.0, 110.0)),
    spans=st.lists(st.builds(Span, start=st.integers(0, 5), end=st.integers(5, 9), superscript=st.booleans(),
                             note=st.none() | st.just("1"), deleted=st.booleans()), max_size=2).map(tuple),
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.lists(LINES, max_size=12), max_size=3))
def test_any_lines_give_a_sound_document(knowledge: Knowledge, sheets: list[list[Line]]) -> None:
    pages = Pages(
        media_type="x",
        reader="test",
        pages=tuple(Page(number=number, lines=tuple(lines)) for number, lines in enumerate(sheets, 1)),
    )
    names = (Provenance(source="local", name="/x"),)
    document = understand(pages, names, "0" * 64, knowledge)
    paths = [segment.path for segment in document.segments]
    assert len(set(paths)) == len(paths)
    assert len({part.id for part in document.parts}) == len(document.parts)
    parts, ids = {part.id for part in document.parts}, {segment.id for segment in document.segments}
    for segment in document.segments:
        assert segment.part in parts
        assert segment.parent is None or segment.parent in ids
        assert all(0 <= mark.start <= mark.end <= len(segment.text) for mark in segment.marks)
    texts = {segment.id: segment.text for segment in document.segments}
    assert all(texts[c.segment][c.start : c.end] == c.exact for c in document.citations)
    assert to_json(document) == to_json(understand(pages, names, "0" * 64, knowledge))
    assert from_json(Document, to_json(document)) == document


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.text(alphabet="aBcd. ,;:()é12", max_size=30), max_size=12), st.booleans())
def test_no_letter_of_the_text_is_lost(knowledge: Knowledge, lines: list[str], whole: bool) -> None:
    pages = Pages(
        media_type="x",
        reader="test",
        pages=(Page(number=1, lines=tuple(Line(text=text, whole=whole) for text in lines)),),
    )
    document = understand(pages, (Provenance(source="local", name="/x"),), "0" * 64, knowledge)
    kept = Counter(c for s in document.segments for c in f"{s.label or ''}{s.text}" if c.isalpha())
    assert kept == Counter(c for text in lines for c in text if c.isalpha())


@pytest.mark.parametrize(
    ("text", "title", "reason"),
    [
        ("1. The Parties shall meet each spring.\n2. They shall count the cranes.\n", None, "a paragraph is no title"),
        (
            "UNEP/CMS/COP12/Doc.24\n1. The Parties shall meet each spring.\n2. They shall count the cranes.\n",
            "UNEP/CMS/COP12/Doc.24",
            "what has no name is called by its symbol",
        ),
        ("I. Sky whales\n1. They are counted.\n2. They are named.\n", None, "nor is a chapter with a number"),
    ],
)
def test_a_numbered_text_is_no_title(
    understood: Understood, text_pages: TextPages, text: str, title: str | None, reason: str
) -> None:
    assert understood(text_pages(text, whole=True)).title == title, reason
