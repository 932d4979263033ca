"""Pages of which only links are known."""

from __future__ import annotations

from collections.abc import Callable

from crawler.records import Found
from crawler.sources.model import SourceDefinition

SourceOf = Callable[[str], SourceDefinition]
Read = Callable[..., Found]


def test_files_and_pages_are_told_apart(source_of: SourceOf, read: Read) -> None:
    page = """<h1>14th Meeting of the Conference of the Contracting Parties</h1>
     <a href="/document/kites">Ramsar COP14 DR3: Kites</a><a href="/document/kites#files">again</a>
     <a href="/sites/default/files/documents/library/cop14_dr3_e.pdf">Ramsar COP14 DR3</a>
     <a href="/sites/default/files/documents/library/cop14_dr3_s.pdf">en español</a>
     <a href="/about">About</a><a href="javascript:print('/document/')">Print</a>
     <a rel="next" href="?page=1">next</a>"""
    found = read(source_of("ramsar"), "cop", page, url="https://www.ramsar.org/meeting/cop14")
    assert [(one.name, one.symbol, one.meeting) for one in found.files] == [
        ("cop14_dr3_e.pdf", "Ramsar COP14 DR3", "RAMSAR/COP14")
    ]
    assert [(one.step, one.url) for one in found.follows] == [
        ("document", "https://www.ramsar.org/document/kites"),
        ("cop", "https://www.ramsar.org/meeting/cop14?page=1"),
    ]
    assert [issue.code for issue in found.issues] == ["bad-address"]
    assert found.follows[0].context.fields["title"] == "Ramsar COP14 DR3: Kites"


def test_pages_that_are_the_documents(source_of: SourceOf, read: Read) -> None:
    page = """<a href="/fr/decisions/?id_decision=8067">Décision</a><a href="/fr/decisions/1260">Décision</a>
     <a href="/fr/decisions/&action=list">liste</a>"""
    found = read(
        source_of("whc"), "decisions", page, url="https://whc.unesco.org/fr/decisions/&action=list&index=1&maxrows=200"
    )
    assert [one.url for one in found.files] == [
        "https://whc.unesco.org/fr/decisions/?id_decision=8067",
        "https://whc.unesco.org/fr/decisions/1260",
    ]
    assert {one.lang for one in found.files} == {"fr"}


def test_odd_addresses_are_followed_as_they_stand(source_of: SourceOf, read: Read) -> None:
    page = '<a href="/official-documentscop-12-ankara-2015/24cop12">24/COP.12</a>'
    found = read(source_of("unccd"), "sessions", page)
    assert [one.url for one in found.follows] == ["https://www.unccd.int/official-documentscop-12-ankara-2015/24cop12"]


def test_labels_that_say_nothing_are_no_titles(source_of: SourceOf, read: Read) -> None:
    page = """<a href="/sites/default/files/a_e.pdf">Download PDF</a><a href="/sites/default/files/b_e.pdf">English</a>
     <a href="/sites/default/files/c_e.pdf">Report on peatlands</a>"""
    assert [one.title for one in read(source_of("ramsar"), "cop", page).files] == [None, None, "Report on peatlands"]


def test_no_link_is_told(source_of: SourceOf, read: Read) -> None:
    found = read(source_of("ramsar"), "official", "<h1>Official documents</h1>")
    assert (found.state, [issue.code for issue in found.issues]) == ("empty", ["no-rows"])
