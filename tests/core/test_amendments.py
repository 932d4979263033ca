"""The three texts of a paragraph, and the way back from each to the stored one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.amendments import is_amended, reading
from core.records.document import Mark

_MARKUP = re.compile(r"\+\+(?P<inserted>.*?)\+\+|~~(?P<deleted>.*?)~~")


def marked(source: str) -> tuple[str, tuple[Mark, ...]]:
    """`++inserted++` and `~~deleted~~` to text and marks."""
    text, marks, at = "", [], 0
    for match in _MARKUP.finditer(source):
        text += source[at : match.start()]
        kind = "inserted" if match["inserted"] is not None else "deleted"
        inside = match[kind]
        marks.append(Mark(start=len(text), end=len(text) + len(inside), kind=kind))
        text += inside
        at = match.end()
    return text + source[at:], tuple(marks)


@pytest.mark.parametrize(
    ("source", "proposed", "former", "reason"),
    [
        ("moor at dusk", "moor at dusk", "moor at dusk", "nothing amended"),
        ("by ~~2021~~ ++2024++;", "by 2024;", "by 2021;", "no blank before the point or semicolon"),
        ("d’ici à ~~2021~~ ++2024++ ;", "d’ici à 2024 ;", "d’ici à 2021 ;", "French keeps its blank before it"),
        ("20~~21~~++24++", "2024", "2021", "inside of a word nothing comes between"),
        ("++Also++ ~~Further~~ urges", "Also urges", "Further urges", "blanks at the beginning go"),
        ("moor ++and land++", "moor and land", "moor", "nor at the end"),
        ("~~Recalling the fog,~~", "", "Recalling the fog,", "a whole paragraph goes"),
        ("a ~~b~~ c ~~d~~ e", "a c e", "a b c d e", "several cuts"),
        ("(~~old~~ ++new++ text)", "(new text)", "(old text)", "brackets"),
        ("~~one~~\t++two++", "\ttwo", "one\t", "cells of a table stay apart"),
    ],
)
def test_texts(source: str, proposed: str, former: str, reason: str) -> None:
    text, marks = marked(source)
    assert reading(text, marks, "proposed").text == proposed, reason
    assert reading(text, marks, "former").text == former, reason
    assert reading(text, marks, "redline").text == text
    assert is_amended(marks) == (source != text)


def test_what_was_inserted_and_then_deleted_is_in_neither_text() -> None:
    marks = (Mark(start=5, end=9, kind="inserted"), Mark(start=5, end=9, kind="deleted"))
    assert reading("moor here now", marks, "proposed").text == "moor now"
    assert reading("moor here now", marks, "former").text == "moor now"


def test_a_stretch_of_a_reading_is_found_in_the_stored_text() -> None:
    text, marks = marked("see Resolution ~~2.5~~ ++3.4++ here")
    read = reading(text, marks, "proposed")
    start = read.text.index("Resolution 3.4")
    stretches = read.stretches(start, start + len("Resolution 3.4"))
    assert [text[a:b] for a, b in stretches] == ["Resolution ", "3.4"]


spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 12), st.sampled_from(["inserted", "deleted"])), max_size=5
)


@given(st.text(alphabet="ab \t;é", max_size=30), spans)
def test_readings_are_stretches_of_the_text_and_hold_nothing_left_out(
    text: str, found: list[tuple[int, int, str]]
) -> None:
    marks = [
        Mark(start=min(start, len(text)), end=min(start + width, len(text)), kind=kind)  # type: ignore[arg-type]
        for start, width, kind in found
    ]
    for version, gone in (("proposed", "deleted"), ("former", "inserted")):
        read = reading(text, marks, version)  # type: ignore[arg-type]
        assert read.text == "".join(text[a:b] for a, b in read.ranges)
        kept = {at for a, b in read.ranges for at in range(a, b)}
        cut = {at for mark in marks if mark.kind == gone for at in range(mark.start, mark.end)}
        assert not kept & cut
        assert all(text[at] == " " for at in range(len(text)) if at not in kept | cut)
        assert read.stretches(0, len(read.text)) == tuple(read.ranges)
