"""What the analyser makes of words, as tables; each row says which rule it shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.configuration import Configuration
from core.errors import ConfigurationError
from index.analysis import Analyser, exact_prefix, stem_prefix
from index.edits import edits

SAME_STEMS = [
    ("fr", "espèces migratrices", "especes migratrices", "accents need not be typed"),
    ("fr", "espèces migratrices", "ESPÈCES MIGRATRICES", "nor small letters"),
    ("fr", "espèces migratrices", "ESPECES MIGRATRICES", "capitals often have no accents"),
    ("fr", "espèces migratrices", "l'espèce migratrice", "an elided article is no word"),
    ("fr", "espèces migratrices", "l’espèce migratrice", "with the typographic apostrophe too"),
    ("fr", "l’œuvre", "OEUVRE", "œ is o and e"),
    ("fr", "protégée", "protegee", "ee at the end as e, for those who type no accents"),
    ("fr", "protégées", "protégé", "feminine and plural"),
    ("fr", "jusqu’à l’aire", "jusqu'a l'aire", "a longer elision"),
    ("fr", "e\u0301tat", "état", "a letter and a combining accent are one letter"),
    ("fr", "État\u00a0membre", "etat membre", "a no-break space parts words"),
    ("en", "The Party’s reports", "party report", "possessive s is no word"),
    ("en", "conserving", "conserved", "English endings"),
    ("en", "12.21", "12 21", "numbers are cut at the point"),
    ("en", "8bis", "8BIS", "a number with letters stays one word"),
    ("und", "Ñandú", "nandu", "text of no known language is folded"),
    ("es", "especies", "ESPECIES", "and so is that of a language without a file"),
]
DIFFERENT_STEMS = [
    ("und", "especies", "especie", "no stems without a language"),
    ("en", "8bis", "8", "a number with letters is another number"),
    ("fr", "Annexe D", "Annexe E", "a letter without an apostrophe is a word"),
    ("en", "й", "и", "only Latin letters lose their marks"),
]


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser.load(Configuration())


def stems(analyser: Analyser, text: str, lang: str) -> list[str]:
    return [token.stem for token in analyser.tokens(text, lang) if token.stem is not None]


@pytest.mark.parametrize(("lang", "one", "other", "reason"), SAME_STEMS)
def test_words_that_match(analyser: Analyser, lang: str, one: str, other: str, reason: str) -> None:
    assert stems(analyser, one, lang) == stems(analyser, other, lang) != [], reason


@pytest.mark.parametrize(("lang", "one", "other", "reason"), DIFFERENT_STEMS)
def test_words_that_do_not(analyser: Analyser, lang: str, one: str, other: str, reason: str) -> None:
    assert stems(analyser, one, lang) != stems(analyser, other, lang), reason


def test_streams_keep_positions_and_carry_the_language(analyser: Analyser) -> None:
    streams = analyser.streams("Le plan d’action de la Conférence", "fr")
    assert streams.stems == "_ fr:plan fr:action _ _ fr:conferent"
    assert streams.exact == "fffrrr:le fffrrr:plan fffrrr:action fffrrr:de fffrrr:la fffrrr:conference"


@given(text=st.text(max_size=60), lang=st.sampled_from(["en", "fr", "und"]))
def test_offsets_and_positions_for_any_text(text: str, lang: str) -> None:
    analyser = ANALYSER
    tokens = analyser.tokens(text, lang)
    assert [token.position for token in tokens] == list(range(len(tokens)))
    end = 0
    for token in tokens:
        assert end <= token.start < token.end <= len(text)
        end = token.end
        assert token.exact
        assert token.stem != ""
        assert not any(sign.isspace() for sign in token.exact + (token.stem or ""))
    streams = analyser.streams(text, lang)
    assert len(streams.stems.split()) == len(streams.exact.split()) == len(tokens)


ANALYSER = Analyser.load(Configuration())
CODES = ["en", "fr", "es", "se", "ne", "ar", "ru", "ur", "zh", "hr", "rn", "ff", "nn", "no", "und", "de", "ee"]


@given(
    one=st.sampled_from(CODES),
    other=st.sampled_from(CODES),
    word=st.text("aefnr:", max_size=6),
    second=st.text("aefnr:", max_size=6),
)
def test_languages_are_further_apart_than_any_fuzzy_search(one: str, other: str, word: str, second: str) -> None:
    if one != other:
        assert edits(exact_prefix(one) + word.replace(":", ""), exact_prefix(other) + second.replace(":", ""), 2) > 2


def test_a_language_is_told_by_its_mark(analyser: Analyser) -> None:
    assert analyser.streams("pain", "fr").stems != analyser.streams("pain", "en").stems
    assert stem_prefix("fr") == "fr:"


def test_a_new_language_is_one_file(tmp_path: object, configuration: Configuration) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "analysis").mkdir()
    (folder / "analysis" / "es.yml").write_text("stemmer: spanish\nstop_words: [la, de, las]\n", encoding="utf-8")
    with_spanish = Analyser.load(Configuration(folder))
    assert stems(with_spanish, "las especies", "es") == stems(with_spanish, "la especie", "es")
    assert stems(with_spanish, "les espèces", "fr") == stems(Analyser.load(configuration), "les espèces", "fr")
    assert with_spanish.version != Analyser.load(configuration).version


@pytest.mark.parametrize(
    "content", ["stemmer: klingon\n", "stop_word: [a]\n", "stop_words: {\n", "rewrites: [['(', '']]\n"]
)
def test_a_mistake_in_a_file_is_named(tmp_path: object, content: str) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "analysis").mkdir()
    (folder / "analysis" / "fr.yml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"analysis/fr\.yml"):
        Analyser.load(Configuration(folder))


def test_long_words_are_found_by_their_beginning(analyser: Analyser) -> None:
    long = "x" * 5_000
    (token,) = analyser.tokens(long, "en")
    assert (token.end, len(token.exact)) == (5_000, 100)
