"""Meetings by their names in titles, labels and addresses, and what people mean by --meeting."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.meeting_names import asked_meeting, meeting_id, meeting_named
from crawler.sources.model import SourceDefinition

SourceOf = Callable[[str], SourceDefinition]


@pytest.mark.parametrize(
    ("source", "text", "meeting", "reason"),
    [
        ("cms", "Fifth Meeting of the Conference of the Parties to CMS", "CMS/COP5", "word"),
        ("cms", "Twenty-first meeting of the Conference of the Parties", "CMS/COP21", "two words, not the first"),
        ("cms", "12ème SESSION DE LA CONFÉRENCE DES PARTIES", "CMS/COP12", "French digits"),
        ("cms", "12e réunion de la Conférence des Parties", "CMS/COP12", "French digits, short"),
        ("cms", "Quatorzième réunion de la Conférence des Parties", "CMS/COP14", "French word"),
        ("cms", "/en/meeting/fifth-meeting-conference-parties-cms", "CMS/COP5", "address"),
        ("cms", "CMS COP14", "CMS/COP14", "code"),
        ("cms", "COP 14 (Samarkand, 12 - 17 February 2024)", "CMS/COP14", "code with place and days"),
        ("cms", "CdP14", "CMS/COP14", "French code"),
        ("cms", "UNEP/CMS/COP14/Doc.18.1", "CMS/COP14", "symbol"),
        ("cms", "44th Meeting of the Standing Committee", None, "another body"),
        ("cms", "MOP7", None, "a body that this treaty's sessions are not called by"),
        ("cms", "Report of COP13 to COP14", None, "two meetings"),
        ("cms", "Conference of the Parties", None, "no number"),
        (
            "cms",
            "Second resumed part of the sixteenth Conference of the Parties",
            None,
            "two ordinals: which is the session?",
        ),
        ("aewa", "7th Session of the Meeting of the Parties to AEWA", "AEWA/MOP7", "body of this treaty"),
        ("aewa", "7ème Réunion des Parties à l’AEWA", "AEWA/MOP7", "French"),
        ("aewa", "AEWA/MOP6 DR6", "AEWA/MOP6", "symbol"),
        ("cites", "Dix-septième session de la Conférence des Parties", "CITES/CoP17", "as this treaty writes it"),
        ("ramsar", "14th Meeting of the Conference of the Contracting Parties", "RAMSAR/COP14", "contracting parties"),
        ("informea", "COP14", None, "of which treaty?"),
        ("cms", "", None, "nothing"),
    ],
)
def test_meetings_by_name(source_of: SourceOf, source: str, text: str, meeting: str | None, reason: str) -> None:
    assert meeting_named(source_of(source), text) == meeting, reason


@pytest.mark.parametrize(
    ("source", "text", "meeting"),
    [
        ("cms", "CMS/COP14", "CMS/COP14"),
        ("cms", "COP14", "CMS/COP14"),
        ("cms", "cop 14", "CMS/COP14"),
        ("cms", "14", "CMS/COP14"),
        ("cms", "StC55", "CMS/StC55"),
        ("cites", "cop18", "CITES/CoP18"),
        ("aewa", "8", "AEWA/MOP8"),
        ("cms", "CITES/CoP18", None),
        ("cms", "XYZ3", None),
        ("cms", "fourteen", None),
    ],
)
def test_what_people_mean_by_meeting(source_of: SourceOf, source: str, text: str, meeting: str | None) -> None:
    assert asked_meeting(source_of(source), text) == meeting


def test_ids_need_a_number_and_a_body_of_the_treaty(source_of: SourceOf) -> None:
    assert meeting_id(source_of("cms"), "04.1") is None
    assert meeting_id(source_of("cms"), "55", "stc") == "CMS/StC55"
    assert meeting_id(source_of("cms"), "55", "res") is None
