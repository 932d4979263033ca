from __future__ import annotations

from pathlib import Path

import pytest

from core.bodies import Bodies
from core.configuration import Configuration
from core.errors import ConfigurationError
from core.treaties import Treaties


def _load(folder: Path, rows: str) -> Bodies:
    (folder / "bodies.yml").write_text(f"bodies:\n{rows}", encoding="utf-8")
    configuration = Configuration(folder)
    return Bodies.load(configuration, Treaties.load(configuration))


def test_the_shipped_ones_have_words_in_both_languages(configuration: Configuration) -> None:
    treaties = Treaties.load(configuration)
    bodies = Bodies.load(configuration, treaties)
    assert bodies.printed("CMS/StC", "en") == "Standing Committee"
    assert bodies.printed("CMS/StC", "fr") == "Comité permanent"
    assert bodies.printed("CITES/SC", "en") == "Standing Committee"
    assert bodies.printed("ACCOBAMS/SC", "en") == "Scientific Committee"
    assert bodies.printed("UNGA", "en") is None
    assert {row.id for row in bodies.rows.values() if row.names and set(row.names) != {"en", "fr"}} == set()


@pytest.mark.parametrize(
    ("rows", "words", "why"),
    [
        ("  - {id: a, names: {en: [board]}, of: [CMS/Board]}", "CMS/Board", "no body of that treaty"),
        ("  - {id: a, names: {en: [board]}, of: [NONE/COP]}", "NONE/COP", "no such treaty"),
        ("  - {id: a, names: {en: [board]}, of: []}", "row a → of", "of whom?"),
        ("  - {id: a, of: [CMS/COP]}", "give names, short or both", "no name"),
        ("  - {id: a, nams: {en: [board]}, of: [CMS/COP]}", "row a → nams", "a misprint of a key"),
        (
            "  - {id: a, short: [x], of: [CMS/COP]}\n  - {id: a, short: [y], of: [CMS/COP]}",
            "two rows have one id",
            "twice",
        ),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, rows: str, words: str, why: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _load(tmp_path, rows)
    assert words in caught.value.cause, why
    assert caught.value.hint
