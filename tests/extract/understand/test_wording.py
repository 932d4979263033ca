from __future__ import annotations

from pathlib import Path

import pytest

from core.configuration import Configuration
from core.errors import ConfigurationError
from extract.understand.wording import Wording, load_wording


@pytest.mark.parametrize(
    ("text", "enacting"),
    [
        ("The Conference of the Parties,", True),
        ("LA CONFERENCE DES PARTIES", True),  # capitals without accents
        ("La Conférence des Parties à la Convention sur la conservation des baleines célestes", True),
        ("The Conference of the Parties serving as the meeting of the Parties to the Whale Protocol,", True),
        (
            "The Conference of the Parties and the Conference of the Parties serving as the meeting of the Parties,",
            True,
        ),
        ("The Conference of the Parties met in the harbour.", False),
        ("The conference centre", False),
        ("La Conférence des Parties a adopté la Résolution 3.4", False),
    ],
)
def test_enacting_formulas(text: str, enacting: bool, wording: Wording) -> None:
    assert wording.is_enacting(text) is enacting


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ANNEX", ("annex", None, "")),
        ("Annexe 2", ("annex", "2", "")),
        ("ANNEX III: GUIDELINES", ("annex", "III", "GUIDELINES")),
        ("Appendix B – Species", ("appendix", "B", "Species")),
        ("Anexo 1", ("annex", "1", "")),
        ("Annex 1 to the present document shows the cost.", None),  # a sentence
        ("Annex I .......... 12", None),  # a table of contents
        ("Annexes are attached", None),
        ("annex 1", None),
    ],
)
def test_annex_headings(text: str, answer: tuple[str, str | None, str] | None, wording: Wording) -> None:
    assert wording.annex(text) == answer


@pytest.mark.parametrize(
    ("text", "preambular", "operative"),
    [
        ("Recalling Resolution 2.5,", True, False),
        ("Also recalling Resolution 2.5,", True, False),
        ("Profondément préoccupée par le bruit,", True, False),
        ("Se félicitant également du rapport,", True, False),
        ("Urges Parties to sleep;", False, True),
        ("Also decides to wait;", False, True),
        ("Prie instamment les Parties de dormir;", False, True),
        ("The Parties sleep.", False, False),
        ("recalling Resolution 2.5,", False, False),  # no beginning of a paragraph
    ],
)
def test_openings(text: str, preambular: bool, operative: bool, wording: Wording) -> None:
    assert (wording.is_preambular(text), wording.is_operative(text)) == (preambular, operative)


def test_a_broken_language_file_names_file_and_key(tmp_path: Path) -> None:
    folder = tmp_path / "languages"
    folder.mkdir()
    (folder / "xx.yml").write_text("code: xx\nnames: []\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"languages/xx\.yml.*file_marks|file_marks.*") as raised:
        load_wording(Configuration(tmp_path))
    assert "xx.yml" in raised.value.cause
