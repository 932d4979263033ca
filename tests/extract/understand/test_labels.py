from __future__ import annotations

import pytest

from extract.understand.labels import of, opened, parse, roman_value


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
        ("PP1 Recalling", "PP1", "1", {"number"}, "PP"),  # drafts number preamble and operative part apart
        ("Pp12: [Noting", "Pp12:", "12", {"number"}, "PP"),
        ("(PP 3) Recalling", "(PP 3)", "3", {"number"}, "PP"),
        ("Pp. 4 Rappelant", "Pp. 4", "4", {"number"}, "PP"),
        ("OP2bis. Requests", "OP2bis.", "2bis", {"number"}, "OP"),
        ("OP 7 alt Urges", "OP 7 alt", "7alt", {"number"}, "OP"),
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
        "OP2 was agreed",  # a report speaks of it
        "Pp. 3 to 12 of the report",
        "PP Recalling",
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


@pytest.mark.parametrize(
    ("text", "mark", "printed", "rest", "reason"),
    [
        ("[2. Decides]", "[", "2.", "Decides]", "the bracket of undecided text stands before the number"),
        ("[(a) To count]", "[", "(a)", "To count]", "before a letter too"),
        ("“(b) Voluntary contributions", "“", "(b)", "Voluntary contributions", "quoted text begins with its number"),
        ("« 2. RECOMMANDE", "«", "2.", "RECOMMANDE", "French marks stand apart"),
        ("[[3. Two options]", "[[", "3.", "Two options]", "brackets in brackets"),
    ],
)
def test_reads_a_label_behind_a_mark(text: str, mark: str, printed: str, rest: str, reason: str) -> None:
    found = opened(text)
    assert found is not None, reason
    assert (found[0], found[1].printed, text[found[1].end :].strip()) == (mark, printed, rest), reason


@pytest.mark.parametrize("text", ["[1]", "[Decides]", "“Lamps” are lit", "[- a dash", "[3]. Source", "2. Decides", "["])
def test_a_mark_alone_gives_no_label(text: str) -> None:
    assert opened(text) is None
