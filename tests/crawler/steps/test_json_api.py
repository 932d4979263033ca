"""Services that answer JSON and OData: rows, files in strings, titles by language, and answers that are not what they should be."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from crawler.records import Context, Found
from crawler.sources.model import SourceDefinition

SourceOf = Callable[[str], SourceDefinition]
Read = Callable[..., Found]
DOC = "https://www.cbd.int/doc/c/ab12/cd34"


def document(**more: Any) -> dict[str, Any]:
    return {
        "_id": "1",
        "symbol": "CBD/COP/15/L.25",
        "title": {"en": "Kites", "fr": "Cerfs-volants"},
        "type": "in-session",
        "status": "public",
        "agendaItems": [9, 10],
        "publishedOn": "2022-12-07T12:00:00.000Z",
        "metadata": {"superseded": True},
        "files": [
            {
                "name": "cop-15-l-25-en.pdf",
                "type": "application/pdf",
                "language": "en",
                "url": f"{DOC}/cop-15-l-25-en.pdf",
                "size": 9,
            },
            {
                "name": "cop-15-l-25-fr.docx",
                "type": "x",
                "language": "fr",
                "url": "/doc/c/ab12/cd34/cop-15-l-25-fr.docx",
            },
            {"name": "cop-15-l-25-es.pdf", "language": "es", "url": f"{DOC}/cop-15-l-25-es.pdf"},
        ],
        **more,
    }


def test_documents_of_a_meeting(source_of: SourceOf, read: Read) -> None:
    rows = [document(), document(_id="2", status="staff"), document(_id="3", files=[], symbol="CBD/COP/15/99")]
    found = read(
        source_of("cbd"), "meeting_documents", json.dumps(rows), context=Context(fields={"meeting": "CBD/COP15"})
    )
    english, french = found.files
    assert (english.title, french.title) == ("Kites", "Cerfs-volants")
    assert (english.symbol, english.agenda_item, english.published) == ("CBD/COP/15/L.25", "9, 10", "2022-12-07")
    assert english.superseded
    assert (english.declared_type, english.size, english.lang, english.meeting) == (
        "application/pdf",
        9,
        "en",
        "CBD/COP15",
    )
    assert french.url == "https://www.cbd.int/doc/c/ab12/cd34/cop-15-l-25-fr.docx"
    assert found.rows == 3
    assert not found.issues


def test_a_title_that_the_language_does_not_have(source_of: SourceOf, read: Read) -> None:
    found = read(source_of("cbd"), "meeting_documents", json.dumps([document(title={"en": "Kites"})]))
    assert {one.title for one in found.files} == {"Kites"}


def meetings(*codes: str, total: int) -> str:
    return json.dumps(
        {"response": {"numFound": total, "docs": [{"symbol_s": code, "title_EN_t": "t"} for code in codes]}}
    )


def test_meetings_lead_to_two_steps_each(source_of: SourceOf, read: Read) -> None:
    answer = meetings("COP-15", "SBSTTA-24", "COP-15/../../admin", total=3)
    found = read(source_of("cbd"), "meetings", answer, url="https://www.cbd.int/api/v2013/index?q=x&start=0&rows=100")
    assert [(one.step, one.context.fields["meeting"]) for one in found.follows] == [
        ("meeting_documents", "CBD/COP15"),
        ("decisions", "CBD/COP15"),
    ]
    assert found.follows[0].url == "https://www.cbd.int/api/v2016/meetings/COP-15/documents"
    assert found.follows[1].url.endswith("&start=0&rows=100")


def test_decisions_hold_their_files_in_strings(source_of: SourceOf, read: Read) -> None:
    entry = json.dumps(
        {
            "language": "fr",
            "url": "https://www.cbd.int/doc/decisions/cop-15/cop-15-dec-04-fr.pdf",
            "type": "application/pdf",
        }
    )
    answer = {
        "response": {"numFound": 1, "docs": [{"symbol_s": "CBD/COP/DEC/15/4", "file_ss": [entry, "{no json", "{}", 7]}]}
    }
    found = read(source_of("cbd"), "decisions", json.dumps(answer))
    assert [(one.name, one.lang, one.symbol) for one in found.files] == [
        ("cop-15-dec-04-fr.pdf", "fr", "CBD/COP/DEC/15/4")
    ]
    assert [issue.code for issue in found.issues].count("file-unreadable") == 3


@pytest.mark.parametrize(
    ("wrapped", "reason"),
    [
        (lambda rows: {"d": {"results": rows}}, "second version"),
        (lambda rows: {"d": rows}, "first version"),
    ],
)
def test_odata(source_of: SourceOf, read: Read, wrapped: Callable[[Any], Any], reason: str) -> None:
    row = {
        "id": "x-1",
        "number": "11.10",
        "published": "/Date(1269234000000)/",
        "title": {"results": [{"language": "en", "value": "Kites"}, {"language": "fr", "value": "Cerfs-volants"}]},
        "files": {
            "results": [{"url": "http://www.informea.org/k_e.pdf", "mimeType": "application/pdf", "language": "en"}]
        },
    }
    found = read(
        source_of("informea"),
        "decisions",
        json.dumps(wrapped([row])),
        url="http://odata.informea.org/x?$top=20&$skip=0",
    )
    (file,) = found.files
    assert (file.symbol, file.title, file.published, file.lang) == ("11.10", "Kites", "2010-03-22", "en"), reason
    assert [one.url for one in found.follows] == ["http://odata.informea.org/x?$top=20&$skip=20"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "nothing"),
        (b"<html>the application</html>", "a page in place of the service"),
        (b'{"response": {"docs": 7}}', "no list"),
        (b'{"response": null}', "no object"),
        (b"[" * 200_000, "deep"),
        (b"\xff\xfe\x00", "no text"),
        (b'{"response": {"docs": [1, null, "x", [[]]]}}', "rows that are none"),
    ],
)
def test_answers_that_are_none(source_of: SourceOf, read: Read, body: bytes, reason: str) -> None:
    found = read(source_of("cbd"), "decisions", body)
    assert not found.files, reason
    assert "step-failed" not in {issue.code for issue in found.issues}, reason
    assert found.rows or [issue.code for issue in found.issues] == ["page-unreadable"], reason


def test_a_byte_order_mark_is_no_mistake(source_of: SourceOf, read: Read) -> None:
    assert read(source_of("cbd"), "meeting_documents", b"\xef\xbb\xbf" + json.dumps([document()]).encode()).files
