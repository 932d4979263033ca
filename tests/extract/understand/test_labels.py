from __future__ import annotations

import pytest

from extract.understand.labels import of, parse, roman_value


@pytest.mark.parametrize(
    ("text", "printed", "key", "forms", "wrap"),
    [
        ("1. Requests the Secretariat", "1.", "1", {"number"}, "."),
        ("1.Requests", "1.", "1", {"number"}, "."),  # extraction lost the blank
        ("12)\tRequests", "12)", "12", {"number"}, ")"),
        ("(3) the third", "(3)", "3", {"number"}, "()"),
        ("8bis.\tEncourage", "8bis.", "8bis", {"number"}, "."),
        ("8 bis. Encourage", "8 bis.", "8bis", {"number"}, "."),
        ("14.AA \tThe Secretariat", "14.AA", "14.AA", {"draft"}, ""),  # a draft decision has letters for its number
        ("13.9 Directed to Parties", "13.9", "13.9", {"levels"}, ""),
        ("3.1. Background", "3.1.", "3.1", {"levels"}, "."),
        ("a) to establish", "a)", "a", {"letter"}, ")"),
        ("a)établir", "a)", "a", {"letter"}, ")"),  # glued, after a run-in list was cut
        ("(aa) after (z)", "(aa)", "aa", {"letter"}, "()"),
        ("(ii) the second", "(ii)", "ii", {"letter", "roman"}, "()"),
        ("i) the first, or the ninth", "i)", "i", {"letter", "roman"}, ")"),
        ("IV. FINANCES", "IV.", "IV", {"ROMAN"}, "."),
        ("A. Mandate", "A.", "A", {"LETTER"}, "."),
        ("- a dash", "-", "", {"bullet"}, "-"),
        ("·  a middle dot", "·", "", {"bullet"}, "·"),
        ("12\tThe tab tells", "12", "12", {"number"}, ""),
    ],
)
def test_reads_labels(text: str, printed: str, key: str, forms: set[str], wrap: str) -> None:
    label = parse(text)
    assert label is not None
    assert (label.printed, label.key, {r.form for r in label.readings}, label.wrap) == (printed, key, forms, wrap)
    assert text[: label.end].strip() == printed


@pytest.mark.parametrize(
    "text",
    [
        "2023. The year ends a sentence",
        "2.5 million hectares",
        "(1987) is a year",
        "N.B. New text",
        "e.g. this",
        "12 Parties attended",
        "-5 degrees",
        "A Convention",
        "Requests",
        "",
    ],
)
def test_leaves_what_is_no_label(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("given", "key", "form"),
    [("1.", "1", "number"), ("(b)", "b", "letter"), ("•", "", "bullet"), ("o", "", "bullet"), ("7", "7", "number"),
     ("Step 3", "", "bullet")],
)  # fmt: skip
def test_reads_labels_that_the_format_computed(given: str, key: str, form: str) -> None:
    label = of(given)
    assert (label.printed, label.key, label.readings[0].form) == (given, key, form)


@pytest.mark.parametrize(
    ("word", "value"), [("i", 1), ("iv", 4), ("XIV", 14), ("xc", 90), ("iiii", None), ("vx", None), ("", None)]
)
def test_reads_roman_numerals(word: str, value: int | None) -> None:
    assert roman_value(word) == value
