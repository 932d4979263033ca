"""The meeting that the number of a decision names."""

from __future__ import annotations

import pytest

from extract.understand.evidence import Findings
from extract.understand.knowledge import Knowledge
from extract.understand.meeting import add_meeting

ROWS = [
    ("BASEL/Decision/BC-15/8", "BASEL/COP15", "letters of the body before the session"),
    ("STOCKHOLM/Decision/SC-9/4", "STOCKHOLM/COP9", "the same"),
    ("MONTREAL/Decision/XXX/1", "MONTREAL/MOP30", "a Roman session"),
    ("UNCCD/Decision/7/COP.13", "UNCCD/COP13", "the session behind"),
    ("CBD/Decision/15/4", "CBD/COP15", "a listed meeting"),
    ("CMS/Resolution/11.10/Rev.COP13", "CMS/COP13", "the version's meeting"),
    ("HELCOM/Recommendation/21/2", None, "a first number that need not be a session"),
    ("UNEA/Resolution/77/9", None, "no meeting of this number is listed"),
    ("CBD/Decision/EM-I/3", None, "an extraordinary meeting counts by itself"),
    ("STOCKHOLM/Recommendation/POPRC-17/1", None, "a committee's"),
]


@pytest.mark.parametrize(("canonical", "meeting", "reason"), ROWS, ids=[canonical for canonical, _, _ in ROWS])
def test_the_meeting_of_a_symbol(canonical: str, meeting: str | None, reason: str, knowledge: Knowledge) -> None:
    findings = Findings()
    add_meeting(findings, canonical, canonical.split("/", maxsplit=1)[0], [], knowledge)
    assert findings.first("meeting") == meeting, reason
