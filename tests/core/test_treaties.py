"""Treaties: names, families, and mistakes in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.configuration import Configuration
from core.errors import ConfigurationError
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


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("treaties: [{id: A, form: club, abbreviations: {en: A}}]\noutside: {}", "row A → form"),
        ("treaties: [{id: A, form: body, abbreviations: {fr: A}}]\noutside: {}", "abbreviations"),
        ("treaties: [{id: A, form: body, abbreviations: {en: A}, parent: B}]\noutside: {}", "no treaty B"),
        ("treaties: [", "line"),
        ("[]", "treaties.yml"),
    ],
)  # fmt: skip
def test_mistakes_name_file_and_place(content: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "treaties.yml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        Treaties.load(Configuration(tmp_path))
    assert "treaties.yml" in caught.value.cause
    assert says in caught.value.cause
    assert caught.value.hint
