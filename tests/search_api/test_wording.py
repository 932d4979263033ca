from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from core.configuration import Configuration
from core.errors import ConfigurationError
from core.records.document import Force, Relation, Status
from core.records.links import MissingClass
from search_api.asking import FACETS
from search_api.wording import Wording, choose_language, load_wordings

WORDINGS = load_wordings(Configuration())
PACKAGE = Path(__file__).resolve().parents[2] / "search_api"


def test_languages_have_the_same_keys() -> None:
    assert set(WORDINGS) == {"en", "fr"}
    assert WORDINGS["en"].keys() == WORDINGS["fr"].keys()


def test_languages_fill_in_the_same_names() -> None:
    def names(words: Wording, key: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(words(key)) if name}

    keys = sorted(WORDINGS["en"].keys())
    differing = [key for key in keys if names(WORDINGS["en"], key) != names(WORDINGS["fr"], key)]
    assert differing == []


def test_french_is_not_english_left_over() -> None:
    same = {key for key in sorted(WORDINGS["en"].keys()) if WORDINGS["en"](key) == WORDINGS["fr"](key)}
    allowed = re.compile(r"(facets|fields|search|types|document|forces|places|dates)\..*")
    assert {key for key in same if not allowed.fullmatch(key)} == set()
    assert len(same) < 25


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("relations", get_args(Relation)),
        ("forces", get_args(Force)),
        ("missing", get_args(MissingClass)),
        ("statuses", get_args(Status)),
        ("facets", FACETS),
    ],
)
def test_closed_lists_are_complete(group: str, values: tuple[str, ...]) -> None:
    assert {f"{group}.{value}" for value in values} <= WORDINGS["en"].keys()


def test_every_word_of_program_and_templates_is_there() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*") if path.suffix in {".py", ".html"})
    named = set(re.findall(r"words\(\s*[\"']([a-z_]+\.[a-z_0-9]+)[\"']", text))
    assert len(named) > 40
    # A name that ends in _ is the beginning of several.
    known = WORDINGS["en"].keys()
    assert {
        one for one in named if not any(key == one or (one[-1] == "_" and key.startswith(one)) for key in known)
    } == set()


@pytest.mark.parametrize(
    ("asked", "accept", "chosen"),
    [
        ("fr", "en", "fr"),
        (None, "fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        (None, "en;q=0.2,fr;q=0.3", "fr"),
        (None, "de, es;q=0.9", "en"),
        (None, "fr;q=0", "en"),
        ("de", "fr", "fr"),
        ("../../etc", "", "en"),
        (None, "*" * 400 + "," * 400, "en"),
    ],
)
def test_language_of_the_page(asked: str | None, accept: str, chosen: str) -> None:
    assert choose_language(asked, accept, WORDINGS) == chosen


@pytest.mark.parametrize(
    ("iso", "en", "fr"),
    [
        ("2023-10-20", "20 October 2023", "20 octobre 2023"),
        ("2023-08-01", "1 August 2023", "1er août 2023"),
        ("2023-10", "October 2023", "octobre 2023"),
        ("2023", "2023", "2023"),
        ("2023-13-01", "2023-13-01", "2023-13-01"),
        ("about 1998", "about 1998", "about 1998"),
        (None, "", ""),
    ],
)
def test_dates(iso: str | None, en: str, fr: str) -> None:
    assert (WORDINGS["en"].date(iso), WORDINGS["fr"].date(iso)) == (en, fr)


def test_a_value_outside_its_list_is_shown_as_it_is() -> None:
    assert WORDINGS["fr"].named("types", "odd kind") == "odd kind"
    assert WORDINGS["fr"].named("relations", None) == "Mentionné"


@pytest.mark.parametrize(("content", "part"), [("a: 1", "a"), ("a: [", "YAML"), ("- x", "the file")])
def test_a_broken_file_is_named(tmp_path: Path, content: str, part: str) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "fr.yml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"ui/fr\.yml") as caught:
        load_wordings(Configuration(tmp_path))
    assert part in caught.value.cause
