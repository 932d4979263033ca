"""What is a change of looks, of wording, of substance."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.configuration import Configuration
from core.records.document import Citation, Document, Segment
from index.compare.changes import SHOWN_AT_MOST, Comparison, turning_words
from index.compare.changes import compare as compare_with

Compare = Callable[[Document, Document], Comparison]

FILLER = tuple(
    f"Parties report each year on corridor {number} and on the stations beside it, in the form that the Panel has set."
    for number in range(1, 13)
)


@pytest.fixture(scope="module")
def turning() -> frozenset[str]:
    return turning_words(Configuration())


@pytest.fixture
def compare(turning: frozenset[str]) -> Compare:
    return lambda before, after: compare_with(before, after, turning)


def document(*texts: str, labels: tuple[str, ...] = (), cites: tuple[str, ...] = (), masthead: str = "") -> Document:
    segments = [
        Segment(id=f"s{number}", part="main", kind="paragraph", path=str(number), text=text, label=label)
        for number, (text, label) in enumerate(
            zip(texts, labels or [f"{n}." for n in range(1, len(texts) + 1)], strict=True), start=1
        )
    ]
    if masthead:
        segments.insert(0, Segment(id="s0", part="main", kind="masthead", path="m1", text=masthead))
    citations = tuple(
        Citation(segment="s1", start=0, end=1, exact="x", kind="resolution", treaty="CSKW", canonical=one)
        for one in cites
    )
    return Document(
        canonical="CSKW/COP4/Doc.1", work="CSKW/COP4/Doc.1", version=None, lang="en", langs=("en",), treaty="CSKW",
        type=None, symbol=None, title=None, meeting=None, agenda_item=None, identity="stated",
        segments=tuple(segments), citations=citations,
    )  # fmt: skip


BEFORE = "Parties shall lower moorings within one hour of a warning given by station 7."


@pytest.mark.parametrize(
    ("after", "kind", "reasons", "why"),
    [
        (BEFORE, "cosmetic", (), "the same text in other bytes"),
        (BEFORE.replace(" ", "\u00a0").replace(".", " ."), "cosmetic", (), "blanks and stops are layout"),
        (BEFORE.upper(), "cosmetic", (), "so are capitals"),
        (BEFORE.replace("one hour", "an hour"), "editorial", ("words",), "another word, the same demand"),
        (BEFORE.replace("station 7", "station 8"), "substantive", ("numbers", "words"), "another number"),
        (BEFORE.replace("shall", "shall not"), "substantive", ("obligations", "words"), "the opposite"),
        (BEFORE.replace("shall", "may"), "substantive", ("obligations", "words"), "a duty that became a choice"),
    ],
)
def test_one_changed_paragraph(compare: Compare, after: str, kind: str, reasons: tuple[str, ...], why: str) -> None:
    found = compare(document(*FILLER, BEFORE), document(*FILLER, after))
    assert (found.kind, found.reasons) == (kind, reasons), why
    assert found.same + found.changed == len(FILLER) + 1


def test_the_masthead_is_looks(compare: Compare) -> None:
    found = compare(document(*FILLER, masthead="Port-Cirrus, 2023"), document(*FILLER, masthead="Haute-Nuée, 2024"))
    assert (found.kind, found.same) == ("cosmetic", len(FILLER))


def test_a_paragraph_more_or_less_is_substance(compare: Compare) -> None:
    more = compare(document(*FILLER), document(*FILLER, BEFORE))
    assert (more.kind, more.added, more.removed) == ("substantive", 1, 0)
    assert more.examples[0].before is None
    assert more.examples[0].after == BEFORE
    less = compare(document(*FILLER, BEFORE), document(*FILLER))
    assert (less.kind, less.added, less.removed) == ("substantive", 0, 1)
    assert less.examples[0].after is None


def test_another_number_of_a_paragraph_is_substance(compare: Compare) -> None:
    labels = tuple(f"{number}." for number in range(1, 13))
    found = compare(document(*FILLER, labels=labels), document(*FILLER, labels=(*labels[:-1], "12bis.")))
    assert (found.kind, found.reasons) == ("substantive", ("labels",))


def test_another_citation_is_substance_though_few_words_differ(compare: Compare) -> None:
    one = compare(document(*FILLER, cites=("CSKW/Resolution/3.4",)), document(*FILLER, cites=("CSKW/Resolution/2.5",)))
    assert (one.kind, one.reasons) == ("substantive", ("citations",))


def test_wording_changed_everywhere_is_substance(compare: Compare) -> None:
    found = compare(document(*FILLER), document(*(text.replace("Parties", "States") for text in FILLER)))
    assert found.kind == "substantive"
    assert "share" in found.reasons


def test_examples_are_bounded_and_the_counts_are_not(compare: Compare) -> None:
    many = tuple(f"Paragraph of its own about cloud {number} over the bay" for number in range(SHOWN_AT_MOST + 15))
    found = compare(document(), document(*many))
    assert len(found.examples) == SHOWN_AT_MOST
    assert found.added == len(many)


def test_two_empty_documents(compare: Compare) -> None:
    assert compare(document(), document()).kind == "cosmetic"
