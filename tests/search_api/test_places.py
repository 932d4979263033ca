from __future__ import annotations

import pytest

from core.configuration import Configuration
from search_api.places import place
from search_api.wording import load_wordings

WORDINGS = load_wordings(Configuration())


@pytest.mark.parametrize(
    ("path", "label", "en", "fr"),
    [
        ("4", "4.", "paragraph 4", "paragraphe 4"),
        ("8bis", "8bis.", "paragraph 8bis", "paragraphe 8bis"),
        ("4/b/ii", "(ii)", "paragraph 4 (b) (ii)", "paragraphe 4 (b) (ii)"),
        ("pre3", None, "preambular paragraph 3", "alinéa 3 du préambule"),
        ("h4", None, "heading 4", "intertitre 4"),
        ("fn1", "*", "note *", "note *"),
        ("mast2", None, "masthead, line 2", "en-tête, ligne 2"),
        ("title", None, "title", "titre"),
        ("annex1/8bis", "8bis.", "annex 1, paragraph 8bis", "annexe 1, paragraphe 8bis"),
        ("annex/h2", None, "annex, heading 2", "annexe, intertitre 2"),
        ("annex2/14.AA/a", "(a)", "annex 2, decision 14.AA, item (a)", "annexe 2, décision 14.AA, point (a)"),
        ("quote1/a", "a)", "quotation 1, item (a)", "citation 1, point (a)"),
        ("annexI/p3", None, "annex I, unnumbered paragraph 3", "annexe I, alinéa non numéroté 3"),
        ("annexI", None, "annex I", "annexe I"),
        ("annexB/t4", None, "annex B, row 4 of the tables", "annexe B, ligne 4 des tableaux"),
        ("annex1~2/3", "3.", "annex 1, paragraph 3", "annexe 1, paragraphe 3"),
        ("appendixII/op1", None, "appendix II, operative paragraph 1", "appendice II, paragraphe 1 du dispositif"),
        ("annex/appendix/2", "2.", "annex, appendix, paragraph 2", "annexe, appendice, paragraphe 2"),
        ("art7", None, "article 7", "article 7"),
        ("artVII/5/b", "(b)", "article VII, paragraph 5 (b)", "article VII, paragraphe 5 (b)"),
        ("art2bis/1", "1.", "article 2bis, paragraph 1", "article 2bis, paragraphe 1"),
        ("art9/c", "(c)", "article 9, item (c)", "article 9, point (c)"),
        ("annexII/art6/1", "1.", "annex II, article 6, paragraph 1", "annexe II, article 6, paragraphe 1"),
        (
            "1/CP.21/annex/art6/2",
            "2.",
            "decision 1/CP.21, annex, article 6, paragraph 2",
            "décision 1/CP.21, annexe, article 6, paragraphe 2",
        ),
        ("annexVI/B/1", "1.", "annex VI, paragraph B (1)", "annexe VI, paragraphe B (1)"),
        ("annex/fn*~2", None, "annex, note *", "annexe, note *"),
        ("14.AA/a", "(a)", "decision 14.AA, item (a)", "décision 14.AA, point (a)"),
        ("h9/1", "1.", "heading 9, paragraph 1", "intertitre 9, paragraphe 1"),
        ("h9/1~2/a", "(a)", "heading 9, paragraph 1 (a)", "intertitre 9, paragraphe 1 (a)"),
        ("p5/a/ii", "(ii)", "unnumbered paragraph 5 (a) (ii)", "alinéa non numéroté 5 (a) (ii)"),
        ("i3", None, "item 3", "point 3"),
        ("2/a~2", "(a)", "paragraph 2 (a)", "paragraphe 2 (a)"),
        ("annex1/enacting", None, "annex 1, enacting formula", "annexe 1, formule d’adoption"),
        ("something else", None, "passage something else", "passage something else"),
        ("", None, "passage ", "passage "),
    ],
)
def test_places_in_words(path: str, label: str | None, en: str, fr: str) -> None:
    assert (place(path, label, WORDINGS["en"]), place(path, label, WORDINGS["fr"])) == (en, fr)


@pytest.mark.parametrize(
    ("path", "of", "expected"),
    [
        ("1/CP.21/3", "UNFCCC/Decision/1/CP.21", "paragraph 3"),
        ("1/CP.21/annex/2", "UNFCCC/Decision/1/CP.21", "annex, paragraph 2"),
        ("14.5/3", "CMS/Decision/14.5/Rev.COP15", "paragraph 3"),
        ("1/CP.21/3", "FCCC/CP/2015/10/Add.1", "decision 1/CP.21, paragraph 3"),
        ("1/CP.21/3", None, "decision 1/CP.21, paragraph 3"),
    ],
)
def test_a_decision_is_not_named_twice(path: str, of: str | None, expected: str) -> None:
    assert place(path, None, WORDINGS["en"], of=of) == expected
