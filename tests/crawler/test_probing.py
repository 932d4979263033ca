"""Candidates for the same file in another language, and for documents that others cite."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.language import Marks, language_of
from crawler.listed_metadata import name_groups
from crawler.probing import siblings, wanted, written
from crawler.records import ListedFile
from crawler.sources.load import SourceLoader
from crawler.sources.model import SourceDefinition
from crawler.sources.rules import Pad

SourceOf = Callable[[str], SourceDefinition]
FILES = "https://cites.org/sites/default/files"


def listed(url: str, source: SourceDefinition) -> ListedFile:
    name = url.partition("?")[0].rpartition("/")[2]
    language = language_of(Marks(), url, name, name_groups(name, source), source)
    return ListedFile(
        url=url, key=url, step="s", page="p", name=name, lang=language.lang, languages=language.evidence, size=9
    )


@pytest.mark.parametrize(
    ("url", "candidate", "reason"),
    [
        (
            f"{FILES}/eng/cop/18/doc/E-CoP18-069-03-R1.pdf",
            f"{FILES}/fra/cop/18/doc/F-CoP18-069-03-R1.pdf",
            "folder and letter",
        ),
        (
            f"{FILES}/documents/COP/19/agenda/E-CoP19-66-05.pdf",
            f"{FILES}/documents/COP/19/agenda/F-CoP19-66-05.pdf",
            "letter alone",
        ),
        (f"{FILES}/documents/COP/19/F-CoP19-66.pdf", f"{FILES}/documents/COP/19/E-CoP19-66.pdf", "the other way round"),
        (f"{FILES}/eng/E-Res-12-05-R19.PDF", f"{FILES}/fra/F-Res-12-05-R19.PDF", "capitals of the ending stay"),
        (f"{FILES}/common/list_party.pdf", None, "no letter"),
        (f"{FILES}/Electronic.pdf", None, "a word that begins with the letter"),
    ],
)
def test_siblings(source_of: SourceOf, url: str, candidate: str | None, reason: str) -> None:
    source = source_of("cites")
    assert [probe.url for probe in siblings([listed(url, source)], source)] == ([candidate] if candidate else []), (
        reason
    )


def test_a_sibling_that_is_listed_is_no_candidate(source_of: SourceOf) -> None:
    source = source_of("cites")
    files = [listed(f"{FILES}/{letter}-CoP19-66-05.pdf", source) for letter in "EF"]
    assert siblings(files, source) == ()


def test_a_candidate_asserts_nothing(source_of: SourceOf) -> None:
    source = source_of("cites")
    (probe,) = siblings([listed(f"{FILES}/E-CoP19-66-05.pdf", source)], source)
    assert (probe.like.lang, probe.like.size, probe.like.name) == ("fr", None, "F-CoP19-66-05.pdf")
    assert [(one.origin, one.trust) for one in probe.like.languages] == [("sibling", "low")]


def test_siblings_by_the_end_of_the_name(loader: SourceLoader) -> None:
    text = (
        "id: cskw\ntreaty: CSKW\nhosts: [cites.org]\nlanguages: {en: {file_suffix: 'e|en'}, fr: {file_suffix: 'f|fr'}}\n"
        "collect: [en, fr]\nlanguage_siblings: {kind: filename_suffix}\n"
        "discovery: [{id: a, kind: html_links, urls: ['https://cites.org/'], links: a}]\n"
    )
    source = loader.check("cskw", text)
    found = siblings([listed(f"{FILES}/cop13_res.10.8_rev.cop13_e_0.pdf", source)], source)
    assert [probe.url for probe in found] == [f"{FILES}/cop13_res.10.8_rev.cop13_f_0.pdf"]


def test_sources_without_a_rule_have_no_siblings(source_of: SourceOf) -> None:
    source = source_of("cms")
    assert siblings([listed("https://www.cms.int/f/cms_cop14_doc.1_x_e.pdf", source)], source) == ()


@pytest.mark.parametrize(
    ("source", "canonical", "address", "reason"),
    [
        ("cbd", "CBD/COP/DEC/15/4", "https://www.cbd.int/doc/decisions/cop-15/cop-15-dec-04-fr.pdf", "by its symbol"),
        ("cbd", "CBD/Decision/15/4", "https://www.cbd.int/doc/decisions/cop-15/cop-15-dec-04-en.pdf", "by its id"),
        (
            "cites",
            "CITES/CoP18/Doc.69.3/Rev.1",
            f"{FILES}/fra/cop/18/doc/F-CoP18-069-03-R1.pdf",
            "older tree, revision",
        ),
        ("cites", "CITES/CoP18/Doc.101", f"{FILES}/eng/cop/18/doc/E-CoP18-101.pdf", "older tree"),
        ("cites", "CITES/CoP19/Doc.66.5", f"{FILES}/documents/COP/19/agenda/E-CoP19-66-05.pdf", "newer tree"),
        ("cites", "CITES/CoP18/Inf.12", f"{FILES}/eng/cop/18/inf/E-CoP18-Inf-012.pdf", "information document"),
        ("cites", "CITES/CoP20/Inf.53", f"{FILES}/documents/E-CoP20-Inf-053.pdf", "three digits"),
        ("cites", "CITES/CoP19/Inf.74", f"{FILES}/documents/E-CoP19-Inf-74.pdf", "two digits"),
        ("cites", "CITES/CoP20/Prop.13", f"{FILES}/documents/COP/20/prop/E-CoP20-Prop-13.pdf", "proposal"),
        (
            "cites",
            "CITES/Resolution/Conf.12.5/Rev.CoP19",
            f"{FILES}/documents/COP/19/resolution/F-Res-12-05-R19.pdf",
            "resolution",
        ),
    ],
)
def test_candidates_of_documents_that_are_asked_for(
    source_of: SourceOf, source: str, canonical: str, address: str, reason: str
) -> None:
    (found,) = wanted(source_of(source), [canonical])
    assert address in {probe.url for probe in found.probes}, reason
    assert all(probe.like.fields["asked_for"] == canonical for probe in found.probes)
    assert {probe.like.lang for probe in found.probes} == {"en", "fr"}


CMS, AEWA, CITES, RAMSAR = (
    "https://www.cms.int",
    "https://www.unep-aewa.org",
    "https://cites.org",
    "https://www.ramsar.org",
)
CMS_LIST = f"{CMS}/en/meetings/conference-of-parties"
RESOLUTIONS = [f"{CMS}/documents/cop-resolutions", f"{CMS}/en/documents/cop-resolutions"]
COP18 = [f"{CITES}/eng/cop/18/doc/index.php", f"{CITES}/fra/cop/18/doc/index.php"]
COP14 = [f"{RAMSAR}/meeting/cop14", f"{RAMSAR}/fr/meeting/cop14"]
SERVICE = "https://www.cbd.int/api/v2016/documents?q=%7B%22normalizedSymbol%22%3A%22CBD%2FCOP%2F15%2FL.25%22%7D"


@pytest.mark.parametrize(
    ("source", "canonical", "listings", "meeting", "reason"),
    [
        (
            "cms",
            "UNEP/CMS/COP12/Doc.24.2.1",
            [f"{CMS}/en/node/9295", CMS_LIST],
            "CMS/COP12",
            "a known page, and the list",
        ),
        ("cms", "UNEP/CMS/COP14/Doc.18.1", [CMS_LIST], "CMS/COP14", "the list alone"),
        ("cms", "CMS/COP14/Doc.18.1", [CMS_LIST], "CMS/COP14", "the short form"),
        ("cms", "CMS/Resolution/11.10/Rev.COP13", RESOLUTIONS, None, "a series of its own"),
        ("aewa", "AEWA/Resolution/7.1", [f"{AEWA}/en/documents/mop-resolutions"], None, "a series of its own"),
        ("cites", "CITES/CoP18/Prop.46", COP18, "CITES/CoP18", "a folder with a date: only the listing knows it"),
        ("ramsar", "RAMSAR/COP14/DR.3", COP14, "RAMSAR/COP14", "the page of the meeting"),
        ("cbd", "CBD/COP/15/L.25", [SERVICE], None, "asked of the service"),
    ],
)
def test_listings_of_documents_that_are_asked_for(
    source_of: SourceOf, source: str, canonical: str, listings: list[str], meeting: str | None, reason: str
) -> None:
    (found,) = wanted(source_of(source), [canonical])
    assert [follow.url for follow in found.follows] == listings, reason
    assert found.meeting == meeting, reason


def test_a_list_of_many_meetings_is_not_taken_for_that_of_one(source_of: SourceOf) -> None:
    (found,) = wanted(source_of("cms"), ["UNEP/CMS/COP12/Doc.24.2.1"])
    page, listing = found.follows
    assert page.context.fields["meeting"] == "CMS/COP12"
    assert "meeting" not in listing.context.fields


@pytest.mark.parametrize("canonical", ["CMS/Article/III", "FCCC/CP/2015/10", "", "UNEP/CMS/../../etc", "x" * 10_000])
def test_what_no_rule_is_for_has_no_candidates(source_of: SourceOf, canonical: str) -> None:
    (found,) = wanted(source_of("cms"), [canonical])
    assert (found.probes, found.follows) == ((), ())


def test_an_id_never_leaves_its_place_in_an_address(source_of: SourceOf) -> None:
    for canonical in ("CBD/COP/15/../../../admin?x=1#y", 'CBD/COP/15/"},{"$where":"1'):
        (found,) = wanted(source_of("cbd"), [canonical])
        for follow in found.follows:
            query = follow.url.partition("?q=")[2]
            assert "/" not in query
            assert '"' not in query
            assert "#" not in follow.url


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("69.3", Pad(split=".", pad=(3, 2), join="-"), "069-03"),
        ("7.3.1", Pad(split=".", pad=(3, 2), join="-"), "007-03-01"),
        ("4", Pad(pad=(2,)), "04"),
        ("12.26", Pad(), "12.26"),
        ("24A", Pad(lower=True), "24a"),
        ("1234", Pad(pad=(2,)), "1234"),
    ],
)
def test_numbers_as_addresses_write_them(text: str, rule: Pad, expected: str) -> None:
    assert written(text, rule) == expected
