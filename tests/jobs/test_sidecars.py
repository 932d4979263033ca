"""Sidecars: every mistake is named with its key and its mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import DocumentError
from core.records.files import Sidecar
from jobs.sidecars import MOST_BYTES, parse_sidecar, read_sidecar

PATH = Path("/somewhere/a.pdf.meta.yml")


def test_all_keys() -> None:
    text = """
canonical: CMS/Resolution/11.10/Rev.COP13
treaty: CMS
type: resolution
symbol: UNEP/CMS/Resolution 11.10 (Rev.COP13)
title: "Synergies : et partenariats"
lang: fr
meeting: CMS/COP13
agenda_item: 18.10
dates: {adopted: 2020-02-22, published: 2020-04, meeting_start: 2020}
source: cms-cop13
url: https://www.example.org/a.pdf
"""
    assert parse_sidecar(text.encode(), PATH) == Sidecar(
        canonical="CMS/Resolution/11.10/Rev.COP13",
        treaty="CMS",
        type="resolution",
        symbol="UNEP/CMS/Resolution 11.10 (Rev.COP13)",
        title="Synergies : et partenariats",
        lang="fr",
        meeting="CMS/COP13",
        agenda_item="18.10",
        dates={"adopted": "2020-02-22", "published": "2020-04", "meeting_start": "2020"},
        source="cms-cop13",
        url="https://www.example.org/a.pdf",
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "title:\nlang: null\n", "\ufefftitle: ~\n"])
def test_nothing_is_stated(text: str) -> None:
    assert parse_sidecar(text.encode(), PATH) == Sidecar()


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        pytest.param("agenda_item: 18.10", "18.10", id="a number keeps its last zero"),
        pytest.param("agenda_item: 010", "010", id="no octal"),
        pytest.param("agenda_item: no", "no", id="no truth values"),
        pytest.param("agenda_item: 12:30", "12:30", id="no times to base 60"),
    ],
)
def test_values_are_the_text_that_stands_there(text: str, stated: str) -> None:
    assert parse_sidecar(text.encode(), PATH).agenda_item == stated


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"langue: fr", "`langue` is not known .*lang", id="unknown key"),
        pytest.param(b"lang: Fran\xc3\xa7ais", "`lang`: write the code of", id="name of a language"),
        pytest.param(b"lang: fr\nlang: en", "line 2: the key lang stands twice", id="a key twice"),
        pytest.param(b"dates: {adopted: 9.11.2014}", "`dates.adopted`: write the date as", id="another way of dates"),
        pytest.param(b"dates: {adopted: 2014-02-30}", "`dates.adopted`: day", id="a day that does not exist"),
        pytest.param(b"dates: {adoptde: 2014}", "`dates.adoptde` is not known .*adopted", id="unknown kind of date"),
        pytest.param(b"dates: 2014", "`dates`: write keys below it", id="a date without its kind"),
        pytest.param(b"lang: fra", "ISO 639-1", id="a code of three letters"),
        pytest.param(b"lang: xx", "ISO 639-1", id="two letters that are no language"),
        pytest.param(b"canonical: ../../etc", "`canonical`: write letters", id="an id that climbs"),
        pytest.param(b"canonical: /CMS/1", "`canonical`: write letters", id="an id that begins with a slash"),
        pytest.param(b"canonical: CMS/1/", "`canonical`: write letters", id="an id that ends with one"),
        pytest.param(b"canonical: CMS//1", "`canonical`: write letters", id="an empty part"),
        pytest.param(b"canonical: CMS/./1", "`canonical`: write letters", id="a part that means itself"),
        pytest.param(b"canonical: CMS/1?x=<b>", "`canonical`: write letters", id="marks of addresses and pages"),
        pytest.param(b"canonical: CMS Resolution 1", "`canonical`: write letters", id="a name for an id"),
        pytest.param(b"type: A Resolution", "`type`: write one word", id="words for a type"),
        pytest.param(b"meeting: the 14th", "`meeting`: write the treaty", id="words for a meeting"),
        pytest.param(b"treaty: CMZ", "`treaty`: .* alike are CMS .given: 'CMZ'", id="a treaty that is not known"),
        pytest.param(b"treaty: cites", "alike are CITES", id="an id in small letters"),
        pytest.param(b"treaty: Q", "has this id .given", id="nothing is like it"),
        pytest.param(b"meeting: CMZ/COP14", "`meeting`: no treaty .* alike are CMS", id="a meeting of such a treaty"),
        pytest.param(b"url: javascript:alert(1)", "`url`: write an address", id="an address of another kind"),
        pytest.param(b"source: ../x", "`source`: use small letters", id="a source that is no id"),
        pytest.param(b"title: [a, b]", "`title`: write one text", id="a list for a text"),
        pytest.param(b"- a\n- b", "no list of `key: value`", id="a list"),
        pytest.param(b"just words", "no list of `key: value`", id="words"),
        pytest.param(b"a: &x 1\nb: *x", "references", id="references, of which bombs are made"),
        pytest.param(b"title: 'open", "line", id="no YAML"),
        pytest.param(b"title: caf\xe9", "not UTF-8", id="another encoding"),
        pytest.param(b"title: \x00", "not allowed", id="control characters"),
        pytest.param(b"[" * 5000, "nested too deeply", id="nesting without end"),
        pytest.param(b"#" * (MOST_BYTES + 1), "at most", id="far too large"),
        pytest.param(b"? {a: b}\n: c", "unhashable", id="a mapping as key"),
    ],
)
def test_mistakes_are_told(data: bytes, says: str) -> None:
    with pytest.raises(DocumentError, match=says) as caught:
        parse_sidecar(data, PATH, ("CMS", "CITES"))
    assert caught.value.code == "sidecar-invalid"
    assert "a.pdf.meta.yml" in caught.value.cause
    assert len(caught.value.cause) < 1000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("canonical: CMS/Resolution/11.10(Rev.COP13)/Annex-1", id="round brackets and hyphens"),
        pytest.param("canonical: local/l'été_2020", id="letters of all scripts, apostrophes, low lines"),
        pytest.param("lang: und", id="a language that is not known"),
        pytest.param("lang: sw", id="a language that is not configured"),
        pytest.param("meeting: CBD/WG2020-3", id="a meeting that is not listed"),
        pytest.param("type: working-group_report", id="a type of one's own"),
        pytest.param("treaty: CITES", id="a treaty that is known"),
    ],
)
def test_values_that_are_right(text: str) -> None:
    key, value = text.split(": ")
    assert getattr(parse_sidecar(text.encode(), PATH, ("CMS", "CITES", "CBD")), key) == value
    assert parse_sidecar(b"treaty: OTHER", PATH).treaty == "OTHER", "where nobody says which are known"


def test_all_mistakes_at_once() -> None:
    with pytest.raises(DocumentError) as caught:
        parse_sidecar(b"lang: F\nurl: x\ndates: {adopted: x}\nfoo: x", PATH)
    for key in ("`lang`", "`url`", "`dates.adopted`", "`foo`"):
        assert key in caught.value.cause


def test_the_sidecar_stands_beside_its_file(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "a.pdf") is None
    (tmp_path / "a.pdf.meta.yml").write_text("lang: fr")
    assert read_sidecar(tmp_path / "a.pdf") == Sidecar(lang="fr")
    (tmp_path / "b.pdf.meta.yml").mkdir()
    with pytest.raises(DocumentError, match="cannot be opened"):
        read_sidecar(tmp_path / "b.pdf")
