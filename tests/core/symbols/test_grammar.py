"""Mistakes in the configuration are named; hostile text costs linear time; a row more is found."""

from __future__ import annotations

import re
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
    """The file with one of its own rows and `row`, which stands last."""
    file = yaml.safe_load(Configuration().text("citations.yml"))
    del file["short_forms"]
    file["rows"] = [*(one for one in file["rows"] if one["id"] == "cites-conf"), row]
    text = yaml.safe_dump(file, allow_unicode=True, sort_keys=False)
    (tmp_path / "citations.yml").write_text(text, encoding="utf-8")
    return Configuration(tmp_path)


def test_a_new_row_is_found_and_changes_the_digest(tmp_path: Path) -> None:
    configuration = _with(tmp_path, _ROW)
    found = find("Recalling decision LK-3/14,", lang="en", home=None, grammar=Grammar.load(configuration))
    assert [(one.canonical, one.rule) for one in found] == [("CBD/Decision/LK-3/14", "lake-decision")]
    assert configuration.digest(CONFIGURATION_FILES) != Configuration().digest(CONFIGURATION_FILES)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"pattern": "lk-(?P<session>"}, "→ pattern"),
        ({"pattern": "lk-(?=3)"}, "→ pattern"),
        ({"pattern": "lk-{nothing}"}, "no fragment {nothing}"),
        ({"pattern": "décision"}, "without accents"),
        ({"canonical": "CBD/Decision/{year}"}, "→ canonical"),
        ({"groups": {"session": "weird"}}, "no converter weird"),
        ({"treaty": "NOWHERE"}, "no treaty NOWHERE"),
        ({"kind": "letter"}, "kind"),
        ({"hints": []}, "→ hints"),
        ({"finds": []}, "finds"),
        ({"colour": "blue"}, "colour"),
        ({"id": "cites-conf"}, "one id"),
        ({"treaty": "context"}, "→ treaties"),
        ({"treaty": "context", "treaties": {"NOWHERE": {}}}, "no treaty NOWHERE"),
        ({"treaty": "context", "treaties": {"CBD": {"sesion": [1, 2]}}}, "sesion"),
        ({"short": "("}, "→ short"),
        ({"lead": "("}, "→ lead"),
        ({"word": "perhaps"}, "→ word"),
    ],
)
def test_mistakes_name_file_row_and_key(change: dict[str, object], says: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Grammar.load(_with(tmp_path, {**_ROW, **change}))
    assert "citations.yml" in caught.value.cause
    assert says in caught.value.cause
    assert "id" in change or "lake-decision" in caught.value.cause
    assert caught.value.hint
    lines = (tmp_path / "citations.yml").read_text(encoding="utf-8").splitlines()
    first = max(number for number, line in enumerate(lines, 1) if line.startswith("- id:"))
    named = re.search(r"line (\d+)", caught.value.cause)
    assert named is not None
    assert first <= int(named[1]) <= len(lines)


def test_a_mistake_in_a_short_form(tmp_path: Path) -> None:
    text = Configuration().text("citations.yml").replace("which: last", "which: first")
    (tmp_path / "citations.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        Grammar.load(Configuration(tmp_path))
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "which: first" in line)
    assert caught.value.cause.startswith(f"config/citations.yml, line {line}: short_forms → row short-latter → which:")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("lexicons/relations.csv", "pattern,relation,strength\nsee,mentions,place\n", "line 2"),
        ("lexicons/relations.csv", "pattern,relation,strength\nsee,cites,loud\n", "strength"),
        ("lexicons/relations.csv", "pattern,relation,strength\nse(e,cites,place\n", "RE2"),
        ("lexicons/verbs.csv", "lang,phrase\nen,see\n", "relation"),
        ("citations.yml", "rows: [", "line"),
        ("citations.yml", "words: {}\nwords: {}\n", "line 2: the key words stands twice"),
        ("citations.yml", "", "the file"),
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
