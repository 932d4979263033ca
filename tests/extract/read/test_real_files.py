"""Real files, read where they lie: states of the odd ones, and what must be found in some of the good ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import DocumentError
from core.limits import Limits
from extract.read.sandbox import Sandbox

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits()) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("path", "code", "reason"),
    [
        ("MANIFEST.csv", "not-a-document", "a table of data"),
        ("cbd-bch-docx/CS18Fr.docx", "old-word", "its name lies"),
        ("zz-testfixtures/empty.pdf", "empty", "no bytes"),
        ("zz-testfixtures/not_a_pdf.pdf", "empty", "no bytes"),
        ("zz-testfixtures/error.pdf", "not-a-document", "a word in place of a PDF"),
        ("zz-testfixtures/password-hunter2.pdf", "encrypted", "asks for a password"),
        ("zz-testfixtures/blank.pdf", "needs-ocr", "something is drawn, and it is no text"),
        ("zz-testfixtures/jbig2.pdf", "needs-ocr", "pictures"),
        ("unfccc-indc/CMR_Cameroon_INDC_Addendum_French.pdf", "needs-ocr", "a scan"),
    ],
)
def test_files_that_give_no_text(sandbox: Sandbox, shared: Path, path: str, code: str, reason: str) -> None:
    file = shared / "corpus" / path
    with pytest.raises(DocumentError) as caught:
        sandbox.read(file.read_bytes(), file.name)
    assert caught.value.code == code, reason


@pytest.mark.parametrize(
    ("path", "header", "pages"),
    [
        ("unfccc-petermr/CP_2__1_17_CP_2.pdf", "FCCC/CP/1996/15/Add.1", 74),
        ("unfccc-petermr/CP_26__12_23_CP_26.pdf", "FCCC/CP/2021/12/Add.2", 53),
    ],
)
def test_running_headers_and_page_numbers(sandbox: Sandbox, shared: Path, path: str, header: str, pages: int) -> None:
    file = shared / "corpus" / path
    found = sandbox.read(file.read_bytes(), file.name).pages
    assert len(found) == pages
    for page in found[1:40]:
        assert page.label == str(page.number)
        assert header in [line.text for line in page.lines if line.role == "header"]
        assert header not in [line.text for line in page.lines if line.role == "body"]


def test_pages_whose_font_does_not_say_its_letters_are_read_all_the_same(sandbox: Sandbox, shared: Path) -> None:
    file = shared / "corpus" / "unfccc-petermr" / "CP_5__1_22_CP_5.pdf"
    found = sandbox.read(file.read_bytes(), file.name)
    decoded = {issue.page for issue in found.issues if issue.code == "page-decoded"}
    assert len(decoded) == 12
    for page in found.pages:
        if page.number in decoded:
            assert page.label == str(page.number)
            assert "FCCC/CP/1999/6/Add.1" in [line.text for line in page.lines if line.role == "header"]


def test_titles_of_decisions_at_the_top_of_pages_are_body(sandbox: Sandbox, shared: Path) -> None:
    file = shared / "corpus" / "unfccc-petermr" / "CP_10__1_11_CP_10.pdf"
    pages = sandbox.read(file.read_bytes(), file.name).pages
    titles = [
        line.text for page in pages for line in page.lines if line.role == "body" and line.text.startswith("Decision ")
    ]
    assert {"Decision 1/CP.10", "Decision 2/CP.10"} <= set(titles)


def test_seeds_are_wrapped_lines_and_whole_paragraphs(sandbox: Sandbox, shared: Path) -> None:
    wrapped, whole = (
        sandbox.read(file.read_bytes(), file.name).pages[0] for file in sorted((shared / "seeds").glob("*.txt"))
    )
    assert {line.whole for line in wrapped.lines} == {False}
    assert {line.whole for line in whole.lines} == {True}
