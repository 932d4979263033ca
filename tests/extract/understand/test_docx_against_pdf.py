"""The DOCX of a document against the PDF that its publisher made of it: paragraphs say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from core.records.document import Document

pytestmark = pytest.mark.corpus
Understood = Callable[..., Document]
PAIRS = ("CS03Fr", "CS04Fr", "CS05Fr", "CS06Fr", "CS10Fr", "CS16Fr", "CS17Fr", "CS23Fr", "CS24Fr", "CS25Fr")


def paragraphs(document: Document) -> list[str]:
    """Footnotes last, wherever the format keeps them."""
    kept = sorted(document.segments, key=lambda one: one.kind == "footnote")
    return [re.sub(r"\s+", " ", one.text) for one in kept if one.text]


def test_paragraphs_of_both_formats(shared: Path, understood: Understood) -> None:
    same = letters = same_letters = count = 0
    for name in PAIRS:
        docx, pdf = shared / f"corpus/cbd-bch-docx/{name}.docx", shared / f"corpus/cbd-bch-fr/{name}.pdf"
        if not (docx.is_file() and pdf.is_file()):
            pytest.skip(f"{name} is not on this machine")
        one, other = paragraphs(understood(docx)), paragraphs(understood(pdf))
        for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
            same += 2 * block.size
            same_letters += 2 * sum(map(len, one[block.a : block.a + block.size]))
        count += len(one) + len(other)
        letters += sum(map(len, one)) + sum(map(len, other))
    assert same_letters >= 0.95 * letters
    assert same >= 0.96 * count
