"""What stands for a citation before it: the nearest that fits, each member of a list, nothing where none fits."""

from __future__ import annotations

from itertools import pairwise

import pytest

from core.symbols.finder import find
from core.symbols.grammar import Grammar
from core.symbols.refs import refs

_DECISIONS = ("CBD/Decision/15/4", "CBD/Decision/15/5")


@pytest.mark.parametrize(
    ("home", "text", "meant", "reason"),
    [
        ("CMS", "Resolution 12.3 and Decision 13.9. By the said resolution,", ["CMS/Resolution/12.3"], "of its kind, not the last"),
        ("CMS", "Resolution 12.3; Resolution 12.6 and the annex to that resolution", ["CMS/Resolution/12.6"], "the nearest"),
        ("CBD", "decisions 15/4 and 15/5, and the annexes to the same decision", [_DECISIONS], "each of a list is a reading"),
        ("CBD", "decisions 15/4 and 15/5, the latter decision in particular", ["CBD/Decision/15/5"], "the last of a list"),
        ("CMS", "CBD decision X/2 and Decision 13.9; the said decision of the CBD", ["CBD/Decision/X/2"], "treaty named behind"),
        ("CMS", "Decision 13.9; the said decision of the CBD", [], "no decision of the treaty named behind"),
        ("CBD", "Rappelant la décision XII/12, et le paragraphe 3 de ladite décision", ["CBD/Decision/XII/12"], "French"),
        ("CBD", "la décision XII/12 ainsi que la recommandation susmentionnée", [], "no recommendation before it"),
        ("UNFCCC", "Article 4 of the Convention, paragraph 3 of the same article", ["UNFCCC/Article/4/para.3"], "a paragraph"),
        ("UNFCCC", "Article 4, paragraph 1 (c), and, in part, paragraph 7 thereof", ["UNFCCC/Article/4/para.7"], "of the article"),
        ("UNFCCC", "l'article 4 et le paragraphe 3 dudit article", ["UNFCCC/Article/4/para.3"], "French article"),
        ("UNFCCC", "FCCC/SBI/2014/8 was tabled; annex I to that document", ["FCCC/SBI/2014/8"], "a paper"),
        ("UNFCCC", "that document; see FCCC/SBI/2014/8", [], "nothing stands before it"),
        ("UNFCCC", "decision 1/CP.16 and, in that decision 2/CP.17,", [], "a number of its own"),
        ("UNFCCC", "decision 1/CP.16, " + "and so on " * 200 + "in that decision", [], "too far away"),
        ("UNFCCC", "this decision amends decision 1/CP.16; the present decision", [], "the text itself"),
    ],
)  # fmt: skip
def test_meaning(home: str, text: str, meant: list[str | tuple[str, ...]], reason: str, grammar: Grammar) -> None:
    found = find(text, lang=None, home=home, grammar=grammar, with_short_forms=True)
    rules = {form.id for form in grammar.short_forms}
    assert [one.canonical or one.readings for one in found if one.rule in rules] == meant, reason
    assert [one for one in found if one.rule not in rules] == list(find(text, lang=None, home=home, grammar=grammar))


def test_pin_and_span_of_thereof(grammar: Grammar) -> None:
    text = "Recalling decision 15/4, in particular paragraphs 3 and 5 thereof"
    short = find(text, lang="en", home="CBD", grammar=grammar, with_short_forms=True)[-1]
    assert (text[short.start : short.end], short.pin) == ("thereof", "paragraphs 3 and 5")
    assert short.relation == "recalls"


def test_refs_keeps_them_apart(grammar: Grammar) -> None:
    text = "Recalling decision 1/CP.16 and the annex to the same decision"
    answer = refs({"id": 1, "text": text}, grammar)
    assert [line["canonical"] for line in answer["refs"]] == ["UNFCCC/Decision/1/CP.16"]
    (line,) = answer["short_forms"]
    assert (line["canonical"], line["rule"]) == ("UNFCCC/Decision/1/CP.16", "short-said")
    assert text[line["start"] : line["end"]] == "the same decision"


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece", ["decision 1/CP.1 and that decision, ", "ibid. ", "the said article 1, of that article "]
)
def test_many_of_them_cost_linear_time(piece: str, grammar: Grammar) -> None:
    text = piece * (200_000 // len(piece))
    found = find(text, lang=None, home="UNFCCC", grammar=grammar, with_short_forms=True)
    assert all(before.end <= after.start for before, after in pairwise(found))
