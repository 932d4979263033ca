"""Numbers of paragraphs and footnotes of published documents, against what a reader wrote down from the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.records.document import Document, Segment

pytestmark = pytest.mark.corpus
Understood = Callable[..., Document]
LABELS = Path(__file__).with_name("hand_labels.yml")
DOCUMENTS: list[dict[str, Any]] = yaml.safe_load(LABELS.read_text(encoding="utf-8"))
_NO_PARAGRAPHS = ("heading", "title", "footnote", "masthead", "table")


def expanded(written: object) -> Iterator[str]:
    for word in str(written).split():
        first, dots, last = word.partition("..")
        if not dots:
            yield word
        elif first.isdigit():
            yield from (str(number) for number in range(int(first), int(last) + 1))
        else:
            yield from (chr(code) for code in range(ord(first), ord(last) + 1))


def label_of(segment: Segment) -> str:
    return re.sub(r"[().\s]", "", segment.label or "")


def f1(wanted: Sequence[str], found: Sequence[str]) -> float:
    """Of the longest common order of both."""
    if not wanted and not found:
        return 1.0
    common = sum(block.size for block in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks())
    return 2 * common / (len(wanted) + len(found))


def tails(labels: Sequence[str]) -> Iterator[str | None]:
    """How the path of each ends: a letter stands below the number before it, a Roman number below that letter."""
    number = letter = None
    romans = iter(())
    for at, label in enumerate(labels):
        if label.isdigit():
            number, letter, romans = label, None, iter(())
            yield label
        elif label == next(romans, None):
            yield f"{number}/{letter}/{label}" if number else None
        elif label == "i" and letter is not None and letter != "h":
            run = [one for one in labels[at:] if not one.isdigit()]
            romans = iter([one for one in run[1:] if set(one) <= set("ivx")])
            yield f"{number}/{letter}/i" if number else None
        else:
            letter, romans = label, iter(())
            yield f"{number}/{label}" if number else None


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: Path(row["file"]).stem)
def test_labels_that_a_reader_wrote_down(row: dict[str, Any], shared: Path, understood: Understood) -> None:
    path = shared / "corpus" / row["file"]
    if not path.is_file():
        pytest.skip(f"{row['file']} is not on this machine")
    first, last = row["pages"]
    segments = [one for one in understood(path).segments if one.pages and first <= one.pages[0] <= last]
    numbered = [one for one in segments if one.kind not in _NO_PARAGRAPHS and re.search(r"\w", one.label or "")]
    wanted = list(expanded(row["paragraphs"]))
    assert f1(wanted, [label_of(one) for one in numbered]) >= 0.98
    notes = [label_of(one) for one in segments if one.kind == "footnote"]
    assert f1(list(expanded(row["footnotes"])), notes) >= 0.98
    if len(wanted) == len(numbered):
        placed = [(tail, one.path) for tail, one in zip(tails(wanted), numbered, strict=True) if tail is not None]
        wrong = [(tail, path) for tail, path in placed if path != tail and not path.endswith(f"/{tail}")]
        assert len(wrong) <= 0.02 * len(placed), wrong


def test_enough_documents_are_written_down() -> None:
    assert len(DOCUMENTS) >= 8
    assert sum(len([*expanded(row["paragraphs"]), *expanded(row["footnotes"])]) for row in DOCUMENTS) > 600
