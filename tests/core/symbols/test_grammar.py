"""Mistakes in the configuration are named; hostile text costs linear time; a row more is found."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from core.configuration import Configuration
from core.errors import ConfigurationError
from core.symbols.finder import find
from core.symbols.grammar import CONFIGURATION_FILES, Grammar
from core.symbols.refs import refs

_ROW = {
    "id": "lake-decision",
    "kind": "decision",
    "treaty": "CBD",
    "word": "optional",
    "hints": ["lk-"],
    "pattern": "lk-(?P<session>[0-9]{1,2})/(?P<number>[0-9]{1,3})",
    "groups": {"session": "int", "number": "int"},
    "canonical": "CBD/Decision/LK-{session}/{number}",
    "finds": [{"text": "decision LK-3/14", "ids": ["CBD/Decision/LK-3/14"]}],
    "skips": ["LK-3"],
}


def _with(tmp_path: Path, row: dict[str, object]) -> Configuration:
    file = yaml.safe_load(Configuration().text("citations.yml"))
    file["rows"].append(row)
    (tmp_path / "citations.yml").write_text(yaml.safe_dump(file, allow_unicode=True), encoding="utf-8")
    return Configuration(tmp_path)


def test_a_new_row_is_found_and_changes_the_digest(tmp_path: Path) -> None:
    configuration = _with(tmp_path, _ROW)
    found = find("Recalling decision LK-3/14,", lang="en", home=None, grammar=Grammar.load(configuration))
    assert [(one.canonical, one.rule) for one in found] == [("CBD/Decision/LK-3/14", "lake-decision")]
    assert configuration.digest(CONFIGURATION_FILES) != Configuration().digest(CONFIGURATION_FILES)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"pattern": "lk-(?P<session>"}, "key pattern"),
        ({"pattern": "lk-(?=3)"}, "key pattern"),
        ({"pattern": "lk-{nothing}"}, "no fragment {nothing}"),
        ({"pattern": "décision"}, "without accents"),
        ({"canonical": "CBD/Decision/{year}"}, "key canonical"),
        ({"groups": {"session": "weird"}}, "no converter weird"),
        ({"treaty": "NOWHERE"}, "no treaty NOWHERE"),
        ({"kind": "letter"}, "kind"),
        ({"hints": []}, "key hints"),
        ({"finds": []}, "finds"),
        ({"colour": "blue"}, "colour"),
        ({"id": "cites-conf"}, "one id"),
    ],
)
def test_mistakes_name_file_row_and_key(change: dict[str, object], says: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Grammar.load(_with(tmp_path, {**_ROW, **change}))
    assert "citations.yml" in caught.value.cause
    assert says in caught.value.cause
    assert "id" in change or "lake-decision" in caught.value.cause
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("lexicons/relations.csv", "pattern,relation,strength\nsee,mentions,place\n", "line 2"),
        ("lexicons/relations.csv", "pattern,relation,strength\nsee,cites,loud\n", "strength"),
        ("lexicons/relations.csv", "pattern,relation,strength\nse(e,cites,place\n", "RE2"),
        ("lexicons/verbs.csv", "lang,phrase\nen,see\n", "relation"),
        ("citations.yml", "rows: [", "line"),
    ],
)
def test_mistakes_in_other_files(name: str, content: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "lexicons").mkdir()
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        Grammar.load(Configuration(tmp_path))
    assert name in caught.value.cause
    assert says in caught.value.cause


@pytest.mark.parametrize(
    "text",
    [
        "1.1.1.1." * 25_000,
        "(" * 200_000,
        "x" * 1_000_000,
        "decision " * 25_000,
        "article 1, " * 20_000,
        "Resolution 1.1, " * 10_000,
        "paragraphs 1, 2, 3, 4, 5, 6, 7, 8, 9 " * 5_000,
        "e\u0301\u202e" * 50_000,
        "\ud800" * 50_000,
        "UNEP/CMS/" * 20_000,
        "CBD " * 50_000,
    ],
    ids=[
        "dots",
        "brackets",
        "no blank",
        "words",
        "articles",
        "list",
        "paragraphs",
        "marks",
        "surrogates",
        "slashes",
        "names",
    ],
)
@pytest.mark.timeout(60)
def test_hostile_text_comes_to_an_end(text: str, grammar: Grammar) -> None:
    found = find(text, lang=None, home="CMS", grammar=grammar)
    assert all(one.start < one.end <= len(text) for one in found)


def test_refs_answers_a_line(grammar: Grammar) -> None:
    answer = refs({"id": 7, "lang": "en", "home_treaty": "CMS", "text": "Recalling Resolution 12.3,"}, grammar)
    assert answer == {
        "id": 7,
        "refs": [
            {
                "start": 10,
                "end": 25,
                "kind": "resolution",
                "treaty": "CMS",
                "canonical": "CMS/Resolution/12.3",
                "relation": "recalls",
                "range": False,
            }
        ],
    }


def test_refs_lists_readings_where_nothing_decides(grammar: Grammar) -> None:
    (line,) = refs({"id": 1, "text": "decision X/2"}, grammar)["refs"]
    assert line["canonical"] is None
    assert "CBD/Decision/X/2" in line["readings"]
    assert len(line["readings"]) > 1
