"""Made papers against their truth: every line, every letter that is marked, every cell, note, header and page number."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.limits import Limits
from core.records.pages import Line, Page, Pages
from extract.read.pdf.reader import read_pdf

sys.path.append(str(Path(__file__).parent))  # tests are no package; the name is unlike any installed module's
from made_papers import Truth, paper

SEEDS = range(12)


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest) -> tuple[Pages, list[Truth]]:
    data, truth = paper(request.param)
    return read_pdf(data, "made.pdf", Limits()), truth


def lines(page: Page, role: str) -> list[Line]:
    return [line for line in page.lines if line.role == role]


def test_lines_of_the_text_in_reading_order(made: tuple[Pages, list[Truth]]) -> None:
    pages, truth = made
    assert len(pages.pages) == len(truth)
    for page, known in zip(pages.pages, truth, strict=True):
        assert [line.text for line in lines(page, "body")] == known.body, f"page {page.number}"


def test_running_headers_and_printed_numbers(made: tuple[Pages, list[Truth]]) -> None:
    pages, truth = made
    for page, known in zip(pages.pages, truth, strict=True):
        assert [line.text for line in lines(page, "header")] == ([known.header] if known.header else [])
        assert page.label == (known.label or None)


def test_footnotes_and_their_calls(made: tuple[Pages, list[Truth]]) -> None:
    pages, truth = made
    for page, known in zip(pages.pages, truth, strict=True):
        assert [(line.note, line.text) for line in lines(page, "footnote")] == known.notes
        called = [span.note for line in lines(page, "body") for span in line.spans if span.note]
        assert called == [label for label, _ in known.notes]


def test_rows_and_cells_of_tables(made: tuple[Pages, list[Truth]]) -> None:
    pages, truth = made
    for page, known in zip(pages.pages, truth, strict=True):
        assert [line.cells for line in lines(page, "table")] == known.rows, f"page {page.number}"


def test_turned_pages_are_upright_and_wide(made: tuple[Pages, list[Truth]]) -> None:
    last = made[0].pages[-1]
    assert last.width is not None
    assert last.height is not None
    assert last.width > last.height
    for line in last.lines:
        assert line.box is not None
        assert line.box[2] - line.box[0] > line.box[3] - line.box[1]


def letters(line: Line) -> Iterator[tuple[str, str]]:
    marks = ["u" if line.underline else " "] * len(line.text)
    for span in line.spans:
        mark = "s" if span.strike else "u" if span.underline else " "
        marks[span.start : span.end] = [mark] * (span.end - span.start)
    yield from ((letter, mark) for letter, mark in zip(line.text, marks, strict=True) if letter != " ")


@pytest.mark.parametrize("mark", ["u", "s"])
def test_marked_letters_of_all_papers(mark: str) -> None:
    found = right = known = 0
    for seed in SEEDS:
        data, truth = paper(seed)
        pages: Any = read_pdf(data, "made.pdf", Limits()).pages
        for page, page_truth in zip(pages, truth, strict=True):
            if not any(one[1] != " " for one in page_truth.letters):
                continue
            read = [one for line in lines(page, "body") for one in letters(line)]
            assert [one[0] for one in read] == [one[0] for one in page_truth.letters]
            found += sum(one[1] == mark for one in read)
            known += sum(one[1] == mark for one in page_truth.letters)
            right += sum(a[1] == b[1] == mark for a, b in zip(read, page_truth.letters, strict=True))
    assert known > 2_000
    assert right >= 0.99 * found
    assert right >= 0.99 * known
