"""Treaties: names, families, and mistakes in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.configuration import Configuration
from core.errors import ConfigurationError
from core.symbols.grammar import Grammar
from core.symbols.normalise import View
from core.treaties import Treaties


@pytest.fixture(scope="module")
def treaties() -> Treaties:
    return Treaties.load(Configuration())


@pytest.mark.parametrize(
    ("text", "home"),
    [
        (("La Conférence des Parties à la\n\n"
         "Convention sur la conservation des espèces migratrices appartenant à la faune sauvage"), "CMS"),
        ("CONVENTION ON MIGRATORY SPECIES", "CMS"),
        ("Convention on Biological Diversity", "CBD"),
        ("Cartagena Protocol on Biosafety to the Convention on Biological Diversity", "CARTAGENA"),
        ("Protocole de Kyoto à la Convention-cadre des Nations Unies sur les changements climatiques", "KYOTO"),
        ("Convention on International Trade in Endangered Species of Wild Fauna and Flora", "CITES"),
        ("a text on lions", None),
        ("CMS and CITES", None),
        ("Convention on Biological Diversity and Convention on Migratory Species", None),
    ],
)  # fmt: skip
def test_home_is_the_treaty_whose_full_name_stands_there(text: str, home: str | None, treaties: Treaties) -> None:
    assert treaties.home_of(text) == home


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("la CDB, la CITES et l'ANUE-5.2", ["CBD", "CITES", "UNEA"]),
        ("the United Nations Environment Assembly", ["UNEA"]),
        ("l’Assemblée générale des Nations Unies", ["UNGA"]),
        ("the Kyoto Protocol to the Convention", ["KYOTO"]),
        ("cmsx and xcites", []),
        ("Kunming-Montreal framework", []),
    ],
)
def test_mentions(text: str, found: list[str], treaties: Treaties) -> None:
    assert [mention.treaty for mention in treaties.mentions(View(text))] == found


def test_families(treaties: Treaties) -> None:
    assert treaties.ancestors("CARTAGENA") == ("CBD",)
    assert set(treaties.family("NAGOYA")) == {"CBD", "CARTAGENA", "NAGOYA"}
    assert treaties.family(None) == ()
    assert treaties.by_form("CARTAGENA", "convention") == ("CBD",)
    assert treaties.by_form("UNFCCC", "protocol") == ("KYOTO",)
    assert set(treaties.by_form("CBD", "protocol")) == {"CARTAGENA", "NAGOYA"}


def test_every_treaty_has_names_and_no_two_share_one(treaties: Treaties) -> None:
    assert {row.form for row in treaties.rows.values()} <= {"convention", "protocol", "agreement", "treaty", "body"}
    assert all(row.names or row.aliases or row.id == "UN" for row in treaties.rows.values())


_HEAD = "treaties:\n  - {id: A, form: body, aliases: [alpha], abbreviations: {en: A}}\n"
_TAIL = "outside: {}\n"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("{id: B, form: club, abbreviations: {en: B}}", "row B → form"),
        ("{id: B, form: body, abbreviations: {fr: B}}", "row B → abbreviations: the English one is missing"),
        ("{id: B, form: body, abbreviations: {xx: B}}", "row B → abbreviations"),
        ("{id: B, form: body, abbreviations: {en: B}, parent: AA}", "row B → parent: there is no treaty AA; A is like it"),
        ("{id: B, form: body, abbreviations: {en: B}, parent: ZZZ}", "row B → parent: there is no treaty ZZZ"),
        ("{id: B, form: body, abbreviations: {en: B}, earlier: {treaty: C, until: 1992-04-09}}", "row B → earlier"),
        ("{id: B, form: body, abbreviations: {en: B}, earlier: {treaty: A, until: once}}", "row B → earlier → until"),
        ("{id: A, form: body, abbreviations: {en: A}}", "two rows have the id A"),
        ("{id: b, form: body, abbreviations: {en: B}}", "row b → id"),
        ("{id: B, form: body, abbreviations: {en: B}, alias: [beta]}", "row B → alias"),
        ("{id: B, form: body, abbreviations: {en: B}, aliases: beta}", "row B → aliases"),
        ("{id: B, form: body, abbreviations: {en: B}, aliases: [Alpha]}", "row B → aliases: 'Alpha' is a name of A too"),
        ("{id: B, form: body, abbreviations: {en: B}, names: {en: ['  ']}}", "row B → names: a name is empty"),
        ("{id: B, form: body, abbreviations: {en: B}, articles: {last: 0, numerals: roman}}", "row B → articles → last"),
        ("{id: B, form: body, abbreviations: {en: B}, articles: {last: 3, numerals: greek}}", "row B → articles → numerals"),
        ("{id: B, form: body, abbreviations: {en: B}, effect: {rule: days_after_meeting}}", "row B → effect: the days"),
        ("{id: B, form: body, abbreviations: {en: B}, form: treaty}", "the key form stands twice"),
        ("{form: body, abbreviations: {en: B}}", "id"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_row_names_file_line_row_and_key(row: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "treaties.yml").write_text(f"{_HEAD}  - {row}\n{_TAIL}", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        Treaties.load(Configuration(tmp_path))
    assert caught.value.cause.startswith("config/treaties.yml, line 3: ")
    assert says in caught.value.cause
    assert caught.value.hint


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("treaties: [", "line 1"),
        ("treaties: []\noutside: {}\n\ttabs: 1\n", "line 3"),
        ("[]", "the file"),
        ("", "the file"),
        ("treaties: []\n", "outside"),
        ("treaties: []\noutside: {laws: [3]}\n", "line 2: outside → laws → 0"),
    ],
)
def test_a_mistake_in_the_file_names_the_place(content: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "treaties.yml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        Treaties.load(Configuration(tmp_path))
    assert caught.value.cause.startswith("config/treaties.yml")
    assert says in caught.value.cause
    assert caught.value.hint


def test_a_pattern_of_other_law_that_is_none(tmp_path: Path) -> None:
    text = Configuration().text("treaties.yml").replace("- of the council", "- 'of (?=the) council'")
    (tmp_path / "treaties.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        Grammar.load(Configuration(tmp_path))
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "(?=the)" in line)
    assert caught.value.cause.startswith(f"config/treaties.yml, line {line}: outside → bodies_after → 0: RE2")
