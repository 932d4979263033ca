"""Reports that hold decisions and resolutions, against the counts that were made by hand; and what is not adopted."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from core.records.document import Document

Understood = Callable[..., Document]

REPORTS = (
    "CP_2__1_17_CP_2", "CP_3__1_18_CP_3", "CP_4__1_19_CP_4", "CP_6__1_3_CP_6", "CP_8__1_16_CP_8", "CP_9__1_16_CP_9",
    "CP_10__1_11_CP_10", "CP_11__1_13_CP_11", "CP_12__1_9_CP_12", "CP_15__1_13_CP_15", "CP_17__1_5_CP_17",
    "CP_18__11_18_CP18", "CP_20__13_21_CP_20", "CP_22__1_13_CP22", "CP_26__12_23_CP_26", "CMP_5__1_10_CMP_5",
    "CMA_1__13_20_CMA_1", "CMA_4__12_24_CMA_4",
)  # fmt: skip


@pytest.mark.corpus
@pytest.mark.parametrize("name", REPORTS)
def test_reports_hold_their_decisions(name: str, shared: Path, understood: Understood) -> None:
    with (shared / "eval/structure/corpus_decisions.csv").open(encoding="utf-8", newline="") as rows:
        row = next(row for row in csv.DictReader(rows) if row["file"] == f"{name}.pdf")
    document = understood(shared / "corpus/unfccc-petermr" / row["file"])
    decisions = [part.canonical for part in document.parts if part.kind == "decision" and part.force == "adopted"]
    assert len(decisions) == int(row["decisions"])
    assert (decisions[0], decisions[-1]) == (row["first_decision"], row["last_decision"])
    resolutions = [part.canonical for part in document.parts if part.kind == "resolution" and part.force == "adopted"]
    assert resolutions == row["resolution_ids"].split()
    drafts = [part for part in document.parts if part.force == "proposed" and "appendix" not in part.id]
    assert len(drafts) == int(row["drafts"])
    assert {part.kind for part in drafts} <= {"annex"}


REPORT = """\
Decision 1/CP.90

Lamps of the harbour

The Conference of the Parties,

Recalling that lamps were promised,

1. Decides to light all lamps;

2. Requests the secretariat to count them.

Annex

{annex}

The Conference of the Parties,

Recalling that oil is dear,

1. Adopts the rules for oil contained in the appendix.

RESOLUTION ADOPTED BY THE CONFERENCE OF THE PARTIES
Resolution 1/CP.90

Expression of gratitude to the keepers

The Conference of the Parties,

Having met in the lighthouse,

1. Expresses its gratitude to the keepers.
"""
HEAD = "FCCC/CP/2090/5/Add.1\n\nReport of the Conference of the Parties\n\nDecisions adopted by the Conference of the Parties\n\n"


def test_a_draft_in_an_annex_is_no_decision(understood: Understood, text_pages: Callable[..., object]) -> None:
    document = understood(text_pages(HEAD + REPORT.format(annex="Draft decision -/CP.91\n\nOil for lamps")))
    held = [(part.canonical, part.kind, part.force) for part in document.parts if part.canonical]
    assert held == [
        ("UNFCCC/Decision/1/CP.90", "decision", "adopted"),
        ("UNFCCC/Resolution/1/CP.90", "resolution", "adopted"),
    ]
    annexes = [(part.id, part.force) for part in document.parts if part.kind == "annex"]
    assert annexes == [("1/CP.90/annex", "proposed")]


def test_a_decision_at_the_head_of_a_page_is_no_page_header(
    understood: Understood, text_pages: Callable[..., object]
) -> None:
    pages = "\f".join(
        f"Decision {n}/CP.90\n\nLamp {n}\n\nThe Conference of the Parties,\n\nRecalling lamps,\n\n1. Decides so.\n\n{n}"
        for n in range(1, 6)
    )
    document = understood(text_pages(HEAD + "\f" + pages))
    held = [part.canonical for part in document.parts if part.kind == "decision"]
    assert held == [f"UNFCCC/Decision/{n}/CP.90" for n in range(1, 6)]
    assert [part.title for part in document.parts if part.kind == "decision"] == [f"Lamp {n}" for n in range(1, 6)]
