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
        ("annex2/14.AA/a", "(a)", "annex 2, paragraph 14.AA (a)", "annexe 2, paragraphe 14.AA (a)"),
        ("quote1/a", "a)", "passage quote1/a", "passage quote1/a"),
        ("annex1/enacting", None, "annex 1, enacting formula", "annexe 1, formule d’adoption"),
        ("something else", None, "passage something else", "passage something else"),
        ("", None, "passage ", "passage "),
    ],
)
def test_places_in_words(path: str, label: str | None, en: str, fr: str) -> None:
    assert (place(path, label, WORDINGS["en"]), place(path, label, WORDINGS["fr"])) == (en, fr)
