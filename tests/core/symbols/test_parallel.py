"""Two symbols for one text are one citation, and the second is kept beside it."""

from __future__ import annotations

import pytest

from core.symbols.finder import find
from core.symbols.grammar import Grammar
from core.symbols.refs import refs


@pytest.mark.parametrize(
    ("text", "exact", "canonical", "parallel"),
    [
        ("decision 1/CP.16 (FCCC/CP/2010/7/Add.1)", "decision 1/CP.16", "UNFCCC/Decision/1/CP.16", "FCCC/CP/2010/7/Add.1"),
        ("resolution 70/1 (A/RES/70/1)", "resolution 70/1", "UNGA/Resolution/70/1", None),
        ("FCCC/KP/2022/4–FCCC/PA/2022/3", "FCCC/KP/2022/4–FCCC/PA/2022/3", "FCCC/KP/2022/4", "FCCC/PA/2022/3"),
    ],
)  # fmt: skip
def test_one_citation(text: str, exact: str, canonical: str, parallel: str | None, grammar: Grammar) -> None:
    (one,) = find(f"Recalling {text},", lang="en", home="UNFCCC", grammar=grammar)
    assert f"Recalling {text},"[one.start : one.end] == exact
    assert (one.canonical, one.parallel, one.relation) == (canonical, parallel, "recalls")
    (line,) = refs({"text": text, "home_treaty": "UNFCCC"}, grammar)["refs"]
    assert line.get("parallel") == parallel


@pytest.mark.parametrize(
    "text",
    [
        "decision 1/CP.16 (see FCCC/CP/2010/7/Add.1)",
        "decision 1/CP.16, FCCC/CP/2010/7/Add.1",
        "decision 1/CP.16 (UNEP/CMS/COP14/Doc.29.1)",
        "decision 1/CP.16 (decision 2/CP.17)",
        "decision 1/CP.16 (see also decision 1/CP.16)",
    ],
)
def test_two_citations(text: str, grammar: Grammar) -> None:
    found = find(text, lang="en", home="UNFCCC", grammar=grammar)
    assert len(found) == 2
    assert [one.parallel for one in found] == [None, None]
