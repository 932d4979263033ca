from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

from extract.understand.language import (
    FunctionWords,
    LanguageModels,
    document_language,
    lowered,
    paragraph_languages,
)

EN = "The Secretariat is requested to keep a register of the corridors that Parties have designated, and to publish it."
FR = "Le Secrétariat est chargé de tenir un registre des couloirs que les Parties ont désignés, et de le publier chaque année."


@pytest.fixture(scope="module")
def models() -> LanguageModels:
    return LanguageModels()


FUNCTION_WORDS = FunctionWords(
    {
        "en": ["the", "of", "to", "and the", "in"],
        "fr": ["le", "les", "de", "que", "l'", "des"],
        "es": ["de", "que", "los"],
    }
)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Keep the corridors of whales open to all in autumn", "en"),
        ("KEEP THE CORRIDORS OF WHALES OPEN TO ALL", "en"),
        ("Le registre des couloirs est ouvert, et les Parties le savent", "fr"),
        ("Le registre que de nombreuses Parties tiennent", None),  # one word of its own, two that another language has
        ("the the the corridors", None),  # the same word again tells nothing new
        ("Keep the corridors of whales open to les Parties", None),  # two languages
        ("CSKW/COP4/Doc.7.2", None),
    ],
)
def test_words_of_grammar(text: str, lang: str | None) -> None:
    assert FUNCTION_WORDS.language(text) == lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (EN, "en"),
        (FR, "fr"),
        (FR.upper(), "fr"),  # capitals are no other language
        ("CSKW/COP4/Doc.7.2", None),  # a code has no language
        ("1,1-difluoro-2-methoxy-3", None),
        ("Tetramethyl butylbenzene (CAS 99-99-9)", None),  # chemicals are called alike everywhere
        ("3-éthoxy-(trifluorométhyl) pentane", None),
        ("Le tétrachlorobenzène et ses sels sont interdits", "fr"),  # a sentence about one
        ("The Senate and the climate", "en"),  # words that only end like one
        ("12 345", None),
        ("", None),
    ],
)
def test_paragraphs(text: str, lang: str | None, models: LanguageModels) -> None:
    assert models.paragraph(text) == lang


def language_of(texts: list[str], stated: str | None, models: LanguageModels) -> tuple[str, tuple[str, ...], str]:
    found = document_language(texts, paragraph_languages(texts, models, FUNCTION_WORDS), stated, models)
    return found.lang, found.langs, found.source


def test_the_text_decides(models: LanguageModels) -> None:
    assert language_of([FR, FR], "en", models) == ("fr", ("fr",), "text")


def test_metadata_fills_the_gap_of_a_short_text(models: LanguageModels) -> None:
    assert language_of(["Doc.7"], "fr", models) == ("fr", ("fr",), "metadata")


def test_nothing_becomes_english(models: LanguageModels) -> None:
    assert language_of(["CSKW/COP4", "12", "—"], None, models) == ("und", (), "none")
    assert language_of([], None, models) == ("und", (), "none")


def test_a_second_language_shows(models: LanguageModels) -> None:
    assert language_of([FR, FR, FR, EN], None, models) == ("fr", ("fr", "en"), "text")


def test_a_title_alone_keeps_its_language(models: LanguageModels) -> None:
    assert language_of(["COMMERCE DES LAMPES ET DES CLOCHES DE PORT"], None, models) == ("fr", ("fr",), "text")
    title = "RAPPORT DE LA PRÉSIDENTE SUR LES LAMPES DES PHARES"
    assert paragraph_languages([title, EN, EN], models, FUNCTION_WORDS)[0] == "fr"  # also above a text in another one
    assert language_of([title, EN, EN], None, models) == (
        "en",
        ("en", "fr"),
        "text",
    )  # and the document is marked as mixed


def test_answers_are_the_same_every_time_and_in_every_thread(models: LanguageModels) -> None:
    half = f"{EN} {FR}"
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(models.document, [half] * 12))) == 1


def test_models_travel_to_another_process_unloaded(models: LanguageModels) -> None:
    models.paragraph(EN)
    assert len(pickle.dumps(models)) < 1_000


def test_capitals_are_lowered_only_where_they_are_most() -> None:
    assert lowered("LE SECRÉTARIAT") == "le secrétariat"
    assert lowered("Le Secrétariat de la CMS") == "Le Secrétariat de la CMS"
